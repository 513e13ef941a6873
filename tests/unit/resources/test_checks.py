"""What is kept of a check of the links, on both databases."""

from datetime import date

from sqlalchemy.orm import Session

from audit_app.library.reading import read_library
from audit_app.places import LIBRARY
from audit_app.resources.asking import Answer, Verdict
from audit_app.resources.checks import check_of, last_checks, record

SHIPPED = read_library(LIBRARY)
FIRST, SECOND = SHIPPED.resources[0], SHIPPED.resources[1]


def test_the_last_check_of_each_link_is_kept(session: Session) -> None:
    record(session, SHIPPED, {FIRST.link: Answer(Verdict.OK), SECOND.link: Answer(Verdict.OK)}, date(2026, 11, 19))
    record(session, SHIPPED, {FIRST.link: Answer(Verdict.BROKEN, "x")}, date(2026, 11, 20))
    session.commit()
    session.expire_all()
    found = last_checks(session)
    assert {name: (each.outcome, each.checked_on) for name, each in found.items()} == {
        FIRST.id: (Verdict.BROKEN, date(2026, 11, 20)),
        SECOND.id: (Verdict.OK, date(2026, 11, 19)),
    }
    assert check_of(FIRST, found) is found[FIRST.id]


def test_resources_that_share_a_link_share_the_answer(session: Session) -> None:
    shared = [each for each in SHIPPED.resources if each.link == "https://unitetheunion.org"]
    assert len(shared) == 2
    record(session, SHIPPED, {"https://unitetheunion.org": Answer(Verdict.MOVED)}, date(2026, 11, 20))
    assert {each.id for each in shared} == set(last_checks(session))


def test_a_new_address_has_not_been_checked(session: Session) -> None:
    record(session, SHIPPED, {FIRST.link: Answer(Verdict.OK)}, date(2026, 11, 20))
    changed = FIRST.model_copy(update={"address": "https://nhsemployers.org/elsewhere"})
    assert check_of(changed, last_checks(session)) is None
    assert check_of(SECOND, last_checks(session)) is None
