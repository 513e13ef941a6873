"""What an exported file is called: letters, digits and hyphens, so that no name can leave its folder or a header."""

import re
import unicodedata

_LONGEST = 48  # letters of one part; a whole name has some 150 at most
_LONGEST_ID = 24


def file_name(forum: str, round_name: str, ending: str) -> str:
    """Say "partnership-audit-<forum>-<round>.xlsx"; `forum` may be a slug or a name, `ending` has no dot.

    Raises ValueError for an ending that is not plain letters and digits.
    """
    if re.fullmatch(r"[a-z0-9]{1,5}", ending) is None:
        raise ValueError("A file ending has one to five small letters or digits, and no dot.")
    return f"partnership-audit-{_slug(forum, 'forum')}-{_slug(round_name, 'round')}.{ending}"


def _slug(text: str, otherwise: str, longest: int = _LONGEST) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:longest].strip("-") or otherwise


def named(*words: str, ending: str) -> str:
    """Say "eastern-trust-check-2026.xlsx" for an organisation and its assessment. `ending` has no dot.

    Raises ValueError as `file_name` does.
    """
    if re.fullmatch(r"[a-z0-9]{1,5}", ending) is None:
        raise ValueError("A file ending has one to five small letters or digits, and no dot.")
    return f"{'-'.join(_slug(each, 'assessment') for each in words)}.{ending}"


def document_name(forum: str, round_name: str, document: str, ending: str) -> str:
    """Say "partnership-audit-<forum>-<round>-one-page.pdf": of a pack, in which several files can have one ending.

    Raises ValueError as `file_name` does.
    """
    whole, dot, after = file_name(forum, round_name, ending).rpartition(".")
    return f"{whole}-{_slug(document, 'document', _LONGEST_ID)}{dot}{after}"


def numbered_name(place: int, id_: str, ending: str) -> str:
    """Say "03-heat-map.png": the third of several files, which stand in their order in a folder.

    Raises ValueError as `file_name` does.
    """
    return named(f"{place:02}", id_, ending=ending)
