"""Files of figures: tallies (`question,side,value,count`) and averages (`question,side,n,score`)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.imports.numbers import decimal, whole
from audit_app.audit.imports.outcome import Imported, Misfit, misfit
from audit_app.audit.imports.sheets import ON_THE_SCALE, Kind, Sheet
from audit_app.audit.imports.wording import AnswerReader, QuestionFinder, plain
from audit_app.forum.entries import side as side_called
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, TWO_SIDES, Question, Questionnaire, Side

RESPONDENTS = "respondents"
_TOTALS = {"total", "all", "both", "bothsides", "everyone", "together"}
_TURNOUT = {"invited": "invited", "answered": "answered", "responded": "answered", "returned": "answered"}


def group_called(text: str) -> Group:
    """The group meant by "management", "Staff side", "partners" or "total". Raises ValueError, with words."""
    if not text:
        raise ValueError("the side is missing. Use management, staff, partner or total in every row")
    if plain(text) in _TOTALS:
        return Group.TOTAL
    try:
        return Group(side_called(text).value)
    except ValueError:
        raise ValueError("the side is not known. Use management, staff, partner or total") from None


@dataclass
class _Reading:
    """What has been read so far.

    `numbers[(question id, group)]`: value → how many; `rounding` of the same: how far, out of 10, an average that is
    written with so many digits may be from the true one.
    """

    questionnaire: Questionnaire
    imported: Imported
    numbers: dict[tuple[str, Group], dict[str, int]] = field(default_factory=dict)
    rounding: dict[tuple[str, Group], float] = field(default_factory=dict)
    stated: dict[tuple[Group, str], int] = field(default_factory=dict)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def once(self, line: int, *what: str) -> None:
        """Raises ValueError if an earlier row says the same thing."""
        if what in self.seen:
            raise ValueError(f"row {self.seen[what]} says this already. Keep one of the two")
        self.seen[what] = line


class _LeftOutError(ValueError):
    """This row is left out, and the rest can be used."""


def read_tallies(questionnaire: Questionnaire, sheet: Sheet) -> Imported:
    """Counts by question, side and value, and the response rate in the rows of the question `respondents`."""
    reading = _Reading(questionnaire, Imported(sheet.kind))
    finder = QuestionFinder(questionnaire)
    readers = {scale.id: AnswerReader(scale) for scale in questionnaire.scales}
    places = [sheet.place_of(heading) for heading in ("question", "side", "value", "count")]

    def row(line: int, asked: str, side: str, value: str, count: str) -> None:
        group = group_called(side)
        if plain(asked) == RESPONDENTS:
            _turnout_row(reading, line, group, value, count)
            return
        question = _question(finder, asked, group)
        meant = _answer(readers[question.scale], value)
        if meant == DONT_KNOW and questionnaire.scale_of(question).dont_know is None:
            raise ValueError("this question has no answer for people who do not know")
        number = whole(count)
        reading.once(line, question.id, group.value, meant)
        reading.numbers.setdefault((question.id, group), {})[meant] = number

    _each_row(reading, sheet, places, row)
    for (name, group), values in reading.numbers.items():
        scale = questionnaire.scale_of(questionnaire.question_by_id[name])
        counts = tuple(values.get(str(value), 0) for value in scale.values)
        tally = QuestionTally(counts, dont_know=values.get(DONT_KNOW, 0), blank=values.get(BLANK, 0))
        if sum(values.values()):
            reading.imported.counts[name, group] = tally
    return _checked(reading)


def read_averages(questionnaire: Questionnaire, sheet: Sheet) -> Imported:
    """Averages by question and side: `score` is out of 10 with agreement good, `average` is on the members' scale."""
    reading = _Reading(questionnaire, Imported(sheet.kind))
    finder = QuestionFinder(questionnaire)
    unit = "score" if "score" in map(plain, sheet.headings) else ON_THE_SCALE
    places = [sheet.place_of(heading) for heading in ("question", "side", "n", unit)]

    def row(line: int, asked: str, side: str, number: str, score: str) -> None:
        group = group_called(side)
        if plain(asked) == RESPONDENTS:
            _turnout_row(reading, line, group, number, score)
            return
        question = _question(finder, asked, group)
        if questionnaire.scale_of(question).order != "merit":
            raise _LeftOutError("these answers have no order of merit, so there is no average. It is left out")
        n = whole(number)
        if n == 0:
            raise _LeftOutError("nobody answered, so it is left out")
        average = Average(n, _out_of_ten(questionnaire, question, score, unit))
        reading.once(line, question.id, group.value)
        reading.rounding[question.id, group] = _rounding(questionnaire, question, score, unit)
        reading.imported.averages[question.id, group] = average

    _each_row(reading, sheet, places, row)
    return _checked(reading)


def read_figures(questionnaire: Questionnaire, sheet: Sheet) -> Imported:
    """Read a sheet of tallies or of averages."""
    return (read_tallies if sheet.kind is Kind.TALLIES else read_averages)(questionnaire, sheet)


def _each_row(
    reading: _Reading, sheet: Sheet, places: list[int], read: Callable[[int, str, str, str, str], None]
) -> None:
    for line, cells in sheet.rows:
        asked, side, third, fourth = (cells[place] for place in places)
        if not fourth:  # a row of the template that was not filled in
            continue
        try:
            read(line, asked, side, third, fourth)
        except ValueError as error:
            value = ", ".join((asked, side, third, fourth))
            left_out = isinstance(error, _LeftOutError)
            reading.imported.misfits.append(misfit(line, value, str(error), fatal=not left_out))


def _answer(reader: AnswerReader, value: str) -> str:
    """A value of the scale as text, DONT_KNOW or BLANK."""
    if plain(value) == BLANK:
        return BLANK
    read = DONT_KNOW if value == DONT_KNOW else reader.read(value)
    if read is None:
        raise ValueError("the answer is missing. Use a number of the scale, dont_know or blank")
    return str(read)


def _question(finder: QuestionFinder, asked: str, group: Group) -> Question:
    if not asked:
        raise ValueError("the question is missing. Fill in every row; cells must not be joined over several rows")
    question = finder.exactly(asked)
    if question is None:
        raise _LeftOutError("this question is not in the questionnaire that you chose, so it is left out")
    if group is not Group.TOTAL and not question.asked_of(Side(group.value)):
        raise _LeftOutError("this side is not asked this question, so it is left out")
    return question


def _turnout_row(reading: _Reading, line: int, group: Group, value: str, count: str) -> None:
    what = _TURNOUT.get(plain(value))
    if what is None:
        raise ValueError("the row “respondents” needs invited or answered")
    number = whole(count)
    reading.once(line, RESPONDENTS, group.value, what)
    reading.stated[group, what] = number


def _out_of_ten(questionnaire: Questionnaire, question: Question, score: str, unit: str) -> float:
    scale = questionnaire.scale_of(question)
    if unit == "score":
        return decimal(score, 0, 10)
    low, high = scale.values[0], scale.values[-1]
    mean = decimal(score, low, high)
    return scale.score(low + high - mean if question.reverse else mean)


def _rounding(questionnaire: Questionnaire, question: Question, score: str, unit: str) -> float:
    digits = len(score.replace(",", ".").partition(".")[2])
    scale = questionnaire.scale_of(question)
    step = 1 if unit == "score" else 10 / (scale.values[-1] - scale.values[0])
    return float(0.5 * 10**-digits * step)


def _checked(reading: _Reading) -> Imported:
    """Add the turn-up, and hold the figures against it and against each other."""
    imported = reading.imported
    for side in Side:
        invited, answered = (reading.stated.get((Group(side.value), what)) for what in ("invited", "answered"))
        if invited is not None and answered is not None and answered > invited:
            words = f"{answered} answered, but only {invited} were invited. Check the two numbers"
            imported.misfits.append(Misfit(side.label, "", words))
        if invited is not None or answered is not None:
            imported.turnout[side] = Turnout(invited, answered)
    numbers = {key: (tally.n + tally.dont_know + tally.blank) for key, tally in imported.counts.items()}
    numbers |= {key: average.n for key, average in imported.averages.items()}
    for (name, group), number in numbers.items():
        stated = reading.stated.get((group, "answered"))
        if stated is not None and number > stated:
            words = f"{number} answers, but only {stated} answered at all. Check the numbers"
            imported.misfits.append(Misfit(f"Question {name}, {group.value}", "", words))
    _check_totals(imported)
    _check_averages(reading)
    imported.check_something_fits()
    return imported


def _check_totals(imported: Imported) -> None:
    """A total beside its sides must be their sum; a question with a total alone does not stand beside sides."""
    keys = [*imported.counts, *imported.averages]
    by_side = {name for name, group in keys if group in {Group.MANAGEMENT, Group.STAFF}}
    for name in dict.fromkeys(name for name, _ in keys):
        sides = [imported.counts.get((name, Group(side.value))) for side in TWO_SIDES]
        total = imported.counts.get((name, Group.TOTAL))
        known = [tally for tally in sides if tally is not None]
        if total is not None and len(known) == len(TWO_SIDES):
            summed = tuple(sum(pair) for pair in zip(*(tally.counts for tally in known), strict=True))
            if summed != total.counts:
                words = "the total is not management side and staff side together. Check the counts"
                imported.misfits.append(Misfit(f"Question {name}", "", words))
        if by_side and name not in by_side and (name, Group.TOTAL) in keys:
            words = "only a total is given, and other questions by side. It is left out where sides are shown"
            imported.misfits.append(Misfit(f"Question {name}", "", words, fatal=False))


def _check_averages(reading: _Reading) -> None:
    """A total beside its sides must be their average, weighted by their answers, but for the rounding of all three."""
    averages = reading.imported.averages
    for (name, group), total in averages.items():
        sides = [averages.get((name, Group(side.value))) for side in TWO_SIDES]
        known = [side for side in sides if side is not None]
        if group is not Group.TOTAL or len(known) < len(TWO_SIDES):
            continue
        n = sum(side.n for side in known)
        mean = sum(side.n * side.score for side in known) / n
        slack = reading.rounding[name, group] + max(reading.rounding[name, Group(side.value)] for side in TWO_SIDES)
        if total.n != n or abs(total.score - mean) > slack + 1e-9:
            words = (
                f"the total does not fit its two sides: together they have {n} answers and {mean:.2f} out of 10. "
                "Check the three rows, or remove the total: it follows from the sides"
            )
            value = f"{total.n} answers, {total.score:.2f}"
            reading.imported.misfits.append(misfit(reading.seen[name, group.value], value, words))
