"""Pictures of the results: right kind, right place, asked for again without being drawn again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.charts import change
from audit_app.database import make_sessions, writing
from audit_app.web import pictures
from tests.harness.pages import PageClient
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


def test_every_picture_on_the_page_can_be_fetched_and_says_what_it_shows(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    pictures = client.page(address(later)).all("img")
    assert len(pictures) >= 4
    for picture in pictures:
        answer = client.get(picture.get("src") or "")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert answer.data.lstrip().startswith(b"<?xml")
        assert len(picture.get("alt") or "") > 40


def test_a_picture_of_change_has_the_chosen_rounds_figures(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    alone = client.get(address(later, "results/charts/change.svg?against=none")).get_data(as_text=True)
    assert "No earlier round is compared" in alone
    compared = client.get(address(later, "results/charts/change.svg")).get_data(as_text=True)
    assert "No earlier round is compared" not in compared


def test_png_is_a_png(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    answer = client.get(address(later, "results/charts/response.png"))
    assert answer.mimetype == "image/png"
    assert answer.data.startswith(b"\x89PNG\r\n")


def test_a_known_picture_is_answered_with_304(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    path = address(later, "results/charts/response.svg")
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(address(later, "results/charts/response.png"), headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_known_picture_is_not_told_to_those_who_may_not_see_it(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    path = address(later, "results/charts/response.svg")
    etag = client.get(path).headers["ETag"]
    client.submit("/forums", button="Sign out")
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 303


def test_a_picture_is_drawn_once_for_each_content(chair: tuple[PageClient, Round]) -> None:
    client, later = chair
    pictures.draw.cache_clear()
    for _ in range(3):
        client.get(address(later, "results/charts/response.svg"))
    assert pictures.draw.cache_info().misses == 1


@pytest.mark.parametrize("path", ["nothing.svg", "change.pdf", "change", "../results.svg"])
def test_an_unknown_picture_is_not_found(chair: tuple[PageClient, Round], path: str) -> None:
    client, later = chair
    assert client.get(address(later, f"results/charts/{path}")).status_code == 404


def test_the_table_of_a_picture_stands_on_the_page(chair: tuple[PageClient, Round], sqlite_engine: Engine) -> None:
    client, later = chair
    with make_sessions(sqlite_engine)() as session:
        stored = session.get_one(Round, later.id)
        earlier = session.get_one(Round, later.id - 1)
        expected = change(load_comparison(session, stored, earlier)).rows
    page = client.page(address(later))
    rows = [tuple(" ".join("".join(cell.itertext()).split()) for cell in row) for row in page.all("tr")]
    for row in expected:
        assert row in rows


def test_an_svg_is_saved_and_not_opened_as_a_page(chair: tuple[PageClient, Round]) -> None:
    """Under the strict policy a browser would show it black; inside a page, as an image, it is right."""
    client, later = chair
    answer = client.get(address(later, "results/charts/response.svg"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="response.svg"'
    assert "Content-Disposition" not in client.get(address(later, "results/charts/response.png")).headers
