"""Documents of the rounds that tests read: each is made once in a process, however many tests look at it."""

from functools import cache

from audit_app.reports.round_documents import DOCUMENTS
from tests.harness.round_packs import CASES


@cache
def made(case: str, document: str) -> bytes:
    """A document of the meeting pack by its id, about the round of `round_packs.CASES` with this name."""
    return next(each for each in DOCUMENTS if each.id == document).make(CASES[case]())
