"""Which statements of two questionnaires mean the same, and which mirror each other as hope and experience."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audit_app.questionnaire.definition import Question, Questionnaire, Section


@dataclass(frozen=True)
class Lineage:
    """What may be compared between an earlier and a later questionnaire. Ids stand in the later one's order.

    same: questions with the same id that ask the same thing. changed: same id, but another wording, scale or
    direction. only_earlier, only_later: ids without a counterpart.
    same_sections: sections of both whose scored questions are all the same, so that their scores can be compared;
    same_overall: whether that holds for the whole questionnaire, so that the overall scores can be compared.
    hopes: question or section of the later one → question or section of the earlier one, a baseline, that asked what
    members expect of it: a question leads to a question, a section to a section.
    hopes_overall: whether the two overall scores are made of such twins alone.
    """

    same: tuple[str, ...]
    changed: tuple[str, ...]
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]
    same_sections: tuple[str, ...]
    hopes: Mapping[str, str] = field(default_factory=dict)
    same_overall: bool = False
    hopes_overall: bool = False


def compare_statements(earlier: Questionnaire, later: Questionnaire) -> Lineage:
    """Set two questionnaires side by side: versions of one, a short form and its full form, a baseline and its audit.

    A question is the same if its id, wording and direction, who of the two sides is asked, and its scale (answers,
    order and what it measures) are. Never rests on ids alone: a definition that was pinned long ago may differ.
    """
    before, after = earlier.question_by_id, later.question_by_id
    shared = [name for name in after if name in before]
    same = tuple(name for name in shared if meaning(earlier, before[name]) == meaning(later, after[name]))
    earlier_sections = {section.id: section for section in earlier.sections}
    same_sections = tuple(
        section.id
        for section in later.sections
        if section.id in earlier_sections and _all_same(earlier, earlier_sections[section.id], later, section, same)
    )
    hopes = _hopes(earlier, later)
    return Lineage(
        same=same,
        changed=tuple(name for name in shared if name not in same),
        only_earlier=tuple(name for name in before if name not in after),
        only_later=tuple(name for name in after if name not in before),
        same_sections=same_sections,
        hopes=hopes,
        same_overall=_all_same(earlier, None, later, None, same),
        hopes_overall=_scored_sections(later) != []
        and {hopes.get(name) for name in _scored_sections(later)} == set(_scored_sections(earlier)),
    )


def meaning(questionnaire: Questionnaire, question: Question) -> tuple[object, ...]:
    """All that decides what an answer to a question means. Equal meanings can be drawn as one line."""
    scale = questionnaire.scale_of(question)
    options = tuple(sorted((option.value, option.label) for option in scale.options))
    sides = tuple(sorted(side for side in question.not_asked_of if side != "partner"))  # partners are in no total
    return (question.text, question.reverse, sides, scale.order, scale.measure, scale.ends, options)


def _all_same(
    earlier: Questionnaire, before: Section | None, later: Questionnaire, after: Section | None, same: tuple[str, ...]
) -> bool:
    scored = {question.id for question in later.scored_questions(after)}
    return (
        bool(scored)
        and scored == {question.id for question in earlier.scored_questions(before)}
        and scored <= set(same)
    )


def _scored_sections(questionnaire: Questionnaire) -> list[str]:
    return [section.id for section in questionnaire.sections if questionnaire.scored_questions(section)]


def _hopes(earlier: Questionnaire, later: Questionnaire) -> dict[str, str]:
    """Empty unless `earlier` is the baseline of `later`, or of the questionnaire that `later` is the short form of."""
    if earlier.baseline_of is None or earlier.baseline_of not in (later.id, later.short_form_of):
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
    experienced = [section.id for section in later.sections] + [question.id for question in later.questions]
    return {name: mirrored[name] for name in experienced if name in mirrored}
