"""The service as `partnership-audit run` starts it, with a watch on what it costs."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import TEST_SECRET
from tests.factories import ROOT

_PATIENCE = 90.0


@dataclass(frozen=True)
class Service:
    """Where it listens, and its first process."""

    port: int
    pid: int


@contextmanager
def running_service(database_url: str, folder: Path) -> Iterator[Service]:
    """Start the web server and the worker on a free port of 127.0.0.1; end both afterwards."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"SMTP_URL", "BASE_URL", "DEMONSTRATION"}},
        "DATABASE_URL": database_url,
        "PARTNERSHIP_AUDIT_SECRET_KEY": TEST_SECRET,
        "INSTANCE_FOLDER": str(folder / "instance"),
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "audit_app.cli", "run"]
    with (folder / "service.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(process, port)
        yield Service(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE)


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


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert answer.status == 200
            return
        time.sleep(0.1)
    raise AssertionError("the service did not start; see service.log")
