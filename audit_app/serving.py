"""Runs the web server and the worker side by side, and ends both together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from audit_app.settings import Settings

LONGEST_PAUSE = 60.0  # seconds between two starts of a worker that keeps dying
STEADY = 60.0  # seconds after which a worker counts as well again
PATIENCE = 30.0  # seconds to end before a process is killed
START = 60.0  # seconds for the web server to answer

# prctl(PR_SET_PDEATHSIG, SIGTERM), which outlives exec; a hook between fork and exec would not be safe with threads
_TIE = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 15); "
    "os.getppid() == int(sys.argv[1]) or sys.exit(1); "  # gone already, before it could be tied
    "os.execv(sys.argv[2], sys.argv[2:])"
)

_log = logging.getLogger(__name__)


class ServingError(RuntimeError):
    """The server could not be started; the message says why and what to do."""


def web_command(settings: Settings) -> list[str]:
    """How gunicorn is started; what does not depend on settings is in wsgi.py."""
    processes = max(2, min(os.cpu_count() or 2, 4))
    return [
        sys.executable, "-m", "gunicorn", "--config", "python:audit_app.wsgi", "--no-control-socket",
        "--bind", f"{settings.host}:{settings.port}", "--workers", str(processes), "audit_app.wsgi:make_application()",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """How the worker is started."""
    return [sys.executable, "-m", "audit_app.cli", "worker"]


def _tied(command: list[str]) -> list[str]:
    """The command, on Linux told to end when the process that started it is gone, however that ended."""
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", "-c", _TIE, str(os.getpid()), *command]


@dataclass
class Supervisor:
    """Two child processes: when the web server ends all ends; a worker that dies is started again."""

    web: list[str]
    worker: list[str]
    stop: threading.Event = field(default_factory=threading.Event)
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _failures: int = 0
    _started_at: float = 0.0
    _next_start: float = 0.0

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> int:
        """Start both and stay until one is told to stop. Returns the exit code: 0 after a stop, else the server's."""
        try:
            self._start("web", self.web)
            self._start_worker()
            if self._wait_until(is_ready):
                when_ready()
            while not self.stop.is_set() and self._children["web"].poll() is None:
                self._keep_worker()
                self.stop.wait(0.2)
            return 0 if self.stop.is_set() else self._children["web"].returncode or 1
        finally:
            self._end_all()

    def _start(self, name: str, command: list[str]) -> None:
        self._children[name] = subprocess.Popen(_tied(command))  # noqa: S603  (our own program)

    def _start_worker(self) -> None:
        self._started_at = time.monotonic()
        self._start("worker", self.worker)

    def _keep_worker(self) -> None:
        """Start the worker again if it has died: after 1, 2, 4 … 60 seconds."""
        code = self._children["worker"].poll()
        moment = time.monotonic()
        if code is None:
            return
        if not self._next_start:
            self._failures = 1 if moment - self._started_at > STEADY else self._failures + 1
            pause = min(2.0 ** (self._failures - 1), LONGEST_PAUSE)
            self._next_start = moment + pause
            _log.error("the worker ended (%d); it is started again in %.0f seconds", code, pause)
        elif moment >= self._next_start:
            self._next_start = 0.0
            self._start_worker()

    def _wait_until(self, is_ready: Callable[[], bool]) -> bool:
        limit = time.monotonic() + START
        while time.monotonic() < limit and not self.stop.is_set() and self._children["web"].poll() is None:
            if is_ready():
                return True
            time.sleep(0.1)
        return False

    def _end_all(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + PATIENCE
        for child in self._children.values():
            try:
                child.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def refuse_busy_port(host: str, port: int) -> None:
    """Raise ServingError, in plain words, when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServingError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another, as in: make run PORT=5001"
            ) from error


def answers(host: str, port: int) -> bool:
    """Whether something takes connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` on SIGTERM and SIGINT, so that what has begun is finished."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def serve(settings: Settings, when_ready: Callable[[], None]) -> int:
    """Run the web server and the worker until SIGTERM or SIGINT. Returns the exit code.

    Raises ServingError if the port is taken.
    """
    refuse_busy_port(settings.host, settings.port)
    supervisor = Supervisor(web_command(settings), worker_command())
    stop_on_signals(supervisor.stop)
    return supervisor.run(lambda: answers(settings.host, settings.port), when_ready)
