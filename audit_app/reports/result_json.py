"""Released results as JSON, for other programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit_app.analysis import released
from audit_app.analysis.measures import Measured, Tracked
from audit_app.analysis.released import Detail, Figure
from audit_app.analysis.tallies import Turnout
from audit_app.questionnaire.definition import Side
from audit_app.reports import result_schema as schema


def as_dict(comparison: released.Comparison, priorities: Sequence[Tracked] = ()) -> dict[str, Any]:
    """The comparison as plain lists, dictionaries, strings and numbers, in the shape of `result_schema.Results`.

    priorities: what both sides agreed to work on; without any, there is no such part.
    Scores and differences stand as released. `counts` and `bands` ascend, least favourable first.
    """
    facts = comparison.round
    parts: dict[str, Any] = {"priorities": [_priority(each) for each in priorities]} if priorities else {}
    results = schema.Results(
        forum=facts.forum,
        round=facts.name,
        against=comparison.against.name if comparison.against else None,
        plan=facts.plan.value,
        respondents=schema.EverySide(**{side.value: _respondents(facts.turnout.get(side)) for side in Side}),
        statements=[_statement(statement) for statement in comparison.statements],
        sections=[schema.Section(id=section.id, **_section(section)) for section in comparison.sections],
        overall=schema.Overall(**_section(comparison.overall)),
        suggestions=[
            schema.Suggestion(statement=one.statement, points=one.points, reasons=list(one.reasons))
            for one in comparison.suggestions
        ],
        strengths=list(comparison.strengths),
        **parts,
    )
    return results.model_dump(mode="json", exclude_unset=True)


def _priority(tracked: Tracked) -> schema.Priority:
    owner: dict[str, Any] = {"owner_side": tracked.owner}  # the schema refuses any other word
    return schema.Priority(
        **owner,
        round=tracked.round,
        title=tracked.title,
        state="done" if tracked.done else "adopted",
        owner_role=tracked.owner_role,
        review_on=tracked.review_on.isoformat() if tracked.review_on is not None else "",
        measured_by=[each.id for each in tracked.measured_by],
        measures=[_measure(each) for each in tracked.measures],
        measure_words=tracked.measure_words,
        target=schema.Target(score=tracked.target_score, words=tracked.target_words, met=tracked.met),
    )


def _measure(measured: Measured) -> schema.Measure:
    return schema.Measure(
        id=measured.id,
        text=measured.text,
        then=measured.then,
        now=measured.now,
        difference=measured.difference,
        verdict=measured.verdict.value,
    )


def _respondents(turnout: Turnout | None) -> schema.Respondents:
    if turnout is None:
        return schema.Respondents(invited=None, answered=None)
    return schema.Respondents(invited=turnout.invited, answered=turnout.answered)


def _statement(statement: released.StatementResult) -> schema.Statement:
    earlier = statement.reworded_from
    parts: dict[str, Any] = {}
    if earlier is not None:
        parts["reworded_from"] = schema.EarlierWords(id=earlier.id, text=earlier.text)
    if statement.reverse:
        parts["reverse_worded"] = True
    return schema.Statement(
        id=statement.id,
        text=statement.text,
        section=statement.section,
        total=_total(statement.total),
        sides=_sides(statement.sides),
        partner=_partner(statement.partner),
        change=_change(statement.change),
        gap=_gap(statement.gap),
        flags=[flag.value for flag in statement.flags],
        **parts,
    )


def _total(figure: Figure) -> schema.Total:
    parts: dict[str, Any] = {"detail": figure.detail.value, "n": figure.n, "score": figure.score}
    if figure.detail is Detail.FULL and figure.counts is not None:
        parts["counts"] = list(figure.counts)
    if figure.detail is Detail.BANDS and figure.bands is not None:
        parts["bands"] = list(figure.bands)
    if figure.detail is Detail.ALIKE and figure.value is not None:
        parts["value"] = figure.value
    return schema.Total(**parts)


def _sides(sides: Mapping[Side, Figure] | None) -> schema.BothSides | None:
    if sides is None:
        return None
    return schema.BothSides(management=_side(sides[Side.MANAGEMENT]), staff=_side(sides[Side.STAFF]))


def _partner(figure: Figure | None) -> schema.OneSide | None:
    """Partners are released by the rows of a side; a hidden figure is null."""
    return None if figure is None or figure.detail is Detail.NONE else _side(figure)


def _side(figure: Figure) -> schema.OneSide:
    parts: dict[str, Any] = {"score": figure.score}
    if figure.n is not None:
        parts["n"] = figure.n
    if figure.bands is not None:
        parts["bands"] = list(figure.bands)
    return schema.OneSide(**parts)


def _change(change: released.Change | None) -> schema.Comparison | None:
    if change is None:
        return None
    parts: dict[str, Any] = {"p": change.technical.p} if change.technical is not None else {}
    return schema.Comparison(label=change.label.value if change.label else None, difference=change.difference, **parts)


def _gap(gap: released.Gap | None) -> schema.Comparison | None:
    if gap is None:
        return None
    return schema.Comparison(label=gap.label.value if gap.label else None, difference=gap.difference)


def _section(section: released.SectionResult) -> dict[str, Any]:
    return {
        "total": schema.SectionTotal(n=section.total.n, score=section.total.score),
        "sides": _sides(section.sides),
        "change": _change(section.change),
        "gap": _gap(section.gap),
    }
