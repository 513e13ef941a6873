"""Several people at the same instant, with real threads and connections, on both databases."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.assessment.contents import content_of, signed_versions
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentState, Rating, RatingChange
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, save_item
from audit_app.assessment.records import records_of
from audit_app.assessment.rounds import RoundPlan, begin_in_round, open_round
from audit_app.assessment.signing import sign
from audit_app.assessment.words import save_words
from audit_app.database import make_sessions, writing
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from tests.unit.assessment.instruments import (
    AT,
    COMPLETE,
    LATER,
    SMALL,
    TODAY,
    make_assessment,
    make_organisation,
    make_signed,
    manager,
    put,
    union,
)

Step = Callable[[Session, Assessment], object]


def _stored(engine: Engine, make: Callable[[Session], Assessment]) -> int:
    with writing(make_sessions(engine)) as session:
        number = make(session).id
        session.commit()
        return number


def _race(engine: Engine, number: int, *steps: Step) -> list[str]:
    """Run the steps at the same instant; each has looked at the assessment before any of them writes, if it can."""
    together = Barrier(len(steps))

    def do(step: Step) -> str:
        with writing(make_sessions(engine)) as session:
            try:
                if engine.dialect.name == "sqlite":  # a writing transaction is alone from its beginning
                    together.wait(timeout=20)
                assessment = session.get_one(Assessment, number)
                list(session.scalars(select(Rating)))
                if engine.dialect.name != "sqlite":
                    together.wait(timeout=20)
                step(session, assessment)
                time.sleep(0.05)  # the others meet a change that is not committed yet
                session.commit()
            except ChangedMeanwhile:
                session.rollback()
                return "conflict"
            except (NotPossible, InvalidEntryError):
                session.rollback()
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(do, steps))


def _write(field: str, value: str, *, item: str = "P-1", seen: int = 0) -> Step:
    def step(session: Session, assessment: Assessment) -> None:
        who = union(assessment) if field == "staff" else manager(assessment)
        save_item(session, assessment, item, Sent({field: value}, seen), who, AT)

    return step


def test_different_fields_of_one_item_are_all_kept(engine: Engine) -> None:
    number = _stored(engine, make_assessment)
    fields = {"management": "4", "staff": "1", "agreed": "3", "note": "Seen", "confidence": "low", "priority": "now"}
    assert _race(engine, number, *(_write(field, value) for field, value in fields.items())) == ["done"] * 6
    with make_sessions(engine)() as session:
        row = session.get_one(Rating, (number, "P-1"))
        assert {field: getattr(row, field) for field in fields} == fields
        assert (row.revision, session.get_one(Assessment, number).revision) == (6, 6)
        changes = session.scalars(select(RatingChange.revision).order_by(RatingChange.revision)).all()
        assert changes == [1, 2, 3, 4, 5, 6]


def test_of_many_who_write_the_same_field_one_is_stored_and_the_others_are_told(engine: Engine) -> None:
    number = _stored(engine, make_assessment)
    assert _race(engine, number, *(_write("note", f"Note {each}") for each in range(5))) == ["conflict"] * 4 + ["done"]
    with make_sessions(engine)() as session:
        assert session.get_one(Assessment, number).revision == 1
        assert session.scalar(select(func.count()).select_from(RatingChange)) == 1


def test_different_items_evidence_and_words_count_one_by_one(engine: Engine) -> None:
    number = _stored(engine, make_assessment)

    def proof(session: Session, assessment: Assessment) -> None:
        add_evidence(session, assessment, "P-1", {"title": "Policy"}, union(assessment), AT)

    def words(session: Session, assessment: Assessment) -> None:
        save_words(session, assessment, "F-1", "Proud", 0, union(assessment), AT)

    steps = [_write("agreed", "3"), _write("agreed", "2", item="P-2"), proof, words]
    assert _race(engine, number, *steps) == ["done"] * 4
    with make_sessions(engine)() as session:
        assert session.get_one(Assessment, number).revision == 4
        content = content_of(session, session.get_one(Assessment, number))
        assert {name: each.agreed for name, each in content.items.items()} == {"P-1": 3, "P-2": 2}
        assert len(content.items["P-1"].proofs) == len(content.words) == 1


def test_words_written_twice_at_once_are_stored_once(engine: Engine) -> None:
    number = _stored(engine, make_assessment)

    def words(text: str) -> Step:
        return lambda session, assessment: save_words(session, assessment, "F-1", text, 0, union(assessment), AT)

    assert _race(engine, number, words("One"), words("Two")) == ["conflict", "done"]


def _complete(session: Session) -> Assessment:
    made = make_assessment(session)
    put(session, made, COMPLETE)
    return made


def test_two_sides_that_sign_at_once_make_one_version(engine: Engine) -> None:
    number = _stored(engine, _complete)
    steps: list[Step] = [
        lambda session, made: sign(session, made, 1, "", manager(made), AT),
        lambda session, made: sign(session, made, 1, "", union(made), AT),
    ]
    assert _race(engine, number, *steps) == ["done", "done"]
    with make_sessions(engine)() as session:
        made = session.get_one(Assessment, number)
        assert (made.state, made.version) == (AssessmentState.SIGNED, 1)
        assert len(signed_versions(session, made)) == 1
        deeds = [each.deed for each in records_of(session, made)]
        assert deeds.count(AssessmentDeed.SIGNED) == 1


def test_nobody_ever_signs_what_changes_at_the_same_instant(engine: Engine) -> None:
    """Either the change came first and the signature is refused, or the change drops the signature."""
    number = _stored(engine, _complete)
    steps: list[Step] = [
        lambda session, made: sign(session, made, 1, "", union(made), AT),
        _write("agreed", "0", seen=1),
    ]
    outcome = _race(engine, number, *steps)
    assert outcome in (["done", "refused"], ["done", "done"])
    with make_sessions(engine)() as session:
        made = session.get_one(Assessment, number)
        content = content_of(session, made)
        assert (content.items["P-1"].agreed, content.signatures, made.state) == (0, (), AssessmentState.OPEN)
        dropped = [each.deed for each in records_of(session, made)].count(AssessmentDeed.CHANGED_AFTER_SIGNING)
        assert dropped == outcome.count("done") - 1


def test_changes_at_once_after_signing_drop_the_signatures_once(engine: Engine) -> None:
    number = _stored(engine, make_signed)
    steps = [
        _write("agreed", "1", seen=1),
        _write("note", "Changed", seen=1),
        _write("agreed", "1", item="P-2", seen=1),
    ]
    assert _race(engine, number, *steps) == ["done"] * 3
    with make_sessions(engine)() as session:
        deeds = [each.deed for each in records_of(session, session.get_one(Assessment, number))]
        assert deeds.count(AssessmentDeed.CHANGED_AFTER_SIGNING) == 1


def test_two_who_begin_at_once_begin_one_assessment(engine: Engine) -> None:
    number = _stored(engine, make_signed)

    def begin(name: str) -> Step:
        return lambda session, made: open_alone(session, made.organisation, SMALL, name, by="A lead", at=LATER)

    assert _race(engine, number, begin("One"), begin("Two")) == ["done", "refused"]


def test_changing_the_last_while_the_next_begins_leaves_one_open(engine: Engine) -> None:
    number = _stored(engine, make_signed)
    steps: list[Step] = [
        lambda session, made: open_alone(session, made.organisation, SMALL, "Next", by="A lead", at=LATER),
        _write("agreed", "1", seen=1),
    ]
    assert _race(engine, number, *steps) == ["done", "refused"]
    with make_sessions(engine)() as session:
        open_now = select(func.count()).select_from(Assessment).where(Assessment.state == AssessmentState.OPEN)
        assert session.scalar(open_now) == 1


@pytest.mark.parametrize("names", [("Round", "Round"), ("Round", "Other")])
def test_rounds_and_those_who_join_them_at_once(engine: Engine, names: tuple[str, str]) -> None:
    number = _stored(engine, make_signed)

    def opening(name: str) -> Step:
        def step(session: Session, made: Assessment) -> None:
            open_round(session, session.get_one(Forum, made.forum_id), SMALL, RoundPlan(name, TODAY), by="Sec")

        return step

    wanted = ["done", "refused"] if names[0] == names[1] else ["done", "done"]
    assert _race(engine, number, *map(opening, names)) == wanted


def test_an_organisation_joins_a_round_once(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        east = make_organisation(session)
        opened = open_round(session, session.get_one(Forum, east.forum_id), SMALL, RoundPlan("R", TODAY), by="Sec")
        session.commit()
    together = Barrier(2)

    def join(_: int) -> str:
        with writing(make_sessions(engine)) as session:
            together.wait(timeout=20)
            try:
                found = session.merge(opened, load=True)
                begin_in_round(session, found, session.get_one(Organisation, east.id), by="A lead", at=AT)
                session.commit()
            except NotPossible:
                session.rollback()
                return "refused"
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(join, range(2))) == ["done", "refused"]
