"""Signing, the working copy for the meeting, and the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from audit_app.assessment.contents import signatures_of
from audit_app.assessment.models import AssessmentState
from audit_app.assessment.records import records_of
from audit_app.assessment.signing import NOTHING_AGREED, Missing, can_be_signed, missing_before_signing
from audit_app.assessment.signing import sign as sign_for_side
from audit_app.assessment.words import read_words
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.instrument import Item
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_home import MOST_OF_A_KIND
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.assessment_ratings import revision
from audit_app.web.assessment_words import DEEDS, proof_words, said_of
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import SignForm
from audit_app.web.signed_in import today


@dataclass(frozen=True)
class CopyRow:
    """One statement of the working copy. lines: what stands behind the rating."""

    number: int
    item: Item
    management: str
    staff: str
    agreed: str
    lines: tuple[str, ...]


@blueprint.route(f"{ASSESSMENT}/sign", methods=["GET", "POST"])
def sign(slug: str, assessment_id: int) -> ResponseReturnValue:
    """What is still missing, who has signed, and signing for one's own side."""
    page = open_assessment(slug, assessment_id)
    form = SignForm()
    if not form.is_submitted():
        form.seen.data = str(page.assessment.revision)
    if form.validate_on_submit():
        try:
            both = sign_for_side(
                session(),
                page.assessment,
                revision(form.seen.data or ""),
                form.disagreement.data or "",
                page.who,
                now(),
            )
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error)
            form.seen.data = str(page.assessment.revision)
        else:
            commit()
            flash(
                "Both sides have signed. This version is frozen."
                if both
                else f"You have signed for {page.side.label.lower()}."
            )
            return redirect(page.address("results" if both else "home"), 303)
    shown = render_template("assessment/sign.html", page=page, form=form, side=page.side, **_sign_state(page))
    return shown, 422 if form.errors else 200


def _sign_state(page: OpenAssessment) -> dict[str, object]:
    found = {each.side: each for each in signatures_of(session(), page.assessment)}
    why_not = ""
    if page.why_fixed:
        why_not = page.why_fixed
    elif page.assessment.state is AssessmentState.SIGNED:
        why_not = "Both sides have signed. To change something, change a rating; then both sides sign again."
    elif page.side.value in found:
        why_not = "Your side has signed. It waits for the other side."
    missing = () if why_not else missing_before_signing(session(), page.assessment)
    if not why_not and not missing and not can_be_signed(session(), page.assessment):
        why_not = NOTHING_AGREED
    return {
        "signed": {side.value: _signature_words(found.get(side.value)) for side in TWO_SIDES},
        "disagreements": [f"{side.label} notes: {found[side.value].disagreement}" for side in TWO_SIDES
                          if side.value in found and found[side.value].disagreement],
        "missing": _by_element(page, missing),
        "optional": not all(part.compulsory for part in page.instrument.sections),
        "may_sign": not why_not,
        "why_not": why_not,
    }  # fmt: skip


def _by_element(page: OpenAssessment, missing: Sequence[Missing]) -> list[tuple[str, str]]:
    """One line for each element, or for each statement where few are left: dozens of lines help nobody."""
    found = []
    for part in page.instrument.sections:
        here = [each for each in missing if each.element == part.id]
        if len(here) <= MOST_OF_A_KIND:
            found += [(each.sentence, _agree_address(page, each)) for each in here]
        else:
            found.append((f"Agree on answers: {len(here)} statements in {part.title}", _agree_address(page, here[0])))
    return found


def _agree_address(page: OpenAssessment, missing: Missing) -> str:
    return page.address("agree", element_id=missing.element, _anchor=f"item-{missing.item}")


def _signature_words(signature: object) -> str:
    if signature is None:
        return "Not signed yet"
    name, role, on = (getattr(signature, each) for each in ("name", "role", "on"))
    return f"{name}, {role}, on {date_in_words(on)}"


@blueprint.get(f"{ASSESSMENT}/working-copy")
def working_copy(slug: str, assessment_id: int) -> ResponseReturnValue:
    """All of it on paper, for the meeting in which it is agreed."""
    page = open_assessment(slug, assessment_id)
    numbers = {name: number for number, name in enumerate(page.instrument.item_by_id, start=1)}
    parts = [
        (part, [_copy_row(page, item, numbers[item.id]) for item in part.questions])
        for part in page.instrument.sections
    ]
    stands = read_words(session(), page.assessment)
    signed = {each.side: each for each in signatures_of(session(), page.assessment)}
    return render_template(
        "assessment/working_copy.html",
        page=page,
        day=today(),
        parts=parts,
        words=[(question, stands[question.id].text) for question in page.instrument.open_questions],
        signatures=[(side, signed.get(side.value)) for side in TWO_SIDES],
    )


def _copy_row(page: OpenAssessment, item: Item, number: int) -> CopyRow:
    stands = page.items[item.id]
    said = said_of(page, stands)
    lines = [f"{each.title}. {proof_words(each)}" for each in stands.answer.proofs]
    lines += [stands.answer.note] if stands.answer.note else []
    lines += [f"{each.text} ({each.owner_role})" for each in page.content.actions if each.item == item.id]
    three = zip((said.management, said.staff, said.agreed), said.known, strict=True)
    management, staff, agreed = (words if known else "" for words, known in three)
    return CopyRow(number, item, management, staff, agreed, tuple(lines))


@blueprint.get(f"{ASSESSMENT}/record")
def record(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Who did what to this assessment."""
    page = open_assessment(slug, assessment_id)
    return render_template(
        "assessment/record.html", page=page, records=records_of(session(), page.assessment), words=DEEDS
    )
