"""The slides of findings: each one's finding is its title, with what to say, and what nobody should conclude."""

from audit_app import charts as pictures
from audit_app.analysis.released import Comparison, Gap, Plan, SectionResult, Sentence
from audit_app.analysis.thresholds import GAP
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.slides.deck import Slide
from audit_app.reports.slides.round_content import HIDDEN, Content, if_small, said, shown

_MOST_SECTIONS = 2
_NOT_WHY = "A change does not tell you why. Ask, before anyone explains it."
_UNCLEAR = "No clear change does not mean that nothing changed. Few answers can hide a real change."


def in_short(content: Content) -> Slide | None:
    """The overall score, and the first of what there is to say about levels, changes and sides."""
    comparison, score = content.comparison, content.comparison.overall.total
    first = [*comparison.level[:1], *comparison.movements[:1], *comparison.apart[:1]]
    overall = comparison.summary[-1:] if score.score is not None else ()
    if not overall and not first:
        return None
    chart = content.charts.get("section-scores")
    charted = chart is not None and len(chart.categories) > 1
    title = f"Overall, the score is {wording.score(score)} out of 10"
    if overall and overall[0] == Sentence(f"{title}."):
        overall = comparison.summary[:-1]  # the title has said it
    return Slide(
        title=title if score.score is not None else "The overall score is not shown",
        sentences=shown(comparison, [*overall, *first], named=charted),
        chart=chart if charted else None,
        says=said([*comparison.summary, *first]),
        beware=(
            *((_UNCLEAR,) if comparison.against is not None else ()),
            *if_small(comparison),
            *(chart.notes if chart is not None else ()),
            HIDDEN,
        ),
    )


def who_answered(content: Content) -> Slide | None:
    """How many of each side answered, and what that allows to be shown."""
    comparison = content.comparison
    whole = pictures.response(comparison)
    plan = wording.PLAN_WORDS[comparison.round.plan]
    return Slide(
        title=whole.title,
        sentences=(*(Sentence(f"{each}.") for each in whole.sentence.rstrip(".").split(". ")), Sentence(plan)),
        chart=content.charts.get("response"),
        says=(whole.sentence, plan),
        beware=(
            "These are the views of those who answered. Nobody knows what the others would have said.",
            "Do not try to find out who answered or did not.",
        ),
    )


def nothing_shown(content: Content) -> Slide | None:
    """All that there is to say of a round that shows nothing."""
    comparison = content.comparison
    sentences = (*comparison.summary[:-1], *(Sentence(note) for note in comparison.footnotes[:1]))
    return Slide(
        title="Too few members answered for any result to be shown",
        sentences=shown(comparison, sentences),
        chart=content.charts.get("response"),
        says=(*said(comparison.summary), "Talk about how more members could be reached next time."),
        beware=("Nothing shown is not a bad result. It protects those who did answer.",),
    )


def levels(content: Content) -> Slide | None:
    """The lowest and the highest statements, with how they were answered."""
    comparison, chart = content.comparison, content.charts.get("answers")
    if chart is None:
        return None
    return Slide(
        title=chart.title,
        sentences=shown(comparison, comparison.level),
        chart=chart,
        says=said(comparison.level),
        beware=(
            "A low score is not the fault of one side or of one person. It says where a talk is worth most.",
            *if_small(comparison),
            *chart.notes,
        ),
    )


def moved(content: Content) -> Slide | None:
    """What changed since the earlier round; that nothing can be compared where that is so."""
    comparison = content.comparison
    if comparison.against is None or comparison.has_hopes:
        return None
    chart = content.charts.get("changes")
    if chart is None:
        whole = pictures.change(comparison)
        told = (Sentence(whole.sentence), *(Sentence(each) for each in comparison.breaks))
        return Slide(whole.title, shown(comparison, told), says=said(told), beware=(HIDDEN,))
    return Slide(
        title=chart.title,
        sentences=shown(comparison, _movements(comparison)),
        chart=chart,
        says=said(comparison.movements),
        beware=(_UNCLEAR, _NOT_WHY, *if_small(comparison), *chart.notes, *comparison.breaks),
    )


def _movements(comparison: Comparison) -> list[Sentence]:
    """A section that clearly changed, the largest rise and the largest fall, then what else there is room for."""
    sections = [each for each in comparison.movements if each.statement is None]
    differences = {each.id: each.change.difference for each in comparison.statements if each.change is not None}
    own = [each for each in comparison.movements if each.statement is not None]
    up = [each for each in own if differences.get(each.statement or "", 0.0) > 0]
    down = [each for each in own if differences.get(each.statement or "", 0.0) < 0]
    return [*sections[:1], *up[:1], *down[:1], *up[1:], *down[1:], *sections[1:]][:3]


def hopes(content: Content) -> Slide | None:
    """What members found beside what they hoped for."""
    chart = content.charts.get("hopes")
    if chart is None:
        return None
    whole = pictures.section_hopes(content.pack.hoped)
    return Slide(
        title=chart.title,
        sentences=shown(content.pack.hoped, [Sentence(whole.sentence)]),
        chart=chart,
        says=(whole.sentence,),
        beware=("A difference from what was hoped for is not a change: the two rounds asked two questions.",),
    )


def apart(content: Content) -> Slide | None:
    """Where the sides are furthest apart; that no statement can be shown by side where that is so."""
    comparison, chart = content.comparison, content.charts.get("gaps")
    if chart is not None:
        told = comparison.apart or (Sentence(pictures.sides(comparison).sentence),)
        return Slide(
            title=chart.title,
            sentences=shown(comparison, told[:2]),
            chart=chart,
            says=said(told),
            beware=(
                wording.NOT_AGREED,
                "A gap does not say which side is right. Ask each side what it sees.",
                *if_small(comparison),
                *chart.notes,
            ),
        )
    whole = pictures.sides(comparison)
    if comparison.round.plan not in {Plan.SMALL, Plan.FULL} or not whole.empty:
        return None
    return Slide(whole.title, (Sentence(whole.sentence),), says=(whole.sentence,), beware=(HIDDEN, wording.NOT_AGREED))


def section_sides(content: Content) -> Slide | None:
    """The sections as each side sees them, the widest apart in words."""
    comparison, chart = content.comparison, content.charts.get("section-sides")
    if chart is None or len(chart.categories) < 2:
        return None
    surer = Sentence("Sections rest on more answers than one statement does, so they are surer.")
    gaps = [(each.gap, each) for each in comparison.sections if each.gap and abs(each.gap.difference) >= GAP]
    gaps.sort(key=lambda pair: -abs(pair[0].difference))
    told = [_by_side(section, gap) for gap, section in gaps[:_MOST_SECTIONS]]
    return Slide(
        title=chart.title,
        sentences=(*told, surer),
        chart=chart,
        says=said([*told, surer]),
        beware=(wording.NOT_AGREED, HIDDEN, *chart.notes),
    )


def _by_side(section: SectionResult, gap: Gap) -> Sentence:
    scores = {side: wording.score((section.sides or {}).get(side)) for side in TWO_SIDES}
    text = ", ".join(f"{side.label.lower()} {score}" for side, score in scores.items())
    return Sentence(f"{wording.named(section.title)}: {text}.", f"{gap.label.value}." if gap.label else None)


def over_time(content: Content) -> Slide | None:
    """Lines over the rounds; from three rounds on."""
    chart = content.charts.get("over-time")
    if chart is None:
        return None
    sentence = pictures.over_time(content.pack.series).sentence
    return Slide(
        title=chart.title,
        sentences=(Sentence(sentence),),
        chart=chart,
        says=(chart.title + ".", sentence),
        beware=("A line that rises or falls is no proof: chance alone moves scores.", *chart.notes),
    )
