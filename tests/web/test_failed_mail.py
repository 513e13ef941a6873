"""The operator sees what could not be sent, and sends it again once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from audit_app.database import now
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.mail.outbox import queue
from audit_app.web.secretariat_mail import ABOUT
from tests.harness.pages import PageClient
from tests.web.secretariat_house import OPERATOR, House, house_on

PAGE = "/operator/mail/failed"


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        yield made


def lose(house: House, kind: MessageKind, recipient: str) -> int:
    message = queue(house.session, kind, recipient, house.draft().id, now())
    message.state, message.last_error = MessageState.FAILED, "550 no such mailbox"
    house.session.commit()
    return message.id


def states(house: House, recipient: str) -> list[MessageState]:
    house.looking.expire_all()
    query = select(OutboxMessage.state).where(OutboxMessage.recipient == recipient)
    found = list(house.looking.scalars(query))
    house.looking.commit()
    return sorted(found)


def test_a_lost_message_is_shown_and_sent_again(house: House) -> None:
    lose(house, MessageKind.RESULTS_READY, "m1@north.example")
    house.sign_in(OPERATOR)
    page = house.client.page(PAGE)
    assert "Results are ready: Audit 2026, North Social Partnership Forum" in page.text
    assert "550 no such mailbox" in page.text
    page = house.client.submit(PAGE, button="Send again (1)")
    assert "The e-mail to m1@north.example will be sent again." in page.text
    assert "There are none." in page.text
    assert states(house, "m1@north.example") == [MessageState.WAITING, MessageState.WITHDRAWN]


def test_pressed_twice_it_is_sent_once(house: House) -> None:
    number = lose(house, MessageKind.RESULTS_SHARED, "m1@north.example")
    house.sign_in(OPERATOR)
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    for _ in range(2):
        assert house.client.post(f"{PAGE}/{number}").status_code == 303
    assert states(house, "m1@north.example") == [MessageState.WAITING, MessageState.WITHDRAWN]


def test_invitations_and_sign_in_links_are_not_here(house: House) -> None:
    lost = [lose(house, MessageKind.INVITATION, "m2@north.example")]
    house.sign_in(OPERATOR)
    assert "There are none." in house.client.page(PAGE).text
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    for number in (*lost, 1, 2**63):
        assert house.client.post(f"{PAGE}/{number}").status_code == 404
    elsewhere = {MessageKind.INVITATION, MessageKind.DEPUTY_INVITATION, MessageKind.SIGN_IN}
    assert set(MessageKind) == elsewhere | set(ABOUT)  # every other kind can be sent again
