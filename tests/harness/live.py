"""The real server: gunicorn, started as `make run` starts it, on a free port of the loopback address."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from audit_app.database import make_engine, make_sessions, writing
from audit_app.instance_secret import InstanceSecrets
from audit_app.serving import web_command, worker_command
from audit_app.settings import Settings, from_environment
from tests.harness.mail_server import free_port

ROOT = Path(__file__).resolve().parents[2]
TEST_SECRET = "an invented secret that only the tests use 0123456789"
START = 60  # seconds


@dataclass
class LiveServer:
    """A running server, and the same database and secrets for the test itself."""

    url: str
    settings: Settings
    engine: Engine
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def secrets(self) -> InstanceSecrets:
        return InstanceSecrets.from_keys(self.settings.secret_keys)

    @property
    def sessions(self) -> sessionmaker[Session]:
        return make_sessions(self.engine)

    def writing(self) -> Session:
        """A session that may write; the test commits."""
        return writing(self.sessions)

    def written_log(self) -> str:
        return self.log.read_text(encoding="utf-8")


def environment_for(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of one server on this database; `more` adds settings."""
    port = free_port()
    own = {
        "DATABASE_URL": database_url,
        "PARTNERSHIP_AUDIT_SECRET_KEY": TEST_SECRET,
        "INSTANCE_FOLDER": str(folder),
        "PORT": str(port),
        "CONTACT_EMAIL": "secretariat@forum.example",
        **more,
    }
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PYTHONPATH": str(ROOT), **own}


@contextmanager
def running_server(database_url: str, folder: Path, **more: str) -> Iterator[LiveServer]:
    """Start gunicorn on a database that has its tables; stop it, and wait, at the end."""
    environment = environment_for(database_url, folder, **more)
    settings = from_environment(environment)
    log = folder / "server.log"
    engine = make_engine(database_url)
    with log.open("wb") as output:
        process = subprocess.Popen(
            web_command(settings), env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, f"{settings.base_url}/healthz", log)
        yield LiveServer(settings.base_url, settings, engine, environment, log, process)
    finally:
        _end(process)
        engine.dispose()


@contextmanager
def running_worker(server: LiveServer) -> Iterator[None]:
    """The worker beside the server, as `make run` starts it: rounds are stopped and counted while this lasts."""
    log = server.log.with_name("worker.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            worker_command(), env=server.environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield
        assert process.poll() is None, f"the worker ended:\n{log.read_text(encoding='utf-8')}"
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    limit = time.monotonic() + START
    while time.monotonic() < limit:
        assert process.poll() is None, f"the server ended:\n{log.read_text(encoding='utf-8')}"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  (our own loopback address)
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not answer at {url}:\n{log.read_text(encoding='utf-8')}")
