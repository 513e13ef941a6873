"""What the slides about one round are made of, and how their sentences are shown and said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit_app.analysis.released import Comparison, Sentence, StatementResult
from audit_app.analysis.wording import quoted
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.native_charts import NativeChart, shortened
from audit_app.reports.round_pack import RoundPack

NAME, _WORDS = 50, 150  # characters of a statement on a slide, named and in its own words
_FEW = 20  # answers of a side: below, one or two minds make a difference
_SMALL = "With few answers, one or two changed minds can move a score. Talk about the answers more than the decimals."
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


def shown(comparison: Comparison, sentences: Sequence[Sentence], *, named: bool = True) -> tuple[Sentence, ...]:
    """The sentences with long statements shortened; their whole words are in the notes.

    named: under the short names that a chart and a title give them, and not in their own words.
    """
    statements = {each.id: each for each in comparison.statements}
    return tuple(_shorter(each, statements.get(each.statement or ""), named=named) for each in sentences)


def _shorter(sentence: Sentence, statement: StatementResult | None, *, named: bool) -> Sentence:
    if statement is None:
        return sentence
    text = sentence.text.replace(wording.worded(statement), shortened(wording.worded(statement), _WORDS))
    own = shortened(statement.short.rstrip("."), NAME) if named else shortened(statement.text.rstrip("."), _WORDS)
    return Sentence(text.replace(quoted(statement.text), quoted(own)), sentence.sure, sentence.statement)


def if_small(comparison: Comparison) -> tuple[str, ...]:
    """The warning that belongs to a round in which few of a side answered."""
    turnouts = [comparison.round.turnout.get(side) for side in TWO_SIDES]
    few = any(each is not None and each.answered is not None and each.answered < _FEW for each in turnouts)
    return (_SMALL,) if few else ()
