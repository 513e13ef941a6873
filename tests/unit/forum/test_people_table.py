"""What storing a table would do, row by row; and storing it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Forum, Member, Seat
from audit_app.forum.people import add_member, leave, members_on
from audit_app.forum.people_table import Change, Outcome, preview, store
from audit_app.forum.table_files import read_pasted
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JANUARY, JUNE, NOVEMBER, person

TABLE = """\
Name,E-mail,Side,Organisation,Office,Deputy name,Deputy e-mail
Asha Example,asha@trust.example,Staff side,UNISON,Chair,Ben Example,ben@trust.example
Cai Example,CAI@trust.example,management,Elan Trust,,,
Dee Example,dee@region.example,partner,,,,
"""


@pytest.fixture
def forum(session: Session) -> Forum:
    return create_forum(session, "North")


def outcomes(session: Session, forum: Forum, text: str) -> list[Outcome]:
    return [row.outcome for row in preview(session, forum, read_pasted(text), JUNE).rows]


def test_a_preview_stores_nothing(session: Session, forum: Forum) -> None:
    assert outcomes(session, forum, TABLE) == [Outcome.NEW] * 3
    assert session.scalars(select(Member)).all() == []


def test_storing_adds_everybody_with_all_that_the_table_says(session: Session, forum: Forum) -> None:
    store(session, forum, read_pasted(TABLE), JUNE)
    session.commit()
    session.expire_all()
    asha, cai, dee = members_on(session, forum, JUNE)
    assert (asha.email, asha.deputy_name, asha.deputy_email) == (
        "asha@trust.example",
        "Ben Example",
        "ben@trust.example",
    )
    assert cai.email == "cai@trust.example"
    assert [member.seat_on(JUNE).side for member in (asha, cai, dee)] == [Side.STAFF, Side.MANAGEMENT, Side.PARTNER]  # type: ignore[union-attr]


def test_a_second_upload_changes_nothing(session: Session, forum: Forum) -> None:
    store(session, forum, read_pasted(TABLE), JANUARY)
    session.commit()
    louder = TABLE.replace("asha@", "ASHA@").replace("UNISON", "Unison")
    assert outcomes(session, forum, louder) == [Outcome.UNCHANGED] * 3
    store(session, forum, read_pasted(louder), JUNE)
    assert len(session.scalars(select(Member)).all()) == len(session.scalars(select(Seat)).all()) == 3


def test_a_changed_row_says_what_would_change(session: Session, forum: Forum) -> None:
    store(session, forum, read_pasted(TABLE), JANUARY)
    text = "name,email,side\nCai New-Name,cai@trust.example,partner"
    row = preview(session, forum, read_pasted(text), JUNE).rows[0]
    assert row.outcome is Outcome.CHANGED
    assert row.changes == (
        Change("name", "Cai Example", "Cai New-Name"),
        Change("side", "Management side", "Partners"),
    )
    store(session, forum, read_pasted(text), JUNE)
    cai = session.scalars(select(Member).where(Member.email == "cai@trust.example")).one()
    assert [(seat.side, seat.ends_on) for seat in cai.seats] == [(Side.MANAGEMENT, JUNE), (Side.PARTNER, None)]


def test_a_missing_column_keeps_and_an_empty_cell_removes(session: Session, forum: Forum) -> None:
    store(session, forum, read_pasted(TABLE), JANUARY)
    keep = "name,email,side\nAsha Example,asha@trust.example,staff"
    assert outcomes(session, forum, keep) == [Outcome.UNCHANGED]
    empty = "name,email,side,deputy name,deputy e-mail\nAsha Example,asha@trust.example,staff,,"
    row = preview(session, forum, read_pasted(empty), JUNE).rows[0]
    assert {change.what for change in row.changes} == {"deputy", "deputy's e-mail"}


def test_somebody_who_left_comes_back_as_the_same_person(session: Session, forum: Forum) -> None:
    member = add_member(session, forum, person(), JANUARY)
    leave(session, member, JUNE)
    text = "name,email,side\nAsha Example,asha@trust.example,staff"
    done = store(session, forum, read_pasted(text), NOVEMBER)
    assert [row.outcome for row in done.rows] == [Outcome.RETURNING]
    assert session.scalars(select(Member)).all() == [member]


def test_bad_rows_are_marked_and_nothing_at_all_is_stored(session: Session, forum: Forum) -> None:
    text = "name,email,side\nAsha,asha@trust.example,staff\n,not an address,left"
    table = read_pasted(text)
    seen = preview(session, forum, table, JUNE)
    assert not seen.storable
    assert [row.outcome for row in seen.rows] == [Outcome.NEW, Outcome.FAULTY]
    assert set(seen.rows[1].faults) == {"name", "email", "side"}
    assert seen.rows[1].number == 3
    with pytest.raises(InvalidEntryError):
        store(session, forum, table, JUNE)
    assert session.scalars(select(Member)).all() == []


@pytest.mark.parametrize(
    ("rows", "field", "words"),
    [
        ("Asha,a@t.example,staff,,\nAsha,A@T.example,staff,,", "email", "Row 2 has the same"),
        ("Asha,a@t.example,staff,Ben,b@t.example\nBen,b@t.example,staff,,", "email", "deputy in row 2"),
        ("Asha,a@t.example,staff,,\nEve,e@t.example,staff,Zed,zed@trust.example", "deputy_email", "member too"),
        ("Kim,yan@trust.example,staff,,", "email", "deputy of Zed Example"),
    ],
)
def test_rows_that_clash_with_others_are_marked(
    session: Session, forum: Forum, rows: str, field: str, words: str
) -> None:
    add_member(session, forum, person("zed", deputy_name="Yan", deputy_email="yan@trust.example"), JANUARY)
    seen = preview(session, forum, read_pasted(f"name,email,side,deputy name,deputy email\n{rows}"), JUNE)
    faulty = [row.faults for row in seen.rows if row.outcome is Outcome.FAULTY]
    assert any(words in faults.get(field, "") for faults in faulty)


def test_the_same_name_with_another_address_is_only_warned_of(session: Session, forum: Forum) -> None:
    add_member(session, forum, person(), JANUARY)
    text = "name,email,side\nASHA EXAMPLE,asha@elsewhere.example,staff"
    row = preview(session, forum, read_pasted(text), JUNE).rows[0]
    assert row.outcome is Outcome.NEW
    assert "asha@trust.example" in row.warnings[0]


def test_members_who_are_not_in_the_table_are_named_and_stay(session: Session, forum: Forum) -> None:
    add_member(session, forum, person("zed"), JANUARY)
    done = store(session, forum, read_pasted(TABLE), JUNE)
    assert done.absent == ("Zed Example",)
    assert "Zed Example" in [member.name for member in members_on(session, forum, JUNE)]


def test_a_deputy_can_become_a_member_in_the_table_that_frees_them(session: Session, forum: Forum) -> None:
    store(session, forum, read_pasted(TABLE), JANUARY)
    text = (
        "name,email,side,deputy name,deputy e-mail\n"
        "Ben Example,ben@trust.example,staff,,\n"
        "Asha Example,asha@trust.example,staff,,\n"
    )
    store(session, forum, read_pasted(text), JUNE)
    assert "Ben Example" in [member.name for member in members_on(session, forum, JUNE)]


def test_people_of_another_forum_are_neither_seen_nor_touched(session: Session, forum: Forum) -> None:
    other = create_forum(session, "South")
    add_member(session, other, person(), JANUARY)
    seen = preview(session, forum, read_pasted(TABLE), JUNE)
    assert (seen.rows[0].outcome, seen.rows[0].warnings, seen.absent) == (Outcome.NEW, (), ())


def test_hundreds_of_people_are_stored_in_one_go(session: Session, forum: Forum) -> None:
    rows = "".join(f"Person {n},p{n}@trust.example,staff,Trust {n % 9}\n" for n in range(300))
    store(session, forum, read_pasted("name,email,side,organisation\n" + rows), JUNE)
    session.commit()
    assert len(members_on(session, forum, JUNE)) == 300
