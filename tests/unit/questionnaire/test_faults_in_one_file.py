"""Each fault in a file is named with its place and with what to do, and the catalogue is refused."""

from pathlib import Path
from typing import Any

import pytest

from audit_app.questionnaire.catalogue import CatalogueError, Fault, read_catalogue
from tests.unit.questionnaire.examples import bands, instrument, question, scale, write

REMOVED = object()
Q1, Q3, SCALE = "sections.0.questions.0", "sections.1.questions.0", "scales.0"


def spoil(content: Any, place: str, value: object) -> None:
    """Set the value at a dotted place, remove it, or append it where a list ends."""
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        content = content[step]
    if value is REMOVED:
        del content[last]
    elif isinstance(content, list) and last == len(content):
        content.append(value)
    else:
        content[last] = value


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    return caught.value.faults


def pages(*sections: str) -> list[dict[str, Any]]:
    return [{"title": "All", "sections": list(sections)}]


# What is set in a sound file, and where; the message; the path of the fault where it is another.
SPOILED: list[tuple[str, object, str] | tuple[str, object, str, str]] = [
    ("leadin", "x", "not a key that is known"),
    (f"{Q1}.wording", "x", "not a key that is known"),
    ("lead_in", REMOVED, "is missing"),
    ("minutes", 3, "must be text"),
    (f"{SCALE}.options.0.value", "3", "whole number"),
    (f"{SCALE}.options.0.value", True, "whole number"),
    (f"{SCALE}.options.0.value", 11, "too large"),
    (f"{SCALE}.options.0.value", -1, "too small"),
    (f"{Q1}.comment", "yes", "true or false"),
    ("open_questions", {}, "must be a list"),
    ("sections", ["T-1"], "group of keys", "sections.0"),
    ("sections.0.questions", [], "too few items"),
    (f"{SCALE}.bands.2", REMOVED, "is missing"),
    (f"{SCALE}.bands.3", {"name": "More", "values": [4]}, "too many items", f"{SCALE}.bands"),
    ("title", "  ", "is empty"),
    ("summary", "x" * 401, "longer than 400"),
    ("title", "a\0b", "control character"),
    (f"{Q1}.id", "T 1", "is not an id"),
    ("minutes", "soon", "minutes"),
    (f"{Q1}.not_asked_of", ["guests"], "not one of the words", f"{Q1}.not_asked_of.0"),
    (f"{SCALE}.order", "best", "not one of the words"),
    (f"{Q3}.id", "T-1.1", f"repeats the id T-1.1 (first in {Q1}.id)"),
    (f"{Q3}.id", "t-1.1", "repeats the id"),
    (f"{Q1}.id", "T-2", "repeats the id T-2"),
    ("open_questions.0.id", "T-1.1", "repeats the id"),
    ("scales.1", scale(), "repeats the id agree", "scales.1.id"),
    (f"{Q1}.id", "comment-T", "meaning of its own"),
    (f"{Q1}.id", "csrf_token", "meaning of its own"),
    ("sections.0.id", "Overall", "meaning of its own"),
    (f"{Q1}.scale", "agreed", "names the scale agreed"),
    ("scales.1", scale("spare"), "not used", "scales.1.id"),
    (f"{SCALE}.options.3", {"value": 3, "label": "Indeed"}, "repeats the value 3", f"{SCALE}.options.3.value"),
    (f"{SCALE}.options.0.label", "no", "same words", f"{SCALE}.options"),
    (f"{SCALE}.bands", REMOVED, "is missing"),
    (f"{SCALE}.bands", bands([1], [2], [4]), "do not cover"),
    (f"{SCALE}.bands", bands([1], [1, 2], [3]), "do not cover"),
    (f"{SCALE}.bands", bands([3], [2], [1]), "do not cover"),
    (f"{SCALE}.layout", "numbers", "is missing", f"{SCALE}.ends"),
    ("pages", pages("T-1", "T-2", "T-3"), "names the section T-3", "pages.0.sections.2"),
    ("pages", pages("T-1", "T-2", "T-1"), "a second time", "pages.0.sections.2"),
    ("pages", pages("T-1"), "leave out T-2"),
    (f"{Q1}.twin", "X", "no baseline"),
    ("sections.1.twin", "X", "no baseline"),
]


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda spoiled: f"{spoiled[0]}: {spoiled[2]}")
def test_the_fault_is_found_where_it_is(tmp_path: Path, spoiled: tuple[Any, ...]) -> None:
    place, value, message, *elsewhere = spoiled
    content = instrument()
    spoil(content, place, value)
    first = faults_of(write(tmp_path, content))[0]
    assert (first.file, first.path) == ("tea-rota-v1.yaml", elsewhere[0] if elsewhere else place)
    assert message in first.message
    assert first.what_to_do.endswith(".")


def test_only_the_faulty_item_is_blamed_and_not_the_list_around_it(tmp_path: Path) -> None:
    content = instrument(sections=[{"id": "T-1", "title": "Tea", "questions": [question("T-1.1", text=5)]}])
    assert [fault.path for fault in faults_of(write(tmp_path, content))] == ["sections.0.questions.0.text"]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, instrument("one", minutes="soon", title=""), instrument("two", extra=1))
    assert [(fault.file, fault.path) for fault in faults_of(tmp_path)] == [
        ("one-v1.yaml", "title"),
        ("one-v1.yaml", "minutes"),
        ("two-v1.yaml", "extra"),
    ]


def test_a_spelling_mistake_gets_the_right_word(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, instrument(open_question=[])))
    assert "did you mean open_questions?" in fault.what_to_do


def test_scored_questions_must_share_one_set_of_values(tmp_path: Path) -> None:
    content = instrument(scales=[scale(), scale("zero", (0, 1, 2))])
    content["sections"][1]["questions"][0]["scale"] = "zero"
    (fault,) = faults_of(write(tmp_path, content))
    assert fault.path == "sections.1.questions.0.scale"
    assert "cannot be scored together with T-1.1" in fault.message


def test_scored_questions_must_measure_one_thing(tmp_path: Path) -> None:
    content = instrument(scales=[scale(), scale("hope", measure="expectation")])
    content["sections"][1]["questions"][0]["scale"] = "hope"
    (fault,) = faults_of(write(tmp_path, content))
    assert "measures another thing" in fault.message


@pytest.mark.parametrize("place", ["section", "question", "scale"])
def test_what_is_not_scored_may_have_other_values(tmp_path: Path, place: str) -> None:
    other = scale("zero", (0, 1, 2), order="distribution" if place == "scale" else "merit")
    content = instrument(scales=[scale(), other])
    section = content["sections"][1]
    section["questions"][0]["scale"] = "zero"
    if place == "section":
        section["scored"] = False
    if place == "question":
        section["questions"][0]["scored"] = False
    assert read_catalogue(write(tmp_path, content)).by_id("tea-rota").scales[1].values == (0, 1, 2)


@pytest.mark.parametrize("name", ["tea-rota-v2.yaml", "tea-v1.yaml", "tea-rota-v1.yml", "tea-rota.yaml"])
def test_a_file_name_that_says_something_else_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, instrument()).joinpath("tea-rota-v1.yaml").rename(tmp_path / name)
    (fault,) = faults_of(tmp_path)
    assert (fault.file, fault.path) == (name, "id")
    assert "tea-rota-v1.yaml" in fault.what_to_do


def test_the_error_reads_as_one_line_for_each_fault(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(write(tmp_path, instrument(minutes="soon", version=1)))
    assert str(caught.value) == 'tea-rota-v1.yaml: minutes is not a time in minutes. Write it like "3" or 6 to 8.'
