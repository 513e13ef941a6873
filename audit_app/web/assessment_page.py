"""What every page of one assessment begins with: whose it is, who asks, and what they may see of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import abort, redirect, request, url_for

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.assessment.apart import visible_to
from audit_app.assessment.changing import why_fixed
from audit_app.assessment.contents import (
    NotSignedError,
    content_of,
    earlier_signed,
    signatures_of,
    signed_content,
)
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment
from audit_app.assessment.opening import UnknownAssessmentError, assessment_for
from audit_app.assessment.ratings import ItemNow, read_items
from audit_app.charts.assessed_wording import element_words
from audit_app.forum.access import Access, Contribution, may_assess
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.questionnaire.instrument import Element, Instrument
from audit_app.web.database_session import session
from audit_app.web.signed_in import forum_and_access, today

ASSESSMENT = "/forums/<slug>/assessments/<int:assessment_id>"
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class OpenAssessment:
    """An assessment that this person fills in, for one side."""

    forum: Forum
    access: Access
    assessment: Assessment
    who: Contribution

    @property
    def side(self) -> Side:
        return self.who.side

    @cached_property
    def instrument(self) -> Instrument:
        return instrument_of(self.assessment)

    @property
    def part(self) -> str:
        """What the instrument calls one of its parts: element, standard, pillar or part."""
        return element_words(self.content)[0]

    @property
    def parts(self) -> str:
        """The same for several."""
        return element_words(self.content)[1]

    @cached_property
    def items(self) -> dict[str, ItemNow]:
        """Every item as this side may see it."""
        return read_items(session(), self.assessment, self.side)

    @cached_property
    def content(self) -> Content:
        """The assessment as it stands, as this side may see it."""
        return visible_to(self._whole, self.side)

    @cached_property
    def result(self) -> AssessmentResult:
        """What is worked out from it, beside the assessment before.

        It is worked out from what both sides have rated, because that decides whether it can be signed. Nothing in it
        tells one side's rating before the other side has given its own.
        """
        found = assess(self._whole, today(), earlier_signed(session(), self.assessment))
        return replace(found, content=self.content)

    def signed_result(self, version: int) -> AssessmentResult:
        """What is worked out from a version that both sides signed, as of the day when they did; 404 for no version."""
        try:
            signed = signed_content(session(), self.assessment, version)
        except NotSignedError:
            abort(404)
        found = assess(signed, signed.signed_on or today(), earlier_signed(session(), self.assessment))
        return replace(found, content=visible_to(signed, self.side))

    @cached_property
    def _whole(self) -> Content:
        return content_of(session(), self.assessment)

    @cached_property
    def why_fixed(self) -> str | None:
        """Why nobody can change it any more, in a sentence; None while it can be changed."""
        return why_fixed(session(), self.assessment)

    @cached_property
    def signed_sides(self) -> tuple[str, ...]:
        """The sides that stand by it as it is now, by their value."""
        return tuple(each.side for each in signatures_of(session(), self.assessment))

    @property
    def warning(self) -> str | None:
        """What a change would undo, in a sentence: said before anybody types; None if nothing."""
        labels = [side.label for side in TWO_SIDES if side.value in self.signed_sides]
        if len(labels) == len(TWO_SIDES):
            return "Both sides have signed this. If you change something, both sides must sign again."
        return f"{labels[0]} has signed this. If you change something, it must sign again." if labels else None

    def element(self, element_id: str) -> Element:
        """An element of the instrument; 404 for any other."""
        found = next((each for each in self.instrument.sections if each.id == element_id), None)
        if found is None:
            abort(404)
        return found

    def address(self, endpoint: str, **more: Any) -> str:  # noqa: ANN401  (parts of an address, as url_for takes them)
        """The address of another page of this assessment."""
        return url_for(f"assessment.{endpoint}", slug=self.forum.slug, assessment_id=self.assessment.id, **more)

    def organisation_address(self, endpoint: str, **more: Any) -> str:  # noqa: ANN401
        """The address of a page of this organisation, such as its actions."""
        organisation_id = self.assessment.organisation_id
        return url_for(f"assessment.{endpoint}", slug=self.forum.slug, organisation_id=organisation_id, **more)


def open_assessment(slug: str, assessment_id: int) -> OpenAssessment:
    """Fetch and authorise: for those who fill it in, and nobody else. 404 for every other assessment."""
    forum, access = forum_and_access(slug, may_assess)
    if assessment_id > _LARGEST_ID:
        abort(404)
    try:
        assessment = assessment_for(session(), access, assessment_id)
    except UnknownAssessmentError:
        abort(404)
    who = access.contribution_to(assessment.organisation_id)
    if who is None:
        abort(404)
    return OpenAssessment(forum, access, assessment, who)


def open_to_change(slug: str, assessment_id: int) -> OpenAssessment:
    """The same for a page with a form: once nobody can change it any more, its home says why instead.

    What is sent all the same is refused by the rooms, so that nothing typed is lost.
    """
    page = open_assessment(slug, assessment_id)
    if page.why_fixed and request.method in {"GET", "HEAD"}:
        abort(redirect(page.address("home"), 303))
    return page
