"""Which answers a peer reads the evidence of: a sample that nobody chose, spread over the elements."""

import hashlib

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.ratings import agreed_rating, answer_to, needs_evidence


def sample_for_a_peer(content: Content, seed: str, size: int | None = None) -> tuple[str, ...]:
    """Items with evidence that their rating needs, in the order of the instrument; the same for the same seed.

    size: how many, by default what the file says. One from each element before a second from any; fewer where fewer
    have evidence. Empty where the file takes no sample.
    """
    wanted = content.instrument.rules.sample if size is None else size
    if not wanted:
        return ()
    drawn: list[tuple[int, str, str]] = []  # round of drawing, lot of the element, item
    for element in content.instrument.sections:
        lots = sorted(
            (_lot(seed, item.id), item.id)
            for item in element.questions
            if (rating := agreed_rating(answer := answer_to(content, item))) is not None
            and needs_evidence(content.instrument.rating_scale(item), rating)
            and answer.proofs
        )
        drawn += [(turn, _lot(seed, element.id), name) for turn, (_, name) in enumerate(lots)]
    chosen = {name for *_, name in sorted(drawn)[:wanted]}
    return tuple(item.id for item in content.instrument.items if item.id in chosen)


def _lot(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\0{name}".encode()).hexdigest()
