"""One round from its setting up to the shared results, in browsers, with the real server and the real worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit_app import migrating
from audit_app.audit.invitations import invitations_of
from audit_app.audit.models import Round
from audit_app.database import now
from audit_app.forum.sign_in import operator_link
from tests.browser.conftest import OpenPage
from tests.factories import cast, make_forum
from tests.harness.browser import assert_accessible
from tests.harness.databases import engine_at
from tests.harness.live import LiveServer, running_server, running_worker

OPERATOR = "operator@service.example"
COUNTING = 30_000  # milliseconds: the worker beats every two seconds, and the page asks as often


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LiveServer]:
    """A server and its worker that show their mail to the operator, and a forum of thirteen."""
    url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    with engine_at(url) as engine:
        migrating.upgrade(engine)  # the worker looks whether the database is up to date
    with running_server(url, tmp_path, DEMONSTRATION="1", OPERATOR_EMAILS=OPERATOR) as server, running_worker(server):
        with server.writing() as session:
            make_forum(session, "north", management=6, staff=6, partner=1)
            session.commit()
        yield server


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def _operator(page: Page, server: LiveServer) -> Page:
    with server.writing() as session:
        path = operator_link(session, server.secrets, OPERATOR, "", now())
        session.commit()
    page.goto(server.url + path)
    _press(page, "Sign in")
    return page


def _mailed_link(operator: Page, server: LiveServer, recipient: str, way: str) -> str:
    """The newest link of this kind in the e-mails to somebody, as the operator of a demonstration sees them."""
    operator.goto(f"{server.url}/operator/mail")
    mail = operator.locator("section.app-email", has_text=f"To {recipient}")
    address = mail.locator(f"a[href*='{way}']").first.get_attribute("href")
    assert address is not None
    return address


def _sign_in(page: Page, operator: Page, server: LiveServer, email: str) -> Page:
    page.goto(server.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Your e-mail address").fill(email)
    _press(page, "Send me a link")
    page.goto(_mailed_link(operator, server, email, "/sign-in/"))
    _press(page, "Sign in")
    expect(page.locator("h1")).to_have_text("My forums")
    return page


def _set_up_and_open(page: Page) -> None:
    page.get_by_role("link", name="North Social Partnership Forum", exact=True).click()
    page.get_by_role("button", name="Set up a round").click()
    page.get_by_label("Name of the round").fill("Audit of the year")
    page.get_by_label("Ten questions out of ten", exact=True).check(force=True)
    opens = now()
    for part, value in (("day", opens.day), ("month", opens.month), ("year", opens.year)):
        page.locator(f"#opens_day-{part}").fill(str(value))
    page.locator("#opens_clock").fill("midnight")
    _press(page, "Save the draft")
    page.get_by_role("link", name="Open the round").click()
    _press(page, "Open the round")
    expect(page.get_by_text("13 people are invited")).to_be_visible()


def _answer(page: Page, link: str) -> None:
    page.goto(link)
    _press(page, "Start")
    page.get_by_role("button", name="Start with the first questions").click()
    for group in page.locator(".app-question").all():
        group.locator("input[type=radio]").nth(7).check(force=True)
    _press(page, "Save and continue")
    _press(page, "Send my answers")
    expect(page.locator("h1")).to_have_text("Your answers are in")


def _everybody_else_answers(server: LiveServer) -> None:
    with server.writing() as session:
        for invitation in invitations_of(session, session.query(Round).one()):
            if not invitation.used:
                cast(session, invitation, at=now())
        session.commit()


def _close(page: Page) -> None:
    """Stop, check and close; the page that waits shows by itself that the worker has counted."""
    page.get_by_role("button", name="See how it goes").click()
    page.get_by_role("link", name="Stop the round").click()
    _press(page, "Stop the round")
    expect(page.get_by_text("All is in order.")).to_be_visible()
    page.get_by_role("button", name="Go on to close the round").click()
    _press(page, "Close and count")
    expect(page.get_by_role("button", name="See the results")).to_be_visible(timeout=COUNTING)


def _share(page: Page) -> None:
    page.get_by_role("button", name="See the results").click()
    expect(page.locator("h1")).to_have_text("Results: Audit of the year")
    page.get_by_role("link", name="Share with members").click()
    page.locator("main form button").click()


def test_from_signing_in_to_shared_results(open_page: OpenPage, service: LiveServer) -> None:
    operator = _operator(open_page(1280), service)
    secretary = _sign_in(open_page(1280), operator, service, "secretariat@north.example")
    _set_up_and_open(secretary)
    member = open_page(390)
    link = _mailed_link(operator, service, "s3@north.example", "/a/")
    _answer(member, link)
    _everybody_else_answers(service)
    secretary.goto(f"{service.url}/forums/north/")
    expect(secretary.get_by_text("13 of 13")).not_to_have_count(0)
    _close(secretary)
    for short in ("m1", "s1"):
        chair = _sign_in(open_page(1280), operator, service, f"{short}@north.example")
        chair.goto(f"{service.url}/forums/north/")
        _share(chair)
    expect(chair.locator("h1")).to_have_text("Members can see the summary")
    member.goto(link)
    member.locator("main form button").click()
    expect(member.locator("h1")).to_have_text("Results: Audit of the year")
    assert_accessible(member)
