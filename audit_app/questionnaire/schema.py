"""The JSON Schema that editors use to help with writing a questionnaire file."""

import json

from audit_app.questionnaire.definition import Questionnaire


def schema_text() -> str:
    """What questionnaires/schema.json must hold: generated from the definition, never edited by hand."""
    schema = Questionnaire.model_json_schema() | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A questionnaire of the partnership audit",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
