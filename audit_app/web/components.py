"""The page components of nhsuk-frontend, and the words and filters that every template can use.

The component macros live in an environment of their own: they expect undefined values to be quiet and every value to
be escaped, while the product's own templates must fail on a name that nobody gave them. See docs/decisions.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from jinja2 import ChainableUndefined, Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from audit_app.database import now
from audit_app.settings import Settings

UK = ZoneInfo("Europe/London")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # fmt: skip  (strftime would follow the machine's language)
_NOT_OURS = {"header"}  # it falls back to the NHS logo; base.html has a header of its own


@cache
def component_macros() -> Mapping[str, Callable[..., str]]:
    """Every component macro by its own name (`button`, `radios`, `errorSummary`, …)."""
    environment = Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return {
        macro.name: macro
        for template in environment.list_templates(filter_func=lambda name: name.endswith("/macro.jinja"))
        for macro in vars(environment.get_template(template).module).values()
        if isinstance(macro, Macro) and macro.name not in _NOT_OURS
    }


def once(component: str, parameters: Mapping[str, object]) -> Markup:
    """A component that looks the same for everybody, such as a back link: its markup is kept, 0.2 to 0.7 ms saved.

    Never for anything that a person typed or that tells who is looking: kept markup outlives the request.
    """
    return _kept_markup(component, json.dumps(parameters, sort_keys=True))


@lru_cache(maxsize=256)
def _kept_markup(component: str, parameters: str) -> Markup:
    return Markup(component_macros()[component](json.loads(parameters)))  # noqa: S704  (the macros escape)


def long_date(day: date) -> str:
    """20 November 2026. A moment is first turned to United Kingdom time."""
    if isinstance(day, datetime):
        day = _in_uk(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_time(at: datetime) -> str:
    """20 November 2026 at 3:45pm, in United Kingdom time. Raises ValueError without a time zone."""
    local = _in_uk(at)
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        clock = "midday" if local.hour else "midnight"
    else:
        minutes = f":{local.minute:02}" if local.minute else ""
        clock = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    return f"{long_date(local)} at {clock}"


def _in_uk(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(UK)


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 member, 12 members, 1,200 members; `many` for words that do not take an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def still_to_come(at: datetime) -> bool:
    """Whether a moment lies in the future: `{% if round.opens_at is still_to_come %}`."""
    return at > now()


def tell_who_is_signed_in(app: Flask, current_email: Callable[[], str | None]) -> None:
    """Let base.html ask who is signed in, to show the links of signed-in people. For account.py."""
    app.extensions["current_email"] = current_email


def signed_in_email() -> str | None:
    """Who is signed in, if anyone. Nobody on an error page, which must work when the database does not."""
    ask: Callable[[], str | None] | None = current_app.extensions.get("current_email")
    return ask() if ask is not None and not g.get("showing_an_error", False) else None


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app's templates the components, the filters and the settings."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(component_macros())
    app.jinja_env.globals.update(once=once, settings=settings, signed_in_email=signed_in_email)
    app.jinja_env.filters.update(long_date=long_date, date_time=date_time, plural=plural)
    app.jinja_env.tests["still_to_come"] = still_to_come
