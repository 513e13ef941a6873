"""Run as a process of its own: close a round, and die by SIGKILL at a given statement or step.

Arguments: database address, round id, and where to die: "statement:N", "before-commit", "after-commit" or "never".
"""

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from audit_app.audit.closing import close
from audit_app.audit.compaction import compact
from audit_app.database import make_engine, make_sessions, writing
from audit_app.mail import models  # noqa: F401  (the outbox is one of the tables)
from tests.factories import NOON, SECRETS


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, round_id: int, where: str) -> None:
    engine = make_engine(url)
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if where == f"statement:{statements}":
            _die()

    event.listen(engine, "after_cursor_execute", count)
    with writing(make_sessions(engine)) as session:
        close(session, SECRETS, round_id, NOON)
        if where == "before-commit":
            _die()
        session.commit()
    if where == "after-commit":
        _die()
    compact(engine)
    sys.stdout.write(str(statements))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
