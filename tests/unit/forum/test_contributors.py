"""Who fills in an organisation's self-assessments: both sides, by e-mail, and always a lead."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.forum.contributors import (
    add_contributor,
    add_organisation,
    change_contributor,
    contributors_by_organisation,
    contributors_of,
    find_contributor,
    find_organisation,
    leave_forum,
    organisations_on,
    read_contributor,
    remove_contributor,
)
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JUNE, NOVEMBER, contributor

TYPED = {"name": " Ada  Example ", "email": "Ada@Trust.example", "side": "Staff side", "role": "Branch secretary"}


@pytest.fixture
def trust(session: Session) -> Organisation:
    return add_organisation(session, create_forum(session, "North"), "Eastern Trust")


def test_an_entry_is_read_tidied_and_in_lower_case() -> None:
    read = read_contributor(TYPED)
    assert (read.name, read.email, read.side, read.lead) == ("Ada Example", "ada@trust.example", Side.STAFF, False)
    assert read_contributor({**TYPED, "lead": "yes"}).lead


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidEntryError) as refused:
        read_contributor({"email": "nobody", "side": "partner"})
    assert refused.value.errors.keys() == {"name", "email", "side", "role"}
    assert refused.value.errors["side"] == "Say which side: management or staff."


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "Ada\x00Example"),
        ("name", "A" * 201),
        ("role", "R" * 121),
        ("role", "\u202eevil"),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("email", "a" * 250 + "@b.example"),
        ("side", "both"),
    ],
)
def test_hostile_text_is_refused_beside_its_field(field: str, text: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        read_contributor({**TYPED, field: text})
    assert list(refused.value.errors) == [field]


def test_the_first_contributor_leads_and_leads_stand_first(session: Session, trust: Organisation) -> None:
    add_contributor(session, trust, contributor("zoe", Side.STAFF))
    add_contributor(session, trust, contributor("abe", Side.MANAGEMENT))
    assert [(each.name, each.lead) for each in contributors_of(session, trust)] == [
        ("Zoe Example", True), ("Abe Example", False),
    ]  # fmt: skip


def test_nobody_is_on_the_list_twice(session: Session, trust: Organisation) -> None:
    add_contributor(session, trust, contributor("zoe", Side.STAFF))
    with pytest.raises(InvalidEntryError, match="Zoe Example already has"):
        add_contributor(session, trust, contributor("zoe", Side.MANAGEMENT))
    abe = add_contributor(session, trust, contributor("abe", Side.STAFF))
    with pytest.raises(InvalidEntryError, match="Zoe Example already has"):
        change_contributor(session, abe, contributor("zoe", Side.STAFF))


def test_a_changed_address_is_told_so_that_an_invitation_can_follow(session: Session, trust: Organisation) -> None:
    zoe = add_contributor(session, trust, contributor("zoe", Side.STAFF))
    assert not change_contributor(session, zoe, contributor("zoe", Side.MANAGEMENT, lead=True))
    assert zoe.side is Side.MANAGEMENT
    assert change_contributor(session, zoe, contributor("zora", Side.MANAGEMENT, lead=True))


def test_there_is_always_a_lead(session: Session, trust: Organisation) -> None:
    zoe = add_contributor(session, trust, contributor("zoe", Side.STAFF))
    abe = add_contributor(session, trust, contributor("abe", Side.STAFF))
    with pytest.raises(NotPossible, match="Choose another lead first"):
        remove_contributor(session, zoe)
    with pytest.raises(InvalidEntryError, match="Choose another lead first"):
        change_contributor(session, zoe, contributor("zoe", Side.STAFF))
    change_contributor(session, abe, contributor("abe", Side.STAFF, lead=True))
    remove_contributor(session, zoe)
    remove_contributor(session, abe)
    assert contributors_of(session, trust) == []


def test_others_people_and_organisations_are_not_found(session: Session, trust: Organisation) -> None:
    south = create_forum(session, "South")
    other = add_organisation(session, south, "Western Trust")
    zoe = add_contributor(session, trust, contributor("zoe", Side.STAFF))
    assert find_contributor(session, trust, zoe.id) is zoe
    assert find_contributor(session, other, zoe.id) is None
    assert find_organisation(session, south, trust.id) is None
    assert find_organisation(session, south, other.id) is other
    assert contributors_by_organisation(session, south) == {}


@pytest.mark.parametrize("name", ["", "  ", "eastern TRUST", "x" * 201, "a\x07b"])
def test_an_organisation_needs_a_name_of_its_own(session: Session, trust: Organisation, name: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        add_organisation(session, session.get_one(Forum, trust.forum_id), name)
    assert list(refused.value.errors) == ["name"]


def test_organisations_that_left_are_no_longer_listed(session: Session, trust: Organisation) -> None:
    forum = create_forum(session, "South")
    leaver = add_organisation(session, forum, "Western Trust")
    leave_forum(session, leaver, NOVEMBER)
    assert organisations_on(session, forum, JUNE) == [leaver]
    assert organisations_on(session, forum, NOVEMBER) == []
    del trust


def _at_once(engine: Engine, *steps: Callable[[Session], object]) -> list[str]:
    """Run the steps at the same instant, each with a session of its own; what became of each."""
    together = Barrier(len(steps))

    def do(step: Callable[[Session], object]) -> str:
        together.wait(timeout=10)
        with writing(make_sessions(engine)) as session:
            try:
                step(session)
                session.commit()
            except (NotPossible, InvalidEntryError):
                session.rollback()
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(do, steps))


def test_two_leads_who_remove_each_other_leave_one(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        trust = add_organisation(session, create_forum(session, "North"), "Eastern Trust")
        for short in ("zoe", "abe"):
            add_contributor(session, trust, contributor(short, Side.STAFF, lead=True))
        add_contributor(session, trust, contributor("kim", Side.MANAGEMENT))
        session.commit()
        numbers = [each.id for each in contributors_of(session, trust) if each.lead]
    steps = [lambda s, n=number: remove_contributor(s, s.get_one(Contributor, n)) for number in numbers]
    assert _at_once(engine, *steps) == ["done", "refused"]


def test_one_address_added_twice_at_once_is_there_once(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        number = add_organisation(session, create_forum(session, "North"), "Eastern Trust").id
        session.commit()

    def add(session: Session) -> None:
        add_contributor(session, session.get_one(Organisation, number), contributor("zoe", Side.STAFF))

    assert _at_once(engine, add, add) == ["done", "refused"]
