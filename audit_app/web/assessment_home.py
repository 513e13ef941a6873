"""The home of one assessment: what to do next, how far each part is, and everything else that is here."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.step_groups import grouped
from audit_app.assessment.models import AssessmentState
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.instrument import Element
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.assessment_steps import step_address

MOST_OF_A_KIND = 3
_MOST_STEPS = 8

Step = tuple[str, str | None]  # a sentence, and where it leads


@dataclass(frozen=True)
class ProgressRow:
    """How far one element is filled in, for the person's own side and agreed. to_agree: both sides have rated these."""

    title: str
    own: int
    agreed: int
    to_agree: int
    asked: int
    rate_address: str
    agree_address: str


@blueprint.get(ASSESSMENT)
def home(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Progress by element, and first of all what to do next."""
    page = open_assessment(slug, assessment_id)
    progress = [_row(page, part) for part in page.instrument.sections]
    words, address = _main(page, progress)
    return render_template(
        "assessment/home.html",
        page=page,
        side=page.side,
        steps=() if page.why_fixed else _steps(page),
        main_words=words,
        main_address=address,
        progress=progress,
        links=_links(page),
    )


def _answers(page: OpenAssessment, part: Element) -> list[tuple[str, ItemAnswer]]:
    return [(item.id, page.items[item.id].answer) for item in part.questions]


def _row(page: OpenAssessment, part: Element) -> ProgressRow:
    answers = [answer for _, answer in _answers(page, part)]
    return ProgressRow(
        title=part.title,
        own=sum(getattr(each, page.side.value) is not None for each in answers),
        agreed=sum(each.agreed is not None for each in answers),
        to_agree=sum(each.agreed is None and None not in (each.management, each.staff) for each in answers),
        asked=len(part.questions),
        rate_address=page.address("element", element_id=part.id),
        agree_address=page.address("agree", element_id=part.id),
    )


def _main(page: OpenAssessment, rows: list[ProgressRow]) -> tuple[str, str]:
    """The words and the address of the one button: rate for one's side, then agree, then sign, then the results."""
    if page.why_fixed or page.assessment.state is AssessmentState.SIGNED:
        return "See the results", page.address("results")
    unrated = next((row for row in rows if row.own < row.asked and row.agreed < row.asked), None)
    if unrated is not None:
        begun = any(row.own for row in rows)
        return f"{'Go on' if begun else 'Start'} with {unrated.title}", unrated.rate_address
    unagreed = next((row for row in rows if row.to_agree), next((row for row in rows if row.agreed < row.asked), None))
    if unagreed is not None:
        return f"Agree {unagreed.title}", unagreed.agree_address
    if page.side.value in page.signed_sides:
        return "See who has signed", page.address("sign")
    return "Sign the assessment", page.address("sign")


def _steps(page: OpenAssessment) -> list[Step]:
    """What to do next, long lists cut short; what is left to rate is said for one's own side."""
    found = [step for step in page.result.next_steps if step.kind != "rate"]
    talks = [step for step in found if step.kind == "talk"]
    others = grouped([step for step in found if step.kind != "talk"], page.instrument, (page.part, page.parts))
    shown = talks if len(talks) <= MOST_OF_A_KIND + 1 else talks[:MOST_OF_A_KIND]
    steps = [*_rating_steps(page), *((step.sentence, step_address(page, step)) for step in shown)]
    if len(shown) < len(talks):
        more = f"Talk about {len(talks) - len(shown)} more statements where the two sides differ."
        steps.append((more, step_address(page, talks[len(shown)])))
    steps += [(step.sentence, step_address(page, step)) for step in others]
    return steps[:_MOST_STEPS]


def _rating_steps(page: OpenAssessment) -> Iterator[Step]:
    own, other = page.side, next(side for side in TWO_SIDES if side is not page.side)
    unrated = [
        (part.id, name)
        for part in page.instrument.sections
        for name, answer in _answers(page, part)
        if getattr(answer, own.value) is None and answer.agreed is None
    ]
    if unrated:
        element_id, item_id = unrated[0]
        many = "1 statement" if len(unrated) == 1 else f"{len(unrated)} statements"
        address = page.address("element", element_id=element_id, _anchor=f"item-{item_id}")
        yield f"Rate {many} for {own.label.lower()}.", address
    waiting = sum(
        getattr(stands.answer, own.value) is not None
        and getattr(stands.answer, other.value) is None
        and stands.answer.agreed is None
        for stands in page.items.values()
    )
    if waiting:
        yield f"Wait for {other.label.lower()} to rate {waiting} that you have rated. Then agree them together.", None


def _links(page: OpenAssessment) -> list[tuple[str, str]]:
    fixed, signed = bool(page.why_fixed), page.assessment.state is AssessmentState.SIGNED
    writing = [
        ("In your own words", page.address("words")),
        ("Bring a working copy back", page.address("bring_back")),
    ]
    found = [] if fixed else writing
    found += [
        ("Results" if signed or fixed else "Results so far", page.address("results")),
        ("Actions", page.organisation_address("actions")),
        ("Working copy to print", page.address("working_copy")),
        ("Working copy as a spreadsheet", page.address("working_copy_file")),
        ("Take it out as a workbook (Excel)", page.address("export", extension="xlsx")),
        ("Take it out as a table (CSV)", page.address("export", extension="csv")),
        ("Who has signed" if signed or fixed else "Sign the assessment", page.address("sign")),
        ("Who did what", page.address("record")),
    ]
    if page.who.lead and not page.assessment.version and not fixed:
        found.append(("Withdraw this assessment", page.address("withdraw_assessment")))
    return found
