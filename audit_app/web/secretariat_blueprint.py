"""What every page of the secretariat starts from: the blueprint, the questionnaires, a forum's rounds and members.

Rounds and members are looked up within the forum of the address, so that a number of another forum is not found.
"""

from collections.abc import Sequence
from functools import cache
from typing import NoReturn

from flask import Blueprint, abort

from audit_app.audit.models import Round, Source, State
from audit_app.audit.own_wording import offered, offered_to
from audit_app.audit.wording_models import OwnWording
from audit_app.forum.access import Access, may_run_rounds
from audit_app.forum.models import Forum, Member
from audit_app.forum.people import find_member
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, read_catalogue
from audit_app.questionnaire.definition import Questionnaire
from audit_app.web.database_session import session

blueprint = Blueprint("secretariat", __name__)

_LARGEST_ID = 2**63 - 1


@cache
def catalogue() -> Catalogue:
    """The questionnaires that come with this release, read once."""
    return read_catalogue(QUESTIONNAIRES)


def offered_questionnaires(forum: Forum) -> Sequence[Questionnaire]:
    """What members of this forum can be asked: the shipped questionnaires and its own agreed wordings."""
    return offered_to(session(), forum, catalogue())


def offered_questionnaire(forum: Forum, questionnaire_id: str, version: int | None = None) -> Questionnaire:
    """One of them, by its id. Raises UnknownQuestionnaireError."""
    return offered(session(), forum, catalogue(), questionnaire_id, version)


def wording_of(forum: Forum, wording_id: int) -> OwnWording:
    """An own wording of this forum; 404 if there is none with this number."""
    found = session().get(OwnWording, wording_id) if 0 < wording_id <= _LARGEST_ID else None
    return found if found is not None and found.forum_id == forum.id else _not_found()


def round_of(forum: Forum, round_id: int) -> Round:
    """A round of this forum; 404 if there is none with this number."""
    found = session().get(Round, round_id) if 0 < round_id <= _LARGEST_ID else None
    return found if found is not None and found.forum_id == forum.id else _not_found()


def shown_round_of(forum: Forum, round_id: int, access: Access) -> Round:
    """As `round_of`, but a typed-in round that is not in use yet is there for the secretariat alone."""
    found = round_of(forum, round_id)
    in_hand = found.source is not Source.LIVE and found.state is State.DRAFT
    return found if not in_hand or may_run_rounds(access) else _not_found()


def member_of(forum: Forum, member_id: int) -> Member:
    """A person of this forum; 404 if there is none with this number."""
    found = find_member(session(), forum, member_id) if 0 < member_id <= _LARGEST_ID else None
    return found if found is not None else _not_found()


def _not_found() -> NoReturn:
    abort(404)
