"""Results of an assessment as rows and sentences, for the page and for papers. No figure is worked out here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit_app.analysis.assessed.content import ItemAnswer, Value
from audit_app.analysis.assessed.levels import next_standing
from audit_app.analysis.assessed.profile import rated_too_little
from audit_app.analysis.assessed.ratings import answer_to, in_words
from audit_app.analysis.assessed.results import (
    AssessmentResult,
    ElementResult,
    ItemChange,
    LevelStanding,
    Movement,
    ProofFault,
)
from audit_app.charts import wording
from audit_app.charts.assessed_wording import element_words, listed
from audit_app.questionnaire.instrument import Item

MOVEMENTS = (
    (Movement.UP, "Went up"),
    (Movement.DOWN, "Went down"),
    (Movement.NEW, "Rated now, and not before"),
    (Movement.REWORDED, "Asks something else now, so it is not compared"),
    (Movement.GONE, "Rated before, and not now"),
)
FAULTS = (
    (ProofFault.MISSING, "Evidence is missing"),
    (ProofFault.STALE, "Evidence is old"),
    (ProofFault.UNDATED, "Evidence has no date"),
)


@dataclass(frozen=True)
class ProfileRow:
    """One element. levels: what stands in the column of each level, where the instrument has levels."""

    id: str
    title: str
    score: str
    rated: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class StatementRow:
    """One statement with what there is to say of it: words of its rating now, and then."""

    item: str
    number: int
    text: str
    now: str
    then: str = ""
    management: str = ""
    staff: str = ""


@dataclass(frozen=True)
class Group:
    """Statements or sentences under one title."""

    id: str
    title: str
    rows: tuple[StatementRow, ...] = ()
    sentences: tuple[tuple[str, str | None], ...] = ()  # words, and the item they are about


class ResultRows:
    """Everything that the page and the papers show of one result, in words."""

    def __init__(self, result: AssessmentResult) -> None:
        self.result = result
        self.instrument = result.content.instrument
        self._numbers = {name: number for number, name in enumerate(self.instrument.item_by_id, start=1)}
        self._titles = {part.id: part.title for part in self.instrument.sections}

    def level_words(self) -> str:
        """Which level is reached, as a sentence; "" for an instrument without levels."""
        where = self.result.standing
        if where is None or not where.levels:
            return ""
        return f"{where.reached} is reached." if where.reached else "No level is reached yet."

    def next_level(self) -> LevelStanding | None:
        """The level to reach next, with what is left for it."""
        return next_standing(self.result.standing) if self.result.standing is not None else None

    def left(self) -> list[Group]:
        """Exactly what is left for the next level, by element."""
        ahead = self.next_level()
        found: dict[str, list[tuple[str, str | None]]] = {}
        for each in ahead.left if ahead is not None else ():
            found.setdefault(each.element, []).append((each.sentence, each.item))
        return [Group(name, self._titles[name], sentences=tuple(lines)) for name, lines in found.items()]

    def overall_words(self) -> str:
        """The overall score, or why there is none; "" for an instrument without scores."""
        if not self.instrument.rules.scores:
            return ""
        if self.result.overall is not None:
            return f"The overall score is {wording.number(self.result.overall)} out of 10."
        one, more = element_words(self.result.content)
        short = rated_too_little(self.result.content)
        share = f"{self.instrument.rules.overall_from:.0%}"
        words = f"There is no overall score yet. It needs a rating for {share} of the statements in every {one}."
        if len(short) == len(self.instrument.sections):
            return words
        named = listed([self._titles[name] for name in short])
        return f"{words} Too few are rated in {named if len(short) <= 3 else f'{len(short)} {more}'}."

    def profile(self) -> list[ProfileRow]:
        """Every element in the order of the file."""
        return [self._profile_row(part) for part in self.result.elements]

    def level_titles(self) -> list[str]:
        """The columns of the levels, lowest first."""
        return [level.title for level in self._levels()]

    def low(self) -> list[Group]:
        """Statements that are rated low, by element in the order of the file; the most urgent first."""
        return self._by_element(self.result.low)

    def strong(self) -> list[Group]:
        """Statements at the top of their scale, by element."""
        return self._by_element(self.result.strong)

    def help_wanted(self) -> list[StatementRow]:
        """Where the organisation asks others for help."""
        return [self._row(item) for item in self.instrument.items if self._answer(item).help_wanted]

    def differences(self) -> list[Group]:
        """What the two sides rated apart, by element, with what they agreed."""
        return self._by_element([each.item for each in self.result.differences])

    def changes(self) -> list[Group]:
        """What changed since the assessment before, by how it moved."""
        rows: dict[Movement, list[StatementRow]] = {}
        for change in self.result.changes:
            rows.setdefault(change.movement, []).append(self._change(change))
        return [
            Group(movement.value, title, tuple(rows[movement])) for movement, title in MOVEMENTS if movement in rows
        ]

    def unchanged(self) -> int:
        """How many statements are rated as before."""
        return sum(change.movement is Movement.SAME for change in self.result.changes)

    def evidence(self) -> list[Group]:
        """What is wrong with the evidence, by what it is."""
        found = []
        for fault, title in FAULTS:
            lines = tuple((each.sentence, each.item) for each in self.result.problems if each.fault is fault)
            if lines:
                found.append(Group(fault.value, title, sentences=lines))
        return found

    def statements(self, items: Sequence[str]) -> list[StatementRow]:
        """Rows of these items."""
        return [self._row(self.instrument.item_by_id[name]) for name in items]

    def _levels(self) -> tuple[LevelStanding, ...]:
        return self.result.standing.levels if self.result.standing is not None else ()

    def _profile_row(self, part: ElementResult) -> ProfileRow:
        rated = f"{part.rated} of {part.asked} rated"
        rated += f", {part.not_known} not known" if part.not_known else ""
        rated += f", {wording.many(part.not_applying, 'does', 'do')} not apply" if part.not_applying else ""
        score = "Not rated" if part.score is None else wording.number(part.score)
        return ProfileRow(part.id, part.title, score, rated, tuple(self._left_for_levels(part)))

    def _left_for_levels(self, part: ElementResult) -> Iterator[str]:
        for level in self._levels():
            left = sum(each.element == part.id for each in level.left)
            yield f"{left} left" if left else "✓ Nothing left"

    def _answer(self, item: Item) -> ItemAnswer:
        return answer_to(self.result.content, item)

    def _said(self, item: Item, value: Value | None) -> str:
        return in_words(self.instrument.rating_scale(item), value)

    def _row(self, item: Item) -> StatementRow:
        answer = self._answer(item)
        return StatementRow(
            item.id, self._numbers[item.id], item.text, self._said(item, answer.agreed) if answer.agreed is not None
            else "Not agreed yet", management=self._said(item, answer.management),
            staff=self._said(item, answer.staff),
        )  # fmt: skip

    def _by_element(self, items: Sequence[str]) -> list[Group]:
        found: dict[str, list[StatementRow]] = {name: [] for name in self._titles}
        for name in items:
            found[self.instrument.element_of(name).id].append(self._row(self.instrument.item_by_id[name]))
        return [Group(name, self._titles[name], tuple(rows)) for name, rows in found.items() if rows]

    def _change(self, change: ItemChange) -> StatementRow:
        """Words of then in the scale of then: the earlier assessment may be of another version."""
        before = self.result.against.instrument if self.result.against is not None else self.instrument
        item = self.instrument.item_by_id.get(change.item) or before.item_by_id[change.item]
        old = before.item_by_id.get(change.item)
        return StatementRow(
            change.item,
            self._numbers.get(change.item, 0),
            item.text,
            self._said(item, change.after) if change.item in self._numbers else "Not asked any more",
            then=in_words(before.rating_scale(old), change.before) if old is not None else "Not asked then",
        )
