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
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import Item
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment, open_to_change
from audit_app.web.assessment_ratings import revision
from audit_app.web.assessment_words import proof_words, said_of
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import ActionForm, EvidenceForm, ItemForm
from audit_app.web.signed_in import today

ITEM = f"{ASSESSMENT}/items/<item_id>"
_ACTION = "action-"  # before the names of its fields: the form for evidence has the same
_FIELDS = ("note", "confidence", "priority", "help_wanted")
_BOTH = "Somebody else has just changed this. Look at both, put together what you want, then save again"


@blueprint.route(ITEM, methods=["GET", "POST"])
def item(slug: str, assessment_id: int, item_id: str) -> ResponseReturnValue:
    """Everything about one statement; save the note, how sure, when, and whether help is wanted."""
    page = open_assessment(slug, assessment_id)
    asked = _item(page, item_id)
    form = ItemForm(**_as_stored(page, asked))
    conflicts: tuple[Conflict, ...] = ()
    if form.validate_on_submit():
        typed = {name: _text(form[name].data) for name in _FIELDS}
        try:
            save_item(
                session(), page.assessment, asked.id, Sent(typed, revision(form.seen.data or "")), page.who, now()
            )
        except ChangedMeanwhile as meanwhile:
            conflicts = meanwhile.conflicts
            put_faults(form, InvalidEntryError({each.field: _BOTH for each in conflicts}))
            form = _put_together(form, meanwhile, asked.id)
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
    page = open_to_change(slug, assessment_id)
    asked = _item(page, item_id)
    piece = find_evidence(session(), page.assessment, evidence_id) if evidence_id < 2**63 else None
    if piece is None or piece.item_id != asked.id:
        return _removed_meanwhile(page, asked)
    form = EvidenceForm(obj=piece)
    if not form.is_submitted():
        form.seen.data = str(piece.revision)
    removing = bool(request.form.get("remove"))
    if form.is_submitted() and (removing or form.validate()):
        try:
            _change(page, piece, form)
        except ChangedMeanwhile as meanwhile:
            put_faults(form, InvalidEntryError({each.field: _now_says(each) for each in meanwhile.conflicts}))
            form.seen.data = str(next(iter(meanwhile.revisions.values())))
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="title")
            if removing:
                form = _to_look_at_again(page, piece.id, error)
        else:
            commit()
            flash("The evidence is removed." if removing else "Saved.")
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


def _removed_meanwhile(page: OpenAssessment, asked: Item) -> ResponseReturnValue:
    """What was typed about a piece that somebody else has removed, to add it again; 404 when nothing was typed."""
    form = EvidenceForm()
    if not form.is_submitted() or not form.title.data:
        abort(404)
    put_faults(form, NotPossible("Somebody else has removed this evidence. You can add it again here"), at="title")
    return _shown(page, asked, evidence_form=form)


def _to_look_at_again(page: OpenAssessment, evidence_id: int, error: NotPossible | InvalidEntryError) -> EvidenceForm:
    """The form as the evidence stands now: nobody removes what they have not read."""
    piece = find_evidence(session(), page.assessment, evidence_id)
    if piece is None:
        abort(404)
    form = EvidenceForm(formdata=None, obj=piece)
    form.seen.data = str(piece.revision)
    put_faults(form, error, at="title")
    return form


def _now_says(conflict: Conflict) -> str:
    now_there = conflict.now or "nothing"
    if conflict.field == "dated" and conflict.now:
        now_there = date_in_words(date.fromisoformat(conflict.now))
    return f"Somebody else has just changed this. It now says “{now_there}”. Save again to keep yours, or change it"


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


def _as_stored(page: OpenAssessment, asked: Item) -> dict[str, str | bool]:
    stands = page.items[asked.id]
    answer = stands.answer
    return {
        "seen": str(stands.revision),
        "note": answer.note or "",
        "confidence": answer.confidence.value if answer.confidence else "",
        "priority": answer.priority.value if answer.priority else "",
        "help_wanted": answer.help_wanted,
    }


def _put_together(form: ItemForm, meanwhile: ChangedMeanwhile, item_id: str) -> ItemForm:
    """The form with what was typed where it was changed, otherwise with what stands now, at the revision of now."""
    together = meanwhile.together[item_id]
    form.seen.data = str(meanwhile.revisions[item_id])
    for name in _FIELDS:
        form[name].data = together[name] is not None if name == "help_wanted" else together[name] or ""
    return form


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
        "form": form or ItemForm(formdata=None, **_as_stored(page, asked)),
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


def _actions(page: OpenAssessment) -> list[Action]:
    return actions_of(session(), page.assessment.organisation, page.instrument.id)


def _in_words(conflict: Conflict) -> str:
    names = {"note": "The note", "confidence": "How sure you are", "priority": "When you will work on it"}
    name = names.get(conflict.field, "Whether you would like help")
    theirs, yours = _said(conflict.field, conflict.now), _said(conflict.field, conflict.typed)
    return f"{name} now says: {theirs}. You chose or wrote: {yours}."


def _said(field: str, value: str | None) -> str:
    if field == "help_wanted":
        return "yes" if value else "no"
    return value if value else "nothing"


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
