"""Three rounds of one forum, the questions put into its own words in between: what the page of results shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.audit import own_wording
from audit_app.audit.models import Round
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum
from audit_app.questionnaire import adapting_rules as rules
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire
from tests.factories import CATALOGUE, NOON, STATEMENTS, make_closed_round, make_forum
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import address, plausible, sign_in

KEPT, TURNED, OWN = "Members on both sides respect each other.", "I may say what I think.", "We thank each other."


@dataclass(frozen=True)
class House:
    client: PageClient
    rounds: list[Round]


def own_words(session: Session, forum: Forum) -> Questionnaire:
    """PB-1.1 in other words, PB-2.1 with a new meaning, PB-3.3 dropped, a statement of the forum's own in PB-4."""
    wording = own_wording.start(session, forum, CATALOGUE, STATEMENTS, actor="Sec Retariat", at=NOON)
    wishes = own_wording.wishes_of(wording)
    wishes = rules.reword(STATEMENTS, wishes, "PB-1.1", KEPT, "Respect", meaning_stayed=True)
    wishes = rules.reword(STATEMENTS, wishes, "PB-2.1", TURNED, "Honesty", meaning_stayed=False)
    wishes = rules.drop(STATEMENTS, wishes, "PB-3.3")
    wishes = rules.add(STATEMENTS, wishes, "PB-4", OWN, "Thanks", partners_asked=True)
    own_wording.change(session, CATALOGUE, wording, wishes, seen=wording.revision, actor="Sec Retariat", at=NOON)
    own_wording.propose(session, wording, seen=wording.revision, actor="Sec Retariat", at=NOON)
    for side in TWO_SIDES:
        own_wording.agree(session, wording, side, seen=wording.digest, actor="Chair", at=NOON)
    return own_wording.definition_of(wording)


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        forum = make_forum(session, management=14, staff=13)
        own = own_words(session, forum)
        days = [(datetime(2025, 2, 1, tzinfo=UTC), STATEMENTS), (datetime(2025, 11, 1, tzinfo=UTC), STATEMENTS)]
        rounds = [
            make_closed_round(session, forum, asked, name=f"Audit {n}", at=at, answers=plausible(asked, year=at.year))
            for n, (at, asked) in enumerate([*days, (datetime(2026, 11, 1, tzinfo=UTC), own)], start=1)
        ]
        session.commit()
        sign_in(sqlite_client, session, "m1@north.example")
        yield House(sqlite_client, rounds)


def test_the_page_says_beside_the_figures_which_words_changed_and_who_agreed(house: House) -> None:
    text = house.client.page(address(house.rounds[-1])).text
    assert f"Asked before as “{STATEMENTS.question_by_id['PB-1.1'].text}” (PB-1.1)." in text
    assert "The words of statement 1 have changed since Audit 2; both sides agreed that the meaning stayed." in text
    assert "Not asked in Audit 2: statements 4 and" in text
    assert "Two statements of Audit 2 were not asked this time." in text


def test_a_statement_with_a_new_meaning_has_no_change(house: House) -> None:
    rows = house.client.page(address(house.rounds[-1])).all("tr")
    by_id = {row.get("id"): " ".join(row.itertext()) for row in rows if row.get("id")}
    assert "Not compared: this was not asked then." in by_id["statement-PB-2.1b"]
    assert "Not compared: this was not asked then." in by_id["statement-PB-4.own1"]
    assert "Not compared" not in by_id["statement-PB-1.1b"]
    assert "statement-PB-3.3" not in by_id


def test_the_lines_over_time_run_on_and_break_as_was_agreed(house: House) -> None:
    page = house.client.page(address(house.rounds[-1]))
    broken = [
        "".join(row.find("th").itertext()).strip()  # type: ignore[union-attr]  # every row of this table has one
        for row in page.all("tr")
        if "other statements than the round before" in "".join(row.itertext())
    ]
    assert broken == ["Overall", "Openness", "Early involvement", "Shared purpose"]
    runs_on = [row for row in page.all("tr") if "new words, same meaning" in "".join(row.itertext())]
    assert ["".join(row.find("th").itertext()).strip() for row in runs_on] == ["Respect and trust"]  # type: ignore[union-attr]
    picture = house.client.get(address(house.rounds[-1], "results/charts/over-time.svg")).get_data(as_text=True)
    said = "Some words changed between Audit 2 and Audit 3; both sides agreed that the meaning stayed."
    assert said in " ".join(picture.split())


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_the_files_say_so_too(house: House, extension: str) -> None:
    words = house.client.get(address(house.rounds[-1], f"results.{extension}")).get_data(as_text=True)
    assert "PB-1.1b" in words
    assert STATEMENTS.question_by_id["PB-1.1"].text in words
