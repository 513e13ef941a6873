"""The first page of the paper about a round: what to know in short, on one sheet whatever the statements' length."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from audit_app.analysis.measures import Tracked
from audit_app.analysis.released import Comparison, Plan, SectionResult, Sentence, StatementResult
from audit_app.charts import wording
from audit_app.reports.papers.blocks import Block, Heading, Note, Points, Words
from audit_app.reports.papers.page_space import SHEET, height, said_shortly, shortened
from audit_app.reports.papers.round_words import (
    APART,
    LEVEL,
    METHOD,
    PRIORITIES,
    SUGGESTIONS,
    ended,
    has_sides,
    moved_since,
    points,
    who_answered,
)
from audit_app.reports.round_pack import RoundPack

SUMMARY = "In short"
AGREED = "What both sides agreed to work on"


@dataclass(frozen=True)
class _Measure:
    """How long a statement and how many movements and priorities may be."""

    longest: int
    movements: int
    listed: int


# tried one after the other until the page is not too full
_MEASURES = (
    _Measure(400, 6, 4), _Measure(200, 5, 3), _Measure(140, 4, 3), _Measure(140, 2, 3), _Measure(100, 2, 3),
    _Measure(70, 2, 2), _Measure(50, 2, 2), _Measure(30, 2, 1),
)  # fmt: skip


def summary_page(pack: RoundPack) -> tuple[Block, ...]:
    """The summary, on a page of its own."""
    found: tuple[Block, ...] = ()
    for measure in _MEASURES:
        found = _page(pack, measure)
        if height(found) <= SHEET:
            break
    return found


def _page(pack: RoundPack, measure: _Measure) -> tuple[Block, ...]:
    comparison = pack.comparison
    return (
        Heading(SUMMARY, apart=True),
        *(Words(each.text, each.sure, strong=True) for each in comparison.summary),
        *_first_of_its_kind(pack),
        who_answered(comparison),
        *_lost(comparison),
        *_listed(LEVEL, comparison.level, comparison, measure),
        *_movements(comparison, measure),
        *_apart(comparison, measure),
        *_to_work_on(pack, measure),
        Note(f"What the words mean, what is not shown and why: see “{METHOD}” at the end."),
    )


def _first_of_its_kind(pack: RoundPack) -> tuple[Block, ...]:
    """Where nothing is compared, or the figures come from elsewhere, the reader is told at once."""
    facts, found = pack.comparison.round, []
    if pack.comparison.against is None:
        alone = len(pack.series.rounds) <= 1 and not pack.series.left_out
        found.append(
            "This is the first round, so there is nothing to compare it with yet."
            if alone
            else "This report looks at one round only. It is not compared with an earlier one."
        )
    if facts.questionnaire.baseline_of is not None:
        found.append("It asked what members hope for. A later round can ask what they find.")
    if facts.averages_only:
        found.append("These figures come from an earlier report. It gives averages only.")
    elif facts.typed_in:
        found.append("These figures were brought in from an earlier report or survey.")
    return (Note(" ".join(found)),) if found else ()


def _lost(comparison: Comparison) -> tuple[Block, ...]:
    lost = comparison.round.discarded
    if not lost:
        return ()
    whose = wording.many(lost, "member", "members")
    return (Note(f"The answers of {whose} could not be read, so they were not counted."),)


def _listed(
    heading: str, sentences: Sequence[Sentence], comparison: Comparison, measure: _Measure
) -> tuple[Block, ...]:
    if not sentences:
        return ()
    return (
        Heading(heading, 2),
        points([said_shortly(each, comparison, measure.longest) for each in sentences]),
    )


def _movements(comparison: Comparison, measure: _Measure) -> tuple[Block, ...]:
    if comparison.against is None:
        return ()
    heading = moved_since(comparison)
    if not comparison.movements:
        return (Heading(heading, 2), Words("No movement can be shown."))
    chosen = fair_choice(comparison, measure.movements)
    return (*_listed(heading, chosen, comparison, measure), *_more(len(comparison.movements) - len(chosen)))


def fair_choice(comparison: Comparison, most: int) -> tuple[Sentence, ...]:
    """At most so many movements, from each kind in turn, so that no direction is left out; in their own order."""
    kinds: dict[tuple[bool, bool | None], list[Sentence]] = {}
    for each in comparison.movements:
        kinds.setdefault(_kind(each, comparison), []).append(each)
    turns = [each for each in chain.from_iterable(zip_longest(*kinds.values())) if each is not None]
    chosen = turns[:most]
    return tuple(each for each in comparison.movements if each in chosen)


def _kind(movement: Sentence, comparison: Comparison) -> tuple[bool, bool | None]:
    """Whether it is of a statement, and whether it went up; None where it stands beside a hope."""
    results: Sequence[SectionResult | StatementResult]
    if movement.statement is not None:
        results = [each for each in comparison.statements if each.id == movement.statement]
    else:
        results = [each for each in comparison.sections if movement.text.startswith(f"{each.title}: ")]
    change = results[0].change if results else None
    return (movement.statement is not None, None if change is None else change.difference > 0)


def _more(amount: int) -> tuple[Block, ...]:
    return (Note(f"And {amount} more inside."),) if amount > 0 else ()


def _apart(comparison: Comparison, measure: _Measure) -> tuple[Block, ...]:
    if not has_sides(comparison):
        return ()
    if not comparison.apart:
        return (Heading(APART, 2), Words("No gap between the sides can be shown."))
    return _listed(APART, comparison.apart, comparison, measure)


def own_priorities(pack: RoundPack) -> tuple[Tracked, ...]:
    """What was agreed after this very round; priorities of earlier rounds are left out."""
    return tuple(each for each in pack.priorities if each.round == pack.comparison.round.name)


def _to_work_on(pack: RoundPack, measure: _Measure) -> tuple[Block, ...]:
    """One line for each adopted priority; where there are none yet, for each suggestion."""
    comparison, agreed = pack.comparison, own_priorities(pack)
    if comparison.round.plan is Plan.NOTHING:
        return ()
    if agreed:
        items = [Words(ended(shortened(each.title, measure.longest))) for each in agreed[: measure.listed]]
        return (
            Heading(AGREED, 2),
            Points(tuple(items)),
            *_more(len(agreed) - len(items)),
            *((Note(f"Who leads and when it is looked at again: see “{PRIORITIES}”."),) if items else ()),
        )
    texts = {each.id: each.text for each in comparison.statements}
    suggested = [Words(shortened(texts[each.statement], measure.longest)) for each in comparison.suggestions]
    if not suggested:
        return ()
    return (Heading(SUGGESTIONS, 2), Points(tuple(suggested), numbered=True))
