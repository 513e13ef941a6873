"""Self-assessments as a forum sees them, as JSON: agreed ratings, levels, what is left, actions and sign-off."""

from collections.abc import Sequence
from typing import Any

from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports import assessment_schema as schema
from audit_app.reports.assessment_tables import item_rows, rating_words


def assessments_as_dict(forum: str, results: Sequence[AssessmentResult]) -> dict[str, Any]:
    """Plain lists, dictionaries, strings and numbers, in the shape of `assessment_schema.Assessments`.

    Neither side's own ratings are in it, whatever was handed in; notes and what the evidence is stay out as well.
    """
    made = schema.Assessments(forum=forum, assessments=[_assessment(each) for each in results])
    return made.model_dump(mode="json")


def _assessment(result: AssessmentResult) -> schema.Assessment:
    content, standing = result.content, result.standing
    named = schema.InstrumentNamed(
        id=content.instrument.id, version=content.instrument.version, title=content.instrument.title
    )
    return schema.Assessment(
        organisation=content.organisation,
        name=content.name,
        version=content.version,
        signed_on=content.signed_on,
        instrument=named,
        overall=result.overall,
        level=standing.reached if standing else None,
        next_level=standing.next_level if standing else None,
        elements=[
            schema.Element(
                id=each.id, title=each.title, score=each.score, rated=each.rated, statements=each.asked,
                level=each.level,
            )
            for each in result.elements
        ],
        levels=[
            schema.Level(
                id=level.id,
                title=level.title,
                reached=level.reached,
                left=[
                    schema.LeftToDo(sentence=left.sentence, element=left.element, statement=left.item)
                    for left in level.left
                ],
            )
            for level in (standing.levels if standing else ())
        ],
        statements=_statements(result),
        actions=_actions(result),
        sign_off=[
            schema.SignOff.model_validate(
                {"side": each.side, "name": each.name, "role": each.role, "on": each.on,
                 "disagreement": each.disagreement}
            )
            for each in content.signatures
        ],
    )  # fmt: skip


def _statements(result: AssessmentResult) -> list[schema.Statement]:
    return [
        schema.Statement(
            id=row.item.id,
            element=row.element.id,
            text=row.item.text,
            tier=row.item.tier,
            rating=row.answer.agreed,
            words=rating_words(row.scale, row.answer.agreed) or None,
            reason=row.answer.reason,
            confidence=row.answer.confidence.value if row.answer.confidence else None,
            priority=row.answer.priority.value if row.answer.priority else None,
            help_wanted=row.answer.help_wanted,
            evidence=len(row.answer.proofs),
        )
        for row in item_rows(result.content)
    ]


def _actions(result: AssessmentResult) -> list[schema.Action]:
    return [
        schema.Action(
            statement=each.item,
            text=each.text,
            owner_role=each.owner_role,
            due_on=each.due_on,
            state=each.state.value,
            done_on=each.done_on,
        )
        for each in result.content.actions
    ]
