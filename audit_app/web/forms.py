"""WTForms fields as nhsuk components: `field(form.name)`, `hidden_fields(form)` and `error_summary(form)`.

Options of `field`, all optional: hint, size (s, m, l, xl), page_heading, hidden_label, width, rows, classes, small,
inputmode, autocomplete, spellcheck, prefix, suffix, accept; for radios, checkboxes and select also `items`: choice →
more parameters of that item, such as a hint or a conditional field, and `divider`: choice → the words before it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Flask
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import Length

from audit_app.web.components import component_macros
from audit_app.web.fields import PARTS, CheckboxesField, ClockField, DayField, printable

Parameters = dict[str, Any]


def init_app(app: Flask) -> None:
    """Give templates the three functions."""
    app.jinja_env.globals.update(field=field, hidden_fields=hidden_fields, error_summary=error_summary)


def field(bound: Field, **options: Any) -> Markup:  # noqa: ANN401  (options of any component)
    """A field with its label, hint, error and what was typed, as the component for its type.

    Raises TypeError for a type of field that has no component.
    """
    if isinstance(bound, HiddenField):
        return _hidden(bound)
    for kind, make in _MAKERS:
        if isinstance(bound, kind):
            name, parameters = make(bound, options)
            return Markup(component_macros()[name](parameters))  # noqa: S704  (the macros escape: see components)
    raise TypeError(f"There is no component for {type(bound).__name__}.")


def hidden_fields(form: BaseForm) -> Markup:
    """A form's hidden fields with the CSRF token, without ids, so that two forms can stand on one page."""
    return Markup("\n").join(_hidden(each) for each in form if isinstance(each, HiddenField))


def _hidden(bound: HiddenField) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(bound.name, _shown(bound))


def error_summary(form: BaseForm | Mapping[str, str]) -> Markup:
    """The list of what to put right, each linked to its field; nothing if there is nothing.

    `form` is a form, or messages by the id of their field for pages without one (an empty id: no link).
    """
    errors = [(each, message) for each, message in form.items()] if isinstance(form, Mapping) else [*_errors(form)]
    if not errors:
        return Markup()
    items = [{"text": message, "href": f"#{target}"} if target else {"text": message} for target, message in errors]
    summary = component_macros()["errorSummary"]({"titleText": "There is a problem", "errorList": items})
    return Markup(summary)  # noqa: S704  (the macros escape: see components)


def _errors(form: BaseForm) -> Iterator[tuple[str, str]]:
    for message in getattr(form, "form_errors", ()):
        yield "", str(message)
    for each in form:
        yield from _field_errors(each)


def _field_errors(each: Field) -> Iterator[tuple[str, str]]:
    if isinstance(each, FormField):
        yield from _errors(each.form)
    elif isinstance(each, FieldList):
        for entry in each.entries:
            yield from _field_errors(entry)
    elif each.errors:
        target = "" if isinstance(each, HiddenField) else str(getattr(each, "error_id", each.id))
        yield target, str(each.errors[0])


def _common(bound: Field, options: Parameters, *straight: str) -> Parameters:
    """What every component takes. `straight` names the options that are passed on as they are."""
    hint = options.get("hint") or bound.description
    parameters: Parameters = {"id": bound.id, "name": bound.name, "label": _label(bound, options)}
    if hint:
        parameters["hint"] = {"text": hint} if not isinstance(hint, Markup) else {"html": hint}
    if bound.errors:
        parameters["errorMessage"] = {"text": str(bound.errors[0])}
    attributes = dict(bound.render_kw or {})
    if "accept" in options:
        attributes["accept"] = options["accept"]
    if attributes:
        parameters["attributes"] = attributes
    parameters.update({name: options[name] for name in (*straight, "classes") if name in options})
    return parameters


def _shown(bound: Field) -> str:
    """What stands in the field, as WTForms' own widgets ask for it."""
    value: Callable[[], object] = bound._value  # type: ignore[attr-defined]  # noqa: SLF001  (every text field has it)
    return printable(str(value()))


def _label(bound: Field, options: Parameters) -> Parameters:
    label: Parameters = {"text": bound.label.text}
    if "size" in options:
        label["size"] = options["size"]
    if options.get("page_heading"):
        label["isPageHeading"] = True
    if options.get("hidden_label"):
        label["classes"] = "nhsuk-u-visually-hidden"
    return label


def _grouped(bound: Field, options: Parameters) -> Parameters:
    """Radios and checkboxes: the label becomes the legend, and the first input has the field's own id."""
    parameters = _common(bound, options, "small")
    parameters["fieldset"] = {"legend": parameters.pop("label")}
    parameters["idPrefix"] = parameters.pop("id")
    return parameters


def _items(bound: SelectField, options: Parameters) -> list[Parameters]:
    more: Mapping[Any, Parameters] = options.get("items", {})
    dividers: Mapping[Any, str] = options.get("divider", {})
    items: list[Parameters] = []
    for value, label, selected, *_ in bound.iter_choices():
        if value in dividers:
            items.append({"divider": dividers[value]})
        items.append({"value": str(value), "text": str(label), "checked": selected, **more.get(value, {})})
    return items


def _radios(bound: RadioField, options: Parameters) -> tuple[str, Parameters]:
    return "radios", {**_grouped(bound, options), "items": _items(bound, options)}


def _checkboxes(bound: CheckboxesField, options: Parameters) -> tuple[str, Parameters]:
    return "checkboxes", {**_grouped(bound, options), "items": _items(bound, options)}


def _single_checkbox(bound: BooleanField, options: Parameters) -> tuple[str, Parameters]:
    parameters = _common(bound, options, "small")
    item: Parameters = {"value": "y", "text": bound.label.text, "checked": bool(bound.data)}
    if "hint" in parameters:
        item["hint"] = parameters.pop("hint")
    del parameters["label"]
    parameters["idPrefix"] = parameters.pop("id")
    return "checkboxes", {**parameters, "items": [item]}


def _select(bound: SelectField, options: Parameters) -> tuple[str, Parameters]:
    items = [{**item, "selected": item.pop("checked")} for item in _items(bound, options)]
    return "select", {**_common(bound, options), "items": items}


def _day(bound: DayField, options: Parameters) -> tuple[str, Parameters]:
    parameters = _grouped(bound, options)
    parameters["id"] = parameters.pop("idPrefix")
    del parameters["name"]
    parameters["items"] = [
        {
            "id": f"{bound.id}-{part}",
            "name": f"{bound.name}-{part}",
            "label": part.capitalize(),
            "value": bound.parts[part],
            "width": 4 if part == "year" else 2,
            "error": bool(bound.errors) and part == bound.faulty_part,
        }
        for part in PARTS
    ]
    return "dateInput", parameters


def _textarea(bound: TextAreaField, options: Parameters) -> tuple[str, Parameters]:
    parameters = _common(bound, options, "rows", "spellcheck", "autocomplete")
    typed = _shown(bound)
    # HTML drops a line break that comes first in a text area, so a text that starts with one gets another
    parameters["value"] = f"\n{typed}" if typed.startswith("\n") else typed
    limits = [rule.max for rule in bound.validators if isinstance(rule, Length) and rule.max > 0]
    if not limits:
        return "textarea", parameters
    return "characterCount", {**parameters, "maxlength": min(limits)}


def _file(bound: FileField, options: Parameters) -> tuple[str, Parameters]:
    """The browser's own file field: the component's script replaces it by a button that axe faults."""
    parameters = _common(bound, options)
    if isinstance(bound, MultipleFileField):
        parameters["attributes"] = {**parameters.get("attributes", {}), "multiple": ""}
    return "input", {**parameters, "type": "file", "classes": f"app-file {options.get('classes', '')}".strip()}


def _input(bound: Field, options: Parameters) -> tuple[str, Parameters]:
    parameters = _common(
        bound, options, "width", "inputmode", "autocomplete", "spellcheck", "prefix", "suffix", "code", "autocapitalize"
    )
    parameters["value"] = _shown(bound)
    if isinstance(bound, EmailField):
        parameters = {"type": "email", "autocomplete": "email", "spellcheck": False, **parameters}
    if isinstance(bound, IntegerField):
        parameters = {"inputmode": "numeric", "width": 4, **parameters}
    if isinstance(bound, DecimalField):
        parameters = {"inputmode": "decimal", "width": 4, **parameters}
    if isinstance(bound, ClockField):
        parameters = {"width": 10, **parameters}
    return "input", parameters


# The first kind that fits is used, so the more special ones come first.
_MAKERS: tuple[tuple[type[Field] | tuple[type[Field], ...], Callable[..., tuple[str, Parameters]]], ...] = (
    (RadioField, _radios),
    (CheckboxesField, _checkboxes),
    (BooleanField, _single_checkbox),
    (SelectField, _select),
    (DayField, _day),
    (TextAreaField, _textarea),
    (FileField, _file),
    ((StringField, IntegerField, DecimalField, ClockField), _input),
)
