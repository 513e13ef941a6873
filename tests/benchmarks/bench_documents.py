"""What each document of the meeting pack costs: for a forum like the demonstration, and for the largest case."""

import json
import os
import subprocess
import sys

import pytest

from audit_app.reports.round_documents import DOCUMENTS
from tests.benchmarks.tables import load, table
from tests.factories import ROOT

HEADS = ("document", "made in s", "of which CPU", "again s", "KiB", "MiB before", "MiB at most")
# a few times what was measured, so that a document that grows without end is found
MOST_SECONDS, MOST_BYTES, MOST_MEMORY = 40.0, 10 * 2**20, 600.0


@pytest.mark.parametrize("case", ["demonstration", "largest"])
def test_each_document(case: str) -> None:
    spent = {each.id: _made(case, each.id) for each in DOCUMENTS}
    rows = [(name, *_cells(one)) for name, one in spent.items()]
    together = {key: sum(one[key] for one in spent.values()) for key in ("spent", "cpu", "again", "bytes")}
    rows.append(("all", *_cells({**together, "before": 0, "peak": max(one["peak"] for one in spent.values())})))
    table(f"Documents about one round: {case} (load {load()})", HEADS, rows)
    for name, one in spent.items():
        assert one["cpu"] < MOST_SECONDS, name
        assert one["bytes"] < MOST_BYTES, name
        assert one["peak"] < MOST_MEMORY, name


def _made(case: str, name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.make_document_once", case, name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, timeout=600)
    spent: dict[str, float] = json.loads(done.stdout)
    return spent


def _cells(spent: dict[str, float]) -> tuple[str, ...]:
    return (
        f"{spent['spent']:.2f}", f"{spent['cpu']:.2f}", f"{spent['again']:.2f}", f"{spent['bytes'] / 1024:,.0f}",
        f"{spent['before']:.0f}", f"{spent['peak']:.0f}",
    )  # fmt: skip
