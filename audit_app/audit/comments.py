"""The two reviewers' reading of comments, and the day on which comments are deleted."""

import re
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audit_app.audit.comment_groups import grouped
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, State
from audit_app.audit.rounds import questionnaire_of, reviewers_of
from audit_app.audit.tallies import Comment, Review
from audit_app.forum.people import chairs_of
from audit_app.questionnaire.definition import TWO_SIDES, Side

# Comment and Review too: the pages of the reviewers reach comments through this module alone
__all__ = [
    "STRUCK_OUT",
    "Comment",
    "Review",
    "decide",
    "expire_comments",
    "review_by",
    "reviewing_side",
    "strike_out",
    "to_review",
]

STRUCK_OUT = "[removed]"


def reviewing_side(session: Session, audit_round: Round, member_id: int, today: date) -> Side | None:
    """The side for which this member reads the comments first, if any.

    Where the named reviewer has left the forum or changed side, the present chairs of that side take the place, so
    that comments are never locked in. A few queries.
    """
    for side, named in reviewers_of(session, audit_round).items():
        seat = named.seat_on(today)
        if seat is not None and seat.side is side:
            stand_in = named.id == member_id
        else:
            stand_in = any(chair.id == member_id for chair in chairs_of(session, audit_round.forum, side, today))
        if stand_in:
            return side
    return None


def to_review(session: Session, audit_round: Round) -> list[tuple[str, str, Comment]]:
    """(heading, the question's words, comment) of a closed round, for its two reviewers only. One query."""
    if audit_round.state is not State.CLOSED:
        raise NotPossible("Comments can be read once the round is closed.")
    query = select(Comment).where(Comment.round_id == audit_round.id).order_by(Comment.id)
    return grouped(questionnaire_of(audit_round), list(session.scalars(query)), audit_round.minimum)


def review_by(comment: Comment, side: Side) -> Review:
    """What the reviewer of one side has said."""
    return comment.management_review if side is Side.MANAGEMENT else comment.staff_review


def decide(comment: Comment, side: Side, outcome: Review) -> None:
    """Note what a side's reviewer says. Raises ValueError for partners, who review nothing."""
    if side not in TWO_SIDES:
        raise ValueError("Comments are reviewed by the two sides.")
    if side is Side.MANAGEMENT:
        comment.management_review = outcome
    else:
        comment.staff_review = outcome


def strike_out(session: Session, comment: Comment, words: str) -> None:
    """Strike whole words, such as a name, out of a comment for good; "[removed]" stands in their place.

    The database is compacted afterwards, or the words would still lie in its files. Raises NotPossible when the words
    are empty or do not stand in the comment.
    """
    # whole words only, or striking out "Ed" would spoil "agreed", and the "[removed]" of an earlier time
    pattern = re.compile(rf"(?<!\w){re.escape(words.strip())}(?!\w)", re.IGNORECASE)
    kept = comment.text.split(STRUCK_OUT)
    if not words.strip() or not any(pattern.search(piece) for piece in kept):
        raise NotPossible("These words are not in the comment. Copy them exactly as they stand there.")
    comment.text = STRUCK_OUT.join(pattern.sub(STRUCK_OUT, piece) for piece in kept)
    session.execute(update(Round).where(Round.id == comment.round_id).values(compacted=False))


def expire_comments(session: Session, today: date) -> int:
    """Delete comments whose day has come. Returns how many; the database is compacted afterwards."""
    expired = list(session.scalars(select(Comment).where(Comment.expires_on <= today)))
    for comment in expired:
        session.delete(comment)
    rounds = {comment.round_id for comment in expired}
    if rounds:
        session.execute(update(Round).where(Round.id.in_(rounds)).values(compacted=False))
    session.flush()
    return len(expired)
