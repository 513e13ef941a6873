"""Asking other sites whether a link still leads anywhere. Only the operator's command does this, never a page.

A link, and each redirect on the way, is refused unless its host has public addresses only, and exactly the address
that was looked at is connected to: so a site cannot make this machine talk to its own network. Nothing but the request
line and a few fixed headers is sent: no cookie, no password, no address of ours.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

MOST_REDIRECTS = 5
AT_ONCE = 6
HEADERS = {"User-Agent": "partnership-audit link check", "Accept": "*/*", "Connection": "close"}
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_NOT_FOR_US = {401, 403, 405, 407, 408, 418, 425, 429, 451}  # says nothing about what a reader's browser would get
_KEPT = "/?%:@!$&'()*+,;=~-._"  # signs of an address that stay as they are
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 addresses behind a translator (RFC 6052)


class Verdict(StrEnum):
    """OK: it leads somewhere. MOVED: it does, at another address for good. BROKEN: it does not. NO_ANSWER: unclear."""

    OK = "ok"
    MOVED = "moved"
    BROKEN = "broken"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Answer:
    """What came of asking. detail: why, in a few words. moved_to: the address to which a moved link leads."""

    verdict: Verdict
    detail: str = ""
    moved_to: str | None = None


class _RefusedError(ValueError):
    """An address that is not asked, with the reason."""


@dataclass(frozen=True)
class _Asking:
    timeout: float  # seconds for each request
    allow_local: bool


def ask_all(links: Iterable[str], timeout: float, *, allow_local: bool = False) -> dict[str, Answer]:
    """Ask for each link once, a few at a time. timeout: seconds for each request; a link may need several."""
    different = list(dict.fromkeys(links))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda link: ask(link, timeout, allow_local=allow_local), different)
        return dict(zip(different, answers, strict=True))


def ask(link: str, timeout: float, *, allow_local: bool = False) -> Answer:
    """Ask for one link and follow its redirects. Never raises for what a site does.

    allow_local: also ask private and loopback addresses and any port, for tests and for a site on one's own network.
    """
    asking = _Asking(timeout, allow_local)
    address, for_good = link, False
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, location = _head_or_get(address, asking)
        except _RefusedError as error:
            return Answer(Verdict.BROKEN, str(error))
        except ssl.SSLCertVerificationError:
            return Answer(Verdict.BROKEN, "its certificate is not valid")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(Verdict.NO_ANSWER, _reason(error))
        if status not in _REDIRECTS or not location:
            return _verdict(status, address if for_good else None)
        for_good = for_good or status in _FOR_GOOD
        try:
            address = urldefrag(urljoin(address, location)).url
        except ValueError:
            return Answer(Verdict.BROKEN, "it leads to something that is not a web address")
    return Answer(Verdict.BROKEN, f"it leads on more than {MOST_REDIRECTS} times")


def _verdict(status: int, moved_to: str | None) -> Answer:
    if 200 <= status < 300:
        return Answer(Verdict.MOVED, moved_to=moved_to) if moved_to else Answer(Verdict.OK)
    if status in _NOT_FOR_US or status >= 500 or status < 200:
        return Answer(Verdict.NO_ANSWER, f"the site answered {status}")
    return Answer(Verdict.BROKEN, f"the site answered {status}")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "the name of the site is not known"
    return "the connection failed"


def _head_or_get(address: str, asking: _Asking) -> tuple[int, str | None]:
    """Status and Location of a HEAD; of a GET where the site does not answer a HEAD well, as many do not."""
    try:
        status, location = _request("HEAD", address, asking)
    except (_RefusedError, socket.gaierror, ssl.SSLCertVerificationError):
        raise
    except (OSError, http.client.HTTPException):
        return _request("GET", address, asking)
    return (status, location) if status < 400 else _request("GET", address, asking)


def _request(method: str, address: str, asking: _Asking) -> tuple[int, str | None]:
    parts = _looked_at(address, asking)
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    connection = http.client.HTTPConnection(host, port, timeout=asking.timeout)
    try:
        with _stopped_after(asking.timeout) as watched:
            opened = _connected(host, port, asking)
            watched.append(opened)
            if parts.scheme == "https":
                secured = ssl.create_default_context().wrap_socket(
                    opened, server_hostname=host, do_handshake_on_connect=False
                )
                watched.append(secured)
                secured.do_handshake()
                opened = secured
            connection.sock = opened
            connection.request(method, target, headers={**HEADERS, "Host": _host_header(parts)})
            response = connection.getresponse()
            return response.status, response.getheader("Location")  # what follows is never read
    finally:
        connection.close()


def _host_header(parts: SplitResult) -> str:
    """The host as the header names it, with its port only where that is not the usual one."""
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    return name if parts.port in {None, _PORTS[parts.scheme]} else f"{name}:{parts.port}"


def _looked_at(address: str, asking: _Asking) -> SplitResult:
    """The parts of an address that may be asked. Raises _RefusedError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise _RefusedError("it leads to something that is not a web address") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise _RefusedError("it leads to something that is not a web address")
    if parts.username is not None or parts.password is not None:
        raise _RefusedError("the address holds a name or a password")
    if port not in {None, _PORTS[parts.scheme]} and not asking.allow_local:
        raise _RefusedError("the address has an unusual port")
    return parts


def _connected(host: str, port: int, asking: _Asking) -> socket.socket:
    """A connection to one of the host's addresses, all of which have been looked at."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(place[0]) for *_, place in found]
    if not asking.allow_local and not all(is_public(address) for address in addresses):
        raise _RefusedError("the address is not on the public internet")
    problem: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), asking.timeout)
        except OSError as error:
            problem = error
    raise problem


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, also when it stands within an IPv6 address."""
    return all(each.is_global and not each.is_multicast for each in _meant(ip_address(address)))


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, or the IPv4 address that it stands for."""
    if isinstance(address, IPv4Address):
        yield address
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _TRANSLATED:
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


@contextmanager
def _stopped_after(seconds: float) -> Iterator[list[socket.socket]]:
    """Close the connections in the list at the end, and cut them after so many seconds.

    A site could otherwise send one letter a second for ever.
    """
    watched: list[socket.socket] = []
    late = threading.Event()

    def stop() -> None:
        late.set()
        for each in watched:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed already, or handed over to TLS

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield watched
    except (OSError, http.client.HTTPException):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        for each in watched:
            each.close()
