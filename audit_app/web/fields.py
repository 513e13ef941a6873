"""The base of every form, its plain words for WTForms' own messages, and the fields that WTForms does not have."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.utils import unset_value

from audit_app.composed_text import composed

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?")
_PLAIN_WORDS = {
    "This field is required.": "Fill this in",
    "Not a valid choice.": "Choose one of the answers in the list",
    "Invalid Choice: could not be coerced.": "Choose one of the answers in the list",
    "'%(value)s' is not a valid choice for this field.": "Choose only from the list",
    "Not a valid integer value.": "Enter a whole number, such as 12",
    "Not a valid decimal value.": "Enter a number, such as 6.5",
    "Not a valid float value.": "Enter a number, such as 6.5",
    "Number must be at least %(min)s.": "Enter a number that is %(min)s or more",
    "Number must be at most %(max)s.": "Enter a number that is %(max)s or less",
    "Number must be between %(min)s and %(max)s.": "Enter a number from %(min)s to %(max)s",
    "Invalid email address.": "Enter an e-mail address, such as name@example.org",
    "Field must be at least %(min)d character long.": "Write at least %(min)d character",
    "Field must be at least %(min)d characters long.": "Write at least %(min)d characters",
    "Field cannot be longer than %(max)d character.": "Write no more than %(max)d character",
    "Field cannot be longer than %(max)d characters.": "Write no more than %(max)d characters",
    "Field must be between %(min)d and %(max)d characters long.": "Write between %(min)d and %(max)d characters",
    "Invalid input.": "Check what you entered",
}


class PlainWords:
    """WTForms' own messages in the product's words; messages that a form brings itself stay as they are."""

    def gettext(self, message: str) -> str:
        return _PLAIN_WORDS.get(message, message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


def printable(text: str) -> str:
    """The text without what cannot be shown or stored: control characters (PostgreSQL takes no NUL) and half ones."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})


def tidied(text: str | None) -> str | None:
    """Typed text with one kind of line break, composed accents and no space around it.

    Raises ValueError, with words for the person, if it holds control characters. The field then shows the text
    without them, so that sending it again is enough.
    """
    if text is None:
        return None
    text = composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    if printable(text) != text:
        raise ValueError("This had hidden characters. They are taken out now. Check it and send it again")
    return text.strip()


class PageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The base of every form of the product: text comes in tidied, and messages are in plain words."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # Flask-WTF has no types
        def bind_field(self, form: Any, unbound_field: "UnboundField[Any]", options: dict[str, Any]) -> Field:  # noqa: ANN401
            if issubclass(unbound_field.field_class, StringField):
                filters: Sequence[Callable[[Any], Any]] = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": (tidied, *filters)}
            # WTForms 3.3 warns of choices given as pairs when a field is made, but reads them from a field that stands.
            choices = unbound_field.kwargs.get("choices")
            if not issubclass(unbound_field.field_class, SelectFieldBase) or not isinstance(choices, list | tuple):
                bound: Field = unbound_field.bind(form=form, **options)
                return bound
            bound = unbound_field.bind(form=form, **{**options, "choices": []})
            bound.choices = list(choices)  # type: ignore[attr-defined]  # every kind of select field has them
            return bound

        def get_translations(self, form: Any) -> PlainWords:  # noqa: ANN401
            del form
            return PlainWords()


class CheckboxesField(SelectMultipleField):
    """Several answers from a list, shown as checkboxes."""


class DayField(Field):
    """A date typed as day, month and year. `data` is a date or None; what was typed stays in `parts`.

    Make it compulsory with InputRequired, not DataRequired, which would hide the more precise messages.
    """

    parts: dict[str, str]
    faulty_part: str

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:  # noqa: ANN401
        """Read the three parts, which WTForms would look for under one name."""
        super().process(None, data, extra_filters)
        day: date | None = self.data
        self.faulty_part = "day"
        self.parts = {part: str(getattr(day, part)) if day else "" for part in PARTS}
        if formdata is None or not any(self._name(part) in formdata for part in PARTS):
            return
        self.parts = {part: printable(formdata.get(self._name(part), "")).strip() for part in PARTS}
        self.raw_data = [typed for typed in self.parts.values() if typed]
        self.data = None
        if self.raw_data:
            try:
                self.data = self._read()
            except ValueError as error:
                self.process_errors = [str(error)]

    @property
    def error_id(self) -> str:
        """The id of the input that an error is about."""
        return f"{self.id}-{self.faulty_part}"

    def _name(self, part: str) -> str:
        return f"{self.name}-{part}"

    def _read(self) -> date:
        label = self.label.text
        missing = [part for part in PARTS if not self.parts[part]]
        if missing:
            self.faulty_part = missing[0]
            raise ValueError(f"{label} must have a {' and a '.join(missing)}")
        month = self.parts["month"].lower()[:3]
        numbers = {**self.parts, "month": str(MONTHS.index(month) + 1) if month in MONTHS else self.parts["month"]}
        for part, typed in numbers.items():
            if not re.fullmatch(r"[0-9]{4}" if part == "year" else r"[0-9]{1,2}", typed):
                self.faulty_part = part
                raise ValueError(
                    f"{label}: the year must have 4 numbers, such as 2026"
                    if part == "year"
                    else f"{label}: the {part} must be a number"
                )
        try:
            return date(int(numbers["year"]), int(numbers["month"]), int(numbers["day"]))
        except ValueError:
            raise ValueError(f"{label} must be a real date, such as 20 11 2026") from None


class ClockField(Field):
    """A time of day typed as people write it: 9am, 3:45pm, 15:45, midday. `data` is a time or None."""

    typed: str

    def process_data(self, value: Any) -> None:  # noqa: ANN401
        """Show a stored time in the words that can be typed."""
        self.data = value
        self.typed = f"{value:%H:%M}" if isinstance(value, time) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the typed time; raises ValueError, which WTForms shows beside the field."""
        if valuelist:
            self.typed = printable(valuelist[0]).strip()
            self.raw_data = [self.typed]  # only spaces are nothing: InputRequired must say so
            self.data = clock_time(self.typed) if self.typed else None

    def _value(self) -> str:
        return self.typed


def clock_time(text: str) -> time:
    """The time of day in 9am, 3:45pm, 15:45, midday or midnight. Raises ValueError, with words for the person."""
    typed = text.strip().lower()
    named: Mapping[str, time] = {"midday": time(12), "noon": time(12), "midnight": time(0)}
    if typed in named:
        return named[typed]
    found = _CLOCK.fullmatch(typed)
    if found and (found[2] or found[3]):
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if minute < 60 and (1 <= hour <= 12 if half else hour < 24):
            return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
    raise ValueError("Enter a time such as 9am, 3:45pm or 15:45")
