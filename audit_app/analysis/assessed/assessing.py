"""Everything that is shown about one assessment, worked out in one place."""

from datetime import date

from audit_app.analysis.assessed import profile
from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.levels import reached_title, standing
from audit_app.analysis.assessed.movement import element_changes, item_changes
from audit_app.analysis.assessed.next_steps import next_steps
from audit_app.analysis.assessed.proofs import proof_problems
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.analysis.assessed.sides import differences


def assess(content: Content, today: date, against: Content | None = None) -> AssessmentResult:
    """Work out scores, levels, what is left, differences, evidence and next steps; and changes since `against`.

    today: the day on which evidence is stale and actions are overdue. against: an earlier assessment of the same
    organisation, in any version of the instrument.
    """
    where = standing(content)
    level_of = {} if where is None else {name: reached_title(levels) for name, levels in where.by_element.items()}
    problems = proof_problems(content, today)
    return AssessmentResult(
        content=content,
        today=today,
        elements=profile.elements(content, level_of),
        overall=profile.overall(content),
        standing=where,
        differences=differences(content),
        problems=problems,
        low=profile.low_items(content),
        strong=profile.strong_items(content),
        unrated=profile.unrated_items(content),
        next_steps=next_steps(content, today, where, problems),
        against=against,
        changes=item_changes(against, content) if against is not None else (),
        element_changes=element_changes(against, content) if against is not None else (),
    )
