"""What happens without anybody's click: rounds stop when due, are counted when asked, mail leaves, comments expire.

Packs for a meeting are made beside all that, in a thread of their own: nothing else waits for a long document.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from audit_app.audit import closing, comments, compaction, rounds
from audit_app.audit.invitations import NotPossible
from audit_app.audit.letters import Letters
from audit_app.database import make_sessions, now, uk_day, writing
from audit_app.forum import sign_in
from audit_app.instance_secret import InstanceSecrets, UnknownSecretError
from audit_app.mail.delivery import Delivery, deliver_due
from audit_app.mail.smtp import read_smtp_url
from audit_app.packs.making import Maker
from audit_app.packs.models import PackDocument
from audit_app.settings import Settings

BEAT = timedelta(seconds=2)
PACK_BEAT = timedelta(seconds=0.4)  # somebody is looking at the page and waits
LONGEST_PAUSE = timedelta(minutes=5)  # between two tries of something that keeps failing

_log = logging.getLogger(__name__)


@dataclass
class Job:
    """Something to do again and again. A job that fails is tried again later, and never stops the others."""

    name: str
    run: Callable[[datetime], object]
    every: timedelta = BEAT
    due: datetime | None = None
    failures: int = 0

    def run_if_due(self, at: datetime) -> None:
        """Run it if its time has come, and set the time of the next run."""
        if self.due is not None and at < self.due:
            return
        try:
            self.run(at)
        except Exception:  # noqa: BLE001  (logged; the worker must outlive a database that is away for a moment)
            self.failures += 1
            pause = min(self.every * 2 ** min(self.failures, 20), max(LONGEST_PAUSE, self.every))
            _log.exception("%s failed; it is tried again in %s", self.name, pause)
            self.due = at + pause
        else:
            self.failures = 0
            self.due = at + self.every


class Rounds:
    """The jobs that concern rounds."""

    def __init__(self, engine: Engine, secrets: InstanceSecrets) -> None:
        self._engine = engine
        self._secrets = secrets
        self._sessions: sessionmaker[Session] = make_sessions(engine)

    def stop_due(self, at: datetime) -> None:
        """Stop the rounds whose closing time has passed."""
        with writing(self._sessions) as session:
            stopped = rounds.stop_due(session, at)
            session.commit()
        if stopped:
            _log.info("stopped %d rounds at their closing time", stopped)

    def close_requested(self, at: datetime) -> None:
        """Count the rounds for which that was asked, each in a transaction of its own."""
        with self._sessions() as session:
            waiting = closing.requested(session)
        for round_id in waiting:
            try:
                with writing(self._sessions) as session:
                    closing.close(session, self._secrets, round_id, at)
                    session.commit()
            except (NotPossible, UnknownSecretError) as error:
                self._refuse(round_id, str(error), at)
            else:
                _log.info("closed round %d", round_id)

    def _refuse(self, round_id: int, reason: str, at: datetime) -> None:
        """Say in the round's record why it was not counted, so that its page does not say "counting" for ever."""
        with writing(self._sessions) as session:
            refused = closing.refuse(session, round_id, reason, at)
            session.commit()
        if refused:  # otherwise another worker has just counted it
            _log.error("round %d cannot be closed: %s", round_id, reason)

    def forget_packs(self, at: datetime) -> None:
        """Delete what was made of comments that are gone, before the database is compacted."""
        with self._sessions() as session:
            waiting = compaction.pending(session)
        if waiting:
            Maker(self._sessions, self._secrets).forget_outdated(at)

    def compact(self, at: datetime) -> None:
        """Make the database forget what a closed round has erased."""
        del at
        if not compaction.compact(self._engine, also=(PackDocument.__tablename__,)):
            _log.info("the database is busy; it is compacted later")

    def expire_comments(self, at: datetime) -> None:
        """Delete comments whose day has come."""
        with writing(self._sessions) as session:
            expired = comments.expire_comments(session, uk_day(at))
            session.commit()
        if expired:
            _log.info("deleted %d comments whose time was over", expired)

    def sweep_sign_in(self, at: datetime) -> None:
        """Delete sign-in links and sessions that have ended."""
        with writing(self._sessions) as session:
            sign_in.sweep(session, at)
            session.commit()

    def jobs(self) -> list[Job]:
        """All of them; compaction comes right after closing."""
        return [
            Job("stopping rounds", self.stop_due),
            Job("closing rounds", self.close_requested),
            Job("forgetting outdated packs", self.forget_packs),
            Job("compacting the database", self.compact),
            Job("deleting old comments", self.expire_comments, timedelta(hours=1)),
            Job("tidying sign-in", self.sweep_sign_in, timedelta(hours=1)),
        ]


def mail_job(engine: Engine, settings: Settings, secrets: InstanceSecrets) -> Job | None:
    """Deliver what is due. None in a demonstration and without SMTP_URL: the outbox then keeps everything.

    Raises SmtpUrlError if SMTP_URL cannot be used.
    """
    if settings.demonstration or settings.smtp_url is None:
        return None
    letters = Letters(settings, secrets)
    delivery = Delivery(make_sessions(engine), read_smtp_url(settings.smtp_url), letters.compose, letters.settled)
    return Job("delivering mail", lambda _: deliver_due(delivery))


def all_jobs(engine: Engine, settings: Settings, secrets: InstanceSecrets) -> list[Job]:
    """Everything that this service does by itself."""
    jobs = Rounds(engine, secrets).jobs()
    mail = mail_job(engine, settings, secrets)
    return jobs if mail is None else [*jobs, mail]


def pack_jobs(engine: Engine, secrets: InstanceSecrets, stop: threading.Event) -> list[Job]:
    """Making what is ordered for meetings, and tidying it away."""
    maker = Maker(make_sessions(engine), secrets, stop)
    return [
        Job("making packs", maker.make_all, PACK_BEAT),
        Job("tidying packs", maker.sweep, timedelta(minutes=10)),
    ]


@contextmanager
def working_beside(jobs: list[Job], stop: threading.Event) -> Iterator[None]:
    """Run jobs in a thread of their own while this lasts; at the end `stop` is set, and what has begun is finished."""
    thread = threading.Thread(target=work, args=(jobs, stop), kwargs={"beat": PACK_BEAT}, name="packs")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def work(
    jobs: list[Job], stop: threading.Event, clock: Callable[[], datetime] = now, *, beat: timedelta = BEAT
) -> None:
    """Run the jobs until `stop` is set; what has begun is finished first."""
    while not stop.is_set():
        for job in jobs:
            if stop.is_set():
                return
            job.run_if_due(clock())
        stop.wait(beat.total_seconds())
