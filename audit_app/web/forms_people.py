"""Forms about the people of a forum. forum.entries reads names and addresses, so that a form and a table agree."""

from wtforms import EmailField, FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side
from audit_app.web.fields import DayField, PageForm

SIDES = [(side.value, side.label) for side in Side]
OFFICES = [(office.value, office.label) for office in Office]


# as forum.entries says it: asked for here too, so that every empty field is told of at once
_NAME = InputRequired("Enter the name.")
_EMAIL = InputRequired("Enter the e-mail address.")


class SeatForm(PageForm):
    """What a member holds in the forum, and from which day."""

    side = RadioField("Side", choices=SIDES, validators=[InputRequired("Choose a side")])
    organisation = StringField(
        "Organisation (optional)",
        description="The employer, union or partner body that they speak for.",
        render_kw={"list": "organisations"},
    )
    office = SelectField(
        "Office",
        choices=OFFICES,
        default=Office.MEMBER.value,
        description="Chairs and vice chairs of the two sides can sign in and see the results.",
    )
    day = DayField("From which day", validators=[InputRequired("Enter the day from which this holds")])


class AddPersonForm(SeatForm):
    """A new member."""

    name = StringField("Full name", validators=[_NAME])
    email = EmailField(
        "E-mail address", description="Their personal link to each round goes here.", validators=[_EMAIL]
    )
    deputy_name = StringField("Deputy's name (optional)")
    deputy_email = EmailField("Deputy's e-mail address (optional)")


class ChangePersonForm(SeatForm):
    """A member's name at once; side, office and organisation from a day."""

    name = StringField("Full name")


class AddressForm(PageForm):
    """A corrected address."""

    email = EmailField("Correct e-mail address")


class DeputyForm(PageForm):
    """Who may answer instead of a member; two empty fields remove the deputy."""

    deputy_name = StringField("Deputy's name")
    deputy_email = EmailField("Deputy's e-mail address")


class LeaveForm(PageForm):
    """The end of a membership."""

    day = DayField(
        "First day on which they are no longer a member",
        description="For example, 1 4 2027",
        validators=[InputRequired("Enter the first day on which they are no longer a member")],
    )


class TableForm(PageForm):
    """People as a table: pasted or in a file."""

    pasted = TextAreaField(
        "Paste the table",
        description="Copy the cells in your spreadsheet, with the row of headings, and paste them here.",
    )
    upload = FileField("Or choose a file", description="A CSV file or an Excel workbook (.xlsx), up to 1 MB.")


class PostForm(PageForm):
    """Somebody new in the secretariat."""

    name = StringField("Full name")
    email = EmailField("E-mail address")


class ForumForm(PageForm):
    """A new forum, with the first person who will run it."""

    forum_name = StringField("Name of the forum", validators=[InputRequired("Enter the name of the forum.")])
    slug = StringField(
        "Short name for web addresses (optional)",
        description="Small letters, numbers and hyphens, such as north-regional. Leave it empty and we make one.",
    )
    parent = SelectField("Part of another forum (optional)", choices=[])
    name = StringField("Full name", validators=[_NAME])
    email = EmailField("E-mail address", validators=[_EMAIL])


class SettingsForm(PageForm):
    """A forum's name, and the forum that it is part of."""

    forum_name = StringField("Name of the forum", validators=[InputRequired("Enter the name of the forum.")])
    parent = SelectField("Part of another forum", choices=[])


class ListForm(PageForm):
    """The button that confirms a list, with the digest of the list that was shown."""

    seen = HiddenField()


class ButtonForm(PageForm):
    """A button and nothing else; it carries the token that keeps other sites from pressing it."""
