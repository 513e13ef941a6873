"""Parts of the theme report as blocks: who may help whom, good practice, what moved, who takes part."""

from collections.abc import Iterator

from audit_app.analysis.assessed.themes import themes
from audit_app.charts import assessed_wording as said
from audit_app.charts.wording import NOTHING_THERE, number
from audit_app.reports.assessment_tables import day_words, level_words
from audit_app.reports.papers.blocks import Block, Column, Facts, Heading, Note, Table, Words
from audit_app.reports.shared_results import Shared
from audit_app.reports.theme_pack import ThemePack
from audit_app.reports.theme_rows import move_rows, pairings


def element_words_of(shared: Shared) -> tuple[str, str]:
    """What this instrument calls its elements: one, and several."""
    return said.ELEMENT_WORDS[shared.instrument.shape]


def helping(pack: ThemePack) -> Iterator[Block]:
    """With what help is wanted, by whom, and whom to ask by role."""
    yield Heading("Who can help whom")
    rows = tuple(
        (each.statement, each.asks, "\n".join(one.words for one in each.strong) or "Nobody here is strong in this yet.")
        for each in pairings(pack)
    )
    if not rows:
        yield Words("No organisation asks for help here yet.")
        return
    columns = (Column("Statement", 3), Column("Would like help", 2), Column("Whom to ask", 2.4))
    yield Table("Statements with which help is wanted, and who is strong in them", columns, rows)


def practice(pack: ThemePack) -> Iterator[Block]:
    """What organisations have published to the forum as good practice."""
    if not pack.practice:
        return
    yield Heading("Practice worth sharing")
    for note in pack.practice:
        yield Heading(note.title, 2)
        about = pack.shared.texts.get(note.item)
        facts = [("Organisation", note.organisation), ("Topic", note.topic)]
        facts += [("About", about)] if about else []
        facts.append(("Whom to ask", note.ask_role))
        yield Facts(tuple(facts))
        for title, text in (("What they did", note.did), ("What changed", note.changed)):
            yield Words(f"{title}. {' '.join(text.split())}")


def moved(pack: ThemePack) -> Iterator[Block]:
    """What changed in each organisation since the assessment that it shared before."""
    yield Heading("What changed")
    columns_of, shared = themes(pack.shared.places), pack.shared
    if not pack.moves:
        yield Words("A change shows when an organisation has shared two assessments.")
        return
    scored = shared.instrument.rules.scores
    yield Words(
        "Each organisation beside the assessment that it shared before: the change of the score out of 10."
        if scored
        else "Each organisation beside the assessment that it shared before: how many statements went up and down."
    )
    rows = tuple(
        (
            row.name,
            *(f"{text}\n{below}" if below else text for text, below in row.cells),
        )
        for row in move_rows(pack.moves, columns_of)
    )
    columns = (Column("Organisation", 2), *(Column(theme.title, 1.2) for theme in columns_of))
    yield Table("What changed since the assessment before, by organisation", columns, rows)
    yield Note("Only statements that were rated both times, in the same words, are compared.")
    yield Note("A change does not tell you why.")


def who_takes_part(pack: ThemePack) -> Iterator[Block]:
    """Organisations that share, by name: the assessment, when it was signed, score and level."""
    yield Heading("Who takes part")
    shared = pack.shared
    scored, levelled = shared.instrument.rules.scores, bool(shared.instrument.rules.levels)
    columns = [Column("Organisation", 3), Column("Assessment", 2.4), Column("Signed", 1.8)]
    columns += [Column("Overall score", 1.2, number=True)] if scored else []
    columns += [Column("Level", 1.6)] if levelled else []
    rows = []
    for place in shared.places:
        content, overall = place.result.content, place.result.overall
        row = [place.organisation, content.name, day_words(content.signed_on)]
        row += [NOTHING_THERE if overall is None else number(overall)] if scored else []
        row += [level_words(place.result) or ""] if levelled else []
        rows.append(tuple(row))
    yield Table("Organisations that share a signed assessment, by name", tuple(columns), tuple(rows))
    apart = [
        f"{place.organisation}, {said_by.side} side: {' '.join(said_by.disagreement.split())}"
        for place in shared.places
        for said_by in place.result.content.signatures
        if said_by.disagreement
    ]
    if apart:
        yield Heading("Notes of disagreement", 2)
        yield from (Words(line) for line in apart)
