"""One page of A4 for the busy reader: three sentences, the lowest and the highest, one picture, what comes next."""

from audit_app.analysis.released import Comparison, Plan, Sentence
from audit_app.charts import Chart, heat_map, section_change, wording
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Paper, Picture, Points, Words
from audit_app.reports.papers.method import nothing_shown
from audit_app.reports.papers.page_space import said_shortly, shortened
from audit_app.reports.papers.round_summary import fair_choice, own_priorities
from audit_app.reports.papers.round_words import (
    LEVEL,
    SUGGESTIONS,
    asked_sides,
    beside_hopes,
    ended,
    held,
    points,
    who_answered,
)
from audit_app.reports.round_pack import RoundPack

_SENTENCES = 3
_LONGEST = 110  # characters of a statement or a priority
_MOST_ROWS = 9  # of a picture that stays small
_MOST_PRIORITIES = 3


def one_page(pack: RoundPack) -> Paper:
    """The page. Its lengths are bounded, whatever the forum, its questionnaire and its priorities are called."""
    facts = pack.comparison.round
    return Paper(
        title=f"{shortened(facts.name, 80)}: one page",
        subtitle=shortened(held(pack.comparison), 160),
        owner=facts.forum,
        day=facts.closed_on,
        blocks=_nothing(pack.comparison) if facts.plan is Plan.NOTHING else _page(pack),
    )


def _nothing(comparison: Comparison) -> tuple[Block, ...]:
    return (
        *(Words(each.text, each.sure, strong=True) for each in comparison.summary),
        who_answered(comparison),
        *nothing_shown(comparison),
    )


def _page(pack: RoundPack) -> tuple[Block, ...]:
    comparison = pack.comparison
    chart = _one_chart(comparison)
    return (
        *(Words(each.text, each.sure, strong=not place) for place, each in enumerate(three_sentences(comparison))),
        *_level(comparison),
        *((Picture(chart),) if chart is not None else ()),
        *_next(pack),
        Heading("Who answered", 2),
        Facts(tuple((side.label, wording.answered(comparison.round, side)) for side in asked_sides(comparison))),
        Note(
            "Answers carry no names. What could tell how single members answered is not shown. "
            "The whole report says what the words mean."
        ),
    )


def three_sentences(comparison: Comparison) -> tuple[Sentence, ...]:
    """The overall score, the largest movement and the widest gap; the largest movements where nothing is apart."""
    whole = comparison.summary[-1:]
    moved, apart = fair_choice(comparison, _SENTENCES - 1), comparison.apart[:1]
    if len(apart) + len(moved) > _SENTENCES - len(whole):
        moved = moved[: _SENTENCES - len(whole) - len(apart)]
    found = (*whole, *moved, *apart, *comparison.apart[1:])[:_SENTENCES]
    return tuple(said_shortly(each, comparison, _LONGEST) for each in found)


def _level(comparison: Comparison) -> tuple[Block, ...]:
    if not comparison.level:
        return ()
    return (
        Heading(LEVEL, 2),
        points([said_shortly(each, comparison, _LONGEST) for each in comparison.level]),
    )


def _one_chart(comparison: Comparison) -> Chart | None:
    """What changed by section where that is compared, else the sections at a glance, if there are few enough."""
    changed = section_change(comparison)
    chart = heat_map(comparison) if changed.empty or beside_hopes(comparison) else changed
    return None if chart.empty or len(chart.rows) > _MOST_ROWS else chart


def _next(pack: RoundPack) -> tuple[Block, ...]:
    """Priorities that both sides agreed, else suggestions, else that there are none yet."""
    agreed, comparison = own_priorities(pack), pack.comparison
    if agreed:
        items = [Words(ended(shortened(each.title, _LONGEST))) for each in agreed[:_MOST_PRIORITIES]]
        more = len(agreed) - len(items)
        return (
            Heading("What both sides agreed to work on", 2),
            Points(tuple(items)),
            *((Note(f"And {more} more in the whole report."),) if more > 0 else ()),
        )
    texts = {each.id: each.text for each in comparison.statements}
    items = [Words(shortened(texts[each.statement], _LONGEST)) for each in comparison.suggestions]
    if items:
        return (
            Heading(SUGGESTIONS, 2),
            Points(tuple(items), numbered=True),
            Note("The chairs decide. Nothing has been agreed yet."),
        )
    return (Heading(SUGGESTIONS, 2), Words("There are none. No priorities have been agreed yet."))
