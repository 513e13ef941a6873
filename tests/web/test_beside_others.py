"""The page that sets a forum beside all others, and the button by which each side agrees to be counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Deed, PoolStatement, Round, RoundRecord, Source
from audit_app.audit.pool import sides_that_pool
from audit_app.database import make_sessions, writing
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, TEN, make_forum
from tests.harness.pages import PageClient
from tests.pools import counted_round, in_pool, join
from tests.web.results_in_the_house import address, sign_in

AGREE, TAKE_BACK = "Agree to be counted in", "Take back our agreement"
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a day on which the pool of 2025 is made


@dataclass(frozen=True)
class House:
    session: Session
    client: PageClient
    round: Round
    path: str

    def agreed(self) -> frozenset[Side]:
        self.session.expire_all()
        answer = sides_that_pool(self.session, self.round)
        self.session.commit()  # lets go of the write lock
        return answer


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        make_forum(session)
        made = counted_round(session, "north", held_on=date(NOON.year, 5, 1))
        session.commit()
        yield House(session, sqlite_client, made, address(made, "results/beside-others"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which the chairs of a round of 2026 can still decide."""
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("audit_app.web.chair_others.now", lambda: at)
    for module in ("chair_others", "chair_round"):
        monkeypatch.setattr(f"audit_app.web.{module}.today", at.date)


def test_both_sides_agree_and_one_takes_it_back(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    page = house.client.page(house.path)
    assert "You decide for management side. You can change this until 31 January 2027." in page.text
    house.client.submit(house.path, button=AGREE)
    assert house.agreed() == {Side.MANAGEMENT}
    assert house.session.scalars(select(PoolStatement)).all() == []
    house.session.commit()
    sign_in(house.client, house.session, "s1@north.example")
    house.client.submit(house.path, button=AGREE)
    assert house.agreed() == {Side.MANAGEMENT, Side.STAFF}
    assert len(house.session.scalars(select(PoolStatement)).all()) == len(TEN.questions)
    house.session.commit()
    house.client.submit(house.path, button=TAKE_BACK)
    assert house.agreed() == {Side.MANAGEMENT}
    assert house.session.scalars(select(PoolStatement)).all() == []
    deeds = [each.deed for each in house.session.scalars(select(RoundRecord).order_by(RoundRecord.id))]
    assert deeds[-3:] == [Deed.POOL_AGREED_BY_SIDE, Deed.POOL_AGREED_BY_SIDE, Deed.POOL_TAKEN_BACK_BY_SIDE]


def test_pressing_twice_is_told_and_counts_once(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    house.client.submit(house.path, button=AGREE)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    again = house.client.post(house.path)
    assert again.status_code == 409
    assert "Your side has already agreed" in again.get_data(as_text=True)
    assert house.agreed() == {Side.MANAGEMENT}


@pytest.mark.parametrize(
    ("email", "status"),
    [("secretariat@north.example", 403), ("m2@north.example", 403), ("p1@north.example", 403),
     ("nobody@else.example", 404)],
)  # fmt: skip
def test_nobody_else_can_decide(house: House, email: str, status: int) -> None:
    sign_in(house.client, house.session, email)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(house.path).status_code == status
    assert house.client.post(f"{house.path}/take-back").status_code == status
    assert house.agreed() == frozenset()


def test_looking_decides_nothing_and_a_forged_form_neither(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    house.client.page(house.path)
    assert house.client.post(house.path).status_code == 400
    assert house.agreed() == frozenset()


def test_an_empty_page_says_why_and_from_when(house: House) -> None:
    sign_in(house.client, house.session, "s1@north.example")
    page = house.client.page(house.path)
    assert "There is nothing to show yet." in page.text
    assert "For 2025 there were too few." in page.text
    assert "The figures for 2026 will be made on 1 February 2027." in page.text
    assert house.client.get(f"{house.path}.csv").status_code == 404


def test_the_page_its_picture_and_its_file_agree(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pool(house.session, "a", "b", "c", "d")
    house.round.source = Source.LIVE  # what is brought in after the year was made has no labels
    house.session.commit()
    set_clock(monkeypatch, LATER)
    sign_in(house.client, house.session, "m1@north.example")
    page = house.client.page(house.path)
    assert "4 other forums on this service answered the same questions in 2025" in page.text
    # four times (69 + 64) / 24 = 5.54 out of 10, as here; bands 4 x (7, 7, 10)
    assert "40 of 96 high" in page.text
    assert page.text.count("No clear difference from other forums, 0.0") == len(TEN.questions)
    assert "Their figures for 2026 will be made on 1 February 2027." in page.text
    file = house.client.get(f"{house.path}.csv").get_data(as_text=True)
    assert file.count("Other forums,Three bands,96,28,28,40,5.5,,") == len(TEN.questions)
    picture = house.client.get(address(house.round, "results/charts/beside-others.svg"))
    assert "others 5.5" in picture.get_data(as_text=True)
    assert "Social Partnership Forum" not in file.replace("North Social Partnership Forum", "")


def test_after_the_last_day_there_is_no_button(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, datetime(2027, 2, 1, 12, tzinfo=UTC))
    sign_in(house.client, house.session, "m1@north.example")
    page = house.client.page(house.path)
    assert "This was decided by 31 January 2027 and cannot be changed now" in page.text
    assert AGREE not in [" ".join("".join(button.itertext()).split()) for button in page.all("button")]


def test_a_forum_that_is_counted_in_is_not_among_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    join(house.session, house.round, at=datetime(2026, 12, 1, tzinfo=UTC))
    for slug in "abcd":
        join(house.session, counted_round(house.session, slug, held_on=date(2026, 2, 3)), at=NOON)
    house.session.commit()
    set_clock(monkeypatch, datetime(2027, 2, 1, 12, tzinfo=UTC))
    sign_in(house.client, house.session, "m1@north.example")
    page = house.client.page(house.path)
    assert "4 other forums on this service answered the same questions in 2026" in page.text
    assert "40 of 96 high" in page.text
