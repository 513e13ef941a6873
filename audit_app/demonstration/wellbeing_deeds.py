"""What the five invented organisations do about their assessments: actions, practice notes, figures over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ActionState
from audit_app.analysis.assessed.proofs import months_later
from audit_app.assessment.actions import actions_of, add_action, change_action
from audit_app.assessment.indicators import add_indicator, put_figures
from audit_app.assessment.models import Assessment
from audit_app.assessment.practice import draft_note, publish
from audit_app.demonstration.wellbeing_stories import HIGHMOOR, RIVERBEND, SALTMARSH, THISTLEDOWN, Planned
from audit_app.forum.access import Contribution
from audit_app.forum.models import Organisation


@dataclass(frozen=True)
class Practice:
    """A practice note about a signed-off strength of this year. published: days ago; None for a draft."""

    item: str
    topic: str
    title: str
    did: str
    changed: str
    ask: str
    published: int | None


PRACTICE: Mapping[str, Sequence[Practice]] = {
    RIVERBEND: (
        Practice(
            "HW-5.1", "Rest", "A rest area within three minutes",
            "A manager and a union representative walked every site together and looked for space. They found twelve "
            "rooms that were full of old paper.",
            "Each ward has a rest area. Staff say in the survey that they take their breaks more often.",
            "Head of estates", 12,
        ),
        Practice(
            "HW-2.3", "Respect", "One number to call about bullying",
            "We made one confidential number in place of four. Representatives helped to choose who answers it.",
            "People tell us that they know whom to call. We are still counting the calls.",
            "Head of workforce", None,
        ),
    ),
    HIGHMOOR: (
        Practice(
            "HW-7.3", "Working together", "Two people write each policy",
            "One person from each side writes the first draft of a policy. Nobody else comments until they are done.",
            "Policies are agreed at the first meeting. It took three meetings before.",
            "Staff-side secretary", 8,
        ),
    ),
    SALTMARSH: (
        Practice(
            "HW-6.1", "Figures", "One page of figures that both sides trust",
            "We put absence, turnover, the staff survey and use of support on one page, once a quarter. Both sides "
            "agreed beforehand what each figure means.",
            "Meetings begin with what to do, and no longer with whose figure is right.",
            "Head of workforce information", 5,
        ),
    ),
}  # fmt: skip

# The mean of an invented organisation's sickness absence in %, and how much of it is gone after 18 months
ABSENCE: Mapping[str, tuple[float, float]] = {RIVERBEND: (5.4, 0.6), SALTMARSH: (5.1, -0.2), THISTLEDOWN: (6.7, 0.9)}
# What the time of the year adds, from January on: absence is higher in winter
SEASON = (0.7, 0.5, 0.2, 0.0, -0.3, -0.4, -0.3, -0.4, -0.2, 0.1, 0.3, 0.6)
# Yearly scores of the staff survey out of 10, the oldest first
SURVEY: Mapping[str, Sequence[float]] = {
    RIVERBEND: (5.9, 6.0, 6.2, 6.4), SALTMARSH: (6.1, 6.0, 6.1, 6.1), THISTLEDOWN: (5.2, 5.3, 5.3, 5.6),
}  # fmt: skip
_MONTHS = 18


def decide(
    session: Session, assessment: Assessment, planned: Sequence[Planned], lead: Contribution, at: datetime, today: date
) -> None:
    """Decide on actions in an assessment, before it is signed. The caller commits."""
    for each in planned:
        typed = {
            "text": each.text, "owner_role": each.owner,
            "due_on": (today + timedelta(days=each.due)).isoformat() if each.due is not None else "",
            "state": (each.state if each.ended is None else ActionState.TO_DO).value,
        }  # fmt: skip
        add_action(session, assessment.organisation, typed, lead, at, assessment=assessment, item_id=each.item)


def end(
    session: Session, organisation: Organisation, planned: Sequence[Planned], lead: Contribution, today: date
) -> None:
    """Do or drop those actions that have ended since they were decided. The caller commits."""
    known = {action.text: action for action in actions_of(session, organisation)}
    for each in planned:
        if each.ended is not None:
            found, at = known[each.text], _days_ago(each.ended, today)
            change_action(session, found, {"state": each.state.value}, found.revision, lead, at)


def write_practice(session: Session, signed: Assessment, lead: Contribution, today: date) -> None:
    """Write the organisation's practice notes about a signed assessment, and publish some. The caller commits."""
    for practice in PRACTICE.get(signed.organisation.name, ()):
        fields = {
            "topic": practice.topic, "title": practice.title, "did": practice.did, "changed": practice.changed,
            "ask_role": practice.ask,
        }  # fmt: skip
        note = draft_note(session, signed, practice.item, fields, lead)
        if practice.published is not None:
            publish(session, note, lead, _days_ago(practice.published, today))


def enter_figures(session: Session, organisation: Organisation, today: date) -> None:
    """Sickness absence for each month that is over, on its first day, and the survey of each year, in March.

    Nothing where the organisation follows no figures. The caller commits.
    """
    if organisation.name not in ABSENCE:
        return
    mean, gone = ABSENCE[organisation.name]
    absence = add_indicator(session, organisation, "Sickness absence", "%")
    first = months_later(today.replace(day=1), -_MONTHS)
    months = [months_later(first, month) for month in range(_MONTHS)]
    figures = [
        (absence, day, round(mean + SEASON[day.month - 1] - gone * place / (_MONTHS - 1), 1))
        for place, day in enumerate(months)
    ]
    survey = add_indicator(session, organisation, "Staff survey: we are safe and healthy", "out of 10")
    scores = SURVEY[organisation.name]
    newest = today.year if today >= date(today.year, 3, 1) else today.year - 1
    for place, score in enumerate(scores):
        figures.append((survey, date(newest - len(scores) + 1 + place, 3, 1), score))
    put_figures(session, organisation, figures)


def _days_ago(days: int, today: date) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(9), UTC)
