"""Which numbers a document about a round may show, and where: worked out from the released objects alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain

from pydantic import BaseModel

from audit_app.analysis.released import Comparison, Detail, SectionResult, StatementResult, Technical
from audit_app.questionnaire.definition import Side
from audit_app.reports.papers.blocks import Facts, Points
from audit_app.reports.papers.method import method
from audit_app.reports.round_pack import RoundPack

_NUMBER = re.compile(r"(?<![\w.,])[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?!\w)")
_MINUS = "\N{MINUS SIGN}"
_TECHNICAL_DIGITS = (2, 3, 4)  # p and its like are shown with fewer digits than they have

Result = StatementResult | SectionResult


def numbers_in(text: str) -> set[Decimal]:
    """Every number of a text as it is written: 6.40 is 6.4; "−0.5" and "-0.5" are one."""
    found = _NUMBER.findall(text.replace(_MINUS, "-").replace("\N{EN DASH}", " "))
    return {Decimal(each.replace(",", "")).normalize() + 0 for each in found}


def numbers_of(thing: object) -> set[Decimal]:
    """Every number in a released object and in its texts; figures of the technical sheet shortened too."""
    return set(_numbers(thing))


def _numbers(thing: object) -> Iterator[Decimal]:
    if isinstance(thing, str):
        yield from numbers_in(thing)
    elif isinstance(thing, bool) or thing is None:
        return
    elif isinstance(thing, int | float):
        number = Decimal(str(thing)).normalize()
        yield from (number, abs(number))
    elif isinstance(thing, date):
        yield from (Decimal(thing.day), Decimal(thing.year))
    elif isinstance(thing, Technical):
        exact = (thing.p, thing.cliffs_delta, thing.adjusted_p, *(thing.interval or ()))
        for each in exact:
            if each is not None:
                yield from (Decimal(str(round(each, digits))).normalize() for digits in _TECHNICAL_DIGITS)
                yield Decimal(str(each)).normalize()
    elif isinstance(thing, BaseModel):
        yield from _numbers(thing.model_dump())
    elif is_dataclass(thing):
        yield from chain.from_iterable(_numbers(getattr(thing, field.name)) for field in fields(thing))
    elif isinstance(thing, Mapping):
        yield from chain.from_iterable(_numbers(part) for pair in thing.items() for part in pair)
    elif isinstance(thing, Iterable):
        yield from chain.from_iterable(_numbers(part) for part in thing)


def squeezed(text: str) -> str:
    """A text without what line breaks, hyphenation and files change in it."""
    return re.sub(r"[\s\u200b\u2060\u00ad\ufeff\ufffd\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", "", text)


class Allowed:
    """The numbers of a pack by what they belong to."""

    def __init__(self, pack: RoundPack) -> None:
        self.pack = pack
        self.comparison: Comparison = pack.comparison
        asked = self.comparison.round.questionnaire
        frame = [pack.comparison.round, pack.comparison.against, pack.hoped.against]
        # a name and a day may stand beside any figure, and so may the labels of answers
        self.frame = {
            number
            for facts in frame
            if facts is not None
            for number in numbers_of((facts.name, facts.forum, facts.closed_on, facts.minimum))
        } | numbers_in("out of 10, 95%, 0 to 10")
        scales = {scale.id: numbers_of((scale.values, [*scale.labels.values(), scale.bands])) for scale in asked.scales}
        titles = {section.id: section.title for section in asked.sections}
        self.by_result: dict[str, set[Decimal]] = {}
        for each in self.results:
            own = numbers_of([one for one in self._everything_about(each.id)])
            more = (
                scales[each.scale] | numbers_in(titles[each.section]) if isinstance(each, StatementResult) else set()
            )
            self.by_result[each.id] = own | more | self.frame
        self._names = self._known_names()

    @property
    def results(self) -> tuple[Result, ...]:
        return (*self.comparison.statements, *self.comparison.sections, self.comparison.overall)

    @cached_property
    def anywhere(self) -> set[Decimal]:
        """Every number of the pack, and those by which the method is explained."""
        blocks = [block for block in method(self.comparison) if isinstance(block, Facts | Points)]
        turnout = self.comparison.round.turnout
        both = [turnout[side] for side in (Side.MANAGEMENT, Side.STAFF) if side in turnout]
        sums = {sum(each.answered or 0 for each in both), sum(each.invited or 0 for each in both)}
        return numbers_of((self.pack, blocks, sums)) | self.frame

    def _everything_about(self, name: str) -> Iterator[object]:
        for comparison in (self.comparison, self.pack.hoped):
            yield from (each for each in (*comparison.statements, *comparison.sections) if each.id == name)
            if name == comparison.overall.id:
                yield comparison.overall
            yield comparison.importance.get(name, ())
        yield from (line for line in self.pack.series.lines if line.id == name)
        yield from (
            (priority.target_score, priority.review_on, [each for each in priority.measures if each.id == name])
            for priority in self.pack.priorities
        )

    def _known_names(self) -> dict[str, str]:
        """Squeezed words in a cell → the statement or section that its row is about."""
        known: dict[str, str] = {}
        for section in (*self.comparison.sections, self.comparison.overall):
            known |= {section.id: section.id, squeezed(section.title): section.id}
            known[squeezed(f"Section: {section.title}")] = section.id
        for statement in self.comparison.statements:
            known |= {statement.id: statement.id, squeezed(statement.text): statement.id}
            known[squeezed(f"{statement.number}. {statement.text}")] = statement.id
        return known

    def about(self, cells: Iterable[str]) -> str | None:
        """The id of the statement or section that a row or category is about, None for any other."""
        texts = [cell for cell in cells if cell]
        for text in texts:
            found = self._names.get(squeezed(text))
            if found is not None:
                return found
        number = re.match(r"(\d{1,3})\. ", texts[0]) if texts else None
        if number is not None and int(number[1]) <= len(self.comparison.statements):
            return self.comparison.statements[int(number[1]) - 1].id
        return None


def to_be_told(result: Result, *, scored: bool = True) -> dict[str, set[Decimal]]:
    """What a whole row about a result must show of it: name of a figure → its numbers. scored: its scale has merit."""
    total, found = result.total, {}
    if total.score is not None and scored:
        found["score"] = numbers_of(total.score)
    if total.n is not None:
        found["answers"] = numbers_of(total.n)
    if total.counts is not None and total.detail is Detail.FULL:
        found["counts"] = set(map(Decimal, total.counts))
    elif total.bands is not None and total.detail is Detail.BANDS:
        found["bands"] = set(map(Decimal, total.bands))
    for side, figure in (result.sides or {}).items():
        if figure.score is not None and scored:
            found[f"{side} score"] = numbers_of(figure.score)
    if result.partner is not None and result.partner.score is not None and scored:
        found["partner score"] = numbers_of(result.partner.score)
    if result.change is not None:
        found["earlier"] = numbers_of(result.change.earlier)
        found["difference"] = {Decimal(str(result.change.difference)).normalize() + 0}
    if result.gap is not None:
        found["gap"] = {abs(Decimal(str(result.gap.difference))).normalize()}
    return found
