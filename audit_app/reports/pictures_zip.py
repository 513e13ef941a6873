"""Charts as pictures for other papers: PNG, SVG, and their words and figures for whoever cannot see them."""

from collections.abc import Iterator, Sequence

from audit_app.charts import Chart, png, svg
from audit_app.reports.file_names import numbered_name
from audit_app.reports.papers.printable import printable
from audit_app.reports.settled import zipped

WORDS_FILE = "words-and-figures.txt"
_DOTS = 150  # an inch; a picture is 10 inches wide
_ABOUT = (
    "Words and figures of these pictures",
    "",
    "Each picture is here twice: as PNG, for any program, and as SVG, which stays sharp at every size.",
    "Please put the words beside a picture wherever you use it, so that people who cannot see it know what it shows.",
)
_NONE = "There is no picture: nothing can be shown that could be drawn."


def pictures_zip(charts: Sequence[Chart]) -> bytes:
    """A ZIP of each chart as PNG and SVG in the order given, with a text file of words and figures."""
    return zipped(_entries(charts))


def _entries(charts: Sequence[Chart]) -> Iterator[tuple[str, bytes]]:
    lines = [*_ABOUT, *(() if charts else ("", _NONE))]
    for place, chart in enumerate(charts, start=1):
        names = [numbered_name(place, chart.id, ending) for ending in ("png", "svg")]
        lines += ["", "", " and ".join(names), *_told(chart)]
    yield WORDS_FILE, "".join(f"{line}\r\n" for line in lines).encode()
    for place, chart in enumerate(charts, start=1):
        yield numbered_name(place, chart.id, "png"), png(chart, _DOTS)
        yield numbered_name(place, chart.id, "svg"), svg(chart)


def _told(chart: Chart) -> Iterator[str]:
    """What a picture shows, then its table, a row a line with tabs between."""
    said = (chart.title, chart.sentence, chart.alt, chart.base, *chart.notes)
    yield from (_line(words) for words in dict.fromkeys(said) if words)
    yield ""
    for row in (chart.columns, *chart.rows):
        yield "\t".join(_line(cell) for cell in row)


def _line(text: str) -> str:
    return " ".join(printable(text).split())
