"""Sums of many forums, worked out by hand: scores, labels with q, and when nothing may be shown."""

import dataclasses
from collections.abc import Hashable
from datetime import date
from fractions import Fraction

import pytest

from audit_app.analysis.pool import (
    BesideOthers,
    PooledTally,
    PoolLabel,
    Share,
    beside_others,
    may_be_shown,
    poolable,
)
from audit_app.analysis.released import Detail
from audit_app.analysis.tallies import Group, QuestionTally, RoundTallies, Turnout
from audit_app.charts.beside_others import beside_others as chart
from audit_app.questionnaire.definition import Side
from audit_app.questionnaire.lineage import meaning
from audit_app.reports.beside_others_csv import beside_others_csv
from tests.factories import TEN
from tests.pools import PLAIN, Given, tally

FIRST = TEN.questions[0]


def _round(given: tuple[Given, Given] = PLAIN, *, first: tuple[Given, Given] | None = None) -> RoundTallies:
    answered = [sum(side.values()) for side in given]
    return RoundTallies(
        forum="North", name="Audit 2025", closed_on=date(2025, 6, 1), questionnaire=TEN, minimum=5,
        turnout={side: Turnout(n, n) for side, n in zip((Side.MANAGEMENT, Side.STAFF), answered, strict=True)},
        tallies={
            (question.id, group): tally(TEN, question.id, answers)
            for question in TEN.questions
            for group, answers in zip(
                (Group.MANAGEMENT, Group.STAFF), first if first and question is FIRST else given, strict=True
            )
        },
        typed_in=True,
    )  # fmt: skip


def _pooled(given: Given, *, forums: int = 4, largest: int = 12) -> PooledTally:
    n = sum(given.values())
    half = Share(n // 2, largest // 2)
    return PooledTally(tally(TEN, FIRST.id, given), forums, Share(n, largest), half, half)


def _pool(given: Given, **more: int) -> dict[Hashable, PooledTally]:
    return {meaning(TEN, question): _pooled(given, **more) for question in TEN.questions}


def _beside(own: RoundTallies, pool: dict[Hashable, PooledTally]) -> BesideOthers:
    return beside_others(own, pool, {}, year=2025, forums=4)


def test_a_sum_worked_out_by_hand() -> None:
    # here (6 + 15 + 48 + 4 + 24 + 36) / 24 = 5.541…; the others 60 x 3 and 60 x 9: (180 + 540) / 120 = 6
    beside = _beside(_round(), _pool({3: 60, 9: 60}, largest=30))
    one = beside.statements[0]
    assert (one.own.score, one.others.score, one.difference) == (5.5, 6.0, -0.5)
    assert (one.others.n, one.others.bands, one.others.counts) == (120, (60, 0, 60), None)
    assert one.label is PoolLabel.NO_CLEAR_DIFFERENCE
    overall = beside.sections[0]
    assert (overall.id, overall.own, overall.others, overall.compared) == ("overall", 5.5, 6.0, len(TEN.questions))


def test_higher_and_lower_where_chance_would_seldom_make_it() -> None:
    own = _round(({7: 4, 8: 4, 9: 4}, {7: 4, 8: 4, 10: 4}))
    lower = _round(({1: 4, 2: 4, 3: 4}, {1: 4, 2: 4, 0: 4}))
    pool = _pool({4: 60, 5: 60, 6: 60}, largest=30)
    assert {each.label for each in _beside(own, pool).statements} == {PoolLabel.HIGHER}
    assert {each.label for each in _beside(lower, pool).statements} == {PoolLabel.LOWER}
    assert chart(_beside(own, pool)).title == "10 statements higher than in other forums, and none lower"


def test_one_p_below_5_percent_among_ten_is_no_label() -> None:
    """One of ten statements alone has p between 0.005 and 0.05: adjusted for ten it is above 0.05."""
    first: tuple[Given, Given] = ({5: 7, 7: 5}, {5: 7, 7: 5})
    same: tuple[Given, Given] = ({4: 4, 5: 4, 6: 4}, {4: 4, 5: 4, 6: 4})
    pool = _pool({3: 40, 5: 40, 7: 40}, largest=30)
    beside = _beside(_round(same, first=first), pool)
    assert beside.statements[0].difference == 0.8  # (14 x 5 + 10 x 7) / 24 - 5 = 0.83, and p = 0.02
    assert beside.statements[0].label is PoolLabel.NO_CLEAR_DIFFERENCE
    for question in TEN.questions[1:]:  # alone, the same statement is labelled
        del pool[meaning(TEN, question)]
    assert _beside(_round(same, first=first), pool).statements[0].label is PoolLabel.HIGHER


def test_a_small_difference_is_no_label_however_sure() -> None:
    thousand: tuple[Given, Given] = ({5: 500, 6: 500}, {5: 500, 6: 500})
    beside = _beside(_round(thousand), _pool({5: 4000}, largest=1000) | _pool({5: 4000, 6: 10}, largest=1000))
    assert beside.statements[0].difference == 0.5
    assert {each.label for each in beside.statements} == {PoolLabel.NO_CLEAR_DIFFERENCE}


@pytest.mark.parametrize(
    ("forums", "both", "management", "staff", "shown"),
    [
        (4, Share(48, 12), Share(24, 6), Share(24, 6), True),
        (3, Share(48, 16), Share(24, 8), Share(24, 8), False),  # two are left when a reader takes the own one away
        (4, Share(40, 12), Share(16, 6), Share(24, 6), False),  # ten of management are left
        (4, Share(41, 12), Share(17, 6), Share(24, 6), True),
        (4, Share(40, 12), Share(24, 6), Share(16, 6), False),
        (4, Share(80, 41), Share(40, 20), Share(40, 21), False),  # one forum is more than half
        (4, Share(80, 40), Share(40, 20), Share(40, 20), True),
    ],
)
def test_when_a_sum_may_be_shown(forums: int, both: Share, management: Share, staff: Share, shown: bool) -> None:
    assert may_be_shown(PooledTally(QuestionTally((0,) * 11), forums, both, management, staff)) is shown


def test_the_readers_own_part_counts_for_the_rule_and_not_for_the_figure() -> None:
    pool, part = _pool({3: 30, 5: 12, 9: 30}), _pool({5: 12}, forums=1)
    assert _beside(_round(), _pool({3: 30, 9: 30}, forums=3)).statements == ()
    beside = beside_others(_round(), pool, part, year=2025, forums=3)
    assert beside.statements[0].others.bands == (30, 0, 30)


def test_others_who_nearly_all_said_the_same_are_about() -> None:
    beside = _beside(_round(), _pool({7: 119, 9: 1}, largest=30))
    figure = beside.statements[0].others
    assert (figure.detail, figure.counts, figure.bands, figure.value) == (Detail.ALIKE, None, None, 7)
    assert beside.statements[0].difference is None
    assert beside.statements[0].label is None
    assert beside.sections == ()


def test_what_a_round_hides_is_not_poolable() -> None:
    alike: tuple[Given, Given] = ({7: 12}, {7: 12})
    assert poolable(_round(first=alike)) == {question.id for question in TEN.questions} - {FIRST.id}
    assert poolable(_round(({5: 2, 6: 1}, {9: 1}))) == frozenset()


def test_a_statement_of_another_wording_is_not_compared() -> None:
    pool = _pool({3: 60, 9: 60}, largest=30)
    pool[("other words", *meaning(TEN, FIRST)[1:])] = pool.pop(meaning(TEN, FIRST))  # type: ignore[misc]
    beside = _beside(_round(), pool)
    assert beside.statements[0].others.detail is Detail.NONE
    assert beside.statements[1].others.detail is Detail.BANDS
    assert (beside.sections[0].compared, beside.sections[0].asked) == (9, 10)


def test_fewer_than_ten_answers_are_drawn_and_not_labelled() -> None:
    small: tuple[Given, Given] = ({2: 2, 5: 1, 8: 1}, {1: 2, 6: 1, 9: 1})
    beside = _beside(_round(small), _pool({3: 60, 9: 60}, largest=30))
    assert {each.label for each in beside.statements} == {PoolLabel.TOO_FEW}
    assert beside.statements[0].difference == round(float(Fraction(4 + 5 + 8 + 2 + 6 + 9, 8)) - 6, 1)


def test_sums_beyond_32_bits() -> None:
    beside = _beside(_round(), _pool({3: 3_000_000_000, 9: 3_000_000_000}, largest=2_000_000))
    assert beside.statements[0].others.n == 6_000_000_000


def test_chart_and_file_say_what_the_page_says() -> None:
    beside = _beside(_round(), _pool({3: 60, 9: 60}, largest=30))
    picture = chart(beside)
    assert picture.rows[0] == ("Overall", "6.0", "5.5", "\N{MINUS SIGN}0.5", "10 of 10")
    assert picture.picture.draw() is not None
    rows = beside_others_csv(beside).decode("utf-8-sig").splitlines()
    assert any(row.startswith("statement,PT-1,") and row.endswith("This forum,Every answer,24,7,7,10,5.5,-0.5,"
               "No clear difference from other forums") for row in rows)  # fmt: skip
    assert any(row.endswith("Other forums,Three bands,120,60,0,60,6.0,,") for row in rows)


def test_nothing_that_is_hidden_is_in_the_file() -> None:
    beside = _beside(_round(first=({7: 12}, {7: 11, 3: 1})), _pool({3: 60, 9: 60}, largest=30))
    row = next(each for each in beside_others_csv(beside).decode().splitlines() if "PT-1," in each)
    assert row.endswith("24,Not shown,Not shown,Not shown,7.0,,")
    assert dataclasses.asdict(beside.statements[0])["own"]["counts"] is None
