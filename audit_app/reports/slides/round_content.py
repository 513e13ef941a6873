"""What the slides about one round are made of, and how their sentences are shown and said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit_app.analysis.released import Comparison, Sentence, StatementResult
from audit_app.analysis.wording import quoted
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.native_charts import NativeChart, shortened
from audit_app.reports.round_pack import RoundPack

NAME = 50  # characters of a statement in a sentence on a slide; its whole words are in the notes
_FEW = 20  # answers of a side: below, one or two minds make a difference
_SMALL = "Few answered. One or two changed minds can move a score, so talk about the answers more than the decimals."
HIDDEN = "What is not shown is hidden to protect anonymity. Hidden is neither good nor bad."


@dataclass(frozen=True)
class Content:
    """What slides are made of. charts: by their ids."""

    pack: RoundPack
    charts: Mapping[str, NativeChart]

    @property
    def comparison(self) -> Comparison:
        return self.pack.comparison


def said(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """Whole sentences, with how sure one can be."""
    return tuple(f"{each.text} {each.sure or ''}".strip() for each in sentences)


def shown(comparison: Comparison, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences with long statements under their short names; their whole words are in the notes."""
    statements = {each.id: each for each in comparison.statements}
    return tuple(_shorter(each, statements.get(each.statement or "")) for each in sentences)


def _shorter(sentence: Sentence, statement: StatementResult | None) -> Sentence:
    if statement is None:
        return sentence
    text = sentence.text.replace(wording.worded(statement), shortened(wording.worded(statement), 3 * NAME))
    return Sentence(text.replace(quoted(statement.text), quoted(_short(statement))), sentence.sure, sentence.statement)


def _short(statement: StatementResult) -> str:
    whole = statement.text.rstrip(".")
    return shortened(whole if len(whole) <= NAME else statement.short.rstrip("."), NAME)


def if_small(comparison: Comparison) -> tuple[str, ...]:
    """The warning that belongs to a round in which few of a side answered."""
    turnouts = [comparison.round.turnout.get(side) for side in TWO_SIDES]
    few = any(each is not None and each.answered is not None and each.answered < _FEW for each in turnouts)
    return (_SMALL,) if few else ()
