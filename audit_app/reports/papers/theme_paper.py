"""What organisations of a forum have in common, as a paper: only what they agreed to share, and no league table."""

from collections.abc import Iterator

from audit_app.analysis.assessed.themes import themes
from audit_app.charts import organisations_map
from audit_app.charts.wording import many
from audit_app.reports.papers.blocks import Block, Column, Facts, Heading, Note, Paper, Picture, Points, Table, Words
from audit_app.reports.papers.one_sheet import fitting
from audit_app.reports.papers.page_space import shortened
from audit_app.reports.papers.theme_parts import element_words_of, helping, moved, practice, who_takes_part
from audit_app.reports.shared_results import Shared
from audit_app.reports.theme_pack import ThemePack
from audit_app.reports.theme_rows import Pairing, next_steps, pairings, theme_rows

_LENGTHS = (220, 120)  # characters of a sentence on one page


def theme_paper(pack: ThemePack) -> Paper:
    """The whole report. What organisations do not share is not in it, and nobody is named who shares nothing."""
    return paper_of(pack, tuple(report_blocks(pack)), "Theme report")


def paper_of(pack: ThemePack, blocks: tuple[Block, ...], kind: str) -> Paper:
    """Blocks as a paper of this forum. kind: which paper it is, such as "On one page"."""
    shared = pack.shared
    subtitle = f"{shared.instrument.title}. {which(pack)}. {kind}"
    return Paper("Where organisations stand", subtitle, shared.forum, shared.today, blocks)


def which(pack: ThemePack) -> str:
    """Which assessments are looked at: "Round of 2026", or the newest of each organisation."""
    return pack.round if pack.round is not None else "The newest of each organisation"


def how_many(pack: ThemePack) -> str:
    """How many organisations share, and how many do not; never which."""
    sharing = many(len(pack.shared.places), "organisation shares", "organisations share")
    words = f"{sharing} a signed assessment here."
    if pack.absent:
        words += f" {many(pack.absent, 'does not, or has', 'do not, or have')} not signed yet."
    return words


def first_steps(pack: ThemePack) -> list[str]:
    """What the subgroup does first, as on the page."""
    return next_steps(pairings(pack), themes(pack.shared.places), pack.shared.places)


def report_blocks(pack: ThemePack, *, apart: bool = False) -> Iterator[Block]:
    """Everything that there is to read, the summary first; little where nothing is shared.

    apart: something stands before the summary.
    """
    yield Heading("Summary", apart=apart)
    yield from _summary(pack)
    if pack.shared.places:
        yield Heading("Where everybody stands", apart=True)
        yield Picture(organisations_map(pack.shared.places), tabled=True)
        yield from _themes(pack.shared)
        yield from helping(pack)
        yield from practice(pack)
        yield from moved(pack)
        yield from who_takes_part(pack)
    yield from _method(pack.shared)


def _summary(pack: ThemePack) -> Iterator[Block]:
    shared = pack.shared
    chart = organisations_map(shared.places)
    yield Words(f"{chart.title}.", strong=True)
    yield Words(chart.sentence)
    yield Words(how_many(pack))
    if not shared.places:
        return
    low = sum(len(theme.low_items) for theme in themes(shared.places))
    paired = pairings(pack)
    yield Facts(
        (
            ("Self-assessment", f"{shared.instrument.title}, version {shared.instrument.version}"),
            ("Round", which(pack)),
            ("Rated low by somebody", many(low, "statement", "statements")),
            ("Help is wanted with", many(len(paired), "statement", "statements")),
            ("Somebody can help with", many(sum(bool(each.strong) for each in paired), "of these", "of these")),
        )
    )
    steps = first_steps(pack)
    if steps:
        yield Heading("What to do next", 2)
        yield Points(tuple(Words(sentence) for sentence in steps), numbered=True)
    yield Note("Agreed and signed by management side and staff side of each organisation. It is no league table.")


def _themes(shared: Shared) -> Iterator[Block]:
    """Each element over all organisations, then every statement that somebody rates low, and by how many."""
    one, _ = element_words_of(shared)
    found = themes(shared.places)
    rows = theme_rows(found, shared.places, None)
    yield Heading("What they have in common")
    scored = shared.instrument.rules.scores
    figures = [Column(name, 1.2, number=True) for name in ("Middle", "Lowest", "Highest")] if scored else []
    columns = (Column(one.capitalize(), 3), *figures, Column("Rated by", 1.3, number=True))
    table = tuple(
        (row.title, *((row.middle, row.lowest, row.highest) if scored else ()), row.organisations) for row in rows
    )
    yield Table(f"Each {one} over all organisations" + (", out of 10" if scored else ""), columns, table)
    yield Heading("Statements that are rated low", 2)
    low = tuple((text, row.title, amount) for row in rows for text, amount in row.low)
    if low:
        columns = (Column("Statement", 4), Column(one.capitalize(), 2), Column("Rated low by", 1.2, number=True))
        yield Table("Statements that somebody rates low, and by how many", columns, low)
        if len(shared.places) > 1:
            yield Note(
                "Which organisation rates a statement low is not said here: it is about what to work on together."
            )
    else:
        yield Words("No statement is rated low by any of them.")


def one_page(pack: ThemePack) -> Paper:
    """One side of A4: how many share, the two that most rate low, the map, who can help whom first."""
    ways = (tuple(_one_page(pack, longest, drawn=drawn)) for drawn in (True, False) for longest in _LENGTHS)
    return paper_of(pack, fitting(ways), "On one page")


def _one_page(pack: ThemePack, longest: int, *, drawn: bool) -> Iterator[Block]:
    """longest: characters of a sentence; a statement has half of it."""
    shared = pack.shared
    chart = organisations_map(shared.places)
    yield Heading("In short")
    yield Words(how_many(pack), strong=True)
    if not shared.places:
        yield Words(f"{chart.title}. {chart.sentence}")
        return
    low = [
        (amount, shared.texts[name], theme.organisations)
        for theme in themes(shared.places)
        for name, amount in theme.low_items
    ]
    if low:
        worst = sorted(low, key=lambda each: -each[0])[:2]
        yield Heading("Most often low", 2)
        lines = [f"{shortened(text, longest // 2)} Rated low by {amount} of {of}." for amount, text, of in worst]
        yield Points(tuple(Words(line) for line in lines))
    if drawn:
        yield Picture(chart)
    else:
        yield Words(f"{shortened(chart.title, longest)}.")
    offered = [brought_together(each) for each in pairings(pack) if each.strong][:2]
    if offered:
        yield Heading("Who can help whom", 2)
        yield Points(tuple(Words(shortened(line, longest)) for line in offered))
    yield Note("Agreed and signed by both sides of each organisation. It is a self-check and no league table.")


def brought_together(pairing: Pairing) -> str:
    """Who would like help with what, and whom to ask, in one line."""
    return f"{pairing.asks}: “{pairing.statement.rstrip('.')}”. {pairing.strong[0].words}."


def _method(shared: Shared) -> Iterator[Block]:
    yield Heading("How this was made, and what it is not")
    lines = [
        "Each organisation decides for each assessment whether the forum sees it. What is not shared is absent.",
        "Only what management side and staff side agreed and signed is here. Each side's own rating stays at home.",
        "Notes, answers in own words and what the evidence is stay at home too.",
    ]
    if shared.instrument.rules.scores:
        lines.append("A score is the mean of the agreed ratings on a scale from 0 to 10. 10 is best.")
        lines.append("The middle score is that of the organisation in the middle, and is no target.")
    lines.append("Organisations differ in size and work. Their figures are for learning, not for a list.")
    yield Points(tuple(Words(line) for line in lines))
    yield Note(shared.instrument.disclaimer)
