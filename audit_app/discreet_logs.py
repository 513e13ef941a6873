"""Logs that tell an operator what went wrong and where, and nothing about a person.

The message of an exception can hold a link, an e-mail address or an answer (a database driver quotes the row, int()
quotes what it could not read). So a logged exception is the names of its types and the lines of code it passed.
"""

import logging
import re
import traceback
from types import TracebackType

_PATH_TOKEN = re.compile(r"(/(?:a|sign-in)/)[^\s?#'\"<>]+")
_LONG_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24,}(?![\w-])")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def describe(error: BaseException) -> str:
    """The types and the code lines of an exception and of what caused it, first cause first, without any message."""
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes:
        causes.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    parts: list[str] = []
    for cause in reversed(causes):
        parts += traceback.format_tb(cause.__traceback__)
        parts.append(f"{type(cause).__module__}.{type(cause).__qualname__}\n")
    return "".join(parts).rstrip("\n")


class DiscreetFormatter(logging.Formatter):
    """One line for each record; exceptions as `describe` gives them."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept the full text here
        return super().format(record)

    def formatException(self, ei: ExcInfo | tuple[None, None, None]) -> str:  # noqa: N802  (logging's own name)
        return describe(ei[1]) if ei[1] is not None else ""


def redacted(text: str) -> str:
    """The text without what could open something: whatever follows /a/ or /sign-in/, and every long random word."""
    return _LONG_TOKEN.sub("[hidden]", _PATH_TOKEN.sub(r"\1[hidden]", text))


class RedactingFormatter(DiscreetFormatter):
    """For a server that names the address that it could not serve."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def write_to_standard_error(level: int = logging.INFO) -> None:
    """Send the product's own log to standard error, once, however many apps one process makes."""
    logger = logging.getLogger("audit_app")
    logger.setLevel(level)
    if not any(isinstance(handler.formatter, DiscreetFormatter) for handler in logger.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(DiscreetFormatter())
        logger.addHandler(handler)
