"""Counts one round in a process of its own, so that its memory can be told: `python close_once.py ADDRESS ROUND`."""

import json
import sys
import time
from pathlib import Path

import audit_app.audit.ballots
import audit_app.audit.tallies
import audit_app.forum.models
import audit_app.mail.models  # noqa: F401  (each fills Base.metadata)
from audit_app.audit import closing, compaction
from audit_app.database import make_engine, make_sessions, now, writing
from tests.factories import SECRETS


def _peak() -> float:
    """MiB of memory that this process has held at most, as Linux tells (getrusage would count the parent's too)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(url: str, round_id: int) -> dict[str, float]:
    engine = make_engine(url)
    before, begun, worked = _peak(), time.perf_counter(), time.process_time()
    with writing(make_sessions(engine)) as session:
        closing.close(session, SECRETS, round_id, now())
        session.commit()
    closed, spent = time.perf_counter(), time.process_time() - worked
    assert compaction.compact(engine)
    compacted = time.perf_counter()
    return {
        "close": closed - begun, "cpu": spent, "compact": compacted - closed, "before": before, "peak": _peak(),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))  # noqa: T201  (read by bench_closing)
