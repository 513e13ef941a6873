"""One organisation's self-assessment as slides: one finding a slide, with what to say and what not to conclude."""

from collections.abc import Iterator

from audit_app.analysis.assessed.content import ActionState
from audit_app.analysis.released import Sentence
from audit_app.charts import assessed_wording as said
from audit_app.charts import assessment_levels
from audit_app.charts.wording import many
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.assessment_charts import change_chart, left_chart, profile_chart
from audit_app.reports.assessment_pack import AssessmentPack
from audit_app.reports.assessment_rows import ResultRows, StatementRow
from audit_app.reports.assessment_tables import standing_words
from audit_app.reports.papers.assessment_words import (
    action_words,
    next_sentences,
    open_actions,
    strongest_and_weakest,
    what_changed,
    what_is_left,
    where_it_stands,
)
from audit_app.reports.slides.deck import Deck, Slide

_MOST = 4  # sentences on a slide
_NO_LEAGUE = "This is a self-check by management side and staff side. It is no accreditation, and no league table."
_NO_REASON = "A change does not tell you why. Ask what was done differently."
_TALK = "Ask what people at work would see if the rating were one step higher."


def assessment_deck(pack: AssessmentPack) -> Deck:
    """About ten slides; a part of which nothing is known has none."""
    rows = ResultRows(pack.result)
    content = pack.result.content
    return Deck(
        f"{content.organisation}: self-assessment", f"{content.name}. {content.instrument.title}",
        content.organisation, content.signed_on or pack.result.today, tuple(_slides(rows)),
        ("Say who did this together: management side and staff side, each with a rating of its own first.",),
    )  # fmt: skip


def _slides(rows: ResultRows) -> Iterator[Slide]:
    yield _standing(rows)
    yield from _profile(rows)
    yield from _level(rows)
    yield from _change(rows)
    yield from _lowest(rows)
    yield from _strengths(rows)
    yield from _apart(rows)
    yield from _help(rows)
    yield from _actions(rows)
    yield from _next(rows)


def _standing(rows: ResultRows) -> Slide:
    others = (what_is_left(rows), strongest_and_weakest(rows), what_changed(rows))
    base = said.base(rows.result)
    return Slide(
        _title(where_it_stands(rows)),
        _sentences([*(words for words in others if words), f"{standing_words(rows.result.content)}."]),
        says=(base, "Both sides rated apart first. What counts is what they agreed."),
        beware=(_NO_LEAGUE,),
    )


def _profile(rows: ResultRows) -> Iterator[Slide]:
    chart = profile_chart(rows)
    if chart is not None:
        says = (f"{chart.title}.", chart.base)
        yield Slide(chart.title, (), chart, says, (_NO_LEAGUE,))


def _level(rows: ResultRows) -> Iterator[Slide]:
    ahead, where = rows.next_level(), rows.level_words()
    if not where:
        return
    picture, bars = assessment_levels(rows.result), left_chart(rows)
    says = tuple(left.sentence for left in ahead.left[:_MOST]) if ahead is not None else (where,)
    sentences = () if bars is not None else _sentences([what_is_left(rows)])
    yield Slide(picture.title, sentences, bars, says, (_NO_LEAGUE,))


def _change(rows: ResultRows) -> Iterator[Slide]:
    chart = change_chart(rows)
    if chart is not None:
        same = f"{many(rows.unchanged(), 'statement is', 'statements are')} rated as before."
        yield Slide(chart.title, _sentences([same]), chart, (f"{chart.title}.", *chart.notes), (_NO_REASON,))


def _lowest(rows: ResultRows) -> Iterator[Slide]:
    low = rows.statements(rows.result.low)
    if low:
        title = f"{many(len(low), 'statement is', 'statements are')} rated low"
        yield Slide(title, _listed(low), says=(_TALK,), beware=("A low rating is no fault of a person.",))


def _strengths(rows: ResultRows) -> Iterator[Slide]:
    strong = rows.statements(rows.result.strong)
    if strong:
        title = f"{many(len(strong), 'statement is', 'statements are')} at the top of the scale"
        yield Slide(title, _listed(strong), says=("Say thank you to those who made it so, and tell others how.",))


def _apart(rows: ResultRows) -> Iterator[Slide]:
    """Only what both sides have rated: a result holds nothing else."""
    found = [row for group in rows.differences() for row in group.rows]
    if not found:
        return
    first, second = (side.label for side in TWO_SIDES)
    lines = [f"{row.number}. {row.text} {first}: {row.management}. {second}: {row.staff}." for row in found]
    title = f"The two sides rated {many(len(found), 'statement', 'statements')} apart"
    says = ("Let each side say what it sees. Then look at what was agreed.",)
    yield Slide(title, _sentences(lines), says=says, beware=("A difference is no mistake of either side.",))


def _help(rows: ResultRows) -> Iterator[Slide]:
    wanted = rows.help_wanted()
    if wanted:
        title = f"We would like help with {many(len(wanted), 'statement', 'statements')}"
        yield Slide(title, _listed(wanted, rated=False), says=("Ask who knows somebody that does this well.",))


def _actions(rows: ResultRows) -> Iterator[Slide]:
    open_now = open_actions(rows)
    done = sum(action.state is ActionState.DONE for action in rows.result.content.actions)
    title = f"{many(len(open_now), 'action is', 'actions are')} open" if open_now else "No action is open"
    title += f", and {done} done" if done else ""
    lines = [action_words(rows, action) for action in open_now]
    if not lines and rows.result.low:
        lines = ["Agree one action for what is rated lowest: what, who by role, and by when."]
    if lines:
        yield Slide(title, _sentences(lines), says=("For each action: is the role still right, and the day?",))


def _next(rows: ResultRows) -> Iterator[Slide]:
    steps = next_sentences(rows)
    if steps:
        says = ("Agree who sees to what, by role, and by when.",)
        yield Slide("What to do next", _sentences(steps), says=says, beware=(_NO_LEAGUE,))


def _listed(found: list[StatementRow], *, rated: bool = True) -> tuple[Sentence, ...]:
    return _sentences(
        [
            f"{row.number}. {row.text.rstrip('.')} ({row.now})." if rated else f"{row.number}. {row.text}"
            for row in found
        ]
    )


def _sentences(lines: list[str] | tuple[str, ...]) -> tuple[Sentence, ...]:
    """At most four; the last says how many more there are."""
    kept = list(lines if len(lines) <= _MOST else lines[: _MOST - 1])
    if len(lines) > len(kept):
        kept.append(f"And {len(lines) - len(kept)} more, in the report.")
    return tuple(Sentence(line) for line in kept if line)


def _title(words: str) -> str:
    """The first sentence, without its full stop."""
    first = words.partition(". ")[0]
    return first.rstrip(".") or "Where we stand"
