"""An invented forum's own wording: one question in other words, one with another meaning, one dropped, one added."""

from datetime import datetime

from sqlalchemy.orm import Session

from audit_app.audit import own_wording
from audit_app.audit.wording_models import OwnWording
from audit_app.forum.models import Forum
from audit_app.questionnaire import adapting_rules as rules
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import TWO_SIDES, Side

TITLE = "Our own ten questions"
SAME = "How far does each side understand what the other is up against?"
OTHER = "How far do papers reach you in time to read them?"
OWN = "How far do our ideas reach the trusts that we come from?"


def agreed_wording(
    session: Session, forum: Forum, catalogue: Catalogue, *, by: str, chairs: dict[Side, str], at: datetime
) -> OwnWording:
    """Made by the secretariat and agreed by both sides, ready for a round. The caller commits."""
    ten = catalogue.by_id("partnership-ten")
    wording = own_wording.start(session, forum, catalogue, ten, actor=by, at=at)
    wishes = rules.named(own_wording.wishes_of(wording), TITLE, "3")
    wishes = rules.reword(ten, wishes, "PT-2", SAME, "In each other's shoes", meaning_stayed=True)
    wishes = rules.reword(ten, wishes, "PT-6", OTHER, "Papers in time", meaning_stayed=False)
    wishes = rules.drop(ten, wishes, "PT-7")
    wishes = rules.add(ten, wishes, "PT", OWN, "Reach", partners_asked=True)
    own_wording.change(session, catalogue, wording, wishes, seen=wording.revision, actor=by, at=at)
    own_wording.propose(session, wording, seen=wording.revision, actor=by, at=at)
    for side in TWO_SIDES:
        own_wording.agree(session, wording, side, seen=wording.digest, actor=chairs[side], at=at)
    return wording
