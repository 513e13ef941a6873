"""Filling in an assessment: rating an element for one's own side, and agreeing it."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.ratings import in_words
from audit_app.assessment.entries import value_of
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.ratings import ItemNow, Sent, save_items
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.instrument import Element
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_to_change
from audit_app.web.assessment_ratings import RatingForm, field_of, revision, sent_ratings
from audit_app.web.assessment_words import said_of
from audit_app.web.database_session import commit, session

AGREED = "agreed"


@blueprint.route(f"{ASSESSMENT}/elements/<element_id>", methods=["GET", "POST"])
def element(slug: str, assessment_id: int, element_id: str) -> ResponseReturnValue:
    """Rate the statements of an element for one's own side."""
    page = open_to_change(slug, assessment_id)
    part = page.element(element_id)
    form = RatingForm(page.side.value)
    if request.method == "POST":
        sent = sent_ratings(part, request.form, page.side.value)
        refused = _save(page, sent, form.rates)
        if refused is None:
            return redirect(_after(page, part, "element"), 303)
        form = refused
    rows = form.rows(page.instrument, _items_of(page, part))
    shown = render_template(
        "assessment/element.html", page=page, element=part, side=page.side, rows=rows, errors=form.errors
    )
    return shown, 422 if form.errors else 200


@blueprint.route(f"{ASSESSMENT}/elements/<element_id>/agree", methods=["GET", "POST"])
def agree(slug: str, assessment_id: int, element_id: str) -> ResponseReturnValue:
    """Both sides' ratings beside each other, and the one that both stand by."""
    page = open_to_change(slug, assessment_id)
    part = page.element(element_id)
    form = RatingForm(AGREED)
    if request.method == "POST":
        sent = _same_ratings(page, part) if request.form.get("same") else sent_ratings(part, request.form, AGREED)
        refused = _save(page, sent, AGREED)
        if refused is None:
            here = page.address("agree", element_id=part.id)
            return redirect(here if request.form.get("same") else _after(page, part, "agree"), 303)
        form = refused
    items = _items_of(page, part)
    sides = {each.item.id: said_of(page, each) for each in items}
    shown = render_template(
        "assessment/agree.html",
        page=page,
        element=part,
        rows=form.rows(page.instrument, items),
        sides=sides,
        differ=sum(each.differ for each in sides.values()),
        same=len(_same_ratings(page, part)),
        errors=form.errors,
    )
    return shown, 422 if form.errors else 200


def _items_of(page: OpenAssessment, part: Element) -> list[ItemNow]:
    return [page.items[item.id] for item in part.questions]


def _same_ratings(page: OpenAssessment, part: Element) -> dict[str, Sent]:
    """What both sides rated the same and nobody has agreed yet, as if it had been sent. Reasons are given by hand."""
    found = {}
    for stands in _items_of(page, part):
        answer = stands.answer
        alike = answer.management is not None and answer.management == answer.staff
        if alike and answer.agreed is None and answer.management != "does_not_apply":
            seen = request.form.get(f"seen-{stands.item.id}")
            if seen is None or revision(seen) == stands.revision:  # otherwise nobody has read what is the same now
                found[stands.item.id] = Sent({AGREED: str(answer.management)}, stands.revision)
    return found


def _save(page: OpenAssessment, sent: dict[str, Sent], rates: str) -> RatingForm | None:
    """Store all of it and commit, or nothing: then the form to show again, with what is wrong beside each field."""
    try:
        save_items(session(), page.assessment, sent, page.who, now())
    except InvalidEntryError as error:
        session().rollback()
        errors = {field_of(name): sentence for name, sentence in error.errors.items()}
        return RatingForm(rates, request.form, errors)
    except ChangedMeanwhile as meanwhile:
        session().rollback()
        errors = {field_of(f"{each.of}-{each.field}"): _conflict(page, each) for each in meanwhile.conflicts}
        return RatingForm(rates, request.form, errors, meanwhile)
    except NotPossible as error:
        session().rollback()
        return RatingForm(rates, request.form, {"": str(error)})
    commit()
    return None


def _conflict(page: OpenAssessment, conflict: Conflict) -> str:
    if conflict.field == "reason":
        return f"Somebody else has just written “{conflict.now}”. Put both together, then save again"
    scale = page.instrument.rating_scale(page.instrument.item_by_id[conflict.of])
    said = in_words(scale, value_of(conflict.now))
    return f"Somebody else has just chosen “{said}”. Your choice is still marked. Save again to keep it, or change it"


def _after(page: OpenAssessment, part: Element, endpoint: str) -> str:
    """Where to go after an element: to the next one, or home."""
    if request.form.get("to_home"):
        return page.address("home")
    parts = list(page.instrument.sections)
    place = parts.index(part)
    return page.address(endpoint, element_id=parts[place + 1].id) if place + 1 < len(parts) else page.address("home")
