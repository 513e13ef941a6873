"""Changing the questions of an own wording: other words, drop and take back, add, take out."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from audit_app.audit.invitations import NotPossible
from audit_app.audit.own_wording import OutOfDate
from audit_app.forum.access import may_run_rounds
from audit_app.questionnaire import adapting_rules
from audit_app.questionnaire.adapting import Adaptation
from audit_app.questionnaire.adapting_rules import UnfitWordingError
from audit_app.questionnaire.definition import OpenQuestion, Question
from audit_app.web.database_session import session
from audit_app.web.forms_wording import CHANGED, EVERYONE, SIDES, STAYED, AdditionForm, RewordForm, SeenForm, WordsForm
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.secretariat_wording import WORDING, OpenWording, open_wording, out_of_date, show_wording

Asked = Question | OpenQuestion
_LATE = "Somebody else has just changed this version. Look at what stands now, and choose again."


def _editing(slug: str, wording_id: int) -> OpenWording:
    return open_wording(slug, wording_id, may_run_rounds)


def _asked(page: OpenWording, name: str) -> Asked:
    try:
        return adapting_rules.asked_of(page.base, name)
    except LookupError:
        abort(404)


def _save(
    page: OpenWording, form: WordsForm, make: Callable[[], Adaptation], stands: Callable[[], str]
) -> ResponseReturnValue | int:
    """Store what `make` gives and go back to the version; else the status of the form's page, which holds the faults.

    `stands`: the words that stand now, for whoever was too late.
    """
    if not form.validate_on_submit():
        return 422 if form.errors else 200
    try:
        page.store(make(), form.revision)
    except UnfitWordingError as error:
        form[error.field].errors = [str(error)]
        return 422
    except OutOfDate:
        out_of_date(form, page, "text", stands())
        return 409
    except LookupError:
        session().rollback()
        form.text.errors = ["Somebody else has just taken this question out. Go back to see what stands now"]
        return 409
    flash("The question is saved.")
    return redirect(page.address, 303)


@blueprint.route(f"{WORDING}/questions/<name>", methods=["GET", "POST"])
def reword_question(slug: str, wording_id: int, name: str) -> ResponseReturnValue:
    """Other words for one question, and whether its meaning stayed."""
    page = _editing(slug, wording_id)
    asked = _asked(page, name)
    if not page.edits:
        return redirect(page.address, 303)
    form = RewordForm(data=_stored(page, asked))
    rated = isinstance(asked, Question)
    if not rated:
        del form.short, form.meaning

    def make() -> Adaptation:
        return adapting_rules.reword(
            page.base, page.wishes, name, form.text.data or "", form.short.data if rated else None,
            meaning_stayed=form.meaning_stayed if rated else None,
        )  # fmt: skip

    status = _save(page, form, make, lambda: str(_stored(page, asked)["text"]))
    if not isinstance(status, int):
        return status
    shown = render_template("secretariat/wording/question.html", forum=page.forum, page=page, form=form, asked=asked)
    return shown, status


def _stored(page: OpenWording, asked: Asked) -> dict[str, str | None]:
    """What the form of a question of the base shows first."""
    words = page.wishes.rewording_of(asked.id)
    short = asked.short if isinstance(asked, Question) else None
    meaning = None if words is None else {True: STAYED, False: CHANGED}.get(bool(words.meaning_stayed))
    return {
        "text": words.text if words is not None else asked.text,
        "short": words.short if words is not None else short,
        "meaning": meaning,
        "seen": str(page.wording.revision),
    }


def _press(page: OpenWording, make: Callable[[], Adaptation], said: str) -> ResponseReturnValue:
    """A button of the version's page: stored, or the page again with what stood in the way."""
    form = SeenForm()
    if not form.validate():
        abort(400)
    try:
        page.store(make(), form.revision)
    except UnfitWordingError as error:
        return show_wording(page, {"": str(error)}, 409)
    except (OutOfDate, LookupError):
        session().rollback()
        return show_wording(page, {"": _LATE}, 409)
    except NotPossible as error:
        session().rollback()
        return show_wording(page, {"": str(error)}, 409)
    flash(said)
    return redirect(page.address, 303)


@blueprint.post(f"{WORDING}/questions/<name>/drop")
def drop_question(slug: str, wording_id: int, name: str) -> ResponseReturnValue:
    """Ask a question no more. It can be taken back."""
    page = _editing(slug, wording_id)
    _asked(page, name)
    return _press(page, lambda: adapting_rules.drop(page.base, page.wishes, name), "Dropped. You can take it back.")


@blueprint.post(f"{WORDING}/questions/<name>/keep")
def restore_question(slug: str, wording_id: int, name: str) -> ResponseReturnValue:
    """Ask a dropped question again, in the words that it had last."""
    page = _editing(slug, wording_id)
    _asked(page, name)
    return _press(page, lambda: adapting_rules.restore(page.wishes, name), "The question is asked again.")


@blueprint.route(f"{WORDING}/sections/<section>/add", methods=["GET", "POST"])
def add_question(slug: str, wording_id: int, section: str) -> ResponseReturnValue:
    """A statement of the forum's own, at the end of a section."""
    page = _editing(slug, wording_id)
    found = next((each for each in page.base.sections if each.id == section), None)
    if found is None:
        abort(404)
    if not page.edits:
        return redirect(page.address, 303)
    form = AdditionForm(data={"asked": EVERYONE, "seen": str(page.wording.revision)})

    def make() -> Adaptation:
        return adapting_rules.add(
            page.base, page.wishes, section, form.text.data or "", form.short.data,
            partners_asked=form.asked.data == EVERYONE,
        )  # fmt: skip

    status = _save(page, form, make, lambda: page.wishes.title)
    if not isinstance(status, int):
        return status
    shown = render_template("secretariat/wording/add.html", forum=page.forum, page=page, form=form, section=found)
    return shown, status


@blueprint.route(f"{WORDING}/added/<int:key>", methods=["GET", "POST"])
def change_added_question(slug: str, wording_id: int, key: int) -> ResponseReturnValue:
    """Other words for a statement that was added here; nothing is compared, so no meaning is asked for."""
    page = _editing(slug, wording_id)
    added = page.wishes.addition(key)
    if added is None:
        abort(404)
    if not page.edits:
        return redirect(page.address, 303)
    asked = EVERYONE if added.partners_asked else SIDES
    seen = str(page.wording.revision)
    form = AdditionForm(data={"text": added.text, "short": added.short, "asked": asked, "seen": seen})

    def make() -> Adaptation:
        return adapting_rules.change_added(
            page.base, page.wishes, key, form.text.data or "", form.short.data,
            partners_asked=form.asked.data == EVERYONE,
        )  # fmt: skip

    def stands() -> str:
        now_added = page.wishes.addition(key)
        return now_added.text if now_added is not None else "nothing, because it was taken out"

    status = _save(page, form, make, stands)
    if not isinstance(status, int):
        return status
    section = next(each for each in page.base.sections if each.id == added.section)
    shown = render_template(
        "secretariat/wording/add.html", forum=page.forum, page=page, form=form, section=section, added=added
    )
    return shown, status


@blueprint.post(f"{WORDING}/added/<int:key>/out")
def take_out_question(slug: str, wording_id: int, key: int) -> ResponseReturnValue:
    """Take out a statement that was added here."""
    page = _editing(slug, wording_id)
    if page.wishes.addition(key) is None:
        abort(404)
    return _press(page, lambda: adapting_rules.take_out(page.base, page.wishes, key), "Taken out.")
