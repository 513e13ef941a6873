"""The limits that must stand beside the figures, and the breaks between two rounds, in plain words."""

from statistics import median

from audit_app.analysis.labels import detectable
from audit_app.analysis.released import (
    ChangeLabel,
    Comparison,
    Detail,
    Plan,
    RoundFacts,
    StatementResult,
)
from audit_app.analysis.scores import distribution
from audit_app.analysis.thresholds import ALPHA, TYPICAL_SD, enough
from audit_app.analysis.wording import listed, meaning_stayed, number_word
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.lineage import Lineage

_LABELLED = (ChangeLabel.IMPROVED, ChangeLabel.DECLINED, ChangeLabel.NO_CLEAR_CHANGE)


def footnotes(comparison: Comparison) -> tuple[str, ...]:
    """Every limit that applies, most important first."""
    return (*_who_answered(comparison.round), *_what_is_hidden(comparison), *_what_changes_mean(comparison))


def _who_answered(facts: RoundFacts) -> list[str]:
    notes = []
    if facts.plan is Plan.NOTHING:
        notes.append(
            f"Fewer than {facts.minimum} members of management side and staff side answered, so no results are shown."
        )
    sides = [facts.turnout[side] for side in TWO_SIDES if side in facts.turnout]
    answered = [turnout.answered for turnout in sides if turnout.answered is not None]
    invited = [turnout.invited for turnout in sides if turnout.invited is not None]
    if len(answered) == len(invited) == len(TWO_SIDES):
        notes.append(f"These are the views of those who answered ({sum(answered)} of {sum(invited)}).")
    if facts.discarded:
        whose = "1 member" if facts.discarded == 1 else f"{facts.discarded} members"
        notes.append(f"The answers of {whose} could not be read and could not be counted.")
    return notes


def _what_is_hidden(comparison: Comparison) -> list[str]:
    facts, notes = comparison.round, []
    if facts.plan is Plan.TOTAL:
        notes.append(
            "Results are shown for both sides together only: "
            f"a side with fewer than {facts.minimum} answers is never shown on its own."
        )
    if any(statement.sides_hidden_words for statement in comparison.statements):
        notes.append("Some results are not shown by side, to protect anonymity. There can be several reasons.")
    if any(_coarse(statement) for statement in comparison.statements):
        notes.append(
            f"A side with fewer than {enough(facts.minimum)} answers is shown as a score, "
            "rounded to the nearest half or whole point."
        )
    if any(statement.total.detail is Detail.ALIKE for statement in comparison.statements):
        notes.append("“About” marks a score that is not exact, because all or nearly all gave answers close together.")
    if facts.partners_shown:
        notes.append("The total is management side and staff side together. Partners stand beside it, never inside it.")
    if any(question.reverse for question in facts.questionnaire.questions):
        numbers = [str(n) for n, question in enumerate(facts.questionnaire.questions, start=1) if question.reverse]
        notes.append(
            f"Agreeing would be bad in statement {listed(numbers)}: "
            "its answers are shown turned round, so that a higher score is always better."
        )
    return notes


def _coarse(statement: StatementResult) -> bool:
    return statement.sides is not None and any(figure.step > 0.1 for figure in statement.sides.values())


def _what_changes_mean(comparison: Comparison) -> list[str]:
    notes = [
        f"{facts.name} comes from a report that gives averages only: it is drawn, but no change is labelled."
        for facts in (comparison.round, comparison.against)
        if facts is not None and facts.averages_only
    ]
    notes += reworded(comparison)
    changes = [statement.change for statement in comparison.statements if statement.change is not None]
    labelled = [change for change in changes if change.label in _LABELLED]
    if any(change.label is ChangeLabel.NO_CLEAR_CHANGE for change in labelled):
        notes.append(_no_clear_change(comparison))
    if labelled:
        notes.append(_by_chance(len(labelled)))
    if changes:
        notes.append("Differences are worked out before rounding, so they can look 0.1 out.")
        notes.append("A change does not tell you why.")
    averages = any(facts is not None and facts.averages_only for facts in (comparison.round, comparison.against))
    if comparison.chosen and not averages:
        notes.append(
            "One of the two rounds was brought in after the other one was closed. To protect anonymity, a change has "
            "a label only where every answer to a statement is shown."
        )
    elif comparison.against is not None and any(
        section.change and not section.change.label for section in comparison.sections
    ):
        notes.append(
            "Where the change of a section has no label, it is the average of the statements that both rounds share."
        )
    return notes


def reworded(comparison: Comparison) -> list[str]:
    """That words changed where a change is shown, and why it is shown all the same; empty where none did."""
    numbers = [str(statement.number) for statement in comparison.statements if statement.reworded_from is not None]
    if comparison.against is None or not numbers:
        return []
    agreed = meaning_stayed(comparison.round.questionnaire, comparison.against.questionnaire)
    statements = f"{'statement' if len(numbers) == 1 else 'statements'} {listed(numbers)}"
    return [f"The words of {statements} have changed since {comparison.against.name}; {agreed}."]


def _by_chance(statements: int) -> str:
    expected = max(1, round(statements * ALPHA))
    number = f"{statements} statements" if statements > 1 else "one statement"
    return f"With {number}, about {number_word(expected)} could be labelled by chance."


def _no_clear_change(comparison: Comparison) -> str:
    """What would usually show, from the spread of statements released in full; of small forums a usual spread."""
    unclear = [
        statement
        for statement in comparison.statements
        if statement.change is not None and statement.change.label is ChangeLabel.NO_CLEAR_CHANGE
    ]
    n = min(statement.total.n for statement in unclear if statement.total.n is not None)
    spreads = [_spread(comparison, statement) for statement in unclear]
    known = [spread for spread in spreads if spread is not None]
    sd = median(known) if len(known) == len(spreads) else TYPICAL_SD
    points = round(detectable(sd, n, n) * 2) / 2
    size = "1 point" if points == 1 else f"{points:g} points"
    return (
        f"No clear change does not mean that nothing changed: with {n} answers, "
        f"only changes of about {size} or more would usually show."
    )


def _spread(comparison: Comparison, statement: StatementResult) -> float | None:
    """The standard deviation, for totals that are released in full and only for those."""
    total = statement.total
    if total.detail is not Detail.FULL or total.counts is None:
        return None
    questionnaire = comparison.round.questionnaire
    question = questionnaire.question_by_id[statement.id]
    scale = questionnaire.scale_of(question)
    return distribution(question.model_copy(update={"reverse": False}), scale, total.counts).sd


def breaks(later: RoundFacts, earlier: RoundFacts, lineage: Lineage) -> tuple[str, ...]:
    """Why parts of the two rounds are not compared."""
    found = []
    titles = later.questionnaire.title, earlier.questionnaire.title
    if lineage.hopes:
        found.append(f"{earlier.name} asked what members hoped for. Hopes stand beside experience, never as a change.")
    elif later.questionnaire.id != earlier.questionnaire.id:
        found.append(
            f"{later.name} used “{titles[0]}” and {earlier.name} used “{titles[1]}”. "
            + (
                "Only the statements that are the same in both are compared."
                if lineage.same
                else "They have no statement in common, so nothing is compared."
            )
        )
    numbers = {question.id: number for number, question in enumerate(later.questionnaire.questions, start=1)}
    if lineage.changed:
        found.append(f"The wording has changed since {earlier.name} in {_numbered(lineage.changed, numbers)}.")
    if lineage.same and lineage.only_later:
        found.append(f"Not asked in {earlier.name}: {_numbered(lineage.only_later, numbers)}.")
    if lineage.same and lineage.only_earlier:
        gone = len(lineage.only_earlier)
        asked = "One statement" if gone == 1 else f"{number_word(gone).capitalize()} statements"
        found.append(f"{asked} of {earlier.name} {'was' if gone == 1 else 'were'} not asked this time.")
    return tuple(found)


def _numbered(names: tuple[str, ...], numbers: dict[str, int]) -> str:
    found = [str(numbers[name]) for name in names]
    return f"statement {found[0]}" if len(found) == 1 else f"statements {listed(found)}"
