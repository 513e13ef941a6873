"""What the page about all organisations of a forum is made of: what is shared, and the cells of its heat map."""

from dataclasses import dataclass

from flask import url_for

from audit_app.assessment.models import AssessmentRound
from audit_app.charts import Chart
from audit_app.charts.score_grid import SHADES, ScoreGrid
from audit_app.forum.models import Forum
from audit_app.questionnaire.instrument import Instrument

_SHADES = [paint for _, paint in SHADES]


@dataclass(frozen=True)
class MapRow:
    """One organisation in the heat map. cells: words, and the number of a shade or None."""

    name: str
    strong: bool
    cells: tuple[tuple[str, int | None], ...]


def map_rows(chart: Chart) -> tuple[MapRow, ...]:
    """The heat map's rows as the picture has them, with each cell in full words."""
    if not isinstance(chart.picture, ScoreGrid):
        return ()
    return tuple(
        MapRow(
            words[0],
            row.strong,
            tuple(
                (text, _SHADES.index(cell.paint) if cell.paint in _SHADES else None)
                for text, cell in zip(words[1:], row.cells, strict=True)
            ),
        )
        for words, row in zip(chart.rows, chart.picture.rows, strict=True)
    )


def address_of(forum: Forum, instrument: Instrument, chosen: AssessmentRound | None, **more: str) -> str:
    """The address of the page's picture, or of the page itself without more."""
    endpoint = ".together_chart" if more else ".forum_view"
    number_of_round = {"round": str(chosen.id)} if chosen is not None else {}
    return url_for(endpoint, slug=forum.slug, instrument=instrument.id, **number_of_round, **more)  # type: ignore[arg-type]  # url_for types its own options only
