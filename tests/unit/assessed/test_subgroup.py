"""Across organisations: what they have in common, and who may help whom."""

from datetime import date

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Confidence, Content, ItemAnswer
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.results import Match, OrganisationPlace
from audit_app.analysis.assessed.themes import themes
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import TODAY, agreed, award, small

SIGNED = date(2026, 11, 2)


def place(
    name: str,
    answers: dict[str, ItemAnswer],
    instrument: Instrument | None = None,
    signed_on: date | None = SIGNED,
) -> OrganisationPlace:
    content = Content(name, "2026", instrument or small(), answers, signed_on=signed_on)
    return OrganisationPlace(name, assess(content, TODAY))


def wants(value: int = 1) -> ItemAnswer:
    return agreed(value, help_wanted=True)


class TestThemes:
    def test_median_lowest_and_highest_of_those_with_a_score(self) -> None:
        """Scores of A: 1 of 4 is 2.5, 2 of 4 is 5.0, 4 of 4 is 10.0; the fourth organisation has not rated it."""
        places = [place("West", {"A-1": agreed(value)}) for value in (4, 1, 2)] + [place("East", {"B-1": agreed(4)})]
        first, second = themes(places)
        assert (first.element, first.title, first.organisations) == ("A", "Leaves", 3)
        assert (first.median, first.lowest, first.highest) == (5.0, 2.5, 10.0)
        assert (second.organisations, second.median) == (1, 10.0)

    def test_the_median_of_an_even_number_lies_between(self) -> None:
        places = [place("West", {"A-1": agreed(value)}) for value in (1, 2)]
        assert themes(places)[0].median == 3.8  # 3.75, halves up

    def test_items_that_most_rate_low_come_first(self) -> None:
        places = [
            place("West", {"A-1": agreed(0), "A-2": agreed(0), "B-1": agreed(1)}),
            place("East", {"A-1": agreed(2), "A-2": agreed(1)}),
        ]
        first, second = themes(places)
        assert first.low_items == (("A-2", 2), ("A-1", 1))
        assert second.low_items == (("B-1", 1),)

    def test_without_organisations_there_are_no_themes(self) -> None:
        assert themes([]) == ()

    def test_standards_without_scores_have_their_low_items(self) -> None:
        first = themes([place("West", {"HA-A1": agreed(0)}, award())])[0]
        assert (first.organisations, first.median, first.low_items) == (1, None, (("HA-A1", 1),))


class TestMatching:
    def test_who_asks_stands_beside_who_is_strong(self) -> None:
        places = [
            place("West", {"A-1": wants()}),
            place("North", {"A-1": wants(0)}),
            place("East", {"A-1": agreed(4)}),
            place("South", {"A-1": agreed(3, confidence=Confidence.HIGH)}),
            place("Middle", {"A-1": agreed(3, confidence=Confidence.MEDIUM)}),
            place("Coast", {"A-1": agreed(2, confidence=Confidence.HIGH)}),
        ]
        assert matches(places) == (Match("A-1", ("North", "West"), ("East", "South")),)

    def test_a_wish_that_nobody_can_meet_is_still_shown(self) -> None:
        assert matches([place("West", {"B-2": wants()})]) == (Match("B-2", ("West",), ()),)

    def test_strength_that_nobody_asks_for_is_no_match(self) -> None:
        assert matches([place("East", {"A-1": agreed(4)})]) == ()

    def test_an_organisation_is_never_matched_with_itself(self) -> None:
        assert matches([place("West", {"A-1": wants(4)})]) == (Match("A-1", ("West",), ()),)

    def test_what_is_not_signed_is_absent_on_both_sides(self) -> None:
        places = [
            place("West", {"A-1": wants()}, signed_on=None),
            place("North", {"A-2": wants()}),
            place("East", {"A-2": agreed(4)}, signed_on=None),
        ]
        assert matches(places) == (Match("A-2", ("North",), ()),)

    def test_a_yes_without_its_evidence_is_no_strength(self) -> None:
        places = [
            place("West", {"HA-A1": wants(0)}, award()),
            place("East", {"HA-A1": agreed(2, proven=False)}, award()),
        ]
        assert matches(places) == (Match("HA-A1", ("West",), ()),)
        places.append(place("North", {"HA-A1": agreed(2)}, award()))
        assert matches(places)[0].strong == ("North",)

    def test_an_item_whose_words_changed_is_another_item(self) -> None:
        content = small().model_dump()
        content["sections"][0]["questions"][0]["text"] = "Something else is true."
        newer = Instrument.model_validate(content | {"version": 2})
        places = [place("West", {"A-1": wants()}), place("East", {"A-1": agreed(4)}, newer)]
        assert matches(places) == (Match("A-1", ("West",), ()),)
