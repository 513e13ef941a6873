"""Closing is all or nothing, also when the process is killed in the middle of it."""

import signal
import subprocess
import sys

from sqlalchemy import select

from audit_app.audit import rounds
from audit_app.audit.ballot_box import check
from audit_app.audit.compaction import compact, pending
from audit_app.audit.models import Round, State
from audit_app.audit.tallies import Comment, Tally
from audit_app.database import make_sessions, writing
from tests.factories import NOON, ROOT, SECRETS, TEN
from tests.privacy.conftest import RealRound
from tests.privacy.dumps import holds

LAST_STATEMENT = 400


def _run(real_round: RealRound, where: str) -> subprocess.CompletedProcess[str]:
    url = real_round.engine.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-m", "tests.privacy.close_and_die", url, str(real_round.round_id), where]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def _stop(real_round: RealRound) -> None:
    with writing(make_sessions(real_round.engine)) as session:
        audit_round = session.get_one(Round, real_round.round_id)
        rounds.stop(session, audit_round, actor="A chair", at=NOON)
        rounds.request_close(session, audit_round, actor="A chair", at=NOON)
        session.commit()


def _assert_as_it_was(real_round: RealRound) -> None:
    with make_sessions(real_round.engine)() as session:
        audit_round = session.get_one(Round, real_round.round_id)
        assert audit_round.state is State.STOPPED
        assert session.scalars(select(Tally)).first() is None
        assert session.scalars(select(Comment)).first() is None
        outcome = check(session, audit_round, TEN, SECRETS)
        assert outcome.complete
        assert outcome.ballots == len(real_round.cast_order)


def test_killed_at_any_statement_the_round_is_as_it_was(real_round: RealRound) -> None:
    _stop(real_round)
    died = 0
    for number in (1, 2, 3, 5, 8, 12, 20, 40, 80, 130, 200, LAST_STATEMENT):
        if _run(real_round, f"statement:{number}").returncode != -signal.SIGKILL:
            break  # there are no more statements than that, and the round has now been closed
        died += 1
        _assert_as_it_was(real_round)
    assert died >= 8
    if died == 12:
        assert _run(real_round, "never").returncode == 0
    with make_sessions(real_round.engine)() as session:
        assert session.get_one(Round, real_round.round_id).state is State.CLOSED
        assert len(session.scalars(select(Comment)).all()) == len(real_round.cast_order)


def test_killed_before_the_commit_the_round_is_as_it_was(real_round: RealRound) -> None:
    _stop(real_round)
    assert _run(real_round, "before-commit").returncode == -signal.SIGKILL
    _assert_as_it_was(real_round)
    assert _run(real_round, "never").returncode == 0


def test_killed_after_the_commit_compaction_is_made_up_for_at_the_next_start(real_round: RealRound) -> None:
    _stop(real_round)
    assert _run(real_round, "after-commit").returncode == -signal.SIGKILL
    with make_sessions(real_round.engine)() as session:
        assert session.get_one(Round, real_round.round_id).state is State.CLOSED
        assert pending(session) == [real_round.round_id]
    assert compact(real_round.engine)
    assert not holds(real_round.engine, real_round.wrapped_key)
    assert not any(holds(real_round.engine, ballot) for ballot in real_round.ballots)
