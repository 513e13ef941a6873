"""Many people who answer at once, over plain sockets, so that making them costs little beside serving them."""

import asyncio
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from audit_app.questionnaire.answers import pages
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.factories import some_answers

_CSRF = b'name="csrf_token" value="'
Journey = tuple[str, Sequence[Mapping[str, str]]]  # the link's token, and the fields of each page


@dataclass
class Measured:
    """What happened in one run. `requests`: seconds that each answer took; `journeys`: how many were sent."""

    journeys: int = 0
    seconds: float = 0.0
    requests: list[float] = field(default_factory=list)

    @property
    def a_second(self) -> float:
        return self.journeys / self.seconds


class Visitor:
    """One browser with one connection, which is kept open as browsers do, and its cookies."""

    def __init__(self, port: int, measured: Measured) -> None:
        self._port = port
        self._measured = measured
        self._socket: socket.socket | None = None
        self._cookies: dict[bytes, bytes] = {}

    async def get(self, path: str) -> bytes:
        return await self._ask(b"GET", path, b"", 200)

    async def post(self, path: str, fields: Mapping[str, str], expected: int = 303) -> bytes:
        return await self._ask(b"POST", path, urlencode(fields).encode(), expected)

    def leave(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def _ask(self, method: bytes, path: str, body: bytes, expected: int) -> bytes:
        loop = asyncio.get_running_loop()
        if self._socket is None:
            self._socket = socket.socket()
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.sock_connect(self._socket, ("127.0.0.1", self._port))
        begun = time.perf_counter()
        await loop.sock_sendall(self._socket, self._request(method, path, body))
        head, content = await self._answer(loop, self._socket)
        self._measured.requests.append(time.perf_counter() - begun)
        status = int(head[9:12])
        assert status == expected, f"{method.decode()} {path}: {status}"
        self._remember(head)
        if b"\r\nConnection: close" in head:
            self.leave()
        return content

    def _request(self, method: bytes, path: str, body: bytes) -> bytes:
        lines = [b"%s %s HTTP/1.1" % (method, path.encode()), b"Host: 127.0.0.1:%d" % self._port]
        if self._cookies:
            lines.append(b"Cookie: " + b"; ".join(b"%s=%s" % pair for pair in self._cookies.items()))
        if body:
            lines.append(b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d" % len(body))
        return b"\r\n".join((*lines, b"", body))

    @staticmethod
    async def _answer(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> tuple[bytes, bytes]:
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            more = await loop.sock_recv(connection, 65536)
            assert more, "the server hung up"
            received += more
        head, content = received[:end], received[end + 4 :]
        at = head.index(b"Content-Length: ") + 16
        length = int(head[at : head.find(b"\r\n", at) if head.find(b"\r\n", at) >= 0 else None])
        while len(content) < length:
            more = await loop.sock_recv(connection, 65536)
            assert more, "the server hung up"
            content += more
        return head, content

    def _remember(self, head: bytes) -> None:
        for line in head.split(b"\r\n"):
            if line.startswith(b"Set-Cookie: "):
                name, _, value = line[12:].partition(b";")[0].partition(b"=")
                self._cookies[name] = value


def journeys(questionnaire: Questionnaire, links: Sequence[tuple[str, Side]]) -> list[Journey]:
    """For each link, what its holder types on each page."""
    typed: list[Journey] = []
    for place, (token, side) in enumerate(links):
        ratings = some_answers(questionnaire, side, place).ratings
        fields = [{each.id: str(ratings[each.id]) for each in page.questions} for page in pages(questionnaire, side)]
        typed.append((token, fields))
    return typed


def all_answer(port: int, waiting: Sequence[Journey], at_once: int, longest: float) -> Measured:
    """Send `at_once` respondents through at a time; none begins after `longest` seconds, and all who began finish."""
    return asyncio.run(_all_answer(port, list(waiting), at_once, longest))


async def _all_answer(port: int, waiting: list[Journey], at_once: int, longest: float) -> Measured:
    measured = Measured()
    begun = time.perf_counter()

    async def one_after_another() -> None:
        while waiting and time.perf_counter() - begun < longest:
            await _answer(port, waiting.pop(), measured)

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    measured.seconds = time.perf_counter() - begun
    return measured


async def _answer(port: int, journey: Journey, measured: Measured) -> None:
    token, typed = journey
    visitor = Visitor(port, measured)
    try:
        await visitor.post("/answer/start", {"token": token, **_csrf(await visitor.get(f"/a/{token}"))})
        await visitor.get("/answer")
        for number, fields in enumerate(typed, start=1):
            shown = await visitor.get(f"/answer/page/{number}")
            await visitor.post(f"/answer/page/{number}", {**fields, **_csrf(shown)})
        shown = await visitor.get("/answer/check")
        sent = await visitor.post("/answer/submit", _csrf(shown), 200)
        assert b"Your answers are in" in sent
        measured.journeys += 1
    finally:
        visitor.leave()


def _csrf(page: bytes) -> dict[str, str]:
    start = page.index(_CSRF) + len(_CSRF)
    return {"csrf_token": page[start : page.index(b'"', start)].decode()}
