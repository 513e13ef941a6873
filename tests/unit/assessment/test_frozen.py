"""Freezing and thawing: nothing is lost, nothing can be changed unseen."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.analysis.assessed.content import (
    ActionState,
    Confidence,
    Content,
    ItemAnswer,
    PlannedAction,
    Priority,
    Proof,
    SignedBy,
)
from audit_app.analysis.assessed.frozen import FrozenContentError, freeze, thaw
from tests.unit.assessment.instruments import NEXT_VERSION, SMALL

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(st.none(), st.integers(0, 10), st.sampled_from(["dont_know", "does_not_apply"]))
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
MAYBE = st.one_of(st.none(), TEXT)
PROOFS = st.lists(st.builds(Proof, TEXT, MAYBE, DAYS, MAYBE), max_size=2).map(tuple)
ANSWERS = st.builds(
    ItemAnswer, VALUES, VALUES, VALUES, MAYBE, MAYBE, st.sampled_from([None, *Confidence]),
    st.sampled_from([None, *Priority]), st.booleans(), PROOFS,
)  # fmt: skip
ACTIONS = st.builds(PlannedAction, MAYBE, TEXT, TEXT, DAYS, st.sampled_from(ActionState), DAYS)
SIGNED = st.builds(SignedBy, st.sampled_from(["management", "staff"]), TEXT, TEXT, st.dates(), MAYBE)
CONTENTS = st.builds(
    Content, TEXT, TEXT, st.just(SMALL), st.dictionaries(TEXT, ANSWERS, max_size=3),
    st.dictionaries(TEXT, TEXT, max_size=2), st.lists(ACTIONS, max_size=2).map(tuple),
    st.lists(SIGNED, max_size=2).map(tuple), st.integers(0, 9), DAYS,
)  # fmt: skip
EMPTY = Content("Eastern Trust", "Check 2026", SMALL, {"P-1": ItemAnswer(agreed=3)})


@given(CONTENTS)
def test_what_is_thawed_is_what_was_frozen(content: Content) -> None:
    text, digest = freeze(content)
    assert thaw(text, digest, SMALL) == content
    assert freeze(thaw(text, digest, SMALL)) == (text, digest)


def test_the_digest_is_that_of_the_text() -> None:
    text, digest = freeze(EMPTY)
    assert digest == hashlib.sha256(text.encode()).hexdigest()
    assert freeze(replace(EMPTY, items={"P-1": ItemAnswer(agreed=4)}))[1] != digest


def test_a_text_that_was_changed_is_refused() -> None:
    text, digest = freeze(EMPTY)
    with pytest.raises(FrozenContentError, match="changed"):
        thaw(text.replace("3", "4"), digest, SMALL)


def test_another_instrument_is_refused() -> None:
    with pytest.raises(FrozenContentError, match="another instrument"):
        thaw(*freeze(EMPTY), NEXT_VERSION)


@pytest.mark.parametrize(("old", "new"), [('"agreed":3', '"agreed":"much"'), ('"agreed":3', '"agreed":[]')])
def test_a_text_of_another_shape_is_refused(old: str, new: str) -> None:
    text = freeze(EMPTY)[0].replace(old, new)
    with pytest.raises(FrozenContentError, match="cannot be read"):
        thaw(text, hashlib.sha256(text.encode()).hexdigest(), SMALL)
