"""Struck-out words, deleted comments and keys are gone from every file, PostgreSQL's statistics included."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, text

from audit_app.audit.comments import expire_comments, strike_out
from audit_app.audit.compaction import compact
from audit_app.audit.tallies import Comment
from audit_app.database import Base, make_sessions, writing
from audit_app.migrating import downgrade, upgrade
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Side
from tests.factories import TEN, make_closed_round, make_forum, some_answers
from tests.harness.databases import engine_at
from tests.privacy.dumps import holds

EXPIRED = date(2027, 12, 31)  # as make_draft says


def _wrote(side: Side, place: int) -> Answers:
    """Different words from everybody: PostgreSQL keeps both common and uncommon values."""
    return Answers(some_answers(TEN, side, place).ratings, {"PT-3": f"Quagmire{side.value}{place} said Bloggsonian"})


@pytest.fixture
def closed(engine: Engine) -> Engine:
    with writing(make_sessions(engine)) as session:
        make_closed_round(session, make_forum(session), answers=_wrote)
        session.commit()
    assert compact(engine)
    return engine


def test_struck_out_words_are_gone_from_every_file(closed: Engine) -> None:
    assert holds(closed, b"Bloggsonian")
    with writing(make_sessions(closed)) as session:
        for comment in session.scalars(select(Comment)):
            strike_out(session, comment, "Bloggsonian")
        session.commit()
    assert compact(closed)
    assert holds(closed, b"Bloggsonian") == []
    assert holds(closed, b"Quagmire")


def test_comments_whose_day_has_come_are_gone_from_every_file(closed: Engine) -> None:
    with writing(make_sessions(closed)) as session:
        assert expire_comments(session, EXPIRED - timedelta(days=1)) == 0
        assert expire_comments(session, EXPIRED) > 0
        session.commit()
    assert compact(closed)
    assert holds(closed, b"Quagmire") == []


def _without_statistics(engine: Engine) -> set[tuple[str, str]]:
    query = text(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attstattarget = 0"
    )
    with engine.connect() as connection:
        return {(table, column) for table, column in connection.execute(query)}


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_the_migrations_and_the_models_keep_the_same_columns_out(database_url: str) -> None:
    with engine_at(database_url) as engine:
        models = _without_statistics(engine)
        assert {
            ("comment", "text"),
            ("round", "wrapped_key"),
            ("invitation", "nonce"),
            ("draft", "sealed"),
            ("pack_document", "sealed"),
        } <= models
        Base.metadata.drop_all(engine)
        upgrade(engine)
        assert _without_statistics(engine) == models
        downgrade(engine, "0001")
        assert _without_statistics(engine) == set()
