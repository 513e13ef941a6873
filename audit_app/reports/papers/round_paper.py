"""The report about a round for its forum, as neutral blocks: PDF and Word print the same."""

from audit_app.analysis.released import Plan
from audit_app.reports.papers.blocks import Block, Heading, Paper, Words
from audit_app.reports.papers.covering_note import covering_note, minute_wording
from audit_app.reports.papers.method import method, nothing_shown
from audit_app.reports.papers.round_changes import changes, hoped_for, over_the_years
from audit_app.reports.papers.round_discussion import priorities, suggested, written
from audit_app.reports.papers.round_statements import by_section_and_side, every_statement
from audit_app.reports.papers.round_summary import SUMMARY, summary_page
from audit_app.reports.papers.round_words import held, who_answered
from audit_app.reports.round_pack import RoundPack


def round_paper(pack: RoundPack) -> Paper:
    """The whole report: a summary of one page, then every chapter that this round has anything to say in."""
    return _paper(pack, _report(pack, apart=False))


def word_paper(pack: RoundPack) -> Paper:
    """The report to edit: a covering note before it and words for the minutes after it."""
    return _paper(pack, (*covering_note(pack), *_report(pack, apart=True), *minute_wording(pack)))


def _paper(pack: RoundPack, blocks: tuple[Block, ...]) -> Paper:
    facts = pack.comparison.round
    return Paper(f"Results: {facts.name}", held(pack.comparison), facts.forum, facts.closed_on, blocks)


def _report(pack: RoundPack, *, apart: bool) -> tuple[Block, ...]:
    comparison = pack.comparison
    if comparison.round.plan is Plan.NOTHING:
        return (*_nothing(pack, apart=apart), *_brought(pack), *method(comparison))
    return (
        *summary_page(pack),
        *changes(comparison),
        *by_section_and_side(comparison),
        *every_statement(comparison),
        *over_the_years(pack),
        *hoped_for(pack),
        *written(pack),
        *suggested(comparison),
        *priorities(pack),
        *method(comparison),
    )


def _nothing(pack: RoundPack, *, apart: bool) -> tuple[Block, ...]:
    """Who was asked, why nothing is shown and what to do next."""
    comparison = pack.comparison
    return (
        Heading(SUMMARY, apart=apart),
        *(Words(each.text, each.sure, strong=True) for each in comparison.summary),
        who_answered(comparison),
        *nothing_shown(comparison),
    )


def _brought(pack: RoundPack) -> tuple[Block, ...]:
    """What there is to tell without a single figure of this round."""
    return (*(written(pack) if pack.comments else ()), *over_the_years(pack), *priorities(pack))
