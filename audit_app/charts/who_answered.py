"""Who answered? A bar for each side: "14 of 18"."""

from audit_app.analysis.released import Comparison
from audit_app.analysis.tallies import Turnout
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import BarGroup, CountedBar, CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.palette import SIDE_COLOURS, Paint
from audit_app.questionnaire.definition import TWO_SIDES, Side

_HATCHES = {Side.MANAGEMENT: "", Side.STAFF: "///", Side.PARTNER: "---"}


def response(comparison: Comparison) -> Chart:
    """Returned and invited by side, and both sides together. These numbers were visible while the round was open."""
    facts = comparison.round
    asked = [side for side in Side if _known(facts.turnout.get(side))]
    title = f"{wording.answered(facts, *TWO_SIDES)} members of the two sides answered"
    if not asked:
        title = "How many answered is not known"
    sentence = " ".join(f"{side.label}: {wording.answered(facts, side)}." for side in asked)
    sentence = sentence or "The report that these results come from does not say."
    base = wording.base(comparison)
    bars = tuple(_bar(side, facts.turnout[side]) for side in asked)
    return Chart(
        id="response",
        title=title,
        sentence=sentence,
        alt=f"Bar chart of answers returned by side. {title}. {sentence}",
        columns=("Side", "Answered", "Invited"),
        rows=tuple(_cells(side, facts.turnout[side]) for side in asked),
        base=base,
        notes=(),
        picture=CountedBars(
            Captions(title, sentence, (base, wording.source(comparison))), (BarGroup("", bars),) if bars else ()
        ),
        empty=not bars,
    )


def _known(turnout: Turnout | None) -> bool:
    return turnout is not None and turnout.answered is not None and (turnout.invited != 0 or turnout.answered > 0)


def _bar(side: Side, turnout: Turnout) -> CountedBar:
    answered = turnout.answered or 0
    invited = turnout.invited
    words = str(answered) if invited is None else f"{answered} of {invited}"
    paint = Paint(SIDE_COLOURS[side], "#ffffff", _HATCHES[side], "#ffffff")
    return CountedBar(side.label, answered, answered if invited is None else invited, words, paint, outlined=True)


def _cells(side: Side, turnout: Turnout) -> tuple[str, ...]:
    unknown = wording.NOT_KNOWN
    return (
        side.label,
        unknown if turnout.answered is None else str(turnout.answered),
        unknown if turnout.invited is None else str(turnout.invited),
    )
