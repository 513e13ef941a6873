"""The sentences of one assessment that its papers and slides share: where it stands, in the fewest words."""

from datetime import date

from audit_app.analysis.assessed.content import ActionState, PlannedAction
from audit_app.analysis.assessed.step_groups import grouped
from audit_app.charts import assessed_wording as said
from audit_app.charts import assessment_change, assessment_profile
from audit_app.charts.wording import many
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.assessment_tables import day_words

OPEN = (ActionState.TO_DO, ActionState.UNDER_WAY)


def full_stop(text: str) -> str:
    """A title as a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def where_it_stands(rows: ResultRows) -> str:
    """The level and the overall score, as far as the instrument has them."""
    return " ".join(words for words in (rows.level_words(), rows.overall_words()) if words)


def what_is_left(rows: ResultRows) -> str:
    """How much is left for the next level; "" for an instrument without levels."""
    ahead = rows.next_level()
    if ahead is not None:
        return f"{many(len(ahead.left), 'thing is', 'things are')} left to reach {ahead.title}."
    return "This is the highest level." if rows.level_words() else ""


def strongest_and_weakest(rows: ResultRows) -> str:
    """Which elements score highest and lowest; "" where there is no such picture."""
    chart = assessment_profile(rows.result)
    return "" if chart.empty else full_stop(chart.title)


def what_changed(rows: ResultRows) -> str:
    """What changed since the assessment before; "" where there is none to compare with."""
    chart = assessment_change(rows.result)
    return "" if chart.empty else full_stop(chart.title)


def next_sentences(rows: ResultRows) -> tuple[str, ...]:
    """What to do next, most urgent first, grouped as on the page."""
    steps = grouped(rows.result.next_steps, rows.instrument, said.element_words(rows.result.content))
    return tuple(step.sentence for step in steps)


def open_actions(rows: ResultRows) -> tuple[PlannedAction, ...]:
    """Actions to do or under way: the first due first, those without a day last."""
    found = [action for action in rows.result.content.actions if action.state in OPEN]
    return tuple(sorted(found, key=lambda each: each.due_on or date.max))


def due_words(rows: ResultRows, action: PlannedAction) -> str:
    """When an action is due or was done: "31 January 2027", "overdue since 2 March 2026"; "" without a day."""
    if action.state is ActionState.DONE:
        return f"Done on {day_words(action.done_on)}" if action.done_on is not None else "Done"
    if action.due_on is None:
        return ""
    late = action.state in OPEN and action.due_on < rows.result.today
    return f"Overdue since {day_words(action.due_on)}" if late else day_words(action.due_on)


def action_words(rows: ResultRows, action: PlannedAction) -> str:
    """An action in one line: what, who by role, until when."""
    due = due_words(rows, action)
    when = f", {due[0].lower()}{due[1:]}" if due.startswith(("Overdue", "Done")) else f", by {due}" if due else ""
    return f"{action.text.rstrip('.')} ({action.owner_role}{when})."
