"""The people of a forum, one by one: list, add, change, correct an address, name a deputy, leave."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.invitations import NotPossible, address_corrected
from audit_app.database import now
from audit_app.forum.access import Access, may_keep_people, may_see_people
from audit_app.forum.entries import InvalidEntryError, read_person
from audit_app.forum.models import Member, Office
from audit_app.forum.people import (
    add_member,
    change_member,
    correct_address,
    former_members,
    leave,
    name_deputy,
    organisations_of,
    seats_on,
)
from audit_app.questionnaire.definition import Side
from audit_app.web.components import long_date
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import AddPersonForm, AddressForm, ChangePersonForm, DeputyForm, LeaveForm
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.secretariat_blueprint import blueprint, member_of
from audit_app.web.signed_in import forum_and_access, today


@blueprint.get("/forums/<slug>/people")
def people(slug: str) -> ResponseReturnValue:
    """Everyone in the forum today, by side; those who left or have yet to begin stand below."""
    forum, access = forum_and_access(slug, may_see_people)
    seats = seats_on(session(), forum, today())
    return render_template(
        "secretariat/people.html",
        forum=forum,
        sides=[(side, [seat for seat in seats if seat.side is side]) for side in Side],
        number=len(seats),
        former=former_members(session(), forum, today()),
        keeps=may_keep_people(access),
    )


@blueprint.route("/forums/<slug>/people/add", methods=["GET", "POST"])
def add_person(slug: str) -> ResponseReturnValue:
    """Add one member."""
    forum, _ = forum_and_access(slug, may_keep_people)
    form = AddPersonForm(day=today())
    if form.validate_on_submit():
        try:
            member = add_member(session(), forum, read_person(form.data), form.day.data)
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"{member.name} has been added.")
            return redirect(url_for(".people", slug=slug), 303)
    known = [each.name for each in organisations_of(session(), forum)]
    page = render_template("secretariat/person_add.html", forum=forum, form=form, organisations=known)
    return page, 422 if form.errors else 200


@blueprint.get("/forums/<slug>/people/<int:member_id>")
def person(slug: str, member_id: int) -> ResponseReturnValue:
    """One person: what is known, what was, and what can be changed."""
    forum, _ = forum_and_access(slug, may_keep_people)
    member = member_of(forum, member_id)
    return render_template("secretariat/person.html", forum=forum, member=member, seat=member.seat_on(today()))


def _back_to(member: Member, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".person", slug=member.forum.slug, member_id=member.id), 303)


@blueprint.route("/forums/<slug>/people/<int:member_id>/change", methods=["GET", "POST"])
def change_person(slug: str, member_id: int) -> ResponseReturnValue:
    """Correct the name; let side, office and organisation change from a day."""
    forum, _ = forum_and_access(slug, may_keep_people)
    member = member_of(forum, member_id)
    form = ChangePersonForm(data=_stored(member))
    if form.validate_on_submit():
        kept = {"email": member.email, "deputy_name": member.deputy_name, "deputy_email": member.deputy_email}
        typed = {**{name: text or "" for name, text in kept.items()}, **form.data}
        try:
            change_member(session(), member, read_person(typed), form.day.data)
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            return _back_to(member, f"{member.name} has been changed from {long_date(form.day.data)}.")
    known = [each.name for each in organisations_of(session(), forum)]
    page = render_template("secretariat/person_change.html", forum=forum, member=member, form=form, organisations=known)
    return page, 422 if form.errors else 200


def _stored(member: Member) -> dict[str, object]:
    """What the form is filled in with: the present seat, or the newest one."""
    seat = member.seat_on(today()) or (member.seats[-1] if member.seats else None)
    return {
        "name": member.name,
        "side": seat.side.value if seat else None,
        "organisation": seat.organisation.name if seat and seat.organisation else "",
        "office": seat.office.value if seat else Office.MEMBER.value,
        "day": today(),
    }


# The same words whoever it is: whether somebody has answered is nobody's business, the secretariat's included.
NEW_LINKS = "If a round is open and the answers are not in yet, a new link is on its way; the old one no longer works."


def _renew_links(member: Member, access: Access, *, with_deputy: bool) -> None:
    """New links where one of two addresses has changed; each round's record says that a link was replaced."""
    address_corrected(session(), instance_secrets(), member, now(), actor=access.actor, with_deputy=with_deputy)


@blueprint.route("/forums/<slug>/people/<int:member_id>/address", methods=["GET", "POST"])
def correct_person_address(slug: str, member_id: int) -> ResponseReturnValue:
    """Correct an e-mail address. Links of open rounds that went to the old one die, and new ones are sent."""
    forum, access = forum_and_access(slug, may_keep_people)
    member = member_of(forum, member_id)
    form = AddressForm(email=member.email)
    if form.validate_on_submit():
        before = member.email
        try:
            correct_address(session(), member, form.email.data or "", today())
            if member.email != before:
                _renew_links(member, access, with_deputy=False)
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="email")
        else:
            commit()
            return _back_to(member, f"The address of {member.name} is now {member.email}. {NEW_LINKS}")
    page = render_template("secretariat/person_address.html", forum=forum, member=member, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/forums/<slug>/people/<int:member_id>/deputy", methods=["GET", "POST"])
def person_deputy(slug: str, member_id: int) -> ResponseReturnValue:
    """Name, change or remove the deputy. Links that the deputy holds die; who answers then gets a new one."""
    forum, access = forum_and_access(slug, may_keep_people)
    member = member_of(forum, member_id)
    form = DeputyForm(deputy_name=member.deputy_name or "", deputy_email=member.deputy_email or "")
    if form.validate_on_submit():
        before = member.deputy_email
        try:
            name_deputy(session(), member, form.deputy_name.data or "", form.deputy_email.data or "", today())
            if member.deputy_email != before:
                _renew_links(member, access, with_deputy=True)
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="deputy_email")
        else:
            commit()
            now_is = f"The deputy is now {member.deputy_name}." if member.deputy_name else "There is no deputy now."
            return _back_to(member, now_is)
    page = render_template("secretariat/person_deputy.html", forum=forum, member=member, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/forums/<slug>/people/<int:member_id>/leave", methods=["GET", "POST"])
def person_leaves(slug: str, member_id: int) -> ResponseReturnValue:
    """End a membership from a day on. Past rounds stay as they were."""
    forum, _ = forum_and_access(slug, may_keep_people)
    member = member_of(forum, member_id)
    form = LeaveForm(day=today())
    if form.validate_on_submit():
        try:
            leave(session(), member, form.day.data)
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            return _back_to(member, f"{member.name} is no longer a member from {long_date(form.day.data)}.")
    page = render_template("secretariat/person_leave.html", forum=forum, member=member, form=form)
    return page, 422 if form.errors else 200
