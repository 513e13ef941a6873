"""Two people at the same instant, with two real connections. On SQLite one waits; PostgreSQL needs the row's lock."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from audit_app.audit import drafts, rounds
from audit_app.audit.ballot_box import NotAccepted, check
from audit_app.audit.ballots import Ballot
from audit_app.audit.closing import close
from audit_app.audit.invitations import NotPossible, hand_to_deputy, invitations_of, link_token, replace_link
from audit_app.audit.models import Deed, Draft, Invitation, Round, RoundSide, State
from audit_app.audit.records import records_of
from audit_app.audit.tallies import Tally
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Member
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, SECRETS, TEN, cast, make_draft, make_forum, make_open_round, some_answers

WHO = "A chair"
LATER = NOON + timedelta(days=30)
Step = Callable[[Session, Round], object]


@pytest.fixture
def audit_round(engine: Engine) -> Round:
    with writing(make_sessions(engine)) as session:
        made = make_open_round(session, make_forum(session, management=3, staff=3, partner=0))
        session.commit()
        return made


def _do(engine: Engine, round_id: int, step: Step, outcomes: list[str], name: str, wait: Callable[[], None]) -> None:
    with writing(make_sessions(engine)) as session:
        try:
            if engine.dialect.name == "postgresql":
                audit_round = session.get_one(Round, round_id)  # both have looked before either acts
                wait()
            else:
                wait()
                audit_round = session.get_one(Round, round_id)
            step(session, audit_round)
            time.sleep(0.1)  # the other meets a change that is not committed yet
            session.commit()
            outcomes.append(name)
        except (NotPossible, NotAccepted):
            session.rollback()
            outcomes.append(f"{name} refused")


def _race(engine: Engine, audit_round: Round, **steps: Step) -> list[str]:
    """Run the steps at the same instant; which of them were done, and which were refused. Anything else fails."""
    together = threading.Barrier(len(steps))
    outcomes: list[str] = []
    threads = [
        threading.Thread(
            target=_do, args=(engine, audit_round.id, step, outcomes, name, lambda: together.wait(timeout=10))
        )
        for name, step in steps.items()
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(outcomes) == len(steps)
    return sorted(outcomes)


def _cast_first(session: Session, audit_round: Round) -> None:
    cast(session, invitations_of(session, audit_round)[0])


def _stop(session: Session, audit_round: Round) -> None:
    rounds.stop(session, audit_round, actor=WHO, at=NOON)


def _request(session: Session, audit_round: Round) -> None:
    rounds.request_close(session, audit_round, actor=WHO, at=NOON)


def _annul(session: Session, audit_round: Round) -> None:
    rounds.annul(session, SECRETS, audit_round, "Wrong.", actor=WHO, at=NOON)


def _close(session: Session, audit_round: Round) -> None:
    close(session, SECRETS, audit_round.id, NOON)


def _reopen(session: Session, audit_round: Round) -> None:
    rounds.reopen(session, audit_round, LATER, actor=WHO, at=NOON)


def _save(session: Session, audit_round: Round) -> None:
    invitation = invitations_of(session, audit_round)[1]
    drafts.save(session, audit_round, TEN, link_token(SECRETS, invitation), some_answers(TEN, invitation.side))


def _count(session: Session, table: type[Ballot] | type[Draft] | type[Tally] | type[RoundSide]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _now(engine: Engine, audit_round: Round, *steps: Step) -> None:
    with writing(make_sessions(engine)) as session:
        for step in steps:
            step(session, session.get_one(Round, audit_round.id))
        session.commit()


def _used(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Invitation).where(Invitation.used.is_(True))) or 0


def test_stopping_while_somebody_casts_keeps_ballots_and_links_equal(engine: Engine, audit_round: Round) -> None:
    outcome = _race(engine, audit_round, cast=_cast_first, stop=_stop)
    assert outcome in (["cast", "stop"], ["cast refused", "stop"])
    with make_sessions(engine)() as session:
        assert _count(session, Ballot) == _used(session) == outcome.count("cast")
        assert check(session, session.get_one(Round, audit_round.id), TEN, SECRETS).complete


def test_closing_while_somebody_casts_counts_all_that_was_accepted(engine: Engine, audit_round: Round) -> None:
    """Stopped and closed in one go, as the command line does it."""

    def stop_and_close(session: Session, audit_round: Round) -> None:
        for step in (_stop, _request, _close):
            step(session, audit_round)

    outcome = _race(engine, audit_round, cast=_cast_first, close=stop_and_close)
    assert outcome in (["cast", "close"], ["cast refused", "close"])
    with make_sessions(engine)() as session:
        answered = sum(each.answered or 0 for each in session.scalars(select(RoundSide)))
        assert answered == _used(session) == outcome.count("cast")
        assert _count(session, Ballot) == 0


def test_annulling_while_somebody_casts_leaves_no_ballot(engine: Engine, audit_round: Round) -> None:
    outcome = _race(engine, audit_round, annul=_annul, cast=_cast_first)
    assert outcome in (["annul", "cast"], ["annul", "cast refused"])
    with make_sessions(engine)() as session:
        assert session.get_one(Round, audit_round.id).state is State.ANNULLED
        assert _count(session, Ballot) == 0


def test_two_workers_count_once(engine: Engine, audit_round: Round) -> None:
    _now(engine, audit_round, _cast_first, _stop, _request)
    assert _race(engine, audit_round, one=_close, two=_close) in (["one", "two refused"], ["one refused", "two"])
    with make_sessions(engine)() as session:
        assert _count(session, RoundSide) == 3
        deeds = [each.deed for each in records_of(session, session.get_one(Round, audit_round.id))]
        assert deeds.count(Deed.CLOSED) == 1


def test_counting_and_annulling_end_a_round_once(engine: Engine, audit_round: Round) -> None:
    _now(engine, audit_round, _cast_first, _stop, _request)
    outcome = _race(engine, audit_round, annul=_annul, close=_close)
    assert outcome in (["annul", "close refused"], ["annul refused", "close"])
    with make_sessions(engine)() as session:
        wanted = State.ANNULLED if "annul" in outcome else State.CLOSED
        assert session.get_one(Round, audit_round.id).state is wanted
        assert _count(session, RoundSide) == (0 if wanted is State.ANNULLED else 3)


def test_a_round_is_never_open_and_waiting_to_be_counted(engine: Engine, audit_round: Round) -> None:
    """It would be counted at its next stop, although nobody had asked for that."""
    _now(engine, audit_round, _stop)
    _race(engine, audit_round, reopen=_reopen, request=_request)
    with make_sessions(engine)() as session:
        after = session.get_one(Round, audit_round.id)
        assert (after.state, after.close_requested) in ((State.OPEN, False), (State.STOPPED, True))


def test_saving_while_the_round_is_counted_leaves_no_draft(engine: Engine, audit_round: Round) -> None:
    _now(engine, audit_round, _save, _stop, _request)
    assert _race(engine, audit_round, close=_close, save=_save) in (["close", "save"], ["close", "save refused"])
    with make_sessions(engine)() as session:
        assert _count(session, Draft) == 0


def test_a_new_link_while_somebody_casts_gives_one_ballot_and_no_deadlock(engine: Engine, audit_round: Round) -> None:
    def cast_second(session: Session, audit_round: Round) -> None:
        cast(session, invitations_of(session, audit_round)[1])

    def new_link(session: Session, audit_round: Round) -> None:
        replace_link(session, SECRETS, invitations_of(session, audit_round)[1], NOON)

    _now(engine, audit_round, _save)
    outcome = _race(engine, audit_round, cast=cast_second, link=new_link)
    assert outcome in (["cast", "link"], ["cast refused", "link"])
    with make_sessions(engine)() as session:
        assert _count(session, Ballot) == _used(session)


def test_casting_and_renewing_lock_in_the_same_order(engine: Engine, audit_round: Round) -> None:
    """Invitation before draft in both, or each could hold what the other waits for."""
    for step in (_cast_first, lambda session, found: replace_link(
        session, SECRETS, invitations_of(session, found)[1], NOON
    )):  # fmt: skip
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(" ".join(statement.split()[:3]))  # noqa: B023  (used within this turn of the loop alone)

        event.listen(engine, "before_cursor_execute", note)
        _now(engine, audit_round, step)
        event.remove(engine, "before_cursor_execute", note)
        first = next(place for place, words in enumerate(seen) if words.startswith("UPDATE invitation"))
        assert first < seen.index("DELETE FROM draft")


def test_handing_over_while_the_member_casts_gives_one_ballot(engine: Engine, audit_round: Round) -> None:
    def name_deputy(session: Session, audit_round: Round) -> None:
        member = invitations_of(session, audit_round)[0].member
        member.deputy_name, member.deputy_email = "Invented Deputy", "deputy@north.example"

    def hand_over(session: Session, audit_round: Round) -> None:
        hand_to_deputy(session, SECRETS, invitations_of(session, audit_round)[0], NOON)

    _now(engine, audit_round, name_deputy)
    _race(engine, audit_round, cast=_cast_first, hand=hand_over)
    with make_sessions(engine)() as session:
        assert _count(session, Ballot) == _used(session)


def _open(session: Session, audit_round: Round) -> None:
    rounds.open_round(session, SECRETS, audit_round, actor=WHO, at=NOON, today=NOON.date())


@pytest.fixture
def draft(engine: Engine) -> Round:
    with writing(make_sessions(engine)) as session:
        made = make_draft(session, make_forum(session), minimum=8)
        session.commit()
        return made


def test_two_people_who_open_a_round_open_it_once(engine: Engine, draft: Round) -> None:
    outcome = _race(engine, draft, first=_open, second=_open)
    assert outcome in (["first", "second refused"], ["first refused", "second"])
    with make_sessions(engine)() as session:
        assert len(session.scalars(select(Invitation)).all()) == 14


def test_a_change_that_meets_the_opening_changes_no_open_round(engine: Engine, draft: Round) -> None:
    """Either the change came first and the round opened with it, or it was refused."""
    reviewers = {side: member.id for side, member in _reviewers(engine, draft).items()}

    def lower(session: Session, audit_round: Round) -> None:
        schedule = rounds.Schedule("Audit 2026", NOON, LATER, 5, NOON.date(), reviewers)
        rounds.revise(session, audit_round, TEN, schedule)

    outcome = _race(engine, draft, change=lower, open=_open)
    assert outcome in (["change", "open"], ["change refused", "open"])
    with make_sessions(engine)() as session:
        after = session.get_one(Round, draft.id)
        assert (after.state, after.minimum) == (State.OPEN, 5 if "change" in outcome else 8)


def _reviewers(engine: Engine, audit_round: Round) -> dict[Side, Member]:
    with make_sessions(engine)() as session:
        return rounds.reviewers_of(session, session.get_one(Round, audit_round.id))
