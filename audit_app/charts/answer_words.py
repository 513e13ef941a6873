"""What the chart of answers says: its finding, one sentence and how to read it."""

from collections.abc import Sequence

from audit_app.analysis.released import Detail, Figure, Plan, StatementResult
from audit_app.charts import wording
from audit_app.questionnaire.definition import Scale


def title(statements: Sequence[StatementResult], scale: Scale) -> str:
    if scale.order == "distribution":
        return _most_common(statements, scale)
    scored = [(statement.total.score, statement) for statement in statements if statement.total.score is not None]
    if not scored:
        return _nothing(statements)
    low, high = min(score for score, _ in scored), max(score for score, _ in scored)
    lowest = [statement for score, statement in scored if score == low]
    highest = [statement for score, statement in scored if score == high]
    if len(scored) == 1:
        return f"{wording.named(highest[0].short)} scores {wording.score(highest[0].total)} out of 10"
    if low == high:
        return f"All {len(scored)} statements score {wording.number(high)} out of 10"
    top, bottom = (wording.that_score([part.short for part in parts]) for parts in (highest, lowest))
    return (
        f"{top} highest ({wording.score(highest[0].total)} out of 10), "
        f"{bottom} lowest ({wording.score(lowest[0].total)})"
    )


def _most_common(statements: Sequence[StatementResult], scale: Scale) -> str:
    """The most frequent answer to the first statement that shows counts, for a scale without an order of merit."""
    for statement in statements:
        names, counts = counted(statement.total, scale)
        if counts and sum(counts):
            most = max(counts)
            which = [name for name, amount in zip(names, counts, strict=True) if amount == most]
            answer = " and ".join(f"“{name}”" for name in which)
            where = wording.named(statement.short)
            if len(which) == 1:
                return f"{where}: the most frequent answer is {answer} ({most} of {sum(counts)})"
            return f"{where}: the most frequent answers are {answer} ({most} of {sum(counts)} each)"
        if statement.total.detail is Detail.ALIKE and statement.total.value is not None:
            return f"{wording.named(statement.short)}: {wording.alike(statement.total, scale)}"
    return _nothing(statements)


def counted(figure: Figure, scale: Scale) -> tuple[tuple[str, ...], tuple[int, ...]]:
    if figure.counts is not None:
        return tuple(scale.labels[value] for value in scale.values), figure.counts
    if figure.bands is not None:
        return wording.band_names(scale), figure.bands
    return (), ()


def sentence(statements: Sequence[StatementResult], scale: Scale, plan: Plan) -> str:
    banded = [bands for bands in (in_bands(statement.total, scale) for statement in statements) if bands]
    hidden = sum(not has_something(statement.total) for statement in statements)
    if hidden == len(statements):
        return wording.PLAN_WORDS[plan] if plan is Plan.NOTHING else "They are hidden to protect anonymity."
    parts = []
    if banded and len(statements) > 1:
        names = wording.band_names(scale)
        more = sum(bands[2] > bands[0] for bands in banded)
        parts.append(
            f"On {more} of {wording.many(len(banded), 'statement', 'statements')}, more answers are "
            f"“{names[2]}” than “{names[0]}”."
        )
    elif banded:
        low, middle, high = banded[0]
        names = wording.band_names(scale)
        parts.append(f"{names[2]}: {high}. {names[1]}: {middle}. {names[0]}: {low}.")
    elif any(statement.total.detail is Detail.AVERAGE for statement in statements):
        parts.append("Only the averages of this round are known, so single answers cannot be drawn.")
    elif any(statement.total.detail is Detail.ALIKE for statement in statements):
        parts.append(
            "Where all or nearly all members gave the same answer, the answer is named and nothing is counted."
        )
    if hidden:
        parts.append(f"{wording.many(hidden, 'statement is', 'statements are')} not shown, to protect anonymity.")
    return " ".join(parts)


def notes(statements: Sequence[StatementResult], scale: Scale) -> tuple[str, ...]:
    notes = []
    if any(in_bands(statement.total, scale) for statement in statements) and scale.bands is not None:
        low, middle, high = (f"“{name}”" for name in wording.band_names(scale))
        notes.append(
            f"{low} (hatched) runs left from the line and {high} right; {middle} stands apart at the right. "
            "Lengths are shares of the answers to a statement; the numbers are answers. "
            "A number that does not fit its bar stands beside it, in the same order."
        )
    if any(statement.total.detail is Detail.BANDS for statement in statements):
        notes.append(
            "Where fewer than ten answered, or to protect anonymity, answers are counted in three groups only."
        )
    if any(statement.total.about for statement in statements):
        notes.append("“About”: all or nearly all gave the same answer, so the exact score is not shown.")
    return tuple(notes)


def _nothing(statements: Sequence[StatementResult]) -> str:
    return (
        f"{wording.named(statements[0].short)}: answers not shown"
        if len(statements) == 1
        else "No answers can be shown"
    )


def in_bands(figure: Figure, scale: Scale) -> tuple[int, int, int] | None:
    """The three bands, as released or added up from the counts of single answers."""
    if figure.bands is not None:
        return figure.bands
    if figure.counts is None or scale.bands is None:
        return None
    by_value = dict(zip(scale.values, figure.counts, strict=True))
    low, middle, high = (sum(by_value[value] for value in band.values) for band in scale.bands)
    return low, middle, high


def favourable(figure: Figure, scale: Scale) -> str:
    """Say "15 of 18 agree", from released counts; without bands, name the most frequent answer. "" without counts."""
    bands = in_bands(figure, scale)
    if bands is None or scale.bands is None:
        names, counts = counted(figure, scale)
        most = max(counts, default=0)
        return "; ".join(f"{most} of {sum(counts)} “{n}”" for n, c in zip(names, counts, strict=True) if c == most)
    name = scale.bands[2].name
    named = name[:1].lower() + name[1:] if scale.layout == "stacked" else wording.band_names(scale)[2].lower()
    return f"{bands[2]} of {sum(bands)} {named}"


def has_something(figure: Figure) -> bool:
    return figure.detail is not Detail.NONE or figure.score is not None
