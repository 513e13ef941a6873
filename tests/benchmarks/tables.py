"""What was measured, as tables that a person reads: on the screen and in test-artefacts/bench.txt."""

import os
import platform
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.factories import ROOT

REPORT = ROOT / "test-artefacts" / "bench.txt"


def begin() -> None:
    """Start a new report with the machine that it was measured on."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("", encoding="utf-8")
    say(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}; load at the start {load()}"
    )


def load() -> str:
    """How many processes wanted a core in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def say(text: str) -> None:
    with REPORT.open("a", encoding="utf-8") as file:
        file.write(text + "\n")
    print(text, flush=True)  # noqa: T201  (it is what `make bench` is for)


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """A table with the first column to the left and figures to the right."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    say(f"\n{title}")
    for row in (heads, ["-" * width for width in widths], *rows):
        first, *others = (
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        say("  ".join([first, *others]))
    if note:
        say(note)


def disk_wait(folder: Path, times: int = 100) -> float:
    """Seconds that the disk under `folder` takes to make one block of 4 KiB safe (fdatasync), on average."""
    path = folder / "disk-wait"
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    begun = time.perf_counter()
    for place in range(times):
        os.pwrite(handle, b"x" * 4096, place * 4096)
        os.fdatasync(handle)
    spent = time.perf_counter() - begun
    os.close(handle)
    path.unlink()
    return spent / times
