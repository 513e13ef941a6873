"""How a round ends: stop, check, open again, close, annul; by the secretariat and by chairs, and by nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from audit_app.audit import rounds
from audit_app.audit.ballots import Ballot
from audit_app.audit.closing import close
from audit_app.audit.models import Round, State
from audit_app.database import now
from tests.factories import SECRETS, cast_all
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, OTHER_FORUM, PLAIN_MEMBER, STAFF_CHAIR, House, house_on


@pytest.fixture
def house(engine: Engine, client: PageClient) -> Iterator[House]:
    with house_on(engine, client) as made:
        made.sign_in()
        yield made


def answered(house: House, *, leave_out: int = 2) -> Round:
    audit_round = house.opened()
    cast_all(house.session, audit_round, leave_out=leave_out, at=now())
    house.session.commit()
    return audit_round


def stopped(house: House) -> Round:
    audit_round = answered(house)
    rounds.stop(house.session, audit_round, actor="Test", at=now())
    house.session.commit()
    return audit_round


def state(house: House, audit_round: Round) -> State:
    return house.refresh().get_one(Round, audit_round.id).state


def test_stopping_says_first_that_it_can_be_undone_and_leads_to_the_check(house: House) -> None:
    audit_round = answered(house)
    path = house.at(f"rounds/{audit_round.id}/stop")
    assert "You can undo this" in house.client.page(path).text
    assert state(house, audit_round) is State.OPEN
    response = house.client.submit(path)
    assert response.request.path == house.at(f"rounds/{audit_round.id}/check")
    assert state(house, audit_round) is State.STOPPED


def test_the_check_compares_numbers_by_side_and_shows_nothing_else(house: House) -> None:
    audit_round = stopped(house)
    page = house.page(f"rounds/{audit_round.id}/check")
    assert "All is in order." in page.text
    cells = [["".join(cell.itertext()) for cell in row] for row in page.all("tr")][1:]
    assert cells == [["Management side", "6", "6", "6"], ["Staff side", "6", "4", "4"], ["Partners", "2", "2", "2"]]


def test_a_lost_answer_is_told_and_the_round_can_still_be_closed(house: House) -> None:
    audit_round = stopped(house)
    ballot = house.session.scalars(select(Ballot)).first()
    house.session.delete(ballot)
    house.session.commit()
    page = house.page(f"rounds/{audit_round.id}/check")
    assert "1 used link has no answers." in page.text
    assert "Go on to close the round" in page.links()


def test_an_answer_that_cannot_be_read_is_told(house: House) -> None:
    audit_round = stopped(house)
    ballot = house.session.scalars(select(Ballot)).first()
    assert ballot is not None
    ballot.sealed = b"\0" * len(ballot.sealed)
    house.session.commit()
    assert "The answers of 1 member cannot be read." in house.page(f"rounds/{audit_round.id}/check").text


def test_too_many_answers_can_only_be_annulled(house: House) -> None:
    audit_round = stopped(house)
    ballot = house.session.scalars(select(Ballot)).first()
    assert ballot is not None
    house.session.add(Ballot(round_id=audit_round.id, sealed=ballot.sealed))
    house.session.commit()
    page = house.page(f"rounds/{audit_round.id}/check")
    assert "The round can only be annulled." in page.text
    assert "Go on to close the round" not in page.links()
    assert house.client.get(house.at(f"rounds/{audit_round.id}/close")).location == house.at(
        f"rounds/{audit_round.id}/check"
    )


def test_a_stopped_round_can_be_opened_again(house: House) -> None:
    audit_round = stopped(house)
    page = read(house.client.submit(house.at(f"rounds/{audit_round.id}/reopen")))
    assert "The round is open again." in page.text
    assert state(house, audit_round) is State.OPEN


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_day-year": "2020"}, "Choose a closing time in the future."),
        ({"closes_clock": "25:00"}, "Enter a time such as 9am"),
        ({"closes_day-day": ""}, "must have a day"),
    ],
)
def test_a_wrong_closing_time_is_explained_and_kept(house: House, wrong: dict[str, str], words: str) -> None:
    audit_round = stopped(house)
    response = house.client.submit(house.at(f"rounds/{audit_round.id}/reopen"), wrong)
    page = read(response)
    assert response.status_code == 422
    assert any(words in error for error in page.errors)
    assert all(f'value="{typed}"' in page.html for typed in wrong.values() if typed)
    assert state(house, audit_round) is State.STOPPED


def test_closing_says_that_it_is_final_then_waits_for_the_count(house: House) -> None:
    audit_round = stopped(house)
    path = house.at(f"rounds/{audit_round.id}/close")
    text = house.client.page(path).text
    assert "This is final" in text
    assert "The answers of 12 members are opened together, counted and destroyed." in text
    page = read(house.client.submit(path))
    assert "Counting…" in page.text
    assert state(house, audit_round) is State.STOPPED
    status = house.at(f"rounds/{audit_round.id}/state")
    assert house.client.get(status).json == {"state": "counting"}
    close(house.session, SECRETS, audit_round.id, now())
    house.session.commit()
    assert house.client.get(status).json == {"state": "closed"}
    page = house.page(f"rounds/{audit_round.id}")
    assert page.links()["See the results"] == house.at(f"rounds/{audit_round.id}/results")
    assert "The answers have been counted and destroyed." in page.text


def test_nothing_more_can_be_done_while_it_is_counted(house: House) -> None:
    audit_round = stopped(house)
    house.client.submit(house.at(f"rounds/{audit_round.id}/close"))
    for page in ("check", "close", "reopen", "stop"):
        assert house.client.get(house.at(f"rounds/{audit_round.id}/{page}")).location == house.at(
            f"rounds/{audit_round.id}"
        )


def test_an_open_round_cannot_be_closed_without_stopping_it(house: House) -> None:
    audit_round = answered(house)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(house.at(f"rounds/{audit_round.id}/close")).status_code == 303
    assert not house.refresh().get_one(Round, audit_round.id).close_requested


def test_a_round_past_its_time_can_be_checked_and_closed_without_the_worker(house: House) -> None:
    audit_round = answered(house)
    audit_round.closes_at = now() - timedelta(minutes=1)
    house.session.commit()
    assert "All is in order." in house.page(f"rounds/{audit_round.id}/check").text
    house.client.submit(house.at(f"rounds/{audit_round.id}/close"))
    assert house.refresh().get_one(Round, audit_round.id).close_requested


def test_annulling_asks_for_a_reason_that_both_sides_read(house: House) -> None:
    audit_round = answered(house)
    path = house.at(f"rounds/{audit_round.id}/annul")
    assert "The answers of 12 members will be destroyed unread." in house.client.page(path).text
    response = house.client.submit(path, {"reason": "  "})
    assert response.status_code == 422
    assert read(response).errors == ["Say why the round is annulled"]
    assert state(house, audit_round) is State.OPEN
    house.client.submit(path, {"reason": "Wrong <questions>"})
    assert state(house, audit_round) is State.ANNULLED
    assert house.looking.scalars(select(Ballot)).first() is None
    house.sign_in(STAFF_CHAIR)
    assert "Wrong <questions>" in house.page(f"rounds/{audit_round.id}").text
    assert (
        "Annulled the round: Wrong <questions> Sec Retariat (Secretariat)"
        in house.page(f"rounds/{audit_round.id}/record").text
    )


def test_a_chair_can_stop_and_close(house: House) -> None:
    audit_round = answered(house)
    house.sign_in(MANAGEMENT_CHAIR)
    house.client.submit(house.at(f"rounds/{audit_round.id}/stop"))
    house.client.submit(house.at(f"rounds/{audit_round.id}/close"))
    assert house.refresh().get_one(Round, audit_round.id).close_requested
    assert (
        "Stopped the round Invented M1 (Chair, Management side)" in house.page(f"rounds/{audit_round.id}/record").text
    )


@pytest.mark.parametrize("page", ["check", "reopen", "close", "annul"])
def test_others_cannot(house: House, page: str) -> None:
    audit_round = stopped(house)
    path = house.at(f"rounds/{audit_round.id}/{page}")
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    for email, expected in ((PLAIN_MEMBER, 403), (OTHER_FORUM, 404)):
        house.sign_in(email)
        assert house.client.get(path).status_code == expected
        if page != "check":
            assert house.client.post(path).status_code == expected
        house.client.post("/sign-out")
    assert state(house, audit_round) is State.STOPPED
