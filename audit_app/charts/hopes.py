"""What members hoped for beside what they found: a ring and a dot, and the label in words. Never a trend."""

from collections.abc import Sequence
from dataclasses import replace

from audit_app.analysis.released import Comparison, Hope, HopeLabel, SectionResult, StatementResult
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import DECLINED, QUIET_INK, THIS_ROUND

_TWO_QUESTIONS = "What members hoped for and what they found are two questions: a difference is not a change."
_NO_LABEL = "Where no label stands, the figures of one of the two rounds do not allow one."
_SHORT = {HopeLabel.NOT_CLEARLY_BELOW.value: "Not clearly below", HopeLabel.TOO_FEW.value: "Too few to compare"}
MET = "At least what members hoped for"

Result = SectionResult | StatementResult


def hopes(comparison: Comparison) -> Chart:
    """Every section and statement that stands beside its hope, the overall score first; empty where none does."""
    results: tuple[Result, ...] = (comparison.overall, *comparison.sections, *comparison.statements)
    parts = [(result, result.hope) for result in results if result.hope is not None]
    hidden = [_name(result) for result in comparison.sections if result.hope is None and parts]
    base = wording.base(comparison)
    if comparison.against is None or not parts:
        return _empty(comparison, base)
    expected = comparison.against.name
    title, sentence = _title(parts), _sentence(parts)
    notes = (_TWO_QUESTIONS, *((_NO_LABEL,) if any(hope.label is None for _, hope in parts) else ()))
    return Chart(
        id="hopes",
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(parts), 'score', 'scores')} out of 10: what members found beside what they "
        f"hoped for. {title}. {sentence} The table has every figure.",
        columns=("Behaviour", f"Hoped for ({expected})", f"Found ({comparison.round.name})", "Difference", "Meaning"),
        rows=tuple(_cells(result, hope) for result, hope in parts),
        base=base,
        notes=notes,
        picture=Dumbbells(
            Captions(title, sentence, (" ".join(notes), base, f"{wording.source(comparison)} · beside {expected}")),
            (
                (Mark(0, "o", THIS_ROUND, hollow=True), f"Hoped for, {expected} (ring)"),
                (Mark(0, "o", THIS_ROUND), f"Found, {comparison.round.name} (dot)"),
            ),
            tuple(_row(result, hope) for result, hope in parts),
            "Not shown beside a hope" if hidden else "",
            tuple(hidden),
        ),
    )


def section_hopes(comparison: Comparison) -> Chart:
    """The overall score and the sections alone: few enough for a screen that is looked at from afar."""
    return replace(hopes(replace(comparison, statements=())), id="hopes-sections")


def _name(result: Result) -> str:
    return wording.numbered(result) if isinstance(result, StatementResult) else result.title


def _short(result: Result) -> str:
    return wording.named(result.short if isinstance(result, StatementResult) else result.title)


def _empty(comparison: Comparison, base: str) -> Chart:
    title = "No hopes can be shown beside this round"
    sentence = "They can be when an earlier round asked what members hoped for, and enough members answered both."
    picture = CountedBars(Captions(title, sentence, (base, wording.source(comparison))), ())
    return Chart("hopes", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)


def _behaviours(
    parts: Sequence[tuple[Result, Hope]],
) -> list[tuple[Result, Hope]]:
    """The finest parts there are: statements, else sections, else the overall score."""
    statements = [part for part in parts if isinstance(part[0], StatementResult)]
    return statements or [part for part in parts if part[0].id != "overall"] or list(parts)


def _title(parts: Sequence[tuple[Result, Hope]]) -> str:
    behaviours = _behaviours(parts)
    labels = [hope.label for _, hope in behaviours]
    below = labels.count(HopeLabel.BELOW)
    whole = wording.many(len(behaviours), "behaviour", "behaviours")
    if below:
        return f"{below} of {whole} {'is' if below == 1 else 'are'} below what members hoped for"
    if HopeLabel.NOT_CLEARLY_BELOW in labels:
        return "No behaviour is clearly below what members hoped for"
    if HopeLabel.TOO_FEW in labels:
        return "Too few answers to say whether hopes were met"
    return "What members found, beside what they hoped for"


def _sentence(parts: Sequence[tuple[Result, Hope]]) -> str:
    behaviours = _behaviours(parts)
    furthest, hope = min(behaviours, key=lambda part: part[1].difference)
    if hope.difference < 0:
        return f"Furthest below: {_short(furthest)} ({wording.signed(hope.difference)})."
    return "Members found at least what they hoped for throughout."


def _means(hope: Hope) -> str:
    if hope.label is HopeLabel.NOT_CLEARLY_BELOW and hope.difference >= 0:
        return MET
    return hope.label.value if hope.label else "No label"


def _cells(result: Result, hope: Hope) -> tuple[str, ...]:
    expected, found = wording.number(hope.expected), wording.number(hope.experienced)
    return (_name(result), expected, found, wording.signed(hope.difference), _means(hope))


def _row(result: Result, hope: Hope) -> DumbbellRow:
    below = hope.label is HopeLabel.BELOW
    return DumbbellRow(
        label=_name(result),
        marks=(Mark(hope.expected, "o", THIS_ROUND, hollow=True), Mark(hope.experienced, "o", THIS_ROUND)),
        figures=f"{wording.number(hope.expected)} → {wording.number(hope.experienced)} "
        f"({wording.signed(hope.difference)})",
        words=_SHORT.get(_means(hope), _means(hope)) if hope.label else "",
        colour=DECLINED if below else QUIET_INK,
        strong=below,
    )
