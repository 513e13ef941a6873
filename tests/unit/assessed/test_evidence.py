"""Evidence: missing, too old or without a date; and which of it a peer reads."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.analysis.assessed.content import ItemAnswer, Proof, Value
from audit_app.analysis.assessed.proofs import months_later, proof_problems
from audit_app.analysis.assessed.results import ProofFault
from audit_app.analysis.assessed.sample import sample_for_a_peer
from tests.unit.assessed.answers import TODAY, agreed, award, best, left_out, of, small, standard

ITEM = "HA-A1"
NAMED = "A senior leader is named as lead for staff health"


def faults(answer: ItemAnswer, today: date = TODAY) -> list[tuple[ProofFault, str]]:
    found = proof_problems(of(award(), {ITEM: answer}), today)
    assert {problem.item for problem in found} <= {ITEM}
    return [(problem.fault, problem.sentence) for problem in found]


def dated(*days: date | None, value: Value = 2) -> ItemAnswer:
    return ItemAnswer(agreed=value, proofs=tuple(Proof("Board minutes", dated=day) for day in days))


def test_a_yes_without_evidence_lacks_it() -> None:
    assert faults(agreed(2, proven=False)) == [(ProofFault.MISSING, f"“{NAMED}” has no evidence yet.")]


@pytest.mark.parametrize("value", [1, 0, "dont_know", "does_not_apply", None])
def test_other_answers_need_none(value: Value | None) -> None:
    assert faults(agreed(value, proven=False)) == []


def test_a_basic_needs_none() -> None:
    assert proof_problems(of(standard(), {"GW-P1": agreed(1, proven=False)}), TODAY) == ()


@pytest.mark.parametrize(
    ("day", "stale"),
    [
        (date(2024, 11, 20), False),  # 24 months ago to the day: not yet older
        (date(2024, 11, 19), True),
        (date(2026, 11, 20), False),
        (date(2027, 1, 1), False),
    ],
)
def test_evidence_is_stale_when_it_is_older_than_24_months(day: date, stale: bool) -> None:
    assert bool(faults(dated(day))) is stale


def test_stale_evidence_is_named_with_its_date() -> None:
    assert faults(dated(date(2024, 3, 2))) == [
        (ProofFault.STALE, "The evidence “Board minutes” of 2 March 2024 is more than 24 months old.")
    ]


def test_each_piece_of_evidence_is_looked_at() -> None:
    found = faults(dated(date(2026, 3, 2), None, date(2020, 3, 2)))
    assert [fault for fault, _ in found] == [ProofFault.UNDATED, ProofFault.STALE]


def test_evidence_of_what_does_not_apply_is_left_alone() -> None:
    assert faults(dated(date(2001, 1, 1), None, value="does_not_apply")) == []


def test_a_file_without_an_expiry_has_no_stale_evidence() -> None:
    forever = small(rules={"evidence_months": None})
    assert proof_problems(of(forever, {"A-1": dated(date(1990, 1, 1), None, value=3)}), TODAY) == ()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_where_a_shorter_month_ends(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


class TestSample:
    def test_six_spread_over_the_four_pillars(self) -> None:
        sample = sample_for_a_peer(of(standard(), best(standard())), "seed")
        by_pillar = Counter(name[:4] for name in sample)
        assert len(set(sample)) == 6
        assert sorted(by_pillar.values()) == [1, 1, 2, 2]

    def test_basics_are_never_in_it_because_they_need_no_evidence(self) -> None:
        for seed in range(30):
            sample = sample_for_a_peer(of(standard(), best(standard())), str(seed))
            assert {standard().item_by_id[name].tier for name in sample} <= {"good", "leading"}

    @given(st.text(max_size=12))
    def test_the_same_seed_gives_the_same_sample(self, seed: str) -> None:
        answers = best(standard())
        turned = dict(reversed(answers.items()))
        first = sample_for_a_peer(of(standard(), answers), seed)
        assert sample_for_a_peer(of(standard(), turned), seed) == first
        assert list(first) == [item.id for item in standard().items if item.id in first]

    def test_every_item_with_evidence_can_be_drawn(self) -> None:
        drawn = {name for seed in range(200) for name in sample_for_a_peer(of(standard(), best(standard())), str(seed))}
        assert drawn == {item.id for item in standard().items if item.tier != "basics"}

    def test_only_answers_that_have_their_evidence(self) -> None:
        answers = {"GW-P5": agreed(2), "GW-P6": agreed(1), "GW-P7": agreed(2, proven=False), "GW-V4": agreed(0)}
        answers["GW-V5"] = left_out()
        assert sample_for_a_peer(of(standard(), answers), "seed") == ("GW-P5", "GW-P6")

    def test_none_where_the_file_takes_none(self) -> None:
        assert sample_for_a_peer(of(award(), best(award())), "seed") == ()
        assert len(sample_for_a_peer(of(award(), best(award())), "seed", size=3)) == 3
