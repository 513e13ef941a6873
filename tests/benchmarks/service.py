"""The service as `partnership-audit run` starts it (gunicorn and the worker), with a watch on what it costs."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.harness.live import running_server, running_worker


@dataclass(frozen=True)
class Service:
    """Where it listens, and its first process."""

    port: int
    pid: int


@contextmanager
def running_service(database_url: str, folder: Path) -> Iterator[Service]:
    """The web server, on a free port of 127.0.0.1, and the worker."""
    with running_server(database_url, folder) as server, running_worker(server):
        yield Service(server.settings.port, server.process.pid)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and of all that it started, in seconds; those that have ended are counted too."""
    total = 0.0
    root = psutil.Process(pid)
    for each in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            spent = each.cpu_times()
            total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def machine_cpu_seconds() -> float:
    """Processor time of everything on this machine that was not idle, in seconds over all cores."""
    spent = psutil.cpu_times()
    idle = spent.idle + getattr(spent, "iowait", 0.0)
    return float(sum(spent[:8]) - idle)  # guest time is part of user time
