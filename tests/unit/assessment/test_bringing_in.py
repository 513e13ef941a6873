"""An organisation's own spreadsheet of about 60 questions becomes a self-assessment and its first assessment."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.actions import actions_of
from audit_app.assessment.bringing_in import Owner, Said, bring_in, make_instrument, read_title
from audit_app.assessment.contents import content_of
from audit_app.assessment.diagnostics import (
    LEAVE_OUT,
    Diagnostic,
    DiagnosticSheet,
    Meaning,
    diagnostic_sheet,
    propose_columns,
    rating_words,
    read_diagnostic,
)
from audit_app.assessment.models import AssessmentDeed, AssessmentState, OwnInstrument
from audit_app.assessment.own_instruments import own_instruments
from audit_app.assessment.records import records_of
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.forums import find_forum
from audit_app.forum.models import Forum, Organisation
from audit_app.forum.table_files import UnreadableTableError
from audit_app.questionnaire.catalogue import CatalogueError
from audit_app.questionnaire.definition import Side
from audit_app.questionnaire.lineage import compare_statements
from tests.unit.assessment.instruments import AT, LATER, TODAY, make_organisation, of_side, sign_both

PERSONAL = (
    "This looks like an e-mail address or a number that belongs to a person. Take it out, and say where the evidence "
    "is kept instead"
)
HEADINGS = ("Theme", "Question", "RAG rating", "Evidence", "Action required", "Lead", "By when")


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> DiagnosticSheet:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return diagnostic_sheet("diagnostic.csv", out.getvalue().encode())


def row(question: str, theme: str = "Sleep", rating: str = "", *more: str) -> tuple[str, ...]:
    return (theme, question, rating, *more, *[""] * (4 - len(more)))


def meaning(found: DiagnosticSheet, **ratings: str) -> Meaning:
    columns = propose_columns(found)
    likely = {word: means for word, (_, means) in rating_words(found, columns["rating"]).items()}
    return Meaning(columns, {**likely, **ratings})


def read(found: DiagnosticSheet, **ratings: str) -> Diagnostic:
    return read_diagnostic(found, meaning(found, **ratings), TODAY)


def said(found: DiagnosticSheet, title: str = "Our diagnostic", name: str = "First") -> Said:
    return Said(title, name, read(found), meaning(found))


def sixty() -> DiagnosticSheet:
    """60 questions of six themes, of which one has 200 characters and some are written in other scripts."""
    words = ["Łódź has rest rooms.", "職員は休憩できる。", "=1+1 is asked.", "<b>Bold</b> leaders listen.", "x" * 200]
    texts = [*words, *(f"Practice {number} is in place." for number in range(55))]
    ratings = ("Red", "Amber", "Green", "N/A", "")
    return sheet(*(row(text, f"Theme {n // 10}", ratings[n % 5]) for n, text in enumerate(texts)))


def north(session: Session) -> Forum:
    found = find_forum(session, "north")
    assert found is not None
    return found


@pytest.fixture
def organisation(session: Session) -> Organisation:
    return make_organisation(session)


def test_columns_are_proposed_by_their_headings() -> None:
    found = propose_columns(sheet(row("Do staff sleep?")))
    assert found == {"element": 0, "question": 1, "rating": 2, "evidence": 3, "action": 4, "owner": 5, "due": 6}


def test_without_a_heading_the_longest_words_are_the_questions() -> None:
    found = sheet(("1", "Staff can rest during their shift.", "3"), headings=("No.", "What we look at", "Score (0-4)"))
    assert propose_columns(found) == {"rating": 2, "question": 1}


@pytest.mark.parametrize(
    ("words", "means"),
    [
        (("Red", "Amber", "Green"), ("0", "2", "4")),
        (("0", "2", "4"), ("0", "2", "4")),
        (("1", "3", "5"), ("0", "2", "4")),
        (("Yes", "Partly", "No"), ("4", "2", "0")),
        (("N/A", "Don't know", "In place everywhere"), ("does_not_apply", "dont_know", "3")),
        (("Brilliant", "7", "Not started"), ("", "", "0")),
    ],
)
def test_meanings_are_proposed_and_what_is_not_known_is_asked(words: tuple[str, ...], means: tuple[str, ...]) -> None:
    found = rating_words(sheet(*(row(f"Question {word}", rating=word) for word in words)), 2)
    assert tuple(likely for _, likely in found.values()) == means
    assert tuple(shown for shown, _ in found.values()) == words


def test_a_column_of_sentences_is_no_column_of_ratings() -> None:
    assert rating_words(sheet(*(row(f"Question {n}", rating=f"Words {n}") for n in range(31))), 2) == {}


def test_rows_that_cannot_be_taken_are_named() -> None:
    found = read(
        sheet(
            row("Do staff sleep?"), row("", "Sleep", "Green"), row("Do staff  sleep?"), row("y" * 401),
            row("Is there rest?", "", "Green", "See jo@trust.example", "", "", ""),
            row("Is there tea?", "Tea", "Green", "", "Buy tea", "m@trust.example", "soon"),
        )
    )  # fmt: skip
    assert [(each.place, each.words) for each in found.left_out] == [
        ("Row 3", "there is no question in this row"),
        ("Row 4", "this question stands here twice"),
        ("Row 5", "the question is longer than 400 characters"),
        ("Row 6, evidence", PERSONAL),
        ("Row 7, due", "this is no day, so the action has none"),
        ("Row 7, owner", "The owner must be a role, such as Head of workforce, and not an e-mail address"),
    ]  # fmt: skip
    assert {theme: len(asked) for theme, asked in found.elements.items()} == {"Sleep": 2, "Tea": 1}
    assert found.elements["Tea"][0].action == {"text": "Buy tea", "owner_role": "To be agreed"}


def test_ratings_that_are_left_out_leave_the_question() -> None:
    found = read(sheet(row("Do staff sleep?", rating="Green")), green=LEAVE_OUT)
    assert found.elements["Sleep"][0].rating == ""
    assert [each.place for each in found.left_out] == ["Row 2, rating"]


def test_a_file_without_questions_is_refused() -> None:
    found = sheet(row("", "Sleep", "Green"))
    with pytest.raises(UnreadableTableError, match="No question was found"):
        read(found)


def test_sixty_questions_become_an_assessment_that_both_sides_can_sign(
    session: Session, organisation: Organisation
) -> None:
    found = sixty()
    who = of_side(organisation, Side.MANAGEMENT)
    owner = Owner(north(session), organisation)
    instrument, assessment = bring_in(session, owner, said(found), who, by=who.actor, at=AT)
    assert assessment is not None
    assert (len(instrument.items), len(instrument.sections), instrument.version) == (60, 6, 1)
    assert instrument.items[1].text == "職員は休憩できる。"
    assert instrument.scales[0].labels[0] == "Red"
    answers = content_of(session, assessment).items
    agreed = [answers[item.id].agreed if item.id in answers else None for item in instrument.items[:5]]
    assert agreed == [0, 2, 4, "does_not_apply", None]
    assert answers[instrument.items[3].id].reason
    assert records_of(session, assessment)[-1].deed is AssessmentDeed.BROUGHT_IN
    assert assessment.state is AssessmentState.OPEN
    assert [each.id for each in own_instruments(session, north(session), organisation)] == [instrument.id]
    other = make_organisation(session, "Western Trust")
    assert own_instruments(session, north(session), other) == []


def test_evidence_notes_and_actions_come_along(session: Session, organisation: Organisation) -> None:
    found = sheet(
        row("Is there rest?", "Rest", "Green", "Rest policy", "Build rooms", "Head of estates", "31/03/2027"),
        row("Is there tea?", "Rest", "Red", "https://trust.example/tea"),
        row("Is there cake?", "Rest", "Amber", "w" * 300),
    )
    who = of_side(organisation, Side.MANAGEMENT)
    _, assessment = bring_in(session, Owner(north(session), organisation), said(found), who, by=who.actor, at=AT)
    assert assessment is not None
    rest, tea, cake = content_of(session, assessment).items.values()
    assert [each.title for each in rest.proofs] == ["Rest policy"]
    assert tea.proofs[0].link == "https://trust.example/tea"
    assert cake.note == "w" * 300
    action = actions_of(session, organisation)[0]
    assert (action.text, action.owner_role, str(action.due_on)) == ("Build rooms", "Head of estates", "2027-03-31")


def test_the_next_version_keeps_the_ids_of_unchanged_words(session: Session, organisation: Organisation) -> None:
    owner = Owner(north(session), organisation)
    who = of_side(organisation, Side.MANAGEMENT)
    first = sheet(row("Is there rest?", "Rest", "Green"), row("Is there tea?", "Rest", "Red"))
    before, assessment = bring_in(session, owner, said(first), who, by="A test", at=AT)
    assert assessment is not None
    same, new = make_instrument(session, owner, said(first))
    assert (same, new) == (before, False)
    sign_both(session, assessment)
    later = sheet(
        row("Is there cake?", "Food", "Good"), row("Is there tea?", "Food", "Bad"), row("Is there rest?", "Rest")
    )
    told = Meaning(propose_columns(later), {"good": "4", "bad": "0"})
    again = Said("Our  Diagnostic", "Second", read_diagnostic(later, told, TODAY), told)
    after, _ = bring_in(session, owner, again, who, by="A test", at=LATER)
    assert (after.id, after.version) == (before.id, 2)
    assert {after.item_by_id[name].text for name in compare_statements(before, after).same} == {
        "Is there rest?", "Is there tea?",
    }  # fmt: skip
    assert len(session.scalars(select(OwnInstrument)).all()) == 2


@pytest.mark.usefixtures("organisation")
def test_the_same_words_in_two_elements_are_two_questions(session: Session) -> None:
    found = sheet(row("Is it safe?", "Day"), row("Is it safe?", "Night"))
    made, _ = make_instrument(session, Owner(north(session)), said(found))
    assert len({item.id for item in made.items}) == 2


@pytest.mark.usefixtures("organisation")
def test_the_forums_questions_are_for_all_and_carry_no_ratings(session: Session) -> None:
    instrument, assessment = bring_in(session, Owner(north(session)), said(sixty()), None, by="A test", at=AT)
    assert assessment is None
    other = make_organisation(session, "Western Trust")
    assert [each.id for each in own_instruments(session, north(session), other)] == [instrument.id]


def test_an_open_assessment_is_not_doubled(session: Session, organisation: Organisation) -> None:
    owner, who = Owner(north(session), organisation), of_side(organisation, Side.MANAGEMENT)
    bring_in(session, owner, said(sixty()), who, by="A test", at=AT)
    with pytest.raises(NotPossible, match="still open"):
        bring_in(session, owner, said(sixty(), name="Second"), who, by="A test", at=AT)


@pytest.mark.usefixtures("organisation")
def test_the_rules_of_every_self_assessment_hold(session: Session) -> None:
    found = said(sixty())
    with pytest.raises(CatalogueError):
        make_instrument(session, Owner(north(session)), Said("t" * 500, "", found.diagnostic, found.meaning))


@pytest.mark.parametrize("typed", ["", "  ", "t" * 121, "a\u202eb"])
def test_a_title_is_needed(typed: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        read_title(typed)
    assert list(refused.value.errors) == ["title"]
