"""Making, naming and placing forums."""

import pytest
from sqlalchemy.orm import Session

from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import choose_parent, create_forum, find_forum, rename, slug_for, subgroups_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Inner North SPF", "inner-north-spf"),
        ("  Health & Wellbeing Subgroup ", "health-wellbeing-subgroup"),
        ("Fôrwm Cymru", "forwm-cymru"),
        ("x" * 80, "x" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_slug_is_made_from_the_name(name: str, slug: str) -> None:
    assert slug_for(name) == slug


def test_a_forum_is_found_by_its_slug(session: Session) -> None:
    made = create_forum(session, "Inner North SPF")
    assert find_forum(session, "inner-north-spf") is made
    assert find_forum(session, "inner-north") is None


@pytest.mark.parametrize("slug", ["", "INNER", "inner'; --", "../inner", "inner\0", "x" * 100])
def test_an_odd_slug_finds_nothing(session: Session, slug: str) -> None:
    create_forum(session, "Inner")
    assert find_forum(session, slug) is None


@pytest.mark.parametrize(
    ("name", "slug", "field"),
    [
        ("", "", "name"),
        ("a\0b", "", "name"),
        ("Outer", "two words", "slug"),
        ("Outer", "x" * 61, "slug"),
        ("Outer", "inner", "slug"),
        ("Inner", "", "slug"),
        ("论坛", "", "slug"),
    ],
)
def test_a_forum_needs_a_name_and_a_slug_of_its_own(session: Session, name: str, slug: str, field: str) -> None:
    create_forum(session, "Inner")
    with pytest.raises(InvalidEntryError) as refused:
        create_forum(session, name, slug)
    assert list(refused.value.errors) == [field]


def test_subgroups_stand_under_their_forum(session: Session) -> None:
    region = create_forum(session, "Region")
    group = create_forum(session, "Wellbeing", parent=region)
    assert subgroups_of(session, region) == [group]
    assert group.parent is region


def test_forums_cannot_stand_in_a_circle(session: Session) -> None:
    region = create_forum(session, "Region")
    group = create_forum(session, "Group", parent=region)
    task = create_forum(session, "Task", parent=group)
    for parent in (region, group, task):
        with pytest.raises(InvalidEntryError):
            choose_parent(session, region, parent)
    choose_parent(session, task, region)
    assert task.parent is region


def test_a_new_name_leaves_the_address_alone(session: Session) -> None:
    forum = create_forum(session, "Inner North")
    rename(session, forum, " Inner  North and East ")
    assert (forum.name, forum.slug) == ("Inner North and East", "inner-north")
    with pytest.raises(InvalidEntryError):
        rename(session, forum, "  ")
