"""Makes one document in a process of its own, so that its memory can be told: `make_document_once.py CASE DOCUMENT`."""

import json
import sys
import time
from pathlib import Path

from audit_app.reports.round_documents import DOCUMENTS
from tests.harness.round_packs import CASES


def _peak() -> float:
    """MiB of memory that this process has held at most, as Linux tells (getrusage would count the parent's too)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(case: str, name: str) -> dict[str, float]:
    """Seconds, of which CPU; bytes; MiB before and at most; seconds once more, when fonts and the like are there."""
    pack = CASES[case]()
    document = next(each for each in DOCUMENTS if each.id == name)
    before, begun, worked = _peak(), time.perf_counter(), time.process_time()
    content = document.make(pack)
    spent, cpu = time.perf_counter() - begun, time.process_time() - worked
    peak, begun = _peak(), time.perf_counter()
    assert document.make(pack) == content
    again = time.perf_counter() - begun
    return {"spent": spent, "cpu": cpu, "again": again, "bytes": len(content), "before": before, "peak": peak}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))  # noqa: T201  (read by bench_documents)
