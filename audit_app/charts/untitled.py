"""A picture with fewer words of its own, for a page that says them in larger type."""

from dataclasses import replace

from audit_app.charts.chart import Chart
from audit_app.charts.drawing import CaptionedPicture, Captions


def untitled(chart: Chart) -> Chart:
    """The same chart whose picture holds no title and no sentence. Raises TypeError for a kind that has none."""
    return _captioned(chart, keep_notes=True)


def bare(chart: Chart) -> Chart:
    """The same chart whose picture holds no captions at all, not even who is counted. Raises TypeError as above."""
    return _captioned(chart, keep_notes=False)


def _captioned(chart: Chart, *, keep_notes: bool) -> Chart:
    picture = chart.picture
    if not isinstance(picture, CaptionedPicture):
        raise TypeError(f"A {type(picture).__name__} has no title to leave out.")
    notes = picture.captions.notes if keep_notes else ()
    return replace(chart, picture=replace(picture, captions=Captions("", "", notes)))
