"""A member's whole journey in a real browser: by keyboard alone, without JavaScript, on a phone, on a slow line."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Request, expect

from audit_app.audit.invitations import invitations_of, link_token
from audit_app.database import now
from tests.browser.conftest import OpenPage
from tests.factories import STATEMENTS, TEN, make_forum, make_open_round
from tests.harness.browser import ARTEFACTS, assert_accessible, assert_no_overflow, focused, tab_to
from tests.harness.live import LiveServer

MOST_BYTES = 60_000  # of the first answering page, compressed, with nothing in the browser's cache
SMALLEST_TARGET = 44  # CSS pixels


@dataclass(frozen=True)
class Links:
    """A staff member's link in an open round of each questionnaire."""

    ten: str
    statements: str


@pytest.fixture
def links(live_server: LiveServer, request: pytest.FixtureRequest) -> Links:
    with live_server.writing() as session:
        slug = re.sub("[^a-z0-9]+", "-", request.node.name).strip("-")
        forum = make_forum(session, slug, management=1, staff=2, partner=0)
        found = []
        for questionnaire in (TEN, STATEMENTS):
            audit_round = make_open_round(session, forum, questionnaire, name=questionnaire.title, at=now())
            invitation = invitations_of(session, audit_round)[-1]
            found.append(f"{live_server.url}/a/{link_token(live_server.secrets, invitation)}")
        session.commit()
    return Links(*found)


def _heading(page: Page) -> str:
    return page.locator("h1").inner_text().strip()


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def _start(page: Page, link: str) -> None:
    page.goto(link)
    _press(page, "Start")
    page.get_by_role("button", name="Start with the first questions").click()


def _enter(page: Page, words: str) -> None:
    """Tab to a button or a link with these words and press Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page).endswith(" " + words):
            break
    else:
        raise AssertionError(f"{page.url}: Tab does not reach {words!r}")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone(phone: Page, links: Links) -> None:
    phone.goto(links.ten)
    _enter(phone, "Start")
    _enter(phone, "Start with the first questions")
    for number, question in enumerate(TEN.questions):
        tab_to(phone, f"input[name='{question.id}']")
        phone.keyboard.press("Space")
        for _ in range(number):
            phone.keyboard.press("ArrowRight")
    chosen = [phone.locator(f"input[name='{question.id}']:checked").input_value() for question in TEN.questions]
    assert chosen == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][: len(chosen)]
    tab_to(phone, "details.app-comment summary")  # the one after the last question
    phone.keyboard.press("Enter")
    tab_to(phone, "textarea")
    phone.keyboard.type("We talk early.")
    _enter(phone, "Save and continue")
    assert _heading(phone) == "Check your answers"
    _enter(phone, "Send my answers")
    assert _heading(phone) == "Your answers are in"
    expect(phone.get_by_text("Comment: We talk early.")).to_be_visible()


def test_the_keyboard_can_skip_the_header(phone: Page, links: Links) -> None:
    phone.goto(links.ten)
    phone.keyboard.press("Tab")
    assert "Skip to main content" in focused(phone)
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert "Start" in focused(phone)


def test_without_javascript(plain: Page, links: Links) -> None:
    _start(plain, links.statements)
    for section in STATEMENTS.sections:
        assert _heading(plain)
        for question in section.questions:
            plain.locator(f"input[name='{question.id}']").nth(1).check(force=True)
        assert_no_overflow(plain)
        _press(plain, "Save and continue")
    plain.locator("textarea").first.fill("We talk early.")
    _press(plain, "Save and continue")
    assert _heading(plain) == "Check your answers"
    assert plain.get_by_text("Left blank").count() == len(STATEMENTS.open_questions) - 1
    _press(plain, "Send my answers")
    assert _heading(plain) == "Your answers are in"
    plain.goto(links.statements)
    assert "already in" in _heading(plain)


def test_without_javascript_a_long_comment_comes_back(plain: Page, links: Links) -> None:
    _start(plain, links.ten)
    plain.locator("details.app-comment summary").first.click()
    plain.locator("textarea").first.fill("x" * 501)
    _press(plain, "Save and continue")
    assert plain.title().startswith("Error: ")
    plain.locator(".nhsuk-error-summary a").click()
    assert plain.locator("textarea").first.input_value() == "x" * 501
    assert plain.locator("textarea").first.is_visible()


def test_two_devices_with_one_link(open_page: OpenPage, links: Links) -> None:
    first, second = open_page(390), open_page(1280)
    _start(first, links.ten)
    first.locator("#PT-1").check(force=True)
    _press(first, "Save and continue")
    second.goto(links.ten)
    _press(second, "Start")
    second.get_by_role("button", name="Continue").click()
    expect(second.locator("#PT-1")).to_be_checked()


@pytest.mark.parametrize(("width", "columns"), [(390, 6), (1280, 11)])
def test_numbers_are_large_enough_to_touch(open_page: OpenPage, links: Links, width: int, columns: int) -> None:
    page = open_page(width)
    _start(page, links.ten)
    for kind in ("input[name='PT-1']", ".nhsuk-radios__item:has(input[name='PT-1'])"):
        boxes = [box for each in page.locator(kind).all() if (box := each.bounding_box()) is not None]
        assert len(boxes) >= 11
        assert min(min(box["width"], box["height"]) for box in boxes) >= SMALLEST_TARGET
    assert len({round(box["x"]) for box in boxes[:11]}) == columns
    assert_accessible(page)
    assert_no_overflow(page)


def test_every_statement_answer_is_large_enough_to_touch(phone: Page, links: Links) -> None:
    _start(phone, links.statements)
    first = STATEMENTS.questions[0].id
    for item in phone.locator(f".nhsuk-radios__item:has(input[name='{first}'])").all():
        box = item.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET


def test_answers_stand_in_equal_columns_on_a_wide_screen(desktop: Page, links: Links) -> None:
    _start(desktop, links.statements)
    question = STATEMENTS.questions[0]
    items = desktop.locator(f".nhsuk-radios__item:has(input[name='{question.id}'])").all()
    boxes = [box for item in items if (box := item.bounding_box()) is not None]
    scale = boxes[: len(STATEMENTS.scale_of(question).options)]
    assert len({round(box["y"]) for box in scale}) == 1
    widths = [box["width"] for box in scale]
    assert max(widths) - min(widths) < 1


@pytest.mark.parametrize("which", ["ten", "statements"])
def test_the_first_answering_page_is_light(open_page: OpenPage, links: Links, which: str) -> None:
    """What a phone fetches, as it comes over the line, when it opens the page first."""
    page = open_page(390)
    _start(page, getattr(links, which))
    address, state = page.url, page.context.storage_state()
    fresh = open_page(390, storage_state=state)
    loaded: list[Request] = []

    def note(request: Request) -> None:
        loaded.append(request)

    fresh.on("requestfinished", note)
    fresh.goto(address, wait_until="networkidle")
    sizes = {request.url.rsplit("/", 1)[-1]: request.sizes()["responseBodySize"] for request in loaded}
    total = sum(sizes.values())
    ARTEFACTS.mkdir(exist_ok=True)
    lines = [f"{size:>7} {name}" for name, size in sizes.items()]
    (ARTEFACTS / f"weight-{which}.txt").write_text("\n".join([*lines, f"{total:>7} bytes in all", ""]), encoding="utf-8")
    print(f"first answering page: {total} bytes in {len(loaded)} requests")  # noqa: T201  (a figure to report)
    assert any(name.endswith(".css") for name in sizes)
    assert total < MOST_BYTES, lines
