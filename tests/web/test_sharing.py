"""Members see the summary when a chair of each side has pressed the button, and not before."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Deed, Round, RoundRecord
from audit_app.audit.sharing import is_shared
from audit_app.database import make_sessions, writing
from audit_app.mail.models import MessageKind, OutboxMessage
from tests.factories import make_closed_round, make_forum
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import address, sign_in

AGREE = "Agree to share the summary with members"


@dataclass(frozen=True)
class House:
    session: Session
    client: PageClient
    round: Round

    @property
    def path(self) -> str:
        return address(self.round, "results/share")

    def told(self) -> int:
        query = select(func.count()).where(OutboxMessage.kind == MessageKind.RESULTS_SHARED)
        number = self.session.scalar(query) or 0
        self.session.commit()  # lets go of the write lock
        return number

    def shared(self) -> bool:
        self.session.expire_all()
        answer = is_shared(self.session, self.round)
        self.session.commit()  # lets go of the write lock
        return answer


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        made = make_closed_round(session, make_forum(session))
        session.commit()
        yield House(session, sqlite_client, made)


def test_members_are_told_when_both_sides_have_agreed(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    page = house.client.page(house.path)
    assert "You agree for management side. This cannot be taken back." in page.text
    house.client.submit(house.path, button=AGREE)
    assert not house.shared()
    assert house.told() == 0
    assert "Now a chair of the other side needs to agree." in house.client.page(house.path).text
    sign_in(house.client, house.session, "s1@north.example")
    house.client.submit(house.path, button=AGREE)
    assert house.shared()
    assert house.told() == 14
    assert house.client.page(house.path).title.startswith("Members can see the summary")
    deeds = [*house.session.scalars(select(RoundRecord).where(RoundRecord.deed == Deed.SHARED_BY_SIDE))]
    assert [deed.actor for deed in deeds] == ["Invented M1 (Chair, Management side)", "Invented S1 (Chair, Staff side)"]


def test_the_page_alone_shares_nothing(house: House) -> None:
    for email in ("m1@north.example", "s1@north.example"):
        sign_in(house.client, house.session, email)
        house.client.page(house.path)
    assert not house.shared()


def test_pressing_twice_is_told_and_counts_once(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    house.client.submit(house.path, button=AGREE)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    again = house.client.post(house.path)
    assert again.status_code == 409
    assert "Your side has already agreed" in again.get_data(as_text=True)
    assert not house.shared()


@pytest.mark.parametrize(
    ("email", "status"),
    [("secretariat@north.example", 403), ("m2@north.example", 403), ("p1@north.example", 403),
     ("nobody@else.example", 404)],
)  # fmt: skip
def test_nobody_else_can_agree(house: House, email: str, status: int) -> None:
    sign_in(house.client, house.session, email)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(house.path).status_code == status
    assert not house.shared()


def test_the_secretariat_sees_who_has_agreed_but_no_button(house: House) -> None:
    sign_in(house.client, house.session, "secretariat@north.example")
    page = house.client.page(house.path)
    assert page.text.count("Has not agreed yet") == 2
    assert "Only a chair or vice chair of each side can agree." in page.text
    assert AGREE not in [" ".join("".join(button.itertext()).split()) for button in page.all("button")]


def test_a_forged_form_shares_nothing(house: House) -> None:
    sign_in(house.client, house.session, "m1@north.example")
    assert house.client.post(house.path).status_code == 400
    assert not house.shared()
