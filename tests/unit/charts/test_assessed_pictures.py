"""What the charts of self-assessments say: the finding first, every figure in the table, nothing that is not known."""

from datetime import date

import pytest

from audit_app import charts
from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content, ItemAnswer
from audit_app.analysis.assessed.results import AssessmentResult, OrganisationPlace
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import TODAY, agreed, award, best, framework, of, small, standard

DASH = "\N{EN DASH}"
SIGNED = date(2026, 11, 2)


def place(name: str, instrument: Instrument, answers: dict[str, ItemAnswer]) -> OrganisationPlace:
    return OrganisationPlace(name, assess(Content(name, "2026", instrument, answers, signed_on=SIGNED), TODAY))


def cells(chart: charts.Chart) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in chart.rows}


class TestProfile:
    def test_it_says_what_is_highest_and_lowest(self) -> None:
        """Leaves: 4 and 2 of 4 is 7.5. Biscuits: 1 of 4, one not known, is 2.5."""
        answers = {"A-1": agreed(4), "A-2": agreed(2), "B-1": agreed(1), "B-2": agreed("dont_know")}
        chart = charts.assessment_profile(assess(of(small(), answers), TODAY))
        assert chart.title == "“Leaves” scores highest (7.5 out of 10), “Biscuits” lowest (2.5)"
        assert chart.sentence == (
            "There is no overall score yet: too few statements are rated in at least one element."
        )
        assert cells(chart) == {"Leaves": ("7.5", "2 of 2", "0", "0"), "Biscuits": ("2.5", "1 of 2", "1", "0")}
        assert chart.base == "4 of 4 statements answered, as management and staff side agreed."

    def test_an_element_without_ratings_has_no_zero(self) -> None:
        chart = charts.assessment_profile(assess(of(small(), {"A-1": agreed(0)}), TODAY))
        assert cells(chart)["Leaves"][0] == "0.0"
        assert cells(chart)["Biscuits"][0] == DASH
        assert b"nothing rated yet" in charts.svg(chart)

    def test_the_overall_score_is_told_where_there_is_one(self) -> None:
        chart = charts.assessment_profile(assess(of(framework(), best(framework())), TODAY))
        assert chart.sentence == "The overall score is 10.0 out of 10."
        assert chart.title == "Every element with a score stands at 10.0"

    @pytest.mark.parametrize("instrument", [framework(), award()])
    def test_without_ratings_or_scores_it_is_empty_and_says_why(self, instrument: Instrument) -> None:
        assert charts.assessment_profile(assess(of(instrument, {}), TODAY)).empty


class TestLevels:
    def test_every_standard_is_a_row_of_steps(self) -> None:
        answers = best(award()) | {"HA-C4": agreed(1), "HA-C5": agreed(0), "HA-F6": agreed(1)}
        chart = charts.assessment_levels(assess(of(award(), answers), TODAY))
        assert chart.title == "Foundation is reached; 1 thing is left for Established"
        assert chart.sentence == "What is left stands in Safety."
        assert cells(chart)["The whole"] == ("✓ Reached", "1 left", "3 left")
        assert cells(chart)["Safety"] == ("✓ Reached", "1 left", "2 left")
        assert cells(chart)["Food and drink"] == ("✓ Reached", "✓ Reached", "1 left")

    def test_pillars_of_a_level_for_the_whole_show_where_something_is_left(self) -> None:
        answers = best(standard()) | {"GW-P4": agreed(1)}
        chart = charts.assessment_levels(assess(of(standard(), answers), TODAY))
        assert chart.title == "Basics met is reached; 1 thing is left for Good"
        assert cells(chart)["Pay and conditions"] == ("✓ Reached", "1 left", "1 left")
        assert cells(chart)["Voice and wellbeing"] == ("✓ Reached",) * 3

    def test_the_highest_level_leaves_nothing(self) -> None:
        chart = charts.assessment_levels(assess(of(award(), best(award())), TODAY))
        assert chart.title == "Leading is reached, the highest level"

    def test_an_instrument_with_scores_has_no_levels_to_draw(self) -> None:
        assert charts.assessment_levels(assess(of(framework(), best(framework())), TODAY)).empty


def changed(
    before: dict[str, ItemAnswer], after: dict[str, ItemAnswer], instrument: Instrument
) -> tuple[charts.Chart, AssessmentResult]:
    earlier = Content("Northern Trust", "Autumn 2025", instrument, before)
    result = assess(Content("Northern Trust", "Autumn 2026", instrument, after), TODAY, earlier)
    return charts.assessment_change(result), result


class TestChange:
    def test_scores_stand_beside_each_other_with_the_statements_that_moved(self) -> None:
        before = {"A-1": agreed(1), "A-2": agreed(3), "B-1": agreed(2)}
        after = {"A-1": agreed(4), "A-2": agreed(2), "B-1": agreed("dont_know")}
        chart, _ = changed(before, after, small())
        assert chart.title == "1 statement went up since Autumn 2025, and 1 went down"
        assert chart.sentence == "Largest rise: “Leaves” (+2.5)."
        assert chart.columns[1:4] == ("Autumn 2025", "Autumn 2026", "Difference")
        assert cells(chart)["Leaves"] == ("5.0", "7.5", "+2.5", "1", "1", "0")
        assert cells(chart)["Biscuits"] == (DASH, DASH, DASH, "0", "0", "0")
        assert b"Not compared" in charts.svg(chart)

    def test_levels_are_told_in_words_and_statements_counted(self) -> None:
        before = best(award()) | {"HA-A1": agreed(0), "HA-B6": agreed(2)}
        after = best(award()) | {"HA-B6": agreed(1)}
        chart, _ = changed(before, after, award())
        assert chart.title == "1 statement went up since Autumn 2025, and 1 went down"
        assert chart.sentence == "The level was none, and is now Established."
        assert cells(chart)["Attendance"] == ("0", "1", "5")

    def test_the_same_again_says_so(self) -> None:
        chart, _ = changed({"A-1": agreed(2)}, {"A-1": agreed(2)}, small())
        assert (chart.title, chart.sentence) == (
            "No statement changed since Autumn 2025",
            "Every score is the same as before.",
        )

    def test_without_an_earlier_one_or_anything_in_common_it_is_empty(self) -> None:
        assert charts.assessment_change(assess(of(small(), {"A-1": agreed(2)}), TODAY)).empty
        chart, _ = changed({"A-1": agreed(2)}, {"A-2": agreed(2)}, small())
        assert chart.empty
        assert chart.title == "Nothing can be compared with Autumn 2025"

    def test_two_assessments_of_one_name_are_told_apart(self) -> None:
        content = of(small(), {"A-1": agreed(2)})
        chart = charts.assessment_change(assess(content, TODAY, content))
        assert chart.columns[1:3] == ("Autumn 2026 (before)", "Autumn 2026 (now)")


class TestOrganisations:
    def test_they_stand_by_name_with_the_middle_score_first(self) -> None:
        places = [
            place("West", small(), {"A-1": agreed(4), "B-1": agreed(1)}),
            place("east", small(), {"A-1": agreed(2), "B-1": agreed(0)}),
            place("North", small(), {"A-1": agreed(3)}),
        ]
        chart = charts.organisations_map(places)
        assert [row[0] for row in chart.rows] == ["Middle score of all", "east", "North", "West"]
        assert cells(chart)["Middle score of all"] == ("7.5", "1.3")
        assert cells(chart)["North"] == ("7.5", DASH)
        assert chart.title == (
            "Across 3 organisations, “Biscuits” is lowest (1.3 out of 10) and “Leaves” highest (7.5)"
        )
        assert chart.sentence == "Most often low: “Statement B-1 is true” (2 of 3)."

    def test_levels_are_told_by_standard_and_for_the_whole(self) -> None:
        places = [
            place("West", award(), best(award())),
            place("East", award(), best(award()) | {"HA-A3": agreed(1)}),
            place("North", award(), best(award()) | {"HA-A1": agreed(1)}),
        ]
        chart = charts.organisations_map(places)
        assert chart.title == "2 of 3 organisations have reached Foundation or higher"
        assert [cells(chart)[name][:3] for name in ("West", "East", "North")] == [
            ("Leading", "Leading", "Leading"),
            ("Foundation", "Foundation", "Leading"),
            ("None yet", "None yet", "Leading"),
        ]

    def test_one_organisation_has_no_middle_score(self) -> None:
        chart = charts.organisations_map([place("West", small(), {"A-1": agreed(4), "B-1": agreed(1)})])
        assert [row[0] for row in chart.rows] == ["West"]
        assert chart.title.startswith("In West, “Biscuits” is lowest")

    def test_nobody_is_an_empty_chart(self) -> None:
        assert charts.organisations_map([]).empty

    def test_two_instruments_do_not_share_a_map(self) -> None:
        places = [place("West", small(), {}), place("East", award(), {})]
        with pytest.raises(ValueError, match="one instrument"):
            charts.organisations_map(places)
