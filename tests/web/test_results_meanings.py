"""One tap leads from every table, label and picture of the results to what it means."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.charts import sides, size, untitled
from audit_app.database import make_sessions, writing
from audit_app.web import meanings
from tests.harness.pages import Page, PageClient
from tests.web.results_in_the_house import address, sign_in, stored_rounds, template_with_two_rounds

MEANINGS = "/how-to-read-results"
PAGES = ("results", "results/summary", "results/hopes", "results/present/1", "results/present/5")


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def chair(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[tuple[PageClient, Round]]:
    with writing(make_sessions(sqlite_engine)) as session:
        later, _ = stored_rounds(session)
        sign_in(sqlite_client, session, "m1@north.example")
        yield sqlite_client, later


def _places(page: Page) -> set[str]:
    """The parts of the page of meanings that a page leads to."""
    found = {(link.get("href") or "").partition("#") for link in page.all("a")}
    return {place for path, _, place in found if path == MEANINGS and place}


@pytest.mark.parametrize("name", PAGES)
def test_every_way_to_a_meaning_leads_to_a_part_that_is_there(chair: tuple[PageClient, Round], name: str) -> None:
    client, later = chair
    wanted = _places(client.page(address(later, name)))
    explained = {element.get("id") for element in client.page(MEANINGS).root.iter() if element.get("id")}
    assert wanted
    assert wanted <= explained


def test_what_the_code_names_is_explained(sqlite_client: PageClient) -> None:
    explained = {element.get("id") for element in sqlite_client.page(MEANINGS).root.iter()}
    assert {*meanings.FLAGS.values(), *meanings._CHARTS.values(), meanings.REVERSED, "answers"} <= explained


def test_the_contents_of_the_meanings_lead_to_each_of_them_once(sqlite_client: PageClient) -> None:
    page = sqlite_client.page(MEANINGS)
    parts = [each.get("id") for each in page.all("section") if (each.get("class") or "") == "app-meaning-part"]
    assert len(parts) >= 18
    assert [f"#{part}" for part in parts] == [
        link.get("href") for link in page.all("a") if link.get("href") in {f"#{part}" for part in parts}
    ]


def test_every_table_of_figures_has_its_meanings_in_its_headings(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    tables = [each for each in client.page(address(later)).all("table") if "app-results" in (each.get("class") or "")]
    assert len(tables) >= 9
    for table in tables:
        linked = {(link.get("href") or "").rpartition("#")[2] for link in table.iter() if link.tag.endswith("a")}
        assert {"total", "sides", "change"} <= linked


def test_every_picture_says_where_its_meaning_stands_and_keeps_its_place(
    chair: tuple[PageClient, Round], sqlite_engine: Engine
) -> None:
    client, later = chair
    page = client.page(address(later))
    for figure in page.all("figure"):
        links = [link.get("href") or "" for link in figure.iter() if link.tag.endswith("a")]
        assert any(link.startswith(MEANINGS) for link in links)
        picture = next(each for each in figure.iter() if each.tag.endswith("img"))
        assert int(picture.get("width") or 0) == 960
        assert int(picture.get("height") or 0) > 100
    with make_sessions(sqlite_engine)() as session:
        comparison = load_comparison(session, session.get_one(Round, later.id), session.get_one(Round, later.id - 1))
    from_code = size(untitled(sides(comparison)))
    on_page = next(each for each in page.all("img") if "/sides.svg" in (each.get("src") or ""))
    assert (int(on_page.get("width") or 0), int(on_page.get("height") or 0)) == from_code


def test_the_contents_of_the_page_lead_to_what_is_there(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    page = client.page(address(later))
    inside = {
        (link.get("href") or "")[1:]
        for nav in page.all("nav")
        if nav.get("aria-label") == "On this page"
        for link in nav.iter()
        if link.tag.endswith("a")
    }
    assert {"findings", "sections", "statements", "comments", "take-away"} <= inside
    assert inside <= {element.get("id") for element in page.root.iter()}
