"""A real Chromium, and the real server for it.

`open_page(...)`   a new page in a context of its own; at the end of the test nothing may have been blocked or broken
`phone`, `desktop`, `plain`   ready pages: 390 px wide, 1280 px wide, 390 px without JavaScript
`complaints`       what the pages of this test complained about; `complaints.expect(words)` for what was provoked
`live_server`      gunicorn on a SQLite database that has every table and nothing in it; one for all tests of a process,
                   so each test makes a forum of its own through `live_server.writing()`
`demonstration`    the same with the demonstration and a forum with a round in every state; only to look at
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fetch_browser import find_browser
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.browser.shown import Demonstration, running_demonstration
from tests.harness.browser import FLAGS, Complaints
from tests.harness.databases import copy_sqlite
from tests.harness.live import LiveServer, running_server

OpenPage = Callable[..., Page]
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "locale": "en-GB", "timezone_id": "Europe/London",
    "reduced_motion": "reduce",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = find_browser()  # raises, and so fails the tests, when there is none
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found.path, args=FLAGS, env={**found.environment})
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def open_page(browser: Browser, complaints: Complaints) -> Iterator[OpenPage]:
    """Open a page `width` CSS pixels wide, with or without JavaScript; each has cookies of its own."""
    contexts = []

    def open_one(
        width: int = 390, height: int = 844, *, javascript: bool = True, base_url: str | None = None,
        storage_state: StorageState | None = None,
    ) -> Page:  # fmt: skip
        own: dict[str, Any] = {**PHONE, "viewport": {"width": width, "height": height}}
        context = browser.new_context(
            java_script_enabled=javascript, base_url=base_url, storage_state=storage_state, **own
        )
        context.set_default_timeout(10_000)
        complaints.listen(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert complaints.lines == []


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(390)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    return open_page(1280, 900)


@pytest.fixture
def plain(open_page: OpenPage) -> Page:
    return open_page(390, javascript=False)


@pytest.fixture(scope="session")
def live_server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("live")
    with running_server(copy_sqlite(sqlite_template, folder), folder) as server:
        yield server


@pytest.fixture(scope="session")
def demonstration(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Demonstration]:
    folder = tmp_path_factory.mktemp("demonstration")
    with running_demonstration(copy_sqlite(sqlite_template, folder), folder, browser) as shown:
        yield shown
