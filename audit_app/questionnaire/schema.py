"""The JSON Schemas that editors use to help with writing a questionnaire file or an instrument file."""

import json

from audit_app.questionnaire.definition import Questionnaire
from audit_app.questionnaire.instrument import Instrument


def schema_text() -> str:
    """What questionnaires/schema.json must hold: generated from the definition, never edited by hand."""
    return _text(Questionnaire, "A questionnaire of the partnership audit")


def instrument_schema_text() -> str:
    """What questionnaires/instrument-schema.json must hold, in the same way."""
    return _text(Instrument, "A self-assessment of an organisation")


def _text(kind: type[Questionnaire], title: str) -> str:
    schema = kind.model_json_schema() | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
