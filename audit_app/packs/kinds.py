"""All subjects there are. A new kind of pack is one line here; then worker, pages and sweeping know it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from audit_app.packs.assessment_subject import AssessmentSubject
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import NotThereError, Subject
from audit_app.packs.theme_subject import ThemeSubject

KINDS: Mapping[str, type[Subject[Any]]] = {each.kind: each for each in (RoundSubject, AssessmentSubject, ThemeSubject)}


def written(subject: Subject[Any]) -> str:
    """A subject as an order stores it: a short JSON object, always the same for the same subject."""
    fields: dict[str, Any] = asdict(subject)  # type: ignore[call-overload]  # every subject is a dataclass
    return json.dumps({"kind": subject.kind, **fields}, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Subject[Any]:
    """Undo `written`. Raises NotThereError for what this version of the program does not know."""
    fields = json.loads(text)
    try:
        return KINDS[fields.pop("kind")](**fields)
    except (KeyError, TypeError):
        raise NotThereError("This kind of pack is not known any more.") from None
