"""What stands on slides, whatever program shows them."""

from dataclasses import dataclass
from datetime import date

from audit_app.analysis.released import Sentence
from audit_app.charts import Chart
from audit_app.reports.native_charts import NativeChart


@dataclass(frozen=True)
class Slide:
    """One slide. title: the one finding, unlike any other slide's. sentences: at most four beside a chart.

    chart: drawn by the program, or a picture. says: what to say, in speaker's notes. beware: what not to conclude, in
    the notes too. Whoever draws it sees to it that texts fit, and puts into the notes whole what had to be cut.
    """

    title: str
    sentences: tuple[Sentence, ...] = ()
    chart: NativeChart | Chart | None = None
    says: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """All slides. owner: the forum or organisation, at the foot of each. day: its only date.

    The title, the subtitle and `says` are an opening slide of their own, before `slides`.
    """

    title: str
    subtitle: str
    owner: str
    day: date
    slides: tuple[Slide, ...]
    says: tuple[str, ...] = ()
