"""What every page about organisations' self-assessments starts from: the blueprint, and an organisation of the forum.

An organisation is looked up within the forum of the address, so that a number of another forum is not found.
"""

from flask import Blueprint, abort, make_response, render_template

from audit_app.forum.access import Access
from audit_app.forum.contributors import contributors_of
from audit_app.forum.models import Forum, Organisation
from audit_app.web.database_session import session

blueprint = Blueprint("assessment", __name__)

_LARGEST_ID = 2**63 - 1


def organisation_in(forum: Forum, organisation_id: int) -> Organisation:
    """An organisation of this forum, whoever may see what of it; 404 if there is none with this number."""
    found = session().get(Organisation, organisation_id) if 0 < organisation_id <= _LARGEST_ID else None
    if found is None or found.forum_id != forum.id:
        abort(404)
    return found


def organisation_of(access: Access, forum: Forum, organisation_id: int) -> Organisation:
    """An organisation of this forum whose self-assessments this person fills in; 404 for any other."""
    found = organisation_in(forum, organisation_id)
    if found.id not in access.organisations:
        abort(404)
    return found


def only_leads(forum: Forum, organisation: Organisation, *, leads: bool) -> None:
    """Let wellbeing leads through; the request of anybody else ends with 403 and the names of those to ask."""
    if not leads:
        names = [each.name for each in contributors_of(session(), organisation) if each.lead]
        page = render_template("assessment/leads_only.html", forum=forum, organisation=organisation, names=names)
        abort(make_response(page, 403))
