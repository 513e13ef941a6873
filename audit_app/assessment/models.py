"""An organisation's self-assessment: rounds of them, ratings, evidence, signatures, actions, practice, indicators.

Nothing here is anonymous and nothing is about a single person: it is what an organisation says of itself.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit_app.analysis.assessed.content import ActionState, Confidence, Priority
from audit_app.database import Base
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.definition import Side


class Pinned:
    """The instrument as it was when the assessment began: id, version, SHA-256 and the definition itself."""

    instrument_id: Mapped[str] = mapped_column(String(40))
    instrument_version: Mapped[int]
    instrument_digest: Mapped[str] = mapped_column(String(64))
    instrument_definition: Mapped[str] = mapped_column(Text)  # canonical JSON


class OwnInstrument(Pinned, Base):
    """An instrument that came from a spreadsheet. organisation: whose it is, or None when it is the whole forum's."""

    __tablename__ = "own_instrument"
    __table_args__ = (UniqueConstraint("forum_id", "instrument_id", "instrument_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]


class AssessmentRound(Pinned, Base):
    """A round that a forum's secretariat opens for all its organisations."""

    __tablename__ = "assessment_round"
    __table_args__ = (UniqueConstraint("forum_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    name: Mapped[str] = mapped_column(String(120))
    opens_on: Mapped[date]
    due_on: Mapped[date | None]
    ended_on: Mapped[date | None]  # no new assessment joins it after this day
    opened_by: Mapped[str] = mapped_column(String(200))

    forum: Mapped[Forum] = relationship()


class AssessmentState(StrEnum):
    """OPEN: being filled in. SIGNED: both sides have signed this version; a change opens it again."""

    OPEN = "open"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Assessment(Pinned, Base):
    """One organisation's assessment, alone or as part of a round.

    version: how many times both sides have signed it. revision: counts every change, for signatures and conflicts.
    shared: the organisation agrees that its forum sees the signed version.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        UniqueConstraint("round_id", "organisation_id"),
        Index("ix_assessment_forum_id", "forum_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_round.id"))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[AssessmentState] = mapped_column(default=AssessmentState.OPEN)
    version: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[date]
    opened_by: Mapped[str] = mapped_column(String(200))
    signed_on: Mapped[date | None]
    shared: Mapped[bool] = mapped_column(default=False)
    shared_by: Mapped[str | None] = mapped_column(String(200))

    forum: Mapped[Forum] = relationship()
    organisation: Mapped[Organisation] = relationship()
    round: Mapped[AssessmentRound | None] = relationship()


class Rating(Base):
    """What is said about one item. Ratings are text: a number of the scale, dont_know or does_not_apply.

    revision: counts the changes of this item, so that nobody overwrites what they have not seen.
    """

    __tablename__ = "rating"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    management: Mapped[str | None] = mapped_column(String(16))
    staff: Mapped[str | None] = mapped_column(String(16))
    agreed: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(String(2000))
    confidence: Mapped[Confidence | None]
    priority: Mapped[Priority | None]
    help_wanted: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class RatingChange(Base):
    """What one field of an item held before a change, so that a change made from an older page can be merged.

    revision: the revision of the item that the change made. before: as text, None for nothing.
    """

    __tablename__ = "rating_change"
    __table_args__ = (
        ForeignKeyConstraint(["assessment_id", "item_id"], ["rating.assessment_id", "rating.item_id"]),
        UniqueConstraint("assessment_id", "item_id", "field", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int]
    item_id: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(20))
    revision: Mapped[int]
    before: Mapped[str | None] = mapped_column(String(2000))


class Evidence(Base):
    """One piece of evidence for an item: where it is, never the thing itself, and nothing about staff."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_assessment_id", "assessment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    item_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    link: Mapped[str | None] = mapped_column(String(500))
    dated: Mapped[date | None]
    owner_role: Mapped[str | None] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(default=0)


class AssessmentWords(Base):
    """The answer to an open question."""

    __tablename__ = "assessment_words"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(String(2000))
    revision: Mapped[int] = mapped_column(default=0)


class Signature(Base):
    """That one side stands by an assessment as it is at a revision. disagreement: what it wants on record.

    email: who signed, so that nobody signs for both sides.
    """

    __tablename__ = "signature"
    __table_args__ = (CheckConstraint("side IN ('management', 'staff')", name="one_of_the_two_sides"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    revision: Mapped[int]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(120))
    disagreement: Mapped[str | None] = mapped_column(String(1000))
    on: Mapped[date]


class SignedVersion(Base):
    """A signed assessment as both sides signed it, as JSON, for ever. digest: SHA-256 of the content."""

    __tablename__ = "signed_version"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    signed_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class Action(Base):
    """Something the organisation has decided to do; it outlives the assessment that it came from."""

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_organisation_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))  # where it was decided
    instrument_id: Mapped[str | None] = mapped_column(String(40))
    item_id: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500))
    owner_role: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.TO_DO)
    done_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()


class PracticeNote(Base):
    """A strength that an organisation shares with its forum: what it did, what changed, whom to ask by role."""

    __tablename__ = "practice_note"
    __table_args__ = (Index("ix_practice_note_forum_id", "forum_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))  # signed when the note was published
    item_id: Mapped[str] = mapped_column(String(40))
    element_id: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(120))
    did: Mapped[str] = mapped_column(String(1500))
    changed: Mapped[str] = mapped_column(String(1000))
    ask_role: Mapped[str] = mapped_column(String(120))
    published_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()


class Indicator(Base):
    """A figure that an organisation follows over time, such as sickness absence in per cent."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40))

    figures: Mapped[list["IndicatorFigure"]] = relationship(order_by="IndicatorFigure.on", cascade="all, delete-orphan")


class IndicatorFigure(Base):
    """One value of an indicator on a day."""

    __tablename__ = "indicator_figure"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[float]


class AssessmentDeed(StrEnum):
    """What can be done to an assessment, for the record that everybody in it can read."""

    OPENED = "opened"
    BROUGHT_IN = "brought_in"
    INVITED = "invited"
    SIDE_SIGNED = "side_signed"
    SIGNED = "signed"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    SHARED = "shared"
    UNSHARED = "unshared"
    WITHDRAWN = "withdrawn"
    WORKING_COPY_BROUGHT_BACK = "working_copy_brought_back"


class AssessmentRecord(Base):
    """Who did what to an assessment, and when."""

    __tablename__ = "assessment_record"
    __table_args__ = (Index("ix_assessment_record_assessment_id", "assessment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    deed: Mapped[AssessmentDeed]
    actor: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime]
