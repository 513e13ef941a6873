"""The request's database session: opened when first asked for, rolled back at the end unless a view committed."""

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from audit_app.database import make_sessions, writing

_KEY = "database_sessions"


def init_app(app: Flask, engine: Engine) -> None:
    """Give the app its sessions and close each request's at its end."""
    app.extensions[_KEY] = make_sessions(engine)
    app.teardown_appcontext(_close)


def sessions() -> sessionmaker[Session]:
    made: sessionmaker[Session] = current_app.extensions[_KEY]
    return made


def session(*, to_write: bool = True) -> Session:
    """This request's session. It may write only in a request that is not a GET, HEAD or OPTIONS.

    A POST that only looks, or looks before it writes, asks first with `to_write=False`, so that it neither waits for
    those who write nor keeps them waiting.
    """
    if "database_session" not in g:
        writes = to_write and request.method not in {"GET", "HEAD", "OPTIONS"}
        g.database_session = writing(sessions()) if writes else sessions()()
    current: Session = g.database_session
    return current


def begin_writing() -> Session:
    """End a session that only looked and begin one that writes. What must not have changed is to be read again.

    Objects that were read stay as they were read, without a session.
    """
    looked: Session | None = g.pop("database_session", None)
    if looked is not None:
        looked.close()
    return session()


def commit() -> None:
    """Commit what this request wrote. Refuses in a GET, which never writes."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        raise RuntimeError("A GET never writes.")
    session().commit()


def _close(error: BaseException | None) -> None:
    del error
    current: Session | None = g.pop("database_session", None)
    if current is not None:
        current.rollback()
        current.close()
