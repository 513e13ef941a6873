"""For the measurements of `make bench`: one report, and a PostgreSQL that waits for the disk."""

from collections.abc import Iterator

import pytest

from tests.benchmarks import tables
from tests.harness.databases import PostgreSQL


@pytest.fixture(scope="session", autouse=True)
def report() -> None:
    tables.begin()


@pytest.fixture(scope="session")
def durable_postgresql() -> Iterator[PostgreSQL]:
    """Unlike the tests' own server it waits for the disk at each commit, as a real one does."""
    server = PostgreSQL(settings="")
    try:
        yield server
    finally:
        server.stop()
