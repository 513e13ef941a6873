"""Forms about the figures that an organisation follows over time."""

from wtforms import FileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from audit_app.web.fields import DayField, PageForm

IN_THE_FILE = ""


class IndicatorForm(PageForm):
    """What is followed, and in which unit."""

    name = StringField("What do you follow?", description="For example, Sickness absence", render_kw={"list": "names"})
    unit = StringField("In which unit?", description="For example, % or out of 10", render_kw={"list": "units"})


class FigureForm(PageForm):
    """One figure of one day."""

    on = DayField(
        "Day",
        description="The day that the figure is about, such as the last day of the month. For example, 30 9 2026",
        validators=[InputRequired("Enter the day that the figure is about")],
    )
    value = StringField("Figure", description="For example, 4.7", validators=[InputRequired("Enter the figure")])


class FiguresForm(PageForm):
    """Many figures: pasted, or in a file."""

    which = SelectField(
        "Whose figures are these?",
        choices=[],
        description="If each row names what it is about, you need not choose.",
    )
    upload = FileField("Choose a file", description="A CSV file or an Excel workbook (.xlsx), up to 1 MB.")
    pasted = TextAreaField(
        "Or paste the table",
        description="Copy the cells in your spreadsheet, with the row of headings, and paste them here.",
    )
