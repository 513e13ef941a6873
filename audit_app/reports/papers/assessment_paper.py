"""One organisation's self-assessment as a paper: first what matters, then everything that both sides agreed."""

from collections.abc import Iterator
from dataclasses import replace

from audit_app.analysis.assessed.content import ActionState
from audit_app.charts import assessed_wording as said
from audit_app.charts.wording import many
from audit_app.reports.assessment_pack import AssessmentPack
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.assessment_tables import standing_words
from audit_app.reports.cells import scale_words
from audit_app.reports.papers import assessment_parts as parts
from audit_app.reports.papers.assessment_words import (
    action_words,
    next_sentences,
    open_actions,
    strongest_and_weakest,
    what_changed,
    what_is_left,
    where_it_stands,
)
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Paper, Picture, Points, Words
from audit_app.reports.papers.one_sheet import fitting
from audit_app.reports.papers.page_space import shortened

_SUMMARIES = ((4, 400), (4, 160), (3, 120), (2, 100))  # lines of a kind on the first page, and how long
_LENGTHS = (220, 120)  # characters of a sentence on one page


def assessment_paper(pack: AssessmentPack) -> Paper:
    """The whole report. Each side's own rating stands only where both sides have given one."""
    rows = ResultRows(pack.result)
    return paper_of(pack, tuple(report_blocks(rows)), "Self-assessment report")


def paper_of(pack: AssessmentPack, blocks: tuple[Block, ...], kind: str) -> Paper:
    """Blocks as a paper of this assessment. kind: which paper it is, such as "On one page"."""
    content = pack.result.content
    return Paper(
        f"Self-assessment: {shortened(content.name, 80)}", f"{content.instrument.title}. {kind}",
        content.organisation, content.signed_on or pack.result.today, blocks,
    )  # fmt: skip


def report_blocks(rows: ResultRows, *, apart: bool = False) -> Iterator[Block]:
    """Everything that there is to read, the summary first. apart: something stands before the summary."""
    first, *others = summary(rows)
    yield replace(first, apart=apart) if isinstance(first, Heading) else first
    yield from others
    yield from parts.standing(rows)
    yield from parts.left(rows)
    yield from parts.to_work_on(rows)
    yield from parts.actions(rows)
    yield from parts.changes(rows)
    yield from parts.differences(rows)
    yield from parts.evidence(rows)
    yield from parts.own_words(rows)
    yield from parts.every_statement(rows)
    yield from parts.signing(rows)
    yield from method(rows)


def summary(rows: ResultRows) -> tuple[Block, ...]:
    """What stands on the first page: where it stands, what is left, strongest and weakest, help wanted, actions."""
    return fitting(tuple(_summary(rows, most, longest)) for most, longest in _SUMMARIES)


def _summary(rows: ResultRows, most: int, longest: int) -> Iterator[Block]:
    """most: lines of a kind. longest: characters of one."""
    result = rows.result
    yield Heading("Summary")
    yield Words(where_it_stands(rows), strong=True)
    others = (what_is_left(rows), strongest_and_weakest(rows), what_changed(rows))
    yield from (Words(words) for words in others if words)
    yield Facts(
        (
            ("Self-assessment", f"{rows.instrument.title}, version {rows.instrument.version}"),
            ("How it stands", standing_words(result.content)),
            ("Who answered", said.base(result)),
            ("Rated low", many(len(result.low), "statement", "statements")),
            ("At the top of the scale", many(len(result.strong), "statement", "statements")),
            ("Rated apart by the sides", many(len(result.differences), "statement", "statements")),
        )
    )
    steps = next_sentences(rows)
    yield Heading("What to do next", 2)
    yield from _first(steps or ("Nothing is left to do.",), most, longest)
    wanted = tuple(f"{row.number}. {row.text}" for row in rows.help_wanted())
    if wanted:
        yield Heading("Where help is wanted", 2)
        yield from _first(wanted, most, longest)
    yield Heading("Actions", 2)
    open_now = tuple(action_words(rows, action) for action in open_actions(rows))
    done = sum(action.state is ActionState.DONE for action in result.content.actions)
    if open_now:
        yield from _first(open_now, most, longest)
    else:
        yield Words("No action is open.")
    if done:
        yield Note(f"{many(done, 'action is', 'actions are')} done.")


def _first(lines: tuple[str, ...], most: int, longest: int) -> Iterator[Block]:
    """The first lines as points, and how many more there are."""
    shown = [Words(shortened(line, longest)) for line in lines[:most]]
    if len(lines) > most:
        shown.append(Words(f"{len(lines) - most} more in this paper"))
    if shown:
        yield Points(tuple(shown))


def one_page(pack: AssessmentPack) -> Paper:
    """One side of A4 for the busy reader: three sentences, the two lowest, one picture, open actions."""
    rows = ResultRows(pack.result)
    ways = (tuple(_one_page(rows, longest, drawn=drawn)) for drawn in (True, False) for longest in _LENGTHS)
    return paper_of(pack, fitting(ways), "On one page")


def _one_page(rows: ResultRows, longest: int, *, drawn: bool) -> Iterator[Block]:
    """longest: characters of a sentence; a statement has half of it."""
    pictures = parts.pictures(rows)[:1] if drawn else ()
    said_by_picture = {f"{chart.title}." for chart in pictures}
    yield Heading("In short")
    yield Words(shortened(where_it_stands(rows), 220), strong=True)
    others = (what_is_left(rows), strongest_and_weakest(rows), what_changed(rows))
    kept = [words for words in others if words and words not in said_by_picture]
    yield from (Words(shortened(words, longest)) for words in kept[:2])
    low = rows.statements(rows.result.low[:2])
    if low:
        yield Heading("Lowest now", 2)
        yield Points(
            tuple(Words(f"{each.number}. {shortened(each.text, longest // 2)} Agreed: {each.now}.") for each in low)
        )
    yield from (Picture(chart) for chart in pictures)
    lines = [action_words(rows, action) for action in open_actions(rows)[:3]]
    yield Heading("Actions" if lines else "What to do next", 2)
    lines = lines or list(next_sentences(rows)[:3]) or ["Nothing is left to do."]
    yield Points(tuple(Words(shortened(line, longest)) for line in lines))
    yield Note(f"{standing_words(rows.result.content)}. {said.base(rows.result)}")
    yield Note(said.SELF_CHECK)


def method(rows: ResultRows) -> Iterator[Block]:
    """How it was made, what the ratings mean, and what it is not."""
    rules, instrument = rows.instrument.rules, rows.instrument
    one, more = said.element_words(rows.result.content)
    yield Heading("How this was made, and what it is not")
    lines = [
        "Management side and staff side each rate a statement apart. Then they agree on one rating.",
        "Only agreed ratings count. Each side's own rating stands here only where both sides have given one.",
        "“Don't know” and “Does not apply” are in no score.",
    ]
    if rules.scores:
        share = f"{rules.overall_from:.0%}"
        lines.append("A score is the mean of the agreed ratings on a scale from 0 to 10. 10 is best.")
        lines.append(f"There is an overall score once {share} of the statements in every {one} are rated.")
    if rules.levels:
        each = f"for each of the {more}, and the lowest counts" if rules.levels_of == "element" else "for the whole"
        lines.append(f"Levels are worked out {each}.")
    if any(scale.evidence_from is not None for scale in instrument.scales):
        lines.append("A rating that needs evidence counts in full only with evidence.")
    if rules.evidence_months is not None:
        lines.append(f"Evidence is old after {many(rules.evidence_months, 'month', 'months')}.")
    lines.append("It is about the organisation, and not about any person. It compares nobody with others.")
    yield Points(tuple(Words(line) for line in lines))
    yield Heading("What the ratings mean", 2)
    for scale in instrument.scales:
        no_rating = [words for words in (scale.dont_know, scale.does_not_apply) if words]
        note = f". No rating: {', '.join(no_rating)}" if no_rating else ""
        yield Words(f"{scale_words(scale)}{note}.")
    described = tuple((level.title, level.description) for level in rules.levels if level.description)
    if described:
        yield Heading("What the levels mean", 2)
        yield Facts(described)
    yield Note(instrument.disclaimer)
