"""The two reviewers read what members wrote before anybody else: pass, withhold, or strike out words such as names.

One form for everything: it is taken as a whole or not at all, and what was typed comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.comments import Comment, Review, decide, review_by, reviewing_side, strike_out, to_review
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, State
from audit_app.forum.access import Access
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.web.chair_round import ROUND, ResultsNotOpenError, blueprint, round_of
from audit_app.web.database_session import commit, session
from audit_app.web.fields import printable
from audit_app.web.signed_in import forum_and_access, today

_DECISIONS = {
    Review.PASSED: "Pass: others may read it",
    Review.WITHHELD: "Withhold: nobody else reads it",
    Review.WAITING: "Decide later",
}
_SAID = {Review.PASSED: "passed", Review.WITHHELD: "withheld", Review.WAITING: "not decided yet"}


@dataclass(frozen=True)
class CommentToReview:
    """One comment as its reviewer sees it, with what was typed beside it."""

    id: int
    question: str
    text: str
    decision: str
    other_said: str
    strike: str
    error: str


@dataclass(frozen=True)
class _Reviewing:
    """A reviewer at work."""

    forum: Forum
    round: Round
    side: Side

    @property
    def other(self) -> Side:
        return next(side for side in TWO_SIDES if side is not self.side)


def may_review(audit_round: Round, access: Access) -> Side | None:
    """The side for which this person reads this round's comments first, if any."""
    return reviewing_side(session(), audit_round, access.member_id, today()) if access.member_id is not None else None


@blueprint.get(f"{ROUND}/comments")
def comments(slug: str, round_id: int) -> ResponseReturnValue:
    """Everything that members wrote, for the two reviewers alone."""
    return _page(_reviewing(slug, round_id), {}, {})


@blueprint.post(f"{ROUND}/comments")
def review_comments(slug: str, round_id: int) -> ResponseReturnValue:
    """Take all decisions and strike out all words, or nothing."""
    who = _reviewing(slug, round_id)
    errors: dict[str, str] = {}
    for _, _, comment in to_review(session(), who.round):
        decision = request.form.get(f"decision-{comment.id}", review_by(comment, who.side).value)
        if decision not in set(Review):
            errors[f"decision-{comment.id}"] = "Choose one of the three answers."
            continue
        decide(comment, who.side, Review(decision))
        try:
            _strike(comment, request.form.get(f"strike-{comment.id}", ""))
        except NotPossible as refusal:
            errors[f"strike-{comment.id}"] = str(refusal)
    if errors:
        session().rollback()
        return _page(_reviewing(slug, round_id), request.form, errors), 422
    commit()
    return redirect(url_for("chair.comments", slug=slug, round_id=round_id, saved="yes"), 303)


def _reviewing(slug: str, round_id: int) -> _Reviewing:
    """403 for everyone but the two reviewers, chairs and secretariat included."""
    forum, access = forum_and_access(slug)
    audit_round = round_of(forum, round_id)
    side = may_review(audit_round, access)
    if side is None:
        abort(403)
    if audit_round.state is not State.CLOSED:
        raise ResultsNotOpenError(audit_round)
    return _Reviewing(forum, audit_round, side)


def _strike(comment: Comment, typed: str) -> None:
    """Strike out every line that was typed. Raises NotPossible for words that do not stand in the comment."""
    for words in printable(typed).splitlines():
        if words.strip():
            strike_out(session(), comment, words)


def _page(who: _Reviewing, typed: Mapping[str, str], errors: dict[str, str]) -> str:
    headings: dict[str, list[CommentToReview]] = {}
    everything = to_review(session(), who.round)
    for heading, question, comment in everything:
        headings.setdefault(heading, []).append(_shown(who, question, comment, typed, errors))
    return render_template(
        "chair/comments.html",
        who=who,
        headings=headings,
        decisions=_DECISIONS,
        waiting=sum(review_by(each, who.side) is Review.WAITING for _, _, each in everything),
        waiting_other=sum(review_by(each, who.other) is Review.WAITING for _, _, each in everything),
        released=sum(all(review_by(each, side) is Review.PASSED for side in TWO_SIDES) for _, _, each in everything),
        total=len(everything),
        saved=request.args.get("saved") == "yes",
        errors=errors,
    )


def _shown(
    who: _Reviewing, question: str, comment: Comment, typed: Mapping[str, str], errors: Mapping[str, str]
) -> CommentToReview:
    return CommentToReview(
        id=comment.id,
        question=question,
        text=comment.text,
        decision=typed.get(f"decision-{comment.id}", review_by(comment, who.side).value),
        other_said=_SAID[review_by(comment, who.other)],
        strike=printable(typed.get(f"strike-{comment.id}", "")),
        error=errors.get(f"strike-{comment.id}", ""),
    )
