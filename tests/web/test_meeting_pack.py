"""The page of the meeting pack: one button, progress, documents for exactly those who may see the results."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Round, Source, State
from audit_app.audit.tallies import Comment, Review
from audit_app.database import make_sessions, now, writing
from audit_app.packs import orders, round_subject
from audit_app.packs.making import Maker
from audit_app.packs.models import PackDocument, PackOrder, Stage
from audit_app.reports.documents import Document
from audit_app.reports.round_documents import DOCUMENTS
from audit_app.reports.round_pack import RoundPack
from tests.factories import SECRETS, make_closed_round, make_forum
from tests.harness.pages import Page, PageClient, read
from tests.web.results_in_the_house import address, sign_in, stored_rounds, template_with_two_rounds

PAGE = "results/pack"
MAKE, AGAIN, TRY = "Make the meeting pack", "Make the meeting pack again", "Try again"


def _facts(pack: RoundPack) -> bytes:
    against = pack.comparison.against
    return f"{pack.comparison.round.name} against {against.name if against else 'nothing'}".encode()


def _words(pack: RoundPack) -> bytes:
    return "\n".join(each.text for each in pack.comments).encode()


def _fail(pack: RoundPack) -> bytes:
    raise ValueError(pack.comparison.round.name)


def _document(name: str, make: Callable[[RoundPack], bytes]) -> Document[RoundPack]:
    return Document(name, "csv", f"The {name}", f"To read the {name}.", make)


@dataclass
class House:
    engine: Engine
    session: Session
    client: PageClient
    later: Round
    earlier: Round

    def page(self, query: str = "", status: int = 200) -> Page:
        return self.client.page(address(self.later, PAGE) + query, status)

    def order(self, button: str = MAKE, query: str = "") -> Page:
        return read(self.client.submit(address(self.later, PAGE) + query, button=button))

    def make(self) -> None:
        Maker(make_sessions(self.engine), SECRETS).make_all(now())

    def get(self, document: str, query: str = "") -> tuple[int, bytes]:
        answer = self.client.get(address(self.later, f"{PAGE}/{document}") + query)
        return answer.status_code, answer.data

    def stored(self) -> list[PackOrder]:
        with make_sessions(self.engine)() as session:
            return list(session.scalars(select(PackOrder).order_by(PackOrder.id)))


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"), management=10, staff=6)


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(round_subject, "DOCUMENTS", (_document("facts", _facts), _document("words", _words)))
    with writing(make_sessions(sqlite_engine)) as session:
        later, earlier = stored_rounds(session)
        sign_in(sqlite_client, session, "s1@north.example")
        yield House(sqlite_engine, session, sqlite_client, later, earlier)


def _pass_one_comment(house: House) -> str:
    comment = house.session.scalars(select(Comment).where(Comment.round_id == house.later.id)).first()
    assert comment is not None
    comment.management_review = comment.staff_review = Review.PASSED
    house.session.commit()
    return comment.text


def test_the_results_lead_to_the_pack(house: House) -> None:
    links = house.client.page(address(house.later)).links()
    assert links["Meeting pack"].startswith(address(house.later, PAGE))
    assert f"against={house.earlier.id}" in links["Meeting pack"]


def test_from_the_button_to_every_document(house: House) -> None:
    page = house.page()
    assert "The facts (CSV)" in page.text
    assert "To read the words." in page.text
    waiting = house.order()
    assert "0 of 3 made" in waiting.text
    assert MAKE not in waiting.text
    house.make()
    page = house.page()
    assert any(re.fullmatch(r"Download everything in one file \(ZIP, \d kB\)", words) for words in page.links())
    assert MAKE not in _buttons(page)
    assert house.get("facts") == (200, b"Audit 2026 against Audit 2025")
    with zipfile.ZipFile(io.BytesIO(house.get("everything")[1])) as whole:
        assert any(whole.read(name) == b"Audit 2026 against Audit 2025" for name in whole.namelist())


def test_looking_stores_nothing(house: House) -> None:
    house.page()
    house.get("facts")
    house.client.get(address(house.later, f"{PAGE}/progress"))
    assert house.stored() == []
    with make_sessions(house.engine)() as session:
        assert session.scalars(select(PackDocument.id)).all() == []


def test_a_download_is_an_attachment_that_nobody_else_keeps(house: House) -> None:
    house.order()
    house.make()
    answer = house.client.get(address(house.later, f"{PAGE}/facts"))
    assert answer.mimetype == "text/csv"
    name = "partnership-audit-north-social-partnership-forum-audit-2026-facts.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "private" in answer.headers["Cache-Control"]


def test_a_document_that_is_not_made_leads_to_the_page_and_is_not_made(house: House) -> None:
    answer = house.client.get(address(house.later, f"{PAGE}/facts?against=none"))
    assert (answer.status_code, answer.location) == (303, address(house.later, f"{PAGE}?against=none"))
    house.make()
    assert house.get("facts", "?against=none")[0] == 303


@pytest.mark.parametrize("document", ["unknown", "facts.csv", "everything.zip", "%2e%2e"])
def test_a_document_that_does_not_exist_is_not_found(house: House, document: str) -> None:
    assert house.get(document)[0] == 404


def test_two_presses_are_one_order(house: House) -> None:
    shown = house.client.get(address(house.later, PAGE))
    for _ in range(2):
        assert house.client.press(shown, button=MAKE, follow=False).status_code == 303
    (order,) = house.stored()
    assert (order.stage, order.turn) == (Stage.WAITING, 0)


def test_another_comparison_is_another_pack(house: House) -> None:
    house.order()
    house.make()
    assert MAKE in _buttons(house.page("?against=none"))
    house.order(query="?against=none")
    house.make()
    assert house.get("facts", "?against=none") == (200, b"Audit 2026 against nothing")
    assert house.get("facts", f"?against={house.earlier.id}") == (200, b"Audit 2026 against Audit 2025")


def _buttons(page: Page) -> list[str]:
    return [" ".join("".join(button.itertext()).split()) for button in page.all("button")]


def test_progress_is_told_without_the_content(house: House) -> None:
    house.order()
    with writing(make_sessions(house.engine)) as session:
        taken = orders.take(session, now())
        assert taken is not None
        orders.report(session, taken, now(), pack=taken.pack, done=2, failed=[])
        session.commit()
    answer = house.client.get(address(house.later, f"{PAGE}/progress"))
    assert json.loads(answer.data) == {"making": True, "done": 2, "of": 3}
    page = house.page()
    assert "2 of 3 made" in page.text
    (status,) = [each for each in page.root.iter() if each.get("role") == "status"]
    assert "2 of 3 made" in " ".join(status.itertext())


def test_when_all_is_made_progress_says_so(house: House) -> None:
    house.order()
    house.make()
    answer = json.loads(house.client.get(address(house.later, f"{PAGE}/progress")).data)
    assert answer["making"] is False


def test_after_a_comment_has_passed_review_the_pack_is_to_be_made_again(house: House) -> None:
    house.order()
    house.make()
    words = _pass_one_comment(house)
    page = house.page()
    assert "has changed since they were last made" in page.text
    assert house.get("words")[0] == 303  # what was made before is not handed out any more
    house.order(AGAIN)
    house.make()
    assert words.encode() in house.get("words")[1]
    assert "Give them only to people who may read that." in house.page().text


def test_a_comment_that_was_made_into_a_pack_and_then_withheld_cannot_be_downloaded(house: House) -> None:
    words = _pass_one_comment(house)
    house.order()
    house.make()
    assert words.encode() in house.get("words")[1]
    for comment in house.session.scalars(select(Comment)):
        comment.staff_review = Review.WITHHELD
    house.session.commit()
    assert house.get("words")[0] == 303


def test_what_could_not_be_made_is_said_and_can_be_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(round_subject, "DOCUMENTS", (_document("facts", _facts), _document("words", _fail)))
    house.order()
    house.make()
    page = house.page()
    assert "Not everything could be made" in page.text
    assert "To read the words. This could not be made." in page.text
    assert house.get("facts")[0] == 200
    assert house.get("everything")[0] == 303
    monkeypatch.setattr(round_subject, "DOCUMENTS", (_document("facts", _facts), _document("words", _words)))
    house.order(TRY)
    house.make()
    assert "Download everything in one file" in house.page().text


def test_where_nothing_could_be_made_nothing_is_said_to_be_below(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(round_subject, "DOCUMENTS", (_document("facts", _fail),))
    house.order()
    house.make()
    page = house.page()
    assert "The meeting pack could not be made" in page.text
    assert "is below" not in page.text
    assert TRY in _buttons(page)


@pytest.mark.parametrize("page", ["", "/progress", "/facts", "/everything"])
def test_nothing_before_closing(house: House, page: str) -> None:
    house.later.state = State.STOPPED
    house.session.commit()
    assert house.client.get(address(house.later, PAGE + page)).status_code == 403


def test_a_pack_made_earlier_is_not_handed_to_whoever_may_not_see_the_results(house: House) -> None:
    house.order()
    house.make()
    house.client.submit(address(house.later), button="Sign out")
    sign_in(house.client, house.session, "s4@north.example")
    assert house.get("facts")[0] == 403
    assert house.get("everything")[0] == 403


def test_a_preview_has_no_comments_and_says_what_it_is(house: House) -> None:
    words = _pass_one_comment(house)
    house.later.state, house.later.source = State.DRAFT, Source.TYPED_COUNTS
    house.session.commit()
    house.client.submit("/forums", button="Sign out")
    sign_in(house.client, house.session, "secretariat@north.example")
    assert "This is a preview." in house.page().text
    house.order()
    house.make()
    status, content = house.get("words")
    assert (status, words.encode() in content) == (200, False)


def test_where_nothing_may_be_shown_the_page_says_so(house: House) -> None:
    forum = make_forum(house.session, "tiny", management=2, staff=1, partner=0)
    tiny = make_closed_round(house.session, forum)
    sign_in(house.client, house.session, "s1@tiny.example")
    page = house.client.page(address(tiny, PAGE))
    assert "Too few members answered to show any figures." in page.text
    assert MAKE in _buttons(page)


def test_direct_links_give_the_same_documents(house: House) -> None:
    house.session.commit()
    real = {each.id: each for each in DOCUMENTS}
    pack = round_subject.RoundSubject(house.later.id, house.earlier.id).load(house.session, now().date())
    for ending, name in (("csv", "table"), ("json", "results"), ("xlsx", "workbook")):
        assert house.client.get(address(house.later, f"results.{ending}")).data == real[name].make(pack), ending
