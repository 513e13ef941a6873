"""One statement: what stands behind its rating, its evidence, and what will be done."""

from collections.abc import Mapping
from datetime import date

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.form import BaseForm

from audit_app.analysis.assessed.ratings import needs_evidence
from audit_app.assessment.actions import actions_of, add_action
from audit_app.assessment.evidence import (
    add_evidence as add_piece,
)
from audit_app.assessment.evidence import (
    change_evidence,
    evidence_of,
    find_evidence,
    remove_evidence,
)
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.models import Action, Evidence
from audit_app.assessment.ratings import Sent, save_item
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.instrument import Item
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_filling import said_of
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.assessment_ratings import revision
from audit_app.web.assessment_words import proof_words
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import ActionForm, EvidenceForm, ItemForm
from audit_app.web.signed_in import today

ITEM = f"{ASSESSMENT}/items/<item_id>"
_ACTION = "action-"  # before the names of its fields: the form for evidence has the same
_FIELDS = ("note", "confidence", "priority", "help_wanted")


@blueprint.route(ITEM, methods=["GET", "POST"])
def item(slug: str, assessment_id: int, item_id: str) -> ResponseReturnValue:
    """Everything about one statement; save the note, how sure, when, and whether help is wanted."""
    page = open_assessment(slug, assessment_id)
    asked = _item(page, item_id)
    form = _filled(page, asked)
    conflicts: tuple[Conflict, ...] = ()
    if form.validate_on_submit():
        typed = {name: _text(form[name].data) for name in _FIELDS}
        try:
            save_item(
                session(), page.assessment, asked.id, Sent(typed, revision(form.seen.data or "")), page.who, now()
            )
        except ChangedMeanwhile as meanwhile:
            conflicts = meanwhile.conflicts
            put_faults(form, NotPossible("Somebody else has changed this. Look at both, then save again"), at="note")
            form.seen.data = str(meanwhile.revisions[asked.id])
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error)
        else:
            commit()
            flash("Saved.")
            return redirect(page.address("item", item_id=asked.id), 303)
    return _shown(page, asked, form=form, conflicts=conflicts)


@blueprint.post(f"{ITEM}/evidence")
def add_evidence(slug: str, assessment_id: int, item_id: str) -> ResponseReturnValue:
    """Add one piece of evidence."""
    page = open_assessment(slug, assessment_id)
    asked = _item(page, item_id)
    form = EvidenceForm()
    if form.validate():
        try:
            add_piece(session(), page.assessment, asked.id, _typed(form), page.who, now())
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="title")
        else:
            commit()
            flash("The evidence is added.")
            return redirect(page.address("item", item_id=asked.id, _anchor="evidence"), 303)
    return _shown(page, asked, evidence_form=form)


@blueprint.route(f"{ITEM}/evidence/<int:evidence_id>", methods=["GET", "POST"])
def evidence(slug: str, assessment_id: int, item_id: str, evidence_id: int) -> ResponseReturnValue:
    """Change or remove one piece of evidence."""
    page = open_assessment(slug, assessment_id)
    asked = _item(page, item_id)
    piece = find_evidence(session(), page.assessment, evidence_id) if evidence_id < 2**63 else None
    if piece is None or piece.item_id != asked.id:
        abort(404)
    form = EvidenceForm(obj=piece)
    if not form.is_submitted():
        form.seen.data = str(piece.revision)
    if form.validate_on_submit():
        try:
            _change(page, piece, form)
        except ChangedMeanwhile as meanwhile:
            both = "; ".join(f"it now says “{each.now or 'nothing'}”" for each in meanwhile.conflicts)
            put_faults(
                form, NotPossible(f"Somebody else has changed this: {both}. Save again to keep yours"), at="title"
            )
            form.seen.data = str(next(iter(meanwhile.revisions.values())))
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="title")
        else:
            commit()
            flash("Saved.")
            return redirect(page.address("item", item_id=asked.id, _anchor="evidence"), 303)
    part = page.instrument.element_of(asked.id)
    shown = render_template("assessment/evidence.html", page=page, item=asked, element=part, form=form)
    return shown, 422 if form.errors else 200


@blueprint.post(f"{ITEM}/actions")
def add_action_for_item(slug: str, assessment_id: int, item_id: str) -> ResponseReturnValue:
    """Plan something for one statement."""
    page = open_assessment(slug, assessment_id)
    asked = _item(page, item_id)
    form = ActionForm(prefix=_ACTION)
    if form.validate():
        typed = {
            "text": form.text.data or "",
            "owner_role": form.owner_role.data or "",
            "due_on": _iso(form.due_on.data),
        }
        try:
            add_action(
                session(), page.assessment.organisation, typed, page.who, now(),
                assessment=page.assessment, item_id=asked.id,
            )  # fmt: skip
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="text")
        else:
            commit()
            flash("The action is added.")
            return redirect(page.address("item", item_id=asked.id, _anchor="actions"), 303)
    return _shown(page, asked, action_form=form)


def _change(page: OpenAssessment, piece: Evidence, form: EvidenceForm) -> None:
    seen = revision(form.seen.data or "")
    if request.form.get("remove"):
        remove_evidence(session(), page.assessment, piece.id, seen, page.who, now())
    else:
        change_evidence(session(), page.assessment, piece.id, _typed(form), seen, page.who, now())


def _item(page: OpenAssessment, item_id: str) -> Item:
    found = page.instrument.item_by_id.get(item_id)
    if found is None:
        abort(404)
    return found


def _filled(page: OpenAssessment, asked: Item) -> ItemForm:
    stands = page.items[asked.id]
    answer = stands.answer
    return ItemForm(
        seen=str(stands.revision),
        note=answer.note or "",
        confidence=answer.confidence.value if answer.confidence else "",
        priority=answer.priority.value if answer.priority else "",
        help_wanted=answer.help_wanted,
    )


def _shown(
    page: OpenAssessment,
    asked: Item,
    *,
    form: ItemForm | None = None,
    evidence_form: EvidenceForm | None = None,
    action_form: ActionForm | None = None,
    conflicts: tuple[Conflict, ...] = (),
) -> ResponseReturnValue:
    forms: Mapping[str, BaseForm] = {
        "form": form or _filled_without_request(page, asked),
        "evidence_form": evidence_form or EvidenceForm(formdata=None),
        "action_form": action_form or ActionForm(formdata=None, prefix=_ACTION),
    }
    stands = page.items[asked.id]
    pieces = evidence_of(session(), page.assessment).get(asked.id, [])
    scale = page.instrument.rating_scale(asked)
    agreed = stands.answer.agreed
    shown = render_template(
        "assessment/item.html",
        page=page,
        item=asked,
        element=page.instrument.element_of(asked.id),
        number=list(page.instrument.item_by_id).index(asked.id) + 1,
        said=said_of(page, stands),
        conflicts=[_in_words(each) for each in conflicts],
        evidence=[(each, proof_words(each)) for each in pieces],
        evidence_needed=isinstance(agreed, int) and needs_evidence(scale, agreed),
        actions=[each for each in _actions(page) if each.item_id == asked.id],
        day=today(),
        has_errors=any(each.errors for each in forms.values()),
        **forms,
    )
    return shown, 422 if any(each.errors for each in forms.values()) else 200


def _filled_without_request(page: OpenAssessment, asked: Item) -> ItemForm:
    stands = page.items[asked.id]
    answer = stands.answer
    return ItemForm(
        formdata=None,
        seen=str(stands.revision),
        note=answer.note or "",
        confidence=answer.confidence.value if answer.confidence else "",
        priority=answer.priority.value if answer.priority else "",
        help_wanted=answer.help_wanted,
    )


def _actions(page: OpenAssessment) -> list[Action]:
    return actions_of(session(), page.assessment.organisation, page.instrument.id)


def _in_words(conflict: Conflict) -> str:
    names = {"note": "The note", "confidence": "How sure you are", "priority": "When you will work on it"}
    name = names.get(conflict.field, "Whether help is wanted")
    return f"{name} now says: {conflict.now or 'nothing'}. You wrote: {conflict.typed or 'nothing'}."


def _typed(form: EvidenceForm) -> dict[str, str]:
    return {
        "title": form.title.data or "",
        "link": form.link.data or "",
        "dated": _iso(form.dated.data),
        "owner_role": form.owner_role.data or "",
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(value: object) -> str:
    return "yes" if value is True else str(value or "")
