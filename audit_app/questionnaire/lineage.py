"""Which statements of two questionnaires mean the same, and which mirror each other as hope and experience."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audit_app.questionnaire.definition import Question, Questionnaire, Section


@dataclass(frozen=True)
class Lineage:
    """What may be compared between an earlier and a later questionnaire. Ids stand in the later one's order.

    same: id in the later questionnaire → id in the earlier one, of questions that mean the same; mostly one id twice.
    reworded: those of them whose words changed while the meaning, as was agreed, did not.
    changed: later ids that the earlier one has too, or carries on, but with other words, scale or direction.
    only_earlier, only_later: ids without a counterpart.
    same_sections: sections of both whose scored questions are all the same, so that their scores can be compared;
    same_overall: whether that holds for the whole questionnaire, so that the overall scores can be compared.
    hopes: question or section of the later one → question or section of the earlier one, a baseline, that asked what
    members expect of it: a question leads to a question, a section to a section.
    hopes_overall: whether the two overall scores are made of such twins alone.
    """

    same: Mapping[str, str]
    reworded: tuple[str, ...]
    changed: tuple[str, ...]
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]
    same_sections: tuple[str, ...]
    hopes: Mapping[str, str] = field(default_factory=dict)
    same_overall: bool = False
    hopes_overall: bool = False


def compare_statements(earlier: Questionnaire, later: Questionnaire) -> Lineage:
    """Set two questionnaires side by side: versions of one, a short form and its full form, a baseline and its audit.

    A question is the same if its wording, or one that it carries on, is that of the other, and its direction, who of
    the two sides is asked, and its scale (answers, order and what it measures) are. Never rests on ids alone: a
    definition that was pinned long ago may differ.
    """
    before, after = earlier.question_by_id, later.question_by_id
    related = _related(earlier, later)
    same = {
        name: other for name, other in related.items() if _frame(later, after[name]) == _frame(earlier, before[other])
    }
    known = {**{name: name for name in after if name in before}, **related}
    earlier_sections = {section.id: section for section in earlier.sections}
    same_sections = tuple(
        section.id
        for section in later.sections
        if section.id in earlier_sections and _all_same(earlier, earlier_sections[section.id], later, section, same)
    )
    hopes = _hopes(earlier, later)
    return Lineage(
        same=same,
        reworded=tuple(name for name, other in same.items() if after[name].text != before[other].text),
        changed=tuple(name for name in after if name in known and name not in same),
        only_earlier=tuple(name for name in before if name not in known.values()),
        only_later=tuple(name for name in after if name not in known),
        same_sections=same_sections,
        hopes=hopes,
        same_overall=_all_same(earlier, None, later, None, same),
        hopes_overall=_scored_sections(later) != []
        and {hopes.get(name) for name in _scored_sections(later)} == set(_scored_sections(earlier)),
    )


def meaning(questionnaire: Questionnaire, question: Question) -> tuple[object, ...]:
    """All that decides what an answer to a question means, its words first."""
    return (question.text, *_frame(questionnaire, question))


def wordings(question: Question) -> frozenset[tuple[str, str]]:
    """Id and words of a question, and of all those that it carries on. An id never carries on itself."""
    carried = {(earlier.id, earlier.text) for earlier in question.continues if earlier.id != question.id}
    return frozenset({(question.id, question.text), *carried})


def _frame(questionnaire: Questionnaire, question: Question) -> tuple[object, ...]:
    """What besides its words decides what an answer means."""
    scale = questionnaire.scale_of(question)
    options = tuple(sorted((option.value, option.label) for option in scale.options))
    sides = tuple(sorted(side for side in question.not_asked_of if side != "partner"))  # partners are in no total
    return (question.reverse, sides, scale.order, scale.measure, scale.ends, options)


def _related(earlier: Questionnaire, later: Questionnaire) -> dict[str, str]:
    """Later id → earlier id of questions that share a wording, in the later one's order.

    Agreed meanings add up: two wordings that carry on the same third one are related, whichever came first. What
    could go with several questions goes with none, unless id and words are equal.
    """
    equal = {(question.id, question.text) for question in earlier.questions}
    pairs = {question.id: question.id for question in later.questions if (question.id, question.text) in equal}
    found = list(_by_wording(earlier, later, pairs))
    of_later = Counter(name for name, _ in found)
    of_earlier = Counter(other for _, other in found)
    pairs |= {name: other for name, other in found if of_later[name] == of_earlier[other] == 1}
    return {question.id: pairs[question.id] for question in later.questions if question.id in pairs}


def _by_wording(earlier: Questionnaire, later: Questionnaire, taken: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every pair of a later and an earlier question that share a wording, without those that are equal already."""
    owners: dict[tuple[str, str], list[str]] = {}
    for other in earlier.questions:
        if other.id not in taken:  # equal ones have one id in both
            for wording in wordings(other):
                owners.setdefault(wording, []).append(other.id)
    for question in later.questions:
        if question.id not in taken:
            found = {other for wording in wordings(question) for other in owners.get(wording, ())}
            yield from ((question.id, other) for other in sorted(found))


def _all_same(
    earlier: Questionnaire, before: Section | None, later: Questionnaire, after: Section | None, same: Mapping[str, str]
) -> bool:
    scored = [question.id for question in later.scored_questions(after)]
    return bool(scored) and {same.get(name) for name in scored} == {
        question.id for question in earlier.scored_questions(before)
    }


def _scored_sections(questionnaire: Questionnaire) -> list[str]:
    return [section.id for section in questionnaire.sections if questionnaire.scored_questions(section)]


def _hopes(earlier: Questionnaire, later: Questionnaire) -> dict[str, str]:
    """Empty unless `earlier` is the baseline of `later`, or of what `later` is the short form or a forum's wording of.

    A question that was reworded without a change of meaning keeps the expectation of the wording that it carries on.
    """
    if earlier.baseline_of is None or earlier.baseline_of not in (later.id, later.short_form_of, later.adapts):
        return {}
    mirrored = {
        question.twin: question.id
        for question in earlier.scored_questions()
        if question.twin is not None and earlier.scale_of(question).measure == "expectation"
    }
    mirrored |= {
        section.twin: section.id
        for section in earlier.sections
        if section.twin is not None
        and any(earlier.scale_of(question).measure == "expectation" for question in earlier.scored_questions(section))
    }
    experienced: dict[str, tuple[str, ...]] = {section.id: (section.id,) for section in later.sections}
    experienced |= {question.id: (question.id, *(one.id for one in question.continues)) for question in later.questions}
    hopes = {
        name: mirrored[known]
        for name, names in experienced.items()
        if (known := next((each for each in names if each in mirrored), None)) is not None
    }
    if earlier.adapts is None and later.adapts is None:
        return hopes
    lost = {section.id for section in later.sections if not _one_to_one(earlier, later, section, hopes)}
    return {name: other for name, other in hopes.items() if name not in lost}


def _one_to_one(earlier: Questionnaire, later: Questionnaire, section: Section, hopes: Mapping[str, str]) -> bool:
    """Whether a forum's own wording left a section and its twin with statements that mirror each other one by one.

    True where the baseline never mirrored single statements, but the section as a whole.
    """
    expected = {
        question.id
        for twin in earlier.sections
        if twin.id == hopes.get(section.id)
        for question in earlier.scored_questions(twin)
    }
    if not any(earlier.question_by_id[name].twin for name in expected):
        return True
    return {hopes.get(question.id) for question in later.scored_questions(section)} == expected
