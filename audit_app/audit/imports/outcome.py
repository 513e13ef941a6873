"""What a file of an earlier round gave: the figures, and everything in it that does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.imports.sheets import Kind
from audit_app.audit.models import Source
from audit_app.questionnaire.definition import Side

MOST_PEOPLE = 1_000_000
_LONGEST_SHOWN = 60
_SOURCES = {
    Kind.TALLIES: Source.IMPORTED_COUNTS,
    Kind.AVERAGES: Source.IMPORTED_AVERAGES,
    Kind.RESPONDENTS: Source.IMPORTED_ROWS,
}


@dataclass(frozen=True)
class Misfit:
    """Something in the file that does not fit: where, what stands there, and what to do.

    fatal: nothing can be stored before it is put right. Otherwise only what it names is left out. question: the id of
    the question whose column it is about, if it is about a whole column.
    """

    place: str
    value: str
    words: str
    fatal: bool = True
    question: str = ""

    def __str__(self) -> str:
        shown = f" “{self.value}”" if self.value else ""
        return f"{self.place}{shown}: {self.words}"


def misfit(line: int, value: str, words: str, *, fatal: bool = True) -> Misfit:
    """A misfit in one row of the file, counted as a spreadsheet counts rows."""
    tidy = " ".join(value.split())
    short = tidy if len(tidy) <= _LONGEST_SHOWN else tidy[: _LONGEST_SHOWN - 1] + "…"
    return Misfit(f"Row {line}", short, words, fatal)


@dataclass
class Imported:
    """Figures as TypedRound holds them, and what does not fit."""

    kind: Kind
    counts: dict[tuple[str, Group], QuestionTally] = field(default_factory=dict)
    averages: dict[tuple[str, Group], Average] = field(default_factory=dict)
    turnout: dict[Side, Turnout] = field(default_factory=dict)
    histograms: dict[tuple[str, Group], Mapping[tuple[int, int], int]] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)

    @property
    def faults(self) -> list[Misfit]:
        """What must be put right before anything can be stored."""
        return [each for each in self.misfits if each.fatal]

    @property
    def left_out(self) -> list[Misfit]:
        """What is left out, while the rest can be stored."""
        return [each for each in self.misfits if not each.fatal]

    def as_typed(self, name: str, held_on: date, minimum: int) -> TypedRound:
        """The round to store with `earlier_rounds.type_in`."""
        return TypedRound(
            name, held_on, minimum, self.turnout, self.counts, self.averages, self.histograms, _SOURCES[self.kind]
        )

    def check_something_fits(self) -> None:
        """Add a fault where nothing could be read at all, so that no empty round is offered."""
        if not self.counts and not self.averages and not self.faults:
            words = "nothing here fits this questionnaire. Check that you chose the right questions"
            self.misfits.append(Misfit("The whole file", "", words))
