"""A forum's own wording: what a wish makes of a questionnaire, and which wishes are refused."""

import pytest

from audit_app.questionnaire import adapting_rules as rules
from audit_app.questionnaire.adapting import Adaptation, adapted, names, own_id
from audit_app.questionnaire.adapting_rules import UnfitWordingError
from audit_app.questionnaire.catalogue import Catalogue, canonical_json, compare_statements, digest, parse_pinned
from audit_app.questionnaire.definition import EarlierWording, Question, Questionnaire, Side
from audit_app.questionnaire.rules import broken_rules
from audit_app.questionnaire.wording_changes import Kind, changes, in_short


@pytest.fixture
def ten(shipped: Catalogue) -> Questionnaire:
    return shipped.by_id("partnership-ten")


@pytest.fixture
def audit(shipped: Catalogue) -> Questionnaire:
    return shipped.by_id("partnership-behaviours")


def nothing(base: Questionnaire) -> Adaptation:
    return Adaptation(title="Our own", minutes=base.minutes)


def made(base: Questionnaire, wishes: Adaptation, version: int = 1, taken: set[str] | None = None) -> Questionnaire:
    """The version, sound by itself and as it comes back from where a round pins it."""
    found = adapted(base, wishes, version, taken or set())
    assert list(broken_rules(found)) == []
    assert parse_pinned(canonical_json(found), digest(found)) == found
    return found


def words(base: Questionnaire, name: str, text: str, *, stayed: bool, wishes: Adaptation | None = None) -> Adaptation:
    asked = base.question_by_id[name]
    return rules.reword(base, wishes or nothing(base), name, text, asked.short, meaning_stayed=stayed)


def the_question(questionnaire: Questionnaire, text: str) -> Question:
    (found,) = (question for question in questionnaire.questions if question.text == text)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "partnership-ten", "partnership-ten-baseline", "partnership-behaviours", "partnership-behaviours-short",
        "partnership-behaviours-baseline",
    ],
)  # fmt: skip
def test_without_wishes_every_shipped_questionnaire_stays_what_it_is_but_for_its_name(
    shipped: Catalogue, name: str
) -> None:
    base = shipped.by_id(name)
    own = made(base, nothing(base))
    assert (own.id, own.adapts, own.version) == (f"{name}-own", name, 1)
    assert (own.sections, own.scales, own.pages, own.open_questions) == (
        base.sections, base.scales, base.pages, base.open_questions,
    )  # fmt: skip
    assert compare_statements(base, own).same_overall == bool(base.scored_questions())


def test_a_reworded_statement_gets_the_next_letter_and_carries_its_meaning_on(audit: Questionnaire) -> None:
    own = made(audit, words(audit, "PB-1.1", "Members respect each other.", stayed=True))
    new = the_question(own, "Members respect each other.")
    old = audit.question_by_id["PB-1.1"]
    assert new.id == "PB-1.1b"
    assert new.continues == (EarlierWording(id="PB-1.1", text=old.text),)
    lineage = compare_statements(audit, own)
    assert lineage.same["PB-1.1b"] == "PB-1.1"
    assert "PB-1" in lineage.same_sections


def test_a_new_meaning_carries_nothing_on(audit: Questionnaire) -> None:
    own = made(audit, words(audit, "PB-1.1", "Members like each other.", stayed=False))
    assert the_question(own, "Members like each other.").continues == ()
    assert compare_statements(audit, own).only_later == ("PB-1.1b",)


def test_who_is_asked_the_scale_and_the_comment_box_stay(ten: Questionnaire) -> None:
    old = ten.question_by_id["PT-2"]
    new = the_question(
        made(ten, words(ten, "PT-2", "Does the other side see it?", stayed=False)), "Does the other side see it?"
    )
    assert (new.not_asked_of, new.scale, new.comment, new.scored) == ((Side.PARTNER,), old.scale, True, True)


def test_a_third_wording_carries_on_both_earlier_ones(ten: Questionnaire) -> None:
    second = made(ten, words(ten, "PT-1", "Second words.", stayed=True))
    third = made(second, words(second, "PT-1b", "Third words.", stayed=True), 2, set(names(ten)))
    new = the_question(third, "Third words.")
    assert new.id == "PT-1c"
    assert [earlier.id for earlier in new.continues] == ["PT-1b", "PT-1"]
    assert (third.id, third.adapts) == ("partnership-ten-own", "partnership-ten")
    assert compare_statements(ten, third).same_overall
    assert compare_statements(second, third).same_overall


def test_after_a_new_meaning_only_the_new_one_is_carried_on(ten: Questionnaire) -> None:
    second = made(ten, words(ten, "PT-1", "Second words.", stayed=False))
    third = made(second, words(second, "PT-1b", "Third words.", stayed=True), 2)
    assert [earlier.id for earlier in the_question(third, "Third words.").continues] == ["PT-1b"]
    assert "PT-1c" in compare_statements(ten, third).only_later


def test_no_id_is_given_out_that_ever_stood_for_something_else(ten: Questionnaire) -> None:
    wishes = words(ten, "PT-1", "Other words.", stayed=True)
    wishes = rules.add(ten, wishes, "PT", "Our own.", None, partners_asked=True)
    own = made(ten, wishes, taken={"pt-1B", "PT-1c", "PT.own1"})
    assert the_question(own, "Other words.").id == "PT-1d"
    assert the_question(own, "Our own.").id == "PT.own2"


def test_an_id_without_a_number_gets_its_letter_after_a_hyphen(shipped: Catalogue) -> None:
    base = shipped.by_id("partnership-behaviours-baseline")
    first = words(base, "PBB-1.importance", "Does this matter to you?", stayed=True)
    own = made(base, first)
    assert the_question(own, "Does this matter to you?").id == "PBB-1.importance-b"
    again = words(own, "PBB-1.importance-b", "How much does this matter?", stayed=True)
    assert the_question(made(own, again, 2), "How much does this matter?").id == "PBB-1.importance-c"


def test_ids_go_on_after_the_last_letter(ten: Questionnaire) -> None:
    taken = {f"PT-1{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"}
    wishes = words(ten, "PT-1", "Other words.", stayed=True)
    assert the_question(made(ten, wishes, taken=taken), "Other words.").id == "PT-1aa"


def test_what_was_dropped_is_gone_with_its_section_its_page_and_its_scale(audit: Questionnaire) -> None:
    wishes = nothing(audit)
    for name in ("PB-O.1", "PB-O.2"):
        wishes = rules.drop(audit, wishes, name)
    own = made(audit, wishes)
    assert "PB-O" not in {section.id for section in own.sections}
    assert len(own.scales) < len(audit.scales)
    assert all("PB-O" not in page.sections for page in own.pages)
    assert compare_statements(audit, own).only_earlier == ("PB-O.1", "PB-O.2")


def test_a_dropped_question_comes_back_in_the_words_that_it_had_last(ten: Questionnaire) -> None:
    wishes = rules.drop(ten, words(ten, "PT-1", "Other words.", stayed=True), "PT-1")
    assert len(made(ten, wishes).questions) == 9
    assert the_question(made(ten, rules.restore(wishes, "PT-1")), "Other words.").id == "PT-1b"


def test_an_added_statement_stands_last_in_its_section_and_has_the_scale_of_the_others(audit: Questionnaire) -> None:
    wishes = rules.add(audit, nothing(audit), "PB-2", "We publish what we decide.", "Openness", partners_asked=False)
    own = made(audit, wishes)
    section = next(each for each in own.sections if each.id == "PB-2")
    new = section.questions[-1]
    assert (new.id, new.text, new.short, new.not_asked_of) == (
        "PB-2.own1", "We publish what we decide.", "Openness", (Side.PARTNER,),
    )  # fmt: skip
    assert new.scale == section.questions[0].scale
    lineage = compare_statements(audit, own)
    assert lineage.only_later == ("PB-2.own1",)
    assert "PB-2" not in lineage.same_sections
    assert "PB-1" in lineage.same_sections


def test_the_old_words_take_a_rewording_back(ten: Questionnaire) -> None:
    wishes = words(ten, "PT-1", "Other words.", stayed=True)
    asked = ten.question_by_id["PT-1"]
    assert rules.reword(ten, wishes, "PT-1", f" {asked.text} ", asked.short, meaning_stayed=None).reworded == ()


def test_a_short_name_alone_is_new_words_too(ten: Questionnaire) -> None:
    text = ten.question_by_id["PT-1"].text
    with pytest.raises(UnfitWordingError, match="meaning stayed"):
        rules.reword(ten, nothing(ten), "PT-1", text, "Values", meaning_stayed=None)
    own = made(ten, rules.reword(ten, nothing(ten), "PT-1", text, "Values", meaning_stayed=True))
    assert the_question(own, text).id == "PT-1b"
    assert compare_statements(ten, own).same_overall


def test_twins_stay_where_the_meaning_did(shipped: Catalogue) -> None:
    base = shipped.by_id("partnership-ten-baseline")
    wishes = words(base, "PTB-1", "Kept.", stayed=True)
    wishes = words(base, "PTB-2", "Turned.", stayed=False, wishes=wishes)
    own = made(base, wishes)
    assert the_question(own, "Kept.").twin == "PT-1"
    assert the_question(own, "Turned.").twin is None
    assert own.sections[0].twin is None  # the section asks something else now
    lineage = compare_statements(own, shipped.by_id("partnership-ten"))
    assert lineage.hopes["PT-1"] == "PTB-1b"
    assert "PT-2" not in lineage.hopes
    assert not lineage.hopes_overall


def test_hopes_that_only_changed_their_words_still_meet_experience(shipped: Catalogue) -> None:
    base = shipped.by_id("partnership-ten-baseline")
    own = made(base, words(base, "PTB-1", "Kept.", stayed=True))
    assert own.sections[0].twin == "PT"
    assert compare_statements(own, shipped.by_id("partnership-ten")).hopes_overall


def test_a_short_form_and_the_whole_in_own_words_share_what_kept_its_meaning(shipped: Catalogue) -> None:
    short, audit = shipped.by_id("partnership-behaviours-short"), shipped.by_id("partnership-behaviours")
    own_short = made(short, words(short, "PB-1.1", "Short words.", stayed=True))
    own_audit = made(audit, words(audit, "PB-1.1", "Long words.", stayed=True), taken=set(names(own_short)))
    assert the_question(own_audit, "Long words.").id == "PB-1.1c"
    assert compare_statements(own_short, own_audit).same["PB-1.1c"] == "PB-1.1b"
    assert own_short.short_form_of == "partnership-behaviours"


def test_open_questions_get_new_words_without_a_word_about_meaning(audit: Questionnaire) -> None:
    wishes = rules.reword(audit, nothing(audit), "PB-F.1", "What goes well here?", None, meaning_stayed=None)
    wishes = rules.drop(audit, wishes, "PB-F.3")
    own = made(audit, wishes)
    assert (own.open_questions[0].id, own.open_questions[0].text) == ("PB-F.1b", "What goes well here?")
    assert len(own.open_questions) == 2


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "text"),
        ("   ", "text"),
        ("x" * 401, "text"),
        ("hidden \x00 character", "text"),
        ("How far do members RESPECT each other's roles?", "text"),
    ],
    ids=["empty", "spaces", "too long", "control character", "asked already"],
)
def test_words_that_cannot_be_asked_are_refused(ten: Questionnaire, text: str, field: str) -> None:
    for wish in (
        lambda: words(ten, "PT-1", text, stayed=True),
        lambda: rules.add(ten, nothing(ten), "PT", text, None, partners_asked=True),
    ):
        with pytest.raises(UnfitWordingError) as refused:
            wish()
        assert refused.value.field == field


def test_what_was_dropped_may_be_asked_elsewhere(ten: Questionnaire) -> None:
    gone = rules.drop(ten, nothing(ten), "PT-3")
    text = ten.question_by_id["PT-3"].text
    assert rules.add(ten, gone, "PT", text, None, partners_asked=True).added[0].text == text


def test_something_with_a_score_must_be_left(ten: Questionnaire) -> None:
    wishes = nothing(ten)
    for number in range(1, 10):
        wishes = rules.drop(ten, wishes, f"PT-{number}")
    with pytest.raises(UnfitWordingError, match="at least one"):
        rules.drop(ten, wishes, "PT-10")
    own = rules.drop(ten, rules.add(ten, wishes, "PT", "Ours.", None, partners_asked=True), "PT-10")
    assert [question.id for question in made(ten, own).questions] == ["PT.own1"]
    with pytest.raises(UnfitWordingError, match="at least one"):
        rules.take_out(ten, own, 1)


def test_statements_have_a_limit(ten: Questionnaire) -> None:
    wishes = nothing(ten)
    for number in range(50):
        wishes = rules.add(ten, wishes, "PT", f"Ours {number}.", None, partners_asked=True)
    with pytest.raises(UnfitWordingError, match="60"):
        rules.add(ten, wishes, "PT", "One more.", None, partners_asked=True)
    assert len(made(ten, wishes).questions) == 60


@pytest.mark.parametrize("minutes", ["", "soon", "100", "4-6", "٣"])
def test_minutes_are_numbers(ten: Questionnaire, minutes: str) -> None:
    with pytest.raises(UnfitWordingError) as refused:
        rules.named(nothing(ten), "Our ten", minutes)
    assert refused.value.field == "minutes"


def test_what_is_not_asked_cannot_be_changed(ten: Questionnaire) -> None:
    with pytest.raises(LookupError):
        rules.drop(ten, nothing(ten), "PT-99")
    with pytest.raises(LookupError):
        rules.add(ten, nothing(ten), "PB-1", "Ours.", None, partners_asked=True)
    with pytest.raises(LookupError):
        rules.restore(nothing(ten), "PT-1")
    with pytest.raises(LookupError):
        rules.take_out(ten, nothing(ten), 1)


def test_the_list_of_changes_says_before_after_and_what_became_of_the_meaning(audit: Questionnaire) -> None:
    wishes = words(audit, "PB-1.1", "Same.", stayed=True)
    wishes = words(audit, "PB-1.2", "Other.", stayed=False, wishes=wishes)
    wishes = rules.drop(audit, wishes, "PB-2.1")
    wishes = rules.add(audit, wishes, "PB-1", "Ours.", None, partners_asked=True)
    wishes = rules.reword(audit, wishes, "PB-F.1", "In words?", None, meaning_stayed=None)
    found = changes(audit, wishes)
    assert [(line.kind, line.after) for line in found] == [
        (Kind.SAME_MEANING, "Same."),
        (Kind.NEW_MEANING, "Other."),
        (Kind.ADDED, "Ours."),
        (Kind.DROPPED, None),
        (Kind.NEW_WORDS, "In words?"),
    ]
    assert found[0].before == audit.question_by_id["PB-1.1"].text
    assert len(in_short(found)) == 5
    assert changes(audit, nothing(audit)) == ()


def test_the_id_of_an_own_version_is_never_too_long(ten: Questionnaire) -> None:
    long = ten.model_copy(update={"id": "q" * 40})
    assert len(own_id(long)) == 40
    assert own_id(long).endswith("-own")
