"""The questionnaires that are shipped ask what the project's question document says."""

import pytest

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import Questionnaire, Side

AGREEMENT = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"]
BEHAVIOURS = [
    "Respect and trust",
    "Openness",
    "Early involvement",
    "Shared purpose",
    "Understanding each other",
    "Solving problems together",
    "Commitment and follow-through",
    "Working well and learning",
]
SHORT_FORM = ["PB-1.1", "PB-2.1", "PB-3.1", "PB-4.1", "PB-5.1", "PB-6.1", "PB-7.1", "PB-8.1"]
TOPICS = [
    "Shared values",
    "In each other's shoes",
    "Mutual respect",
    "Solution-focused",
    "Trust",
    "No surprises",
    "Commitment",
    "Equal voice",
    "Follow-through",
    "Worth the time",
]


@pytest.fixture
def ten(shipped: Catalogue) -> Questionnaire:
    return shipped.by_id("partnership-ten")


@pytest.fixture
def audit(shipped: Catalogue) -> Questionnaire:
    return shipped.by_id("partnership-behaviours")


@pytest.fixture
def short(shipped: Catalogue) -> Questionnaire:
    return shipped.by_id("partnership-behaviours-short")


def not_asked_of_partners(questionnaire: Questionnaire) -> list[str]:
    return [question.id for question in questionnaire.questions if not question.asked_of(Side.PARTNER)]


def labels(questionnaire: Questionnaire, question_id: str) -> list[str]:
    scale = questionnaire.scale_of(questionnaire.question_by_id[question_id])
    return [option.label for option in scale.options]


def test_the_catalogue_offers_five(shipped: Catalogue) -> None:
    assert {questionnaire.id for questionnaire in shipped.all()} == {
        "partnership-ten",
        "partnership-ten-baseline",
        "partnership-behaviours",
        "partnership-behaviours-short",
        "partnership-behaviours-baseline",
    }


def test_every_file_points_editors_to_its_schema(shipped: Catalogue) -> None:
    files = sorted(QUESTIONNAIRES.glob("*.yaml"))
    firsts = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in files}
    of_members = "# yaml-language-server: $schema=schema.json"
    of_organisations = "# yaml-language-server: $schema=instrument-schema.json"
    instruments = {f"{each.id}-v{each.version}.yaml" for each in shipped.instruments}
    assert firsts == {name: of_organisations if name in instruments else of_members for name in firsts}


def test_every_question_has_a_behaviour_name_short_enough_for_a_chart(shipped: Catalogue) -> None:
    names = [question.short or "" for each in shipped.all() for question in each.questions]
    assert [name for name in names if not 1 <= len(name.split()) <= 5 or len(name) > 30] == []


def test_every_question_can_be_left_with_dont_know(shipped: Catalogue) -> None:
    assert {scale.dont_know for each in shipped.all() for scale in each.scales} == {"Don't know"}


def test_nobody_but_partners_is_left_out(shipped: Catalogue) -> None:
    left_out = {side for each in shipped.all() for question in each.questions for side in question.not_asked_of}
    assert left_out == {Side.PARTNER}


class TestTenQuestions:
    def test_ids_and_topics(self, ten: Questionnaire) -> None:
        assert [question.id for question in ten.questions] == [f"PT-{n}" for n in range(1, 11)]
        assert [question.short for question in ten.questions] == TOPICS

    def test_they_form_one_scored_section_with_a_comment_box_each(self, ten: Questionnaire) -> None:
        assert [section.id for section in ten.sections] == ["PT"]
        assert len(ten.scored_questions()) == 10
        assert all(question.comment for question in ten.questions)

    def test_eleven_numbers_in_three_bands(self, ten: Questionnaire) -> None:
        (scale,) = ten.scales
        assert [option.value for option in scale.options] == list(range(11))
        assert (scale.layout, scale.key) == ("numbers", "0 = Not at all, 10 = Fully")
        assert scale.bands is not None
        assert [band.values for band in scale.bands] == [(0, 1, 2, 3, 4), (5, 6), (7, 8, 9, 10)]

    def test_partners_are_not_asked_about_the_other_side(self, ten: Questionnaire) -> None:
        assert not_asked_of_partners(ten) == ["PT-2"]

    def test_wording(self, ten: Questionnaire) -> None:
        assert ten.lead_in == "Think about this forum over the past 12 months."
        assert ten.questions[5].text == "How far do important matters come here while they can still change?"

    def test_the_baseline_asks_the_same_ten_as_expectations(self, shipped: Catalogue, ten: Questionnaire) -> None:
        expected = shipped.by_id("partnership-ten-baseline")
        assert expected.baseline_of == "partnership-ten"
        assert {question.id: question.twin for question in expected.questions} == {
            f"PTB-{n}": f"PT-{n}" for n in range(1, 11)
        }
        assert [section.twin for section in expected.sections] == ["PT"]
        assert [question.short for question in expected.questions] == [question.short for question in ten.questions]
        assert not_asked_of_partners(expected) == ["PTB-2"]
        assert {scale.measure for scale in expected.scales} == {"expectation"}
        for question in expected.questions:
            assert question.text.startswith("How far do you expect ")
            assert question.text.endswith(" over the coming year?")


class TestTheAudit:
    def test_26_scored_statements_in_eight_behaviours(self, audit: Questionnaire) -> None:
        scored = [section for section in audit.sections if section.scored]
        assert [section.title for section in scored] == BEHAVIOURS
        assert [section.id for section in scored] == [f"PB-{n}" for n in range(1, 9)]
        assert [len(section.questions) for section in scored] == [3, 3, 3, 4, 3, 3, 3, 4]
        assert len(audit.scored_questions()) == 26

    def test_agreement_is_shown_strongest_first_and_scored_five_to_one(self, audit: Questionnaire) -> None:
        scale = audit.scale_of(audit.question_by_id["PB-1.1"])
        assert [(option.value, option.label) for option in scale.options] == list(
            zip((5, 4, 3, 2, 1), AGREEMENT, strict=True)
        )
        assert scale.bands is not None
        assert [(band.name, band.values) for band in scale.bands] == [
            ("Disagree", (1, 2)),
            ("Neither", (3,)),
            ("Agree", (4, 5)),
        ]

    def test_partners_are_not_asked_about_the_other_side(self, audit: Questionnaire) -> None:
        assert not_asked_of_partners(audit) == ["PB-1.2", "PB-5.1", "PB-5.2", "PB-5.3"]

    def test_the_overall_ratings_join_no_score(self, audit: Questionnaire) -> None:
        overall = audit.sections[-1]
        assert (overall.id, overall.scored) == ("PB-O", False)
        assert [question.id for question in overall.questions] == ["PB-O.1", "PB-O.2"]
        assert not set(overall.questions) & set(audit.scored_questions())

    def test_the_overall_rating_has_eleven_numbers_with_words_at_the_ends(self, audit: Questionnaire) -> None:
        scale = audit.scale_of(audit.question_by_id["PB-O.1"])
        assert scale.values == tuple(range(11))
        assert scale.ends == ("Not at all", "As well as I could hope")

    def test_compared_with_a_year_ago_shows_its_distribution_only(self, audit: Questionnaire) -> None:
        assert audit.scale_of(audit.question_by_id["PB-O.2"]).order == "distribution"
        assert labels(audit, "PB-O.2") == [
            "Much better",
            "A little better",
            "About the same",
            "A little worse",
            "Much worse",
        ]

    def test_three_open_questions_warn_about_names(self, audit: Questionnaire) -> None:
        assert [(asked.id, asked.optional) for asked in audit.open_questions] == [
            ("PB-F.1", False),
            ("PB-F.2", False),
            ("PB-F.3", True),
        ]
        assert {asked.hint for asked in audit.open_questions} == {
            "Do not name people. Comments may be read out to the whole forum."
        }

    def test_the_lead_in_says_who_the_other_side_is(self, audit: Questionnaire) -> None:
        assert audit.lead_in == (
            'Think about this forum over the past 12 months. "The other side" means staff side if you are on '
            "management side, and management side if you are on staff side."
        )


class TestTheShortForm:
    def test_one_statement_of_each_behaviour_and_the_overall_rating(self, short: Questionnaire) -> None:
        assert [question.id for question in short.questions] == [*SHORT_FORM, "PB-O.1"]
        assert [question.id for question in short.scored_questions()] == SHORT_FORM

    def test_the_same_words_as_the_full_form(self, short: Questionnaire, audit: Questionnaire) -> None:
        for question in short.questions:
            assert question == audit.question_by_id[question.id]
        assert short.lead_in == audit.lead_in

    def test_it_fits_on_one_page(self, short: Questionnaire) -> None:
        (page,) = short.pages
        assert page.sections == tuple(section.id for section in short.sections)
        assert short.open_questions == ()
        assert short.minutes == "2 to 3"


class TestTheBaselineOfTheAudit:
    def test_each_behaviour_mirrors_a_section_of_the_audit(self, shipped: Catalogue, audit: Questionnaire) -> None:
        baseline = shipped.by_id("partnership-behaviours-baseline")
        assert [(section.id, section.twin) for section in baseline.sections] == [
            (f"PBB-{n}", f"PB-{n}") for n in range(1, 9)
        ]
        assert [section.title for section in baseline.sections] == BEHAVIOURS
        assert all(section.description for section in baseline.sections)
        assert baseline.baseline_of == audit.id

    def test_importance_and_expectation_are_asked_and_expectation_alone_is_scored(self, shipped: Catalogue) -> None:
        baseline = shipped.by_id("partnership-behaviours-baseline")
        for section in baseline.sections:
            importance, expectation = section.questions
            assert (importance.id, expectation.id) == (f"{section.id}.importance", f"{section.id}.expectation")
            assert baseline.scored_questions(section) == (expectation,)
            assert baseline.scale_of(importance).measure == "importance"
            assert baseline.scale_of(expectation).measure == "expectation"

    def test_scales(self, shipped: Catalogue) -> None:
        baseline = shipped.by_id("partnership-behaviours-baseline")
        assert labels(baseline, "PBB-1.importance") == [
            "Essential",
            "Very important",
            "Fairly important",
            "Slightly important",
            "Not important",
        ]
        assert labels(baseline, "PBB-1.expectation") == ["Fully", "Mostly", "Partly", "A little", "Not at all"]
        assert {scale.values for scale in baseline.scales} == {(1, 2, 3, 4, 5)}
