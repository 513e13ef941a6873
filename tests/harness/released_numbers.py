"""Which numbers a document about a round may show, and where: worked out from the released objects alone."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Context, Decimal
from functools import cached_property
from itertools import chain

from pydantic import BaseModel

from audit_app.analysis.released import Comparison, Detail, SectionResult, StatementResult, Technical
from audit_app.analysis.tallies import Turnout
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.papers.blocks import Facts, Points
from audit_app.reports.papers.method import method
from audit_app.reports.round_pack import RoundPack

_NUMBER = re.compile(r"(?<![\w.,])[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]\d+)?(?!\w)")
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MINUS = "\N{MINUS SIGN}"
_TWELVE = Context(prec=12)
_TECHNICAL_DIGITS = (2, 3, 4)  # p and its like are shown with fewer digits than they have

# what files say of how figures are made: shares, ends of measures, and what is drawn on axes
_METHOD = {Decimal(each) for each in ("0.25", "0.6", "-1", "1", "30", "100")}

Result = StatementResult | SectionResult


def numbers_in(text: str) -> set[Decimal]:
    """Every number of a text as it is written: 6.40 is 6.4, and both kinds of minus are one."""
    plain = _ISO_DATE.sub(" ", text.replace(_MINUS, "-").replace("\N{EN DASH}", " "))
    return {_number(each.replace(",", "")) for each in _NUMBER.findall(plain)}


def _number(written: object) -> Decimal:
    """A number as it is compared: to twelve digits, because files keep fewer than a float has."""
    return _TWELVE.create_decimal(str(written)).normalize() + 0


def numbers_of(thing: object) -> set[Decimal]:
    """Every number in a released object and in its texts; figures of the technical sheet shortened too."""
    return set(_numbers(thing))


def _numbers(thing: object) -> Iterator[Decimal]:
    if isinstance(thing, str):
        yield from numbers_in(thing)
    elif isinstance(thing, int | float) and not isinstance(thing, bool):
        yield from (_number(thing), abs(_number(thing)))
    elif isinstance(thing, date):
        yield from (Decimal(thing.day), Decimal(thing.year))
    elif isinstance(thing, Technical):
        exact = (thing.p, thing.cliffs_delta, thing.adjusted_p, *(thing.interval or ()))
        known = [each for each in exact if each is not None]
        yield from map(_number, known)
        yield from (_number(round(each, digits)) for each in known for digits in _TECHNICAL_DIGITS)
    else:
        yield from chain.from_iterable(_numbers(part) for part in _parts(thing))


def _parts(thing: object) -> Iterable[object]:
    if isinstance(thing, BaseModel):
        thing = thing.model_dump()
    if is_dataclass(thing):
        return (getattr(thing, field.name) for field in fields(thing))
    if isinstance(thing, Mapping):
        return (part for pair in thing.items() for part in pair)
    return thing if isinstance(thing, Iterable) else ()


def squeezed(text: str) -> str:
    """The letters of a text, in no order: lines, hyphens, direction and what a file cannot hold change nothing in it.

    A PDF holds words that run from right to left as they are seen.
    """
    letters = unicodedata.normalize("NFKC", text)
    return "".join(sorted(one for one in letters if unicodedata.category(one)[0] not in "ZC" and one != "\ufffd"))


class Allowed:
    """The numbers of a pack by what they belong to."""

    def __init__(self, pack: RoundPack) -> None:
        self.pack = pack
        self.comparison: Comparison = pack.comparison
        asked = self.comparison.round.questionnaire
        frame = [pack.comparison.round, pack.comparison.against, pack.hoped.against, *pack.series.rounds]
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
            own = numbers_of(list(self._everything_about(each.id)))
            more = scales[each.scale] | numbers_in(titles[each.section]) if isinstance(each, StatementResult) else set()
            self.by_result[each.id] = own | more | self.frame
        self._names = self._known_names()

    @cached_property
    def comments(self) -> frozenset[str]:
        """Squeezed words of members, in which any number may stand."""
        return frozenset(squeezed(text) for each in self.pack.comments for text in (each.text, f"Comment: {each.text}"))

    @property
    def results(self) -> tuple[Result, ...]:
        return (*self.comparison.statements, *self.comparison.sections, self.comparison.overall)

    @cached_property
    def anywhere(self) -> set[Decimal]:
        """Every number of the pack, and those by which the method is explained."""
        blocks = [block for block in method(self.comparison) if isinstance(block, Facts | Points)]
        sums = [self._both_sides(facts.turnout) for facts in (self.comparison.round, *self.pack.series.rounds)]
        return numbers_of((self.pack, blocks, sums)) | self.frame | _METHOD

    @staticmethod
    def _both_sides(turnout: Mapping[Side, Turnout]) -> tuple[int, int]:
        both = [turnout[side] for side in TWO_SIDES if side in turnout]
        return sum(each.answered or 0 for each in both), sum(each.invited or 0 for each in both)

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
        yield from (each.points for each in self.comparison.suggestions if each.statement == name)

    def _known_names(self) -> dict[str, str]:
        """Squeezed words in a cell → the statement or section that its row is about."""
        known: dict[str, str] = {}
        for section in (*self.comparison.sections, self.comparison.overall):
            known[squeezed(section.title)] = section.id
            known[squeezed(f"Section: {section.title}")] = section.id
        for statement in self.comparison.statements:
            known[squeezed(statement.text)] = statement.id
            known[squeezed(f"{statement.number}. {statement.text}")] = statement.id
        return known

    def beside(self, cells: Iterable[str], where: str = "") -> set[Decimal]:
        """The numbers that may stand in a row; in one about a priority those of all that it is measured by."""
        about = None if "priorit" in where.casefold() else self.about(cells)
        return self.anywhere if about is None else self.by_result[about]

    def about(self, cells: Iterable[str]) -> str | None:
        """The id of the statement or section that a row or category is about, None for any other."""
        texts = [cell for cell in cells if cell]
        found = next((text for text in texts if text in self.by_result), None)
        found = found or next((self._names[key] for text in texts if (key := squeezed(text)) in self._names), None)
        found = found or next((first for text in texts if (first := text.split(":")[0]) in self.by_result), None)
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
        found["difference"] = {_number(result.change.difference)}
    if result.gap is not None:
        found["gap"] = {abs(_number(result.gap.difference))}
    return found
