"""Labels at their thresholds."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.analysis.labels import change_label, changed_minds, detectable, gap_label, hope_label, many_could_not_say
from audit_app.analysis.released import ChangeLabel, GapLabel, HopeLabel
from tests.unit.analysis.builders import spread

LOW, HIGH = spread(4, 5, 2, 1, 0).scores, spread(0, 1, 2, 5, 4).scores
counts5 = st.lists(st.integers(0, 9), min_size=5, max_size=5)
opposite = {
    ChangeLabel.IMPROVED: ChangeLabel.DECLINED,
    ChangeLabel.DECLINED: ChangeLabel.IMPROVED,
    ChangeLabel.NO_CLEAR_CHANGE: ChangeLabel.NO_CLEAR_CHANGE,
    ChangeLabel.TOO_FEW: ChangeLabel.TOO_FEW,
}


@settings(deadline=None)
@given(counts5, counts5)
def test_the_other_way_round_a_rise_is_a_fall(a: list[int], b: list[int]) -> None:
    one, other = spread(*a).scores, spread(*b).scores
    assert change_label(other, one) is opposite[change_label(one, other)]


def test_nine_answers_are_too_few_and_ten_are_not() -> None:
    nine, ten = spread(9, 0, 0, 0, 0).scores, spread(10, 0, 0, 0, 0).scores
    top = spread(0, 0, 0, 0, 10).scores
    assert change_label(nine, top) is ChangeLabel.TOO_FEW
    assert change_label(top, nine) is ChangeLabel.TOO_FEW
    assert change_label(ten, top) is ChangeLabel.IMPROVED
    assert gap_label(nine, top) is GapLabel.TOO_FEW
    assert hope_label(top, nine) is HopeLabel.TOO_FEW


def test_a_small_change_counts_only_from_a_thousand_each() -> None:
    one, more = {Fraction(5): 500, Fraction(6): 500}, {Fraction(5): 200, Fraction(6): 800}
    assert change_label(one, more) is ChangeLabel.IMPROVED  # 0.3 in two thousand-strong rounds
    fewer = {Fraction(5): 499, Fraction(6): 500}
    assert change_label(fewer, more) is ChangeLabel.NO_CLEAR_CHANGE


def test_the_sides_differ_from_one_point_on() -> None:
    assert gap_label(LOW, HIGH) is GapLabel.DIFFER
    assert gap_label(LOW, LOW) is GapLabel.NO_CLEAR_DIFFERENCE
    near = {Fraction(5): 500}, {Fraction(5): 20, Fraction(6): 480}
    assert gap_label(*near) is GapLabel.NO_CLEAR_DIFFERENCE  # 0.96 apart, however certain


def test_above_the_hope_is_never_below_it() -> None:
    assert hope_label(HIGH, LOW) is HopeLabel.BELOW
    assert hope_label(LOW, HIGH) is HopeLabel.NOT_CLEARLY_BELOW


def test_changed_minds_are_counted_from_released_figures() -> None:
    assert changed_minds(0.5, 10, 2.5) == 2
    assert changed_minds(0.6, 10, 2.5) == 3
    assert changed_minds(-0.5, 10, 2.5) == 2
    assert changed_minds(0.1, 11, 1.0) == 2
    assert changed_minds(0.0, 11, 2.5) is None
    assert changed_minds(5.0, 11, 2.5) is None  # more than everyone


def test_what_would_usually_show_with_eighteen_answers() -> None:
    assert round(detectable(2.14, 18, 18), 1) == 2.0


def test_many_could_not_say_from_a_fifth() -> None:
    assert many_could_not_say(8, 2)
    assert not many_could_not_say(9, 2)
    assert not many_could_not_say(0, 0)
