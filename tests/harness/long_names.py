"""The longest names that a forum, a round, its sections and its statements may have."""

from dataclasses import replace

from audit_app.analysis.sentences import apart, level, movements, summary
from audit_app.reports.round_pack import RoundPack

LONGEST_NAMES = ("long words " * 36, "我们互相倾听" * 66, "W" * 400)


def renamed(pack: RoundPack, name: str) -> RoundPack:
    """The same figures, in which everything is called so (a forum and a round by its first 200 characters)."""
    text, short = name[:400], name[:200]
    comparison = pack.comparison
    asked = comparison.round.questionnaire
    sections = tuple(
        part.model_copy(
            update={
                "title": text,
                "questions": tuple(each.model_copy(update={"text": text}) for each in part.questions),
            }
        )
        for part in asked.sections
    )
    facts = replace(
        comparison.round, name=short, forum=short, questionnaire=asked.model_copy(update={"sections": sections})
    )
    changed = replace(
        comparison,
        round=facts,
        statements=tuple(replace(each, text=text, short=text) for each in comparison.statements),
        sections=tuple(replace(each, title=text) for each in comparison.sections),
        against=replace(comparison.against, name=short) if comparison.against else None,
    )
    said = replace(
        changed, summary=summary(changed), level=level(changed), movements=movements(changed), apart=apart(changed)
    )
    priorities = tuple(replace(each, title=text, round=short) for each in pack.priorities)
    return replace(pack, comparison=said, priorities=priorities)
