"""How self-assessments are said in pictures: whose they are, from when, and how much of them is answered."""

from collections.abc import Sequence
from datetime import date

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.charts.wording import many

ELEMENT_WORDS = {
    "framework": ("element", "elements"),
    "award": ("standard", "standards"),
    "standard": ("pillar", "pillars"),
    "self_check": ("part", "parts"),
}
SELF_CHECK = "This is a self-check, not accreditation."


def element_words(content: Content) -> tuple[str, str]:
    """What this instrument calls its elements: one, and several."""
    return ELEMENT_WORDS[content.instrument.shape]


def long_date(day: date) -> str:
    """Say "20 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def base(result: AssessmentResult) -> str:
    """How many statements have an agreed answer."""
    asked = sum(part.asked for part in result.elements)
    answered = sum(part.answered for part in result.elements)
    return f"{answered} of {asked} statements answered, as management and staff side agreed."


def source(content: Content) -> str:
    """The organisation, the assessment and its date, for a picture that leaves its page."""
    when = f"signed {long_date(content.signed_on)}" if content.signed_on is not None else "not signed yet"
    return f"{content.organisation} · {content.instrument.title} · {content.name} · {when}"


def listed(names: Sequence[str]) -> str:
    """Say "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def rated(amount: int, asked: int) -> str:
    """Say "7 of 8 rated"; "nothing rated yet" for none."""
    return f"{amount} of {asked} rated" if amount else "nothing rated yet"


def things(amount: int) -> str:
    """Say "1 thing is left", "4 things are left"."""
    return f"{many(amount, 'thing is', 'things are')} left"
