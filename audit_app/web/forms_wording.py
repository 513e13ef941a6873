"""Forms about a forum's own wording. Each carries the revision that the person was looking at."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from audit_app.questionnaire.adapting_rules import LONGEST_NAME, LONGEST_TEXT
from audit_app.web.fields import PageForm

STAYED, CHANGED = "stayed", "changed"
EVERYONE, SIDES = "everyone", "sides"


class SeenForm(PageForm):
    """A button; `seen` is what the page showed: a revision, or a digest where somebody agrees to what they read."""

    seen = HiddenField()

    @property
    def revision(self) -> int:
        """The revision that the page showed; -1 for anything else, which is never current."""
        typed = self.seen.raw_data[0] if self.seen.raw_data else ""  # as sent, never as the page would show it now
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class StartForm(PageForm):
    """Which questions a forum puts into its own words."""

    base = RadioField(
        "Which questions do you want to change?", validators=[InputRequired("Choose the questions to change")]
    )


class NameForm(SeenForm):
    """What the own version is called, and how long it takes."""

    title = StringField(
        "Name of your questions",
        description="Members do not see it. The charts name it where rounds with different questions stand together.",
        validators=[DataRequired("Enter a name for your questions"), Length(max=200)],
    )
    minutes = StringField(
        "How many minutes do they take?",
        description="Members are told before they start. Such as 5, or 4 to 6.",
        validators=[DataRequired("Enter how many minutes they take")],
    )


class WordsForm(SeenForm):
    """The words of one question."""

    text = TextAreaField(
        "Words of the question",
        description="One idea only. Up to about 20 plain words. It must make sense to either side.",
        validators=[DataRequired("Write the words of the question"), Length(max=LONGEST_TEXT)],
    )
    short = StringField(
        "Short name for charts",
        description="Two or three words. You can leave it empty.",
        validators=[Length(max=LONGEST_NAME)],
    )


class RewordForm(WordsForm):
    """Other words for a question that is asked already."""

    meaning = RadioField(
        "Did the meaning stay the same?",
        choices=[
            (STAYED, "Yes, the same meaning in other words"),
            (CHANGED, "No, it asks something else now"),
        ],
        description="Only needed if you change words. Would a member who agreed before still agree, for the same "
        "reasons? Then the meaning stayed.",
        validators=[Optional()],
    )

    @property
    def meaning_stayed(self) -> bool | None:
        """What was said about the meaning, if anything."""
        said: bool | None = {STAYED: True, CHANGED: False}.get(self.meaning.data or "")
        return said


class AdditionForm(WordsForm):
    """A statement of the forum's own."""

    asked = RadioField(
        "Who is asked this?",
        choices=[(EVERYONE, "Both sides and partners"), (SIDES, "Both sides, not partners")],
        default=EVERYONE,
        description="Do not ask partners what speaks of “my side” or “the other side”.",
        validators=[InputRequired("Choose who is asked this")],
    )


class SendBackForm(SeenForm):
    """What a chair wants to be different."""

    note = TextAreaField(
        "What should be different?",
        description="The secretariat and the chairs of the other side will read it.",
        validators=[DataRequired("Say what should be different"), Length(max=500)],
    )
