"""What stands on slides, whatever program shows them."""

from dataclasses import dataclass
from datetime import date

from audit_app.analysis.released import Sentence
from audit_app.charts import Chart
from audit_app.reports.native_charts import NativeChart


@dataclass(frozen=True)
class Slide:
    """One slide. title: the one finding. sentences: at most four. chart: drawn by the program, or a picture.

    says: what to say, in speaker's notes. beware: what not to conclude, in the notes too.
    """

    title: str
    sentences: tuple[Sentence, ...] = ()
    chart: NativeChart | Chart | None = None
    says: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """All slides. owner: the forum or organisation, at the foot of each. day: its only date."""

    title: str
    subtitle: str
    owner: str
    day: date
    slides: tuple[Slide, ...]
