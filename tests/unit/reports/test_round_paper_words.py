"""What is hidden is in no paper, and what is said is plain: the words of every case, read as a member would."""

import re
from collections.abc import Callable

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.series import series
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.papers.blocks import Facts, Note, Paper, Points, Wording, Words
from audit_app.reports.papers.covering_note import covering_note, minute_wording
from audit_app.reports.papers.method import method
from audit_app.reports.papers.one_page import one_page
from audit_app.reports.papers.round_paper import round_paper, word_paper
from audit_app.reports.round_pack import RoundPack
from tests.harness.paper_words import all_words, words_of
from tests.harness.round_packs import CASES, demonstration, everything_hidden, small_sides, totals_only
from tests.unit.analysis.builders import MIXED_12, a_questionnaire, a_round, people
from tests.unit.test_words import AMERICAN, CURLY_APOSTROPHE, EMAIL, OTHER_WORDS_FOR_ANSWERS, PROMISES, STATISTICS
from tests.unit.visible_words import sentences

PAPERS = (round_paper, word_paper, one_page)
OWN_WORDS = [name for name in CASES if name not in {"hostile", "unstorable", "largest"}]  # those have others' words


def with_hidden_sides() -> RoundPack:
    """On A.2 the management side is unanimous, so that the sides of that statement, and of one more, are hidden."""
    asked = a_questionnaire({"A": 4, "B": 3})
    alike, low = (0, 0, 0, 12, 0), (4, 4, 3, 1, 0)
    found = compare(
        a_round(
            asked,
            people(MIXED_12, alike, low, MIXED_12, low, MIXED_12, low),
            people(low, low, MIXED_12, low, low, MIXED_12, low),
        )
    )
    return RoundPack(found, found, series([a_round(asked, people(*[low] * 7), people(*[low] * 7))]))


def test_the_pack_hides_the_sides_of_some_statements() -> None:
    hidden = [each.id for each in with_hidden_sides().comparison.statements if each.sides is None]
    assert "A.2" in hidden
    assert 1 < len(hidden) < 7


@pytest.mark.parametrize("make", PAPERS)
def test_no_line_about_a_hidden_statement_holds_a_score_of_a_side(make: Callable[[RoundPack], Paper]) -> None:
    pack = with_hidden_sides()
    hidden = [each for each in pack.comparison.statements if each.sides is None]
    for text in words_of(make(pack)):
        if any(f"“{each.text.rstrip('.')}”" in text for each in hidden):
            assert "side" not in text.replace("both sides", "")


def test_rows_of_hidden_statements_differ_in_nothing_but_their_totals() -> None:
    """So that no reader can tell one reason from another."""
    rows = {
        row[0]: row[4:]
        for table in (block for block in round_paper(with_hidden_sides()).blocks if hasattr(block, "rows"))
        for row in table.rows
        if len(row) == 7
    }
    hidden = [each for each in with_hidden_sides().comparison.statements if each.sides is None]
    assert {rows[f"{each.number}. {each.text}"] for each in hidden} == {
        ("Not shown", "Not shown", "Not shown by side, to protect anonymity.")
    }


@pytest.mark.parametrize("make", PAPERS)
def test_a_plan_without_sides_has_no_figure_of_one(make: Callable[[RoundPack], Paper]) -> None:
    said = all_words(make(totals_only()))
    turnout = totals_only().comparison.round.turnout
    for side in TWO_SIDES:
        found = re.findall(rf"(?i){side.label}:? (\d[\d.]*)", said)
        assert set(found) <= {str(turnout[side].answered)}


@pytest.mark.parametrize("make", PAPERS)
def test_a_paper_about_nothing_has_no_number_but_who_was_asked(make: Callable[[RoundPack], Paper]) -> None:
    pack = everything_hidden()
    said = all_words(make(pack)).replace(pack.comparison.round.name, "").replace("Ten questions 2025", "")
    said = re.sub(r"20 November 202[56]|version 1|\bA4\b", "", said)
    assert set(re.findall(r"\d[\d.]*\d|\d", said)) <= {"2", "4", "8", "1", "3", "5"}


def test_small_sides_have_a_rounded_score_and_no_counts() -> None:
    for each in small_sides().comparison.statements:
        for side in TWO_SIDES if each.sides else ():
            figure = (each.sides or {})[side]
            assert figure.step >= 0.5
            assert figure.bands is None
    said = all_words(round_paper(small_sides()))
    assert " of 6 " not in said.replace("6 of 8", "")
    assert " of 7 " not in said.replace("7 of 9", "")


@pytest.mark.parametrize("make", PAPERS)
@pytest.mark.parametrize("name", OWN_WORDS)
def test_the_words_keep_the_rules_of_the_house(name: str, make: Callable[[RoundPack], Paper]) -> None:
    said = words_of(make(CASES[name]()))
    for rule in (AMERICAN, STATISTICS, PROMISES, EMAIL, CURLY_APOSTROPHE, OTHER_WORDS_FOR_ANSWERS):
        assert [text for text in said if rule.search(text)] == []
    for text in said:
        assert "None" not in text
        assert "  " not in text or text.startswith("●"), "marks beside a picture's row stand apart"
        assert not text.endswith("..")
        assert " ." not in text


def prose(blocks: object) -> list[str]:
    """The sentences that are written out in full."""
    found: list[str] = []
    for block in blocks if isinstance(blocks, tuple) else ():
        match block:
            case Words() | Note():
                found.append(block.text)
            case Points():
                found += [item.text for item in block.items]
            case Facts():
                found += [words for _, words in block.pairs]
            case Wording():
                found += block.paragraphs
    return [sentence for text in found for sentence in sentences(text)]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def reading_ease(said: list[str]) -> float:
    """Flesch: 60 is plain English, 70 is easy. Syllables are counted roughly."""
    words = [word for sentence in said for word in re.findall(r"[A-Za-z']+", sentence)]
    return 206.835 - 1.015 * len(words) / len(said) - 84.6 * sum(map(syllables, words)) / len(words)


@pytest.mark.parametrize("name", OWN_WORDS)
def test_what_the_paper_explains_is_plain(name: str) -> None:
    comparison = CASES[name]().comparison
    for part in (method(comparison), covering_note(CASES[name]())):
        said = prose(part)
        assert reading_ease(said) > 60, name
        assert max(len(sentence.split()) for sentence in said) <= 35


def test_hard_words_would_be_noticed() -> None:
    assert reading_ease(["Methodological considerations necessitate appropriate confidentiality precautions."]) < 0


def test_minutes_are_plain_too() -> None:
    assert reading_ease(prose(minute_wording(demonstration()))) > 55


def test_both_sides_are_named_as_often() -> None:
    """In what the paper itself says, nobody comes first more than the other, and nobody is left out."""
    for part in (covering_note(demonstration()), method(demonstration().comparison)):
        said = " ".join(words_of(part)).lower()
        assert said.count(Side.MANAGEMENT.label.lower()) == said.count(Side.STAFF.label.lower())
