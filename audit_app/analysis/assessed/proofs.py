"""What is wrong with the evidence: it is missing, too old, or without a date."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from audit_app.analysis.assessed.content import Content, ItemAnswer
from audit_app.analysis.assessed.ratings import answer_to, lacks_evidence, quoted
from audit_app.analysis.assessed.results import ProofFault, ProofProblem
from audit_app.questionnaire.instrument import Item


def proof_problems(content: Content, today: date) -> tuple[ProofProblem, ...]:
    """Every fault of the evidence, in the order of the items. Evidence of an item that does not apply is left alone."""
    return tuple(problem for item in content.instrument.items for problem in _of(content, item, today))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _of(content: Content, item: Item, today: date) -> Iterator[ProofProblem]:
    scale, answer = content.instrument.rating_scale(item), answer_to(content, item)
    if lacks_evidence(scale, answer):
        yield ProofProblem(item.id, ProofFault.MISSING, None, f"{quoted(item)} has no evidence yet.")
    months = content.instrument.rules.evidence_months
    if months is not None and answer.agreed != "does_not_apply":
        yield from _too_old(item, answer, months, today)


def _too_old(item: Item, answer: ItemAnswer, months: int, today: date) -> Iterator[ProofProblem]:
    for proof in answer.proofs:
        if proof.dated is None:
            words = f"The evidence “{proof.title}” has no date, so nobody can tell how old it is."
            yield ProofProblem(item.id, ProofFault.UNDATED, proof, words)
        elif months_later(proof.dated, months) < today:
            when = f"{proof.dated.day} {proof.dated:%B %Y}"
            words = f"The evidence “{proof.title}” of {when} is more than {months} months old."
            yield ProofProblem(item.id, ProofFault.STALE, proof, words)
