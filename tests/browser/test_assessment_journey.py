"""A wellbeing lead and a union colleague fill in and sign the framework in a real browser."""

import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from audit_app.assessment.models import Assessment, AssessmentState
from audit_app.assessment.opening import open_alone
from audit_app.database import now
from audit_app.forum.models import Organisation
from audit_app.forum.sign_in import operator_link
from audit_app.questionnaire.instrument import Instrument
from tests.browser.conftest import OpenPage
from tests.factories import CATALOGUE, make_forum
from tests.harness.browser import assert_accessible, assert_no_overflow, focused, tab_to
from tests.harness.every_assessment import FRAMEWORK, find_person, rate
from tests.harness.live import LiveServer
from tests.harness.organisations import make_organisations

SAVE = "Save and continue"


@dataclass
class Begun:
    """An organisation of a forum of its own that has begun the framework. pages: how many a browser has asked for."""

    server: LiveServer
    slug: str
    assessment_id: int
    pages: int = 0

    @property
    def instrument(self) -> Instrument:
        return CATALOGUE.instrument_by_id(FRAMEWORK)

    def at(self, path: str = "") -> str:
        return f"{self.server.url}/forums/{self.slug}/assessments/{self.assessment_id}{path}"

    def enter(self, page: Page, short: str) -> Page:
        """Sign in as "lead" or "rep"."""
        with self.server.writing() as session:
            path = operator_link(session, self.server.secrets, f"{short}@{self.slug}.example", "", now())
            session.commit()
        page.goto(self.server.url + path)
        _press(page, "Sign in")
        page.on("request", lambda request: self._count(request.is_navigation_request()))
        return page

    def _count(self, navigation: bool) -> None:
        self.pages += navigation

    def rate(self, short: str, ratings: dict[str, dict[str, str]]) -> None:
        with self.server.writing() as session:
            made = session.get_one(Assessment, self.assessment_id)
            rate(session, made, ratings, find_person(session, made.organisation, short), now())
            session.commit()

    def state(self) -> AssessmentState:
        with self.server.writing() as session:
            return session.get_one(Assessment, self.assessment_id).state


@pytest.fixture
def begun(live_server: LiveServer, request: pytest.FixtureRequest) -> Begun:
    slug = "".join(c if c.isalnum() else "-" for c in request.node.name.removeprefix("test_")).strip("-").lower()
    with live_server.writing() as session:
        forum = make_forum(session, slug, management=1, staff=1, partner=0)
        trust = session.get_one(Organisation, make_organisations(session, forum)["organisation_id"])
        made = open_alone(session, trust, CATALOGUE.instrument_by_id(FRAMEWORK), "Framework", by="A test", at=now())
        session.commit()
        return Begun(live_server, slug, made.id)


def _press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def _choose(page: Page, item_id: str, value: int | str) -> None:
    page.locator(f"input[name='rating-{item_id}'][value='{value}']").check(force=True)


def _rate_element(page: Page, begun: Begun, place: int, value: int) -> None:
    for item in begun.instrument.sections[place].questions:
        _choose(page, item.id, value)
    _press(page, SAVE)


def _by_keyboard(page: Page, begun: Begun, place: int) -> None:
    """The same with Tab, Space, arrows and Enter alone."""
    for item in begun.instrument.sections[place].questions:
        tab_to(page, f"input[name='rating-{item.id}']")
        page.keyboard.press("Space")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    tab_to(page, "button")
    assert SAVE in focused(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [390, 1280])
def test_both_sides_fill_in_agree_and_sign(open_page: OpenPage, begun: Begun, width: int) -> None:
    lead, rep = begun.enter(open_page(width), "lead"), begun.enter(open_page(width), "rep")
    started = time.monotonic()
    sections = begun.instrument.sections
    for page, short in ((lead, "lead"), (rep, "rep")):
        page.goto(begun.at())
        with page.expect_navigation():
            page.get_by_role("button", name=f"Start with {sections[0].title}").click()
        for place in range(len(sections)):
            if place == 0 and short == "lead":
                _by_keyboard(page, begun, place)
            else:
                _rate_element(page, begun, place, 3 if place else 2)
    lead.goto(begun.at("/elements/HW-1/agree"))
    expect(lead.get_by_text("You differ.").first).to_be_visible()
    for item in sections[0].questions:
        _choose(lead, item.id, 3)
    _press(lead, SAVE)
    for _ in sections[1:]:
        _press(lead, "Agree what both sides said")
        _press(lead, SAVE)
    for page, side in ((lead, "management"), (rep, "staff")):
        page.goto(begun.at("/sign"))
        _press(page, f"Sign for {side} side")
    taken = time.monotonic() - started
    expect(rep.get_by_text("Both sides have signed. This version is frozen.")).to_be_visible()
    assert begun.state() is AssessmentState.SIGNED
    statements = len(begun.instrument.items)
    print(f"{statements} statements by two people at {width} px: {begun.pages} pages, {taken:.0f} s")  # noqa: T201  (a figure to report)


def test_an_element_without_javascript(plain: Page, begun: Begun) -> None:
    begun.enter(plain, "lead").goto(begun.at("/elements/HW-1"))
    _rate_element(plain, begun, 0, 2)
    plain.goto(begun.at("/elements/HW-1/agree"))
    _choose(plain, "HW-1.1", "does_not_apply")
    reason = plain.locator("#reason-HW-1\\.1")
    expect(reason).to_be_visible()
    expect(plain.locator("#reason-HW-1\\.2")).to_be_hidden()
    _press(plain, SAVE)
    assert plain.title().startswith("Error: ")
    expect(reason).to_be_visible()
    assert_no_overflow(plain)
    reason.fill("We have no such staff.")
    _press(plain, SAVE)
    plain.goto(begun.at("/items/HW-1.1"))
    expect(plain.get_by_text("Does not apply").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_with_errors_and_conflicts_are_accessible(open_page: OpenPage, begun: Begun, width: int) -> None:
    page = begun.enter(open_page(width), "lead")

    def look() -> None:
        assert page.title().startswith("Error: ")
        assert_accessible(page)
        assert_no_overflow(page)

    page.goto(begun.at("/elements/HW-1"))
    page.locator("#rating-HW-1\\.1").evaluate("e => { e.value = 'banana'; e.checked = true }")
    _press(page, SAVE)
    look()
    page.goto(begun.at("/elements/HW-1/agree"))
    begun.rate("rep", {"HW-1.1": {"staff": "0", "agreed": "0"}, "HW-1.2": {"staff": "1"}})
    begun.rate("lead", {"HW-1.1": {"management": "4"}})
    _choose(page, "HW-1.1", 4)
    _choose(page, "HW-1.2", "does_not_apply")
    page.locator("#reason-HW-1\\.2").fill("We have no such staff.")
    _press(page, SAVE)
    expect(page.get_by_text("Somebody else has just chosen").first).to_be_visible()
    look()
    page.locator(".nhsuk-error-summary a").first.click()
    assert "rating-HW-1.1" in focused(page)
    page.goto(begun.at("/items/HW-1.1"))
    begun.rate("rep", {"HW-1.1": {"note": "Theirs"}})
    page.get_by_label("Note (optional)").fill("Mine")
    _press(page, "Save")
    expect(page.get_by_text("The note now says: Theirs. You chose or wrote: Mine.")).to_be_visible()
    look()
    page.goto(begun.at("/sign"))
    expect(page.get_by_text("Not ready to sign")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)
