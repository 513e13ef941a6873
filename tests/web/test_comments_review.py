"""Comments are read first by one reviewer of each side, and by nobody else until both have passed them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Round
from audit_app.audit.tallies import Comment, Review
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side
from tests.factories import TEN, all_the_same, make_closed_round, make_forum, make_member, make_open_round
from tests.harness.pages import PageClient, read
from tests.web.results_in_the_house import address, sign_in

SAVE = "Save my decisions"


@dataclass(frozen=True)
class House:
    session: Session
    client: PageClient
    round: Round

    def comments(self) -> list[Comment]:
        self.session.expire_all()
        found = list(self.session.scalars(select(Comment).order_by(Comment.id)))
        self.session.commit()  # lets go of the write lock
        return found


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    """Twelve members of the two sides; m1 and s1 are chairs and review; every member has written one comment."""
    with writing(make_sessions(sqlite_engine)) as session:
        forum = make_forum(session, partner=0)
        make_member(session, forum, "m9@north.example")
        asked = TEN.open_questions[0].id if TEN.open_questions else TEN.questions[0].id
        words = {asked: "Jo Bloggs never listens. <b>Never</b>"}
        made = make_closed_round(session, forum, answers=all_the_same(TEN, 7, words))
        session.commit()
        yield House(session, sqlite_client, made)


@pytest.mark.parametrize("email", ["m1@north.example", "s1@north.example"])
def test_a_reviewer_reads_every_comment(house: House, email: str) -> None:
    sign_in(house.client, house.session, email)
    page = house.client.page(address(house.round, "comments"))
    assert page.text.count("Jo Bloggs never listens. <b>Never</b>") == len(house.comments())
    assert f"{len(house.comments())} of {len(house.comments())} comments wait for you." in page.text


@pytest.mark.parametrize(
    ("email", "status"),
    [("secretariat@north.example", 403), ("m2@north.example", 403), ("someone@else.example", 404)],
)
def test_nobody_else_reads_or_decides(house: House, email: str, status: int) -> None:
    sign_in(house.client, house.session, email)
    path = address(house.round, "comments")
    assert house.client.get(path).status_code == status
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    each = house.comments()[0]
    assert house.client.post(path, data={f"decision-{each.id}": "passed"}).status_code == status
    assert house.comments()[0].management_review is Review.WAITING


def test_a_chair_who_was_not_named_does_not_read_comments(house: House) -> None:
    make_member(house.session, house.round.forum, "m8@north.example", Side.MANAGEMENT, Office.CHAIR)
    sign_in(house.client, house.session, "m8@north.example")
    assert house.client.get(address(house.round, "comments")).status_code == 403
    assert "Jo Bloggs" not in house.client.page(address(house.round)).text


def test_a_comment_is_shown_only_when_both_have_passed_it(house: House) -> None:
    path = address(house.round, "comments")
    passed, withheld = house.comments()[:2]
    decisions = {f"decision-{passed.id}": "passed", f"decision-{withheld.id}": "withheld"}
    sign_in(house.client, house.session, "m1@north.example")
    house.client.submit(path, decisions, button=SAVE)
    assert "Jo Bloggs" not in house.client.page(address(house.round)).text
    sign_in(house.client, house.session, "s1@north.example")
    page = house.client.page(path)
    assert "Management side: passed." in page.text
    assert "Management side: withheld." in page.text
    house.client.submit(path, {f"decision-{passed.id}": "passed", f"decision-{withheld.id}": "passed"}, button=SAVE)
    for email in ("s1@north.example", "m1@north.example", "secretariat@north.example"):
        sign_in(house.client, house.session, email)
        assert house.client.page(address(house.round)).text.count("Jo Bloggs never listens.") == 1
    after = {each.id: each for each in house.comments()}
    assert (after[passed.id].management_review, after[passed.id].staff_review) == (Review.PASSED, Review.PASSED)
    assert after[withheld.id].management_review is Review.WITHHELD


def test_struck_out_words_are_gone_for_good(house: House) -> None:
    path = address(house.round, "comments")
    each = house.comments()[0]
    sign_in(house.client, house.session, "m1@north.example")
    answer = house.client.submit(path, {f"strike-{each.id}": "jo bloggs\nnever"}, button=SAVE)
    assert "Your decisions are saved." in read(answer).text
    assert house.comments()[0].text == "[removed] [removed] listens. <b>[removed]</b>"


def test_words_that_are_not_there_change_nothing_and_nothing_typed_is_lost(house: House) -> None:
    path = address(house.round, "comments")
    first, second = house.comments()[:2]
    sign_in(house.client, house.session, "m1@north.example")
    answer = house.client.submit(
        path,
        {
            f"decision-{first.id}": "passed",
            f"strike-{first.id}": "Jo Bloggs",
            f"decision-{second.id}": "withheld",
            f"strike-{second.id}": "Jim",
        },
        button=SAVE,
    )
    page = read(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert page.errors == ["These words are not in the comment. Copy them exactly as they stand there."]
    typed = {each.get("name"): (each.text or "").strip() for each in page.all("textarea")}
    assert typed[f"strike-{first.id}"] == "Jo Bloggs"
    assert typed[f"strike-{second.id}"] == "Jim"
    checked = {each.get("name"): each.get("value") for each in page.all("input") if each.get("checked") is not None}
    assert checked[f"decision-{first.id}"] == "passed"
    assert checked[f"decision-{second.id}"] == "withheld"
    assert all("Jo Bloggs" in each.text for each in house.comments())
    assert all(each.management_review is Review.WAITING for each in house.comments())


def test_an_answer_that_is_not_on_the_page_is_refused(house: House) -> None:
    path = address(house.round, "comments")
    each = house.comments()[0]
    sign_in(house.client, house.session, "m1@north.example")
    answer = house.client.submit(path, {f"decision-{each.id}": "published"}, button=SAVE)
    assert answer.status_code == 422
    assert read(answer).errors == ["Choose one of the three answers."]


def test_looking_decides_nothing(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    house.client.page(address(house.round, "comments"))
    assert all(each.management_review is Review.WAITING for each in house.comments())


def test_before_closing_a_reviewer_reads_nothing(house: House) -> None:
    running = make_open_round(house.session, house.round.forum, name="Next")
    house.session.commit()
    sign_in(house.client, house.session, "m1@north.example")
    assert house.client.get(address(running, "comments")).status_code == 403
