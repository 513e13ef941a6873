"""The figures that an organisation follows: a picture under its signed assessments, and adding, correcting, removing.

Only the people who fill in the organisation's self-assessments see them.
"""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment import indicators as room
from audit_app.assessment.models import Indicator
from audit_app.assessment.written_figures import read_value
from audit_app.charts import Chart, indicators
from audit_app.charts.indicators import Followed, Signed, figure
from audit_app.forum.access import may_assess
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.models import Forum, Organisation
from audit_app.web.assessment_blueprint import blueprint, organisation_of
from audit_app.web.components import long_date
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_indicators import FigureForm, IndicatorForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.pictures import picture
from audit_app.web.signed_in import forum_and_access, today

WHERE = "/forums/<slug>/organisations/<int:organisation_id>/indicators"


@dataclass(frozen=True)
class FollowedPage:
    """Whose figures they are."""

    forum: Forum
    organisation: Organisation

    def address(self, endpoint: str, **more: str | int) -> str:
        """The address of another of these pages."""
        return url_for(f"assessment.{endpoint}", slug=self.forum.slug, organisation_id=self.organisation.id, **more)  # type: ignore[arg-type]  # url_for types its own options only


def followed_page(slug: str, organisation_id: int) -> FollowedPage:
    """Fetch and authorise: for the people who fill in this organisation's self-assessments."""
    forum, access = forum_and_access(slug, may_assess)
    return FollowedPage(forum, organisation_of(access, forum, organisation_id))


def indicator_of(page: FollowedPage, indicator_id: int) -> Indicator:
    """An indicator of this organisation; 404 if there is none with this number."""
    found = room.find_indicator(session(), page.organisation, indicator_id)
    if found is None:
        abort(404)
    return found


def picture_of(organisation: Organisation) -> Chart:
    """All figures of an organisation, under the days on which it signed assessments."""
    found = [
        Followed(each.name, each.unit, tuple((figure.on, figure.value) for figure in each.figures))
        for each in room.indicators_of(session(), organisation)
    ]
    days = [Signed(each.on, each.name) for each in room.signed_days(session(), organisation)]
    return indicators(organisation.name, found, days)


@blueprint.get(WHERE, endpoint="indicators")
def all_indicators(slug: str, organisation_id: int) -> ResponseReturnValue:
    """The picture, and each indicator with its newest figure."""
    page = followed_page(slug, organisation_id)
    found = room.indicators_of(session(), page.organisation)
    return render_template(
        "assessment/indicators.html",
        page=page,
        indicators=found,
        chart=picture_of(page.organisation),
        written=figure,
        suggestions=room.SUGGESTIONS,
        full=len(found) >= room.MOST_INDICATORS,
    )


@blueprint.get(f"{WHERE}/picture.<any(svg, png):extension>")
def indicators_chart(slug: str, organisation_id: int, extension: str) -> ResponseReturnValue:
    """The picture, `?bare` without the words that the page says. 304 when the browser already has it."""
    wanted = picture_of(followed_page(slug, organisation_id).organisation)
    if wanted.empty:
        abort(404)
    return picture(wanted, extension, "figures")


@blueprint.route(f"{WHERE}/add", methods=["GET", "POST"])
def add_indicator(slug: str, organisation_id: int) -> ResponseReturnValue:
    """Begin to follow a figure; `?suggested=0` fills in the first suggestion."""
    page = followed_page(slug, organisation_id)
    place = request.args.get("suggested", "")
    suggested = dict(enumerate(room.SUGGESTIONS)).get(int(place) if place.isdecimal() and len(place) < 3 else -1)
    form = _shown_first(*suggested) if suggested else IndicatorForm()
    if form.validate_on_submit():
        try:
            made = room.add_indicator(session(), page.organisation, form.name.data or "", form.unit.data or "")
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"You now follow {made.name}. Add its first figure.")
            return redirect(page.address("indicator", indicator_id=made.id), 303)
    return _form_page(page, form, None)


@blueprint.route(f"{WHERE}/<int:indicator_id>/change", methods=["GET", "POST"])
def change_indicator(slug: str, organisation_id: int, indicator_id: int) -> ResponseReturnValue:
    """Correct the name or the unit."""
    page = followed_page(slug, organisation_id)
    indicator = indicator_of(page, indicator_id)
    form = _shown_first(indicator.name, indicator.unit)
    if form.validate_on_submit():
        try:
            room.rename_indicator(session(), page.organisation, indicator, form.name.data or "", form.unit.data or "")
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash("The name and unit are stored.")
            return redirect(page.address("indicator", indicator_id=indicator_id), 303)
    return _form_page(page, form, indicator_id)


def _shown_first(name: str, unit: str) -> IndicatorForm:
    """The form with these words in it, until somebody sends others, were they empty."""
    return IndicatorForm(name=name, unit=unit) if request.method == "GET" else IndicatorForm()


def _form_page(page: FollowedPage, form: IndicatorForm, indicator_id: int | None) -> ResponseReturnValue:
    shown = render_template(
        "assessment/indicator_form.html", page=page, form=form, indicator_id=indicator_id, suggestions=room.SUGGESTIONS
    )
    return shown, 422 if form.errors else 200


@blueprint.route(f"{WHERE}/<int:indicator_id>", methods=["GET", "POST"])
def indicator(slug: str, organisation_id: int, indicator_id: int) -> ResponseReturnValue:
    """The figures of one indicator; add one, or replace that of a day."""
    page = followed_page(slug, organisation_id)
    found = indicator_of(page, indicator_id)
    form = FigureForm()
    if form.validate_on_submit():
        try:
            value = _value(form)
            before = room.put_figure(session(), page.organisation, found, form.on.data, value, today())
        except InvalidEntryError as error:
            put_faults(form, error)
            found = indicator_of(page, indicator_id)
        else:
            commit()
            flash(_what_was_stored(found, form.on.data, room.rounded(value), before))
            return redirect(page.address("indicator", indicator_id=indicator_id), 303)
    shown = render_template("assessment/indicator.html", page=page, indicator=found, form=form, written=figure)
    return shown, 422 if form.errors else 200


def _value(form: FigureForm) -> float:
    try:
        return read_value(form.value.data or "")
    except ValueError:
        raise InvalidEntryError({"value": "The figure must be a number, such as 4.7."}) from None


def _what_was_stored(found: Indicator, on: date, value: float, before: float | None) -> str:
    said = f"{found.name} on {long_date(on)} is {figure(value)}."
    return said if before is None else f"{said} Before, it was {figure(before)}."


@blueprint.post(f"{WHERE}/<int:indicator_id>/figures/<day>/remove")
def remove_figure(slug: str, organisation_id: int, indicator_id: int, day: str) -> ResponseReturnValue:
    """Remove the figure of a day. The message repeats it, so that it can be entered again."""
    page = followed_page(slug, organisation_id)
    found = indicator_of(page, indicator_id)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if not ButtonForm().validate():
        abort(400)
    value = room.remove_figure(session(), found, on)
    if value is None:
        abort(404)
    commit()
    flash(f"{figure(value)} on {long_date(on)} has been removed.")
    return redirect(page.address("indicator", indicator_id=indicator_id), 303)


@blueprint.route(f"{WHERE}/<int:indicator_id>/remove", methods=["GET", "POST"])
def remove_indicator(slug: str, organisation_id: int, indicator_id: int) -> ResponseReturnValue:
    """Stop following a figure, after saying what is lost."""
    page = followed_page(slug, organisation_id)
    found = indicator_of(page, indicator_id)
    if ButtonForm().validate_on_submit():
        room.remove_indicator(session(), found)
        commit()
        flash(f"{found.name} has been removed, with its figures.")
        return redirect(page.address("indicators"), 303)
    return render_template("assessment/indicator_remove.html", page=page, indicator=found)
