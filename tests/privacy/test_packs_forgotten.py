"""A pack holds comments. Once one is struck out or expired, no file and no secret brings it back from a pack."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.comments import expire_comments, strike_out
from audit_app.audit.models import Round
from audit_app.audit.tallies import Comment, Review
from audit_app.database import make_sessions, writing
from audit_app.packs import orders, round_subject, shelf
from audit_app.packs.making import Maker
from audit_app.packs.models import PackDocument
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import EVERYTHING, opened
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Side
from audit_app.reports.documents import Document
from audit_app.reports.round_pack import RoundPack
from audit_app.worker import Rounds
from tests.conftest import TEST_SECRET
from tests.factories import NOON, SECRETS, TEN, TODAY, make_closed_round, make_forum, some_answers
from tests.privacy.dumps import dump, files, holds, rows

NAME = "Bloggsonian"
EXPIRED = date(2027, 12, 31)  # as make_draft says


def _wrote(side: Side, place: int) -> Answers:
    return Answers(some_answers(TEN, side, place).ratings, {"PT-3": f"Quagmire{side.value}{place} said {NAME}"})


def _words(pack: RoundPack) -> bytes:
    return "\n".join(each.text for each in pack.comments).encode()


@pytest.fixture
def packed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database with a pack that holds every comment."""
    monkeypatch.setattr(round_subject, "DOCUMENTS", (Document("words", "csv", "Words", "To read.", _words),))
    with writing(make_sessions(engine)) as session:
        audit_round = make_closed_round(session, make_forum(session), answers=_wrote)
        for comment in session.scalars(select(Comment)):
            comment.management_review = comment.staff_review = Review.PASSED
        session.flush()
        orders.order(session, opened(session, SECRETS, RoundSubject(audit_round.id), TODAY), NOON)
        session.commit()
    Maker(make_sessions(engine), SECRETS, clock=lambda: NOON).make_all(NOON)
    return engine


def _strike_out(session: Session) -> None:
    for comment in session.scalars(select(Comment)):
        strike_out(session, comment, NAME)


def _expire(session: Session) -> None:
    assert expire_comments(session, EXPIRED) > 0


def _opened_now(engine: Engine) -> list[bytes]:
    """What can be read of the pack by whoever may load the present content."""
    with make_sessions(engine)() as session:
        subject = RoundSubject(session.scalars(select(Round.id)).one())
        pack = opened(session, SECRETS, subject, TODAY)
        return [found for each in (*pack.ids, EVERYTHING) if (found := shelf.fetch(session, pack, each)) is not None]


def _every_secret(engine: Engine) -> set[bytes]:
    """Every value of 8 bytes and more that the database holds, and the instance secret: what keys could be made of."""
    values: set[bytes] = {TEST_SECRET.encode()}
    for table in ("pack_order", "pack_document", "round", "forum"):
        for row in rows(engine, table):
            for value in row.values():
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                values.add(raw)
                if len(raw) == 64 and all(each in b"0123456789abcdef" for each in raw):
                    values.add(bytes.fromhex(raw.decode()))
    return {each for each in values if 8 <= len(each) <= 300}


def _attack(engine: Engine) -> list[bytes]:
    """Try every key that the product could have derived from what lies in the database, and from the secret."""
    sealed = [bytes(row["sealed"]) for row in rows(engine, "pack_document")]
    keys = {hashlib.sha256(each).digest() for each in _every_secret(engine)}
    for value, document in product(_every_secret(engine), ("words", EVERYTHING, "")):
        for digest in (value, hashlib.sha256(value).digest()):
            message = b"a document's key\0" + digest + document.encode()
            keys.add(hmac.new(TEST_SECRET.encode(), message, hashlib.sha256).digest())
    found = []
    for box, content in product((SecretBox(each) for each in keys), sealed):
        try:
            found.append(bytes(box.decrypt(content)))
        except CryptoError:
            continue
    return found


def test_the_pack_held_the_words(packed: Engine) -> None:
    """Otherwise the tests below would pass by looking at nothing."""
    assert any(NAME.encode() in each for each in _opened_now(packed))


def test_no_file_shows_what_is_in_a_pack(packed: Engine) -> None:
    with writing(make_sessions(packed)) as session:
        session.execute(Comment.__table__.delete())  # the packs alone are left
        session.commit()
    kept = rows(packed, "pack_document")
    assert kept
    assert not any(NAME.encode() in bytes(row["sealed"]) for row in kept)
    assert NAME not in dump(packed)
    assert NAME.encode().hex() not in dump(packed)


@pytest.mark.parametrize("forget", [pytest.param(_strike_out, id="struck out"), pytest.param(_expire, id="expired")])
def test_with_the_secret_nobody_opens_a_pack_whose_comment_is_gone(
    packed: Engine, forget: Callable[[Session], None]
) -> None:
    with writing(make_sessions(packed)) as session:
        forget(session)
        session.commit()
    with make_sessions(packed)() as session:
        assert session.scalars(select(PackDocument.id)).all()  # not deleted yet, and it does not matter
    assert not any(NAME.encode() in each for each in _opened_now(packed))
    assert _attack(packed) == []


def test_the_attack_would_find_a_key_that_lies_in_the_database(packed: Engine) -> None:
    """If the digest were stored, the attack above would open the pack."""
    with writing(make_sessions(packed)) as session:
        audit_round = session.scalars(select(Round)).one()
        digest = opened(session, SECRETS, RoundSubject(audit_round.id), TODAY).seal.digest
        audit_round.forum.name = digest.hex()
        session.commit()
    assert any(NAME.encode() in each for each in _attack(packed))


@pytest.mark.parametrize("forget", [pytest.param(_strike_out, id="struck out"), pytest.param(_expire, id="expired")])
def test_the_worker_leaves_nothing_of_it_in_any_file(packed: Engine, forget: Callable[[Session], None]) -> None:
    """Even a guess at the word could not be tried: the pack itself is gone from the files."""
    sealed = [bytes(row["sealed"])[:64] for row in rows(packed, "pack_document")]
    assert all(any(each in content for content in files(packed).values()) for each in sealed)
    with writing(make_sessions(packed)) as session:
        forget(session)
        session.commit()
    for job in Rounds(packed, SECRETS).jobs():
        job.run_if_due(NOON)
    assert rows(packed, "pack_document") == []
    assert [holds(packed, each) for each in sealed] == [[]] * len(sealed)
    assert holds(packed, NAME.encode()) == []
