"""An organisation's own practice notes: writing one about a signed strength, changing, publishing, withdrawing."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment import practice as room
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.models import Assessment, PracticeNote
from audit_app.assessment.opening import UnknownAssessmentError, assessment_for, assessments_of
from audit_app.database import now
from audit_app.forum.access import Access, Contribution, may_assess
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.instrument import Item
from audit_app.web.assessment_blueprint import blueprint, organisation_of
from audit_app.web.assessment_ratings import revision
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment_forum import NoteForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.signed_in import forum_and_access, today

WHERE = "/forums/<slug>/organisations/<int:organisation_id>/practice"
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class OwnNotes:
    """Whose notes they are, and who asks."""

    forum: Forum
    access: Access
    organisation: Organisation
    who: Contribution

    def address(self, endpoint: str, **more: str | int) -> str:
        """The address of another of these pages."""
        return url_for(f"assessment.{endpoint}", slug=self.forum.slug, organisation_id=self.organisation.id, **more)  # type: ignore[arg-type]  # url_for types its own options only


def _own_notes(slug: str, organisation_id: int) -> OwnNotes:
    forum, access = forum_and_access(slug, may_assess)
    organisation = organisation_of(access, forum, organisation_id)
    who = access.contribution_to(organisation.id)
    if who is None:
        abort(404)
    return OwnNotes(forum, access, organisation, who)


def _note_of(page: OwnNotes, practice_id: int) -> PracticeNote:
    found = room.find_note(session(), page.organisation, practice_id) if practice_id <= _LARGEST_ID else None
    if found is None:
        abort(404)
    return found


@blueprint.get(WHERE)
def own_practice(slug: str, organisation_id: int) -> ResponseReturnValue:
    """What the organisation has written, and the signed strengths that it can still write about."""
    page = _own_notes(slug, organisation_id)
    notes = room.notes_of(session(), page.organisation)
    assessments = assessments_of(session(), page.organisation)
    known = {note.item_id for note in notes}
    strengths = []
    for each in assessments:  # the newest first: a strength is offered once, where it was signed last
        found = [item for item in room.strengths_of(session(), each) if item.id not in known]
        known |= {item.id for item in found}
        strengths.append((each, found))
    return render_template(
        "assessment/own_practice.html",
        page=page,
        notes=[(note, state_of(note)) for note in notes],
        strengths=[(each, items) for each, items in strengths if items],
        signed=any(each.version for each in assessments),
    )


@blueprint.route(f"{WHERE}/write/<int:signed_id>/<strength>", methods=["GET", "POST"])
def write_note(slug: str, organisation_id: int, signed_id: int, strength: str) -> ResponseReturnValue:
    """Write a note about one signed strength. It is a draft at first."""
    page = _own_notes(slug, organisation_id)
    assessment = _assessment(page, signed_id)
    item = next((each for each in room.strengths_of(session(), assessment) if each.id == strength), None)
    if item is None:
        abort(404)
    form = NoteForm()
    if form.validate_on_submit():
        try:
            made = room.draft_note(session(), assessment, item.id, _typed(form), page.who)
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error)
        else:
            commit()
            flash("The note is a draft. Nobody outside your organisation sees it.")
            return redirect(page.address("own_note", practice_id=made.id), 303)
    return _note_page(page, form, item, None)


@blueprint.route(f"{WHERE}/<int:practice_id>", methods=["GET", "POST"])
def own_note(slug: str, organisation_id: int, practice_id: int) -> ResponseReturnValue:
    """Read and change one note. What somebody else wrote meanwhile is shown beside what was typed."""
    page = _own_notes(slug, organisation_id)
    note = _note_of(page, practice_id)
    form = NoteForm(obj=note) if request.method == "GET" else NoteForm()
    conflicts: tuple[Conflict, ...] = ()
    if not form.is_submitted():
        form.seen.data = str(note.revision)
    if form.validate_on_submit():
        try:
            room.change_note(session(), note, _typed(form), revision(form.seen.data or ""), page.who)
        except ChangedMeanwhile as meanwhile:
            conflicts = meanwhile.conflicts
            put_faults(form, InvalidEntryError({each.field: _SOMEBODY_ELSE for each in conflicts}))
            note = _note_of(page, practice_id)
            form.seen.data = str(note.revision)
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error)
            note = _note_of(page, practice_id)
        else:
            commit()
            flash("The note is saved.")
            return redirect(page.address("own_note", practice_id=practice_id), 303)
    _, item = room.about(session(), [note])[note.id]
    return _note_page(page, form, item, note, conflicts)


_SOMEBODY_ELSE = "Somebody else has changed this. Put both together, then save again"


@blueprint.post(f"{WHERE}/<int:practice_id>/publish")
def publish_note(slug: str, organisation_id: int, practice_id: int) -> ResponseReturnValue:
    """Show a note to the whole forum. For wellbeing leads."""
    page, note = _as_lead(slug, organisation_id, practice_id)
    try:
        room.publish(session(), note, page.who, now())
    except NotPossible as error:
        session().rollback()
        flash(str(error))
    else:
        commit()
        flash("The note is published. Everybody in the forum can read it.")
    return redirect(page.address("own_note", practice_id=practice_id), 303)


@blueprint.post(f"{WHERE}/<int:practice_id>/withdraw")
def withdraw_note(slug: str, organisation_id: int, practice_id: int) -> ResponseReturnValue:
    """Show a note no longer. For wellbeing leads."""
    page, note = _as_lead(slug, organisation_id, practice_id)
    try:
        room.withdraw_note(session(), note, page.who, now())
    except NotPossible as error:
        session().rollback()
        flash(str(error))
    else:
        commit()
        flash("The note is withdrawn. The forum does not see it any more.")
    return redirect(page.address("own_note", practice_id=practice_id), 303)


def state_of(note: PracticeNote) -> str:
    """Published, Withdrawn or Draft."""
    if room.is_published(note):
        return "Published"
    return "Withdrawn" if note.withdrawn_on is not None else "Draft"


def _as_lead(slug: str, organisation_id: int, practice_id: int) -> tuple[OwnNotes, PracticeNote]:
    page = _own_notes(slug, organisation_id)
    note = _note_of(page, practice_id)
    if not page.who.lead:
        abort(403)
    if not ButtonForm().validate():
        abort(400)
    return page, note


def _assessment(page: OwnNotes, signed_id: int) -> Assessment:
    """A signed assessment of this very organisation; 404 for any other."""
    try:
        found = assessment_for(session(), page.access, signed_id if signed_id <= _LARGEST_ID else 0)
    except UnknownAssessmentError:
        abort(404)
    if found.organisation_id != page.organisation.id:
        abort(404)
    return found


def _typed(form: NoteForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in room.FIELDS}


def _note_page(
    page: OwnNotes, form: NoteForm, item: Item, note: PracticeNote | None, conflicts: tuple[Conflict, ...] = ()
) -> ResponseReturnValue:
    shown = render_template(
        "assessment/own_note.html",
        page=page,
        form=form,
        item=item,
        note=note,
        state=state_of(note) if note is not None else "",
        conflicts=[(form[each.field].label.text, each.now or "nothing") for each in conflicts],
        topics=room.topics(session(), page.forum, today()),
    )
    return shown, 422 if form.errors else 200
