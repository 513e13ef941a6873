"""The JSON Schemas for editors are those that the definitions give."""

import json

import pytest

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.schema import instrument_schema_text, schema_text


@pytest.mark.parametrize(
    ("name", "text"), [("schema.json", schema_text()), ("instrument-schema.json", instrument_schema_text())]
)
def test_the_committed_schema_is_current(name: str, text: str) -> None:
    assert (QUESTIONNAIRES / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("text", "parts"), [(schema_text(), 9), (instrument_schema_text(), 16)])
def test_it_refuses_unknown_keys_at_every_level(text: str, parts: int) -> None:
    schema = json.loads(text)
    groups = [part for part in [schema, *schema["$defs"].values()] if part["type"] == "object"]
    assert len(groups) == parts
    assert all(part["additionalProperties"] is False for part in groups)
