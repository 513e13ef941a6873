"""Figures that an organisation follows: adding, correcting, removing, and their limits. On both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from audit_app.assessment.indicators import (
    MOST_FIGURES,
    MOST_INDICATORS,
    SUGGESTIONS,
    SignedDay,
    add_indicator,
    find_indicator,
    indicators_of,
    put_figure,
    remove_figure,
    remove_indicator,
    rename_indicator,
    signed_days,
)
from audit_app.assessment.models import (
    Assessment,
    AssessmentState,
    Indicator,
    IndicatorFigure,
    SignedVersion,
)
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.models import Forum, Organisation

TODAY = date(2026, 11, 20)
DAY = date(2026, 10, 1)


@pytest.fixture
def organisation(session: Session) -> Organisation:
    forum = Forum(slug="north", name="North")
    session.add(forum)
    session.flush()
    found = Organisation(forum_id=forum.id, name="Invented Trust")
    session.add(found)
    session.commit()
    return found


@pytest.fixture
def indicator(session: Session, organisation: Organisation) -> Indicator:
    made = add_indicator(session, organisation, "Sickness absence", "%")
    session.commit()
    return made


def _refused(error: pytest.ExceptionInfo[InvalidEntryError]) -> dict[str, str]:
    return error.value.errors


def test_an_indicator_has_a_name_and_a_unit(session: Session, organisation: Organisation) -> None:
    add_indicator(session, organisation, "  Sickness   absence ", " % ")
    add_indicator(session, organisation, "Moräle", "out of 10")
    session.commit()
    assert [(each.name, each.unit) for each in indicators_of(session, organisation)] == [
        ("Sickness absence", "%"),
        ("Moräle", "out of 10"),
    ]


@pytest.mark.parametrize(
    ("name", "unit", "faults"),
    [
        ("", " ", {"name": "Enter a name", "unit": "Enter the unit"}),
        ("x" * 121, "y" * 41, {"name": "too long", "unit": "too long"}),
        ("a\x00b", "%", {"name": "hidden character"}),
        ("SICKNESS absence", "people", {"name": "already"}),
    ],
)
def test_what_cannot_be_an_indicator(
    session: Session, organisation: Organisation, indicator: Indicator, name: str, unit: str, faults: dict[str, str]
) -> None:
    with pytest.raises(InvalidEntryError) as error:
        add_indicator(session, organisation, name, unit)
    found = _refused(error)
    assert found.keys() == faults.keys()
    assert all(words in found[field] for field, words in faults.items())
    assert indicators_of(session, organisation) == [indicator]


def test_there_are_not_too_many(session: Session, organisation: Organisation) -> None:
    for number in range(MOST_INDICATORS):
        add_indicator(session, organisation, f"Figure {number}", "people")
    with pytest.raises(InvalidEntryError, match="12 figures already"):
        add_indicator(session, organisation, "One more", "people")


def test_a_name_can_be_corrected_but_not_taken_twice(
    session: Session, organisation: Organisation, indicator: Indicator
) -> None:
    other = add_indicator(session, organisation, "Morale", "out of 10")
    rename_indicator(session, organisation, indicator, "sickness absence", "per cent")
    session.commit()
    assert (indicator.name, indicator.unit) == ("sickness absence", "per cent")
    with pytest.raises(InvalidEntryError, match="already"):
        rename_indicator(session, organisation, other, "Sickness Absence", "%")


def test_a_figure_is_added_replaced_and_removed(
    session: Session, organisation: Organisation, indicator: Indicator
) -> None:
    assert put_figure(session, organisation, indicator, DAY, 4.71234567, TODAY) is None
    assert put_figure(session, organisation, indicator, date(2026, 9, 1), -0.00001, TODAY) is None
    assert put_figure(session, organisation, indicator, DAY, 5, TODAY) == 4.7123
    session.commit()
    (found,) = indicators_of(session, organisation)
    assert [(each.on, str(each.value)) for each in found.figures] == [(date(2026, 9, 1), "0.0"), (DAY, "5.0")]
    assert remove_figure(session, found, DAY) == 5
    assert remove_figure(session, found, DAY) is None
    session.commit()
    assert [each.on for each in session.scalars(select(IndicatorFigure))] == [date(2026, 9, 1)]


@pytest.mark.parametrize(
    ("on", "value", "field"),
    [
        (TODAY + timedelta(days=1), 1.0, "on"),
        (date(1989, 12, 31), 1.0, "on"),
        (DAY, float("nan"), "value"),
        (DAY, float("inf"), "value"),
        (DAY, -1e10, "value"),
    ],
)
def test_what_cannot_be_a_figure(
    session: Session, organisation: Organisation, indicator: Indicator, on: date, value: float, field: str
) -> None:
    with pytest.raises(InvalidEntryError) as error:
        put_figure(session, organisation, indicator, on, value, TODAY)
    assert list(_refused(error)) == [field]
    assert indicator.figures == []


def test_an_indicator_has_not_too_many_figures(
    session: Session, organisation: Organisation, indicator: Indicator
) -> None:
    indicator.figures = [IndicatorFigure(on=DAY - timedelta(days=n), value=n) for n in range(1, MOST_FIGURES + 1)]
    session.commit()
    with pytest.raises(InvalidEntryError, match="240"):
        put_figure(session, organisation, indicator, DAY, 1, TODAY)
    assert put_figure(session, organisation, indicator, DAY - timedelta(days=7), 1, TODAY) == 7  # replacing is fine


def test_removing_an_indicator_removes_its_figures(
    session: Session, organisation: Organisation, indicator: Indicator
) -> None:
    put_figure(session, organisation, indicator, DAY, 1, TODAY)
    session.commit()
    remove_indicator(session, indicator)
    session.commit()
    assert indicators_of(session, organisation) == []
    assert session.scalars(select(IndicatorFigure)).all() == []


def test_another_organisation_has_its_own(session: Session, organisation: Organisation, indicator: Indicator) -> None:
    other = Organisation(forum_id=organisation.forum_id, name="Other Trust")
    session.add(other)
    session.flush()
    assert find_indicator(session, other, indicator.id) is None
    assert find_indicator(session, organisation, indicator.id) is indicator
    add_indicator(session, other, "Sickness absence", "%")  # the same name is free there


def test_what_counts_is_what_stands_there_when_it_is_written(
    session: Session, organisation: Organisation, indicator: Indicator
) -> None:
    """Somebody else's figure of the same day may come in after this session has read the figures."""
    assert indicator.figures == []
    session.execute(insert(IndicatorFigure).values(indicator_id=indicator.id, on=DAY, value=1))
    assert put_figure(session, organisation, indicator, DAY, 2, TODAY) == 1
    session.commit()
    assert [each.value for each in session.scalars(select(IndicatorFigure))] == [2]


def test_days_of_signing_are_those_of_each_signed_version(session: Session, organisation: Organisation) -> None:
    def assessment(name: str, state: AssessmentState, *days: date) -> None:
        made = Assessment(
            forum_id=organisation.forum_id, organisation_id=organisation.id, name=name, state=state, opened_on=DAY,
            opened_by="Kim", instrument_id="x", instrument_version=1, instrument_digest="0", instrument_definition="{}",
        )  # fmt: skip
        session.add(made)
        session.flush()
        for number, on in enumerate(days, start=1):
            session.add(
                SignedVersion(assessment_id=made.id, version=number, signed_on=on, content="{}", digest=str(number))
            )

    assessment("2025", AssessmentState.SIGNED, date(2025, 11, 20))
    assessment("2026", AssessmentState.OPEN, date(2026, 3, 1), date(2026, 5, 1))
    assessment("Wrong", AssessmentState.WITHDRAWN, date(2026, 4, 1))
    session.flush()
    assert signed_days(session, organisation) == [
        SignedDay(date(2025, 11, 20), "2025"),
        SignedDay(date(2026, 3, 1), "2026"),
        SignedDay(date(2026, 5, 1), "2026"),
    ]


def test_suggestions_can_be_added_as_they_are(session: Session, organisation: Organisation) -> None:
    for name, unit in SUGGESTIONS:
        add_indicator(session, organisation, name, unit)
    assert len(indicators_of(session, organisation)) == len(SUGGESTIONS) <= MOST_INDICATORS
