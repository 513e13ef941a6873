"""The one function that turns tallies into results: both rounds pass the gate, then they are set side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from audit_app.analysis.changes import (
    change_in_common,
    section_change,
    section_gap,
    section_hope,
    statement_change,
    statement_gap,
    statement_hope,
    with_adjusted_p,
)
from audit_app.analysis.disclosure import Figures
from audit_app.analysis.footnotes import breaks, footnotes
from audit_app.analysis.labels import many_could_not_say, split_views
from audit_app.analysis.release import Release, Released, release, without_exact_answers
from audit_app.analysis.released import (
    HIDDEN_BY_SIDE,
    NOT_COMPARED,
    Change,
    Comparison,
    Flag,
    Hope,
    HopeLabel,
    Plan,
    SectionResult,
    StatementResult,
)
from audit_app.analysis.sections import SectionFigures
from audit_app.analysis.sentences import apart, level, movements, summary
from audit_app.analysis.suggestions import strengths, suggestions
from audit_app.analysis.tallies import OVERALL, RoundTallies
from audit_app.questionnaire.definition import EarlierWording, Question, Section
from audit_app.questionnaire.lineage import Lineage, compare_statements

NO_SCORE = "Not compared: this question has no score."
REWORDED = "Not compared: the question has changed since then."
NEW = "Not compared: this was not asked then."
OTHER_STATEMENTS = "Not compared: the two rounds did not ask the same statements."


@dataclass(frozen=True)
class _Pair:
    """The later round's release, and the earlier one's with how their questions are related.

    compared: the later round's once more, as it may be set beside the earlier one.
    """

    later: Release
    compared: Release
    earlier: Release | None
    lineage: Lineage | None


def compare(later: RoundTallies, earlier: RoundTallies | None = None, *, chosen: bool = False) -> Comparison:
    """Release one round, alone or against an earlier one. Nothing that the gate hides reaches the result.

    chosen: whether one round's figures were brought in when the other one, that ran here, was closed already, so that
    they could be chosen to find out what it hides. Changes are then made of what it shows, and labels need it in full.
    Statements stand in questionnaire order. Raises ValueError if a tally does not fit its scale.
    """
    released = release(later)
    before = release(earlier) if earlier is not None else None
    compared = released
    if chosen and before is not None:
        compared, before = (each if each.facts.typed_in else without_exact_answers(each) for each in (released, before))
    lineage = compare_statements(earlier.questionnaire, later.questionnaire) if earlier is not None else None
    pair = _Pair(released, compared, before, lineage)
    questionnaire = later.questionnaire
    statements = with_adjusted_p(
        [_statement(pair, number, question) for number, question in enumerate(questionnaire.questions, start=1)]
    )
    scored = [section for section in questionnaire.sections if questionnaire.scored_questions(section)]
    bare = Comparison(
        round=released.facts,
        against=before.facts if before is not None else None,
        statements=statements,
        sections=tuple(_section(pair, section) for section in scored),
        overall=_section(pair, None),
        summary=(),
        level=(),
        movements=(),
        apart=(),
        breaks=breaks(released.facts, before.facts, lineage) if before is not None and lineage is not None else (),
        footnotes=(),
        chosen=chosen,
    )
    return _with_words(bare, before)


def _with_words(bare: Comparison, before: Release | None) -> Comparison:
    """Add what is said: every word is made from what has passed the gate."""
    importance = _importance(before)
    return replace(
        bare,
        importance=importance,
        summary=summary(bare),
        level=level(bare),
        movements=movements(bare),
        apart=apart(bare),
        footnotes=footnotes(bare),
        suggestions=suggestions(bare, importance),
        strengths=strengths(bare),
    )


def _importance(before: Release | None) -> Mapping[str, float]:
    """Twin (question or section id) → the released score for importance, where the earlier round is a baseline."""
    if before is None:
        return {}
    questionnaire = before.facts.questionnaire
    importance: dict[str, float] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            score = before.statements[question.id].figures.total.score
            twin = question.twin or section.twin
            if questionnaire.scale_of(question).measure == "importance" and twin is not None and score is not None:
                importance[twin] = score
    return importance


def _statement(pair: _Pair, number: int, question: Question) -> StatementResult:
    facts = pair.later.facts
    scale = facts.questionnaire.scale_of(question)
    released = pair.later.statements[question.id]
    change, hope, why_not = _against(pair, question, pair.compared.statements[question.id])
    seen = released.figures
    hidden = seen.sides is None and facts.plan in (Plan.SMALL, Plan.FULL)
    return StatementResult(
        id=question.id,
        number=number,
        text=question.text,
        short=question.short or question.text,
        section=facts.questionnaire.section_of[question.id].id,
        scale=scale.id,
        total=seen.total,
        sides=seen.sides,
        sides_hidden_words=HIDDEN_BY_SIDE if hidden else None,
        partner=seen.partner,
        flags=_flags(seen, hope, merit=scale.order == "merit"),
        change=change,
        gap=statement_gap(released),
        hope=hope,
        no_comparison=why_not,
        reverse=question.reverse,
        reworded_from=_earlier_words(pair, question.id) if change is not None else None,
    )


def _earlier_words(pair: _Pair, name: str) -> EarlierWording | None:
    if pair.earlier is None or pair.lineage is None or name not in pair.lineage.reworded:
        return None
    before = pair.earlier.facts.questionnaire.question_by_id[pair.lineage.same[name]]
    return EarlierWording(id=before.id, text=before.text)


def _flags(seen: Figures, hope: Hope | None, *, merit: bool) -> tuple[Flag, ...]:
    flags = []
    if merit and seen.total.bands is not None and split_views(seen.total.bands):
        flags.append(Flag.SPLIT_VIEWS)
    if seen.total.dont_know is not None and many_could_not_say(seen.total.n or 0, seen.total.dont_know):
        flags.append(Flag.MANY_COULD_NOT_SAY)
    if hope is not None and hope.label is HopeLabel.BELOW:
        flags.append(Flag.BELOW_HOPE)
    return tuple(flags)


def _against(pair: _Pair, question: Question, released: Released) -> tuple[Change | None, Hope | None, str | None]:
    """The change or the hope of one statement, or why there is none."""
    if pair.earlier is None or pair.lineage is None:
        return None, None, None
    twin = pair.lineage.hopes.get(question.id)
    if twin is not None:
        hope = statement_hope(twin, pair.earlier.statements[twin], released)
        return None, hope, None if hope is not None else NOT_COMPARED
    if question.id in pair.lineage.changed:
        return None, None, REWORDED
    if question.id not in pair.lineage.same:
        return None, None, NEW
    scale = pair.later.facts.questionnaire.scale_of(question)
    if scale.order != "merit":
        return None, None, NO_SCORE
    change = statement_change(pair.earlier.statements[pair.lineage.same[question.id]], released, scale)
    return change, None, None if change is not None else NOT_COMPARED


def _section(pair: _Pair, section: Section | None) -> SectionResult:
    """A section's result, or the overall one."""
    name = section.id if section is not None else OVERALL
    released = pair.later.sections[name]
    change, hope, why_not = _section_against(pair, section, pair.compared.sections[name])
    return SectionResult(
        id=name,
        title=section.title if section is not None else "Overall",
        total=released.figures.total,
        sides=released.figures.sides,
        partner=released.figures.partner,
        change=change,
        gap=section_gap(released),
        hope=hope,
        no_comparison=why_not,
    )


def _section_against(
    pair: _Pair, section: Section | None, released: SectionFigures
) -> tuple[Change | None, Hope | None, str | None]:
    earlier, lineage = pair.earlier, pair.lineage
    if earlier is None or lineage is None:
        return None, None, None
    twin = _section_twin(lineage, section)
    if twin is not None:
        hope = section_hope(twin, earlier.sections[twin], released)
        return None, hope, None if hope is not None else NOT_COMPARED
    questionnaire = pair.later.facts.questionnaire
    asked = questionnaire.scored_questions(section)
    common = [question.id for question in asked if question.id in lineage.same]
    if not common:
        return None, None, OTHER_STATEMENTS
    same = section.id in lineage.same_sections if section is not None else lineage.same_overall
    before = earlier.sections[section.id if section is not None else OVERALL] if same else None
    if before is not None and not before.from_means and not released.from_means:
        change = section_change(before, released)
    else:
        pairs = [(earlier.statements[lineage.same[name]], pair.compared.statements[name]) for name in common]
        change = change_in_common(pairs, asked_the_same=same)
    return change, None, None if change is not None else NOT_COMPARED


def _section_twin(lineage: Lineage, section: Section | None) -> str | None:
    if section is not None:
        return lineage.hopes.get(section.id)
    return OVERALL if lineage.hopes_overall else None
