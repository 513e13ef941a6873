"""Files of an earlier round that nobody should be able to hurt the service with, and those that people get wrong."""

import re
import time
import tracemalloc

import pytest

from audit_app.analysis.tallies import Group, QuestionTally
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.sheets import sheet_from_upload
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from tests.factories import STATEMENTS
from tests.harness.hostile_files import FAULTY, FIRST, READ, REFUSED

SECONDS = 20  # on a busy machine; alone the slowest takes about two
MEBIBYTES = 200


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_plain_words_soon_and_without_much_memory(name: str) -> None:
    filename, make, words = REFUSED[name]
    content = make()[: MOST_BYTES + 1]  # as much as the page and the command ever read
    tracemalloc.start()
    begun = time.process_time()
    try:
        with pytest.raises(UnreadableTableError) as refusal:
            sheet_from_upload(filename, content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert re.search(words, str(refusal.value)), str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert time.process_time() - begun < SECONDS
    assert peak < MEBIBYTES * 2**20


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_wrong_in_a_file_is_said_row_by_row(name: str) -> None:
    filename, make, words = FAULTY[name]
    imported = read_figures(STATEMENTS, sheet_from_upload(filename, make()))
    assert words in str(imported.faults[0])


@pytest.mark.parametrize("name", READ)
def test_what_people_and_programs_write_is_understood(name: str) -> None:
    filename, make = READ[name]
    imported = read_figures(STATEMENTS, sheet_from_upload(filename, make()))
    assert imported.misfits == []
    assert imported.counts == {(FIRST.id, Group.STAFF): QuestionTally((0, 0, 0, 0, 3))}
