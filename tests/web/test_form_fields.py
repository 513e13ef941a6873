"""WTForms fields as components: labels, errors beside the field, links that land, and nothing typed lost."""

from collections.abc import Mapping
from datetime import date, time
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template_string
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from audit_app.web.fields import CheckboxesField, ClockField, DayField, PageForm, clock_time
from audit_app.web.forms import field
from tests.harness.pages import Page

TEMPLATE = """{% extends "base.html" %}{% block title %}All{% endblock %}{% block content %}{{ error_summary(form) }}
<h1>All</h1><form method="post">{% for each in form %}{{ field(each) }}{% endfor %}</form>{% endblock %}"""


class Every(PageForm):
    name = StringField("Name", [DataRequired("Enter the name"), Length(max=5)], description="As members know it")
    email = EmailField("E-mail")
    comment = TextAreaField("Comment", [Length(max=500)])
    notes = TextAreaField("Notes")
    side = RadioField("Side", [InputRequired("Choose a side")], choices=[("m", "Management"), ("s", "Staff")])
    reviewers = CheckboxesField("Reviewers", choices=[("a", "A"), ("b", "B")])
    sure = BooleanField("I am sure", [InputRequired("Tick the box")])
    kind = SelectField("Kind", choices=[("ten", "Ten"), ("full", "Full")])
    day = DayField("Opening date", [InputRequired("Enter the date")])
    clock = ClockField("Opening time")
    smallest = IntegerField("Smallest group", [NumberRange(5, 50)])
    table = FileField("Table")
    step = HiddenField()


def shown(app: Flask, typed: Mapping[str, Any] | None = None, **stored: Any) -> tuple[Page, Every]:
    """The page after a GET, or after a POST of `typed`."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="GET" if typed is None else "POST", data=typed):
        form = Every(**stored)
        form.validate_on_submit()
        return Page(render_template_string(TEMPLATE, form=form), "form"), form


def by_id(page: Page, element_id: str) -> Element:
    return next(element for element in page.root.iter() if element.get("id") == element_id)


def test_every_field_has_a_label_and_nothing_is_preselected(sqlite_app: Flask) -> None:
    page, _ = shown(sqlite_app)
    labelled = {label.get("for") for label in page.all("label")}
    inputs = [e for tag in ("input", "textarea", "select") for e in page.all(tag) if e.get("type") != "hidden"]
    assert len(inputs) == 16
    assert {each.get("id") for each in inputs} <= labelled
    assert not [each for each in inputs if each.get("checked") is not None]
    assert not page.errors
    assert page.title.startswith("All \N{EN DASH}")


def test_errors_stand_beside_the_field_and_in_a_summary_that_lands(sqlite_app: Flask) -> None:
    page, _ = shown(sqlite_app, {"smallest": "three", "kind": "ten"})
    assert page.title.startswith("Error: All \N{EN DASH}")
    assert page.errors == [
        "Enter the name", "Choose a side", "Tick the box", "Enter the date", "Enter a whole number, such as 12",
    ]  # fmt: skip
    summary = page.all("div", "nhsuk-error-summary")[0]
    targets = [by_id(page, str(link.get("href"))[1:]) for link in summary.iter("a")]
    assert [target.tag for target in targets] == ["input"] * 5, "each link must land on something to type or choose"
    assert targets[1].get("type") == "radio"
    name = by_id(page, "name")
    assert {"name-hint", "name-error"} == set(str(name.get("aria-describedby")).split())
    assert "Enter the name" in "".join(by_id(page, "name-error").itertext())
    assert "nhsuk-input--error" in str(name.get("class"))


def test_what_was_typed_comes_back(sqlite_app: Flask) -> None:
    typed = {
        "name": "far too long <b>", "email": "x@", "comment": "\nline one\nline two", "side": "s", "reviewers": ["b"],
        "kind": "full", "day-day": "31", "day-month": "2", "day-year": "2026", "clock": "half past", "smallest": "1",
    }  # fmt: skip
    page, _ = shown(sqlite_app, typed)
    assert by_id(page, "name").get("value") == "far too long <b>"
    assert by_id(page, "email").get("value") == "x@"
    assert "".join(by_id(page, "comment").itertext()).strip() == "line one\nline two"
    chosen = [e.get("value") for e in page.all("input") if e.get("checked") is not None]
    assert chosen == ["s", "b"]
    assert [o.get("value") for o in page.all("option") if o.get("selected") is not None] == ["full"]
    assert [by_id(page, f"day-{part}").get("value") for part in ("day", "month", "year")] == ["31", "2", "2026"]
    assert by_id(page, "clock").get("value") == "half past"
    assert by_id(page, "smallest").get("value") == "1"
    assert "Write no more than 5 characters" in page.errors
    assert "Opening date must be a real date, such as 20 11 2026" in page.errors
    assert "Enter a time such as 9am, 3:45pm or 15:45" in page.errors
    assert "Enter a number from 5 to 50" in page.errors


def test_stored_values_are_shown(sqlite_app: Flask) -> None:
    page, _ = shown(sqlite_app, name="North", side="m", day=date(2026, 11, 20), clock=time(15, 45), smallest=5)
    assert by_id(page, "name").get("value") == "North"
    assert [by_id(page, f"day-{part}").get("value") for part in ("day", "month", "year")] == ["20", "11", "2026"]
    assert by_id(page, "clock").get("value") == "15:45"
    assert by_id(page, "side").get("checked") is not None, "the first radio has the field's own id"


def test_a_good_form_gives_typed_values(sqlite_app: Flask) -> None:
    typed = {
        "name": "  Zoe\u0308 ", "comment": "a\r\nb", "side": "m", "sure": "y", "kind": "ten", "day-day": "20",
        "day-month": "Nov", "day-year": "2026", "clock": "9:30 PM", "smallest": "5", "table": (BytesIO(b"x"), "t.csv"),
    }  # fmt: skip
    page, form = shown(sqlite_app, typed)
    assert not page.errors
    assert form.name.data == "Zo\u00eb"
    assert form.comment.data == "a\nb"
    assert form.day.data == date(2026, 11, 20)
    assert form.clock.data == time(21, 30)
    assert form.smallest.data == 5
    assert form.table.data.filename == "t.csv"


def test_hidden_characters_are_told_and_taken_out(sqlite_app: Flask) -> None:
    page, form = shown(sqlite_app, {"name": "A\x00B\x07", "comment": "ok\x0bok"})
    assert sum("hidden characters" in message for message in page.errors) == 2
    assert by_id(page, "name").get("value") == "AB"
    assert form.errors


def test_text_of_many_scripts_is_taken_as_it_is(sqlite_app: Flask) -> None:
    words = "Łódź שלום 日本 👩‍⚕️"
    _, form = shown(sqlite_app, {"notes": words})
    assert form.notes.data == words


def test_comments_count_characters_and_notes_do_not(sqlite_app: Flask) -> None:
    page, _ = shown(sqlite_app)
    counted = [each.get("data-maxlength") for each in page.all("div") if each.get("data-maxlength")]
    assert counted == ["500"]


@pytest.mark.parametrize(
    ("parts", "message", "faulty"),
    [
        (("", "11", "2026"), "Opening date must have a day", "day"),
        (("20", "", ""), "Opening date must have a month and a year", "month"),
        (("20", "11", "26"), "Opening date: the year must have 4 numbers, such as 2026", "year"),
        (("20", "13", "2026"), "Opening date must be a real date, such as 20 11 2026", "day"),
        (("twenty", "11", "2026"), "Opening date: the day must be a number", "day"),
        (("20", "Nonember", "2026"), "Opening date: the month must be a number", "month"),
    ],
)
def test_a_wrong_date_is_named_and_its_link_lands_on_the_wrong_part(
    sqlite_app: Flask, parts: tuple[str, str, str], message: str, faulty: str
) -> None:
    page, form = shown(sqlite_app, dict(zip(("day-day", "day-month", "day-year"), parts, strict=True)))
    assert message in page.errors
    assert form.day.data is None
    assert f"#day-{faulty}" in page.links().values()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9am", time(9)), ("12am", time(0)), ("12pm", time(12)), ("3.45pm", time(15, 45)), ("15:45", time(15, 45)),
        ("00:05", time(0, 5)), ("Midday", time(12)), ("midnight", time(0)), (" 9:05 PM ", time(21, 5)),
    ],
)  # fmt: skip
def test_times_as_people_write_them(typed: str, meant: time) -> None:
    assert clock_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "9", "25:00", "13pm", "0am", "9:60am", "soon", "9am9", "٩am"])
def test_what_is_not_a_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 9am"):
        clock_time(typed)


def test_items_can_have_hints_and_a_divider(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        made = field(Every(meta={"csrf": False}).side, items={"s": {"hint": {"text": "<i>"}}}, divider={"s": "or"})
    assert "&lt;i&gt;" in made
    assert made.index("Management") < made.index("divider") < made.index("Staff")


def test_two_forms_on_one_page_repeat_no_id(sqlite_app: Flask) -> None:
    class Small(PageForm):
        step = HiddenField(default="1")

    template = (
        '{% extends "base.html" %}{% block title %}Two{% endblock %}{% block content %}<h1>Two</h1>'
        "<form>{{ hidden_fields(form) }}</form><form>{{ hidden_fields(form) }}</form>{% endblock %}"
    )
    with sqlite_app.test_request_context():
        page = Page(render_template_string(template, form=Small()), "two forms")
    assert [each.get("name") for each in page.all("input")] == ["step", "csrf_token"] * 2


def test_a_field_without_a_component_is_refused(sqlite_app: Flask) -> None:
    class Odd(PageForm):
        odd = Field("Odd")

    with sqlite_app.test_request_context(), pytest.raises(TypeError, match="no component for Field"):
        field(Odd(meta={"csrf": False}).odd)
