"""Which screens a member goes through."""

from audit_app.questionnaire.answers import pages
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.unit.questionnaire.examples import instrument


def test_one_page_for_each_section_and_a_last_one_for_words(tea_rota: Questionnaire) -> None:
    assert [(page.number, page.title) for page in pages(tea_rota, Side.STAFF)] == [
        (1, "Tea"),
        (2, "Biscuits"),
        (3, "In your own words"),
    ]
    assert [asked.id for asked in pages(tea_rota, Side.STAFF)[-1].open_questions] == ["T-F.1"]


def test_a_question_that_is_not_asked_of_a_side_is_not_shown_to_it(tea_rota: Questionnaire) -> None:
    first = pages(tea_rota, Side.PARTNER)[0]
    assert [question.id for question in first.questions] == ["T-1.1"]
    assert first.comment_ids == ("T-1.1",)


def test_a_section_that_a_side_is_not_asked_at_all_has_no_page_for_it(shipped: Catalogue) -> None:
    audit = shipped.by_id("partnership-behaviours")
    for_staff, for_partners = pages(audit, Side.STAFF), pages(audit, Side.PARTNER)
    assert (len(for_staff), len(for_partners)) == (10, 9)
    assert "Understanding each other" not in {page.title for page in for_partners}
    assert [page.number for page in for_partners] == list(range(1, 10))


def test_several_sections_on_one_page(shipped: Catalogue) -> None:
    (page,) = pages(shipped.by_id("partnership-behaviours-short"), Side.MANAGEMENT)
    assert len(page.sections) == 9
    assert len(page.questions) == 9
    (page,) = pages(shipped.by_id("partnership-behaviours-short"), Side.PARTNER)
    assert len(page.sections) == 8


def test_without_open_questions_there_is_no_page_for_them(shipped: Catalogue) -> None:
    assert len(pages(shipped.by_id("partnership-ten"), Side.STAFF)) == 1


def test_every_question_is_on_exactly_one_page(shipped: Catalogue) -> None:
    for questionnaire in shipped.all():
        for side in Side:
            shown = [question.id for page in pages(questionnaire, side) for question in page.questions]
            assert shown == [question.id for question in questionnaire.questions if question.asked_of(side)]


def test_pages_follow_the_order_that_the_file_gives() -> None:
    turned = instrument(pages=[{"title": "Sweet", "sections": ["T-2"]}, {"title": "Hot", "sections": ["T-1"]}])
    shown = pages(Questionnaire.model_validate(turned), Side.STAFF)
    assert [page.title for page in shown] == ["Sweet", "Hot", "In your own words"]
