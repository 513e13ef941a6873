"""Delivery to a real mail server that takes, refuses, delays and drops."""

import logging
import time
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine

from audit_app.database import make_sessions, writing
from audit_app.mail.delivery import LONGEST_WAIT, MOST_ATTEMPTS, deliver_due, wait_after
from audit_app.mail.models import MessageKind, MessageState
from audit_app.mail.outbox import queue
from tests.harness.mail_server import MailServer, free_port
from tests.unit.mail.post import AT, SECRET_LINK, Post, server_at


@pytest.fixture
def post(engine: Engine, smtp_server: MailServer) -> Post:
    return Post(engine, server_at(smtp_server.url))


def test_a_message_arrives_once_and_is_settled(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert deliver_due(post.delivery) == {}
    assert smtp_server.recipients == ["m1@trust.example"]
    assert SECRET_LINK in smtp_server.messages[0].get_content()
    assert post.settled == [1]


def test_a_message_waits_for_its_time(post: Post, smtp_server: MailServer) -> None:
    post.queue(due_in=timedelta(days=1))
    assert deliver_due(post.delivery) == {}
    post.at += timedelta(days=1)
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert len(smtp_server.messages) == 1


def test_what_is_over_is_withdrawn_and_never_sent(post: Post, smtp_server: MailServer) -> None:
    post.queue(2)
    post.over = {1}
    assert deliver_due(post.delivery) == {MessageState.WITHDRAWN: 1, MessageState.SENT: 1}
    assert smtp_server.recipients == ["m2@trust.example"]
    assert sorted(post.settled) == [1, 2]


@pytest.mark.parametrize("where", ["refuse_recipient", "refuse_message"])
def test_a_refusal_for_good_fails_at_once_with_the_servers_reason(
    post: Post, smtp_server: MailServer, where: str
) -> None:
    post.queue()
    setattr(smtp_server, where, "550 5.1.1 <m1@trust.example> m1@trust.example has no mailbox, see https://x.example/a")
    assert deliver_due(post.delivery) == {MessageState.FAILED: 1}
    message = post.one()
    assert message.last_error is not None
    assert "550" in message.last_error
    assert "has no mailbox" in message.last_error
    for hidden in ("@", "m1", "https://"):
        assert hidden not in message.last_error
    assert post.settled == [1]


@pytest.mark.parametrize("where", ["refuse_recipient", "refuse_message"])
def test_a_refusal_for_now_is_tried_again_later_and_then_arrives(
    post: Post, smtp_server: MailServer, where: str
) -> None:
    post.queue()
    setattr(smtp_server, where, "451 Try later")
    assert deliver_due(post.delivery) == {MessageState.WAITING: 1}
    assert post.one().due_at == AT + timedelta(seconds=30)
    assert deliver_due(post.delivery) == {}
    setattr(smtp_server, where, None)
    post.at += timedelta(seconds=30)
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert len(smtp_server.messages) == 1
    assert post.one().last_error is None


def test_waits_double_up_to_four_hours() -> None:
    waits = [wait_after(attempt).total_seconds() for attempt in range(1, 13)]
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == LONGEST_WAIT.total_seconds() == 4 * 3600
    assert waits == sorted(waits)


def test_it_is_given_up_after_the_last_try(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    smtp_server.refuse_message = "451 Try later"
    for attempt in range(1, MOST_ATTEMPTS):
        assert deliver_due(post.delivery) == {MessageState.WAITING: 1}, attempt
        post.at = post.one().due_at
    assert deliver_due(post.delivery) == {MessageState.FAILED: 1}
    assert post.settled == [1]


def test_one_bad_address_does_not_stop_the_others(post: Post, smtp_server: MailServer) -> None:
    post.queue(3)
    post.over = {2}
    deliver_due(post.delivery)
    assert sorted(smtp_server.recipients) == ["m1@trust.example", "m3@trust.example"]


def test_a_server_that_is_away_costs_a_try_and_no_message(engine: Engine) -> None:
    post = Post(engine, server_at(f"smtp://127.0.0.1:{free_port()}", timeout=2))
    post.queue()
    assert deliver_due(post.delivery) == {MessageState.WAITING: 1}
    assert post.one().last_error == "The line to the mail server failed (ConnectionRefusedError)."


def test_a_line_that_breaks_before_the_text_is_tried_again(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    smtp_server.drop_before_message = True
    assert deliver_due(post.delivery) == {MessageState.WAITING: 1}
    smtp_server.drop_before_message = False
    post.at += timedelta(minutes=1)
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert len(smtp_server.messages) == 1


def test_a_line_that_breaks_after_the_text_repeats_the_same_message_id(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    smtp_server.drop_after_message = True
    assert deliver_due(post.delivery) == {MessageState.WAITING: 1}
    smtp_server.drop_after_message = False
    post.at += timedelta(minutes=1)
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert len({message["Message-ID"] for message in smtp_server.messages}) == 1


def test_a_server_that_is_too_slow_is_left_and_tried_again(engine: Engine, smtp_server: MailServer) -> None:
    post = Post(engine, server_at(smtp_server.url, timeout=0.3))
    post.queue()
    smtp_server.delay_seconds = 1.5
    assert deliver_due(post.delivery) == {MessageState.WAITING: 1}
    assert "line to the mail server failed" in (post.one().last_error or "")


def test_no_transaction_is_open_while_the_server_takes_its_time(
    engine: Engine, post: Post, smtp_server: MailServer
) -> None:
    post.queue()
    smtp_server.delay_seconds = 1
    worker = Thread(target=deliver_due, args=(post.delivery,))
    worker.start()
    while post.one().state is not MessageState.SENDING:
        time.sleep(0.02)
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    with writing(make_sessions(engine)) as session:  # on SQLite this would wait for an open writer
        queue(session, MessageKind.INVITATION, "m9@trust.example", 9, AT + timedelta(days=1))
        session.commit()
    assert worker.is_alive()
    worker.join(timeout=20)
    assert len(smtp_server.messages) == 1


@pytest.mark.parametrize("trouble", [None, "550 m1@trust.example unknown", "451 later m1@trust.example"])
def test_neither_addresses_nor_links_are_logged(
    post: Post, smtp_server: MailServer, caplog: pytest.LogCaptureFixture, trouble: str | None
) -> None:
    caplog.set_level(logging.DEBUG, "audit_app")
    post.queue()
    smtp_server.refuse_recipient = trouble
    deliver_due(post.delivery)
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("audit_app"))
    assert "outbox: 1" in ours
    for hidden in ("m1", "@", "SECRETTOKEN", "http"):
        assert hidden not in ours
