"""Each fault in an instrument file is named with its place and with what to do."""

from pathlib import Path
from typing import Any

import pytest

from audit_app.questionnaire.catalogue import CatalogueError, Fault, read_catalogue
from tests.unit.questionnaire.examples import baseline, instrument, write
from tests.unit.questionnaire.instruments import item, options, self_assessment

REMOVED = object()
Q1, SCALE = "sections.0.questions.0", "scales.0"
PLAIN, FINE = "rules.levels.0.needs.0", "rules.levels.1.needs"


def spoil(content: Any, place: str, value: object) -> None:
    """Set the value at a dotted place, remove it, or append it where a list ends."""
    *outer, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in outer:
        content = content[part]
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


# What is set in a sound file, and where; the message; the path of the fault where it is another.
SPOILED: list[tuple[str, object, str] | tuple[str, object, str, str]] = [
    ("disclaimer", REMOVED, "is missing"),
    ("minutes", "an hour", "is not a time in minutes"),
    ("shape", "prize", "not one of the words"),
    ("levels", [], "not a key that is known"),
    (f"{Q1}.tear", "plain", "not a key that is known"),
    (f"{Q1}.id", "S-2.1", "repeats the id S-2.1", "sections.1.questions.0.id"),
    (f"{Q1}.id", "S-2", "repeats the id S-2"),
    ("tiers.2", {"id": "plain", "title": "Again"}, "repeats the id plain", "tiers.2.id"),
    ("tiers.2", {"id": "spare", "title": "Spare"}, "spare is not used by any item", "tiers.2.id"),
    ("rules.levels.2", {"id": "plain", "title": "Again", "needs": [{"rule": "all_met", "tiers": ["plain"]}]},
     "repeats the id plain", "rules.levels.2.id"),
    (f"{Q1}.tier", REMOVED, "is missing, while the file has tiers"),
    (f"{Q1}.tier", "plane", "names the tier plane, which does not exist"),
    (f"{Q1}.scale", "mat", "names the scale mat"),
    (f"{Q1}.reverse", True, "is for questionnaires that members answer"),
    (f"{Q1}.not_asked_of", ["staff"], "leaves a side out"),
    ("pages", [{"title": "All", "sections": ["S-1", "S-2"]}], "is for questionnaires that members answer"),
    ("short_form_of", "tea-rota", "is for questionnaires that members answer"),
    (f"{SCALE}.does_not_apply", REMOVED, "is missing"),
    (f"{SCALE}.order", "distribution", "has no order of merit"),
    (f"{SCALE}.met_from", 3, "is 3, which is not on the scale"),
    (f"{SCALE}.met_from", 0, "is 0, the lowest value of the scale"),
    (f"{SCALE}.evidence_from", 5, "is 5, which is not on the scale"),
    (f"{SCALE}.evidence_from", 0, "the lowest value of the scale"),
    (f"{SCALE}.priority_below", 9, "is 9, which is not on the scale"),
    (f"{SCALE}.met_from", None, "but the scale met does not say", f"{PLAIN}.tiers"),
    (f"{PLAIN}.tiers", ["plane"], "names the tier plane", f"{PLAIN}.tiers.0"),
    (f"{PLAIN}.tiers", [], "has too few items"),
    (f"{PLAIN}.rule", "most_met", "must say which rule it is", PLAIN),
    (f"{PLAIN}.rule", REMOVED, "must say which rule it is", PLAIN),
    (f"{PLAIN}.at_least", 1, "not a key that is known"),
    (PLAIN, {"rule": "level", "level": "plain"}, "names the level plain, which does not stand below", f"{PLAIN}.level"),
    (PLAIN, {"rule": "level", "level": "fine"}, "names the level fine, which does not stand below", f"{PLAIN}.level"),
    (f"{FINE}.0.level", "fine", "which does not stand below this one"),
    (f"{FINE}.0.level", "finest", "which does not stand below this one"),
    (f"{FINE}.1.item", "S-9.9", "names the item S-9.9, which does not exist"),
    (f"{FINE}.1.at_least", 3, "is 3, which is not on the scale of S-1.2"),
    (f"{FINE}.2.out_of", 6, "is 6, but the best possible in S-1 is 4"),
    (f"{FINE}.2.at_least", 5, "is more than 4"),
    (f"{FINE}.2.at_least", 0, "is too small"),
    (f"{FINE}.2.at_least", "3", "must be a whole number"),
    (f"{FINE}.2.tiers", ["plain", "fin"], "names the tier fin", f"{FINE}.2.tiers.1"),
    ("sections.1.questions.3", item("S-2.4", "fine"), "the best possible in S-2 is 6", f"{FINE}.2.out_of"),
    ("rules.review_tiers", ["plane"], "names the tier plane", "rules.review_tiers.0"),
    ("rules.review_months", [4, 13], "is too large", "rules.review_months.1"),
    ("rules.review_months", REMOVED, "is missing"),
    ("rules.review_tiers", REMOVED, "is missing"),
    ("rules.sample", 7, "is 7, but only 6 items need evidence"),
    ("rules.sample", 0, "is too small"),
    ("rules.overall_from", "most", "must be a number"),
    ("rules.overall_from", "1.5", "is too large"),
    ("rules.levels_of", "pillar", "not one of the words"),
]  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda spoiled: f"{spoiled[0]}: {spoiled[2]}")
def test_the_fault_is_found_where_it_is(tmp_path: Path, spoiled: tuple[Any, ...]) -> None:
    place, value, message, *elsewhere = spoiled
    content = self_assessment()
    spoil(content, place, value)
    faults = faults_of(write(tmp_path, content))
    path = elsewhere[0] if elsewhere else place
    assert [message in fault.message for fault in faults if fault.path == path][:1] == [True], faults
    assert all(fault.what_to_do.endswith(".") for fault in faults)


def test_a_sound_file_is_read_beside_a_questionnaire(tmp_path: Path) -> None:
    catalogue = read_catalogue(write(tmp_path, self_assessment(), instrument()))
    assert [each.id for each in catalogue.instruments] == ["tea-standard"]
    assert [each.id for each in catalogue.all()] == ["tea-rota"]


def test_an_alert_needs_to_know_when_an_item_is_met(tmp_path: Path) -> None:
    content = self_assessment(rules={"scores": False})
    content["scales"][0]["met_from"] = None
    (fault,) = faults_of(write(tmp_path, content))
    assert fault.path == f"{Q1}.alert"


def test_an_item_without_a_tier_is_sound_where_there_are_no_tiers(tmp_path: Path) -> None:
    content = self_assessment(tiers=[], rules={"scores": False})
    for section in content["sections"]:
        for each in section["questions"]:
            del each["tier"]
    assert read_catalogue(write(tmp_path, content)).instrument_by_id("tea-standard").tiers == ()


def test_scales_of_one_score_have_the_same_values_but_levels_need_no_such_thing(tmp_path: Path) -> None:
    content = self_assessment()
    content["scales"].append({"id": "yes", "options": options("No", "Yes"), "does_not_apply": None, "met_from": 1})
    for section in content["sections"]:
        section["questions"][0]["scale"] = "yes"
    assert read_catalogue(write(tmp_path, content)).instruments
    content["rules"]["scores"] = True
    faults = faults_of(write(tmp_path, content))
    assert "cannot be scored together" in faults[0].message


def test_a_share_is_read_as_a_number(tmp_path: Path) -> None:
    path = write(tmp_path, self_assessment()) / "tea-standard-v1.yaml"
    path.write_text(path.read_text().replace("rules:\n", "rules:\n  overall_from: 0.75\n"))
    rules = read_catalogue(tmp_path).instrument_by_id("tea-standard").rules
    assert (rules.rated_enough(3, 4), rules.rated_enough(2, 4)) == (True, False)


def test_a_spelling_mistake_in_the_rules_gets_the_right_word(tmp_path: Path) -> None:
    content = self_assessment()
    content["rules"]["evidence_month"] = 12
    (fault,) = faults_of(write(tmp_path, content))
    assert "did you mean evidence_months?" in fault.what_to_do


class TestBetweenFiles:
    def test_an_item_that_changed_needs_a_new_id(self, tmp_path: Path) -> None:
        newer = self_assessment(version=2)
        newer["sections"][0]["questions"][1]["text"] = "Tea is better now."
        (fault,) = faults_of(write(tmp_path, self_assessment(), newer))
        assert (fault.file, fault.path) == ("tea-standard-v2.yaml", "sections.0.questions.1")
        assert "S-1.2b" in fault.what_to_do

    def test_members_and_organisations_do_not_share_an_id(self, tmp_path: Path) -> None:
        faults = faults_of(write(tmp_path, instrument("tea-standard"), self_assessment(version=2)))
        assert (faults[0].file, faults[0].path) == ("tea-standard-v2.yaml", "id")
        assert "is answered by others" in faults[0].message

    def test_an_element_does_not_take_the_id_of_a_section(self, tmp_path: Path) -> None:
        content = self_assessment()
        content["sections"][0]["id"] = "T-1"
        (fault,) = faults_of(write(tmp_path, instrument(), content))
        assert "another wording or scale" in fault.message

    def test_a_baseline_never_mirrors_an_instrument(self, tmp_path: Path) -> None:
        spoiled = baseline(baseline_of="tea-standard")
        faults = faults_of(write(tmp_path, instrument(), self_assessment(), spoiled))
        assert "names the questionnaire tea-standard, which does not exist" in faults[0].message
        assert "tea-rota" in faults[0].what_to_do
        assert "tea-standard" not in faults[0].what_to_do
