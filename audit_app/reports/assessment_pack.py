"""Everything that the documents about one assessment are made of: one result, so that no two can disagree."""

from dataclasses import dataclass, replace

from audit_app.analysis.assessed.apart import for_both_sides
from audit_app.analysis.assessed.results import AssessmentResult


@dataclass(frozen=True)
class AssessmentPack:
    """One assessment as it can lie on the table between the two sides, whoever ordered it and whenever it is made.

    forum: its name. result: without any rating that only one side may see. Raises ValueError for a result with one:
    make it with `for_the_table`.
    """

    forum: str
    result: AssessmentResult

    def __post_init__(self) -> None:
        if for_both_sides(self.result.content) != self.result.content:
            raise ValueError("A pack holds a side's own rating only where both sides have given one.")


def for_the_table(forum: str, result: AssessmentResult) -> AssessmentPack:
    """The pack of a result, whatever its content tells: each side's rating stays only where both have given one."""
    against = for_both_sides(result.against) if result.against is not None else None
    return AssessmentPack(forum, replace(result, content=for_both_sides(result.content), against=against))
