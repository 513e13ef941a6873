"""The theme report for the agenda: the same content with a covering note to edit, and neutral words for the minutes."""

from collections.abc import Iterator

from audit_app.charts import organisations_map
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Paper, Points, Wording, Words
from audit_app.reports.papers.covering_note import FROM, minutes_begin, noted
from audit_app.reports.papers.theme_paper import first_steps, how_many, paper_of, report_blocks, which
from audit_app.reports.theme_pack import ThemePack

_WHO = "The subgroup"


def theme_agenda_paper(pack: ThemePack) -> Paper:
    """The report between a covering note and words for the minutes, ready to be edited."""
    blocks = (*_covering(pack), *report_blocks(pack, apart=True), *minutes_begin("subgroup"), *_minutes(pack))
    return paper_of(pack, blocks, "Paper for the meeting")


def _covering(pack: ThemePack) -> Iterator[Block]:
    shared = pack.shared
    yield Heading("Covering note")
    yield Facts(
        (
            ("To", "Members of the subgroup"),
            ("From", FROM),
            ("About", f"What organisations share of {shared.instrument.title}"),
            ("For", "To note and to discuss"),
        )
    )
    yield Heading("What this paper is", 2)
    yield Words(
        f"This paper shows where organisations of {shared.forum} stand with {shared.instrument.title} "
        f"({_lower(which(pack))}). {how_many(pack)}"
    )
    yield Heading("What the subgroup is asked to do", 2)
    yield Points(tuple(Words(line) for line in _asked(pack)), numbered=True)
    yield Heading("How to talk about it", 2)
    yield Words("Organisations differ in size and work. Please make no league table of their figures.")
    yield Words(shared.instrument.disclaimer)
    yield Note("Both chairs may change this note before it goes out.")


def _asked(pack: ThemePack) -> tuple[str, ...]:
    if not pack.shared.places:
        return ("Note that nothing is shared yet.", "Discuss what would help organisations to share.")
    return (
        "Note the themes. The page “Summary” gives the main points.",
        "Discuss what organisations could do together.",
        "Bring together those who can help each other.",
    )


def _minutes(pack: ThemePack) -> Iterator[Block]:
    chart = organisations_map(pack.shared.places)
    yield Wording(
        "Report",
        (
            f"{_WHO} received the theme report on {pack.shared.instrument.title}.",
            noted(_WHO, how_many(pack)),
            noted(_WHO, f"{chart.title}. {chart.sentence}"),
        ),
    )
    steps = first_steps(pack)
    if steps:
        yield Wording("Proposals", tuple(f"{_WHO} talked about this proposal: {sentence}" for sentence in steps))
    yield Wording("Decisions", (f"{_WHO} agreed: [what; who sees to it, by role; by when].",))


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}" if words.startswith("The ") else words
