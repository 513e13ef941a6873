"""The components and filters that every template can use."""

from datetime import UTC, date, datetime
from pathlib import Path

import jinja2
import nhsuk_frontend_jinja
import pytest
from flask import Flask, render_template_string
from markupsafe import Markup

from audit_app.web.components import component_macros, date_time, long_date, once, plural

ATTACK = "<script>alert(1)</script>\"' onload=x"


def test_every_component_but_the_header_is_a_template_global(sqlite_app: Flask) -> None:
    folders = [
        each.parent.name for each in Path(nhsuk_frontend_jinja.__file__).parent.rglob("components/*/macro.jinja")
    ]
    assert len(folders) == 43
    assert len(component_macros()) == 43 - len({"header"}) + len({"cardAction", "summaryListRow"})
    assert component_macros().keys() <= sqlite_app.jinja_env.globals.keys()
    assert "header" not in sqlite_app.jinja_env.globals, "it falls back to the NHS logo"
    assert {"button", "radios", "input", "errorSummary", "summaryList", "taskList"} <= component_macros().keys()


@pytest.mark.parametrize("key", ["text", "href", "id", "classes", "name", "value"])
def test_components_escape_what_they_are_given(key: str) -> None:
    made = component_macros()["button"]({"text": "Go", key: ATTACK})
    assert isinstance(made, Markup)
    assert "<script" not in made


def test_radios_escape_names_hints_errors_and_items() -> None:
    made = component_macros()["radios"](
        {
            "name": "r",
            "hint": {"text": ATTACK},
            "errorMessage": {"text": ATTACK},
            "fieldset": {"legend": {"text": ATTACK}},
            "items": [{"value": ATTACK, "text": ATTACK, "hint": {"text": ATTACK}}],
        }
    )
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 6


def test_kept_markup_is_what_the_component_makes_of_these_parameters() -> None:
    for text in ("Back", ATTACK, "Back"):
        parameters = {"text": text, "href": "/answer"}
        assert once("backLink", parameters) == component_macros()["backLink"](parameters)
        assert "<script" not in once("backLink", parameters)


def test_templates_escape_and_fail_on_unknown_names(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert "<script" not in render_template_string("{{ words }}", words=ATTACK)
        with pytest.raises(jinja2.UndefinedError):
            render_template_string("{{ no_such_name }}")


def test_dates_in_words_follow_united_kingdom_time() -> None:
    assert long_date(date(2026, 11, 20)) == "20 November 2026"
    assert long_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert date_time(datetime(2026, 11, 20, 15, 45, tzinfo=UTC)) == "20 November 2026 at 3:45pm"
    assert date_time(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == "1 July 2026 at 9am"
    assert date_time(datetime(2026, 1, 1, 12, 5, tzinfo=UTC)) == "1 January 2026 at 12:05pm"
    assert date_time(datetime(2026, 1, 1, 0, 5, tzinfo=UTC)) == "1 January 2026 at 12:05am"
    assert date_time(datetime(2026, 1, 1, 12, tzinfo=UTC)) == "1 January 2026 at midday"
    assert date_time(datetime(2026, 6, 30, 23, tzinfo=UTC)) == "1 July 2026 at midnight"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        date_time(datetime(2026, 1, 1, 12))  # noqa: DTZ001  (that is what must fail)


def test_counts_in_words() -> None:
    assert [plural(count, "member") for count in (0, 1, 2, 1200)] == [
        "0 members", "1 member", "2 members", "1,200 members",
    ]  # fmt: skip
    assert plural(2, "person", "people") == "2 people"
