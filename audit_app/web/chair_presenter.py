"""The results in the meeting: one finding or picture a page, in large type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from audit_app.analysis.released import Plan, Sentence
from audit_app.charts import Chart, over_time_parts, section_distributions
from audit_app.web.chair_charts import drawn
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.suggestion_rows import suggestion_rows

_SENTENCES = 4  # that can be read at once


@dataclass(frozen=True)
class Slide:
    """A heading with sentences, or a chart, whose title is the heading."""

    heading: str
    sentences: tuple[Sentence, ...] = ()
    chart: Chart | None = None


@blueprint.get(f"{ROUND}/results/present/<int:number>")
def present(slug: str, round_id: int, number: int) -> ResponseReturnValue:
    """One page of the presentation, the first one being 1. 404 beyond the last."""
    page = open_results(slug, round_id)
    slides = tuple(_slides(page))
    if not 1 <= number <= len(slides):
        abort(404)
    return render_template(
        "results/present.html", page=page, comparison=page.comparison, slide=slides[number - 1],
        number=number, last=len(slides),
    )  # fmt: skip


@blueprint.get(f"{ROUND}/results/present/all")
def present_all(slug: str, round_id: int) -> ResponseReturnValue:
    """Every page of the presentation at once, one to a sheet of paper."""
    page = open_results(slug, round_id)
    return render_template("results/present_all.html", page=page, comparison=page.comparison, slides=[*_slides(page)])


def _slides(page: OpenResults) -> Iterator[Slide]:
    """What to say first, then the pictures: whole, by section, over time, by side, and what to talk about."""
    comparison = page.comparison
    yield Slide(f"{comparison.round.name}: in short", comparison.summary)
    if comparison.round.plan is Plan.NOTHING:
        yield from _pictures(drawn(page, "response"))
        return
    said = [("Lowest and highest", comparison.level), ("Where the sides are apart", comparison.apart)]
    if comparison.against is not None:
        said.insert(1, (f"What moved since {comparison.against.name}", comparison.movements))
    for heading, sentences in said:
        yield from _said(heading, sentences)
    yield from _pictures(drawn(page, "response", "heat-map", "section-change"))
    yield from _pictures(over_time_parts(page.series))
    yield from _pictures(section_distributions(comparison))
    yield from _pictures(drawn(page, "change-largest", "sides-widest", "hopes-sections", "quadrant-beside"))
    if comparison.suggestions:
        suggested = tuple(Sentence(row.text, row.because) for row in suggestion_rows(comparison))
        yield Slide("Suggestions for discussion", suggested)


def _pictures(charts: Sequence[Chart]) -> Iterator[Slide]:
    return (Slide(chart.title, (Sentence(chart.sentence),), chart) for chart in charts if not chart.empty)


def _said(heading: str, sentences: Sequence[Sentence]) -> Iterator[Slide]:
    """As many sentences on a page as can be read from the back of a room."""
    for start in range(0, len(sentences), _SENTENCES):
        yield Slide(f"{heading} (more)" if start else heading, tuple(sentences[start : start + _SENTENCES]))
