"""What moved in each organisation since the assessment before, element by element, for the view of a whole forum."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.analysis.assessed.results import AssessmentResult, Movement


@dataclass(frozen=True)
class ElementMove:
    """One element of one organisation. up, down, same: statements rated both times, in the same words.

    difference: of the scores over these statements, None where the instrument has no scores.
    """

    element: str
    up: int
    down: int
    same: int
    difference: float | None

    @property
    def compared(self) -> int:
        return self.up + self.down + self.same

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 neither: by the scores, or where there are none, by the statements."""
        weight = self.difference if self.difference is not None else self.up - self.down
        return (weight > 0) - (weight < 0)


@dataclass(frozen=True)
class OrganisationMove:
    """One organisation: the names of its two assessments, and its elements in the order of the newer one."""

    organisation: str
    before: str
    after: str
    elements: tuple[ElementMove, ...]

    def element(self, name: str) -> ElementMove | None:
        """What moved in an element; None where nothing of it was rated both times."""
        return next((each for each in self.elements if each.element == name and each.compared), None)


def moves(results: Sequence[AssessmentResult]) -> tuple[OrganisationMove, ...]:
    """One for each result that stands beside an earlier one, in the order of the results.

    results: signed and shared assessments only, each assessed against a signed and shared one.
    """
    return tuple(_move(result, result.against.name) for result in results if result.against is not None)


def _move(result: AssessmentResult, before: str) -> OrganisationMove:
    movement = {change.item: change.movement for change in result.changes}
    differences = {change.element: change.difference for change in result.element_changes}
    found = []
    for part in result.content.instrument.sections:
        counts = Counter(movement.get(item.id) for item in part.questions)
        found.append(
            ElementMove(
                part.id, counts[Movement.UP], counts[Movement.DOWN], counts[Movement.SAME], differences.get(part.id)
            )
        )
    return OrganisationMove(result.content.organisation, before, result.content.name, tuple(found))
