"""Forms about self-assessments of a whole forum: opening a round, and practice notes."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from audit_app.assessment.practice import LONGEST
from audit_app.web.fields import DayField, PageForm


class AssessmentRoundForm(PageForm):
    """A round of self-assessments for all organisations."""

    instrument = RadioField("Which self-assessment?", choices=[], validators=[InputRequired("Choose one")])
    name = StringField(
        "Name of the round",
        description="Organisations see it. For example, Spring 2027.",
        validators=[InputRequired("Enter a name for the round")],
    )
    opens_on = DayField("Opens on", validators=[InputRequired("Enter the day on which the round opens")])
    due_on = DayField("To be signed by (optional)", description="For example, 31 3 2027")


class NoteForm(PageForm):
    """A practice note. seen: the revision that the page showed. What is too long is said by the room."""

    seen = HiddenField()
    title = StringField("Title", description=f"What it is, in up to {LONGEST['title']} characters.")
    topic = StringField(
        "Topic", description="For example, Sleep or Menopause. Others search by it.", render_kw={"list": "topics"}
    )
    did = TextAreaField("What we did", description="So that somebody else could do it too.")
    changed = TextAreaField("What changed", description="How you know that it worked.")
    ask_role = StringField("Whom to ask", description="A role, such as Head of estates. Not a name, and no address.")
