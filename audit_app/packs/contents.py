"""What the documents about one round are made of: exactly what the page of results shows."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from audit_app.agenda.progress import for_files
from audit_app.analysis.released import Comparison
from audit_app.audit.models import Round, Source, State
from audit_app.audit.results import comparable_rounds, load_comparison, load_series, released_comments
from audit_app.audit.rounds import questionnaire_of
from audit_app.reports.round_pack import RoundPack


def is_preview(audit_round: Round) -> bool:
    """Whether an earlier round has been brought in and is not in use yet: only the secretariat looks at it."""
    return audit_round.source is not Source.LIVE and audit_round.state is State.DRAFT


def baseline_among(earlier: Sequence[Round]) -> Round | None:
    """The newest of these rounds, newest first, that asked what members hoped for."""
    return next((each for each in earlier if questionnaire_of(each).baseline_of), None)


def beside_hopes(session: Session, audit_round: Round, comparison: Comparison, baseline: Round | None) -> Comparison:
    """The results beside what members hoped for: as compared, where that is a baseline, else this one, if any."""
    if baseline is None or comparison.has_hopes:
        return comparison
    return load_comparison(session, audit_round, baseline)


def load_round_pack(session: Session, audit_round: Round, against: Round | None = None) -> RoundPack:
    """One round, alone or against an earlier one. Comments and priorities come once the round is closed.

    Raises NotClosed before that, except for a round that was brought in; NotPossible for a round of another forum.
    """
    comparison = load_comparison(session, audit_round, against)
    baseline = baseline_among(comparable_rounds(session, audit_round))
    preview = is_preview(audit_round)
    return RoundPack(
        comparison=comparison,
        hoped=beside_hopes(session, audit_round, comparison, baseline),
        series=load_series(session, audit_round.forum, audit_round),
        comments=() if preview else released_comments(session, audit_round),
        priorities=() if preview else for_files(session, audit_round),
    )
