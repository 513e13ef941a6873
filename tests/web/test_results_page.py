"""The chairs' page of results: what it says, to whom, and what it must never hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.analysis.released import Plan
from audit_app.analysis.tallies import Average, Group
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.earlier_rounds import put_into_use, type_in
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.charts import wording
from audit_app.database import make_sessions, writing
from tests.factories import CATALOGUE, NOON, STATEMENTS, make_closed_round, make_draft, make_forum, make_open_round
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import (
    LAST_YEAR,
    address,
    plausible,
    rounds_in,
    sign_in,
    stored_rounds,
    template_with_two_rounds,
    two_rounds,
)

PAGES = (
    "results",
    "results/summary",
    "results/hopes",
    "results/share",
    "results/charts/change.svg",
    "results.csv",
    "results.json",
    "results.xlsx",
)
SVG = "{http://www.w3.org/2000/svg}"
HIDDEN = "Not shown by side, to protect anonymity."


@dataclass(frozen=True)
class House:
    session: Session
    later: Round
    earlier: Round


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def house(sqlite_engine: Engine) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        yield House(session, *stored_rounds(session))


def _normal(text: str) -> str:
    return " ".join(text.split())


def test_the_page_opens_with_what_to_say_first(sqlite_client: PageClient, house: House) -> None:
    sign_in(sqlite_client, house.session, "m1@north.example")
    page = sqlite_client.page(address(house.later))
    comparison = load_comparison(house.session, house.later, house.earlier)
    said = [*comparison.summary, *comparison.level, *comparison.movements, *comparison.apart]
    assert len(said) >= 6
    places = [page.text.index(_normal(sentence.text)) for sentence in said]
    assert places == sorted(places)
    assert places[-1] < page.text.rindex("Statement by statement")
    assert page.title.startswith("Results: Audit 2026, North Social Partnership Forum")


@pytest.mark.parametrize("email", ["m1@north.example", "s1@north.example", "secretariat@north.example"])
def test_both_chairs_and_the_secretariat_see_the_same_figures(
    sqlite_client: PageClient, house: House, email: str
) -> None:
    sign_in(sqlite_client, house.session, email)
    text = sqlite_client.page(address(house.later)).text
    comparison = load_comparison(house.session, house.later, house.earlier)
    assert "18 of 18" in text
    assert "16 of 16" in text
    for statement in comparison.statements:
        assert f"{statement.number}. {statement.text}" in text
    labels = {statement.change.label for statement in comparison.statements if statement.change}
    assert labels
    for label in labels:
        assert label is not None
        assert label.value in text


@pytest.mark.parametrize(
    ("email", "status"),
    [("m2@north.example", 403), ("p1@north.example", 403), ("s1@south.example", 404), ("nobody@else.example", 404)],
)
def test_others_are_kept_out(sqlite_client: PageClient, house: House, email: str, status: int) -> None:
    sign_in(sqlite_client, house.session, email)
    for page in PAGES:
        assert sqlite_client.get(address(house.later, page)).status_code == status, page


def test_nobody_sees_anything_without_signing_in(sqlite_client: PageClient, house: House) -> None:
    answer = sqlite_client.get(address(house.later))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


def test_a_round_of_another_forum_is_not_found_under_ones_own_address(sqlite_client: PageClient, house: House) -> None:
    sign_in(sqlite_client, house.session, "s1@south.example")
    for page in ("results", "results/summary", "results.json", "comments", "results/share"):
        path = f"/forums/south/rounds/{house.later.id}/{page}"
        assert sqlite_client.get(path).status_code == 404, page


@pytest.mark.parametrize("email", ["m1@east.example", "secretariat@east.example"])
def test_before_closing_nobody_has_results(sqlite_client: PageClient, sqlite_session: Session, email: str) -> None:
    forum = make_forum(sqlite_session, "east")
    rounds = [make_draft(sqlite_session, forum, name="A draft"), make_open_round(sqlite_session, forum, name="Open")]
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, email)
    for each in rounds:
        for page in ("results", "results/summary", "results.csv", "results/charts/response.svg", "results/share"):
            answer = sqlite_client.get(address(each, page))
            assert answer.status_code == 403, page
            assert "chairs of both sides at the same moment" in answer.get_data(as_text=True)


def test_the_earlier_round_can_be_chosen_or_left_out(sqlite_client: PageClient, house: House) -> None:
    sign_in(sqlite_client, house.session, "m1@north.example")
    chosen = sqlite_client.page(f"{address(house.later)}?against={house.earlier.id}")
    assert "Compared with Audit 2025" in chosen.text
    alone = sqlite_client.page(f"{address(house.later)}?against=none")
    assert "Compared with Audit 2025" not in alone.text
    assert "Improved" not in "".join("".join(cell.itertext()) for cell in alone.all("td"))


@pytest.mark.parametrize("against", ["999999", "x", "", "0", "-1"])
def test_an_unknown_earlier_round_is_not_found(sqlite_client: PageClient, house: House, against: str) -> None:
    sign_in(sqlite_client, house.session, "m1@north.example")
    assert sqlite_client.get(f"{address(house.later)}?against={against}").status_code == 404


def test_a_later_round_and_another_forums_round_cannot_be_compared_with(
    sqlite_client: PageClient, house: House
) -> None:
    other = make_closed_round(house.session, make_forum(house.session, "west"), at=LAST_YEAR)
    house.session.commit()
    sign_in(sqlite_client, house.session, "m1@north.example")
    assert sqlite_client.get(f"{address(house.later)}?against={other.id}").status_code == 404
    assert sqlite_client.get(f"{address(house.earlier)}?against={house.later.id}").status_code == 404


def test_hidden_sides_are_in_no_row_of_the_page(sqlite_client: PageClient, sqlite_session: Session) -> None:
    later, earlier = two_rounds(sqlite_session, "east", management=10, staff=6)
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "m1@east.example")
    page = sqlite_client.page(address(later))
    comparison = load_comparison(sqlite_session, later, earlier)
    hidden = [statement for statement in comparison.statements if statement.sides is None]
    assert hidden
    for statement in hidden:
        row = next(each for each in page.all("tr") if each.get("id") == f"statement-{statement.id}")
        cell = row.findall("td")[1]
        assert _normal("".join(cell.itertext())) == HIDDEN
        assert not list(cell.iter(SVG + "svg"))


def test_with_a_side_too_small_no_side_stands_anywhere(sqlite_client: PageClient, sqlite_session: Session) -> None:
    forum = make_forum(sqlite_session, "east", management=8, staff=3, partner=0)
    later, earlier = rounds_in(sqlite_session, forum)
    sqlite_session.commit()
    assert load_comparison(sqlite_session, later, earlier).round.plan is Plan.TOTAL
    sign_in(sqlite_client, sqlite_session, "m1@east.example")
    page = sqlite_client.page(address(later))
    headings = {_normal("".join(each.itertext())) for each in page.all("th")}
    assert "By side" not in headings
    assert "Sides differ" not in "".join("".join(row.itertext()) for row in page.all("tr"))
    assert "Where the sides are apart" not in page.text


def test_with_too_few_answers_no_score_stands_on_the_page(sqlite_client: PageClient, sqlite_session: Session) -> None:
    forum = make_forum(sqlite_session, "east", management=2, staff=2, partner=0)
    closed = make_closed_round(sqlite_session, forum, STATEMENTS, answers=plausible(STATEMENTS, year=2026))
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "m1@east.example")
    page = sqlite_client.page(address(closed))
    assert "Too few members answered" in page.text
    assert [row.get("id") for row in page.all("tr") if row.get("id")] == []
    assert page.all("img") == []


def test_answers_that_could_not_be_counted_are_told_to_both_sides(sqlite_client: PageClient, house: House) -> None:
    house.later.discarded = 2
    house.session.commit()
    for email in ("m1@north.example", "s1@north.example"):
        sign_in(sqlite_client, house.session, email)
        assert "The answers of 2 members could not be read" in sqlite_client.page(address(house.later)).text


def test_a_bar_is_as_long_as_the_numbers_beside_it(sqlite_client: PageClient, house: House) -> None:
    sign_in(sqlite_client, house.session, "m1@north.example")
    page = sqlite_client.page(address(house.later))
    comparison = load_comparison(house.session, house.later, house.earlier)
    statement = next(each for each in comparison.statements if each.total.counts)
    counts = statement.total.counts or ()
    row = next(each for each in page.all("tr") if each.get("id") == f"statement-{statement.id}")
    bar = next(iter(row.findall("td")[0].iter(SVG + "svg")))
    assert bar.get("aria-hidden") == "true"
    widths = [float(part.get("width") or 0) for part in bar.iter(SVG + "rect")]
    wanted = [count / sum(counts) * 200 - 1.5 for count in counts if count]
    assert widths == pytest.approx(wanted, abs=0.06)
    heard = _normal("".join(row.findall("td")[0].itertext()))
    scale = comparison.round.questionnaire.scale_by_id[statement.scale]
    for value, count in zip(scale.values, counts, strict=True):
        assert f"{scale.labels[value]}: {count}" in heard


def test_the_summary_tells_the_scores_of_every_section(sqlite_client: PageClient, house: House) -> None:
    sign_in(sqlite_client, house.session, "m1@north.example")
    page = sqlite_client.page(address(house.later, "results/summary"))
    comparison = load_comparison(house.session, house.later, house.earlier)
    rows = {_normal("".join(row.find("th").itertext())): row for row in page.all("tr") if row.find("td") is not None}  # type: ignore[union-attr]
    for section in (comparison.overall, *comparison.sections):
        cells = [_normal("".join(cell.itertext())) for cell in rows[section.title].findall("td")]
        assert cells[0] == wording.score(section.total)
        assert section.change is not None
        assert section.change.label is not None
        assert section.change.label.value in cells[1]
    for sentence in comparison.level:
        assert _normal(sentence.text) in page.text
    for footnote in comparison.footnotes:
        assert _normal(footnote) in page.text


def test_hopes_stand_in_a_view_of_their_own(sqlite_client: PageClient, sqlite_session: Session) -> None:
    baseline = CATALOGUE.by_id("partnership-behaviours-baseline")
    forum = make_forum(sqlite_session, "east", management=12, staff=12)
    make_closed_round(
        sqlite_session, forum, baseline, name="Baseline", at=LAST_YEAR.replace(month=6),
        answers=plausible(baseline, year=2024),
    )  # fmt: skip
    later, _ = rounds_in(sqlite_session, forum)
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "m1@east.example")
    assert "What members hoped for" in sqlite_client.page(address(later)).links()
    page = sqlite_client.page(address(later, "results/hopes"))
    assert "Baseline asked what members hoped for. Audit 2026 asked what they found." in page.text
    rows = page.all("tr")[1:]
    assert len(rows) >= 8
    assert "Improved" not in page.text


def _typed_in(session: Session) -> Round:
    questionnaire = CATALOGUE.by_id("partnership-ten")
    averages = {(each.id, Group.TOTAL): Average(12, 6.3) for each in questionnaire.scored_questions()}
    typed = TypedRound("Report of 2024", date(2024, 5, 1), 5, averages=averages)
    forum = make_forum(session, "east")
    made = type_in(session, forum, questionnaire, typed, actor="Sec Retariat (Secretariat)", at=NOON)
    session.commit()
    return made


def test_a_typed_in_round_is_a_preview_for_the_secretariat_alone(
    sqlite_client: PageClient, sqlite_session: Session
) -> None:
    typed = _typed_in(sqlite_session)
    sign_in(sqlite_client, sqlite_session, "m1@east.example")
    assert sqlite_client.get(address(typed)).status_code == 404
    sign_in(sqlite_client, sqlite_session, "secretariat@east.example")
    page = sqlite_client.page(address(typed))
    assert "This is a preview." in page.text
    assert "Held on 1 May 2024" in page.text
    assert sqlite_client.get(address(typed, "results.csv")).status_code == 200
    assert sqlite_client.get(address(typed, "results/share")).status_code == 404


def test_a_typed_in_round_in_use_is_seen_by_both_sides_and_never_shared(
    sqlite_client: PageClient, sqlite_session: Session
) -> None:
    typed = _typed_in(sqlite_session)
    put_into_use(sqlite_session, typed, actor="Sec Retariat", at=NOON)
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "s1@east.example")
    page = sqlite_client.page(address(typed))
    assert "This is a preview." not in page.text
    assert "Share with members" not in page.links()
    assert all("6.3" in "".join(row.itertext()) for row in page.all("tr") if row.get("id"))
