"""What an organisation lets its forum see: signed assessments that it has agreed to share, and no other.

The forum sees what `apart.as_forum_sees` leaves. Each side's own rating stays in the organisation: it is for the two
sides to talk about. What is not shared is simply absent.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, contains_eager

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.frozen import thaw
from audit_app.assessment.apart import as_forum_sees
from audit_app.assessment.changing import hold
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentRound, AssessmentState, SignedVersion
from audit_app.assessment.records import record
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.instrument import Instrument


def share(session: Session, assessment: Assessment, who: Contribution, at: datetime) -> None:
    """Agree that the forum sees the signed version of an assessment, and versions signed later. Flushes.

    Raises NotPossible for anybody but a wellbeing lead, before it is signed, and when it is shared already.
    """
    _hold_as_lead(session, assessment, who)
    if not assessment.version:
        raise NotPossible("Both sides must sign the assessment before it can be shared.")
    if assessment.shared:
        raise NotPossible("This assessment is already shared with the forum.")
    assessment.shared, assessment.shared_by = True, who.actor
    record(session, assessment, AssessmentDeed.SHARED, actor=who.actor, at=at)
    session.flush()


def take_back(session: Session, assessment: Assessment, who: Contribution, at: datetime) -> None:
    """Share an assessment no longer: from now on the forum does not see it. Flushes. Raises NotPossible."""
    _hold_as_lead(session, assessment, who)
    if not assessment.shared:
        raise NotPossible("This assessment is not shared with the forum.")
    assessment.shared, assessment.shared_by = False, None
    record(session, assessment, AssessmentDeed.UNSHARED, actor=who.actor, at=at)
    session.flush()


def shared_with(
    session: Session, forum: Forum, instrument_id: str, today: date, assessment_round: AssessmentRound | None = None
) -> list[Content]:
    """The newest shared assessment of each organisation that is in the forum today, by the organisation's name.

    Only what the forum sees of each. `assessment_round`: only those of one round. One query.
    """
    only = [Assessment.instrument_id == instrument_id]
    if assessment_round is not None:
        only.append(Assessment.round_id == assessment_round.id)
    newest = {row[0].organisation_id: row for row in _shared(session, forum, today, *only)}
    return [_content(*row) for row in newest.values()]


def shared_over_time(session: Session, forum: Forum, instrument_id: str, today: date) -> dict[str, list[Content]]:
    """Every shared assessment by organisation's name, the oldest first, each as it was signed last. One query."""
    found: dict[str, list[Content]] = {}
    for row in _shared(session, forum, today, Assessment.instrument_id == instrument_id):
        found.setdefault(row[0].organisation.name, []).append(_content(*row))
    return found


def shared_instruments(session: Session, forum: Forum, today: date) -> list[Instrument]:
    """What there are shared assessments with, each instrument as it was pinned last. One query.

    What most organisations share comes first, as there is most to see in it; then by title.
    """
    rows = sorted(_shared(session, forum, today), key=lambda row: (row[0].opened_on, row[0].id))
    newest = {assessment.instrument_id: assessment for assessment, _ in rows}
    sharing = Counter(name for name, _ in {(row[0].instrument_id, row[0].organisation_id) for row in rows})
    found = (instrument_of(each) for each in newest.values())
    return sorted(found, key=lambda each: (-sharing[each.id], each.title, each.id))


def _shared(
    session: Session, forum: Forum, today: date, *only: ColumnElement[bool]
) -> Iterator[tuple[Assessment, SignedVersion]]:
    """Every shared assessment with its newest signed version: by organisation's name, then the oldest first."""
    newest = (SignedVersion.assessment_id == Assessment.id) & (SignedVersion.version == Assessment.version)
    query = (
        select(Assessment, SignedVersion)
        .join(SignedVersion, newest)
        .join(Assessment.organisation)
        .where(Assessment.forum_id == forum.id, Assessment.shared, Assessment.state != AssessmentState.WITHDRAWN, *only)
        .options(contains_eager(Assessment.organisation))
        .order_by(Organisation.name, Organisation.id, Assessment.opened_on, Assessment.id)
    )
    for assessment, stored in session.execute(query):
        if assessment.organisation.in_forum_on(today):
            yield assessment, stored


def _content(assessment: Assessment, stored: SignedVersion) -> Content:
    """Under the organisation's name of today, so that it has one line in every picture."""
    content = thaw(stored.content, stored.digest, instrument_of(assessment))
    return replace(as_forum_sees(content), organisation=assessment.organisation.name)


def _hold_as_lead(session: Session, assessment: Assessment, who: Contribution) -> None:
    if who.organisation_id != assessment.organisation_id or not who.lead:
        raise NotPossible("Only a wellbeing lead of the organisation decides what is shared.")
    hold(session, assessment)
    if assessment.state is AssessmentState.WITHDRAWN:
        raise NotPossible("This assessment has been withdrawn.")
