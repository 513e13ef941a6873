"""The server and the worker start together, end together, and say plainly why they cannot."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from audit_app import serving
from audit_app.discreet_logs import redacted
from audit_app.serving import ServingError, Supervisor, refuse_busy_port, web_command
from audit_app.settings import Settings

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
TOKEN = "Zq3kT0vbQm8yWc5nRd1xJf7uLp2hGs9aEo4iYb6t"


def _counting(file: Path) -> list[str]:
    """A program that notes each start in `file` and dies at once."""
    return [sys.executable, "-c", f"open({str(file)!r}, 'a').write('x'); raise SystemExit(3)"]


def _run(supervisor: Supervisor) -> tuple[threading.Thread, list[int]]:
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(supervisor.run(lambda: True, lambda: None)))
    thread.start()
    return thread, codes


def _wait(condition: object, seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.02)


def test_a_dead_worker_is_started_again_after_growing_pauses(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    supervisor = Supervisor(SLEEP, _counting(starts))
    begun = time.monotonic()
    thread, codes = _run(supervisor)
    _wait(lambda: starts.exists() and len(starts.read_text()) == 3)
    assert time.monotonic() - begun >= 1 + 2  # the pauses before the second and the third start
    supervisor.stop.set()
    thread.join(30)
    assert codes == [0]


def test_when_the_web_server_ends_the_worker_ends_too_and_its_code_is_handed_on() -> None:
    supervisor = Supervisor([sys.executable, "-c", "raise SystemExit(4)"], SLEEP)
    thread, codes = _run(supervisor)
    thread.join(30)
    assert codes == [4]
    assert supervisor._children["worker"].returncode == -signal.SIGTERM


def test_both_end_when_told_to_stop() -> None:
    supervisor = Supervisor(SLEEP, SLEEP)
    thread, codes = _run(supervisor)
    _wait(lambda: len(supervisor._children) == 2)
    supervisor.stop.set()
    thread.join(30)
    assert codes == [0]
    assert all(child.returncode is not None for child in supervisor._children.values())


def test_a_process_that_does_not_listen_is_ended_in_the_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    ready = tmp_path / "ready"
    deaf = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )
    supervisor = Supervisor([sys.executable, "-c", deaf], SLEEP)
    thread, _ = _run(supervisor)
    _wait(ready.exists)
    supervisor.stop.set()
    thread.join(30)
    assert supervisor._children["web"].returncode == -signal.SIGKILL


def test_the_children_end_even_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from audit_app.serving import Supervisor; "
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']; s = Supervisor(sleep, sleep); "
        f"file = pathlib.Path({str(tmp_path / 'pids')!r}); "
        "s.run(lambda: True, lambda: file.write_text(' '.join(str(c.pid) for c in s._children.values())))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    _wait(lambda: len((tmp_path / "pids").read_text().split()) == 2 if (tmp_path / "pids").exists() else False)
    parent.kill()
    parent.wait()
    for pid in (tmp_path / "pids").read_text().split():
        _wait(lambda pid=pid: not _lives(pid))


def _lives(pid: str) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "State:\tZ" not in status


def test_a_busy_port_is_said_in_plain_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=f"Port {port} .* Choose another, as in: make run PORT=5001"):
            refuse_busy_port("127.0.0.1", port)


def test_the_web_server_is_gunicorn_on_the_given_address(settings: Settings) -> None:
    command = web_command(settings)
    assert command[1:3] == ["-m", "gunicorn"]
    assert "127.0.0.1:5000" in command
    assert "--no-control-socket" in command


@pytest.mark.parametrize(
    "line",
    [
        f"Error handling request /a/{TOKEN}",
        f"Error handling request /a/{TOKEN}?from=mail",
        f"Error handling request /sign-in/{TOKEN}",
        f"Invalid request from ip=127.0.0.1: 'GET /elsewhere/{TOKEN}'",
        f"cookie: key={TOKEN}; path=/",
    ],
)
def test_no_token_reaches_the_log(line: str) -> None:
    assert TOKEN not in redacted(line)
    assert "[hidden]" in redacted(line)


def test_other_words_stay_in_the_log() -> None:
    line = "Worker (pid:4711) was sent SIGKILL! gunicorn.workers.gthread.ThreadWorker /healthz"
    assert redacted(line) == line
