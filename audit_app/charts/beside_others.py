"""How do we stand beside other forums? A ring for the others and a dot for this forum, section by section."""

from collections.abc import Sequence

from audit_app.analysis.pool import BesideOthers, BesideSection, PoolLabel
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import QUIET_INK, THIS_ROUND
from audit_app.questionnaire.definition import TWO_SIDES

_NOTE = "Each score is the mean of the statements that can be shown for both. Sections carry no label."
_WHY = "Forums differ in many ways. A difference does not tell you why."


def beside_others(beside: BesideOthers) -> Chart:
    """The overall score and every section that can be set beside the other forums; empty where none can."""
    title, sentence = beside_title(beside), _sentence(beside.sections)
    others = f"{beside.forums} other forums, {beside.year}"
    base = f"{wording.answered(beside.round, *TWO_SIDES)} answered here, both sides together. {others}."
    source = f"{beside.round.forum} · {beside.round.name} · beside {others}"
    if not beside.sections:
        sentence = "No statement can be shown both for this forum and for the others."
        picture = CountedBars(Captions(title, sentence, (base, source)), ())
        return Chart("beside-others", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
    many = wording.many(len(beside.sections), "score", "scores")
    return Chart(
        id="beside-others",
        title=title,
        sentence=sentence,
        alt=f"Chart of {many} out of 10: this forum beside other forums. {title}. {sentence} "
        "The table has every figure.",
        columns=("Section", "Other forums", "This forum", "Difference", "Statements compared"),
        rows=tuple(_cells(section) for section in beside.sections),
        base=base,
        notes=(_NOTE, _WHY),
        picture=Dumbbells(
            Captions(title, sentence, (f"{_NOTE} {_WHY}", base, source)),
            (
                (Mark(0, "o", THIS_ROUND, hollow=True), "Other forums (ring)"),
                (Mark(0, "o", THIS_ROUND), "This forum (dot)"),
            ),
            tuple(_row(section) for section in beside.sections),
        ),
    )


def beside_title(beside: BesideOthers) -> str:
    """The finding: how many statements are clearly higher or lower than in other forums."""
    labels = [statement.label for statement in beside.statements]
    higher, lower = labels.count(PoolLabel.HIGHER), labels.count(PoolLabel.LOWER)
    if not higher and not lower:
        if PoolLabel.NO_CLEAR_DIFFERENCE in labels:
            return "No statement differs clearly from other forums"
        return "Scores beside those of other forums"
    up = f"{wording.many(higher, 'statement', 'statements')} higher than in other forums" if higher else ""
    down = f"{lower if higher else wording.many(lower, 'statement', 'statements')} lower"
    return f"{up}, and {down if lower else 'none lower'}" if higher else f"{down} than in other forums, and none higher"


def _sentence(sections: Sequence[BesideSection]) -> str:
    """The sections that stand furthest above and below, the overall score left aside."""
    single = sections[1:]
    if not single:
        return ""
    most, least = max(single, key=lambda each: each.difference), min(single, key=lambda each: each.difference)
    said = []
    if most.difference > 0:
        said.append(f"Furthest above: {wording.named(most.title)} ({wording.signed(most.difference)}).")
    if least.difference < 0:
        said.append(f"Furthest below: {wording.named(least.title)} ({wording.signed(least.difference)}).")
    return " ".join(said) or "Every section is where the other forums are."


def _cells(section: BesideSection) -> tuple[str, ...]:
    return (
        section.title,
        wording.number(section.others),
        wording.number(section.own),
        wording.signed(section.difference),
        f"{section.compared} of {section.asked}",
    )


def _row(section: BesideSection) -> DumbbellRow:
    part = "" if section.compared == section.asked else f"{section.compared} of {section.asked} statements"
    return DumbbellRow(
        label=section.title,
        marks=(
            Mark(section.others, "o", THIS_ROUND, hollow=True),
            Mark(section.own, "o", THIS_ROUND),
        ),
        figures=f"{wording.number(section.own)}, others {wording.number(section.others)}",
        words=" · ".join(filter(None, (wording.signed(section.difference), part))),
        colour=QUIET_INK,
    )
