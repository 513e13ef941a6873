"""What people type about a forum and its members, read strictly: one clear fault per field, in plain words."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from audit_app.composed_text import composed
from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side

LONGEST_NAME = 200
LONGEST_ADDRESS = 254

_SIDES = {
    Side.MANAGEMENT: (
        "management",
        "managementside",
        "manager",
        "managers",
        "mgmt",
        "mgt",
        "employer",
        "employers",
        "employerside",
        "employersside",
    ),
    Side.STAFF: (
        *("staff", "staffside", "union", "unions", "unionside"),
        *("tradeunion", "tradeunions", "tradeunionside", "tu", "tuside"),
    ),
    Side.PARTNER: ("partner", "partners", "neither", "neitherside", "partnerorganisation", "armslengthbody"),
}
_OFFICES = {
    Office.MEMBER: ("", "member", "none", "no"),
    Office.CHAIR: ("chair", "cochair", "jointchair", "chairman", "chairwoman", "chairperson"),
    Office.VICE_CHAIR: ("vicechair", "deputychair", "vice", "vicechairman", "vicechairwoman", "vicechairperson"),
}


class InvalidEntryError(ValueError):
    """Something typed cannot be taken as it is. `errors` holds a sentence for each field at fault."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


class NotPossible(ValueError):  # noqa: N818  (reads as a sentence where it is raised)
    """What was asked for cannot be done now; the message says why and what to do."""


@dataclass(frozen=True)
class Person:
    """A member as typed in, read and found right. Addresses are lower case; empty texts mean none."""

    name: str
    email: str
    side: Side
    organisation: str = ""
    office: Office = Office.MEMBER
    deputy_name: str = ""
    deputy_email: str = ""


def squeeze(text: str) -> str:
    """A word without capitals, spaces and marks, for comparing what people write in many ways."""
    return re.sub(r"[^a-z0-9]", "", composed(text, "NFKD").casefold())


def line(text: str, what: str, longest: int = LONGEST_NAME) -> str:
    """One line of text: spaces tidied, composed (NFC). `what` begins its sentence, as in "The name".

    Raises ValueError on control characters and on text that is too long. HTML and formulas are only text.
    """
    tidy = " ".join(composed(text).split())
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cf"} and sign not in "\u200c\u200d" for sign in tidy):
        raise ValueError(f"{what} has a hidden character in it. Type it again instead of pasting it.")
    if len(tidy) > longest:
        raise ValueError(f"{what} is too long. Use {longest} characters or fewer.")
    return tidy


def address(text: str, what: str = "The e-mail address") -> str:
    """An e-mail address in lower case (a domain with accents in its ASCII form). Raises ValueError with what to do.

    Only the form is checked: no name server is asked.
    """
    typed = text.strip()
    if len(typed) > LONGEST_ADDRESS:
        raise ValueError(f"{what} is too long. Use {LONGEST_ADDRESS} characters or fewer.")
    try:
        read = validate_email(typed, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError(f"{what} is not right. It must look like name@example.nhs.uk.") from None
    return (read.ascii_email or read.normalized).lower()


def side(text: str) -> Side:
    """The side meant by a word such as "staff", "Staff side", "union" or "employer". Raises ValueError."""
    word = squeeze(text)
    for meant, words in _SIDES.items():
        if word in words:
            return meant
    if not word:
        raise ValueError("Say which side: management, staff or partner.")
    raise ValueError("The side is not known. Use management, staff or partner.")


def office(text: str) -> Office:
    """The office meant by a word such as "Chair", "joint chair" or "vice chair"; empty means member."""
    word = squeeze(text)
    for meant, words in _OFFICES.items():
        if word in words:
            return meant
    raise ValueError("The office is not known. Use chair, vice chair or member, or leave it empty.")


def _required_line(text: str) -> str:
    tidy = line(text, "The name")
    if not tidy:
        raise ValueError("Enter the name.")
    return tidy


def _required_address(text: str) -> str:
    if not text.strip():
        raise ValueError("Enter the e-mail address.")
    return address(text)


_READERS: Mapping[str, Callable[[str], str]] = {
    "name": _required_line,
    "email": _required_address,
    "side": side,
    "organisation": lambda text: line(text, "The organisation"),
    "office": office,
    "deputy_name": lambda text: line(text, "The deputy's name"),
    "deputy_email": lambda text: address(text, "The deputy's e-mail address") if text.strip() else "",
}


def read_person(typed: Mapping[str, str]) -> Person:
    """Read a member from fields named like those of `Person`. Raises InvalidEntryError with every fault at once."""
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field, read in _READERS.items():
        try:
            found[field] = read(typed.get(field, ""))
        except ValueError as error:
            errors[field] = str(error)
    if "deputy_name" in found and "deputy_email" in found:
        errors |= _deputy_faults(found["deputy_name"], found["deputy_email"], found.get("email", ""))
    if errors:
        raise InvalidEntryError(errors)
    return Person(
        name=found["name"],
        email=found["email"],
        side=Side(found["side"]),
        organisation=found["organisation"],
        office=Office(found["office"]),
        deputy_name=found["deputy_name"],
        deputy_email=found["deputy_email"],
    )


def _deputy_faults(name: str, email: str, members_email: str) -> dict[str, str]:
    """A deputy needs a name and an address, and is somebody else than the member."""
    if name and not email:
        return {"deputy_email": "Enter the deputy's e-mail address too, or remove the deputy's name."}
    if email and not name:
        return {"deputy_name": "Enter the deputy's name too, or remove the deputy's e-mail address."}
    if email and email == members_email:
        return {"deputy_email": "The deputy has the same e-mail address as the member. Enter the deputy's own."}
    return {}
