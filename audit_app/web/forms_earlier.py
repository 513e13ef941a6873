"""Forms for a round of earlier years that is typed in from an old report."""

from wtforms import FileField, IntegerField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from audit_app.analysis.tallies import Group
from audit_app.audit.rounds import HIGHEST_MINIMUM, LOWEST_MINIMUM
from audit_app.web.fields import DayField, PageForm
from audit_app.web.signed_in import today
from audit_app.web.typed_results import GROUP_LABELS, MOST_PEOPLE, Known, Split

_A_NUMBER = (Optional(), NumberRange(min=0, max=MOST_PEOPLE))


class SheetForm(PageForm):
    """What the old report is like: it decides which page follows."""

    questionnaire = RadioField(
        "Which questions were asked?", validators=[InputRequired("Choose the questions that were asked")]
    )
    known = RadioField(
        "What does the report say about each question?",
        choices=[
            (Known.AVERAGES.value, "The average, and how many answered"),
            (Known.COUNTS.value, "How many people gave each answer"),
        ],
        validators=[InputRequired("Choose what the report says")],
    )
    split = RadioField(
        "Whose results does it give?",
        choices=[
            (Split.SIDES.value, "Management side and staff side, each on its own"),
            (Split.SIDES_AND_PARTNERS.value, "Management side, staff side and partners, each on its own"),
            (Split.TOGETHER.value, "Only both sides together"),
        ],
        validators=[InputRequired("Choose whose results the report gives")],
    )


class DetailsForm(PageForm):
    """What is known of an earlier round as a whole."""

    name = StringField(
        "Name of the round",
        description="For example, Audit 2024.",
        validators=[DataRequired("Enter a name for the round"), Length(max=120)],
    )
    held_on = DayField(
        "When was it?",
        description="The last day on which people answered. If you only know the month, take its last day.",
        validators=[InputRequired("Enter the day of the round")],
    )
    minimum = SelectField(
        "Smallest group that may be shown",
        coerce=int,
        choices=[(number, f"{number} people") for number in range(LOWEST_MINIMUM, HIGHEST_MINIMUM + 1)],
        default=LOWEST_MINIMUM,
        description="The same rules protect an earlier round: a side with fewer answers is not shown on its own.",
    )

    def validate_held_on(self, field: DayField) -> None:
        """An earlier round is over."""
        if field.data is not None and field.data > today():
            raise ValidationError("The day of an earlier round cannot be in the future")


class ImportForm(DetailsForm):
    """An earlier round from a file or from pasted text."""

    questionnaire = RadioField(
        "Which questions were asked?", validators=[InputRequired("Choose the questions that were asked")]
    )
    upload = FileField("Choose a file", description="A CSV file or an Excel workbook (.xlsx), up to 1 MB.")
    pasted = TextAreaField(
        "Or paste the table",
        description="Copy the cells in your spreadsheet, with the row of headings, and paste them here.",
    )


class EarlierForm(DetailsForm):
    """What stands above the questions on the page of an earlier round."""

    unit = RadioField(
        "The averages in the report are",
        choices=[("scale", "on the scale that members answered on"), ("ten", "scores out of 10")],
        default="scale",
    )
    invited_management = IntegerField("Invited", validators=_A_NUMBER)
    answered_management = IntegerField("Answered", validators=_A_NUMBER)
    invited_staff = IntegerField("Invited", validators=_A_NUMBER)
    answered_staff = IntegerField("Answered", validators=_A_NUMBER)
    invited_partner = IntegerField("Invited", validators=_A_NUMBER)
    answered_partner = IntegerField("Answered", validators=_A_NUMBER)
    answered_total = IntegerField("Answered", validators=_A_NUMBER)

    def answered(self, group: Group) -> int | None:
        """How many answered in a group, if it was typed in."""
        number: int | None = self[f"answered_{group.value}"].data
        return number

    def invited(self, group: Group) -> int | None:
        """How many were invited in a group, if it was typed in."""
        number: int | None = self[f"invited_{group.value}"].data if f"invited_{group.value}" in self else None
        return number

    def validate(self, extra_validators: object = None) -> bool:
        """The fields one by one; then nobody answers who was not invited."""
        right: bool = super().validate(extra_validators)
        for group, label in GROUP_LABELS.items():
            invited, answered = self.invited(group), self.answered(group)
            if invited is not None and answered is not None and answered > invited:
                words = f"{label}: {answered} answered, but only {invited} were invited. Check the two numbers"
                self[f"answered_{group.value}"].errors = [words]
                right = False
        return right
