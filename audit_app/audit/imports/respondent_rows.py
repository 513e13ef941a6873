"""One row per respondent, as survey tools export them: counted in memory, and then forgotten.

Nothing here writes anything: not the rows, and not which answers stood together in one row, but for the sums that the
section scores need.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.analysis.tallies import OVERALL, Group, QuestionTally, Turnout
from audit_app.audit.imports.figures import group_called
from audit_app.audit.imports.outcome import Imported, Misfit, misfit
from audit_app.audit.imports.sheets import Kind, Sheet
from audit_app.audit.imports.wording import AnswerReader, QuestionFinder, plain, plain_words
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, TWO_SIDES, Question, Questionnaire, Section, Side

MOST_SIDE_WORDS = 20
_LONGEST_SIDE = 60  # characters of a word for a side
_SIDE_SHARE = 0.8  # of the filled cells of a column name a side: it is the side column


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are, by their places.

    side: None where the file does not say, and all are counted together. words: what each word in the side column
    means, by its plain wording; None: such rows are left out. Words that are not listed are read as usual.
    """

    questions: Mapping[int, str]  # place → question id
    side: int | None = None
    words: Mapping[str, Side | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What the columns seem to be; `unsure`: columns that are only much like a question."""

    columns: Columns
    unsure: frozenset[int]


def propose(questionnaire: Questionnaire, sheet: Sheet) -> Proposal:
    """Match the headings to the questions, each question once, and find the side column. For a person to confirm."""
    finder = QuestionFinder(questionnaire)
    side = _side_column(finder, sheet)
    certain: dict[int, str] = {}
    for place, heading in enumerate(sheet.headings):
        question = finder.exactly(heading) if place != side else None
        if question is not None and question.id not in certain.values():
            certain[place] = question.id
    alike: dict[int, str] = {}
    for place, heading in enumerate(sheet.headings):
        question = finder.alike(heading) if place != side and place not in certain else None
        if question is not None and question.id not in {*certain.values(), *alike.values()}:
            alike[place] = question.id
    return Proposal(Columns(dict(sorted({**certain, **alike}.items())), side), frozenset(alike))


def column_called(sheet: Sheet, heading: str) -> int | None:
    """The place of a column by its heading, or None."""
    found = [place for place, each in enumerate(sheet.headings) if plain(each) == plain(heading)]
    return found[0] if found else None


def side_words(sheet: Sheet, column: int) -> dict[str, tuple[str, Side | None]]:
    """The different words of a column: plain wording → (as written, the side if it is known). Empty if too many."""
    found: dict[str, tuple[str, Side | None]] = {}
    for _, cells in sheet.rows:
        word = cells[column]
        if plain(word) and plain(word) not in found:
            found[plain(word)] = (word, _side(word))
            if len(found) > MOST_SIDE_WORDS:
                return {}
    return found


def count(questionnaire: Questionnaire, sheet: Sheet, columns: Columns) -> Imported:
    """Count the rows. A cell that is no answer counts as left blank and is reported with its row.

    A row without a single answer is nobody's; a row whose side is not known is left out and reported.
    """
    counting = _Counting(questionnaire, columns)
    for line, cells in sheet.rows:
        counting.add(line, cells)
    return counting.result()


class _Counting:
    """Counts of the rows so far."""

    def __init__(self, questionnaire: Questionnaire, columns: Columns) -> None:
        self.questionnaire, self.columns = questionnaire, columns
        self.asked = [(place, questionnaire.question_by_id[name]) for place, name in columns.questions.items()]
        self.readers = {scale.id: AnswerReader(scale) for scale in questionnaire.scales}
        self.imported = Imported(Kind.RESPONDENTS)
        self.filled: Counter[str] = Counter()  # cells of a question, by its id
        self.unread: Counter[str] = Counter()
        self.respondents: Counter[Group] = Counter()
        self.ratings: dict[tuple[str, Group], Counter[str]] = {}
        self.places: dict[tuple[str, Group], Counter[tuple[int, int]]] = {}

    def add(self, line: int, cells: Sequence[str]) -> None:
        """Count one respondent."""
        answers = {question.id: self._answer(line, cells[place], question) for place, question in self.asked}
        if not any(cells[place] for place, _ in self.asked):
            return
        group = self._group(line, cells)
        if group is None:
            return
        self.respondents[group] += 1
        for _, question in self.asked:
            if _asked_of(question, group):
                value = answers[question.id]
                self.ratings.setdefault((question.id, group), Counter())[BLANK if value is None else str(value)] += 1
        for name, questions in self._whole_sections(group):
            values = [_favourable(self.questionnaire, each, answers[each.id]) for each in questions]
            known = [value for value in values if value is not None]
            self.places.setdefault((name, group), Counter())[len(known), sum(known)] += 1

    def result(self) -> Imported:
        """The figures of all rows."""
        for (name, group), values in self.ratings.items():
            scale = self.questionnaire.scale_of(self.questionnaire.question_by_id[name])
            self.imported.counts[name, group] = QuestionTally(
                tuple(values[str(value)] for value in scale.values), values[DONT_KNOW], values[BLANK]
            )
        self._check_columns()
        self.imported.histograms.update({key: dict(places) for key, places in self.places.items()})
        for side in Side:
            answered = self.respondents[Group(side.value)]
            if self.columns.side is not None and (answered or side in TWO_SIDES):
                self.imported.turnout[side] = Turnout(None, answered)
        self.imported.check_something_fits()
        return self.imported

    def _check_columns(self) -> None:
        """Most filled cells of a column are answers, or it is another column, or holds the codes of a survey tool."""
        for _, question in self.asked:
            unread = self.unread[question.id]
            if unread > self.filled[question.id] - unread:
                words = (
                    "most cells of its column are none of its answers. Choose another column, or save full answers "
                    "from your survey tool, not codes"
                )
                number = self.questionnaire.questions.index(question) + 1
                self.imported.misfits.append(Misfit(f"Question {number}", "", words, question=question.id))

    def _answer(self, line: int, text: str, question: Question) -> int | str | None:
        self.filled[question.id] += bool(text)
        try:
            return self.readers[question.scale].read(text)
        except ValueError as error:
            self.unread[question.id] += 1
            place = f"question {self.questionnaire.questions.index(question) + 1}"
            words = f"{place}: {error}, so it counts as left blank"
            self.imported.misfits.append(misfit(line, text, words, fatal=False))
            return None

    def _group(self, line: int, cells: Sequence[str]) -> Group | None:
        if self.columns.side is None:
            return Group.TOTAL
        word = cells[self.columns.side]
        side = self.columns.words.get(plain(word), _side(word)) if word else None
        if side is None:
            words = "the side is not known, so this row is left out" if word else "no side is given, so it is left out"
            self.imported.misfits.append(misfit(line, word, words, fatal=False))
            return None
        return Group(side.value)

    def _whole_sections(self, group: Group) -> list[tuple[str, tuple[Question, ...]]]:
        """Sections of which the file has every scored question that this group was asked, and the same overall."""
        here = set(self.columns.questions.values())
        found = []
        for section in (*self.questionnaire.sections, None):
            questions = _scored(self.questionnaire, section, group)
            if questions and all(each.id in here for each in questions):
                found.append((section.id if section else OVERALL, questions))
        return found


def _scored(questionnaire: Questionnaire, section: Section | None, group: Group) -> tuple[Question, ...]:
    return tuple(each for each in questionnaire.scored_questions(section) if _asked_of(each, group))


def _asked_of(question: Question, group: Group) -> bool:
    return group is Group.TOTAL or question.asked_of(Side(group.value))


def _favourable(questionnaire: Questionnaire, question: Question, value: int | str | None) -> int | None:
    """The value with agreement always good, or None for "Don't know" and blank."""
    if not isinstance(value, int):
        return None
    values = questionnaire.scale_of(question).values
    return values[0] + values[-1] - value if question.reverse else value


def _side(word: str) -> Side | None:
    if len(word) > _LONGEST_SIDE:
        return None
    try:
        group = group_called(word)
    except ValueError:
        return None
    return None if group is Group.TOTAL else Side(group.value)


def _side_column(finder: QuestionFinder, sheet: Sheet) -> int | None:
    """The one column that names sides in most of its cells, or is headed so; several or none: the person says which.

    A question of the audit may itself speak of "the other side", so by its heading it is never the side column.
    """
    named = {place: _share_of_sides(sheet, place) for place in range(len(sheet.headings))}
    mostly = [place for place, share in named.items() if share >= _SIDE_SHARE]
    if len(mostly) == 1:
        return mostly[0]
    others = [place for place, words in enumerate(sheet.headings) if not (finder.exactly(words) or finder.alike(words))]
    headed = [place for place in others if "side" in plain_words(sheet.headings[place])]
    likely = [place for place in headed if place in mostly or not mostly]
    if not likely and not mostly:
        likely = [place for place in others if named[place]]  # some of its words are known: "Staff" beside "Unison"
    return likely[0] if len(likely) == 1 else None


def _share_of_sides(sheet: Sheet, place: int) -> float:
    """Which share of the filled cells of a column name a side; 0.0 where none is filled."""
    filled = Counter(cells[place] for _, cells in sheet.rows if cells[place])
    known = sum(number for word, number in filled.items() if _side(word) is not None)
    return known / filled.total() if known else 0.0
