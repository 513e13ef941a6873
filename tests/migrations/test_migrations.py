"""Migrations run up and down with data on both databases, and make exactly what the models say."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from audit_app.agenda.models import Decision, Owner, Priority, PriorityMeasure, PriorityRecord, Standing
from audit_app.assessment.contents import signatures_of, signed_content
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.models import Assessment
from audit_app.assessment.signing import sign
from audit_app.audit.models import Invitation, Round
from audit_app.audit.wording_models import OwnWording, WordingAgreement, WordingDeed, WordingRecord
from audit_app.database import Base, make_sessions, writing
from audit_app.forum.contributors import ContributorEntry, add_contributor, add_organisation
from audit_app.forum.models import Forum, Member, Seat
from audit_app.migrating import SchemaError, current_revision, downgrade, is_current, upgrade
from audit_app.packs.models import PackDocument, PackOrder, Stage
from audit_app.questionnaire.definition import Side
from tests.harness.databases import engine_at
from tests.unit.assessment.instruments import make_signed, manager

LARGEST_RANDOM_ID = 2**63 - 1


@pytest.fixture
def empty_engine(empty_database_url: str) -> Any:
    with engine_at(empty_database_url) as engine:
        yield engine


def _fill(session: Session) -> None:
    forum = Forum(slug="north", name="North")
    member = Member(forum=forum, name="An invented person", email="invented@forum.example")
    member.seats.append(Seat(side=Side.STAFF, starts_on=date(2025, 4, 1)))
    audit = Round(
        forum=forum,
        name="2026",
        questionnaire_id="ten-questions",
        questionnaire_version=1,
        questionnaire_digest="0" * 64,
        questionnaire_definition="{}",
        opens_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    )
    priority = Priority(
        round=audit, standing=Standing.ADOPTED, staff_agrees=True, suggested="PT-2", title="Bring plans early",
        owner=Owner.BOTH, owner_role="joint chairs", target_score=6.5, review_on=date(2027, 11, 20),
        measures=[PriorityMeasure(item="PT-2"), PriorityMeasure(item="overall")],
    )  # fmt: skip
    session.add(audit)
    session.flush()
    priority.forum_id = forum.id
    session.add(priority)
    session.flush()
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    session.add(
        PriorityRecord(priority_id=priority.id, decision=Decision.ADOPTED, actor="A chair", at=at, title=priority.title)
    )
    session.add(Invitation(id=LARGEST_RANDOM_ID, round=audit, member=member, side=Side.STAFF))
    wording = OwnWording(
        forum=forum, questionnaire_id="ten-questions-own", version=1, base_digest="0" * 64, base_definition="{}",
        wishes="{}", digest="0" * 64, definition="{}",
    )  # fmt: skip
    session.add(wording)
    session.flush()
    session.add(WordingAgreement(wording_id=wording.id, side=Side.STAFF))
    session.add(WordingRecord(wording_id=wording.id, deed=WordingDeed.STARTED, actor="Somebody", at=at))
    subject = {"pack": "a" * 64, "subject": '{"kind":"round","round_id":1}'}
    session.add(PackOrder(**subject, stage=Stage.WAITING, documents=9, ordered_at=at, beat_at=at))
    session.add(PackDocument(id="b" * 64, **subject, size=3, made_at=at, sealed=b"abc"))
    trust = add_organisation(session, forum, "Eastern Trust")
    add_contributor(session, trust, ContributorEntry("M", "m@eastern.example", Side.MANAGEMENT, "Role", lead=True))
    signed = make_signed(session, trust)
    add_evidence(session, signed, "P-1", {"title": "Stress policy"}, manager(signed), at)
    sign(session, signed, signed.revision, "", manager(signed), at)
    session.commit()


def test_the_migrations_make_what_the_models_say(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def _check_constraints(engine: Engine) -> set[tuple[str, str, str]]:
    inspector = inspect(engine)
    return {
        (table, str(one["name"]), one["sqltext"])
        for table in Base.metadata.tables
        for one in inspector.get_check_constraints(table)
    }


def test_check_constraints_are_those_of_the_models(empty_engine: Engine) -> None:
    # compare_metadata does not look at check constraints
    upgrade(empty_engine)
    migrated = _check_constraints(empty_engine)
    downgrade(empty_engine, "base")
    Base.metadata.create_all(empty_engine)
    assert migrated == _check_constraints(empty_engine) != set()


def test_data_written_through_the_migrated_schema_comes_back(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    sessions = make_sessions(empty_engine)
    with writing(sessions) as session:
        _fill(session)
    with sessions() as session:
        invitation = session.scalars(select(Invitation)).one()
        assert invitation.id == LARGEST_RANDOM_ID
        assert invitation.side is Side.STAFF
        assert invitation.round.opens_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
        priority = session.scalars(select(Priority)).one()
        assert (priority.standing, priority.agreeing) == (Standing.ADOPTED, (Side.STAFF,))
        assert (priority.target_score, priority.review_on) == (6.5, date(2027, 11, 20))
        assert priority.measure_ids == ("PT-2", "overall")
        order = session.scalars(select(PackOrder)).one()
        assert (order.stage, order.done, order.turn, order.failures) == (Stage.WAITING, 0, 0, ())
        assert session.scalars(select(PackDocument)).one().sealed == b"abc"
        assert session.scalars(select(PriorityRecord)).one().at == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
        signed = session.scalars(select(Assessment)).one()
        assert signed_content(session, signed).items["P-1"].agreed == 4
        assert [each.side for each in signatures_of(session, signed)] == ["management"]


def test_upgrading_again_changes_nothing(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with writing(make_sessions(empty_engine)) as session:
        _fill(session)
    upgrade(empty_engine)
    assert is_current(empty_engine)
    with empty_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM invitation")).scalar() == 1


def test_down_to_nothing_and_up_again_with_data(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with writing(make_sessions(empty_engine)) as session:
        _fill(session)
    downgrade(empty_engine, "base")
    assert set(inspect(empty_engine).get_table_names()) <= {"alembic_version"}
    upgrade(empty_engine)
    with writing(make_sessions(empty_engine)) as session:
        _fill(session)


def test_a_database_of_a_newer_program_is_refused_in_plain_words(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="newer version"):
        upgrade(empty_engine)
    assert current_revision(empty_engine) == "9999"


def test_foreign_keys_still_hold_after_migrating(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    if empty_engine.dialect.name == "sqlite":
        with empty_engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_evidence_and_signatures_of_the_schema_before_are_kept(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    with writing(make_sessions(empty_engine)) as session:
        _fill(session)
    downgrade(empty_engine, "0006")
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        if empty_engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        kept = connection.execute(text("SELECT (SELECT revision FROM evidence), (SELECT email FROM signature)")).one()
        assert tuple(kept) == (0, "")
