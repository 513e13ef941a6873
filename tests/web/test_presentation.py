"""The results in the meeting: a page for each finding and picture, with links, and nothing beyond the last."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.database import make_sessions, writing
from tests.harness.pages import Page, PageClient
from tests.web.results_in_the_house import address, sign_in, stored_rounds, template_with_two_rounds


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def chair(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[tuple[PageClient, Round]]:
    with writing(make_sessions(sqlite_engine)) as session:
        later, _ = stored_rounds(session)
        sign_in(sqlite_client, session, "m1@north.example")
        yield sqlite_client, later


def _link(page: Page, rel: str) -> str | None:
    return next((link.get("href") for link in page.all("a") if link.get("rel") == rel), None)


def test_the_links_lead_through_every_page_and_back(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    path: str | None = address(later, "results/present/1")
    seen, headings = [], []
    while path is not None:
        page = client.page(path)
        seen.append(path)
        headings.append("".join(page.all("h1")[0].itertext()))
        if len(seen) > 2:  # the second page leads back to the first with the comparison in its address
            assert _link(page, "prev") == seen[-2]
        path = _link(page, "next")
    assert len(seen) > 12
    assert len(set(headings)) > 10
    number = len(seen)
    assert f"{number} of {number}" in client.page(seen[-1]).text
    assert client.get(address(later, f"results/present/{number + 1}")).status_code == 404
    assert client.get(address(later, "results/present/0")).status_code == 404


def test_the_first_page_says_what_the_results_page_says_first(
    chair: tuple[PageClient, Round], sqlite_engine: Engine
) -> None:
    client, later = chair
    with make_sessions(sqlite_engine)() as session:
        stored = session.get_one(Round, later.id)
        summary = load_comparison(session, stored, session.get_one(Round, later.id - 1)).summary
    text = client.page(address(later, "results/present/1")).text
    assert all(sentence.text in text for sentence in summary)


def test_every_picture_of_the_presentation_is_there_and_leaves_its_title_to_the_page(
    chair: tuple[PageClient, Round],
) -> None:
    client, later = chair
    pictures = 0
    for number in range(1, 40):
        answer = client.get(address(later, f"results/present/{number}"))
        if answer.status_code == 404:
            break
        page = client.page(address(later, f"results/present/{number}"))
        heading = "".join(page.all("h1")[0].itertext()).strip()
        for picture in page.all("img"):
            pictures += 1
            drawing = client.get(picture.get("src") or "")
            assert (drawing.status_code, drawing.mimetype) == (200, "image/svg+xml")
            words = drawing.get_data(as_text=True).partition("</metadata>")[2]
            assert heading[:20] not in words
            assert page.all("table")
    assert pictures > 8


def test_the_comparison_stays_the_same_from_page_to_page(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    page = client.page(address(later, "results/present/2?against=none"))
    assert "against=none" in (_link(page, "next") or "")
    assert "against=none" in (_link(page, "prev") or "")
