"""What moved in each organisation of a forum since the assessment before."""

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content, ItemAnswer
from audit_app.analysis.assessed.moves import ElementMove, OrganisationMove, moves
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import TODAY, agreed, award, small


def _result(
    before: dict[str, ItemAnswer] | None, after: dict[str, ItemAnswer], instrument: Instrument | None = None
) -> AssessmentResult:
    asked = instrument or small()
    then = Content("West", "2025", asked, before) if before is not None else None
    return assess(Content("West", "2026", asked, after), TODAY, then)


def test_each_element_with_what_went_up_and_down() -> None:
    """A: 1 and 4 of 4 become 3 and 3 of 4, on average 6.25 and 7.5. B was not rated both times."""
    before = {"A-1": agreed(1), "A-2": agreed(4), "B-1": agreed(2)}
    (move,) = moves([_result(before, {"A-1": agreed(3), "A-2": agreed(3), "B-2": agreed(4)})])
    assert (move.organisation, move.before, move.after) == ("West", "2025", "2026")
    assert move.element("A") == ElementMove("A", up=1, down=1, same=0, difference=1.3)
    assert move.element("A").direction == 1  # type: ignore[union-attr]
    assert move.element("B") is None


def test_nothing_moved_without_an_assessment_before() -> None:
    assert moves([_result(None, {"A-1": agreed(3)})]) == ()


def test_without_scores_the_statements_say_in_which_direction() -> None:
    first, second, third = award().sections[0].questions[:3]
    before = {first.id: agreed(0), second.id: agreed(1), third.id: agreed(1)}
    after = {first.id: agreed(1), second.id: agreed(0), third.id: agreed(0)}
    (move,) = moves([_result(before, after, award())])
    found = move.element(award().sections[0].id)
    assert found == ElementMove(award().sections[0].id, up=1, down=2, same=0, difference=None)
    assert found is not None
    assert found.direction == -1


def test_what_stayed_has_no_direction() -> None:
    assert ElementMove("A", 0, 0, 2, 0.0).direction == 0
    assert OrganisationMove("West", "2025", "2026", ()).element("A") is None
