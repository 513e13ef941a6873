"""The theme report for the agenda: the same content with a covering note to edit, and neutral words for the minutes."""

from collections.abc import Iterator

from audit_app.charts import organisations_map
from audit_app.reports.papers.blocks import Paper, Wording
from audit_app.reports.papers.theme_paper import first_steps, how_many, paper_of, report_blocks, which
from audit_app.reports.theme_pack import ThemePack


def theme_agenda_paper(pack: ThemePack) -> Paper:
    """The report between a covering note and words for the minutes, ready to be edited."""
    covering = Wording("Covering note", tuple(_covering(pack)))
    minutes = Wording("Words for the minutes", tuple(_minutes(pack)))
    return paper_of(pack, (covering, *report_blocks(pack, apart=True), minutes), "Paper for the meeting")


def _covering(pack: ThemePack) -> Iterator[str]:
    yield "From: the management-side chair and the staff-side chair of the wellbeing subgroup [change as needed]"
    title = pack.shared.instrument.title
    yield f"This paper shows where organisations of {pack.shared.forum} stand with {title} ({_lower(which(pack))})."
    yield how_many(pack)
    yield "The subgroup is asked to note the themes, and to bring together those who can help each other."
    yield pack.shared.instrument.disclaimer


def _minutes(pack: ThemePack) -> Iterator[str]:
    chart = organisations_map(pack.shared.places)
    yield f"The subgroup received the theme report on {pack.shared.instrument.title}."
    yield f"The subgroup noted: {how_many(pack)}"
    yield f"The subgroup noted: {chart.title}. {chart.sentence}"
    for sentence in first_steps(pack):
        yield f"The subgroup talked about this proposal: {sentence}"
    yield "The subgroup agreed: [write here what was agreed, who sees to it by role, and by when]."


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}" if words.startswith("The ") else words
