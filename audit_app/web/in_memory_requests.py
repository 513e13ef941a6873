"""Requests whose uploads stay in memory: nothing that somebody uploads is ever written to a disk."""

from io import BytesIO
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    """Flask's request, but that Werkzeug would spool uploads of 500 kB and more to a temporary file.

    An upload can hold one row for each respondent. MAX_CONTENT_LENGTH bounds the memory.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return BytesIO()
