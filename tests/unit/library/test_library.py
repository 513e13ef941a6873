"""The library's file: what is shipped, how it is searched, and what is said of a faulty one."""

import re
from pathlib import Path

import pytest

from audit_app.library.definition import Label, Library, Resource
from audit_app.library.finding import find, resources_for
from audit_app.library.reading import read_library, schema_text
from audit_app.places import LIBRARY, QUESTIONNAIRES
from audit_app.questionnaire.catalogue import read_catalogue
from audit_app.questionnaire.faults import CatalogueError

SHIPPED = read_library(LIBRARY)
ELEMENTS = [f"HW-{number}" for number in range(1, 8)]
# where a whole address is known; every other resource leads to its owner's site
WHOLE = {
    "nhsemployers.org/retention-and-staff-experience/health-and-wellbeing",
    "nhsemployers.org/news/2015/07/emotional-wellbeing-toolkit-launched",
    "unison.org.uk/news/article/2012/10/bullying-and-harassment-new-guide/",
    "england.nhs.uk/supporting-our-nhs-people/health-and-wellbeing-programmes/nhs-health-and-wellbeing-framework/",
    "england.nhs.uk/2015/09/nhs-workplace/",
    "england.nhs.uk/culture/culture-leadership-programme/discovery-phase/discovery-phase-tools-and-resources/",
    "nhsemployers.org/people/health-safety-and-wellbeing-partnership-group",
    "nhsemployers.org/publications/workplace-health-and-safety-standards",
    "london.gov.uk/programmes-strategies/business-and-economy/good-work-standard-gws",
    "socialpartnershipforum.org/4573",
    "socialpartnershipforum.org/media/6220/Partnership-Behaviours-Toolkit.pdf",
    "socialpartnershipforum.org/topics/nhs-staff-health-and-wellbeing",
}


def resource(name: str = "one", *elements: str, **more: object) -> Resource:
    known = {"title": f"Tool {name}", "owner": "An owner", "about": "Words.", "topics": ("culture",), **more}
    return Resource(id=name, elements=elements, site="https://example.org", **known)  # type: ignore[arg-type]


def library(*resources: Resource) -> Library:
    topics = (Label(id="culture", title="Culture"), Label(id="body", title="Muscles and joints"))
    return Library(
        topics=topics, elements=tuple(Label(id=e, title=f"About {e}") for e in ELEMENTS), resources=resources
    )


def test_all_resources_are_there_and_no_address_is_invented() -> None:
    assert len(SHIPPED.resources) == 29
    assert {each.address for each in SHIPPED.resources if each.address} == {f"https://{known}" for known in WHOLE}
    assert all(re.fullmatch(r"https://[a-z.]+", each.site) for each in SHIPPED.resources if each.site)


def test_the_elements_are_those_of_the_framework() -> None:
    framework = read_catalogue(QUESTIONNAIRES).instrument_by_id("staff-wellbeing-framework")
    assert [(label.id, label.title) for label in SHIPPED.elements] == [(e.id, e.title) for e in framework.sections]


def test_every_element_and_topic_leads_to_something() -> None:
    for label in SHIPPED.elements:
        assert len(resources_for(SHIPPED, [label.id])) >= 3
    assert all(find(SHIPPED, topic=label.id) for label in SHIPPED.topics)


def test_what_is_closed_is_told_as_history_and_offered_to_nobody() -> None:
    closed = [each for each in SHIPPED.resources if each.history]
    assert [each.title for each in closed] == ["Healthy Workplace Charter and Award"]
    assert "closed" in closed[0].about
    made = library(resource("old", "HW-1", history=True), resource("new", "HW-1"))
    assert [each.id for each in resources_for(made, ["HW-1"])] == ["new"]
    assert [each.id for each in find(made)] == ["new", "old"]


def test_what_is_about_few_elements_comes_first() -> None:
    made = library(resource("all", *ELEMENTS), resource("two", "HW-2", "HW-3"), resource("one", "HW-2"))
    assert [each.id for each in resources_for(made, ["HW-2"])] == ["one", "two", "all"]
    assert [each.id for each in resources_for(made, ["HW-3", "HW-4"])] == ["two", "all"]
    assert resources_for(made, ["GW-P"]) == ()
    assert resources_for(made, []) == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["a", "b"]), ("café", ["a"]), ("CAFE", ["a"]), ("staff's", ["a"]), ("staff\u2019s", ["a"]),
        ("owner", ["a", "b"]),
        ("culture", ["a"]), ("muscles", ["b"]), ("HW-2", ["b"]), ("cafe muscles", []),
        ("tool own", ["a", "b"]), ("☃", ["a", "b"]),
    ],
)  # fmt: skip
def test_words_are_found_wherever_they_stand(words: str, found: list[str]) -> None:
    one = resource("a", about="The café for the staff's breaks.")
    two = resource("b", "HW-2", topics=("body",))
    assert [each.id for each in find(library(one, two), words)] == found


def test_words_topic_and_element_narrow_together() -> None:
    made = library(resource("a", "HW-1"), resource("b", "HW-2", topics=("body",)), resource("c", "HW-1", "HW-2"))
    assert [each.id for each in find(made, topic="culture", element="HW-2")] == ["c"]
    assert find(made, topic="body", element="HW-1") == ()


GOOD = """\
topics: [{id: culture, title: Culture}]
elements: [{id: HW-1, title: Health}]
resources:
  - id: one
    title: One
    owner: Somebody
    about: What it is.
    topics: [culture]
    elements: [HW-1]
    address: https://example.org/path?x=1
"""
FAULTY = {
    "resources.0.adress is not a key": GOOD.replace("address", "adress"),
    "did you mean address?": GOOD.replace("address", "adress"),
    "resources.0.owner is missing": GOOD.replace("    owner: Somebody\n", ""),
    "resources.0.topics names the topic cultur, which is not there. Use one of: culture.": GOOD.replace(
        "[culture]", "[cultur]"
    ),
    "resources.0.elements names the element HW-9": GOOD.replace("[HW-1]", "[HW-9]"),
    "resources.0.elements names HW-1 more than once": GOOD.replace("[HW-1]", "[HW-1, HW-1]"),
    "resources.0.topics has too few items": GOOD.replace("[culture]", "[]"),
    "resources.0 needs either an address or a site": GOOD + "    site: https://example.org\n",
    "resources.0.history must be true or false": GOOD + "    history: maybe\n",
    "resources.1.id one stands more than once": GOOD + GOOD[GOOD.index("  - id") :],
    "line 4 uses a YAML alias": GOOD.replace("- id: one", "- id: *one"),
    "lib.yaml is empty": "",
    **{
        f"{words} {number}": GOOD.replace("https://example.org/path?x=1", f'"{address}"')
        for number, (address, words) in enumerate(
            (
                ("javascript:alert(1)", "resources.0.address is not a web address"),
                ("example.org/path", "resources.0.address is not a web address"),
                ("https://localhost/x", "resources.0.address is not a web address"),
                ("https://[::1", "resources.0.address is not a web address"),
                ("https://example.org:99999/", "resources.0.address is not a web address"),
                ("https://me:word@example.org/", "resources.0.address holds a name, a password or a port"),
                ("https://example.org:8443/", "resources.0.address holds a name, a password or a port"),
                ("https://example.org/a b", "resources.0.address holds signs"),
                ("https://exämple.org/", "resources.0.address holds signs"),
                ("https://example.org/add2539-...", "resources.0.address is not whole"),
            )
        )
    },
}


@pytest.mark.parametrize("words", FAULTY)
def test_a_faulty_file_is_refused_in_plain_words(words: str, tmp_path: Path) -> None:
    file = tmp_path / "lib.yaml"
    file.write_text(FAULTY[words], encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        read_library(file)
    assert re.sub(r" \d+$", "", words) in str(refused.value)


def test_a_sound_file_is_read_and_a_missing_one_refused(tmp_path: Path) -> None:
    file = tmp_path / "lib.yaml"
    file.write_text(GOOD, encoding="utf-8")
    (read,) = read_library(file).resources
    assert (read.link, read.host) == ("https://example.org/path?x=1", "example.org")
    file.write_text(GOOD.replace("address: https://example.org/path?x=1", "site: https://example.org/path"), "utf-8")
    with pytest.raises(CatalogueError, match=r"resources\.0\.site has a path"):
        read_library(file)
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_library(tmp_path / "none.yaml")


def test_the_committed_schema_is_current() -> None:
    assert (LIBRARY.parent / "schema.json").read_text(encoding="utf-8") == schema_text()
