"""What both sides agreed to work on, and what has become of it, as a table of the workbook."""

from audit_app.analysis.measures import Measured, MeasuredBy, Tracked, Verdict
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.cells import Cell
from audit_app.reports.workbook_sheet import Column
from audit_app.reports.workbook_tables import Table

_OWNERS = {"both": "Both sides together", **{side.value: side.label for side in TWO_SIDES}}
_MET = {True: "Reached", False: "Not reached", None: "Cannot be told"}


def priority_table(priorities: tuple[Tracked, ...]) -> Table | None:
    """One row for each measure of each priority, one for a priority without any; None where none is agreed.

    The score now, the difference and the verdict are empty until a later round is closed.
    """
    if not priorities:
        return None
    columns = (
        *(Column("Decided after", 20), Column("Priority", 46), Column("How it stands", 15)),
        *(Column("Who looks after it", 20), Column("Role", 24), Column("Look at it again on", 19, "day")),
        *(Column("Measured by", 40), Column("Score then", 11, "score"), Column("Score now", 11, "score")),
        *(Column("Difference", 11, "difference"), Column("What has become of it", 24), Column("In words", 44)),
        *(Column("Target score", 10, "score"), Column("Target reached", 14), Column("Target in words", 34)),
        Column("How else it is seen", 34),
    )
    return columns, [row for priority in priorities for row in _rows(priority)]


def _rows(priority: Tracked) -> list[tuple[Cell, ...]]:
    owner = _OWNERS.get(priority.owner, priority.owner)
    before = (
        *(priority.round, priority.title, "Done" if priority.done else "Being worked on"),
        *(owner, priority.owner_role, priority.review_on),
    )
    met = _MET[priority.met] if priority.target_score is not None and priority.measures else None
    after = (priority.target_score, met, priority.target_words, priority.measure_words)
    measures = [_measured(each) for each in priority.measures] or [_measured_by(each) for each in priority.measured_by]
    return [(*before, *cells, *after) for cells in measures or [(None,) * 6]]


def _measured(measure: Measured) -> tuple[Cell, ...]:
    """Then, now, the difference, the verdict with its shape, and the sentence."""
    then, now = _score(measure.then_words), _score(measure.now_words)
    verdict = measure.verdict
    shown = verdict.value if verdict is Verdict.NOT_COMPARED else f"{verdict.mark} {verdict.value}"
    return measure.text, then, now, measure.difference, shown, measure.sentence


def _measured_by(measure: MeasuredBy) -> tuple[Cell, ...]:
    """While no later round is closed, the score then is all there is."""
    return measure.text, _score(measure.score), None, None, None, None


def _score(words: str) -> Cell:
    """What is said of a score ("4.4", "about 7.5", "not asked"): a number where it is one and exact."""
    try:
        return float(words)
    except ValueError:
        return f"{words[:1].upper()}{words[1:]}"


def said_in_short(priority: Tracked) -> tuple[str, str]:
    """A priority as the summary names it: what, and where it is from."""
    return priority.title, f"Agreed after {priority.round}. {'Done' if priority.done else 'Being worked on'}."
