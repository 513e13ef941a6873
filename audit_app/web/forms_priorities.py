"""Forms about priorities: what one says, why a suggestion is left out, and how one ends."""

from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from audit_app.agenda.models import Owner, Priority, Standing
from audit_app.agenda.priorities import Content
from audit_app.analysis.measures import measurable, name_of, score_of
from audit_app.analysis.released import Comparison
from audit_app.web.fields import CheckboxesField, DayField, PageForm
from audit_app.web.signed_in import today


class SeenForm(PageForm):
    """A form about a priority as its author saw it. seen: the version that stood on the page."""

    seen = HiddenField()

    def version(self) -> int:
        """The version that was seen; 0, which no priority has, for anything that is not a number."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class PriorityForm(SeenForm):
    """What a priority says. Measures are offered from the round's released results."""

    title = TextAreaField(
        "What do you want to get better?",
        description="Say it in your own words.",
        validators=[DataRequired("Say what you want to get better"), Length(max=400)],
    )
    note = TextAreaField("What will you do? (optional)", validators=[Length(max=500)])
    owner = RadioField(
        "Which side looks after it?",
        choices=[(owner.value, owner.label) for owner in Owner],
        validators=[InputRequired("Choose which side looks after it")],
    )
    owner_role = StringField(
        "Who looks after it there?",
        description="A role, not a person's name. For example, workforce director, or joint chairs.",
        validators=[DataRequired("Enter the role that looks after it"), Length(max=100)],
    )
    sections = CheckboxesField("Scores of whole sections")
    statements = CheckboxesField("Scores of single statements")
    measure_words = StringField(
        "Or say in words how you will tell (optional)",
        description="For example, draft policies reach staff side two weeks before each meeting.",
        validators=[Length(max=300)],
    )
    target_score = DecimalField(
        "Score to reach, out of 10",
        description="Give a score here, or say the target in words below.",
        places=1,
        validators=[Optional(), NumberRange(min=0, max=10)],
    )
    target_words = StringField(
        "The target in words",
        description="For example, at every meeting of the year.",
        validators=[Length(max=200)],
    )
    review_on = DayField(
        "Date to look at it again",
        description="For example, 20 11 2027",
        validators=[InputRequired("Enter the date to look at it again")],
    )

    def __init__(self, comparison: Comparison, stored: Priority | None = None, **more: Any) -> None:  # noqa: ANN401
        """comparison: the round's own released results. stored: the priority that is changed, if there is one."""
        super().__init__(**more)
        self.known_day = stored.review_on if stored is not None else None
        self.offered = asked = measurable(comparison)
        questions = comparison.round.questionnaire.question_by_id
        self.sections.choices = [_choice(comparison, each) for each in asked if each not in questions]
        self.statements.choices = [_choice(comparison, each) for each in asked if each in questions]

    def validate_measure_words(self, field: StringField) -> None:
        """There must be some way to tell."""
        if not (field.data or self.sections.data or self.statements.data):
            raise ValidationError("Choose a section or a statement, or say in words how you will tell")

    def validate_target_score(self, field: DecimalField) -> None:
        """One decimal place, as scores are shown, and something that has a score."""
        if field.data is None or field.errors:
            return
        if field.data != field.data.quantize(Decimal("0.1")):
            raise ValidationError("Enter the score with one number after the point, such as 6.5")
        if not (self.sections.data or self.statements.data):
            raise ValidationError("Choose the section or statement that is to reach this score")

    def validate_target_words(self, field: StringField) -> None:
        """A target is a score or words."""
        if not field.data and self.target_score.data is None and not self.target_score.errors:
            raise ValidationError("Enter a score to reach, or say the target in words")

    def validate_review_on(self, field: DayField) -> None:
        """A day to come, unless it is the one that was set before."""
        day: date | None = field.data
        if day is not None and day != self.known_day and day < today():
            raise ValidationError("The date to look at it again must be today or later")

    def content(self) -> Content:
        """What was typed, once it is valid."""
        chosen = {*(self.sections.data or ()), *(self.statements.data or ())}
        score = self.target_score.data
        return Content(
            title=self.title.data or "",
            note=self.note.data or None,
            owner=Owner(self.owner.data),
            owner_role=self.owner_role.data or "",
            measures=tuple(each for each in self.offered if each in chosen),
            measure_words=self.measure_words.data or None,
            target_score=float(score) + 0.0 if score is not None else None,
            target_words=self.target_words.data or None,
            review_on=self.review_on.data,
        )


def as_stored(priority: Priority) -> dict[str, object]:
    """What a form about a priority is filled in with."""
    return {
        "seen": str(priority.version),
        "title": priority.title,
        "note": priority.note if priority.standing is not Standing.DECLINED else None,
        "owner": priority.owner.value if priority.owner is not None else None,
        "owner_role": priority.owner_role,
        "sections": list(priority.measure_ids),
        "statements": list(priority.measure_ids) or ([priority.suggested] if priority.suggested else []),
        "measure_words": priority.measure_words,
        "target_score": Decimal(str(priority.target_score)) if priority.target_score is not None else None,
        "target_words": priority.target_words,
        "review_on": priority.review_on,
    }


class DeclineForm(PageForm):
    """Why a suggestion is left out."""

    note = TextAreaField(
        "Why do you leave it out?",
        description="Chairs of both sides and the secretariat can read this.",
        validators=[DataRequired("Say why you leave it out"), Length(max=500)],
    )


class EndForm(SeenForm):
    """How a priority ends."""

    standing = RadioField(
        "What has become of it?",
        choices=[(Standing.DONE.value, "It is done"), (Standing.DROPPED.value, "We want to drop it")],
        validators=[InputRequired("Choose what has become of it")],
    )
    note = TextAreaField("Say more (optional if it is done)", validators=[Length(max=500)])

    def validate_note(self, field: TextAreaField) -> None:
        """What is dropped needs a reason."""
        if self.standing.data == Standing.DROPPED.value and not field.data:
            raise ValidationError("Say why you want to drop it")


def _choice(comparison: Comparison, item: str) -> tuple[str, str]:
    return item, f"{name_of(comparison, item).rstrip('.')} ({score_of(comparison, item)})"
