"""Your own wording: start from a questionnaire, see where a version stands, name it, try it, propose it, drop it.

Changing its questions is in secretariat_wording_edit.py; the chairs' part is in secretariat_wording_agree.py.
"""

from dataclasses import dataclass
from functools import cached_property

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit import own_wording
from audit_app.audit.invitations import NotPossible
from audit_app.audit.own_wording import OutOfDate
from audit_app.audit.wording_models import OwnWording, WordingState
from audit_app.database import now
from audit_app.forum.access import Access, Need, may_run_rounds, may_see_progress, may_share_results
from audit_app.forum.models import Forum
from audit_app.questionnaire.adapting import Adaptation
from audit_app.questionnaire.adapting_rules import UnfitWordingError, named
from audit_app.questionnaire.answers import Answers, pages
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from audit_app.questionnaire.wording_changes import Kind, changes, in_short, lines
from audit_app.web.answer_markup import questions_markup
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_wording import NameForm, SeenForm, StartForm
from audit_app.web.record_words import WORDING_DEED_WORDS
from audit_app.web.secretariat_blueprint import (
    blueprint,
    catalogue,
    offered_questionnaire,
    offered_questionnaires,
    wording_of,
)
from audit_app.web.signed_in import forum_and_access

WORDING = "/forums/<slug>/wording/<int:wording_id>"
TEN = "partnership-ten"


@dataclass(frozen=True)
class OpenWording:
    """One version of a forum's own wording, and who is looking at it."""

    forum: Forum
    access: Access
    wording: OwnWording

    @cached_property
    def base(self) -> Questionnaire:
        """What it starts from."""
        return own_wording.base_of(self.wording)

    @property
    def wishes(self) -> Adaptation:
        """What it changes, as it stands now."""
        return own_wording.wishes_of(self.wording)

    @property
    def edits(self) -> bool:
        """Whether this person may change it now."""
        return may_run_rounds(self.access) and self.wording.state is not WordingState.AGREED

    @property
    def address(self) -> str:
        """Its own page."""
        return url_for("secretariat.wording_page", slug=self.forum.slug, wording_id=self.wording.id)

    def store(self, wishes: Adaptation, seen: int) -> None:
        """Store other wishes and commit. Raises OutOfDate and NotPossible; nothing is stored then."""
        own_wording.change(
            session(), catalogue(), self.wording, wishes, seen=seen, actor=self.access.actor, at=now()
        )  # fmt: skip
        commit()


def open_wording(slug: str, wording_id: int, *needs: Need) -> OpenWording:
    """Fetch and authorise: 404 for what is not this forum's, 403 for roles that are not enough."""
    forum, access = forum_and_access(slug, *needs)
    return OpenWording(forum, access, wording_of(forum, wording_id))


@blueprint.route("/forums/<slug>/wording", methods=["GET", "POST"])
def own_wordings(slug: str) -> ResponseReturnValue:
    """The forum's own wordings, and a way to start a new version."""
    forum, access = forum_and_access(slug, may_see_progress if request.method == "GET" else may_run_rounds)
    offered = sorted(offered_questionnaires(forum), key=lambda each: (each.id != TEN, each.adapts is None))
    form = StartForm()
    form.base.choices = [(each.id, each.title) for each in offered]
    if form.validate_on_submit():
        try:
            base = offered_questionnaire(forum, form.base.data)
            started = own_wording.start(session(), forum, catalogue(), base, actor=access.actor, at=now())
        except NotPossible as error:
            put_faults(form, error, at="base")
        else:
            commit()
            return redirect(url_for(".wording_page", slug=slug, wording_id=started.id), 303)
    found = [
        (each, own_wording.wishes_of(each).title, own_wording.agreements(session(), each))
        for each in own_wording.wordings_of(session(), forum)
    ]
    page = render_template(
        "secretariat/wording/list.html",
        forum=forum, form=form, found=found, runs=may_run_rounds(access), two_sides=TWO_SIDES,
        questionnaires={each.id: each for each in offered},
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.get(f"{WORDING}")
def wording_page(slug: str, wording_id: int) -> ResponseReturnValue:
    """Every question as it will be asked, what changed, and where the version stands."""
    return show_wording(open_wording(slug, wording_id, may_see_progress))


def show_wording(page: OpenWording, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of a version, with what could not be done, if anything."""
    found = changes(page.base, page.wishes)
    agreed = own_wording.agreements(session(), page.wording)
    shown = render_template(
        "secretariat/wording/page.html",
        page=page,
        forum=page.forum,
        wording=page.wording,
        base=page.base,
        wishes=page.wishes,
        groups=lines(page.base, page.wishes),
        changed=in_short(found),
        agreed=agreed,
        two_sides=TWO_SIDES,
        used_in=own_wording.used_in(session(), page.wording),
        record=own_wording.record_of(session(), page.wording),
        reads=may_share_results(page.access),
        form=SeenForm(formdata=None, seen=str(page.wording.revision)),
        deeds=WORDING_DEED_WORDS,
        Kind=Kind,
        errors=errors or {},
    )
    return shown, status


@blueprint.route(f"{WORDING}/name", methods=["GET", "POST"])
def name_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """Its name, and how long it takes."""
    page = open_wording(slug, wording_id, may_run_rounds)
    if not page.edits:
        return redirect(page.address, 303)
    form = NameForm(
        data={"title": page.wishes.title, "minutes": page.wishes.minutes, "seen": str(page.wording.revision)}
    )
    stale = False
    if form.validate_on_submit():
        try:
            page.store(named(page.wishes, form.title.data or "", form.minutes.data or ""), form.revision)
        except UnfitWordingError as error:
            form[error.field].errors = [str(error)]
        except OutOfDate:
            stale = out_of_date(form, page, "title", page.wishes.title)
        else:
            flash("The name is saved.")
            return redirect(page.address, 303)
    shown = render_template("secretariat/wording/name.html", forum=page.forum, page=page, form=form)
    return shown, 409 if stale else 422 if form.errors else 200


def out_of_date(form: SeenForm, page: OpenWording, field: str, stands: str) -> bool:
    """Say in a form that somebody else was quicker, and what stands now. What was typed stays; sending again stores it.

    Always True.
    """
    session().rollback()
    form.seen.data = str(page.wording.revision)
    words = f"Somebody else has just changed this version. Here it now says: “{stands}”. Save again to use your words"
    form[field].errors = [words]
    return True


@blueprint.get(f"{WORDING}/preview")
def preview_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """The questions as members of one side will see them."""
    page = open_wording(slug, wording_id, may_see_progress)
    asked = request.args.get("as", "")
    side = Side(asked) if asked in set(Side) else Side.MANAGEMENT
    made = own_wording.definition_of(page.wording)
    shown = [(each, questions_markup(page.wording.digest, made, each, side, Answers())) for each in pages(made, side)]
    return render_template(
        "secretariat/wording/preview.html",
        page=page, forum=page.forum, made=made, side=side, sides=tuple(Side), shown=shown,
    )  # fmt: skip


@blueprint.post(f"{WORDING}/propose")
def propose_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """Ask the chairs of both sides to agree."""
    page = open_wording(slug, wording_id, may_run_rounds)
    form = SeenForm()
    if not form.validate():
        abort(400)
    try:
        own_wording.propose(session(), page.wording, seen=form.revision, actor=page.access.actor, at=now())
    except NotPossible as error:
        session().rollback()
        return show_wording(page, {"": str(error)}, 409)
    commit()
    flash("Proposed. A chair of each side can now read it here and agree.")
    return redirect(page.address, 303)


@blueprint.route(f"{WORDING}/discard", methods=["GET", "POST"])
def discard_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """Throw a version away that is not agreed."""
    page = open_wording(slug, wording_id, may_run_rounds)
    if not page.edits:
        return redirect(page.address, 303)
    form = SeenForm()
    if form.validate_on_submit():
        try:
            own_wording.discard(session(), page.wording)
        except NotPossible as error:
            session().rollback()
            return show_wording(page, {"": str(error)}, 409)
        commit()
        flash("The version is thrown away.")
        return redirect(url_for(".own_wordings", slug=slug), 303)
    return render_template("secretariat/wording/discard.html", forum=page.forum, page=page, form=form)
