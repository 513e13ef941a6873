"""One order for one subject, in one pair of hands, whoever asks and however often."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from audit_app.packs import kinds, orders
from audit_app.packs.models import PackOrder, Stage
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import NotThereError
from tests.factories import NOON
from tests.unit.packs.little import Little, LittleHouse, little_house

PEOPLE = 6


@pytest.fixture
def house(engine: Engine) -> Iterator[LittleHouse]:
    with little_house(engine) as made:
        yield made


def _at_once(number: int, do: object) -> list[object]:
    """Several people do the same at the same moment; what each got."""
    ready = threading.Barrier(number)
    got: list[object] = []

    def one() -> None:
        ready.wait()
        got.append(do())  # type: ignore[operator]

    threads = [threading.Thread(target=one) for _ in range(number)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return got


def test_many_who_ask_at_once_make_one_order(house: LittleHouse) -> None:
    assert _at_once(PEOPLE, house.order) == [True] * PEOPLE
    with house.reading() as session:
        (order,) = session.scalars(select(PackOrder))
    assert (order.stage, order.turn, order.documents) == (Stage.WAITING, 0, 4)


def test_asking_again_does_not_set_an_order_back_that_is_being_made(house: LittleHouse) -> None:
    house.order()
    with house.writing() as session:
        taken = orders.take(session, NOON)
        assert taken is not None
        orders.report(session, taken, NOON, pack=taken.pack, done=2, failed=[])
        session.commit()
    assert house.order()
    assert (house.stored().stage, house.stored().done, house.stored().turn) == (Stage.MAKING, 2, taken.turn)


def test_many_workers_take_an_order_once(house: LittleHouse) -> None:
    house.order()

    def take() -> bool:
        with house.writing() as session:
            taken = orders.take(session, NOON)
            session.commit()
        return taken is not None

    assert sorted(map(bool, _at_once(PEOPLE, take))) == [False] * (PEOPLE - 1) + [True]


def test_many_workers_at_once_make_each_document_once(house: LittleHouse) -> None:
    house.order()
    _at_once(PEOPLE, lambda: house.worker().make_next(NOON))
    assert Little.made == ["one", "two", "three", "everything"]


def test_the_oldest_order_comes_first(house: LittleHouse) -> None:
    with house.writing() as session:
        for number, minutes in ((7, 5), (8, 1), (9, 3)):
            at = NOON + timedelta(minutes=minutes)
            subject = kinds.written(RoundSubject(number, None))
            session.add(
                PackOrder(
                    subject=subject, pack="0" * 64, stage=Stage.WAITING, documents=1, ordered_at=at, beat_at=at
                )
            )  # fmt: skip
        session.commit()
        taken = []
        while (order := orders.take(session, NOON)) is not None:
            session.commit()
            taken.append(kinds.read(order.subject))
    assert taken == [RoundSubject(8), RoundSubject(9), RoundSubject(7)]


def test_an_order_in_other_hands_cannot_be_changed(house: LittleHouse) -> None:
    house.order()
    with house.writing() as session:
        first = orders.take(session, NOON)
        session.commit()
        second = orders.take(session, NOON + orders.PATIENCE)
        session.commit()
        assert first is not None
        assert second is not None
        assert not orders.report(session, first, NOON, pack=first.pack, done=3, failed=["one"])
        assert not orders.beat(session, first, NOON)
        assert not orders.finish(session, first, NOON)
        assert not orders.give_back(session, first)
        orders.remove(session, first)
        session.commit()
    assert (house.stored().done, house.stored().failures, house.stored().stage) == (0, (), Stage.MAKING)


def test_nothing_is_ordered_while_all_is_kept(house: LittleHouse) -> None:
    house.order()
    house.worker().make_next(NOON)
    assert not house.order()
    assert house.stored().stage is Stage.DONE


@pytest.mark.parametrize("subject", [RoundSubject(5, 3), RoundSubject(5)])
def test_a_subject_comes_back_as_it_was_written(subject: RoundSubject) -> None:
    assert kinds.read(kinds.written(subject)) == subject


@pytest.mark.parametrize("text", ['{"kind":"unknown"}', '{"kind":"round","forum":1}', "{}"])
def test_a_subject_of_another_version_is_not_there(text: str) -> None:
    with pytest.raises(NotThereError):
        kinds.read(text)
