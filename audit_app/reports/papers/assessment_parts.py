"""The parts of a paper about one assessment, as blocks: what is left, what to work on, every statement, signing."""

from collections.abc import Callable, Iterator

from audit_app.charts import Chart, assessment_change, assessment_levels, assessment_profile
from audit_app.charts import assessed_wording as said
from audit_app.charts.wording import many
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.assessment_rows import ResultRows, StatementRow
from audit_app.reports.assessment_tables import ItemRow, action_rows, day_words, item_rows, proof_rows, rating_words
from audit_app.reports.papers.assessment_words import due_words
from audit_app.reports.papers.blocks import Block, Column, Facts, Heading, Note, Picture, Points, Table, Words

_Rows = tuple[tuple[str, ...], ...]
_STATEMENT = Column("Statement", 4)


def pictures(rows: ResultRows) -> tuple[Chart, ...]:
    """The pictures that have something to show: levels, profile, change."""
    made = (assessment_levels(rows.result), assessment_profile(rows.result), assessment_change(rows.result))
    return tuple(chart for chart in made if not chart.empty)


def standing(rows: ResultRows) -> Iterator[Block]:
    """Levels and profile as pictures with their tables."""
    one = said.element_words(rows.result.content)[0]
    yield Heading(f"Where we stand by {one}", apart=True)
    drawn = [chart for chart in pictures(rows) if chart.id != "assessment-change"]
    for chart in drawn:
        yield Picture(chart, tabled=True)
    if not drawn:
        columns = (Column(one.capitalize(), 3), Column("Rated", 2))
        table = tuple((row.title, row.rated) for row in rows.profile())
        yield Table(f"How much is rated, by {one}", columns, table)


def left(rows: ResultRows) -> Iterator[Block]:
    """Exactly what is left for the next level; nothing for an instrument without levels."""
    ahead = rows.next_level()
    if ahead is None:
        return
    yield Heading(f"What is left to reach {ahead.title}")
    for group in rows.left():
        yield Heading(f"{group.title}: {many(len(group.sentences), 'thing', 'things')}", 2)
        yield Points(tuple(Words(sentence) for sentence, _ in group.sentences))


def to_work_on(rows: ResultRows) -> Iterator[Block]:
    """Statements that are rated low, where help is wanted, and strengths."""
    yield Heading("What to work on")
    found = tuple((_numbered(row), row.now, group.title) for group in rows.low() for row in group.rows)
    if found:
        yield Table("Statements that are rated low", (_STATEMENT, Column("Agreed", 1.4), _part(rows)), found)
    else:
        yield Words("No statement is rated low.")
    yield Heading("Where help is wanted", 2)
    wanted = rows.help_wanted()
    if wanted:
        yield Points(tuple(Words(_numbered(row)) for row in wanted))
    else:
        yield Words("Help is asked for with no statement.")
    yield Heading("Strengths", 2)
    strong = tuple((_numbered(row), row.now, group.title) for group in rows.strong() for row in group.rows)
    if strong:
        columns = (_STATEMENT, Column("Agreed", 1.4), _part(rows))
        yield Table("Statements at the top of their scale", columns, strong)
    else:
        yield Words("No statement is at the top of its scale yet.")


def actions(rows: ResultRows) -> Iterator[Block]:
    """Every action with who sees to it by role, and when it is due."""
    yield Heading("Actions")
    found = tuple(
        (action.text, str(row.number) if row else "", action.owner_role, due_words(rows, action), action.state.label)
        for row, action in action_rows(rows.result.content)
    )
    if not found:
        yield Words("No action is planned yet.")
        return
    columns = (
        *(Column("Action", 4), Column("Statement", 1.2), Column("Who sees to it", 2)),
        *(Column("Due", 1.8), Column("State", 1.2)),
    )
    yield Table("Every action, with the number of its statement", columns, found)


def changes(rows: ResultRows) -> Iterator[Block]:
    """What changed since the assessment before, by how it moved."""
    against = rows.result.against
    yield Heading("What changed" if against is None else f"What changed since {against.name}")
    if against is None:
        yield Words("There is no earlier assessment that both sides signed. The next one will show what changed.")
        return
    for chart in pictures(rows):
        if chart.id == "assessment-change":
            yield Picture(chart, tabled=True)
    for group in rows.changes():
        columns = (_STATEMENT, Column("Then", 1.4), Column("Now", 1.4))
        table = tuple((_numbered(row), row.then, row.now) for row in group.rows)
        yield Table(f"{group.title}: {many(len(table), 'statement', 'statements')}", columns, table)
    yield Words(f"{many(rows.unchanged(), 'statement is', 'statements are')} rated as before.")


def differences(rows: ResultRows) -> Iterator[Block]:
    """What the two sides rated apart, and what they agreed: only where both have given their own rating."""
    yield Heading("Where the two sides differ")
    found = tuple(
        (_numbered(row), row.management, row.staff, row.now) for group in rows.differences() for row in group.rows
    )
    if not found:
        yield Words("Where both sides have rated a statement, they gave the same rating.")
        return
    sides = (Column(side.label, 1.5) for side in TWO_SIDES)
    yield Table("Statements that the two sides rated apart", (_STATEMENT, *sides, Column("Agreed", 1.5)), found)
    yield Note("A difference is something to talk about. It is no mistake of either side.")


def evidence(rows: ResultRows) -> Iterator[Block]:
    """What is wrong with the evidence, then every piece of it. Links stand in the workbook."""
    yield Heading("Evidence")
    problems = rows.evidence()
    for group in problems:
        yield Heading(group.title, 2)
        yield Points(tuple(Words(sentence) for sentence, _ in group.sentences))
    if not problems:
        yield Words("No evidence is missing, old or without a date.")
    found = tuple(
        (str(row.number), proof.title, day_words(proof.dated) or "No date", proof.owner_role or "")
        for row, proof in proof_rows(rows.result.content)
    )
    if found:
        columns = (
            *(Column("Statement", 1.2), Column("Evidence", 4), Column("Date", 2)),
            Column("Who keeps it", 2),
        )
        yield Table("Every piece of evidence, with the number of its statement", columns, found)
        yield Note("Where each piece is kept stands in the workbook.")


def every_statement(rows: ResultRows) -> Iterator[Block]:
    """Every statement with what was agreed and what is behind it, a table for each element."""
    yield Heading("Every statement")
    found = item_rows(rows.result.content)
    for element in rows.instrument.sections:
        yield Heading(element.title, 2)
        here = [row for row in found if row.element.id == element.id]
        shown = [(column, cell) for column, cell in _BEHIND if any(cell(row) for row in here)]
        columns = (_STATEMENT, Column("Agreed", 1.6), *(column for column, _ in shown))
        table = tuple(
            (f"{row.number}. {row.item.text}", rating_words(row.scale, row.answer.agreed) or "Not agreed yet",
             *(cell(row) for _, cell in shown))
            for row in here
        )  # fmt: skip
        yield Table(f"Every statement of {element.title}", columns, table)


def own_words(rows: ResultRows) -> Iterator[Block]:
    """Answers to the open questions, as they were written."""
    words = rows.result.content.words
    answered = [question for question in rows.instrument.open_questions if words.get(question.id)]
    if answered:
        yield Heading("In our own words")
    for question in answered:
        yield Heading(question.text, 2)
        yield from (Words(line) for line in words[question.id].splitlines() if line.strip())


def signing(rows: ResultRows) -> Iterator[Block]:
    """Who signed for each side, and what a side wants to have on record."""
    yield Heading("Signed")
    signed = {each.side: each for each in rows.result.content.signatures}
    pairs = []
    for side in TWO_SIDES:
        by = signed.get(side.value)
        words = f"{by.name}, {by.role}, on {day_words(by.on)}" if by is not None else "Not signed yet"
        pairs.append((side.label, words))
    yield Facts(tuple(pairs))
    for side in TWO_SIDES:
        by = signed.get(side.value)
        if by is not None and by.disagreement:
            yield Heading(f"{side.label} signs with a note of disagreement", 2)
            yield from (Words(line) for line in by.disagreement.splitlines() if line.strip())


def _numbered(row: StatementRow) -> str:
    return f"{row.number}. {row.text}" if row.number else row.text


def _part(rows: ResultRows) -> Column:
    return Column(said.element_words(rows.result.content)[0].capitalize(), 2)


def _tier(row: ItemRow) -> str:
    return row.tier or ""


def _why(row: ItemRow) -> str:
    return "\n".join(words for words in (row.answer.reason, row.answer.note) if words)


def _help(row: ItemRow) -> str:
    return "Wanted" if row.answer.help_wanted else ""


def _proofs(row: ItemRow) -> str:
    return str(len(row.answer.proofs)) if row.answer.proofs else ""


_BEHIND: tuple[tuple[Column, Callable[[ItemRow], str]], ...] = (
    (Column("Tier", 1.4), _tier),
    (Column("Reason and note", 3), _why),
    (Column("Help", 1), _help),
    (Column("Evidence", 1.1, number=True), _proofs),
)
