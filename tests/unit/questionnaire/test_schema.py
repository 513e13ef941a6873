"""The JSON Schema for editors is the one that the definition gives."""

import json

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.schema import schema_text


def test_the_committed_schema_is_current() -> None:
    assert (QUESTIONNAIRES / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_refuses_unknown_keys_at_every_level() -> None:
    schema = json.loads(schema_text())
    parts = [schema, *schema["$defs"].values()]
    groups = [part for part in parts if part["type"] == "object"]
    assert len(groups) == 9
    assert all(part["additionalProperties"] is False for part in groups)
