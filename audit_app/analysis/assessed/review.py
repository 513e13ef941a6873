"""When items that follow the law are to be looked at again, as the file's review months say."""

from datetime import date

from audit_app.analysis.assessed.content import Content
from audit_app.questionnaire.instrument import Instrument


def next_review(instrument: Instrument, today: date) -> date | None:
    """The first day of the next review month after this month; None where the file has no reviews."""
    ahead = [date(year, month, 1) for year in (today.year, today.year + 1) for month in instrument.rules.review_months]
    return min((day for day in ahead if day > today), default=None)


def review_is_due(content: Content, today: date) -> bool:
    """Whether a review month has begun since the assessment was signed."""
    if content.signed_on is None:
        return False
    months = content.instrument.rules.review_months
    behind = [date(year, month, 1) for year in (today.year - 1, today.year) for month in months]
    latest = max((day for day in behind if day <= today), default=None)
    return latest is not None and content.signed_on < latest
