"""An earlier round, typed in from an old report or brought in from a file: stored, put into use, or undone.

It is a draft that only the secretariat sees until it is put into use. It can be undone until it has been used.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.audit.earlier_figures import TypedRound, kept
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Deed, Round, RoundRecord, RoundSide, Source, State
from audit_app.audit.records import record
from audit_app.audit.rounds import hold, pin, questionnaire_of, round_named
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from audit_app.database import Base, uk_day
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, Questionnaire

_OWN_TABLES = (Tally, SectionHistogram, TypedAverage, RoundSide, RoundRecord)


def type_in(
    session: Session, forum: Forum, questionnaire: Questionnaire, typed: TypedRound, *, actor: str, at: datetime
) -> Round:
    """Store an earlier round as a draft for the secretariat to look at. Only what its plan shows is stored.

    Raises NotPossible, with what to do, when the name is taken, the day is to come, or nothing was typed.
    """
    if round_named(session, forum, typed.name) is not None:
        raise NotPossible("This forum already has a round with this name. Choose another name.")
    if typed.held_on > uk_day(at):
        raise NotPossible("The day of an earlier round cannot be in the future.")
    if bool(typed.counts) == bool(typed.averages):
        raise NotPossible("Type the results of at least one question, either as averages or as counts.")
    audit_round = Round(
        forum=forum, name=typed.name, held_on=typed.held_on, minimum=typed.minimum,
        source=typed.source, state=State.DRAFT,
    )  # fmt: skip
    pin(audit_round, questionnaire)
    session.add(audit_round)
    session.flush()
    for side, turnout in typed.turnout.items():
        session.add(RoundSide(round_id=audit_round.id, side=side, invited=turnout.invited, answered=turnout.answered))
    _store(session, audit_round, questionnaire, kept(typed))
    record(session, audit_round, Deed.BROUGHT_IN if typed.brought_in else Deed.TYPED_IN, actor=actor, at=at)
    session.flush()
    return audit_round


def put_into_use(session: Session, audit_round: Round, *, actor: str, at: datetime) -> None:
    """Make an earlier round one of the forum's closed rounds."""
    hold(session, audit_round)
    if audit_round.source is Source.LIVE or audit_round.state is not State.DRAFT:
        raise NotPossible("Only an earlier round that is not in use yet can be put into use.")
    questionnaire_of(audit_round)  # refuses a damaged definition before it is used
    audit_round.state = State.CLOSED
    audit_round.closed_at = at
    record(session, audit_round, Deed.PUT_INTO_USE, actor=actor, at=at)
    session.flush()


def why_kept(session: Session, audit_round: Round) -> str | None:
    """Why an earlier round can no longer be undone, in words; None while it can.

    It has been used when a round that ran here was closed while this one was in use, because that round's results were
    opened beside it; or when something else was stored that leans on it. Looking at its results stores nothing, and
    does not use it up.
    """
    if audit_round.source is Source.LIVE:
        return "This round ran here."
    if audit_round.state is State.DRAFT:
        return None
    later = select(Round.name).where(
        Round.forum_id == audit_round.forum_id,
        Round.source == Source.LIVE,
        Round.state == State.CLOSED,
        Round.closed_at > audit_round.closed_at,
    )
    name = session.scalar(later.order_by(Round.closed_at).limit(1))
    if name is not None:
        return f"{name} was closed after it was put into use, and its results were opened beside it."
    return "Something that was agreed later leans on it." if _leaned_on(session, audit_round) else None


def _leaned_on(session: Session, audit_round: Round) -> bool:
    """Whether a row of any other table belongs to this round."""
    own = {model.__tablename__ for model in _OWN_TABLES}
    for table in Base.metadata.sorted_tables:
        pointing = [key.parent for key in table.foreign_keys if key.column is Round.__table__.c.id]
        for column in pointing if table.name not in own else []:
            if session.execute(select(column).where(column == audit_round.id).limit(1)).first() is not None:
                return True
    return False


def undo(session: Session, audit_round: Round) -> None:
    """Remove an earlier round that has not been used, as if it had never been typed. Raises NotPossible, saying why."""
    hold(session, audit_round)
    kept_because = why_kept(session, audit_round)
    if kept_because is not None:
        raise NotPossible(f"This round can no longer be undone. {kept_because}")
    for table in _OWN_TABLES:
        session.execute(delete(table).where(table.round_id == audit_round.id))
    session.delete(audit_round)
    session.flush()


def _store(session: Session, audit_round: Round, questionnaire: Questionnaire, only: TypedRound) -> None:
    for (question_id, group), tally in only.counts.items():
        scale = questionnaire.scale_of(questionnaire.question_by_id[question_id])
        values = [str(value) for value in scale.values]
        numbers = [*zip(values, tally.counts, strict=True), (DONT_KNOW, tally.dont_know), (BLANK, tally.blank)]
        session.add_all(
            Tally(round_id=audit_round.id, question_id=question_id, group=group, value=value, count=number)
            for value, number in numbers
            if number
        )
    for (section_id, group), places in only.histograms.items():
        session.add_all(
            SectionHistogram(
                round_id=audit_round.id,
                section_id=section_id,
                group=group,
                answered=answered,
                total=total,
                count=number,
            )
            for (answered, total), number in sorted(places.items())
        )
    for (question_id, group), average in only.averages.items():
        session.add(
            TypedAverage(
                round_id=audit_round.id, question_id=question_id, group=group, n=average.n, score=average.score
            )
        )
