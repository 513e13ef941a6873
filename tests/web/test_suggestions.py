"""Suggestions for discussion and strengths on the results page and in the presentation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app.analysis.released import Comparison
from audit_app.audit.results import load_comparison
from audit_app.database import make_sessions, writing
from tests.harness.pages import Page, PageClient
from tests.web.results_in_the_house import address, sign_in, stored_rounds, template_with_two_rounds


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def results(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[tuple[PageClient, str, Comparison]]:
    """A chair's browser, the address of the results, and what may be seen of them."""
    with writing(make_sessions(sqlite_engine)) as session:
        later, earlier = stored_rounds(session)
        sign_in(sqlite_client, session, "m1@north.example")
        yield sqlite_client, address(later), load_comparison(session, later, earlier)


def _section(page: Page) -> str:
    """The words of the part of the results that makes suggestions."""
    (found,) = [each for each in page.all("section") if each.get("id") == "suggestions"]
    return " ".join("".join(found.itertext()).split())


def test_the_page_says_what_is_suggested_and_why(results: tuple[PageClient, str, Comparison]) -> None:
    client, path, comparison = results
    assert comparison.suggestions
    text = _section(client.page(path))
    texts = {statement.id: statement.text for statement in comparison.statements}
    for one in comparison.suggestions:
        assert f"{texts[one.statement]} Suggested because: {'; '.join(one.reasons)}." in text


def test_the_page_says_what_works_well(results: tuple[PageClient, str, Comparison]) -> None:
    client, path, comparison = results
    assert comparison.strengths
    text = _section(client.page(path)).partition("What works well")[2]
    for statement in comparison.statements:
        strong = statement.id in comparison.strengths
        assert (statement.text in text) == strong
        assert not strong or f"{statement.text} ({statement.total.score:.1f} out of 10)" in text


def test_one_page_of_the_presentation_is_for_the_suggestions(results: tuple[PageClient, str, Comparison]) -> None:
    client, path, comparison = results
    number = 1
    while client.get(f"{path}/present/{number + 1}").status_code == 200:
        number += 1
    page = client.page(f"{path}/present/{number}")
    assert "".join(page.all("h1")[0].itertext()) == "Suggestions for discussion"
    for one in comparison.suggestions:
        assert f"Suggested because: {'; '.join(one.reasons)}." in page.text
