"""A section's score by side must not give away what hidden statements have in common, whatever the answers."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.disclosure import too_alike
from audit_app.analysis.released import Comparison
from audit_app.analysis.scores import rounded
from audit_app.questionnaire.definition import Side
from tests.privacy.test_disclosure_brute_force import histograms
from tests.unit.analysis.builders import a_questionnaire, a_round, people, spread

Columns = Sequence[tuple[int, ...]]

# rounds of three statements in which a side is unanimous on one: how management side and staff side answered
UNANIMOUS = [
    ([(0, 0, 0, 0, 5), (0, 0, 3, 0, 2), (0, 0, 0, 1, 4)], [(0, 4, 1, 0, 0), (1, 3, 1, 0, 0), (0, 3, 1, 1, 0)]),
    ([(0, 0, 0, 4, 1), (0, 0, 1, 1, 3), (0, 0, 0, 5, 0)], [(0, 0, 2, 4, 0), (0, 3, 0, 1, 2), (0, 0, 4, 2, 0)]),
    ([(0, 0, 0, 2, 8), (0, 0, 1, 7, 2), (0, 0, 0, 0, 10)], [(0, 6, 3, 0, 1), (3, 2, 2, 2, 1), (2, 4, 1, 0, 3)]),
    ([(0, 0, 0, 0, 5), (0, 0, 0, 0, 5), (1, 0, 2, 2, 0)], [(1, 2, 1, 1, 0), (1, 2, 1, 1, 0), (1, 2, 1, 0, 1)]),
]
ORDINARY = ([(0, 0, 0, 5, 0), (0, 1, 1, 2, 1), (1, 0, 1, 2, 1)], [(1, 0, 1, 1, 2), (0, 1, 1, 2, 1), (1, 0, 1, 2, 1)])


def compared(management: Columns, staff: Columns) -> Comparison:
    return compare(a_round(a_questionnaire({"A": len(management)}), people(*management), people(*staff)))


def alternatives(comparison: Comparison, management: Columns, staff: Columns) -> list[list[tuple[int, bool]]]:
    """By statement: every (sum of management side's answers, whether it is unanimous) with the same total and sides."""
    found: list[list[tuple[int, bool]]] = []
    for statement, m, s in zip(comparison.statements, management, staff, strict=True):
        total = tuple(a + b for a, b in zip(m, s, strict=True))
        exact_bands = spread(*total).bands
        options = defaultdict(list)
        for counts in histograms(sum(s), 5):
            options[spread(*counts).bands, points(counts)].append(counts)
        here = set()
        for counts in histograms(sum(m), 5):
            low, middle, high = (a - b for a, b in zip(exact_bands, spread(*counts).bands, strict=True))
            for other in options.get(((low, middle, high), points(total) - points(counts)), []):
                if fits(statement.total.counts, counts, other) and seen(comparison, statement.id, counts, other):
                    here.add((points(counts), max(counts) == sum(m)))
        found.append(sorted(here))
    return found


def points(counts: Sequence[int]) -> int:
    return sum(value * count for value, count in enumerate(counts))


def fits(released: tuple[int, ...] | None, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return released is None or released == tuple(a + b for a, b in zip(one, other, strict=True))


def seen(comparison: Comparison, name: str, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether these answers would show the side scores that are shown."""
    sides = next(statement.sides for statement in comparison.statements if statement.id == name)
    if sides is None:
        return True
    return not any(
        too_alike(spread(*counts))
        or rounded(spread(*counts).score or Fraction(0), sides[side].step) != sides[side].score
        for side, counts in ((Side.MANAGEMENT, one), (Side.STAFF, other))
    )


@pytest.mark.parametrize(("management", "staff"), UNANIMOUS)
def test_unanimity_of_a_side_never_follows_from_its_section_score(management: Columns, staff: Columns) -> None:
    for one, other in ((management, staff), (staff, management)):
        comparison = compared(one, other)
        assert [statement.sides for statement in comparison.statements].count(None) == 2
        assert comparison.sections[0].sides is None
        assert comparison.overall.sides is None
        assert comparison.sections[0].gap is None
        assert comparison.sections[0].total.score is not None


def test_the_attack_itself_works() -> None:
    """With the section score of the last of these rounds, management side's two unanimous statements were certain."""
    management, staff = UNANIMOUS[-1]
    options = alternatives(compared(management, staff), management, staff)
    everyone = sum(points(column) for column in (*management, *staff))
    asked, n = len(management), sum(management[0])

    def shown(total: int) -> float:  # to the nearest half point out of 10
        return rounded(Fraction(total * 10, 4 * asked * n), 0.5)

    truth = sum(points(column) for column in management)
    behind = [
        (first[1], second[1])
        for first in options[0]
        for second in options[1]
        for third in options[2]
        if shown(first[0] + second[0] + third[0]) == shown(truth)
        and shown(everyone - first[0] - second[0] - third[0]) == shown(everyone - truth)
    ]
    assert set(behind) == {(True, True)}


def test_a_section_whose_hidden_statements_have_room_keeps_its_sides() -> None:
    comparison = compared(*ORDINARY)
    assert [statement.sides for statement in comparison.statements].count(None) == 2
    assert comparison.sections[0].sides is not None


def test_the_section_stays_away_for_those_who_were_nearly_as_high_too() -> None:
    """Else its absence would tell that a side was unanimous: one answer of each hidden statement may be another."""
    management, staff = UNANIMOUS[-1]
    nearly = [(0, 0, 0, 1, 4), (0, 0, 0, 1, 4), management[2]]
    swapped = [(1, 2, 1, 0, 1), (1, 2, 1, 0, 1), staff[2]]
    assert compared(nearly, swapped).sections[0].sides is None


@pytest.mark.parametrize("alike", [(0, 0, 0, 0, 7), (7, 0, 0, 0, 0), (0, 0, 0, 1, 6)])
def test_partners_at_an_end_of_the_scale_have_no_section_score(alike: tuple[int, ...]) -> None:
    both = people(*[(1, 2, 2, 4, 3)] * 4)
    partners = people(alike, alike, (1, 2, 1, 2, 1), (1, 2, 1, 2, 1))
    section = compare(a_round(a_questionnaire({"A": 4}), both, both, partners)).sections[0]
    assert section.partner is not None
    assert section.partner.score is None
    assert section.sides is not None


def test_hidden_totals_at_an_end_of_the_scale_leave_no_section_score() -> None:
    """Four people of nine answered two statements, all the same: section minus the others would say so."""

    def rows(n: int, answered: int, first: int) -> list[list[int | None]]:
        others: list[list[int | None]] = [[1 + (place + shift) % 5 for shift in range(3)] for place in range(n)]
        return [[first, first, *row] if place < answered else [None, None, *row] for place, row in enumerate(others)]

    def of(first: int) -> Comparison:
        return compare(a_round(a_questionnaire({"A": 5}), rows(4, 2, first), rows(5, 2, first)))

    for end in (1, 5):
        comparison = of(end)
        assert [statement.total.score is None for statement in comparison.statements] == [True, True] + [False] * 3
        assert comparison.sections[0].total.score is None
        assert comparison.overall.total.score is None
    assert of(3).sections[0].total.score is not None
