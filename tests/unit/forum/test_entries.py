"""What people type: read strictly, refused in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.forum.entries import InvalidEntryError, address, line, office, read_person, side
from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side

GOOD = {"name": "Asha Example", "email": "asha@trust.example", "side": "staff"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Management", Side.MANAGEMENT),
        ("management side", Side.MANAGEMENT),
        ("Employer", Side.MANAGEMENT),
        ("STAFF", Side.STAFF),
        ("staff-side", Side.STAFF),
        ("Union", Side.STAFF),
        (" trade  union ", Side.STAFF),
        ("partner", Side.PARTNER),
        ("Neither side", Side.PARTNER),
    ],
)
def test_words_for_a_side(typed: str, meant: Side) -> None:
    assert side(typed) is meant


@pytest.mark.parametrize("typed", ["", "both", "management and staff", "<b>staff</b>", "staff?management"])
def test_other_words_for_a_side_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="management, staff or partner"):
        side(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Office.MEMBER),
        ("Chair", Office.CHAIR),
        ("Joint chair", Office.CHAIR),
        ("co-chair", Office.CHAIR),
        ("Vice-Chair", Office.VICE_CHAIR),
        ("Deputy chair", Office.VICE_CHAIR),
    ],
)
def test_words_for_an_office(typed: str, meant: Office) -> None:
    assert office(typed) is meant


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Asha.Example@Trust.EXAMPLE ", "asha.example@trust.example"),
        ("asha+spf@nhs.example", "asha+spf@nhs.example"),
        ("asha@bücher.example", "asha@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert address(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "asha", "asha@", "@trust.example", "a b@trust.example", "asha@localhost", "Asha <asha@trust.example>",
     "asha@trust.example\nbcc: all@trust.example", "asha@trust..example", "a@b.example,c@d.example", "a" * 255],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        address(typed)


@given(st.text(max_size=60))
def test_an_address_is_stored_as_plain_small_letters_or_refused(typed: str) -> None:
    try:
        stored = address(typed)
    except ValueError:
        return
    assert stored.isascii()
    assert stored == stored.lower()
    assert not any(sign.isspace() for sign in stored)
    assert address(stored) == stored


def test_html_formulas_and_other_scripts_are_only_text() -> None:
    for text in ("<script>alert(1)</script>", '=HYPERLINK("http://x")', "Zoë O'Brien-Ng", "Łukasz", "محمد", "李小龙"):
        assert line(text, "The name") == text


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\x7fb", "a\u202eb", "a\ufeffb"])
def test_hidden_characters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="The name has a hidden character"):
        line(text, "The name")


def test_spaces_and_lines_are_tidied_and_letters_composed() -> None:
    assert line("  Zoe\u0308 \n  Example\t ", "The name") == "Zo\u00eb Example"


def test_too_long_a_name_says_how_long_it_may_be() -> None:
    assert line("x" * 200, "The name") == "x" * 200
    with pytest.raises(ValueError, match="200 characters or fewer"):
        line("x" * 201, "The name")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidEntryError) as refused:
        read_person({"name": " ", "email": "nobody", "side": "left", "office": "boss", "deputy_name": "Ben"})
    assert set(refused.value.errors) == {"name", "email", "side", "office", "deputy_email"}


@pytest.mark.parametrize(
    ("deputy", "field"),
    [
        ({"deputy_name": "Ben"}, "deputy_email"),
        ({"deputy_email": "ben@trust.example"}, "deputy_name"),
        ({"deputy_name": "Ben", "deputy_email": "ASHA@trust.example"}, "deputy_email"),
        ({"deputy_name": "Ben", "deputy_email": "ben"}, "deputy_email"),
    ],
)
def test_a_deputy_needs_a_name_and_an_address_of_their_own(deputy: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        read_person({**GOOD, **deputy})
    assert list(refused.value.errors) == [field]
