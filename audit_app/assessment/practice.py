"""Good practice: a signed-off strength that an organisation publishes to its forum as a short note."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from audit_app.analysis.assessed.profile import strong_items
from audit_app.assessment.changing import hold
from audit_app.assessment.contents import NotSignedError, signed_content
from audit_app.assessment.entries import Reader, not_about_a_person, one_line, paragraphs, read_fields, required, role
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.merging import ChangedMeanwhile, refuse_stale
from audit_app.assessment.models import Assessment, AssessmentState, PracticeNote
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible, squeeze
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.instrument import Element, Item

FIELDS = ("topic", "title", "did", "changed", "ask_role")
LONGEST = {"topic": 80, "title": 120, "did": 1500, "changed": 1000, "ask_role": 120}
_BY_ROLE = "say whom to ask by role"


def strengths_of(session: Session, assessment: Assessment) -> list[Item]:
    """The items of the newest signed version at the top of their scale, in order: what a note can be about.

    None while it has not been signed. One query.
    """
    try:
        content = signed_content(session, assessment)
    except NotSignedError:
        return []
    strong = set(strong_items(content))
    return [item for item in content.instrument.items if item.id in strong]


def notes_of(session: Session, organisation: Organisation) -> list[PracticeNote]:
    """Everything that an organisation has written, drafts and withdrawn notes too, newest first. One query."""
    query = select(PracticeNote).where(PracticeNote.organisation_id == organisation.id)
    return list(session.scalars(query.order_by(PracticeNote.id.desc())))


def find_note(session: Session, organisation: Organisation, note_id: int) -> PracticeNote | None:
    """A note by number, but only of this organisation, published or not."""
    wanted = (PracticeNote.id == note_id, PracticeNote.organisation_id == organisation.id)
    return session.scalar(select(PracticeNote).where(*wanted))


def draft_note(
    session: Session, assessment: Assessment, item_id: str, typed: Mapping[str, str], who: Contribution
) -> PracticeNote:
    """Write a note about a signed-off strength: fields topic, title, did, changed and ask_role. Flushes.

    Raises InvalidEntryError, and NotPossible if it is none of the organisation's own signed strengths.
    """
    _own(who, assessment.organisation_id)
    read = _read({field: typed.get(field, "") for field in FIELDS})
    _must_be_strong(session, assessment, item_id)
    element = signed_content(session, assessment).instrument.element_of(item_id)
    made = PracticeNote(
        forum_id=assessment.forum_id, organisation_id=assessment.organisation_id, assessment_id=assessment.id,
        item_id=item_id, element_id=element.id, revision=0, **{field: read[field] or "" for field in FIELDS},
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def change_note(
    session: Session, note: PracticeNote, typed: Mapping[str, str], seen_revision: int, who: Contribution
) -> None:
    """Change a note; fields that were not sent stay. Flushes.

    Raises InvalidEntryError, ChangedMeanwhile and NotPossible.
    """
    _own(who, note.organisation_id)
    read = _read(typed)
    session.refresh(note, with_for_update={"of": PracticeNote})
    if is_published(note) and not who.lead:  # the forum would read it at once, and a lead decides what it reads
        raise NotPossible("This note is published, so only a wellbeing lead of the organisation can change it.")
    now: dict[str, str | None] = {field: getattr(note, field) or None for field in FIELDS}
    merged = refuse_stale(f"note-{note.id}", note.revision, seen_revision, now, read)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, {f"note-{note.id}": note.revision})
    for field, value in merged.changes.items():
        setattr(note, field, value or "")
    note.revision += 1 if merged.changes else 0
    session.flush()


def publish(session: Session, note: PracticeNote, who: Contribution, at: datetime) -> None:
    """Show a note to the whole forum. Flushes.

    Raises NotPossible for anybody but a wellbeing lead, and if the strength is not in the newest signed version.
    """
    _own(who, note.organisation_id, lead=True)
    session.refresh(note, with_for_update={"of": PracticeNote})
    if is_published(note):
        raise NotPossible("This note is published already.")
    assessment = session.get_one(Assessment, note.assessment_id)
    hold(session, assessment)
    _must_be_strong(session, assessment, note.item_id)
    note.published_on, note.withdrawn_on = uk_day(at), None
    session.flush()


def withdraw_note(session: Session, note: PracticeNote, who: Contribution, at: datetime) -> None:
    """Show a note no longer. Flushes. Raises NotPossible."""
    _own(who, note.organisation_id, lead=True)
    session.refresh(note, with_for_update={"of": PracticeNote})
    if not is_published(note):
        raise NotPossible("This note is not published.")
    note.withdrawn_on = uk_day(at)
    session.flush()


def is_published(note: PracticeNote) -> bool:
    """Whether the forum sees a note."""
    return note.published_on is not None and note.withdrawn_on is None


def published_note(session: Session, forum: Forum, note_id: int, today: date) -> PracticeNote | None:
    """A note by number, if it is published to this forum."""
    return next((note for note in search_practice(session, forum, today) if note.id == note_id), None)


def topics(session: Session, forum: Forum, today: date) -> list[str]:
    """The topics of published notes, in alphabetical order, each as it was written first."""
    found: dict[str, str] = {}
    for note in reversed(search_practice(session, forum, today)):
        found.setdefault(squeeze(note.topic), note.topic)
    return sorted(found.values(), key=str.casefold)


def search_practice(
    session: Session, forum: Forum, today: date, *, topic: str = "", element_id: str = "", words: str = ""
) -> list[PracticeNote]:
    """The published notes of organisations that are in a forum today, newest first. One query.

    All words must be in a note; capitals do not matter.
    """
    query = (
        select(PracticeNote)
        .join(PracticeNote.organisation)
        .where(
            PracticeNote.forum_id == forum.id,
            PracticeNote.published_on.is_not(None),
            PracticeNote.withdrawn_on.is_(None),
        )
        .options(contains_eager(PracticeNote.organisation))
        .order_by(PracticeNote.published_on.desc(), PracticeNote.id.desc())
    )
    if element_id:
        query = query.where(PracticeNote.element_id == element_id)
    wanted = words.casefold().split()
    return [
        note
        for note in session.scalars(query)
        if note.organisation.in_forum_on(today)
        and (not topic or squeeze(note.topic) == squeeze(topic))
        and _holds_all(note, wanted)
    ]


def about(session: Session, notes: Sequence[PracticeNote]) -> dict[int, tuple[Element, Item]]:
    """The element and the statement that each note is about, by the note's number. One query."""
    query = select(Assessment).where(Assessment.id.in_({note.assessment_id for note in notes}))
    pinned = {each.id: instrument_of(each) for each in session.scalars(query)}
    found = {}
    for note in notes:
        instrument = pinned[note.assessment_id]
        found[note.id] = (instrument.element_of(note.item_id), instrument.item_by_id[note.item_id])
    return found


def _holds_all(note: PracticeNote, wanted: list[str]) -> bool:
    text = " ".join((note.topic, note.title, note.did, note.changed, note.ask_role, note.organisation.name)).casefold()
    return all(word in text for word in wanted)


def _own(who: Contribution, organisation_id: int, *, lead: bool = False) -> None:
    if who.organisation_id != organisation_id:
        raise NotPossible("This note belongs to another organisation.")
    if lead and not who.lead:
        raise NotPossible("Only a wellbeing lead of the organisation decides what is published.")


def _must_be_strong(session: Session, assessment: Assessment, item_id: str) -> None:
    if assessment.state is AssessmentState.WITHDRAWN:
        raise NotPossible("This assessment has been withdrawn.")
    if item_id not in {item.id for item in strengths_of(session, assessment)}:
        raise NotPossible("A note is about a statement that both sides have signed with the highest rating.")


def _read(typed: Mapping[str, str]) -> dict[str, str | None]:
    readers: dict[str, Reader] = {
        "topic": required(_line("The topic", LONGEST["topic"]), "Enter a topic, such as Sleep."),
        "title": required(_line("The title", LONGEST["title"]), "Enter a title."),
        "did": required(_story("did"), "Say what you did."),
        "changed": required(_story("changed"), "Say what changed."),
        "ask_role": required(role("Whom to ask", LONGEST["ask_role"]), "Say whom to ask, by role."),
    }
    return read_fields(typed, readers)


def _line(what: str, longest: int) -> Reader:
    return not_about_a_person(one_line(what, longest), _BY_ROLE)


def _story(field: str) -> Reader:
    return not_about_a_person(paragraphs("The text", LONGEST[field]), _BY_ROLE)
