"""The page of tools and resources, and the list beside a low element."""

from datetime import date

import pytest
from flask import Flask, render_template, render_template_string
from sqlalchemy import Engine

from audit_app.database import make_sessions, writing
from audit_app.library.definition import Resource
from audit_app.library.reading import read_library
from audit_app.places import LIBRARY
from audit_app.resources.asking import Answer, Verdict
from audit_app.resources.checks import record
from tests.harness.pages import Page, PageClient

SHIPPED = read_library(LIBRARY)
WITH_ADDRESS = next(each for each in SHIPPED.resources if each.address)
WITHOUT = next(each for each in SHIPPED.resources if each.site)


def _titles(page: Page) -> list[str]:
    return [" ".join((heading.text or "").split()) for heading in page.all("h3")]


def _checked(engine: Engine, resource: Resource, verdict: Verdict) -> None:
    with writing(make_sessions(engine)) as session:
        record(session, SHIPPED, {resource.link: Answer(verdict)}, date(2026, 11, 20))
        session.commit()


def test_everybody_can_read_all_of_it(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources")
    assert sorted(_titles(page)) == sorted(each.title for each in SHIPPED.resources)
    assert "29 resources" in page.text
    assert page.text.count("Link not checked yet.") == 29


def test_links_lead_out_plainly_and_tell_nobody_where_from(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources")
    outside = [link for link in page.all("a") if (link.get("href") or "").startswith("https://")]
    assert {link.get("href") for link in outside} == {each.link for each in SHIPPED.resources}
    assert {link.get("rel") for link in outside} == {"noreferrer noopener external"}
    assert {link.get("target") for link in outside} == {None}
    names = [" ".join("".join(link.itertext()).split()) for link in outside]
    assert len(set(names)) == len(names), "two links with the same words lead to different places"


def test_words_topic_and_element_narrow_it_without_javascript(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources?q=BULLYING+unison")
    assert _titles(page) == ["Tackling bullying at work", "Harassment at work"]
    assert "2 resources found" in page.text
    (field,) = (each for each in page.all("input") if each.get("name") == "q")
    assert field.get("value") == "BULLYING unison"
    narrowed = sqlite_client.page("/resources?q=&topic=bullying&element=HW-3")
    assert _titles(narrowed) == ["Bullying podcast, part 1", "Bullying podcast, part 2"]
    chosen = [each.get("value") for each in narrowed.all("option") if each.get("selected") is not None]
    assert chosen == ["bullying", "HW-3"]


def test_nothing_found_says_what_to_do(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources?q=no+such+words")
    assert "Nothing found" in page.text
    assert "Try fewer or other words" in page.text
    assert page.links()["Show all resources"] == "/resources"


@pytest.mark.parametrize("query", ["topic=unknown", "element=%00", "topic=&element=&q=+", "q=%F0%9F", "x=1"])
def test_what_no_form_sends_is_left_aside(sqlite_client: PageClient, query: str) -> None:
    assert sqlite_client.get(f"/resources?{query}").status_code == 200


def test_a_search_is_only_text(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources?q=%3Cscript%3Ealert(1)%3C/script%3E" + "x" * 500)
    (field,) = (each for each in page.all("input") if each.get("name") == "q")
    assert (field.get("value") or "").startswith("<script>")
    assert len(field.get("value") or "") == 100


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.OK, "Link last checked on 20 November 2026."),
        (Verdict.MOVED, "Link last checked on 20 November 2026. It has moved"),
        (Verdict.BROKEN, "The link did not work on 20 November 2026."),
        (Verdict.NO_ANSWER, "The site did not answer clearly on 20 November 2026."),
    ],
)
def test_the_last_check_stands_beside_its_link(
    sqlite_client: PageClient, sqlite_engine: Engine, verdict: Verdict, words: str
) -> None:
    _checked(sqlite_engine, WITH_ADDRESS, verdict)
    page = sqlite_client.page("/resources")
    (entry,) = (item for item in page.all("li") if WITH_ADDRESS.title in [h.text for h in item.iter("h3")])
    assert words in " ".join("".join(entry.itertext()).split())
    assert page.text.count("Link not checked yet.") == 28


def test_where_only_the_site_is_known_the_page_says_how_to_go_on(sqlite_client: PageClient) -> None:
    page = sqlite_client.page("/resources")
    (entry,) = (item for item in page.all("li") if WITHOUT.title in [h.text for h in item.iter("h3")])
    assert "site for the title" in "".join(entry.itertext())


def _beside(app: Flask, *element_ids: str) -> str:
    with app.test_request_context():
        return render_template("resources/_for_element.html", element_ids=list(element_ids))


def test_beside_an_element_stands_what_helps_with_it(sqlite_app: Flask, sqlite_engine: Engine) -> None:
    _checked(sqlite_engine, WITH_ADDRESS, Verdict.OK)
    shown = _beside(sqlite_app, *WITH_ADDRESS.elements)
    assert WITH_ADDRESS.link in shown
    assert "Link last checked on 20 November 2026." in shown
    other = _beside(sqlite_app, "HW-6")
    assert "Culture and leadership programme tools" in other
    assert WITHOUT.title not in other


def test_it_stands_within_a_page_that_has_headings_of_its_own(sqlite_app: Flask) -> None:
    page = (
        '{% from "secretariat/_parts.html" import heading with context %}{{ heading("Trust", "Results") }}'
        '{% set element_ids = ["HW-6"] %}{% include "resources/_for_element.html" %}'
    )
    with sqlite_app.test_request_context():
        shown = render_template_string(page)
    assert "Tools and pages that may help" in shown
    assert "Culture and leadership programme tools" in shown


def test_beside_an_element_that_nothing_helps_with_stands_nothing(sqlite_app: Flask) -> None:
    assert _beside(sqlite_app, "GW-P").strip() == ""


def test_the_page_may_be_kept_but_is_asked_for_each_time(sqlite_client: PageClient) -> None:
    answer = sqlite_client.get("/resources")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
