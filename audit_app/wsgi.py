"""What gunicorn loads: the application, and gunicorn's own settings (`gunicorn -c python:audit_app.wsgi`)."""

from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger

from audit_app.app import THREADS, create_app
from audit_app.discreet_logs import RedactingFormatter
from audit_app.settings import from_environment


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn says nothing of its types
    """Gunicorn's own log, without tokens and without the messages of exceptions. There is no access log."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401  (gunicorn's own configuration object)
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(RedactingFormatter())


def make_application() -> Flask:
    """The application for one server; called once, before the processes that answer are forked."""
    return create_app(from_environment())


def post_fork(server: object, worker: Any) -> None:  # noqa: ANN401  (gunicorn's worker)
    """Gunicorn's hook in each new process: a database connection must never be shared by two of them."""
    del server
    application: Flask = worker.app.wsgi()
    application.extensions["database_sessions"].kw["bind"].dispose(close=False)


logger_class = DiscreetLogger
accesslog = None  # an access log would hold links
loglevel = "error"  # its warnings quote what it could not read, which may be answers
preload_app = True  # pandas and matplotlib are loaded once and their memory is shared
worker_class = "gthread"
threads = THREADS
timeout = 60
graceful_timeout = 20
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a heartbeat file, kept in memory)
