"""What an organisation assesses itself with: elements, their items, tiers, and the rules of levels, all as a file says.

An instrument is a questionnaire with more to it, so that pinning, digests and lineage are the same for both.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from audit_app.questionnaire.definition import Frozen, Id, Question, Questionnaire, Scale, Section, Text

DOES_NOT_APPLY = "does_not_apply"


class AssessmentScale(Scale):
    """The ratings of an item.

    does_not_apply: the words of the answer that needs a reason, or None where it may not be given. met_from: the lowest
    value at which an item counts as met. evidence_from: the lowest value that needs at least one piece of evidence, or
    None where none is needed. priority_below: items rated lower are listed as low.
    A file says does_not_apply in so many words, if only with null: nobody should be refused it by oversight.
    """

    does_not_apply: Text | None = None
    met_from: int | None = None
    evidence_from: int | None = None
    priority_below: int | None = None


class Item(Question):
    """A statement about the organisation. tier: which tier of the instrument it belongs to, if it has tiers.

    guidance: what counts as met, in plain words. alert: shown first when the item is not met, to prompt advice.
    """

    tier: Id | None = None
    guidance: Text | None = None
    alert: Text | None = None


class Element(Section):
    """An element, standard or pillar. compulsory: its items cannot be left out when an organisation signs."""

    questions: tuple[Item, ...] = Field(min_length=1)
    compulsory: bool = True


class Tier(Frozen):
    """A layer of items within each element: Foundation, Established, Leading."""

    id: Id
    title: Text
    description: Text | None = None


class AllMet(Frozen):
    """Every item of these tiers is met, or does not apply with a reason."""

    rule: Literal["all_met"]
    tiers: tuple[Id, ...] = Field(min_length=1)


class Points(Frozen):
    """Enough points from the items of these tiers, in each element: at least `at_least` of `out_of`.

    Where items do not apply, the share at_least / out_of of the points that can still be had, rounded up.
    """

    rule: Literal["points"]
    tiers: tuple[Id, ...] = Field(min_length=1)
    at_least: int = Field(ge=1)
    out_of: int = Field(ge=1)


class ItemAt(Frozen):
    """One item has at least this value."""

    rule: Literal["item"]
    item: Id
    at_least: int = Field(ge=0)


class LowerLevel(Frozen):
    """Another level is reached."""

    rule: Literal["level"]
    level: Id


def _decimal(value: object) -> object:
    """A decimal, which the reader of our files leaves as words so that an id such as 1.2 is one."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


Need = Annotated[AllMet | Points | ItemAt | LowerLevel, Field(discriminator="rule")]


class Level(Frozen):
    """A level that is reached when all its needs are. Levels stand from the lowest to the highest."""

    id: Id
    title: Text
    description: Text | None = None
    needs: tuple[Need, ...] = Field(min_length=1)


class Rules(Frozen):
    """How an instrument is scored and signed, as data.

    levels: from the lowest to the highest; none for an instrument that only has scores. levels_of: whether a level is
    worked out for each element, the whole having the lowest of them, or for the whole at once.
    scores: whether elements have a score out of 10 (the mean of their rated items, mapped by the scale).
    overall_from: the share of items that must be rated in every element before there is an overall score.
    evidence_months: after how many months evidence is stale. sample: how many items with evidence a peer reads.
    review_months: the months of the year in which items of `review_tiers` are looked at again.
    """

    levels: tuple[Level, ...] = ()
    levels_of: Literal["element", "whole"] = "whole"
    scores: bool = True
    overall_from: Annotated[float, BeforeValidator(_decimal)] = Field(default=0.8, ge=0, le=1)
    evidence_months: int | None = Field(default=24, ge=1)
    sample: int | None = Field(default=None, ge=1)
    review_tiers: tuple[Id, ...] = ()
    review_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()

    def rated_enough(self, rated: int, applying: int) -> bool:
        """Whether so many rated items, of those that apply, are enough for an overall score. Exact: 0.8 is 4/5."""
        return rated >= Fraction(str(self.overall_from)) * applying


class Instrument(Questionnaire):
    """One self-assessment in one version. `disclaimer`: that it is a self-check and no accreditation."""

    answered_by: Literal["organisation"] = "organisation"
    minutes: Annotated[str, Field(pattern=r"^\d{1,3}( to \d{1,3})?$")]
    disclaimer: Text
    shape: Literal["framework", "award", "standard", "self_check"]
    scales: tuple[AssessmentScale, ...] = Field(min_length=1)
    sections: tuple[Element, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = ()
    rules: Rules = Rules()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for element in self.sections for item in element.questions)

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def items_of(self, tiers: tuple[str, ...], element: Element) -> tuple[Item, ...]:
        """The items of an element that stand in these tiers."""
        return tuple(item for item in element.questions if item.tier in tiers)

    def element_of(self, item_id: str) -> Element:
        """The element that an item stands in. Raises KeyError."""
        found = next((part for part in self.sections if item_id in {item.id for item in part.questions}), None)
        if found is None:
            raise KeyError(item_id)
        return found

    def scored_questions(self, section: Section | None = None) -> tuple[Question, ...]:
        """The questions of a score; none where the file's rules say that there are no scores."""
        return super().scored_questions(section) if self.rules.scores else ()

    def rating_scale(self, item: Item) -> AssessmentScale:
        """The scale of an item."""
        return next(scale for scale in self.scales if scale.id == item.scale)
