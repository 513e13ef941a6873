"""A new questionnaire is a new file: nothing in the code knows the shipped ones by name."""

from pathlib import Path
from shutil import copytree

import pytest

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.answers import pages, validate_page
from audit_app.questionnaire.catalogue import CatalogueError, UnknownQuestionnaireError, read_catalogue
from audit_app.questionnaire.definition import Side
from tests.unit.questionnaire.examples import instrument, write


def test_a_file_beside_the_shipped_ones_can_be_asked_and_answered(tmp_path: Path) -> None:
    folder = write(Path(copytree(QUESTIONNAIRES, tmp_path / "questionnaires")), instrument())
    questionnaire = read_catalogue(folder).by_id("tea-rota")
    first, *_ = pages(questionnaire, Side.STAFF)
    answers, errors = validate_page(questionnaire, first, Side.STAFF, {"T-1.1": "3"})
    assert errors == {}
    assert answers.ratings == {"T-1.1": 3}


def test_plain_words_are_words(tmp_path: Path) -> None:
    """YAML 1.1 would read a bare No as false, and a bare 1:30 as ninety."""
    path = write(tmp_path, instrument()) / "tea-rota-v1.yaml"
    path.write_text(path.read_text().replace("label: 'No'", "label: No").replace("title: Tea\n", "title: 1:30\n"))
    questionnaire = read_catalogue(tmp_path).by_id("tea-rota")
    assert questionnaire.scales[0].labels[1] == "No"
    assert questionnaire.sections[0].title == "1:30"


def test_the_newest_version_is_offered_and_older_ones_can_be_asked_for(tmp_path: Path) -> None:
    newer = instrument(version=10, title="Tea rota, new")
    catalogue = read_catalogue(write(tmp_path, instrument(), newer, instrument(version=2)))
    assert catalogue.by_id("tea-rota").version == 10
    assert catalogue.by_id("tea-rota", 1).title == "Tea rota"
    assert [questionnaire.version for questionnaire in catalogue.latest()] == [10]
    assert [questionnaire.version for questionnaire in catalogue.all()] == [1, 2, 10]


@pytest.mark.parametrize(("name", "version"), [("coffee", None), ("tea-rota", 2)])
def test_an_unknown_questionnaire_is_named(tmp_path: Path, name: str, version: int | None) -> None:
    catalogue = read_catalogue(write(tmp_path, instrument()))
    with pytest.raises(UnknownQuestionnaireError, match=name):
        catalogue.by_id(name, version)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}")
    (tmp_path / "README.md").write_text("What lies here.")
    assert len(read_catalogue(write(tmp_path, instrument())).all()) == 1


@pytest.mark.parametrize("folder", ["empty", "absent"])
def test_a_folder_without_questionnaires_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogueError, match="holds no questionnaires"):
        read_catalogue(tmp_path / folder)
