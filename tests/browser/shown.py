"""Pages as a browser shows them, on the real server with the demonstration and a round in every state."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from playwright.sync_api import Browser, Page, StorageState
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.app import create_app
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds
from audit_app.database import now, uk_day
from audit_app.demonstration import people
from audit_app.demonstration.load import load, member_link
from audit_app.forum.sign_in import operator_link
from audit_app.packs import orders, shelf
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import EVERYTHING, opened
from tests.factories import CATALOGUE
from tests.harness.every_state import EveryState, make_every_state
from tests.harness.live import LiveServer, running_server

REGIONAL, SUBGROUP = people.REGIONAL[0], people.SUBGROUP[0]
WHO = {
    "secretariat": "secretariat@north.example",
    "management chair": "m1@north.example",
    "staff chair": "s1@north.example",
    "member": "s4@north.example",
    "wellbeing lead": "lead@north.example",
    "contributor": "rep@north.example",
    "operator": people.OPERATOR,
    "demo secretariat": people.SECRETARIAT[1],
    "demo chair": people.STAFF_CHAIR,
}
NOBODY = "nobody"

Step = Callable[[Page], None]


@dataclass(frozen=True)
class Shown:
    """A page: what it is called here, its endpoint, who looks at it, and for which round, person or link.

    slug: the forum. where: names of EveryState ("open/m3"), or of a demonstration's round ("latest").
    steps: what to press there until the page to look at is shown. status: of the first answer.
    """

    name: str
    endpoint: str
    who: str = NOBODY
    where: str = ""
    steps: tuple[Step, ...] = ()
    status: int = 200
    slug: str = "north"
    more: Mapping[str, str | int] = field(default_factory=dict)
    query: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the page says what is wrong with a form."""
        return self.name.endswith((", error", ", errors"))


def press(button: str) -> Step:
    """Press the button with these words, and wait for what comes."""
    return lambda page: page.get_by_role("button", name=button, exact=True).click()


def fill(label: str, text: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).fill(text)


def clear(selector: str) -> Step:
    return lambda page: page.locator(selector).fill("")


def take(selector: str) -> Step:
    """Choose a radio by its selector; its label lies over it."""
    return lambda page: page.locator(selector).check(force=True)


def open_fold(words: str) -> Step:
    """Open the details with these words on its handle."""
    return lambda page: page.locator("summary", has_text=words).first.click()


def not_signed_in(page: Page) -> None:
    """Lose the session, as after an hour."""
    page.context.clear_cookies()


def force_comment(text: str) -> Step:
    return lambda page: page.locator("textarea").first.evaluate("(e, text) => { e.value = text }", text)


@dataclass
class Demonstration:
    """The running server, what is on it, and the browsers in which somebody has signed in."""

    server: LiveServer
    app: Flask
    every: EveryState
    rounds: Mapping[str, int]  # of the demonstration's forums
    member_link: str
    browser: Browser
    _states: dict[str, StorageState] = field(default_factory=dict)

    def address(self, shown: Shown) -> str:
        """The whole address of a page."""
        first, _, second = shown.where.partition("/")
        if first == "demonstration":
            return self.member_link
        known: dict[str, Any] = {
            "slug": shown.slug,
            "round_id": self.every.rounds.get(first) if shown.slug == "north" else self.rounds.get(first),
            "member_id": self.every.members.get(second or first),
            "priority_id": self.every.priorities.get(second),
            "wording_id": self.every.wordings.get(first),
            "statement": "PT-4",
            "post_id": self.every.posts.get(first),
            "token": self.every.tokens.get(first, "unknown-token"),
            "number": 1,
            **self.every.numbers,
            "assessment_id": self.every.numbers[first if first in self.every.numbers else "assessment_id"],
            "element_id": "HW-1",
            "item_id": "HW-1.1",
            **shown.more,
        }
        rule = next(self.app.url_map.iter_rules(shown.endpoint))
        with self.app.test_request_context():
            path = url_for(shown.endpoint, **{name: known[name] for name in rule.arguments})
        return self.server.url + path + shown.query

    def state_of(self, who: str) -> StorageState | None:
        """The cookies of a browser in which `who` has signed in, or has pressed Start on a link."""
        if who == NOBODY:
            return None
        if who not in self._states:
            self._states[who] = self._enter(who)
        return self._states[who]

    def _enter(self, who: str) -> StorageState:
        if who.startswith("link "):
            address, button = self.address(Shown(who, "answering.landing", where=who.removeprefix("link "))), None
        else:
            with self.server.writing() as session:
                path = operator_link(session, self.server.secrets, WHO[who], "", now())
                session.commit()
            address, button = self.server.url + path, "Sign in"
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(address)
        found = page.get_by_role("button", name=button) if button else page.locator("main form button")
        found.click()
        page.wait_for_load_state()
        state = context.storage_state()
        context.close()
        return state


@contextmanager
def running_demonstration(database_url: str, folder: Path, browser: Browser) -> Iterator[Demonstration]:
    """The real server on a database with the demonstration and a forum with a round in every state."""
    with running_server(database_url, folder, DEMONSTRATION="1", OPERATOR_EMAILS=people.OPERATOR) as server:
        with server.writing() as session:
            load(session, server.secrets, CATALOGUE, uk_day(now()))
            every = make_every_state(session, "north", now())
            link = member_link(session, server.secrets, server.url)
            everything = session.scalars(select(Round).order_by(Round.id))
            _packs(session, server, every)
            rounds = {_demonstration_name(e): e.id for e in everything if e.forum.slug in (REGIONAL, SUBGROUP)}
            session.commit()
        assert link is not None
        yield Demonstration(server, create_app(server.settings), every, rounds, link, browser)


def _packs(session: Session, server: LiveServer, every: EveryState) -> None:
    """A pack that is ready, of the round shared, and one that lacks a document, of the round used."""
    at = now()
    for name in ("shared", "used"):
        audit_round = session.get_one(Round, every.rounds[name])
        earlier = comparable_rounds(session, audit_round)
        subject = RoundSubject(audit_round.id, earlier[0].id if earlier else None)
        pack = opened(session, server.secrets, subject, uk_day(at))
        orders.order(session, pack, at)
        lacking = {pack.ids[1], EVERYTHING} if name == "used" else set()
        for document in set(pack.ids) - lacking:
            shelf.keep(session, pack, document, b"x" * 300_000, at)
        order = orders.take(session, at)
        assert order is not None
        failed = [pack.ids[1]] if lacking else []
        orders.report(session, order, at, pack=pack.seal.pack, done=len(pack.ids), failed=failed)
        orders.finish(session, order, at)


def _demonstration_name(audit_round: Round) -> str:
    """baseline, first, latest, open (of the regional forum); voting, small_before, small (of the subgroup)."""
    this_year = uk_day(now()).year
    if audit_round.forum.slug == SUBGROUP:
        if audit_round.name.startswith("Voting"):
            return "voting"
        return "small_before" if re.search(rf"{this_year - 1}$", audit_round.name) else "small"
    return {"Baseline": "baseline", str(this_year - 1): "latest", str(this_year): "open"}.get(
        audit_round.name.split()[0] if audit_round.name.startswith("Baseline") else audit_round.name.split()[-1],
        audit_round.name,
    )
