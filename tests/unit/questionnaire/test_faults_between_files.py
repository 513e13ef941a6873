"""Files that belong together agree: twins and long forms exist, and an id means one thing for ever."""

from pathlib import Path
from typing import Any

import pytest

from audit_app.questionnaire.catalogue import CatalogueError, Fault, read_catalogue
from tests.unit.questionnaire.examples import baseline, instrument, question, scale, write


def only_fault(folder: Path) -> Fault:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    (fault,) = caught.value.faults
    assert fault.what_to_do
    return fault


def short_form(*asked: dict[str, Any]) -> dict[str, Any]:
    return instrument(
        "tea-short",
        short_form_of="tea-rota",
        sections=[{"id": "T-1", "title": "Tea", "questions": list(asked)}],
        open_questions=[],
    )


def test_files_that_agree_are_read(tmp_path: Path) -> None:
    write(tmp_path, instrument(), baseline(), short_form(question("T-1.1")))
    assert len(read_catalogue(tmp_path).all()) == 3


def test_a_twin_that_is_no_question_there(tmp_path: Path) -> None:
    spoiled = baseline()
    spoiled["sections"][0]["questions"][0]["twin"] = "T-9"
    fault = only_fault(write(tmp_path, instrument(), spoiled))
    assert (fault.file, fault.path) == ("tea-hopes-v1.yaml", "sections.0.questions.0.twin")
    assert "names the twin T-9, which does not exist" in fault.message


@pytest.mark.parametrize("twin", ["T-9", "T-2.1"])
def test_a_twin_that_is_no_section_there(tmp_path: Path, twin: str) -> None:
    spoiled = baseline()
    spoiled["sections"][0]["twin"] = twin
    fault = only_fault(write(tmp_path, instrument(), spoiled))
    assert fault.path == "sections.0.twin"
    assert "does not exist as a section" in fault.message


def test_a_twin_may_be_in_any_version(tmp_path: Path) -> None:
    newer = instrument(version=2)
    newer["sections"][0]["questions"][0] = question("T-1.1b")
    assert len(read_catalogue(write(tmp_path, instrument(), newer, baseline())).all()) == 3


def test_twins_have_the_same_values(tmp_path: Path) -> None:
    spoiled = baseline(scales=[scale("hope", (0, 1, 2), measure="expectation")])
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(write(tmp_path, instrument(), spoiled))
    assert [(fault.path, fault.message) for fault in caught.value.faults] == [
        ("sections.0.twin", "names the twin T-1, whose scale has other values"),
        ("sections.0.questions.0.twin", "names the twin T-1.1, whose scale has other values"),
    ]


def test_two_questions_cannot_mirror_the_same_one(tmp_path: Path) -> None:
    spoiled = baseline()
    spoiled["sections"][0]["questions"].append(question("H-1.2", scale="hope", twin="T-1.1"))
    fault = only_fault(write(tmp_path, instrument(), spoiled))
    assert (fault.path, fault.message) == ("sections.0.questions.1.twin", "is the second twin of T-1.1")


@pytest.mark.parametrize("key", ["baseline_of", "short_form_of"])
@pytest.mark.parametrize("name", ["coffee-rota", "tea-own"])
def test_the_questionnaire_that_is_mirrored_or_shortened_exists(tmp_path: Path, key: str, name: str) -> None:
    own = instrument("tea-own") | {key: name}
    fault = only_fault(write(tmp_path, instrument(), own))
    assert (fault.file, fault.path) == ("tea-own-v1.yaml", key)
    assert f"names the questionnaire {name}, which does not exist" in fault.message
    assert "tea-rota" in fault.what_to_do


def test_a_short_form_asks_nothing_of_its_own(tmp_path: Path) -> None:
    fault = only_fault(write(tmp_path, instrument(), short_form(question("T-1.1"), question("T-1.9"))))
    assert (fault.file, fault.path) == ("tea-short-v1.yaml", "sections.0.questions.1.id")
    assert "T-1.9 is not in tea-rota" in fault.message


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "What do you now say?"},
        {"reverse": True},
        {"not_asked_of": ["staff"]},
    ],
)
def test_a_question_that_changed_needs_a_new_id(tmp_path: Path, changed: dict[str, Any]) -> None:
    newer = instrument(version=2)
    newer["sections"][1]["questions"][0] |= changed
    fault = only_fault(write(tmp_path, instrument(), newer))
    assert (fault.file, fault.path) == ("tea-rota-v2.yaml", "sections.1.questions.0")
    assert "another wording or scale than tea-rota-v1.yaml" in fault.message
    assert "T-2.1b" in fault.what_to_do


@pytest.mark.parametrize("changed", [{"order": "distribution"}, {"measure": "importance"}, {"values": (2, 3, 4)}])
def test_a_question_whose_scale_changed_needs_a_new_id(tmp_path: Path, changed: dict[str, Any]) -> None:
    newer = instrument(version=2, scales=[scale(), scale("other", **changed)])
    newer["sections"][1] |= {"questions": [question("T-2.1", scale="other")], "scored": False}
    fault = only_fault(write(tmp_path, instrument(), newer))
    assert (fault.file, fault.path) == ("tea-rota-v2.yaml", "sections.1.questions.0")


def test_an_answer_in_other_words_is_another_scale(tmp_path: Path) -> None:
    newer = instrument(version=2)
    newer["scales"][0]["options"][1]["label"] = "Sometimes"
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(write(tmp_path, instrument(), newer))
    assert len(caught.value.faults) == 3  # every question that uses it


def test_sections_and_open_questions_keep_their_meaning_too(tmp_path: Path) -> None:
    newer = instrument(version=2, open_questions=[{"id": "T-F.1", "text": "What now?"}])
    newer["sections"][0]["title"] = "Coffee"
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(write(tmp_path, instrument(), newer))
    assert [fault.path for fault in caught.value.faults] == ["sections.0", "open_questions.0"]


def test_asking_partners_later_changes_nothing_for_the_sides(tmp_path: Path) -> None:
    newer = instrument(version=2)
    del newer["sections"][0]["questions"][1]["not_asked_of"]
    assert len(read_catalogue(write(tmp_path, instrument(), newer)).all()) == 2
