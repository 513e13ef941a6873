"""A small invented questionnaire, as plain content that a test can spoil and write to a file."""

from pathlib import Path
from typing import Any

import yaml


def bands(low: list[int], middle: list[int], high: list[int]) -> list[dict[str, Any]]:
    return [{"name": "Low", "values": low}, {"name": "Middle", "values": middle}, {"name": "High", "values": high}]


def scale(name: str = "agree", values: tuple[int, int, int] = (1, 2, 3), **more: Any) -> dict[str, Any]:
    low, middle, high = values
    options = [{"value": high, "label": "Yes"}, {"value": middle, "label": "Partly"}, {"value": low, "label": "No"}]
    return {"id": name, "options": options, "bands": bands([low], [middle], [high])} | more


def question(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": f"What do you say to {name}?", "scale": "agree"} | more


def instrument(name: str = "tea-rota", **more: Any) -> dict[str, Any]:
    """Two sections: T-1 with two questions (the second not asked of partners), T-2 with one; one open question."""
    return {
        "id": name,
        "version": 1,
        "title": "Tea rota",
        "summary": "How well tea is made here.",
        "lead_in": "Think about the past week.",
        "minutes": "2",
        "scales": [scale()],
        "sections": [
            {
                "id": "T-1",
                "title": "Tea",
                "questions": [
                    question("T-1.1", comment=True),
                    question("T-1.2", not_asked_of=["partner"], comment=True),
                ],
            },
            {"id": "T-2", "title": "Biscuits", "questions": [question("T-2.1")]},
        ],
        "open_questions": [{"id": "T-F.1", "text": "What else?"}],
    } | more


def baseline(name: str = "tea-hopes", **more: Any) -> dict[str, Any]:
    """The baseline of `instrument`: H-1 mirrors T-1, and H-1.1 mirrors T-1.1."""
    content = instrument(name, baseline_of="tea-rota", open_questions=[])
    content["scales"] = [scale("hope", measure="expectation")]
    asked = question("H-1.1", scale="hope", twin="T-1.1")
    content["sections"] = [{"id": "H-1", "title": "Tea to come", "twin": "T-1", "questions": [asked]}]
    return content | more


def write(folder: Path, *contents: dict[str, Any]) -> Path:
    """Write each as the file that its id and version call for."""
    for content in contents:
        path = folder / f"{content['id']}-v{content['version']}.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder
