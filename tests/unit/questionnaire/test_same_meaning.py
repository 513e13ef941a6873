"""Other words for the same meaning: what carries a line on, and what only looks as if it did."""

from typing import Any

import pytest

from audit_app.questionnaire.catalogue import Catalogue, canonical_json, compare_statements, digest, parse_pinned
from audit_app.questionnaire.definition import EarlierWording, Questionnaire
from audit_app.questionnaire.family import faults_between
from audit_app.questionnaire.rules import broken_rules
from tests.unit.questionnaire.examples import baseline, instrument, question, scale

FIRST = "What do you say to T-1.1?"
SHIPPED = {  # as they were before statements could carry on others: rounds have pinned them
    "partnership-behaviours": "f3afdd81318415f2ea312a99b7aa901722422c30ce18b7cfe55be1c5a6f3810a",
    "partnership-behaviours-baseline": "fc4e6790939e6d338f782c45a1cb2d0408aa11bd276dcd575dece5a22ac3330d",
    "partnership-behaviours-short": "b0b27add38b40839b98742e5310eb75ae59fd9bdb43e0019a0ebae5e077c4e98",
    "partnership-ten": "55e6e5a38b8144cd0267df2b1e94bf5d2fc41990c2d9b0706a1e70df3a5547cd",
    "partnership-ten-baseline": "fb7f707e051792b472134f747cfbea0358d5d33db155b248b7a86083874b8ff1",
}


def read(content: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate(content)


def earlier(name: str = "T-1.1", text: str = FIRST) -> dict[str, str]:
    return {"id": name, "text": text}


def with_first(*instead: dict[str, Any], **more: Any) -> Questionnaire:
    """The tea rota with other questions in place of its first."""
    content = instrument(**more)
    content["sections"][0]["questions"][:1] = instead
    return read(content)


TEA = read(instrument())
KEPT = with_first(question("T-1.1b", text="Is the tea good?", continues=[earlier()]))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_files_keep_the_digests_that_rounds_have_pinned(shipped: Catalogue, name: str) -> None:
    assert digest(shipped.by_id(name, 1)) == SHIPPED[name]


def test_what_is_carried_on_is_pinned_and_comes_back() -> None:
    assert parse_pinned(canonical_json(KEPT), digest(KEPT)) == KEPT
    assert digest(KEPT) != digest(with_first(question("T-1.1b", text="Is the tea good?")))


def test_other_words_of_the_same_meaning_go_on_under_the_new_id() -> None:
    lineage = compare_statements(TEA, KEPT)
    assert lineage.same == {"T-1.1b": "T-1.1", "T-1.2": "T-1.2", "T-2.1": "T-2.1"}
    assert lineage.reworded == ("T-1.1b",)
    assert (lineage.changed, lineage.only_earlier, lineage.only_later) == ((), (), ())
    assert lineage.same_sections == ("T-1", "T-2")
    assert lineage.same_overall


def test_the_way_back_to_the_old_words_keeps_the_line_too() -> None:
    lineage = compare_statements(KEPT, TEA)
    assert lineage.same["T-1.1"] == "T-1.1b"
    assert lineage.reworded == ("T-1.1",)
    assert lineage.same_overall


def test_a_new_meaning_names_nothing_and_breaks_statement_section_and_overall() -> None:
    lineage = compare_statements(TEA, with_first(question("T-1.1b", text="Is there enough tea?")))
    assert (lineage.only_earlier, lineage.only_later) == (("T-1.1",), ("T-1.1b",))
    assert lineage.same_sections == ("T-2",)
    assert not lineage.same_overall


def test_agreed_meanings_add_up_over_several_rewordings() -> None:
    second = earlier("T-1.1b", "Is the tea good?")
    third = with_first(question("T-1.1c", text="Does the tea taste good?", continues=[second, earlier()]))
    sibling = with_first(question("T-1.1d", text="Is it good tea?", continues=[earlier()]))
    for before, name in ((TEA, "T-1.1"), (KEPT, "T-1.1b"), (sibling, "T-1.1d")):
        assert compare_statements(before, third).same["T-1.1c"] == name
        assert compare_statements(before, third).same_overall


def test_a_new_meaning_in_between_ends_the_line_for_good() -> None:
    turned = earlier("T-1.1b", "Is there enough tea?")
    later = with_first(question("T-1.1c", text="Does the tea last all day?", continues=[turned]))
    assert "T-1.1c" in compare_statements(TEA, later).only_later


def test_the_same_id_with_the_words_of_somebody_else_is_not_carried_on() -> None:
    """Two forums may both have a T-1.1b: the words that are carried on must be the ones that were asked."""
    later = with_first(question("T-1.1c", continues=[earlier("T-1.1b", "Is there enough tea?")]))
    assert compare_statements(KEPT, later).only_later == ("T-1.1c",)


@pytest.mark.parametrize(
    "unlike", [{"scale": "wider"}, {"reverse": True}, {"not_asked_of": ["staff"]}], ids=["scale", "direction", "sides"]
)
def test_another_scale_direction_or_side_breaks_the_line_whatever_was_agreed(unlike: dict[str, Any]) -> None:
    asked = question("T-1.1b", text="Is the tea good?", continues=[earlier()]) | unlike
    lineage = compare_statements(TEA, with_first(asked, scales=[scale(), scale("wider", (1, 2, 4))]))
    assert lineage.changed == ("T-1.1b",)
    assert "T-1.1b" not in lineage.same
    assert lineage.only_earlier == ()
    assert lineage.same_sections == ("T-2",)


def test_two_that_carry_on_one_are_both_new() -> None:
    split = [question(f"T-1.1{letter}", text=f"Is {letter} good?", continues=[earlier()]) for letter in "bc"]
    lineage = compare_statements(TEA, with_first(*split))
    assert lineage.only_later == ("T-1.1b", "T-1.1c")
    assert lineage.only_earlier == ("T-1.1",)


def test_one_that_carries_on_two_is_new() -> None:
    content = instrument()
    other = earlier("T-1.2", "What do you say to T-1.2?")
    merged = question("T-1.1b", text="Are tea and cups good?", continues=[earlier(), other])
    content["sections"][0]["questions"] = [merged]
    lineage = compare_statements(TEA, read(content))
    assert lineage.only_later == ("T-1.1b",)
    assert lineage.only_earlier == ("T-1.1", "T-1.2")


def test_what_is_still_asked_cannot_be_carried_on_by_another() -> None:
    both = with_first(question("T-1.1"), question("T-1.3", continues=[earlier()]))
    lineage = compare_statements(TEA, both)
    assert lineage.same["T-1.1"] == "T-1.1"
    assert lineage.only_later == ("T-1.3",)
    (broken,) = broken_rules(both)
    assert (broken.path, broken.message) == (
        "sections.0.questions.1.continues.0.id",
        "names T-1.1, which this questionnaire still asks",
    )


def test_an_id_that_says_it_carries_on_itself_is_a_changed_question() -> None:
    itself = with_first(question("T-1.1", text="Is the tea good?", continues=[earlier()]))
    assert compare_statements(TEA, itself).changed == ("T-1.1",)
    assert [broken.path for broken in broken_rules(itself)] == ["sections.0.questions.0.continues.0.id"]


def test_two_that_carry_on_each_other_in_a_circle_are_refused() -> None:
    ring = with_first(
        question("T-1.1", continues=[earlier("T-1.1b", "x")]), question("T-1.1b", text="x", continues=[earlier()])
    )
    assert len(list(broken_rules(ring))) == 2
    assert compare_statements(TEA, ring).same["T-1.1"] == "T-1.1"


def test_no_wording_is_carried_on_twice() -> None:
    split = with_first(*(question(f"T-1.1{letter}", text=letter, continues=[earlier()]) for letter in "bc"))
    assert [broken.message for broken in broken_rules(split)] == ["names T-1.1 a second time"]


def test_files_must_quote_the_words_that_they_carry_on() -> None:
    wrong = with_first(question("T-1.1b", continues=[earlier(text="Is the tea good?")]), version=2)
    (fault,) = faults_between({"tea-v1.yaml": TEA, "tea-v2.yaml": wrong})
    assert (fault.file, fault.path) == ("tea-v2.yaml", "sections.0.questions.0.continues.0.text")
    right = with_first(question("T-1.1b", continues=[earlier()]), version=2)
    assert list(faults_between({"tea-v1.yaml": TEA, "tea-v2.yaml": right})) == []


def test_one_id_carries_on_the_same_in_every_file() -> None:
    right = with_first(question("T-1.1b", continues=[earlier()]), version=2)
    silent = with_first(question("T-1.1b"), version=3)
    assert [fault.file for fault in faults_between({"tea-v2.yaml": right, "tea-v3.yaml": silent})] == ["tea-v3.yaml"]


def test_no_file_of_the_catalogue_is_a_forums_own_wording() -> None:
    own = TEA.model_copy(update={"adapts": "tea-rota"})
    assert [fault.path for fault in faults_between({"tea-v1.yaml": own})] == ["adapts"]


def test_hopes_follow_a_statement_to_its_new_words() -> None:
    own = KEPT.model_copy(update={"id": "tea-rota-own", "adapts": "tea-rota"})
    assert compare_statements(read(baseline()), own).hopes["T-1.1b"] == "H-1.1"
    assert compare_statements(read(baseline()), KEPT.model_copy(update={"id": "other"})).hopes == {}


def test_the_hopes_of_a_section_end_when_its_statements_are_no_longer_those_hoped_for(shipped: Catalogue) -> None:
    ten, hopes = shipped.by_id("partnership-ten"), shipped.by_id("partnership-ten-baseline")
    content = ten.model_dump(mode="json") | {"id": "partnership-ten-own", "adapts": "partnership-ten"}
    assert compare_statements(hopes, read(content)).hopes_overall
    content["sections"][0]["questions"].pop()
    lineage = compare_statements(hopes, read(content))
    assert lineage.hopes == {f"PT-{n}": f"PTB-{n}" for n in range(1, 10)}
    assert not lineage.hopes_overall


def test_the_words_are_kept_as_they_were_asked() -> None:
    (kept,) = (each for each in KEPT.questions if each.continues)
    assert kept.continues == (EarlierWording(id="T-1.1", text=FIRST),)
