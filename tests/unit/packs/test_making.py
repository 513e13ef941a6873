"""What a worker makes: in order, each kept at once, none lost by a failure or a death, none made twice."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from nacl.exceptions import CryptoError
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError

from audit_app.database import make_sessions
from audit_app.discreet_logs import DiscreetFormatter
from audit_app.packs import making, orders, shelf
from audit_app.packs.making import Maker
from audit_app.packs.models import PackDocument, PackOrder, Stage
from audit_app.packs.subjects import EVERYTHING
from tests.factories import NOON, SECRETS, make_forum
from tests.unit.packs.little import Little, LittleHouse, little_house, plainly

LATER = NOON + orders.PATIENCE


@pytest.fixture
def house(engine: Engine) -> Iterator[LittleHouse]:
    with little_house(engine) as made:
        yield made


def _documents(house: LittleHouse) -> dict[str, bytes | None]:
    with house.reading() as session:
        pack = house.opened()
        return {document: shelf.fetch(session, pack, document) for document in shelf.kept(session, pack)}


class DiedError(BaseException):
    """The worker is killed: nothing after this line happens."""


def _die(content: str) -> bytes:
    raise DiedError(content)


def _fail(content: str) -> bytes:
    raise ValueError(f"cannot draw {content}")


def test_every_document_is_made_and_kept_with_the_zip_last(house: LittleHouse) -> None:
    assert house.order()
    assert house.worker().make_next(NOON)
    name = b"North Social Partnership Forum"
    assert _documents(house) == {
        "one": b"one: " + name, "two": b"two: " + name, "three": b"three: " + name,
        EVERYTHING: name + b"one: " + name + b"two: " + name + b"three: " + name,
    }  # fmt: skip
    assert Little.made == ["one", "two", "three", "everything"]
    order = house.stored()
    assert (order.stage, order.done, order.documents, order.failures) == (Stage.DONE, 4, 4, ())
    assert not house.worker().make_next(NOON)


def test_what_is_made_is_there_before_the_next_one_begins(house: LittleHouse) -> None:
    seen: list[tuple[list[str], int]] = []

    def look(content: str) -> bytes:
        seen.append((list(_documents(house)), house.stored().done))
        return content.encode()

    Little.make["three"] = look
    house.order()
    house.worker().make_next(NOON)
    assert seen == [(["one", "two"], 2)]


def test_a_document_that_fails_is_named_and_the_others_are_made(
    house: LittleHouse, caplog: pytest.LogCaptureFixture
) -> None:
    Little.make["two"] = _fail
    house.order()
    with caplog.at_level(logging.ERROR):
        house.worker().make_next(NOON)
    assert set(_documents(house)) == {"one", "three"}  # and no ZIP that would lack one
    assert (house.stored().stage, house.stored().failures) == (Stage.DONE, ("two",))
    (record,) = caplog.records
    line = DiscreetFormatter().format(record)
    assert "'two' of a pack could not be made" in line
    assert "ValueError" in line
    assert "North" not in line


def test_trying_again_makes_only_what_is_missing(house: LittleHouse) -> None:
    Little.make["two"] = _fail
    house.order()
    house.worker().make_next(NOON)
    Little.make["two"] = plainly("two")
    Little.made.clear()
    assert house.order()
    house.worker().make_next(NOON)
    assert Little.made == ["two", "everything"]
    assert house.stored().failures == ()


def test_a_document_that_is_too_large_is_not_kept(house: LittleHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 1000)
    Little.make["two"] = lambda content: content.encode() * 1000
    house.order()
    house.worker().make_next(NOON)
    assert house.stored().failures == ("two",)


def test_an_order_whose_worker_died_goes_on_where_it_ended(house: LittleHouse) -> None:
    Little.make["two"] = _die
    house.order()
    with pytest.raises(DiedError):
        house.worker().make_next(NOON)
    assert set(_documents(house)) == {"one"}
    Little.make["two"] = plainly("two")
    assert not house.worker().make_next(LATER - timedelta(seconds=1))  # it may still be there
    assert house.worker().make_next(LATER)
    assert Little.made == ["one", "two", "two", "three", "everything"]
    assert house.stored().stage is Stage.DONE


def test_a_document_that_ends_the_worker_every_time_is_set_aside(house: LittleHouse) -> None:
    Little.make["two"] = _die
    house.order()
    for turn in range(orders.MOST_TRIES):
        with pytest.raises(DiedError):
            house.worker().make_next(NOON + turn * orders.PATIENCE)
    house.worker().make_next(NOON + orders.MOST_TRIES * orders.PATIENCE)
    assert (house.stored().stage, house.stored().failures) == (Stage.DONE, ("two",))
    assert Little.made == ["one", *["two"] * orders.MOST_TRIES, "three"]


def test_a_worker_that_is_told_to_stop_finishes_one_document_and_gives_the_order_back(house: LittleHouse) -> None:
    worker = house.worker()

    def stop(content: str) -> bytes:
        worker.stop.set()
        return content.encode()

    Little.make["one"] = stop
    house.order()
    worker.make_all(NOON)
    assert (Little.made, house.stored().stage) == (["one"], Stage.WAITING)
    house.worker().make_next(NOON)  # at once: nobody has to be missed first
    assert Little.made == ["one", "two", "three", "everything"]


def test_a_worker_that_lost_its_order_stops_and_what_it_made_is_kept(house: LittleHouse) -> None:
    def be_overtaken(content: str) -> bytes:
        Little.make["one"] = plainly("one")
        assert house.worker().make_next(LATER)  # somebody thinks that this worker is dead
        return content.encode()

    Little.make["one"] = be_overtaken
    house.order()
    house.worker().make_next(NOON)
    assert Little.made == ["one", "one", "two", "three", "everything"]
    assert house.stored().stage is Stage.DONE
    with house.reading() as session:
        assert len(session.scalars(select(PackDocument.id)).all()) == 4


def test_a_long_document_does_not_make_the_worker_look_dead(
    house: LittleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BEAT", timedelta(seconds=0.01))
    heard = threading.Event()

    def last_long(content: str) -> bytes:
        for _ in range(1000):
            if house.stored().beat_at == LATER:
                heard.set()
                break
            threading.Event().wait(0.01)
        return content.encode()

    Little.make["one"] = last_long
    house.order()
    Maker(make_sessions(house.engine), SECRETS, clock=lambda: LATER).make_next(NOON)
    assert heard.is_set()


def test_what_changes_while_it_waits_is_made_as_it_is_now(house: LittleHouse) -> None:
    house.order()
    house.rename("South Forum")
    house.worker().make_next(NOON)
    assert _documents(house)["one"] == b"one: South Forum"
    assert house.stored().pack == house.opened().seal.pack


def test_what_changes_while_it_is_made_is_made_anew_when_asked_for(house: LittleHouse) -> None:
    def change(content: str) -> bytes:
        if content != "South Forum":
            house.rename("South Forum")
            assert house.order()  # somebody looks at the page and asks again
        return content.encode()

    Little.make["two"] = change
    house.order()
    worker = house.worker()
    worker.make_all(NOON)
    assert Little.made == ["one", "two", "one", "two", "three", "everything"]
    assert set(_documents(house)) == {"one", "two", "three", EVERYTHING}
    with house.reading() as session:  # nothing is left of what it was before
        assert set(session.scalars(select(PackDocument.pack))) == {house.opened().seal.pack}


def test_an_order_about_what_is_gone_goes_too(house: LittleHouse) -> None:
    house.order()
    with house.writing() as session:
        session.execute(update(PackOrder).values(subject='{"forum_id":999999,"kind":"little"}'))
        session.commit()
    house.worker().make_next(NOON)
    with house.reading() as session:
        assert session.scalars(select(PackOrder)).all() == []


def test_an_order_that_cannot_be_read_does_not_keep_the_others_back(
    house: LittleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> str:
        raise KeyError("a fault of the program")

    house.order()
    monkeypatch.setattr(Little, "load", break_down)
    house.worker().make_next(NOON)
    assert (house.stored().stage, house.stored().failures) == (Stage.DONE, (orders.NOTHING_MADE,))


@pytest.mark.parametrize(
    ("where", "error"),
    [
        pytest.param((Little, "load"), OperationalError("select", {}, Exception("away")), id="reading its content"),
        pytest.param((shelf, "fetch"), CryptoError("not what was sealed"), id="opening what is kept"),
    ],
)
def test_an_order_that_fails_again_and_again_is_given_up_and_the_next_is_made(
    house: LittleHouse, monkeypatch: pytest.MonkeyPatch, where: tuple[object, str], error: Exception
) -> None:
    def fail(*_: object) -> str:
        raise error

    house.order()
    with monkeypatch.context() as broken:
        broken.setattr(*where, fail)
        for turn in range(orders.HOPELESS):
            with pytest.raises(type(error)):
                house.worker().make_all(NOON + turn * orders.PATIENCE)
        with house.writing() as session:
            other = Little(make_forum(session, "south").id)
            session.commit()
        house.worker().make_all(NOON + orders.HOPELESS * orders.PATIENCE)
    assert (house.stored().stage, house.stored().failures) == (Stage.DONE, (orders.NOTHING_MADE,))
    after = LittleHouse(house.engine, other)
    after.order()
    house.worker().make_all(NOON + orders.HOPELESS * orders.PATIENCE)
    assert (after.stored().stage, after.stored().failures) == (Stage.DONE, ())
