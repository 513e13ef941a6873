"""Once the server has taken a message in, it never leaves again: not with two workers, not after a crash."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine

from audit_app.mail.delivery import LEASE, UNKNOWN_END, deliver_due
from audit_app.mail.models import MessageState
from tests.harness.mail_server import MailServer
from tests.unit.mail.post import Post, server_at

ROOT = Path(__file__).parents[3]
KILLED = """
import os, signal, sys
from audit_app.database import make_engine
from audit_app.mail import delivery
from tests.unit.mail.post import Post, server_at

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

post = Post(make_engine(sys.argv[1]), server_at(sys.argv[2]))
setattr(*{"before the text": (post, "compose", die), "after acceptance": (post, "note", die)}[sys.argv[3]])
made = delivery.Delivery(post.delivery.sessions, post.delivery.server, post.compose, post.note, lambda: post.at)
delivery.deliver_due(made)
"""


@pytest.fixture
def post(engine: Engine, smtp_server: MailServer) -> Post:
    return Post(engine, server_at(smtp_server.url))


def kill_a_worker(database_url: str, smtp_server: MailServer, moment: str) -> None:
    command = [sys.executable, "-c", KILLED, database_url, smtp_server.url, moment]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=60)
    assert done.returncode == -9, done.stderr.decode()


def test_four_workers_at_once_send_each_message_once(post: Post, smtp_server: MailServer) -> None:
    post.queue(12)
    together = Barrier(4)

    def work(_: int) -> None:
        together.wait(timeout=20)
        deliver_due(post.delivery)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(smtp_server.recipients) == sorted(f"m{number}@trust.example" for number in range(1, 13))


def test_killed_after_the_server_took_it_in_it_is_never_sent_again(
    post: Post, smtp_server: MailServer, database_url: str
) -> None:
    post.queue()
    kill_a_worker(database_url, smtp_server, "after acceptance")
    assert len(smtp_server.messages) == 1
    assert post.one().state is MessageState.SENDING
    for _ in range(3):
        post.at += LEASE + timedelta(seconds=1)
        deliver_due(post.delivery)
    assert len(smtp_server.messages) == 1
    message = post.one()
    assert (message.state, message.last_error) == (MessageState.FAILED, UNKNOWN_END)
    assert post.settled == [1]


def test_killed_before_the_text_left_it_is_sent_once_after_the_lease(
    post: Post, smtp_server: MailServer, database_url: str
) -> None:
    post.queue()
    kill_a_worker(database_url, smtp_server, "before the text")
    assert smtp_server.messages == []
    assert deliver_due(post.delivery) == {}
    post.at += LEASE
    assert deliver_due(post.delivery) == {MessageState.SENT: 1}
    assert len(smtp_server.messages) == 1


def test_a_worker_that_lost_its_lease_does_not_send(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    slow = Post(post.engine, post.delivery.server)
    compose = slow.compose

    def overtaken(*arguments: object) -> object:
        post.at += LEASE
        assert deliver_due(post.delivery) == {MessageState.SENT: 1}  # another worker, after the lease
        return compose(*arguments)  # type: ignore[arg-type]

    object.__setattr__(slow.delivery, "compose", overtaken)
    assert deliver_due(slow.delivery) == {}
    assert len(smtp_server.messages) == 1


def test_a_message_that_went_away_meanwhile_is_not_sent(post: Post, smtp_server: MailServer) -> None:
    post.queue()
    number = post.one().id

    def gone(*_: object) -> None:
        with post.engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM outbox_message WHERE id = {number}")

    object.__setattr__(post.delivery, "compose", gone)
    assert deliver_due(post.delivery) == {MessageState.WITHDRAWN: 1}
    assert smtp_server.messages == []
