"""The columns of a working copy in a spreadsheet: known to whoever writes it and to whoever reads it back."""

import re
from dataclasses import dataclass

REFERENCE = "Reference"
STATEMENT = "Statement"
# fields of an item, evidence and actions, by the heading of their column
HEADINGS = {
    "management": "Management side",
    "staff": "Staff side",
    "agreed": "Agreed",
    "reason": "Why it does not apply",
    "note": "Note",
    "confidence": "How sure",
    "priority": "When to work on it",
    "help_wanted": "Help wanted",
}
EVIDENCE = {
    "title": "New evidence",
    "link": "New evidence: link",
    "dated": "New evidence: date",
    "owner_role": "New evidence: who keeps it (role)",
}
ACTION = {
    "text": "New action",
    "owner_role": "New action: who sees to it (role)",
    "due_on": "New action: due",
}
YES, NO = "Yes", "No"
_REFERENCE = re.compile(r"assessment-([0-9]{1,18})/([0-9a-f]{12})/([A-Za-z0-9][A-Za-z0-9._-]{0,39})/([0-9]{1,9})")


@dataclass(frozen=True)
class Reference:
    """What a row of a working copy is about. digest: the beginning of the instrument's; revision: of the item."""

    assessment: int
    digest: str
    item: str
    revision: int

    def __str__(self) -> str:
        return f"assessment-{self.assessment}/{self.digest[:12]}/{self.item}/{self.revision}"


def read_reference(text: str) -> Reference | None:
    """The reference that stands in a cell; None if it has been changed or is none."""
    found = _REFERENCE.fullmatch(text.strip())
    return Reference(int(found[1]), found[2], found[3], int(found[4])) if found is not None else None
