"""What is said first, the limits that stand beside the figures, and suggestions."""

from dataclasses import replace

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import ChangeLabel, Comparison, GapLabel
from audit_app.analysis.sentences import summary
from audit_app.analysis.suggestions import grounds, points
from tests.unit.analysis.builders import MIXED_12, a_comparison, a_questionnaire, a_round, people

LOW, HIGH = (4, 4, 3, 1, 0), (0, 1, 2, 5, 4)


def test_the_level_names_the_two_lowest_and_the_two_highest() -> None:
    comparison = a_comparison(alone=True)
    assert [sentence.statement for sentence in comparison.level] == ["A.3", "B.1", "A.1", "B.3"]
    assert comparison.level[0].text == "Lowest: “Statement A.3 is true”, 2.7 out of 10; 16 of 24 (67%) disagreed."
    assert comparison.movements == ()


def test_a_nearly_unanimous_statement_is_said_without_counts() -> None:
    questionnaire = a_questionnaire({"A": 4})
    rows = people((0, 0, 0, 12, 0), LOW, LOW, MIXED_12)
    said = [sentence.text for sentence in compare(a_round(questionnaire, rows, rows)).level]
    assert (
        "Highest: “Statement A.1 is true”, all or nearly all said “Agree” or close to it (about 7.5 out of 10)." in said
    )


def test_movements_give_the_largest_each_way_with_how_sure_one_can_be() -> None:
    movements = a_comparison().movements
    assert [sentence.statement for sentence in movements] == ["A.1", "B.2", "A.3", "B.1"]
    assert "16 more agree than last time" in movements[0].text
    assert all(sentence.sure for sentence in movements)
    assert movements[0].sure is not None
    assert movements[0].sure.startswith("Improved")
    assert movements[1].sure == "No clear change. Up 0.6. With 24 people, six changed minds could do this."


def test_clear_changes_of_sections_come_first() -> None:
    questionnaire = a_questionnaire({"A": 3, "B": 3})
    earlier = a_round(
        questionnaire, people(*[LOW] * 3, *[HIGH] * 3), people(*[LOW] * 3, *[HIGH] * 3), name="Audit 2025"
    )
    later = a_round(questionnaire, people(*[HIGH] * 6), people(*[HIGH] * 6))
    first = compare(later, earlier).movements[0]
    assert first.text == "Section A: up 4.8, from 2.7 to 7.5."
    assert first.statement is None


def test_where_the_sides_are_apart_is_said_with_both_scores() -> None:
    (apart,) = a_comparison().apart
    assert apart.text == "“Statement B.1 is true”: management side 6.3, staff side 2.7."
    assert apart.sure is not None
    assert apart.sure.startswith("Sides differ")
    (small,) = a_comparison(small=True).apart
    assert small.sure == "Too few answers to say whether this is more than chance."


def test_the_summary_says_who_answered_and_the_overall_score() -> None:
    turnout, overall = a_comparison().summary
    assert turnout.text == "12 of 14 on management side and 12 of 14 on staff side answered."
    assert overall.text == "Overall, the score is 5.9 out of 10, down 0.2 since Audit 2025 (6.1)."
    assert overall.sure == "No clear change."


def test_two_scores_that_differ_when_shown_are_never_called_the_same() -> None:
    comparison = a_comparison()
    assert comparison.overall.change is not None

    def said(earlier: float) -> str:
        change = replace(comparison.overall.change, earlier=earlier, difference=0.0)  # differences are rounded apart
        return summary(replace(comparison, overall=replace(comparison.overall, change=change)))[1].text

    assert said(5.9) == "Overall, the score is 5.9 out of 10, the same as in Audit 2025 (5.9)."
    assert said(6.0) == "Overall, the score is 5.9 out of 10, nearly the same as in Audit 2025 (6.0)."


def test_a_round_that_shows_nothing_says_so() -> None:
    comparison = compare(a_round(a_questionnaire({"A": 3}), [[1, 2, 3]] * 2, [[1, 2, 3]]))
    assert comparison.summary[1].text == "Too few members answered for any result to be shown."
    assert comparison.footnotes[0].startswith("Fewer than 5 members")


def many_statements(count: int) -> Comparison:
    questionnaire = a_questionnaire({"A": count})
    rows = people(*[MIXED_12] * count)
    return compare(a_round(questionnaire, rows, rows), a_round(questionnaire, rows, rows, name="Audit 2025"))


def test_how_many_could_be_labelled_by_chance_uses_the_real_number() -> None:
    assert "With 25 statements, about one could be labelled by chance." in many_statements(25).footnotes
    assert "With 40 statements, about two could be labelled by chance." in many_statements(40).footnotes


def test_the_limits_are_printed() -> None:
    notes = a_comparison().footnotes
    assert "These are the views of those who answered (24 of 28)." in notes
    assert "A change does not tell you why." in notes
    assert any(note.startswith("No clear change does not mean that nothing changed: with 24 answers") for note in notes)
    assert not any("change" in note for note in a_comparison(alone=True).footnotes)


def test_a_small_forum_is_told_what_would_show_without_its_own_spread() -> None:
    """2.8 x 2.5 x sqrt(2/10) = 3.1: from a usual spread, because that of ten people would tell their answers."""
    notes = a_comparison(small=True).footnotes
    assert any("with 10 answers, only changes of about 3 points or more" in note for note in notes)


def test_discarded_ballots_are_told() -> None:
    closed = replace(a_round(a_questionnaire({"A": 3}), people(*[HIGH] * 3), people(*[HIGH] * 3)), discarded=1)
    assert "The answers of 1 member could not be read and could not be counted." in compare(closed).footnotes


def test_suggestions_say_why() -> None:
    first, second = a_comparison().suggestions
    assert (first.statement, first.points) == ("B.1", 6)
    assert first.reasons == (
        "more disagreement than agreement (4.5)",
        "lower than Audit 2025, but not clearly (\N{MINUS SIGN}1.8)",
        "the sides differ (by 3.5)",
    )
    assert (second.statement, second.points) == ("A.3", 5)


def test_at_most_three_are_suggested_and_two_from_a_section() -> None:
    questionnaire = a_questionnaire({"A": 4, "B": 3})
    rows = people(*[LOW] * 7)
    suggested = [suggestion.statement for suggestion in compare(a_round(questionnaire, rows, rows)).suggestions]
    assert suggested == ["A.1", "A.2", "B.1"]


def test_a_strength_is_high_has_not_declined_and_does_not_divide() -> None:
    assert a_comparison().strengths == ("A.1", "B.3")


def test_what_is_hidden_scores_nothing() -> None:
    assert grounds(None) == ()
    assert points(grounds(None, (-3.0, ChangeLabel.DECLINED), (2.0, GapLabel.DIFFER))) == 4


def test_a_reason_says_about_where_the_score_is_only_about() -> None:
    questionnaire = a_questionnaire({"A": 4})
    rows = people((0, 12, 0, 0, 0), *[MIXED_12] * 3)
    (suggested,) = compare(a_round(questionnaire, rows, rows)).suggestions
    assert suggested.statement == "A.1"
    assert suggested.reasons[0] == "more disagreement than agreement (about 2.5)"
