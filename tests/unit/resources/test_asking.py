"""Asking for links, of a site on this machine."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from audit_app.resources import asking
from audit_app.resources.asking import Answer, Verdict, ask, ask_all, is_public
from tests.unit.resources.site import Site, running_site


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.asked.clear()
    return running


def asked(site: Site, path: str, timeout: float = 2.0) -> Answer:
    return ask(site.url + path, timeout, allow_local=True)


def test_a_page_that_is_there(site: Site) -> None:
    assert asked(site, "/page?a=1&b=%20") == Answer(Verdict.OK)
    assert site.lines == ["HEAD /page?a=1&b=%20"]


def test_nothing_is_sent_but_a_few_fixed_headers(site: Site) -> None:
    asked(site, "/page#part")
    ((line, headers),) = site.asked
    assert line == "HEAD /page"
    assert headers == {**asking.HEADERS, "Host": site.url.removeprefix("http://"), "Accept-Encoding": "identity"}


def test_a_site_that_answers_no_head_is_asked_for_the_page(site: Site) -> None:
    assert asked(site, "/get-only") == Answer(Verdict.OK)
    assert site.lines == ["HEAD /get-only", "GET /get-only"]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.OK), (204, Verdict.OK), (404, Verdict.BROKEN), (410, Verdict.BROKEN), (400, Verdict.BROKEN),
        (401, Verdict.NO_ANSWER), (403, Verdict.NO_ANSWER), (429, Verdict.NO_ANSWER),
        (500, Verdict.NO_ANSWER), (503, Verdict.NO_ANSWER),
    ],
)  # fmt: skip
def test_what_a_status_means(site: Site, status: int, verdict: Verdict) -> None:
    assert asked(site, f"/{status}").verdict is verdict


def test_only_a_move_for_good_is_a_move(site: Site) -> None:
    assert asked(site, "/to/302/page") == Answer(Verdict.OK)
    assert asked(site, "/to/301/page") == Answer(Verdict.MOVED, moved_to=f"{site.url}/page")
    assert asked(site, "/to/308/to/302/page") == Answer(Verdict.MOVED, moved_to=f"{site.url}/page")
    assert asked(site, "/to/301/404").verdict is Verdict.BROKEN


def test_a_link_that_leads_on_for_ever_ends(site: Site) -> None:
    assert asked(site, "/round/") == Answer(Verdict.BROKEN, "it leads on more than 5 times")
    assert len(site.asked) == 1 + asking.MOST_REDIRECTS


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1:1/", "javascript:1", "http://["]
)
def test_a_link_leads_to_nothing_but_web_addresses(site: Site, to: str) -> None:
    assert asked(site, f"/elsewhere/{to}") == Answer(Verdict.BROKEN, "it leads to something that is not a web address")


def test_no_password_is_sent_on(site: Site) -> None:
    found = asked(site, f"/elsewhere/{site.url.replace('://', '://me:word@')}/page")
    assert found == Answer(Verdict.BROKEN, "the address holds a name or a password")
    assert len(site.asked) == 1


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_site_that_takes_for_ever_is_left_alone(site: Site, path: str) -> None:
    began = time.monotonic()
    assert asked(site, path, timeout=0.3) == Answer(Verdict.NO_ANSWER, "no answer in time")
    assert time.monotonic() - began < 1.4  # a HEAD and a GET


@pytest.mark.parametrize("path", ["/close", "/garbage"])
def test_a_site_that_hangs_up_or_stammers_gives_no_answer(site: Site, path: str) -> None:
    assert asked(site, path).verdict is Verdict.NO_ANSWER


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert ask(address, 1.0, allow_local=True) == Answer(Verdict.NO_ANSWER, "the connection failed")


def test_a_certificate_that_is_not_there_is_no_answer(site: Site) -> None:
    assert ask(site.url.replace("http:", "https:"), 1.0, allow_local=True).verdict is Verdict.NO_ANSWER


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest", "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_this_machine_and_its_network_are_not_asked(link: str) -> None:
    assert ask(link, 1.0) == Answer(Verdict.BROKEN, "the address is not on the public internet")


def test_not_even_by_a_name_that_leads_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among public ones is enough."""
    port = int(site.url.rpartition(":")[2])

    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (to, port)) for to in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert ask("http://public.example/", 1.0).detail == "the address is not on the public internet"
    assert site.asked == []


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once: a second look-up could give another address."""
    port = int(site.url.rpartition(":")[2])
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def resolved(host: str, *others: Any, **more: Any) -> list[Any]:
        if host != "public.example":
            return list(real(host, *others, **more))
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert ask(f"http://public.example:{port}/page", 1.0, allow_local=True).verdict is Verdict.OK
    assert looked_up == ["public.example"]
    assert site.asked[0][1]["Host"] == f"public.example:{port}"


def test_an_unusual_port_is_refused() -> None:
    assert ask("http://example.org:22/", 1.0) == Answer(Verdict.BROKEN, "the address has an unusual port")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3",
        "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "::ffff:224.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_each_link_is_asked_once_and_never_many_at_a_time(site: Site) -> None:
    links = [f"{site.url}/page{number % 10}" for number in range(30)]
    answers = ask_all(links, 2.0, allow_local=True)
    assert list(answers) == links[:10]
    assert {answer.verdict for answer in answers.values()} == {Verdict.OK}
    assert len(site.asked) == 10
