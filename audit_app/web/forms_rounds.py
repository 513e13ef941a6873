"""Forms about rounds: setting one up, opening it again, annulling it. Times are those of the United Kingdom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from audit_app.audit.models import Round
from audit_app.audit.rounds import HIGHEST_MINIMUM, LOWEST_MINIMUM, Schedule
from audit_app.forum.models import Member
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from audit_app.web.components import UK
from audit_app.web.fields import ClockField, DayField, PageForm

LATER = ""  # the choice of a reviewer that is not made yet
REVIEWER_FIELDS = {Side.MANAGEMENT: "management_reviewer", Side.STAFF: "staff_reviewer"}


def uk_moment(day: date, clock: time) -> datetime:
    """A moment from a day and a time of day in the United Kingdom."""
    return datetime.combine(day, clock, tzinfo=UK)


class RoundForm(PageForm):
    """Everything that a secretariat decides before a round opens."""

    name = StringField(
        "Name of the round",
        description="Members see it. For example, Audit 2026.",
        validators=[DataRequired("Enter a name for the round"), Length(max=120)],
    )
    questionnaire = RadioField("Which questions?", validators=[InputRequired("Choose the questions")])
    opens_day = DayField("Opens on", validators=[InputRequired("Enter the day on which the round opens")])
    opens_clock = ClockField(
        "Opens at", description="Such as 9am", validators=[InputRequired("Enter the time at which the round opens")]
    )
    closes_day = DayField("Closes on", validators=[InputRequired("Enter the day on which the round closes")])
    closes_clock = ClockField(
        "Closes at", description="Such as 5pm", validators=[InputRequired("Enter the time at which the round closes")]
    )
    minimum = SelectField(
        "Smallest group that may be shown",
        coerce=int,
        choices=[(number, f"{number} people") for number in range(LOWEST_MINIMUM, HIGHEST_MINIMUM + 1)],
        description="A side with fewer answers than this is never shown on its own. 5 suits most forums. "
        "Choose 11 if results will leave the forum. It cannot be lowered once the round is open.",
    )
    management_reviewer = SelectField("Management side", choices=[], validators=[Optional()])
    staff_reviewer = SelectField("Staff side", choices=[], validators=[Optional()])
    comments_expire_on = DayField(
        "Comments are deleted on",
        description="Members are told this day before they answer.",
        validators=[InputRequired("Enter the day on which comments are deleted")],
    )

    def validate_closes_day(self, field: DayField) -> None:
        """A round closes after it opens."""
        opens, closes = self.opens_at, self.closes_at
        if opens is not None and closes is not None and closes <= opens:
            raise ValidationError("The round must close after it opens. Choose a later day or time")
        del field

    def validate_comments_expire_on(self, field: DayField) -> None:
        """Comments must live long enough to be read."""
        if field.data is not None and self.closes_day.data is not None and field.data <= self.closes_day.data:
            raise ValidationError("Comments must be kept until after the round closes. Choose a later day")

    @property
    def opens_at(self) -> datetime | None:
        """The moment of opening, once both parts are right."""
        return _moment(self.opens_day, self.opens_clock)

    @property
    def closes_at(self) -> datetime | None:
        """The moment of closing, once both parts are right."""
        return _moment(self.closes_day, self.closes_clock)

    def offer(self, questionnaires: Sequence[Questionnaire], members: Mapping[Side, Sequence[Member]]) -> None:
        """Set the choices of questionnaires and of reviewers."""
        self.questionnaire.choices = [(each.id, each.title) for each in questionnaires]
        for side, name in REVIEWER_FIELDS.items():
            people = [(str(member.id), member.name) for member in members[side]]
            self[name].choices = [(LATER, "Choose later"), *people]

    def schedule(self) -> Schedule:
        """What was decided. Only after the form was found right."""
        if self.opens_at is None or self.closes_at is None:
            raise ValueError("The form has not been checked.")
        chosen = {side: self[name].data for side, name in REVIEWER_FIELDS.items()}
        return Schedule(
            name=self.name.data or "",
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            minimum=self.minimum.data,
            comments_expire_on=self.comments_expire_on.data,
            reviewers={side: int(number) for side, number in chosen.items() if number},
        )


class ReopenForm(PageForm):
    """A new closing time."""

    closes_day = DayField("New closing day", validators=[InputRequired("Enter the new closing day")])
    closes_clock = ClockField(
        "New closing time", description="Such as 5pm", validators=[InputRequired("Enter the new closing time")]
    )

    @property
    def closes_at(self) -> datetime | None:
        """The moment of closing, once both parts are right."""
        return _moment(self.closes_day, self.closes_clock)


class AnnulForm(PageForm):
    """Why a round ends without a count."""

    reason = TextAreaField(
        "Why is this round annulled?",
        description="Chairs of both sides will read this. Do not name people.",
        validators=[DataRequired("Say why the round is annulled"), Length(max=500)],
    )


class AddInvitationForm(PageForm):
    """A member who joined after the round had opened."""

    member = SelectField("Who", choices=[], coerce=int, validators=[InputRequired("Choose a member")])


def first_values(today: date, chairs: Mapping[Side, Sequence[Member]]) -> dict[str, Any]:
    """What a new round is filled in with: two weeks from tomorrow, comments for a year, a chair of each side."""
    values: dict[str, Any] = {
        "opens_day": today + timedelta(days=1),
        "opens_clock": time(9),
        "closes_day": today + timedelta(days=15),
        "closes_clock": time(17),
        "minimum": LOWEST_MINIMUM,
        "comments_expire_on": today + timedelta(days=365),
    }
    for side in TWO_SIDES:
        values[REVIEWER_FIELDS[side]] = str(chairs[side][0].id) if chairs[side] else LATER
    return values


def stored_values(audit_round: Round, reviewers: Mapping[Side, Member]) -> dict[str, Any]:
    """What a stored draft fills the form with."""
    opens = audit_round.opens_at.astimezone(UK) if audit_round.opens_at else None
    closes = audit_round.closes_at.astimezone(UK) if audit_round.closes_at else None
    values: dict[str, Any] = {
        "name": audit_round.name,
        "questionnaire": audit_round.questionnaire_id,
        "opens_day": opens.date() if opens else None,
        "opens_clock": opens.time() if opens else None,
        "closes_day": closes.date() if closes else None,
        "closes_clock": closes.time() if closes else None,
        "minimum": audit_round.minimum,
        "comments_expire_on": audit_round.comments_expire_on,
    }
    for side in TWO_SIDES:
        values[REVIEWER_FIELDS[side]] = str(reviewers[side].id) if side in reviewers else LATER
    return values


def _moment(day: DayField, clock: ClockField) -> datetime | None:
    return uk_moment(day.data, clock.data) if day.data is not None and clock.data is not None else None
