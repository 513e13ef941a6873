"""A small invented self-assessment with tiers, levels and points, as plain content that a test can spoil."""

from typing import Any


def options(*labels: str) -> list[dict[str, Any]]:
    """Answers with the values 0, 1, 2 ..., in the order of their labels."""
    return [{"value": value, "label": label} for value, label in enumerate(labels)]


def item(name: str, tier: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": f"Tea is fine at {name}.", "scale": "met", "tier": tier} | more


def self_assessment(name: str = "tea-standard", **more: Any) -> dict[str, Any]:
    """Two elements of one plain and two fine items; plain is met or not, fine has 4 points in each element."""
    return {
        "id": name,
        "version": 1,
        "title": "Tea standard",
        "summary": "How well an organisation looks after its tea.",
        "lead_in": "Answer for the whole organisation.",
        "minutes": "100",
        "answered_by": "organisation",
        "shape": "standard",
        "disclaimer": "This is a self-check.",
        "scales": [
            {"id": "met", "options": options("No", "Partly", "Yes"), "does_not_apply": "Does not apply"}
            | {"met_from": 2, "evidence_from": 2, "priority_below": 1}
        ],
        "tiers": [{"id": "plain", "title": "Plain"}, {"id": "fine", "title": "Fine"}],
        "sections": [
            {
                "id": "S-1",
                "title": "Leaves",
                "questions": [item("S-1.1", "plain", alert="Ask."), item("S-1.2", "fine"), item("S-1.3", "fine")],
            },
            {
                "id": "S-2",
                "title": "Water",
                "questions": [item("S-2.1", "plain"), item("S-2.2", "fine"), item("S-2.3", "fine")],
            },
        ],
        "rules": {
            "scores": False,
            "sample": 2,
            "review_tiers": ["plain"],
            "review_months": [4, 10],
            "levels": [
                {"id": "plain", "title": "Plain", "needs": [{"rule": "all_met", "tiers": ["plain"]}]},
                {
                    "id": "fine",
                    "title": "Fine",
                    "needs": [
                        {"rule": "level", "level": "plain"},
                        {"rule": "item", "item": "S-1.2", "at_least": 2},
                        {"rule": "points", "tiers": ["fine"], "at_least": 3, "out_of": 4},
                    ],
                },
            ],
        },
    } | more
