"""What a priority is measured by, then and now: worked by hand, hidden, reworded, not asked any more."""

from dataclasses import replace

import pytest

from audit_app.analysis.comparison import REWORDED, compare
from audit_app.analysis.measures import (
    NOT_ASKED,
    NOT_SHOWN,
    Measured,
    Verdict,
    in_short,
    measurable,
    measured,
    name_of,
    score_of,
    target_met,
)
from audit_app.analysis.released import NOT_COMPARED
from audit_app.analysis.tallies import Group, RoundTallies
from audit_app.questionnaire.definition import EarlierWording, Question, Questionnaire
from tests.factories import CATALOGUE
from tests.unit.analysis.builders import a_questionnaire, a_round, of_averages, people

ASKED = a_questionnaire({"A": 2, "B": 1})
# counts of each side of 12. LOW twice: 50 points from 24 people, mean 2.0833, score 2.7; HIGH: 96, mean 4.0, score 7.5;
# MIXED: 78, mean 3.25, score 5.6
LOW, MIXED, HIGH = (4, 4, 3, 1, 0), (1, 2, 4, 3, 2), (0, 1, 2, 5, 4)
ALL_AGREE = (0, 0, 0, 12, 0)  # 4 throughout, which is 7.5


def _round(name: str, *columns: tuple[int, ...], asked: Questionnaire = ASKED) -> RoundTallies:
    return a_round(asked, people(*columns), people(*columns), name=name)


def _measured(earlier: RoundTallies, later: RoundTallies, item: str) -> Measured:
    return measured(item, compare(earlier), compare(later, earlier))


FIRST = _round("Audit 2025", LOW, HIGH, MIXED)


@pytest.mark.parametrize(
    ("item", "verdict", "scores", "sentence"),
    [
        ("A.1", Verdict.UP, (2.7, 7.5), "Up from 2.7 to 7.5 out of 10. This is a clear change."),
        ("A.2", Verdict.DECLINED, (7.5, 2.7), "Down from 7.5 to 2.7 out of 10. This is a clear change."),
        (
            "B.1",
            Verdict.NO_CLEAR_CHANGE,
            (5.6, 5.6),
            "The score went from 5.6 to 5.6 out of 10. A difference of this size can come about by chance.",
        ),
    ],
)
def test_a_statement_moves_up_declines_or_does_not_move(
    item: str, verdict: Verdict, scores: tuple[float, float], sentence: str
) -> None:
    found = _measured(FIRST, _round("Audit 2026", HIGH, LOW, MIXED), item)
    assert (found.verdict, (found.then, found.now), found.sentence) == (verdict, scores, sentence)
    assert found.judged == scores[1]
    assert found.text == f"Statement {item} is true."


def test_a_section_and_everything_together_are_measured_as_statements_are() -> None:
    later = _round("Audit 2026", HIGH, HIGH, MIXED)
    section = _measured(FIRST, later, "A")
    assert (section.text, section.then_words, section.now_words) == ("Section A", "5.1", "7.5")  # (2.7 + 7.5) / 2
    assert section.verdict is Verdict.UP
    overall = _measured(FIRST, later, "overall")
    assert overall.text == "All statements together"
    # (50 + 96 + 78) / 72 = 3.111, score 5.3; (96 + 96 + 78) / 72 = 3.75, score 6.9
    assert (overall.then, overall.now) == (5.3, 6.9)


def test_a_section_that_is_only_about_a_score_reaches_no_target() -> None:
    """All agree with A.1, so section A is rounded to a half: 7.5 could be 7.3."""
    found = _measured(FIRST, _round("Audit 2026", ALL_AGREE, HIGH, MIXED), "A")
    assert (found.then_words, found.now_words, found.now) == ("5.1", "about 7.5", 7.5)
    assert found.sentence.startswith("Up from 5.1 to about 7.5 out of 10.")
    assert found.judged is None
    assert target_met(7.5, [found]) is None


def test_what_all_said_is_about_a_score_and_is_not_compared() -> None:
    found = _measured(FIRST, _round("Audit 2026", ALL_AGREE, HIGH, MIXED), "A.1")
    assert (found.verdict, found.sentence) == (Verdict.NOT_COMPARED, NOT_COMPARED)
    assert (found.then_words, found.now_words) == ("2.7", "about 7.5")
    assert found.difference is None
    assert found.judged is None  # the exact score is not told, so no target can be held against it


def test_a_hidden_score_is_said_to_be_hidden_in_either_round() -> None:
    few = people(HIGH, HIGH, MIXED)
    few = [[None if place >= 2 else row[0], *row[1:]] for place, row in enumerate(few)]  # 2 a side answered A.1
    hidden = a_round(ASKED, few, few, name="Audit 2026")
    later = _measured(FIRST, hidden, "A.1")
    assert (later.then_words, later.now_words, later.now) == ("2.7", NOT_SHOWN, None)
    assert (later.verdict, later.judged) == (Verdict.NOT_COMPARED, None)
    earlier = _measured(replace(hidden, name="Audit 2025"), _round("Audit 2026", HIGH, HIGH, MIXED), "A.1")
    assert (earlier.then_words, earlier.now_words) == (NOT_SHOWN, "7.5")
    assert (earlier.verdict, earlier.sentence) == (Verdict.NOT_COMPARED, NOT_COMPARED)
    assert earlier.judged == 7.5  # a target is about the score now, which is shown in full


def test_fewer_than_ten_answers_are_too_few() -> None:
    columns = ((2, 1, 1, 0, 0), (0, 1, 1, 1, 1), (0, 1, 1, 1, 1))
    small = [a_round(ASKED, people(*columns), people(*columns), name=name) for name in ("Audit 2025", "Audit 2026")]
    found = _measured(small[0], small[1], "A.1")
    assert found.verdict is Verdict.NOT_COMPARED
    assert found.sentence.endswith("Too few members answered to say whether this is a clear change.")


def _with(name: str, text: str, *carried: EarlierWording, new_id: str | None = None) -> Questionnaire:
    """The questionnaire with one statement in other words, perhaps under another id."""
    sections = []
    for section in ASKED.sections:
        questions = [
            Question(**{**each.model_dump(), "id": new_id or name, "text": text, "continues": carried})
            if each.id == name
            else each
            for each in section.questions
        ]
        sections.append(section.model_copy(update={"questions": tuple(questions)}))
    return Questionnaire.model_validate(
        ASKED.model_copy(update={"version": 2, "sections": tuple(sections)}).model_dump()
    )


def test_a_statement_that_means_something_else_is_not_compared() -> None:
    later = _round("Audit 2026", HIGH, HIGH, MIXED, asked=_with("A.1", "Quite another statement."))
    found = _measured(FIRST, later, "A.1")
    assert (found.verdict, found.sentence, found.judged) == (Verdict.NOT_COMPARED, REWORDED, None)
    assert found.text == "Statement A.1 is true."


def test_a_statement_is_followed_under_its_new_id_when_its_meaning_stayed() -> None:
    before = EarlierWording(id="A.1", text="Statement A.1 is true.")
    asked = _with("A.1", "Statement A.1 is right.", before, new_id="A.1b")
    found = _measured(FIRST, _round("Audit 2026", HIGH, HIGH, MIXED, asked=asked), "A.1")
    assert (found.id, found.verdict, found.now) == ("A.1", Verdict.UP, 7.5)
    assert found.sentence.endswith("It reads now: “Statement A.1 is right”.")


def test_what_is_not_asked_any_more_is_said_to_be_so() -> None:
    shorter = a_questionnaire({"A": 2})
    later = a_round(shorter, people(HIGH, HIGH), people(HIGH, HIGH), name="Audit 2026")
    for item in ("B.1", "B"):
        found = _measured(FIRST, later, item)
        assert (found.verdict, found.now_words) == (Verdict.NOT_COMPARED, NOT_ASKED)
        assert found.sentence == "Not compared: Audit 2026 did not ask this."


def test_averages_alone_never_say_that_a_change_is_clear() -> None:
    averages = of_averages(ASKED, {(each.id, Group.TOTAL): (24, 2.0) for each in ASKED.questions})
    found = _measured(averages, _round("Audit 2026", HIGH, HIGH, HIGH), "A.1")
    assert (found.verdict, found.then, found.now) == (Verdict.NOT_COMPARED, 2.0, 7.5)
    assert found.sentence.endswith("These figures cannot tell whether this is a clear change.")


def test_a_measure_is_compared_with_its_own_round_only() -> None:
    other = _round("Audit 2024", LOW, HIGH, MIXED)
    later = _round("Audit 2026", HIGH, HIGH, MIXED)
    for wrong in (compare(later, other), compare(later)):
        with pytest.raises(ValueError, match="the round that it came from"):
            measured("A.1", compare(FIRST), wrong)


def test_a_target_is_met_when_every_measure_reaches_it() -> None:
    later = _round("Audit 2026", HIGH, LOW, ALL_AGREE)
    up, down, about = (_measured(FIRST, later, item) for item in ("A.1", "A.2", "B.1"))
    assert target_met(7.5, [up]) is True
    assert target_met(7.6, [up]) is False
    assert target_met(7.5, [up, down]) is False
    assert target_met(7.0, [up, about]) is None  # "about" could lie below
    assert target_met(7.0, [down, about]) is False  # one that misses is enough
    assert target_met(None, [up]) is None
    assert target_met(7.0, []) is None


def test_several_measures_are_told_in_short_by_how_many() -> None:
    later = _round("Audit 2026", HIGH, LOW, ALL_AGREE)
    found = [_measured(FIRST, later, item) for item in ("A.1", "A.2", "B.1")]
    assert in_short(found[:1]) == "Moved up clearly"
    assert in_short([*found, found[0]]) == "2 moved up clearly, 1 declined, 1 cannot be compared"


def test_a_baseline_offers_nothing_to_measure_by_and_an_audit_everything_with_a_score() -> None:
    assert measurable(compare(FIRST)) == ("overall", "A", "B", "A.1", "A.2", "B.1")
    hopes = CATALOGUE.by_id("partnership-behaviours-baseline")
    answers = [[3] * len(hopes.questions)] * 6
    assert measurable(compare(a_round(hopes, answers, answers))) == ()


def test_a_score_is_said_as_the_results_say_it() -> None:
    comparison = compare(_round("Audit 2026", ALL_AGREE, HIGH, MIXED))
    assert [score_of(comparison, item) for item in ("A.1", "A.2", "Z.9")] == ["about 7.5", "7.5", NOT_ASKED]
    assert [name_of(comparison, item) for item in ("A", "Z.9")] == ["Section A", "Z.9"]
