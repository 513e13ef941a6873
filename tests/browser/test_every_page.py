"""Every page: no violation of WCAG 2.2 AA that axe can see, nothing wider than 320 px, nothing blocked or broken."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.every_page import EVERY_PAGE
from tests.browser.no_pages import NO_PAGES
from tests.browser.shown import Demonstration, Shown
from tests.harness.browser import ARTEFACTS, Complaints, assert_no_overflow, explain, focused, violations

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """The lines of test-artefacts/axe.txt; what several processes found comes together there."""
    lines: list[str] = []
    yield lines
    ARTEFACTS.mkdir(exist_ok=True)
    with (ARTEFACTS / "axe.txt").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if RUN not in file.readline():
            file.truncate(0)
            file.write(f"axe-core, WCAG 2.2 A and AA, at 390 px. Run {RUN}\nviolations  seconds  page\n")
        file.writelines(lines)


def test_no_page_is_forgotten(demonstration: Demonstration) -> None:
    rules = demonstration.app.url_map.iter_rules()
    there = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    listed = {shown.endpoint for shown in EVERY_PAGE}
    assert listed.isdisjoint(NO_PAGES)
    # an address that takes forms only is shown as an error page
    assert there - listed - set(NO_PAGES) == set()
    assert set(NO_PAGES) <= there


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[tuple[Page, Complaints]]:
    """One tab for every page: to start a browser process for each of them takes longer than to look at it."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(10_000)
    heard = Complaints()
    heard.listen(context)
    yield context.new_page(), heard
    context.close()


@pytest.fixture
def seen_by(tab: tuple[Page, Complaints], demonstration: Demonstration) -> Iterator[Callable[[str], Page]]:
    """The tab with the cookies of one person and no others; nothing may be blocked or broken in it."""
    page, heard = tab
    heard.lines.clear()

    def enter(who: str) -> Page:
        state = demonstration.state_of(who)
        page.context.clear_cookies()
        if state is not None:
            cookies: list[Any] = [*state["cookies"]]
            page.context.add_cookies(cookies)
        return page

    yield enter
    page.goto("about:blank")  # whatever the page has still to complain about comes before the next one
    assert heard.lines == []


@pytest.mark.parametrize("shown", EVERY_PAGE, ids=lambda shown: shown.name)
def test_page(
    shown: Shown, demonstration: Demonstration, seen_by: Callable[[str], Page], table: list[str]
) -> None:  # fmt: skip
    began = time.monotonic()
    page = seen_by(shown.who)
    answer = page.goto(demonstration.address(shown))
    assert answer is not None
    assert answer.status == shown.status
    for step in shown.steps:
        step(page)
    page.wait_for_load_state()
    assert page.title().startswith("Error: ") == shown.is_error
    if shown.is_error:
        assert focused(page).startswith("div"), "the error summary does not take the focus"
    found = violations(page)
    table.append(f"{len(found):>10}  {time.monotonic() - began:>7.1f}  {shown.name}\n")
    assert not found, explain(page, found)
    assert_no_overflow(page)


def test_every_empty_field_is_told_of_at_once(demonstration: Demonstration, open_page: OpenPage) -> None:
    for name, most in (("add a person, errors", 3), ("all forums, error", 3), ("new round, errors", 3)):
        shown = next(each for each in EVERY_PAGE if each.name == name)
        page = open_page(390, storage_state=demonstration.state_of(shown.who))
        page.goto(demonstration.address(shown))
        for step in shown.steps:
            step(page)
        links = page.locator(".nhsuk-error-summary a").all()
        assert len(links) == most
        for link in links:
            assert page.locator(link.get_attribute("href") or "#nothing").is_visible()
