"""Figures from files: what is understood, what is refused, and that all is stored or nothing."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from audit_app.assessment.indicator_files import (
    Effect,
    FigurePreview,
    as_text,
    preview_figures,
    store_figures,
)
from audit_app.assessment.indicators import MOST_FIGURES, add_indicator, indicators_of, put_figure
from audit_app.assessment.models import Indicator, IndicatorFigure
from audit_app.assessment.written_figures import read_day, read_value
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.models import Forum, Organisation
from audit_app.forum.table_files import UnreadableTableError, text_lines, upload_lines

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.7", 4.7), (" 4,7 ", 4.7), ("4.7%", 4.7), ("4.7 %", 4.7), ("-0.5", -0.5), ("\u22120.5", -0.5), (".5", 0.5),
        ("1,234", 1234), ("1,234,567.5", 1234567.5), ("1 234", 1234), ("1\u00a0234", 1234),
        ("0.30000000000000004", 0.3),
        ("12", 12), ("-1,000", -1000),
    ],
)  # fmt: skip
def test_figures_as_people_write_them(text: str, value: float) -> None:
    assert read_value(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "many", "1e5", "nan", "inf", "4.7.1", "1,23,456", "=1+1", "٤", "0x1", "--1", "4 7", "%"]
)
def test_what_is_no_figure(text: str) -> None:
    with pytest.raises(ValueError, match="number, such as"):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", (2026, 11, 20)), ("2026-11-20T00:00:00", (2026, 11, 20)), ("2026-11", (2026, 11, 1)),
        ("20/11/2026", (2026, 11, 20)), ("20.11.2026", (2026, 11, 20)), ("3-4-26", (2026, 4, 3)),
        ("20 November 2026", (2026, 11, 20)), ("20th Nov 2026", (2026, 11, 20)), ("20-Nov-26", (2026, 11, 20)),
        ("Nov 2026", (2026, 11, 1)), ("Nov-26", (2026, 11, 1)), ("november 2026", (2026, 11, 1)),
        ("11/2026", (2026, 11, 1)),
        ("29 Feb 2024", (2024, 2, 29)), ("Sept 2026", (2026, 9, 1)),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, day: tuple[int, int, int]) -> None:
    assert read_day(text) == date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "46000",
        "11/20/2026",
        "31/04/2026",
        "29/02/2026",
        "2026",
        "20 Foo 2026",
        "0/1/2026",
        "2026-13-01",
        "tomorrow",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="20 November 2026"):
        read_day(text)


@pytest.fixture
def organisation(session: Session) -> Organisation:
    forum = Forum(slug="north", name="North")
    session.add(forum)
    session.flush()
    found = Organisation(forum_id=forum.id, name="Invented Trust")
    session.add(found)
    session.flush()
    absence = add_indicator(session, found, "Sickness absence", "%")
    add_indicator(session, found, "Morale", "out of 10")
    put_figure(session, found, absence, date(2026, 9, 1), 5.1, TODAY)
    put_figure(session, found, absence, date(2026, 10, 1), 4.9, TODAY)
    session.commit()
    return found


def _preview(session: Session, organisation: Organisation, text: str, chosen: int | None = None) -> FigurePreview:
    known = indicators_of(session, organisation)
    return preview_figures(text_lines(text), known, None if chosen is None else known[chosen], TODAY)


def _figures(session: Session, organisation: Organisation) -> dict[str, dict[str, float]]:
    session.expire_all()
    return {
        each.name: {figure.on.isoformat(): figure.value for figure in each.figures}
        for each in indicators_of(session, organisation)
    }


def test_each_row_says_what_it_would_do_and_then_does_it(session: Session, organisation: Organisation) -> None:
    text = (
        "Our figures;;\nIndicator;Date;Value\nSickness absence;1/9/2026;5,1\nSICKNESS-ABSENCE;Oct 2026;4.8\n"
        "morale;2026-10-01;6.4\nMorale;2026-11-01;\n"
    )
    preview = _preview(session, organisation, text)
    assert [row.effect for row in preview.rows] == [Effect.SAME, Effect.CHANGED, Effect.NEW]
    assert [row.line for row in preview.rows] == [3, 4, 5]
    assert preview.rows[1].before == 4.9
    assert preview.storable
    store_figures(session, organisation, preview)
    session.commit()
    assert _figures(session, organisation) == {
        "Sickness absence": {"2026-09-01": 5.1, "2026-10-01": 4.8},
        "Morale": {"2026-10-01": 6.4},
    }


def test_a_file_of_one_figure_needs_to_be_told_which(session: Session, organisation: Organisation) -> None:
    text = "Month\tFigure\nNov 2026\t6.1\n"
    with pytest.raises(UnreadableTableError, match="choose whose figures"):
        _preview(session, organisation, text)
    store_figures(session, organisation, _preview(session, organisation, text, chosen=1))
    assert _figures(session, organisation)["Morale"] == {"2026-11-01": 6.1}


FAULTY = {
    "Sickness absence,2026-11-21,5": "The day lies in the future",
    "Sickness absence,1/1/1980,5": "The day is before 1990",
    "Sickness absence,31/4/2026,5": "This is not a real day",
    "Sickness absence,soon,5": "Write the day like 20 November 2026",
    "Sickness absence,2026-11-01,high": "This must be a number, such as 4.7",
    "Sickness absence,2026-11-01,9999999999": "The figure is too large",
    "Vacancies,2026-11-01,5": "You follow no figure of this name. Add it first, or correct the name",
    ",2026-11-01,5": "You follow no figure of this name",
    "Sickness absence,2026-08-01,5": "Row 2 has a figure of this day already. Keep one of the two",
}


@pytest.mark.parametrize("row", FAULTY)
def test_one_faulty_row_keeps_everything_from_being_stored(
    session: Session, organisation: Organisation, row: str
) -> None:
    before = _figures(session, organisation)
    preview = _preview(session, organisation, f"indicator,date,value\nSickness absence,2026-08-01,5\n{row}\n")
    (sound, faulty) = preview.rows
    assert sound.effect is Effect.NEW
    assert (faulty.effect, faulty.line) == (Effect.FAULTY, 3)
    assert FAULTY[row] in faulty.fault
    assert not preview.storable
    with pytest.raises(InvalidEntryError):
        store_figures(session, organisation, preview)
    assert _figures(session, organisation) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,amount\na,b\n", "headings date and value"),
        ("date,value\n", "no figures below"),
        ("date,value,day\n2026-01-01,1,2026-01-01\n", "Two columns hold the same: date"),
        ("date,value\n" + "2026-01-01,1\n" * 2001, "more than 2,000 rows"),
        ("date,value\n2026-01-01,\n", "no figures below"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(
    session: Session, organisation: Organisation, text: str, words: str
) -> None:
    with pytest.raises(UnreadableTableError, match=words):
        _preview(session, organisation, text, chosen=0)


def test_too_many_figures_are_refused_before_any_is_stored(session: Session, organisation: Organisation) -> None:
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(MOST_FIGURES - 1)]
    text = "date,value\n" + "".join(f"{day},1\n" for day in days)
    preview = _preview(session, organisation, text, chosen=0)
    assert preview.faults == ("Sickness absence would have 241 figures. The most is 240.",)
    assert not preview.storable


def test_shares_of_one_are_pointed_out(session: Session, organisation: Organisation) -> None:
    shares = _preview(session, organisation, "date,value\n2026-01-01,0.047\n2026-02-01,0.05\n", chosen=0)
    assert "multiply them by 100" in shares.hints[0]
    assert shares.storable
    assert _preview(session, organisation, "date,value\n2026-01-01,0.9\n2026-02-01,4\n", chosen=0).hints == ()
    assert _preview(session, organisation, "date,value\n2026-01-01,0.9\n", chosen=1).hints == ()  # not in per cent


def _workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_real_dates_and_numbers(session: Session, organisation: Organisation) -> None:
    content = _workbook(
        ("indicator", "date", "value"), ("Morale", datetime(2026, 11, 1), 6.5), ("Morale", date(2026, 10, 1), 6)  # noqa: DTZ001
    )  # fmt: skip
    known = indicators_of(session, organisation)
    preview = preview_figures(upload_lines("figures.xlsx", content), known, None, TODAY)
    assert [(row.on, row.value) for row in preview.rows] == [(date(2026, 11, 1), 6.5), (date(2026, 10, 1), 6.0)]


def test_formulas_are_only_text(session: Session, organisation: Organisation) -> None:
    known = indicators_of(session, organisation)
    content = _workbook(("indicator", "date", "value"), ("Morale", "2026-11-01", "=1+1"))
    (row,) = preview_figures(upload_lines("figures.xlsx", content), known, None, TODAY).rows
    assert row.effect is Effect.FAULTY
    assert "=1+1" in row.typed


def test_what_the_form_carries_reads_to_the_same_figures(session: Session, organisation: Organisation) -> None:
    add_indicator(session, organisation, '=Odd "name",\twith; marks'.replace("\t", " "), "£")
    text = (
        "indicator\tdate\tvalue\n" + '"=Odd ""name"", with; marks"\t2026-01-01\t-0.0001\nMorale\t2026-01-01\t1,234.5\n'
    )
    first = _preview(session, organisation, text)
    again = _preview(session, organisation, as_text(first))
    assert [(r.indicator, r.on, r.value) for r in again.rows] == [(r.indicator, r.on, r.value) for r in first.rows]
    assert again.rows[0].value == -0.0001


def test_names_that_are_alike_but_for_marks_are_told_apart(session: Session, organisation: Organisation) -> None:
    for name in ("Überstunden", "Υπερωρίες", "Absence (all)", "Absence, all"):
        add_indicator(session, organisation, name, "hours")
    greek = "Υπερωρίες"
    rows = f'Überstunden,2026-01-01,1\n{greek.upper()},2026-01-01,2\n"absence, all",2026-01-01,3\n'
    rows += "absence all,2026-01-01,4\n"
    preview = _preview(session, organisation, "indicator,date,value\n" + rows)
    found = [row.indicator.name if row.indicator else None for row in preview.rows]
    assert found == ["Überstunden", "Υπερωρίες", "Absence, all", None]


def test_a_long_file_is_stored_quickly(session: Session, organisation: Organisation) -> None:
    """One look at each indicator, not one for each row."""
    absence, morale = indicators_of(session, organisation)
    absence.figures = [IndicatorFigure(on=date(2000, 1, 1) + timedelta(days=n), value=n) for n in range(MOST_FIGURES)]
    session.commit()
    text = "indicator,date,value\n" + "".join(
        f"Sickness absence,{date(2000, 1, 1) + timedelta(days=n)},7\n" for n in range(MOST_FIGURES)
    )
    preview = _preview(session, organisation, text)
    assert preview.counts == {Effect.CHANGED: MOST_FIGURES - 1, Effect.SAME: 1}
    store_figures(session, organisation, preview)
    session.commit()
    assert set(_figures(session, organisation)["Sickness absence"].values()) == {7.0}
    assert isinstance(morale, Indicator)
