"""Forms of the self-assessments. What is typed is read by the assessment room, so that a page and a file agree."""

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from audit_app.analysis.assessed.content import ActionState, Confidence, Priority
from audit_app.assessment.entries import LONGEST_NOTE
from audit_app.assessment.signing import LONGEST_DISAGREEMENT
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.web.fields import DayField, PageForm

NO_ANSWER = [("", "Not said")]


class BeginForm(PageForm):
    """Which self-assessment to begin, and what to call it."""

    instrument = RadioField("Which self-assessment?", choices=[], validators=[InputRequired("Choose one")])
    name = StringField(
        "Name (optional)",
        description="Leave it empty to call it after the self-assessment and the month.",
    )


class ItemForm(PageForm):
    """What stands behind the rating of one statement. seen: the revision that the page showed."""

    seen = HiddenField()
    note = TextAreaField(
        "Note (optional)", description="What the rating rests on.", validators=[Length(max=LONGEST_NOTE)]
    )
    confidence = RadioField(
        "How sure are you of the rating?",
        choices=[*NO_ANSWER, *((each.value, each.value.capitalize()) for each in Confidence)],
    )
    priority = RadioField(
        "When will you work on it?", choices=[*NO_ANSWER, *((each.value, each.value.capitalize()) for each in Priority)]
    )
    help_wanted = BooleanField(
        "We would like help with this", description="Other organisations see this if you share the assessment."
    )


class EvidenceForm(PageForm):
    """One piece of evidence: where it is, never the thing itself."""

    seen = HiddenField()
    title = StringField("What it is", description="For example, Stress policy.")
    link = StringField("Link (optional)", description="An address that begins with https://")
    dated = DayField("Its date (optional)", description="For example, 1 4 2026")
    owner_role = StringField("Who keeps it (optional)", description="A role, such as Head of safety. Not a name.")


class ActionForm(PageForm):
    """Something to be done."""

    text = TextAreaField("What will you do?", validators=[Length(max=500)])
    owner_role = StringField("Who sees to it", description="A role, such as Head of estates. Not a name.")
    due_on = DayField("By when (optional)", description="For example, 31 3 2027")


class ChangeActionForm(ActionForm):
    """An action that stands: what it says, and how far it is. seen: the revision that the page showed."""

    seen = HiddenField()
    state = RadioField("How does it stand?", choices=[(each.value, each.label) for each in ActionState])


class SignForm(PageForm):
    """Signing for one's own side. seen: the revision of the assessment that was shown."""

    seen = HiddenField()
    disagreement = TextAreaField(
        "Note of disagreement (optional)",
        description="If your side signs but sees something differently, say what. It stays on the signed version.",
        validators=[Length(max=LONGEST_DISAGREEMENT)],
    )


class ContributorForm(PageForm):
    """Somebody who fills in an organisation's self-assessments."""

    name = StringField("Full name")
    email = EmailField("E-mail address", description="They sign in with it. We send them an e-mail.")
    side = RadioField("Side", choices=[(side.value, side.label) for side in TWO_SIDES])
    role = StringField("Role at work", description="For example, Head of workforce or Branch secretary.")
    lead = BooleanField(
        "Wellbeing lead", description="A wellbeing lead begins assessments, shares them and says who fills them in."
    )


class OrganisationForm(PageForm):
    """A new organisation of the forum."""

    name = StringField("Name of the organisation")


class ChooseForm(PageForm):
    """One choice from a list."""

    choice = SelectField("Choose", choices=[])


class BringBackForm(PageForm):
    """A working copy that was filled in."""

    upload = FileField("Choose the file", description="The workbook (.xlsx), or the same saved as CSV. Up to 1 MB.")


class BringInForm(PageForm):
    """An organisation's own diagnostic from a spreadsheet."""

    title = StringField("What is it called?", description="For example, Wellbeing diagnostic. Use the same next time.")
    scope = RadioField("Who can use these questions?", choices=[])
    upload = FileField("Choose the file", description="A CSV file or an Excel workbook (.xlsx), up to 1 MB.")
