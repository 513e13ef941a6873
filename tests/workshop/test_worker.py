"""What the worker does by itself, and that one failing job stops neither the others nor the worker."""

import itertools
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from audit_app.worker import BEAT, LONGEST_PAUSE, PACK_BEAT, Job, work, working_beside

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_job_runs_at_once_and_then_when_its_time_has_come() -> None:
    runs: list[datetime] = []
    job = Job("counting", runs.append, every=timedelta(minutes=1))
    for seconds in (0, 30, 59, 60, 61, 119, 120):
        job.run_if_due(NOON + timedelta(seconds=seconds))
    assert [(moment - NOON).seconds for moment in runs] == [0, 60, 120]


def test_a_failing_job_is_tried_again_after_longer_and_longer_pauses(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[datetime] = []

    def fail(at: datetime) -> None:
        tries.append(at)
        raise ConnectionError("the database is away")

    job = Job("failing", fail)
    for second in range(1300):
        job.run_if_due(NOON + timedelta(seconds=second))
    pauses = [(later - earlier).seconds for earlier, later in itertools.pairwise(tries)]
    assert pauses == [4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert max(pauses) == LONGEST_PAUSE.seconds
    assert "failing failed" in caplog.text


def test_a_job_that_works_again_keeps_its_old_pace() -> None:
    answers = iter([ConnectionError("away"), None, None])

    def sometimes(at: datetime) -> None:
        del at
        answer = next(answers)
        if answer is not None:
            raise answer

    job = Job("sometimes", sometimes)
    job.run_if_due(NOON)
    job.run_if_due(NOON + timedelta(seconds=4))
    assert job.failures == 0
    assert job.due == NOON + timedelta(seconds=4) + BEAT


def test_one_failing_job_does_not_stop_the_others() -> None:
    stop = threading.Event()
    done: list[str] = []

    def fail(at: datetime) -> None:
        raise ValueError(at)

    def finish(at: datetime) -> None:
        del at
        done.append("finished")
        stop.set()

    work([Job("failing", fail), Job("finishing", finish)], stop, clock=lambda: NOON)
    assert done == ["finished"]


def test_after_the_signal_to_stop_nothing_new_begins() -> None:
    stop = threading.Event()
    done: list[str] = []
    jobs = [Job("first", lambda _: stop.set()), Job("second", lambda _: done.append("second"))]
    work(jobs, stop, clock=lambda: NOON)
    assert done == []


def test_a_long_document_does_not_keep_rounds_waiting() -> None:
    stop, making, over = threading.Event(), threading.Event(), threading.Event()
    seen: list[bool] = []

    def make(at: datetime) -> None:
        del at
        making.set()
        assert over.wait(10)

    def close(at: datetime) -> None:
        del at
        assert making.wait(10)
        seen.append(over.is_set())
        over.set()
        stop.set()

    with working_beside([Job("making packs", make, PACK_BEAT)], stop):
        work([Job("closing rounds", close)], stop)
    assert seen == [False]  # it ran while the document was still being made


def test_an_order_does_not_wait_for_long_before_it_is_begun() -> None:
    stop, runs = threading.Event(), threading.Semaphore(0)
    began = time.monotonic()
    with working_beside([Job("making packs", lambda _: runs.release(), PACK_BEAT)], stop):
        for _ in range(3):
            assert runs.acquire(timeout=10)
    assert time.monotonic() - began < 3 * 0.5 + 2  # two seconds for a busy machine


def test_the_worker_ends_both_at_once_even_when_one_of_them_breaks() -> None:
    stop = threading.Event()
    with pytest.raises(KeyboardInterrupt), working_beside([Job("making packs", lambda _: None, PACK_BEAT)], stop):
        raise KeyboardInterrupt
    assert stop.is_set()
    assert "packs" not in {thread.name for thread in threading.enumerate()}
