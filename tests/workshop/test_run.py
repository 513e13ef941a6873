"""What `make run` starts: everything from nothing, ready links, and the same data the second time."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.harness.mail_server import free_port

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def _started(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running program, and what it has printed once it said that it is ready."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "SMTP_URL", "BASE_URL", "PARTNERSHIP_AUDIT_SECRET_KEY"}
    }
    environment |= {"INSTANCE_FOLDER": str(folder), "PORT": str(port), "DEMONSTRATION": "1", "PYTHONUNBUFFERED": "1"}
    log = folder.with_suffix(".log")
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "audit_app.cli", "run"],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    try:
        limit = time.monotonic() + 60
        while "Stop with Ctrl+C." not in (printed := log.read_text(encoding="utf-8")):
            assert process.poll() is None, printed
            assert time.monotonic() < limit, printed
            time.sleep(0.1)
        yield process, printed
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def first_and_second_start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder, port = tmp_path_factory.mktemp("run") / "instance", free_port()
    seen: dict[str, object] = {}
    with _started(folder, port) as (process, printed):
        links = dict(re.findall(r"^(.+): http://127\.0\.0\.1:\d+(/\S+)$", printed, re.MULTILINE))
        seen |= {"first": printed, "links": links, "health": _get(port, "/healthz"), "home": _get(port, "/")}
        seen["pages"] = {who: _get(port, path) for who, path in links.items()}
    seen["code"] = process.returncode
    seen["secret"] = (folder / "secret_key").read_text()
    seen["secret mode"] = (folder / "secret_key").stat().st_mode & 0o777
    begun = time.monotonic()
    with _started(folder, port) as (_, printed):
        seen |= {"second": printed, "seconds": time.monotonic() - begun}
        member = links["Member with an open round"]
        seen["the same member's link"] = _get(port, member)
    seen["secret then"] = (folder / "secret_key").read_text()
    return seen


def test_it_answers_and_prints_a_working_link_for_each_kind_of_person(
    first_and_second_start: dict[str, object],
) -> None:
    seen = first_and_second_start
    assert (seen["health"], seen["home"]) == (200, 200)
    expected = {
        "Secretariat", "Management-side chair", "Staff-side chair", "Wellbeing lead", "Staff-side colleague",
        "Member with an open round",
    }  # fmt: skip
    pages = seen["pages"]
    assert isinstance(pages, dict)
    assert expected <= set(pages)
    assert set(pages.values()) == {200}


def test_it_makes_its_own_secret_once_for_its_owner_alone_and_says_how_to_keep_it(
    first_and_second_start: dict[str, object],
) -> None:
    seen = first_and_second_start
    assert seen["secret mode"] == 0o600
    assert seen["secret"] == seen["secret then"]
    assert "Keep a copy of this file in a safe place" in str(seen["first"])
    assert "Keep a copy" not in str(seen["second"])
    assert str(seen["secret"]).strip() not in str(seen["first"])


def test_a_second_start_keeps_everything_and_makes_nothing_anew(first_and_second_start: dict[str, object]) -> None:
    seen = first_and_second_start
    assert "Making the demonstration forum" in str(seen["first"])
    assert "Making the demonstration forum" not in str(seen["second"])
    assert seen["the same member's link"] == 200


def test_it_ends_cleanly_when_told_to(first_and_second_start: dict[str, object]) -> None:
    assert first_and_second_start["code"] == 0
