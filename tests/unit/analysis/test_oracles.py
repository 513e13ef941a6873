"""Every worked case of the specification, computed elsewhere with SciPy, statsmodels and R."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from audit_app.analysis.intervals import benjamini_hochberg, cliffs_delta, newcombe, score_interval, wilson
from audit_app.analysis.labels import change_label, split_views
from audit_app.analysis.permutation import approximate_p, permutation_p
from audit_app.analysis.released import ChangeLabel, GapLabel
from audit_app.analysis.scores import mean_score, respondent_scores, sample_variance
from audit_app.analysis.suggestions import grounds, points
from tests.unit.analysis.builders import AGREEMENT, spread

CASES = json.loads(Path(__file__).with_name("oracles.json").read_text(encoding="utf-8"))["cases"]
Numbers = float | Sequence[float] | None


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case["input"], case["expected"], id=case["name"]) for case in CASES if case["kind"] == kind]


def agree(found: Numbers, expected: Numbers) -> bool:
    if found is None or expected is None:
        return found is expected
    if isinstance(found, Sequence) and isinstance(expected, Sequence):
        return all(agree(one, other) for one, other in zip(found, expected, strict=True))
    return found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def assert_all(found: Mapping[str, Numbers], expected: Mapping[str, Numbers]) -> None:
    wrong = {name: (found[name], value) for name, value in expected.items() if not agree(found[name], value)}
    assert not wrong


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def test_every_kind_of_case_is_tested() -> None:
    tested = {"summary", "compare", "compare10", "bh", "section", "section_compare", "label", "split", "priority"}
    assert {case["kind"] for case in CASES} == tested


@pytest.mark.parametrize(("given", "expected"), of_kind("summary"))
def test_summary(given: dict[str, Any], expected: dict[str, Any]) -> None:
    group = spread(*given["counts"], dont_know=given["dont_know"], blank=given["blank"])
    negative, neutral, positive = (100 * band / group.n if group.n else None for band in group.bands)
    found = {
        "n": group.n,
        "asked": group.n + group.dont_know + group.blank,
        "dont_know_share": number(group.dont_know_share),
        "mean": number(group.mean),
        "sd": None if group.sd is None else group.sd / 2.5,
        "median": group.median,
        "score10": number(group.score),
        "pct_positive": positive,
        "pct_neutral": neutral,
        "pct_negative": negative,
        "net": None if positive is None or negative is None else positive - negative,
        "wilson95_positive": wilson(group.bands[2], group.n),
        "score10_t95": score_interval(group.scores),
    }
    assert_all(found, expected)


@pytest.mark.parametrize(("given", "expected"), of_kind("compare"))
def test_comparison_of_two_groups(given: dict[str, Any], expected: dict[str, Any]) -> None:
    a, b = spread(*given["a"]), spread(*given["b"])
    known = a.score is not None and b.score is not None
    found = {
        "diff_mean": float(b.mean - a.mean) if known and a.mean is not None and b.mean is not None else None,
        "diff_score10": float(b.score - a.score) if a.score is not None and b.score is not None else None,
        "cliffs_delta": cliffs_delta(a, b),
        "diff_pct_positive": 100 * (b.bands[2] / b.n - a.bands[2] / a.n) if known else None,
        "newcombe95_diff": newcombe((a.bands[2], a.n), (b.bands[2], b.n)),
        "perm_p_exact": permutation_p(a.scores, b.scores),
        "perm_p_asymptotic_cc": approximate_p(a.scores, b.scores, a.step),
    }
    assert_all(found, expected)


@pytest.mark.parametrize(("given", "expected"), of_kind("compare10"))
def test_comparison_out_of_ten(given: dict[str, Any], expected: dict[str, Any]) -> None:
    a, b = spread(*given["a"]), spread(*given["b"])
    assert a.score is not None
    assert b.score is not None
    found = {
        "n_a": a.n,
        "n_b": b.n,
        "score_a": float(a.score),
        "score_b": float(b.score),
        "diff": float(b.score - a.score),
        "perm_p_exact": permutation_p(a.scores, b.scores),
    }
    assert_all(found, expected)


@pytest.mark.parametrize(("given", "expected"), of_kind("bh"))
def test_adjusted_p(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert agree(benjamini_hochberg(given["p"]), expected["adjusted"])


def histogram(rows: Sequence[Sequence[int | None]], reverse: Sequence[int]) -> dict[tuple[int, int], int]:
    counted: dict[tuple[int, int], int] = {}
    for row in rows:
        given = [6 - value if item in reverse else value for item, value in enumerate(row) if value is not None]
        key = (len(given), sum(given))
        counted[key] = counted.get(key, 0) + 1
    return counted


@pytest.mark.parametrize(("given", "expected"), of_kind("section"))
def test_section_score(given: dict[str, Any], expected: dict[str, Any]) -> None:
    scores = respondent_scores(histogram(given["rows"], given.get("reverse", [])), given["items"], AGREEMENT)
    variance = sample_variance(scores)
    found = {
        "n": sum(scores.values()),
        "left_out": len(given["rows"]) - sum(scores.values()),
        "score10": number(mean_score(scores)),
        "sd10": None if variance is None else math.sqrt(variance),
    }
    assert_all(found, expected)


@pytest.mark.parametrize(("given", "expected"), of_kind("section_compare"))
def test_section_comparison(given: dict[str, Any], expected: dict[str, Any]) -> None:
    a, b = (respondent_scores(histogram(given[name], given["reverse"]), given["items"], AGREEMENT) for name in "ab")
    before, after = mean_score(a), mean_score(b)
    assert before is not None
    assert after is not None
    assert agree(float(after - before), expected["diff_score10"])
    assert agree(permutation_p(a, b), expected["perm_p_exact"])


@pytest.mark.parametrize(("given", "expected"), of_kind("label"))
def test_label(given: dict[str, Any], expected: dict[str, Any]) -> None:
    a, b = spread(*given["a"]), spread(*given["b"])
    assert change_label(a.scores, b.scores, b.step) == expected["label"]


@pytest.mark.parametrize(("given", "expected"), of_kind("split"))
def test_split_views(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert split_views(spread(*given["counts"]).bands) is expected["split"]


@pytest.mark.parametrize(("given", "expected"), of_kind("priority"))
def test_points_of_a_suggestion(given: dict[str, Any], expected: dict[str, Any]) -> None:
    change = (given["change"], ChangeLabel(given["change_lab"])) if "change" in given else None
    label = GapLabel.DIFFER if given.get("gap_lab") == "Sides differ" else GapLabel.NO_CLEAR_DIFFERENCE
    gap = (given["gap"], label) if "gap" in given else None
    found = grounds(given["score"], change, gap, important=given.get("important", False))
    assert points(found) == expected["points"]
