"""What is kept, for how long, how much of it, and that only the content itself opens it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nacl.exceptions import CryptoError
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from audit_app.instance_secret import InstanceSecrets
from audit_app.packs import orders, shelf
from audit_app.packs.fingerprint import digest_of
from audit_app.packs.models import PackDocument, PackOrder
from audit_app.packs.sealing import Seal, seal_for
from audit_app.packs.subjects import opened
from tests.factories import NOON, SECRETS
from tests.unit.packs.little import TODAY, Little, LittleHouse, little_house

DAY = timedelta(days=1)


@pytest.fixture
def house(engine: Engine) -> Iterator[LittleHouse]:
    with little_house(engine) as made:
        yield made


def _left(house: LittleHouse) -> tuple[int, int]:
    """(documents, orders) that are stored."""
    with house.reading() as session:
        return len(session.scalars(select(PackDocument.id)).all()), len(session.scalars(select(PackOrder.id)).all())


def test_after_a_day_documents_and_orders_are_gone(house: LittleHouse) -> None:
    house.order()
    house.worker().make_next(NOON)
    house.worker().sweep(NOON + DAY - timedelta(seconds=1))
    assert _left(house) == (4, 1)
    house.worker().sweep(NOON + DAY)
    assert _left(house) == (0, 0)


def test_an_order_that_is_being_made_is_not_swept_away(house: LittleHouse) -> None:
    house.order()
    with house.writing() as session:
        taken = orders.take(session, NOON + DAY - timedelta(seconds=5))
        session.commit()
    assert taken is not None
    house.worker().sweep(NOON + DAY)
    assert _left(house) == (0, 1)


def test_what_nobody_can_open_any_more_is_deleted(house: LittleHouse) -> None:
    house.order()
    house.worker().make_next(NOON)
    house.worker().forget_outdated(NOON)
    assert _left(house)[0] == 4
    house.rename("South Forum")
    house.worker().forget_outdated(NOON)
    assert _left(house)[0] == 0


def test_what_cannot_be_read_any_more_is_deleted_and_keeps_nothing_else_back(
    house: LittleHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load(*_: object) -> str:
        raise ValueError("A secret in a stored text.")

    house.order()
    house.worker().make_next(NOON)
    monkeypatch.setattr(Little, "load", load)
    house.worker().sweep(NOON)
    assert _left(house)[0] == 0
    assert "cannot be read" in caplog.text


def test_a_database_that_is_away_deletes_nothing(house: LittleHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> str:
        raise OperationalError("select", {}, Exception("away"))

    house.order()
    house.worker().make_next(NOON)
    monkeypatch.setattr(Little, "load", load)
    with pytest.raises(OperationalError):
        house.worker().forget_outdated(NOON)
    assert _left(house)[0] == 4


def test_the_oldest_packs_make_room(house: LittleHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    others = []
    with house.writing() as session:
        for place in range(3):
            pack = opened(session, SECRETS, house.subject, TODAY)
            other = type(pack)(pack.subject, pack.content, seal_for(SECRETS, digest_of("little", place)))
            others.append(other.seal.pack)
            for document in ("one", "two"):
                shelf.keep(session, other, document, b"x" * 100, NOON + timedelta(minutes=place))
        session.commit()
    monkeypatch.setattr(shelf, "MOST_BYTES", 450)
    with house.writing() as session:
        shelf.sweep(session, NOON + timedelta(minutes=5))
        session.commit()
    with house.reading() as session:
        assert set(session.scalars(select(PackDocument.pack))) == set(others[1:])


def test_a_document_kept_twice_is_kept_once(house: LittleHouse) -> None:
    pack = house.opened()
    with house.writing() as session:
        for content in (b"first", b"second"):
            shelf.keep(session, pack, "one", content, NOON)
        session.commit()
        assert shelf.fetch(session, pack, "one") == b"first"


def test_nothing_readable_is_stored(house: LittleHouse) -> None:
    house.order()
    house.worker().make_next(NOON)
    digest = house.opened().seal.digest
    with house.reading() as session:
        for row in session.scalars(select(PackDocument)):
            for value in (row.id.encode(), row.pack.encode(), row.subject.encode(), row.sealed):
                assert b"North" not in value
                assert digest not in value
                assert digest.hex().encode() not in value
        for order in session.scalars(select(PackOrder)):
            assert digest.hex() not in (order.pack, order.subject)


def test_neither_another_secret_nor_another_content_nor_another_document_opens_it() -> None:
    seal = Seal(SECRETS.current, b"d" * 32)
    sealed = seal.box("report").encrypt(b"words")
    assert seal.box("report").decrypt(sealed) == b"words"
    other = InstanceSecrets.from_keys(("another invented secret that only the tests use 0123456789",))
    for wrong in (Seal(other.current, b"d" * 32).box("report"), Seal(SECRETS.current, b"e" * 32).box("report"),
                  seal.box("slides")):  # fmt: skip
        with pytest.raises(CryptoError):
            wrong.decrypt(sealed)
    names = {seal.pack, seal.place("report"), seal.place("slides"), Seal(other.current, b"d" * 32).place("report")}
    assert len(names) == 4


def test_a_seal_shows_no_key_when_it_is_printed() -> None:
    seal = Seal(SECRETS.current, b"d" * 32)
    assert "dddd" not in repr(seal)
    assert "invented" not in repr(seal)


def test_everything_can_be_cleared(house: LittleHouse) -> None:
    house.order()
    house.worker().make_next(NOON)
    with house.writing() as session:
        shelf.clear(session)
        session.commit()
    assert _left(house) == (0, 0)
    assert Little.made
