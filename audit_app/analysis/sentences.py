"""What to say first (statistics.md §2): sentences that a chair could read out, from released figures alone."""

from audit_app.analysis.released import (
    Change,
    ChangeLabel,
    Comparison,
    Detail,
    GapLabel,
    HopeLabel,
    Plan,
    SectionResult,
    Sentence,
    StatementResult,
)
from audit_app.analysis.wording import answered_badly, answered_well, points, quoted, share
from audit_app.questionnaire.definition import TWO_SIDES, Scale, Side

HOW_MANY = 2  # the two lowest, the two highest, the two largest movements each way, the two largest gaps
NOT_ALL = "Not labelled: the two rounds did not ask all the same statements."
_CLEAR = (ChangeLabel.IMPROVED, ChangeLabel.DECLINED)


def summary(comparison: Comparison) -> tuple[Sentence, ...]:
    """Who answered, the overall score, and its change: for the very top."""
    return tuple(sentence for sentence in (_turnout(comparison), _overall(comparison)) if sentence is not None)


def _turnout(comparison: Comparison) -> Sentence | None:
    parts = []
    for side in TWO_SIDES:
        turnout = comparison.round.turnout.get(side)
        if turnout is None or turnout.answered is None:
            return None
        of = f" of {turnout.invited}" if turnout.invited is not None else ""
        parts.append(f"{turnout.answered}{of} on {side.label.lower()}")
    return Sentence(f"{parts[0]} and {parts[1]} answered.")


def _overall(comparison: Comparison) -> Sentence | None:
    overall = comparison.overall
    if comparison.round.plan is Plan.NOTHING:
        return Sentence("Too few members answered for any result to be shown.")
    if overall.total.score is None:
        return None
    about = "about " if overall.total.about else ""
    text = f"Overall, the score is {about}{points(overall.total.score)} out of 10"
    if overall.hope is not None:
        return Sentence(f"{text}. Members hoped for {points(overall.hope.expected)}.", _hope_sure(overall))
    if overall.change is None or comparison.against is None:
        return Sentence(f"{text}.")
    change = overall.change
    if change.in_common is not None:  # of fewer statements than the score, so neither may stand for the other
        moved = f"{_moved_since(change)} {comparison.against.name}"
        which = "one statement" if change.in_common == 1 else f"{change.in_common} statements"
        return Sentence(f"{text}. Over the {which} that can be compared, it is {moved} ({_from_to(change)}).", NOT_ALL)
    text += f", {_moved_since(change)} {comparison.against.name} ({points(change.earlier)})."
    return Sentence(text, _sure(change))


def _hope_sure(result: SectionResult) -> str | None:
    return result.hope.label.value + "." if result.hope is not None and result.hope.label is not None else None


def _moved_since(change: Change) -> str:
    return f"{_moved(change)} {'as in' if change.difference == 0 else 'since'}"


def _moved(change: Change) -> str:
    """Differences are rounded by themselves: none may be left of two scores that differ by 0.1 when shown."""
    if change.difference == 0:
        return "the same" if change.earlier == change.later else "nearly the same"
    return f"{'up' if change.difference > 0 else 'down'} {points(abs(change.difference))}"


def _sure(change: Change) -> str | None:
    """How sure one can be that this is more than chance."""
    if change.label in _CLEAR:
        return f"{change.label.value}: a change this big would be rare by chance alone." if change.label else None
    if change.label is ChangeLabel.NO_CLEAR_CHANGE:
        return f"No clear change. {change.undo_sentence}" if change.undo_sentence else "No clear change."
    if change.label is ChangeLabel.TOO_FEW:
        return "Too few answers to compare."
    return "No label: too little is known of one of the rounds to say whether chance alone could do this."


def level(comparison: Comparison) -> tuple[Sentence, ...]:
    """The two lowest and the two highest statements by their released totals; ties in questionnaire order."""
    known = [statement for statement in _scored(comparison) if statement.total.score is not None]
    ranked = sorted(known, key=lambda statement: (statement.total.score or 0.0, statement.number))
    lowest = ranked[:HOW_MANY] if len(ranked) >= 2 * HOW_MANY else ranked[: len(ranked) // 2]
    highest = sorted(ranked[len(lowest) :], key=lambda statement: (-(statement.total.score or 0.0), statement.number))[
        : max(len(lowest), 1)
    ]
    return tuple(
        [_level(comparison, "Lowest", statement, best=False) for statement in lowest]
        + [_level(comparison, "Highest", statement, best=True) for statement in highest]
    )


def _scored(comparison: Comparison) -> list[StatementResult]:
    scored = {question.id for question in comparison.round.questionnaire.scored_questions()}
    return [statement for statement in comparison.statements if statement.id in scored]


def _scale(comparison: Comparison, statement: StatementResult) -> Scale:
    return comparison.round.questionnaire.scale_by_id[statement.scale]


def _level(comparison: Comparison, where: str, statement: StatementResult, *, best: bool) -> Sentence:
    total, scale = statement.total, _scale(comparison, statement)
    score = points(total.score or 0.0)
    if total.detail is Detail.ALIKE and total.value is not None:
        said = f"all or nearly all said “{scale.labels[total.value]}” or close to it (about {score} out of 10)"
        return Sentence(f"{where}: {quoted(statement.text)}, {said}.", statement=statement.id)
    text = f"{where}: {quoted(statement.text)}, {score} out of 10"
    if total.bands is not None and total.n:
        count = total.bands[2 if best else 0]
        text += f"; {share(count, total.n)} {_past(answered_well(scale) if best else answered_badly(scale))}"
    return Sentence(f"{text}.", statement=statement.id)


def _past(verbs: tuple[str, str]) -> str:
    return {"agree": "agreed", "disagree": "disagreed"}.get(verbs[1], verbs[1])


def movements(comparison: Comparison) -> tuple[Sentence, ...]:
    """Sections that clearly changed, then the largest movements of statements each way, or falls below hopes."""
    if comparison.against is None:
        return ()
    sections = [
        Sentence(f"{result.title}: {_moved(result.change)}, from {_from_to(result.change)}.", _sure(result.change))
        for result in comparison.sections
        if result.change is not None and result.change.label in _CLEAR
    ]
    return (*sections, *_statement_movements(comparison), *_below_hopes(comparison))


def _from_to(change: Change) -> str:
    return f"{points(change.earlier)} to {points(change.later)}"


def _statement_movements(comparison: Comparison) -> list[Sentence]:
    moved = [
        (statement.change, statement)
        for statement in comparison.statements
        if statement.change is not None and statement.change.difference != 0
    ]
    down = sorted(
        (pair for pair in moved if pair[0].difference < 0), key=lambda pair: (pair[0].difference, pair[1].number)
    )
    up = sorted(
        (pair for pair in moved if pair[0].difference > 0), key=lambda pair: (-pair[0].difference, pair[1].number)
    )
    return [_movement(change, statement) for change, statement in (*up[:HOW_MANY], *down[:HOW_MANY])]


def _movement(change: Change, statement: StatementResult) -> Sentence:
    text = f"{quoted(statement.text)}: {_moved(change)}, from {_from_to(change)}."
    if change.counts_sentence is not None:
        text = f"{quoted(statement.text)}: {change.counts_sentence} The score is {_moved(change)} ({_from_to(change)})."
    return Sentence(text, _sure(change), statement.id)


def _below_hopes(comparison: Comparison) -> list[Sentence]:
    """The largest falls below what a baseline expected."""
    results: list[StatementResult | SectionResult] = [*comparison.sections, *comparison.statements]
    fallen = [(result.hope, result) for result in results if result.hope is not None and result.hope.difference < 0]
    sentences = []
    for hope, result in sorted(fallen, key=lambda pair: pair[0].difference)[:HOW_MANY]:
        name = quoted(result.text) if isinstance(result, StatementResult) else result.title
        text = f"{name}: {points(hope.experienced)} out of 10; members hoped for {points(hope.expected)}."
        sure = hope.label.value + "." if hope.label is not None else None
        if hope.label is HopeLabel.BELOW:
            sure = "Below what members hoped for: a difference this big would be rare by chance alone."
        sentences.append(Sentence(text, sure, result.id if isinstance(result, StatementResult) else None))
    return sentences


def apart(comparison: Comparison) -> tuple[Sentence, ...]:
    """The statements on which released side scores are furthest apart, at least a point; ties in order."""
    found = [
        (abs(statement.gap.difference), statement)
        for statement in comparison.statements
        if statement.gap is not None and abs(statement.gap.difference) >= 1.0
    ]
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].number))[:HOW_MANY]
    return tuple(_apart(statement) for _, statement in ranked)


def _apart(statement: StatementResult) -> Sentence:
    if statement.sides is None or statement.gap is None:
        raise ValueError(f"{statement.id} has no sides to speak of.")
    management, staff = (statement.sides[side].score or 0.0 for side in (Side.MANAGEMENT, Side.STAFF))
    text = f"{quoted(statement.text)}: management side {points(management)}, staff side {points(staff)}."
    sure = {
        GapLabel.DIFFER: "Sides differ: a gap this big would be rare by chance alone.",
        GapLabel.NO_CLEAR_DIFFERENCE: "No clear difference between the sides: this could be chance.",
        GapLabel.TOO_FEW: "Too few answers to say whether this is more than chance.",
    }
    return Sentence(text, sure.get(statement.gap.label) if statement.gap.label else None, statement.id)
