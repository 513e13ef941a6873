"""What the real server writes down about requests that it cannot read: nothing that was in them."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from audit_app.database import make_engine
from tests.harness.databases import copy_sqlite
from tests.harness.live import running_server

TOKEN = "AAABkq3kT0vbQm8yWc5nRd1xJf7uLp2h"
WORDS = "Bloggsonian"


def _send(url: str, content: bytes) -> None:
    where = urlsplit(url)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as line:
        line.sendall(content)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass


def test_requests_that_cannot_be_read_are_not_written_down(sqlite_template: Path, tmp_path: Path) -> None:
    host = b"Host: 127.0.0.1\r\n"
    path = f"/a/{TOKEN}".encode()
    answers = f"csrf_token={TOKEN}&PT-1=5&comment-PT-3={WORDS}".encode()
    requests = (
        b"GET " + path + b" HTTP/9.9\r\n" + host + b"\r\n",
        b"GET " + path + b"\r\n\r\n",
        b"GET /" + b"x" * 5000 + path + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"GET / HTTP/1.1\r\n" + host + b"Bad header " + answers + b"\r\n\r\n",
        # a length that is too short makes the rest of a form look like the next request
        b"POST /answer/page/1 HTTP/1.1\r\n" + host + b"Content-Length: 4\r\n\r\nPT-1" + answers + b"\r\n\r\n",
        b"POST /answer/page/1 HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\n" + answers + b"\r\n\r\n",
        b"GET " + path + b" HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    )
    url = copy_sqlite(sqlite_template, tmp_path)
    make_engine(url).dispose()
    with running_server(url, tmp_path) as server:
        for request in requests:
            _send(server.url, request)
        log = server.written_log()
    for secret in (TOKEN, WORDS, "PT-1", "127.0.0.1"):
        assert secret not in log
