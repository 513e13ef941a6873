"""One content has one digest, in every process; any other content has another one."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audit_app.analysis.released import ReviewedComment
from audit_app.packs import fingerprint
from audit_app.packs.fingerprint import digest_of
from audit_app.questionnaire.definition import Side
from audit_app.reports.round_pack import RoundPack
from tests.harness.round_packs import CASES

ROOT = Path(__file__).resolve().parents[3]
PACK = CASES["demonstration"]()
NAMES = ("demonstration", "one-statement", "unstorable")
UNORDERED = {frozenset({f"name {number}", number}): {f"name {number}"} for number in range(50)}
PROGRAM = """
from tests.unit.packs.test_fingerprint import digests
print(digests())
"""


def digests() -> str:
    contents = [*(CASES[name]() for name in NAMES), UNORDERED]
    return " ".join(digest_of("round", content).hex() for content in contents)


def _in_another_process(seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_digest_is_the_same_in_every_process() -> None:
    assert _in_another_process(1) == _in_another_process(2) == digests()


def _changed(**changes: Any) -> RoundPack:
    return replace(PACK, **changes)


def _first_statement(**changes: Any) -> RoundPack:
    first, *others = PACK.comparison.statements
    changed = (replace(first, **changes), *others)
    return _changed(comparison=replace(PACK.comparison, statements=changed))


def _turnout() -> Mapping[Side, Any]:
    turnout = dict(PACK.comparison.round.turnout)
    turnout[Side.STAFF] = replace(turnout[Side.STAFF], answered=turnout[Side.STAFF].answered - 1)
    return turnout


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(_first_statement(total=replace(PACK.comparison.statements[0].total, score=1.2)), id="a figure"),
        pytest.param(_first_statement(text="Other words."), id="a statement"),
        pytest.param(_first_statement(sides=None), id="sides hidden"),
        pytest.param(_changed(comments=PACK.comments[:-1]), id="a comment deleted"),
        pytest.param(_changed(comments=(*PACK.comments, ReviewedComment("A", "B?", "C"))), id="a comment passed"),
        pytest.param(_changed(comments=PACK.comments[::-1]), id="the order of comments"),
        pytest.param(_changed(priorities=PACK.priorities[:-1]), id="a priority ended"),
        pytest.param(_changed(hoped=replace(PACK.comparison, chosen=True)), id="what was hoped for"),
        pytest.param(_changed(series=replace(PACK.series, left_out=("2019",))), id="the rounds over time"),
        pytest.param(
            _changed(comparison=replace(PACK.comparison, round=replace(PACK.comparison.round, turnout=_turnout()))),
            id="who answered",
        ),
    ],
)  # fmt: skip
def test_whatever_changes_changes_the_digest(changed: RoundPack) -> None:
    assert changed != PACK
    assert digest_of("round", changed) != digest_of("round", PACK)


def test_a_comment_with_a_word_struck_out_is_another_content() -> None:
    before = ReviewedComment("General", "Anything?", "Ask Jo")
    after = ReviewedComment("General", "Anything?", "Ask [removed]")
    assert digest_of("round", _changed(comments=(before,))) != digest_of("round", _changed(comments=(after,)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True), (0, False), (1, 1.0), (1, "1"), (None, "None"), ("a", b"a"), (("ab", "c"), ("a", "bc")),
        (("a",), "a"), ((), frozenset()), ({"a": 1}, (("a", 1),)), (Side.STAFF, "staff"), (0.1, 0.1 + 1e-17 + 1e-16),
        ("\ud800", "?"), ((("a",), "b"), ("a", ("b",))), (float("nan"), None),
    ],
)  # fmt: skip
def test_two_things_are_never_taken_for_one(one: object, other: object) -> None:
    assert digest_of("round", one) != digest_of("round", other)


def test_the_order_of_a_mapping_or_a_set_does_not_matter() -> None:
    assert digest_of("round", {"a": 1, "b": 2}) == digest_of("round", {"b": 2, "a": 1})
    names = [f"name {number}" for number in range(50)]
    assert digest_of("round", frozenset(names)) == digest_of("round", frozenset(names[::-1]))


def test_another_kind_of_pack_has_another_digest() -> None:
    assert digest_of("round", PACK) != digest_of("assessment", PACK)


def test_what_cannot_be_written_down_for_certain_is_refused() -> None:
    with pytest.raises(TypeError, match="no fixed way"):
        digest_of("round", object())


def test_another_version_of_a_library_makes_other_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_of("round", PACK)
    fingerprint.recipe.cache_clear()
    monkeypatch.setattr(fingerprint, "version", lambda library: f"{library} of next year")
    try:
        assert digest_of("round", PACK) != before
    finally:
        fingerprint.recipe.cache_clear()
