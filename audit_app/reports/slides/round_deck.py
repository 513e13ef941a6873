"""The slides about one round: one finding a slide, in the order in which a chair would tell them."""

from collections.abc import Callable
from dataclasses import replace

from audit_app.analysis.released import Plan
from audit_app.charts import wording
from audit_app.reports.native_charts import distinct
from audit_app.reports.round_charts import round_charts
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.slides.deck import Deck, Slide
from audit_app.reports.slides.round_content import Content
from audit_app.reports.slides.round_slides import (
    apart,
    hopes,
    in_short,
    levels,
    moved,
    nothing_shown,
    over_time,
    section_sides,
    who_answered,
)
from audit_app.reports.slides.round_talk import how_to_read, priorities, strengths, suggested

_Maker = Callable[[Content], Slide | None]
_ORDER: tuple[_Maker, ...] = (
    in_short,
    who_answered,
    levels,
    moved,
    hopes,
    apart,
    section_sides,
    over_time,
    strengths,
    suggested,
    priorities,
    how_to_read,
)


def round_deck(pack: RoundPack) -> Deck:
    """About ten slides; fewer where there is less to say, and three where nothing may be shown."""
    facts, against = pack.comparison.round, pack.comparison.against
    content = Content(pack, {chart.id: chart for chart in round_charts(pack)})
    order = (nothing_shown, how_to_read) if facts.plan is Plan.NOTHING else _ORDER
    slides = [slide for slide in (make(content) for make in order) if slide is not None]
    titles = distinct([slide.title for slide in slides])
    compared = ""
    if against is not None and facts.plan is not Plan.NOTHING:
        compared = f", compared with {against.name}, closed {wording.day(against)}"
    return Deck(
        title=f"{facts.forum}: {facts.name}",
        subtitle=f"{facts.questionnaire.title}. Closed {wording.day(facts)}{compared}.",
        owner=facts.forum,
        day=facts.closed_on,
        slides=tuple(replace(slide, title=title) for slide, title in zip(slides, titles, strict=True)),
        says=(
            "Welcome both sides. These are the results that both chairs have seen.",
            "The paper and the workbook have every figure; these slides have what to talk about first.",
        ),
    )
