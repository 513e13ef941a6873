"""One page of A4 for the busy reader: three sentences, the lowest and the highest, one picture, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit_app.analysis.released import Comparison, Plan, Sentence
from audit_app.charts import Chart, bare, heat_map, response, section_change, size
from audit_app.reports.papers.blocks import Block, Heading, Note, Paper, Picture, Points, Words
from audit_app.reports.papers.method import nothing_shown
from audit_app.reports.papers.page_space import SHEET, height, lines, said_shortly, shortened
from audit_app.reports.papers.round_summary import fair_choice, own_priorities
from audit_app.reports.papers.round_words import (
    LEVEL,
    SUGGESTIONS,
    answered,
    asked_sides,
    beside_hopes,
    ended,
    held,
    points,
    who_answered,
)
from audit_app.reports.round_pack import RoundPack

_FIRST = "What stands out"
_LOWEST = "Lowest"
_SENTENCES = 3
_LONGEST = 110  # characters of a statement or a priority
_SMALLER = 0.85  # of the room that words take, when they are printed a little smaller
_PICTURE = 37.0  # lines as high as a picture is wide
_MOST_PRIORITIES = 3
_WHO_ANSWERED = "response"


def one_page(pack: RoundPack) -> Paper:
    """The page that is sure to fit: its lengths are bounded, whatever forum and questionnaire are called."""
    nothing = pack.comparison.round.plan is Plan.NOTHING
    return _paper(pack, _nothing(pack.comparison) if nothing else _page(pack))


def one_page_ways(pack: RoundPack) -> Iterator[Paper]:
    """The page with the most helpful picture first, to be tried by whoever sets the type; `one_page` comes last."""
    comparison = pack.comparison
    if comparison.round.plan is not Plan.NOTHING:
        after: tuple[Block, ...] = (*_next(pack), *_who(comparison))
        for chart in [each for each in _charts(comparison) if each.id != _WHO_ANSWERED][:1]:
            for level in (comparison.level, _lowest(comparison)):
                yield _paper(pack, (*_before(comparison, level), Picture(chart), *after))
    yield one_page(pack)


def _paper(pack: RoundPack, blocks: tuple[Block, ...]) -> Paper:
    return Paper(
        title=_title(pack.comparison),
        subtitle=shortened(held(pack.comparison), 160),
        owner=pack.comparison.round.forum,
        day=pack.comparison.round.closed_on,
        blocks=blocks,
    )


def _title(comparison: Comparison) -> str:
    return f"In short: {shortened(comparison.round.name, 50)}"


def _above(owner: str, title: str, subtitle: str) -> float:
    """Lines of body text that stand above the page's own words; the owner stands at the foot again."""
    return 0.8 + 2 * lines(owner, 90) * 0.8 + 2.4 * lines(title, 40) + lines(shortened(subtitle, 160), 75)


def _nothing(comparison: Comparison) -> tuple[Block, ...]:
    return (
        Heading(_FIRST),
        *(Words(each.text, each.sure, strong=True) for each in comparison.summary),
        who_answered(comparison),
        *nothing_shown(comparison),
    )


def _page(pack: RoundPack) -> tuple[Block, ...]:
    """Where the picture does not fit beside everything else, the highest statements make room for it."""
    comparison = pack.comparison
    room = SHEET - _above(comparison.round.forum, _title(comparison), held(comparison))
    after: tuple[Block, ...] = (*_next(pack), *_who(comparison))
    for chart in _charts(comparison):
        for level in (comparison.level, _lowest(comparison)):
            words = _before(comparison, level)
            if _needed(chart) + height((*words, *after)) * _SMALLER <= room:
                return (*words, Picture(chart), *after)
    return (*_before(comparison, comparison.level), *after)


def _before(comparison: Comparison, level: Sequence[Sentence]) -> tuple[Block, ...]:
    """What stands above the picture."""
    said = (Words(each.text, each.sure, strong=True) for each in three_sentences(comparison))
    return (Heading(_FIRST), *said, *_level(comparison, level))


def _lowest(comparison: Comparison) -> tuple[Sentence, ...]:
    return comparison.level[: len(comparison.level) // 2]


def _who(comparison: Comparison) -> tuple[Block, ...]:
    """Who answered in one line, and what is not shown."""
    sides = [f"{side.label}: {answered(comparison, side)}" for side in asked_sides(comparison)]
    return (
        Words(f"Who answered. {'. '.join(sides)}."),
        Note(
            f"Groups of fewer than {comparison.round.minimum} are not shown, nor is what could tell how single members "
            "answered. The whole report says what the words mean."
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


def _level(comparison: Comparison, sentences: Sequence[Sentence]) -> tuple[Block, ...]:
    if not sentences:
        return ()
    said = [said_shortly(each, comparison, _LONGEST) for each in sentences]
    if len(sentences) == len(comparison.level):
        return (Heading(LEVEL, 2), points(said))
    # the heading says it of each
    return (Heading(_LOWEST, 2), points([replace(each, text=each.text.removeprefix(f"{_LOWEST}: ")) for each in said]))


def _charts(comparison: Comparison) -> Iterator[Chart]:
    """What the page can show, the most helpful first: what changed by section, the sections, who answered."""
    makers = (heat_map, response) if beside_hopes(comparison) else (section_change, heat_map, response)
    for chart in (make(comparison) for make in makers):
        if not chart.empty:
            yield replace(chart, sentence="", base="", notes=())


def _needed(chart: Chart) -> float:
    """Lines of body text that a picture and its title take."""
    wide, high = size(bare(chart))
    return high / wide * _PICTURE + height([Words(chart.title, strong=True)])


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
