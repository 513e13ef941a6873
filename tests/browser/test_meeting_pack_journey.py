"""A chair has the meeting pack made and takes it along, in browsers, with the real server and the real worker."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect
from sqlalchemy import select

from audit_app import migrating
from audit_app.audit.models import Round
from audit_app.audit.tallies import Comment, Review
from audit_app.database import now
from audit_app.forum.sign_in import operator_link
from audit_app.reports.round_documents import DOCUMENTS
from tests.browser.conftest import OpenPage
from tests.factories import make_forum
from tests.harness.browser import assert_accessible, assert_no_overflow
from tests.harness.databases import engine_at
from tests.harness.live import LiveServer, running_server, running_worker
from tests.web.results_in_the_house import address, rounds_in

MAKING = 180_000  # milliseconds, on a busy machine
STARTS = {
    "pdf": b"%PDF-",
    "docx": b"PK",
    "pptx": b"PK",
    "xlsx": b"PK",
    "zip": b"PK",
    "csv": b"\xef\xbb\xbf",
    "json": b"{",
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LiveServer]:
    url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    with engine_at(url) as engine:
        migrating.upgrade(engine)  # the worker looks whether the database is up to date
    with running_server(url, tmp_path) as server:
        yield server


@pytest.fixture
def later(service: LiveServer) -> Round:
    with service.writing() as session:
        later, _ = rounds_in(session, make_forum(session, management=12, staff=11, partner=3))
        assert later.forum.slug
        session.commit()
    return later


def _sign_in(page: Page, server: LiveServer, email: str) -> Page:
    with server.writing() as session:
        path = operator_link(session, server.secrets, email, "", now())
        session.commit()
    page.goto(server.url + path)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/forums")
    return page


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def _download(page: Page, words: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words).click()
    return waiting.value.suggested_filename, _content(waiting.value)


def _order(page: Page, server: LiveServer, later: Round) -> None:
    page.goto(server.url + address(later))
    page.get_by_role("navigation", name="Use these results").get_by_role("link", name="Meeting pack").click()
    expect(page.locator("h1")).to_have_text("Meeting pack")
    page.get_by_role("button", name="Make the meeting pack", exact=True).click()


def test_a_chair_takes_the_pack_to_the_meeting(service: LiveServer, later: Round, open_page: OpenPage) -> None:
    chair, other = open_page(1280), open_page(390)
    _sign_in(chair, service, "s1@north.example")
    _sign_in(other, service, "m1@north.example")
    _order(chair, service, later)
    waiting = chair.get_by_role("status")
    expect(waiting).to_contain_text(f"0 of {len(DOCUMENTS) + 1} made")
    assert_accessible(chair)
    chair.evaluate("window.untouched = true")

    other.goto(chair.url)  # the other side's chair sees the same order, and makes no second one
    expect(other.get_by_role("status")).to_contain_text("0 of")
    assert_accessible(other)
    assert_no_overflow(other)

    with running_worker(service):
        everything = chair.get_by_role("button", name="Download everything in one file")
        expect(everything).to_be_visible(timeout=MAKING)  # by itself: nobody presses anything
        expect(other.get_by_role("button", name="Download everything in one file")).to_be_visible(timeout=MAKING)
    assert chair.evaluate("window.untouched === undefined")
    for page in (chair, other):
        assert_accessible(page)
        assert_no_overflow(page)

    for document in DOCUMENTS:
        name, content = _download(chair, f"{document.title} (")
        assert name.endswith(f"-{document.id}.{document.ending}")
        assert content.startswith(STARTS[document.ending]), document.id
    with other.expect_download() as downloading:
        other.get_by_role("button", name="Download everything in one file").click()
    with zipfile.ZipFile(io.BytesIO(_content(downloading.value))) as whole:
        assert whole.testzip() is None
        assert len(whole.namelist()) >= len(DOCUMENTS)

    _pass_a_comment(service, later)
    chair.reload()
    expect(chair.locator("main")).to_contain_text("has changed since they were last made")
    expect(chair.get_by_role("button", name="Make the meeting pack again")).to_be_visible()
    expect(chair.get_by_role("link", name=f"{DOCUMENTS[0].title} (")).to_have_count(0)


def test_whoever_is_signed_out_while_waiting_is_told_and_comes_back_to_the_page(
    service: LiveServer, later: Round, open_page: OpenPage
) -> None:
    page = open_page(1280)
    _sign_in(page, service, "s1@north.example")
    _order(page, service, later)
    waited_on = page.url
    elsewhere = page.context.new_page()
    elsewhere.goto(service.url + "/forums")
    elsewhere.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    elsewhere.close()
    with service.writing() as session:
        path = operator_link(session, service.secrets, "s1@north.example", "", now())
        session.commit()
    page.goto(service.url + path)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(waited_on)
    expect(page.get_by_role("status")).to_contain_text("0 of")


def _pass_a_comment(service: LiveServer, later: Round) -> None:
    with service.writing() as session:
        comment = session.scalars(select(Comment).where(Comment.round_id == later.id)).first()
        assert comment is not None
        comment.management_review = comment.staff_review = Review.PASSED
        session.commit()


def test_without_javascript_a_link_shows_how_far_it_is(service: LiveServer, later: Round, plain: Page) -> None:
    _sign_in(plain, service, "s1@north.example")
    _order(plain, service, later)
    again = plain.get_by_role("link", name="Look again")
    again.click()
    expect(plain.locator("[role=status]")).to_contain_text("0 of")
    with running_worker(service):
        for _ in range(MAKING // 1000):
            if not again.count():
                break
            plain.wait_for_timeout(1000)
            if again.count():
                again.click()
    expect(plain.get_by_role("button", name="Download everything in one file")).to_be_visible()
    assert _download(plain, f"{DOCUMENTS[0].title} (")[1].startswith(STARTS[DOCUMENTS[0].ending])
