"""Filling in an assessment: its home, rating an element for one's own side, and agreeing it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.ratings import in_words
from audit_app.analysis.assessed.results import NextStep
from audit_app.assessment.entries import value_of
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.models import AssessmentState
from audit_app.assessment.ratings import ItemNow, Sent, save_items
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.instrument import AssessmentScale, Element
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.assessment_ratings import RatingForm, field_of, revision, sent_ratings
from audit_app.web.database_session import commit, session

_MOST_STEPS = 5
AGREED = "agreed"


@dataclass(frozen=True)
class ProgressRow:
    """How far one element is filled in, for the person's own side and agreed."""

    title: str
    own: int
    agreed: int
    asked: int
    rate_address: str
    agree_address: str


@dataclass(frozen=True)
class SidesSaid:
    """What both sides and both together say of an item, in words, as this person may see it."""

    management: str
    staff: str
    agreed: str
    differ: bool


@blueprint.get(ASSESSMENT)
def home(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Progress by element, and first of all what to do next."""
    page = open_assessment(slug, assessment_id)
    steps = [(step.sentence, _step_address(page, step)) for step in page.result.next_steps[:_MOST_STEPS]]
    words, address = _main(page)
    return render_template(
        "assessment/home.html",
        page=page,
        side=page.side,
        steps=steps,
        main_words=words,
        main_address=address,
        progress=list(_progress(page)),
        links=_links(page),
    )


@blueprint.route(f"{ASSESSMENT}/elements/<element_id>", methods=["GET", "POST"])
def element(slug: str, assessment_id: int, element_id: str) -> ResponseReturnValue:
    """Rate the statements of an element for one's own side."""
    page = open_assessment(slug, assessment_id)
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
    page = open_assessment(slug, assessment_id)
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
    shown = render_template(
        "assessment/agree.html",
        page=page,
        element=part,
        rows=form.rows(page.instrument, items),
        sides={each.item.id: said_of(page, each) for each in items},
        same=len(_same_ratings(page, part)),
        errors=form.errors,
    )
    return shown, 422 if form.errors else 200


def said_of(page: OpenAssessment, stands: ItemNow) -> SidesSaid:
    """An item's ratings in words. What the other side said stays away until both have rated."""
    scale, answer = page.instrument.rating_scale(stands.item), stands.answer
    return SidesSaid(
        management=_side_words(scale, answer, "management", own=page.side.value),
        staff=_side_words(scale, answer, "staff", own=page.side.value),
        agreed=in_words(scale, answer.agreed) if answer.agreed is not None else "Not agreed yet",
        differ=None not in (stands.answer.management, stands.answer.staff)
        and stands.answer.management != stands.answer.staff,
    )


def _side_words(scale: AssessmentScale, answer: ItemAnswer, side: str, own: str) -> str:
    value = answer.management if side == "management" else answer.staff
    if value is not None:
        return in_words(scale, value)
    return "Not rated yet" if side == own else "Shown when both sides have rated"


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
            number = stands.revision if seen is None else revision(seen)
            found[stands.item.id] = Sent({AGREED: str(answer.management)}, number)
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
        return RatingForm(rates, request.form, errors, meanwhile.revisions)
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


def _progress(page: OpenAssessment) -> Iterator[ProgressRow]:
    for part in page.instrument.sections:
        answers = [stands.answer for stands in _items_of(page, part)]
        yield ProgressRow(
            title=part.title,
            own=sum(getattr(each, page.side.value) is not None for each in answers),
            agreed=sum(each.agreed is not None for each in answers),
            asked=len(part.questions),
            rate_address=page.address("element", element_id=part.id),
            agree_address=page.address("agree", element_id=part.id),
        )


def _after(page: OpenAssessment, part: Element, endpoint: str) -> str:
    """Where to go after an element: to the next one, or home."""
    if request.form.get("to_home"):
        return page.address("home")
    parts = list(page.instrument.sections)
    place = parts.index(part)
    return page.address(endpoint, element_id=parts[place + 1].id) if place + 1 < len(parts) else page.address("home")


def _step_address(page: OpenAssessment, step: NextStep) -> str | None:
    if step.kind == "sign":
        return page.address("sign")
    if step.kind == "talk" and step.element is not None:
        return page.address("agree", element_id=step.element, _anchor=f"item-{step.item}")
    if step.kind in {"alert", "evidence", "low"} and step.item is not None:
        return page.address("item", item_id=step.item)
    if step.kind == "rate" and step.element is not None:
        return page.address("element", element_id=step.element)
    if step.element is not None:
        return page.address("agree", element_id=step.element)
    return None


def _main(page: OpenAssessment) -> tuple[str, str]:
    """The words and the address of the one button: rate for one's side, then agree, then sign, then the results."""
    rows = list(_progress(page))
    if page.assessment.state is AssessmentState.SIGNED:
        return "See the results", page.address("results")
    unrated = next((row for row in rows if row.own < row.asked), None)
    if unrated is not None:
        begun = any(row.own for row in rows)
        return f"{'Go on' if begun else 'Start'} with {unrated.title}", unrated.rate_address
    unagreed = next((row for row in rows if row.agreed < row.asked), None)
    if unagreed is not None:
        return f"Agree {unagreed.title}", unagreed.agree_address
    return "Sign the assessment", page.address("sign")


def _links(page: OpenAssessment) -> list[tuple[str, str]]:
    found = [
        ("In your own words", page.address("words")),
        ("Results so far", page.address("results")),
        ("Working copy to print", page.address("working_copy")),
        ("Working copy as a spreadsheet", page.address("working_copy_file")),
        ("Bring a working copy back", page.address("bring_back")),
        ("Take it out as a workbook (Excel)", page.address("export", extension="xlsx")),
        ("Take it out as a table (CSV)", page.address("export", extension="csv")),
        ("Sign the assessment", page.address("sign")),
        ("Who did what", page.address("record")),
    ]
    if page.who.lead and not page.assessment.version:
        found.append(("Withdraw this assessment", page.address("withdraw_assessment")))
    return found


__all__ = ["TWO_SIDES", "said_of"]
