"""Figures of invented organisations over time, for the pictures of indicators. Run it with a folder to see them."""

import math
import sys
from datetime import date
from pathlib import Path

from audit_app import charts
from audit_app.charts.indicators import Followed, Signed, indicators

TRUST = "Invented Trust"
SIGNED = (
    Signed(date(2024, 11, 20), "Framework 2024"),
    Signed(date(2025, 11, 18), "Framework 2025"),
    Signed(date(2025, 11, 25), "Good work 2025"),
    Signed(date(2026, 10, 2), "Framework 2026"),
)


def months(number: int, last: date = date(2026, 11, 1)) -> list[date]:
    newest = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(newest - number + 1, newest + 1)]


def absence(
    number: int, name: str = "Sickness absence", unit: str = "%", *, by: float = 1.0, at: float = 4.8
) -> Followed:
    """A figure that swings with the season and falls slowly."""
    values = [
        round(by * (at + math.cos(place / 12 * 2 * math.pi) * 0.7 - place * 0.01), 4 if abs(by) < 1 else 1)
        for place in range(number)
    ]
    return Followed(name, unit, tuple(zip(months(number), values, strict=True)))


def of(name: str, unit: str, *figures: tuple[date, float]) -> Followed:
    return Followed(name, unit, figures)


SURVEY = of(
    "Staff survey: we are safe and healthy", "out of 10",
    (date(2022, 11, 1), 5.6), (date(2023, 11, 1), 5.7), (date(2024, 11, 1), 5.9), (date(2025, 11, 1), 6.1),
)  # fmt: skip
LONG = of("A figure whose name goes on and on, " * 3, "full-time equivalents per thousand", *absence(12).figures)


def everything() -> dict[str, charts.Chart]:
    """Name to chart."""
    day = date(2026, 3, 4)
    return {
        "one-point": indicators(TRUST, [of("Vacancies", "%", (day, 9.5))], []),
        "one-point-signed-that-day": indicators(TRUST, [of("Vacancies", "%", (day, 9.5))], [Signed(day, "Framework")]),
        "two-points": indicators(TRUST, [of("Vacancies", "%", (day, 9.5), (date(2026, 9, 1), 8.25))], SIGNED[-1:]),
        "two-days": indicators(TRUST, [of("Vacancies", "%", (day, 9.5), (date(2026, 3, 5), 9.6))], []),
        "twelve": indicators(TRUST, [absence(12)], SIGNED),
        "sixty": indicators(TRUST, [absence(60)], SIGNED),
        "two-hundred-and-forty": indicators(TRUST, [absence(240)], SIGNED),
        "negative": indicators(TRUST, [absence(12, "Change in staff", "people", by=-3, at=0.1)], SIGNED),
        "big": indicators(TRUST, [absence(12, "Spent on agency staff", "£", by=123_456_789)], SIGNED),
        "small": indicators(TRUST, [absence(12, "Injuries", "each hour worked", by=0.001)], SIGNED),
        "equal": indicators(TRUST, [of("Vacancies", "%", *((on, 8.0) for on in months(9)))], SIGNED[-1:]),
        "zeros": indicators(TRUST, [of("Accidents", "reported", *((on, 0.0) for on in months(6)))], ()),
        "several": indicators(TRUST, [absence(36), SURVEY, of("Vacancies", "%", (day, 9.5))], SIGNED),
        "most": indicators(TRUST, [absence(60, f"Figure {number}") for number in range(1, 13)], SIGNED),
        "long-names": indicators("An organisation with a long name " * 5, [LONG, SURVEY], [Signed(day, "Name " * 24)]),
        "many-signed": indicators(
            TRUST, [absence(24)], [Signed(on.replace(day=14), f"Round {on:%m}") for on in months(30)]
        ),
        "none": indicators(TRUST, [of("Vacancies", "%")], SIGNED),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in everything().items():
        (folder / f"{name}.png").write_bytes(charts.png(chart, dpi=96))
