"""Merging by properties: whatever two people change, nothing typed and nothing that stands is lost without a word."""

from hypothesis import given
from hypothesis import strategies as st

from audit_app.assessment.merging import Fields, merge

NAMES = ("agreed", "note", "reason", "priority")
VALUES = st.sampled_from([None, "1", "2", "3"])
WHOLE = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


@given(seen=WHOLE, theirs=WHOLE, mine=WHOLE)
def test_three_way_merge(seen: Fields, theirs: Fields, mine: Fields) -> None:
    merged = merge("P-1", seen, theirs, mine)
    conflicts = {each.field: each for each in merged.conflicts}
    after = {**theirs, **merged.changes}
    for field in NAMES:
        i_changed, they_changed = mine[field] != seen[field], theirs[field] != seen[field]
        if i_changed and they_changed and mine[field] != theirs[field]:
            assert (conflicts[field].now, conflicts[field].typed) == (theirs[field], mine[field])
            assert field not in merged.changes
        else:
            assert field not in conflicts
            assert after[field] == (mine[field] if i_changed else theirs[field])


@given(seen=WHOLE, mine=WHOLE, yours=WHOLE)
def test_whoever_comes_first_the_outcome_is_the_same_where_nobody_is_refused(
    seen: Fields, mine: Fields, yours: Fields
) -> None:
    """Sent one after the other from the same page."""

    def both(first: Fields, second: Fields) -> Fields | None:
        after_first = {**seen, **merge("P-1", seen, seen, first).changes}
        merged = merge("P-1", seen, after_first, second)
        return None if merged.conflicts else {**after_first, **merged.changes}

    assert both(mine, yours) == both(yours, mine)


@given(seen=WHOLE, theirs=WHOLE, mine=st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_fields_that_were_not_sent_are_left_alone(seen: Fields, theirs: Fields, mine: Fields) -> None:
    merged = merge("P-1", seen, theirs, mine)
    assert merged.changes.keys() | {each.field for each in merged.conflicts} <= mine.keys()
