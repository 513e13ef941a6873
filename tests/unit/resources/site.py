"""A site on this machine that answers as it is told, for checking links."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


@dataclass
class Site:
    """url: where it is. asked: each request as "HEAD /path" with its headers, in the order in which they came."""

    url: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [line for line, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        self.site.asked.append((f"{self.command} {self.path}", dict(self.headers)))
        kind, _, rest = self.path.lstrip("/").partition("/")
        if kind == "slow":
            time.sleep(1.5)
        if kind == "drip":
            for _ in range(40):
                self.wfile.write(b"H")
                time.sleep(0.1)
        if kind == "close":
            self.close_connection = True
            return
        if kind == "garbage":
            self.wfile.write(b"this is no answer\r\n\r\n")
            self.close_connection = True
            return
        if kind == "get-only" and self.command == "HEAD":
            self._send(405)
        elif kind == "to":
            status, _, place = rest.partition("/")
            self._send(int(status), f"/{place}")
        elif kind == "elsewhere":
            self._send(302, unquote(rest))
        elif kind == "round":
            self._send(302, f"/round/{rest}x")
        else:
            self._send(int(kind) if kind.isdigit() else 200)

    def _send(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer  # noqa: N815  (the names that http.server asks for)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (http.server's own name)
        pass


@contextmanager
def running_site() -> Iterator[Site]:
    """A site on a free port of 127.0.0.1, until the end of the block."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked may have hung up
    Handler.site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Handler.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
