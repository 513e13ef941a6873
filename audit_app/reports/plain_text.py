"""Released results as lines of text: what is shown and what is not, and the scores as bars made of letters.

For a terminal, and for the page on which somebody looks at an earlier round before it is stored.
"""

from collections.abc import Iterator
from textwrap import fill, shorten

from audit_app.analysis.released import Comparison, Detail, Figure, Plan, SectionResult, Sentence, StatementResult
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Side

_WIDTH = 100
_NAME = 44
_BAR = 20  # letters for a score of 10


def what_is_shown(comparison: Comparison) -> tuple[str, ...]:
    """What the plan and the gate show of a round and what they hide, in sentences."""
    facts = comparison.round
    said = [wording.PLAN_WORDS[facts.plan]]
    if facts.plan is Plan.NOTHING:
        return tuple(said)
    answered = [each for each in comparison.statements if each.total.detail is not Detail.NONE]
    by_side = [each for each in answered if each.sides is not None]
    silent = len(comparison.statements) - len(answered)
    together = len(answered) - len(by_side)
    counted = [(len(by_side), "Shown by side"), (together, "Shown for both sides together only"), (silent, "Not shown")]
    said += [f"{words}: {wording.many(number, 'question', 'questions')}." for number, words in counted if number]
    partners = facts.turnout.get(Side.PARTNER)
    if facts.partners_shown:
        said.append("Partners are shown beside the total.")
    elif partners is not None and partners.answered:
        said.append(f"Partners are not shown: fewer than {facts.minimum} of them answered.")
    return tuple(said)


def results_text(comparison: Comparison) -> str:
    """The summary, and every score with a bar. Nothing that is hidden on the page is in it."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    facts = comparison.round
    yield f"{facts.name}, {facts.forum}, {wording.day(facts)}"
    yield ""
    yield "What is shown"
    yield from (_wrapped(said) for said in what_is_shown(comparison))
    yield from _said("In short", comparison.summary)
    yield from _said("Lowest and highest", comparison.level)
    if comparison.against is not None:
        yield from _said(f"What moved since {comparison.against.name}", comparison.movements)
    yield from _said("Where the sides are apart", comparison.apart)
    if facts.plan is not Plan.NOTHING:
        yield from ("", "Scores out of 10")
        for section in (comparison.overall, *comparison.sections):
            yield _scored(section.title, section)
        yield from ("", "Statement by statement")
        for statement in comparison.statements:
            yield _scored(f"{statement.number}. {statement.short}", statement)
    notes = (*comparison.breaks, *comparison.footnotes)
    if notes:
        yield from ("", "Please remember")
        yield from (_wrapped(note) for note in notes)


def _said(heading: str, sentences: tuple[Sentence, ...]) -> Iterator[str]:
    if sentences:
        yield from ("", heading)
        yield from (_wrapped(" ".join(part for part in (each.text, each.sure) if part)) for each in sentences)


def _wrapped(said: str) -> str:
    return fill(said, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _scored(name: str, result: SectionResult | StatementResult) -> str:
    """A line with the score and its bar, then the sides and the change, as far as they are released."""
    short = shorten(name, _NAME, placeholder="…")
    words = [f"  {short:{_NAME}} {wording.score(result.total):>9} {_bar(result.total)}"]
    sides = [(side, (result.sides or {}).get(side)) for side in TWO_SIDES] + [(Side.PARTNER, result.partner)]
    words += [f"{side.label} {wording.score(figure)}" for side, figure in sides if figure is not None]
    if result.change is not None:
        words.append(wording.change_words(result.change.label, result.change.difference))
    return "  ".join(words).rstrip()


def _bar(figure: Figure) -> str:
    if figure.score is None:
        return " " * _BAR
    filled = round(figure.score * _BAR / 10)
    return "#" * filled + "." * (_BAR - filled)
