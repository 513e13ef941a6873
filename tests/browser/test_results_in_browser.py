"""The chairs' pages in a real browser: accessible, narrow, without JavaScript, by keyboard, on one sheet of paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from audit_app.audit.models import Round
from audit_app.database import now
from audit_app.forum.sign_in import operator_link
from tests.browser.conftest import OpenPage
from tests.factories import make_closed_round, make_forum
from tests.harness.browser import assert_accessible, assert_no_overflow
from tests.harness.live import LiveServer
from tests.web.results_in_the_house import STATEMENTS, address, plausible, rounds_in

PAGES = ("results", "results/summary", "results/hopes", "results/share", "comments")


@pytest.fixture(scope="module")
def rounds(live_server: LiveServer) -> Iterator[tuple[Round, Round]]:
    """A round with everything shown, and one of a forum so small that nothing is."""
    with live_server.writing() as session:
        later, _ = rounds_in(session, make_forum(session, "wide", management=12, staff=11, partner=5))
        tiny = make_closed_round(
            session, make_forum(session, "tiny", management=2, staff=1), STATEMENTS,
            answers=plausible(STATEMENTS, year=2026),
        )  # fmt: skip
        session.commit()
        assert later.forum.slug
        assert tiny.forum.slug
        session.commit()
        yield later, tiny


def _sign_in(page: Page, server: LiveServer, email: str) -> None:
    with server.writing() as session:
        path = operator_link(session, server.secrets, email, "", now())
        session.commit()
    page.goto(server.url + path)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/forums")


def test_every_page_is_accessible_and_fits_a_small_phone(
    open_page: OpenPage, live_server: LiveServer, rounds: tuple[Round, Round]
) -> None:
    for each in rounds:
        page = open_page()
        _sign_in(page, live_server, f"s1@{each.forum.slug}.example")
        for name in PAGES:
            page.goto(live_server.url + address(each, name))
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 844})
                assert_accessible(page)
            assert_no_overflow(page)


def test_without_javascript_another_round_is_chosen_by_keyboard(
    plain: Page, live_server: LiveServer, rounds: tuple[Round, Round]
) -> None:
    later, _ = rounds
    _sign_in(plain, live_server, "m1@wide.example")
    plain.goto(live_server.url + address(later))
    assert plain.get_by_text("What moved since Audit 2025").count() == 1
    plain.get_by_label("Compare with").focus()
    plain.keyboard.press("End")
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/results?against=none")
    assert plain.get_by_text("What moved since Audit 2025").count() == 0


def test_the_summary_is_one_sheet_of_a4(desktop: Page, live_server: LiveServer, rounds: tuple[Round, Round]) -> None:
    later, _ = rounds
    _sign_in(desktop, live_server, "m1@wide.example")
    desktop.goto(live_server.url + address(later, "results/summary"))
    sheet = desktop.pdf(format="A4", prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type/Page\n") == 1
