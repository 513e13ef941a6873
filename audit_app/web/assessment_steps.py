"""What to do next, each with the page on which it is done."""

from dataclasses import dataclass

from audit_app.analysis.assessed.results import AssessmentResult, NextStep
from audit_app.analysis.assessed.step_groups import grouped
from audit_app.charts.assessed_wording import element_words
from audit_app.web.assessment_page import OpenAssessment


@dataclass(frozen=True)
class StepLink:
    """One line of what to do next. alert: it shows before everything else. address: where to do it, if anywhere."""

    sentence: str
    address: str | None
    alert: bool = False


def steps_of(page: OpenAssessment, result: AssessmentResult) -> list[StepLink]:
    """Every next step of an assessment, grouped where there are many, the most urgent first."""
    steps = grouped(result.next_steps, result.content.instrument, element_words(result.content))
    return [StepLink(step.sentence, step_address(page, step), alert=step.kind == "alert") for step in steps]


def step_address(page: OpenAssessment, step: NextStep) -> str | None:
    """Where a next step is done, if that is one page."""
    if step.kind == "sign":
        return page.address("sign")
    if step.kind == "action":
        return page.organisation_address("actions")
    if step.kind == "level":
        return page.address("results", _anchor="level")
    if step.kind in {"alert", "evidence", "low"}:
        return _on_item(page, step)
    if step.kind in {"talk", "agree"} and step.element is not None:
        anchor = {"_anchor": f"item-{step.item}"} if step.item is not None else {}
        return page.address("agree", element_id=step.element, **anchor)
    if step.kind == "rate" and step.element is not None:
        return page.address("element", element_id=step.element)
    return None if step.kind == "review" else page.address("home", _anchor="progress")


def _on_item(page: OpenAssessment, step: NextStep) -> str:
    """The page of the item that a step is about, or the list of them where it is about several."""
    if step.item is not None:
        return page.address("item", item_id=step.item)
    return page.address("results", _anchor="evidence" if step.kind == "evidence" else "low")
