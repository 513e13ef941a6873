"""The pages of the chairs, and of the secretariat and the reviewers where they look at the same results.

| module | pages |
|---|---|
| chair_results | results, what was hoped for, one page to print |
| chair_charts | pictures |
| chair_presenter | one finding or picture a page, for the meeting |
| chair_exports | files to take away |
| chair_pack | all documents for a meeting, made in the background |
| chair_comments | the two reviewers' reading |
| chair_priorities | suggestions, and what the chairs of both sides make of them |
| chair_priority_forms | adopting, changing, leaving out, agreeing, ending |
| chair_sharing | agreeing to show members the summary |
| chair_others | this forum beside all other forums, and agreeing to be counted with them |
"""

from audit_app.web import (
    chair_charts,
    chair_comments,
    chair_exports,
    chair_others,
    chair_pack,
    chair_presenter,
    chair_priorities,
    chair_priority_forms,
    chair_results,
    chair_sharing,
)
from audit_app.web.chair_round import blueprint

__all__ = [
    "blueprint",
    "chair_charts",
    "chair_comments",
    "chair_exports",
    "chair_others",
    "chair_pack",
    "chair_presenter",
    "chair_priorities",
    "chair_priority_forms",
    "chair_results",
    "chair_sharing",
]
