"""The self-assessments that are shipped ask what the project's question document says, under its rules."""

from pathlib import Path

import pytest

from audit_app.questionnaire.catalogue import (
    Catalogue,
    PinnedDefinitionError,
    UnknownQuestionnaireError,
    canonical_json,
    digest,
    parse_pinned_instrument,
    read_catalogue,
)
from audit_app.questionnaire.instrument import Instrument
from tests.unit.questionnaire.examples import instrument, write
from tests.unit.questionnaire.instruments import self_assessment

MATURITY = [
    "Not started",
    "Planned",
    "In place in some areas",
    "In place everywhere",
    "In place everywhere and reviewed",
]
# SHA-256 of the definitions of 2026: rounds that pinned them must never see them change
DIGESTS = {
    "partnership-behaviours": "f3afdd813184",
    "partnership-behaviours-baseline": "fc4e6790939e",
    "partnership-behaviours-short": "b0b27add38b4",
    "partnership-ten": "55e6e5a38b81",
    "partnership-ten-baseline": "fb7f707e0517",
}


@pytest.fixture
def framework(shipped: Catalogue) -> Instrument:
    return shipped.instrument_by_id("staff-wellbeing-framework")


@pytest.fixture
def award(shipped: Catalogue) -> Instrument:
    return shipped.instrument_by_id("healthy-workplace")


@pytest.fixture
def good_work(shipped: Catalogue) -> Instrument:
    return shipped.instrument_by_id("good-work")


@pytest.fixture
def culture(shipped: Catalogue) -> Instrument:
    return shipped.instrument_by_id("culture-self-check")


def test_the_catalogue_offers_four(shipped: Catalogue) -> None:
    assert [each.id for each in shipped.latest_instruments()] == [
        "culture-self-check",
        "good-work",
        "healthy-workplace",
        "staff-wellbeing-framework",
    ]


def test_each_says_that_it_is_a_self_check(shipped: Catalogue) -> None:
    for each in shipped.instruments:
        assert "self-check" in each.disclaimer
        assert "accreditation" in each.disclaimer


def test_none_is_named_as_a_live_scheme(shipped: Catalogue) -> None:
    schemes = ("Good Work Standard", "Healthy Workplace Award", "Charter", "NHS", "Mayor")
    named = [(each.id, scheme) for each in shipped.instruments for scheme in schemes if scheme in each.title]
    assert named == []


def test_nobody_is_named_and_no_side_is_left_out(shipped: Catalogue) -> None:
    assert all(not item.not_asked_of and not item.reverse for each in shipped.instruments for item in each.items)


class TestTheFramework:
    def test_37_statements_in_seven_elements(self, framework: Instrument) -> None:
        assert [(part.title, len(part.questions)) for part in framework.sections] == [
            ("Personal health and wellbeing", 8),
            ("Relationships", 4),
            ("Fulfilment at work", 5),
            ("Managers and leaders", 5),
            ("Environment", 4),
            ("Data insights", 5),
            ("Professional support", 6),
        ]
        assert [item.id for item in framework.items][:9] == [*(f"HW-1.{n}" for n in range(1, 9)), "HW-2.1"]

    def test_maturity_from_zero_to_four(self, framework: Instrument) -> None:
        (scale,) = framework.scales
        assert [(option.value, option.label) for option in scale.options] == list(enumerate(MATURITY))
        assert (scale.dont_know, scale.does_not_apply) == ("Don't know", "Does not apply")
        assert scale.score(3) == 7.5

    def test_wording(self, framework: Instrument) -> None:
        texts = {item.id: item.text for item in framework.items}
        assert texts["HW-1.1"] == "Staff can get confidential mental health support without asking their manager."
        assert texts["HW-4.2"] == "The board discusses staff wellbeing at planned times each year."
        assert texts["HW-7.6"] == "We share wellbeing services with other local organisations."
        assert [asked.text for asked in framework.open_questions] == [
            "What are you proudest of?",
            "What help would you like from other organisations in the forum?",
            "What good practice can you share?",
        ]

    def test_yes_or_no_matters_say_which_answers_to_use(self, framework: Instrument) -> None:
        guided = [item.id for item in framework.items if item.guidance]
        assert guided == ["HW-2.2", "HW-3.3", "HW-4.1", "HW-7.2", "HW-7.4"]

    def test_an_overall_score_needs_four_fifths_of_every_element(self, framework: Instrument) -> None:
        assert framework.rules.rated_enough(4, 5)
        assert not framework.rules.rated_enough(3, 4)
        assert framework.rules.levels == ()


class TestTheAward:
    def test_48_criteria_in_eight_standards_of_three_levels(self, award: Instrument) -> None:
        assert [part.id for part in award.sections] == [f"HA-{letter}" for letter in "ABCDEFGH"]
        for part in award.sections:
            assert [item.id for item in part.questions] == [f"{part.id}{n}" for n in range(1, 7)]
            tiers = [item.tier for item in part.questions]
            assert tiers == ["foundation"] * 2 + ["established"] * 2 + ["leading"] * 2

    def test_a_yes_is_met_and_needs_evidence_for_24_months(self, award: Instrument) -> None:
        (scale,) = award.scales
        assert [option.label for option in scale.options] == ["Yes", "Partly", "Not yet"]
        assert scale.labels[scale.met_from or 0] == scale.labels[scale.evidence_from or 0] == "Yes"
        assert (scale.does_not_apply, scale.dont_know) == ("Does not apply", None)
        assert award.rules.evidence_months == 24

    def test_wording(self, award: Instrument) -> None:
        texts = {item.id: item.text for item in award.items}
        assert texts["HA-A4"] == "Trade union representatives helped to write the plan."
        assert texts["HA-G2"] == "We have a written policy on alcohol or drug problems at work."
        assert texts["HA-H6"] == "Staff networks review our wellbeing plan."


class TestGoodWork:
    def test_36_items_in_four_pillars_of_three_tiers(self, good_work: Instrument) -> None:
        assert [part.title for part in good_work.sections] == [
            "Pay and conditions",
            "Voice and wellbeing",
            "Skills and progression",
            "Recruitment and inclusion",
        ]
        for part in good_work.sections:
            assert [item.tier for item in part.questions] == ["basics"] * 3 + ["good"] * 4 + ["leading"] * 2

    def test_basics_are_yes_no_or_not_sure_with_a_prompt(self, good_work: Instrument) -> None:
        basics = [item for item in good_work.items if item.tier == "basics"]
        (scale,) = {good_work.rating_scale(item).id: good_work.rating_scale(item) for item in basics}.values()
        assert [option.label for option in scale.options] == ["Yes", "No"]
        assert (scale.dont_know, scale.does_not_apply, scale.evidence_from) == ("Not sure", None, None)
        assert all("advice" in (item.alert or "") for item in basics)

    def test_points_are_two_one_and_none(self, good_work: Instrument) -> None:
        scale = good_work.rating_scale(good_work.item_by_id["GW-P4"])
        assert [(option.value, option.label) for option in scale.options] == [
            (2, "Fully"),
            (1, "Partly"),
            (0, "Not yet"),
        ]

    def test_wording(self, good_work: Instrument) -> None:
        texts = {item.id: item.text for item in good_work.items}
        assert texts["GW-P4"] == "Everyone who works on our sites is paid at least the real Living Wage."
        assert texts["GW-R3"] == "We take reasonable steps to prevent sexual harassment."
        assert texts["GW-R9"] == "We publish action plans for every pay gap we find."

    def test_a_sample_of_six_and_reviews_in_april_and_october(self, good_work: Instrument) -> None:
        rules = good_work.rules
        assert (rules.sample, rules.review_months, rules.review_tiers) == (6, (4, 10), ("basics",))


def test_culture_has_fifteen_statements_in_five_parts(culture: Instrument) -> None:
    assert [len(part.questions) for part in culture.sections] == [3] * 5
    assert culture.scales[0].values == (0, 1, 2, 3, 4)


class TestPinning:
    def test_questionnaires_of_earlier_releases_keep_their_digests(self, shipped: Catalogue) -> None:
        assert {each.id: digest(each)[:12] for each in shipped.all()} == DIGESTS

    def test_every_instrument_comes_back_equal(self, shipped: Catalogue) -> None:
        for each in shipped.instruments:
            assert parse_pinned_instrument(canonical_json(each), digest(each)) == each

    def test_the_same_pin_is_parsed_once(self, award: Instrument) -> None:
        pinned = parse_pinned_instrument(canonical_json(award), digest(award))
        assert parse_pinned_instrument(canonical_json(award), digest(award)) is pinned

    def test_a_pin_that_was_touched_is_refused(self, award: Instrument) -> None:
        text = canonical_json(award).replace("bicycles", "cars")
        with pytest.raises(PinnedDefinitionError, match="has been changed"):
            parse_pinned_instrument(text, digest(award))

    def test_a_questionnaire_of_members_is_no_instrument(self, shipped: Catalogue) -> None:
        asked = shipped.by_id("partnership-ten")
        with pytest.raises(PinnedDefinitionError, match="cannot be read"):
            parse_pinned_instrument(canonical_json(asked), digest(asked))


class TestTheCatalogue:
    def test_members_are_never_offered_an_instrument(self, shipped: Catalogue) -> None:
        assert {each.answered_by for each in shipped.all()} == {"members"}
        with pytest.raises(UnknownQuestionnaireError, match="no questionnaire good-work"):
            shipped.by_id("good-work")

    def test_the_newest_version_is_offered_and_older_ones_can_be_asked_for(self, tmp_path: Path) -> None:
        newer = self_assessment(version=2, title="Tea standard, new")
        catalogue = read_catalogue(write(tmp_path, self_assessment(), newer, instrument()))
        assert [each.version for each in catalogue.instruments] == [1, 2]
        assert [each.version for each in catalogue.latest_instruments()] == [2]
        assert catalogue.instrument_by_id("tea-standard", 1).title == "Tea standard"

    @pytest.mark.parametrize(("name", "version"), [("coffee", None), ("good-work", 9), ("partnership-ten", None)])
    def test_an_unknown_instrument_is_named(self, shipped: Catalogue, name: str, version: int | None) -> None:
        with pytest.raises(UnknownQuestionnaireError, match=f"no self-assessment {name}"):
            shipped.instrument_by_id(name, version)
