"""The figures that an organisation follows over time, such as sickness absence in per cent.

Whoever writes holds the organisation's row until the transaction ends, so that two people at once neither make the same
indicator twice nor go past the limits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from audit_app.assessment.models import Assessment, AssessmentState, Indicator, IndicatorFigure, SignedVersion
from audit_app.forum.entries import InvalidEntryError, line
from audit_app.forum.models import Organisation

MOST_INDICATORS = 12
MOST_FIGURES = 240  # of one indicator: twenty years of months
LONGEST_NAME = 120
LONGEST_UNIT = 40
EARLIEST = date(1990, 1, 1)
LARGEST = 1_000_000_000
DECIMALS = 4

# name and unit of what organisations often follow; they may use any other
SUGGESTIONS = (
    ("Sickness absence", "%"),
    ("Staff turnover", "%"),
    ("Staff survey: we are safe and healthy", "out of 10"),
    ("Staff survey: staff engagement", "out of 10"),
    ("Staff survey: morale", "out of 10"),
    ("Vacancies", "%"),
)


@dataclass(frozen=True)
class SignedDay:
    """That both sides signed an assessment on a day."""

    on: date
    name: str


def indicators_of(session: Session, organisation: Organisation) -> list[Indicator]:
    """An organisation's indicators with their figures, in the order in which they were added. Two queries."""
    query = select(Indicator).where(Indicator.organisation_id == organisation.id).order_by(Indicator.id)
    return list(
        session.scalars(query.options(selectinload(Indicator.figures)).execution_options(populate_existing=True))
    )


def find_indicator(session: Session, organisation: Organisation, indicator_id: int) -> Indicator | None:
    """An indicator by its number, but only of this organisation."""
    return next((each for each in indicators_of(session, organisation) if each.id == indicator_id), None)


def signed_days(session: Session, organisation: Organisation) -> list[SignedDay]:
    """Each day on which both sides signed a version of an assessment that has not been withdrawn, the oldest first."""
    query = (
        select(SignedVersion.signed_on, Assessment.name)
        .join(Assessment, Assessment.id == SignedVersion.assessment_id)
        .where(Assessment.organisation_id == organisation.id, Assessment.state != AssessmentState.WITHDRAWN)
        .order_by(SignedVersion.signed_on, Assessment.name)
    )
    return list(dict.fromkeys(SignedDay(on, name) for on, name in session.execute(query)))


def add_indicator(session: Session, organisation: Organisation, name: str, unit: str) -> Indicator:
    """Add an indicator. Raises InvalidEntryError with the faults of `name` and `unit`. Flushes; the caller commits."""
    _hold(session, organisation)
    known = indicators_of(session, organisation)
    tidy_name, tidy_unit = _named(name, unit, known)
    if len(known) >= MOST_INDICATORS:
        words = f"You follow {MOST_INDICATORS} figures already, which is the most. Remove one first."
        raise InvalidEntryError({"name": words})
    made = Indicator(organisation_id=organisation.id, name=tidy_name, unit=tidy_unit)
    session.add(made)
    session.flush()
    return made


def rename_indicator(session: Session, organisation: Organisation, indicator: Indicator, name: str, unit: str) -> None:
    """Correct the name or the unit. Raises InvalidEntryError. Flushes; the caller commits."""
    _hold(session, organisation)
    others = [each for each in indicators_of(session, organisation) if each.id != indicator.id]
    indicator.name, indicator.unit = _named(name, unit, others)
    session.flush()


def remove_indicator(session: Session, indicator: Indicator) -> None:
    """Remove an indicator with all its figures. Flushes; the caller commits."""
    session.delete(indicator)
    session.flush()


def put_figure(
    session: Session, organisation: Organisation, indicator: Indicator, on: date, value: float, today: date
) -> float | None:
    """Set the figure of a day, and return the one that stood there before. Flushes; the caller commits.

    Raises InvalidEntryError with the faults of `on` and `value`.
    """
    faults = {"on": fault_of_day(on, today), "value": fault_of_value(value)}
    if any(faults.values()):
        raise InvalidEntryError({name: words for name, words in faults.items() if words})
    return put_figures(session, organisation, [(indicator, on, value)])[0]


def put_figures(
    session: Session, organisation: Organisation, figures: Sequence[tuple[Indicator, date, float]]
) -> list[float | None]:
    """Set many figures, each of a sound day and value, and return those that stood there before.

    Raises InvalidEntryError where an indicator would have too many. Flushes; the caller commits.
    """
    _hold(session, organisation)
    before: list[float | None] = []
    known: dict[int, dict[date, IndicatorFigure]] = {}
    for indicator, on, value in figures:
        if indicator.id not in known:
            session.refresh(indicator, ["figures"])
            known[indicator.id] = {each.on: each for each in indicator.figures}
        there = known[indicator.id].get(on)
        before.append(there.value if there is not None else None)
        if there is not None:
            there.value = rounded(value)
            continue
        if len(indicator.figures) >= MOST_FIGURES:
            words = f"{indicator.name} has {MOST_FIGURES} figures already, which is the most. Remove some first."
            raise InvalidEntryError({"on": words})
        known[indicator.id][on] = IndicatorFigure(on=on, value=rounded(value))
        indicator.figures.append(known[indicator.id][on])
    session.flush()
    return before


def remove_figure(session: Session, indicator: Indicator, on: date) -> float | None:
    """Remove the figure of a day and return it; None if there was none. Flushes; the caller commits."""
    found = next((each for each in indicator.figures if each.on == on), None)
    if found is None:
        return None
    indicator.figures.remove(found)
    session.flush()
    return found.value


def fault_of_day(on: date, today: date) -> str:
    """What is wrong with the day of a figure, or ""."""
    if on > today:
        return "The day lies in the future. Enter a day that is over."
    return "" if on >= EARLIEST else f"The day is before {EARLIEST.year}. Check the year."


def fault_of_value(value: float) -> str:
    """What is wrong with a figure, or ""."""
    sound = -LARGEST <= value <= LARGEST  # neither infinite nor no number at all
    return "" if sound else "The figure is too large. Use another unit, such as thousands."


def rounded(value: float) -> float:
    """A figure as it is kept: to four decimal places, never a negative zero."""
    return round(value, DECIMALS) + 0.0


def _hold(session: Session, organisation: Organisation) -> None:
    session.get_one(Organisation, organisation.id, with_for_update=True)


def _named(name: str, unit: str, others: Iterable[Indicator]) -> tuple[str, str]:
    errors: dict[str, str] = {}
    tidy = {"name": "", "unit": ""}
    for field, typed, what, longest in (
        ("name", name, "The name", LONGEST_NAME),
        ("unit", unit, "The unit", LONGEST_UNIT),
    ):
        try:
            tidy[field] = line(typed, what, longest)
        except ValueError as error:
            errors[field] = str(error)
    if not tidy["name"] and "name" not in errors:
        errors["name"] = "Enter a name, such as Sickness absence."
    if not tidy["unit"] and "unit" not in errors:
        errors["unit"] = "Enter the unit, such as % or out of 10."
    if not errors and tidy["name"].casefold() in {each.name.casefold() for each in others}:
        errors["name"] = "You follow a figure of this name already. Choose another name."
    if errors:
        raise InvalidEntryError(errors)
    return tidy["name"], tidy["unit"]
