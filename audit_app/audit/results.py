"""The only gate from tallies to a screen or a file: load, analyse, suppress.

Every public function hands out released results alone. Nothing before a round is closed.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.comparison import compare
from audit_app.analysis.pool import BesideOthers, beside_others, newest_pool, poolable
from audit_app.analysis.released import Comparison, ReviewedComment, Series
from audit_app.analysis.series import series
from audit_app.analysis.tallies import Average, Group, QuestionTally, RoundTallies, Turnout
from audit_app.audit.comment_groups import grouped
from audit_app.audit.earlier_figures import TypedRound, as_tallies
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, RoundSide, Source, State
from audit_app.audit.pool_sums import kept_sums_of, rounds_in_pool, sums_of
from audit_app.audit.rounds import day_of, questionnaire_of
from audit_app.audit.tallies import Comment, Review, SectionHistogram, Tally, TypedAverage
from audit_app.database import uk_day
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, Questionnaire

_MOST_KEPT = 64  # comparisons, some 100 kB each
_MOST_ROUNDS = 8  # on a line over time; more would be too narrow to read
_KEPT: OrderedDict[object, Comparison | Series] = OrderedDict()
_LOCK = threading.Lock()
_Kept = TypeVar("_Kept", Comparison, Series)


class NotClosed(NotPossible):
    """There are no results before a round is closed."""


def load_comparison(session: Session, audit_round: Round, against: Round | None = None) -> Comparison:
    """One round's released results, alone or against an earlier round of the same forum.

    Raises NotClosed while either round is not closed, NotPossible for a round of another forum. A typed-in round
    can be looked at before it is put into use. Five queries a round, however many answered; the comparison itself is
    kept by its content, because closed rounds do not change.
    """
    if against is not None and against.forum_id != audit_round.forum_id:
        raise NotPossible("Only rounds of the same forum can be compared.")
    later = _tallies(session, audit_round)
    earlier = _tallies(session, against) if against is not None else None
    chosen = against is not None and _could_be_chosen(audit_round, against)
    key = (_content_key(audit_round, later), against and earlier and _content_key(against, earlier), chosen)
    return _kept(key, Comparison, lambda: compare(later, earlier, chosen=chosen))


def _could_be_chosen(one: Round, other: Round) -> bool:
    """Whether one round's figures came, or may yet change, when the other one, that ran here, was closed already.

    What was in use before that can no longer be undone (`earlier_rounds.why_kept`), and was chosen knowing nothing.
    """
    live = [each for each in (one, other) if each.source is Source.LIVE]
    brought = [each for each in (one, other) if each.source is not Source.LIVE]
    if not live or not brought:
        return False
    ran, came = live[0].closed_at, brought[0].closed_at
    return ran is None or came is None or came >= ran


def load_series(session: Session, forum: Forum, audit_round: Round) -> Series:
    """The forum's rounds up to this one as lines over time, oldest first: this one and the seven closed before it.

    Raises NotClosed while the round is not closed, NotPossible for a round of another forum. Five queries a round; kept
    by content, as a comparison is.
    """
    if audit_round.forum_id != forum.id:
        raise NotPossible("Only rounds of the same forum can be drawn together.")
    rounds = [audit_round, *comparable_rounds(session, audit_round)][:_MOST_ROUNDS][::-1]
    tallies = [_tallies(session, each) for each in rounds]
    key = ("series", *(_content_key(each, found) for each, found in zip(rounds, tallies, strict=True)))
    return _kept(key, Series, lambda: series(tallies))


@dataclass(frozen=True)
class EarlierPreview:
    """What an earlier round will show once it is stored. `later`: the next round after it, compared with it, if any."""

    drawn: Comparison
    later: Comparison | None


def preview_comparison(
    session: Session, forum: Forum, questionnaire: Questionnaire, typed: TypedRound
) -> EarlierPreview:
    """The released results of figures in hand, through the same plan and gate as if they were stored. Stores nothing.

    They stand beside the newest closed round before them, and the oldest closed round after them beside them.
    """
    figures = as_tallies(forum.name, questionnaire, typed)
    closed = _closed_rounds(session, forum)
    before = [each for each in closed if (day_of(each) or date.max) <= typed.held_on]
    after = closed[len(before) :]
    last, then = before[-1] if before else None, after[0] if after else None
    ran_here = [each is not None and each.source is Source.LIVE for each in (last, then)]
    drawn = compare(figures, _tallies(session, last) if last else None, chosen=ran_here[0])
    return EarlierPreview(drawn, compare(_tallies(session, then), figures, chosen=ran_here[1]) if then else None)


def _closed_rounds(session: Session, forum: Forum) -> Sequence[Round]:
    """The closed rounds of a forum, oldest first. One query."""
    found = session.scalars(select(Round).where(Round.forum_id == forum.id, Round.state == State.CLOSED))
    return sorted(found, key=lambda each: (day_of(each) or date.max, each.id))


def _kept(key: object, kind: type[_Kept], make: Callable[[], _Kept]) -> _Kept:
    """What was made for this key before, or made now; the least used is forgotten."""
    with _LOCK:
        found = _KEPT.get(key)
        if isinstance(found, kind):
            _KEPT.move_to_end(key)
            return found
    made = make()
    with _LOCK:
        _KEPT[key] = made
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def comparable_rounds(session: Session, audit_round: Round) -> Sequence[Round]:
    """The closed rounds of the same forum that came before, newest first. One query."""
    query = select(Round).where(
        Round.forum_id == audit_round.forum_id, Round.state == State.CLOSED, Round.id != audit_round.id
    )
    present = day_of(audit_round) or date.max
    earlier = [
        each for each in session.scalars(query) if (day_of(each) or date.max, each.id) < (present, audit_round.id)
    ]
    return sorted(earlier, key=lambda each: (day_of(each) or date.min, each.id), reverse=True)


def latest_closed(session: Session, forum: Forum) -> Round | None:
    """The forum's newest closed round, if any."""
    query = select(Round).where(Round.forum_id == forum.id, Round.state == State.CLOSED)
    return max(session.scalars(query), key=lambda each: (day_of(each) or date.min, each.id), default=None)


def released_comments(session: Session, audit_round: Round) -> tuple[ReviewedComment, ...]:
    """Comments that both reviewers have passed, under their headings, in their fixed random order. One query."""
    if audit_round.state is not State.CLOSED:
        raise NotClosed("Comments can be read once the round is closed.")
    everything = list(session.scalars(select(Comment).where(Comment.round_id == audit_round.id).order_by(Comment.id)))
    return tuple(
        ReviewedComment(heading=heading, question_text=words, text=comment.text)
        for heading, words, comment in grouped(questionnaire_of(audit_round), everything, audit_round.minimum)
        if comment.management_review is Review.PASSED and comment.staff_review is Review.PASSED
    )


def poolable_statements(session: Session, audit_round: Round) -> frozenset[str]:
    """The statements of a closed round whose totals are released, so that they may be counted with other forums.

    Raises NotClosed while the round is not closed.
    """
    return poolable(_tallies(session, audit_round))


def load_beside_others(session: Session, audit_round: Round, today: date) -> BesideOthers:
    """A closed round beside all other forums: those of its own year once that is made, else of the newest year made.

    Raises NotClosed while the round is not closed.
    """
    own = _tallies(session, audit_round)
    year = min(own.closed_on.year, newest_pool(today))
    demonstration = audit_round.forum.demonstration
    everyone = rounds_in_pool(session, audit_round.questionnaire_id, year, demonstration=demonstration)
    ours = [each for each in everyone if each.forum_id == audit_round.forum_id]
    pool, part = kept_sums_of(session, everyone), sums_of(session, ours)
    made_on, came = date(year + 1, 2, 1), audit_round.closed_at
    chosen = own.typed_in and (came is None or uk_day(came) >= made_on)
    return beside_others(own, pool, part, year=year, forums=len(everyone) - len(ours), chosen=chosen)


def _tallies(session: Session, audit_round: Round) -> RoundTallies:
    typed_in = audit_round.source is not Source.LIVE
    preview = typed_in and audit_round.state is State.DRAFT
    if audit_round.state is not State.CLOSED and not preview:
        raise NotClosed("Results can be seen once the round is closed.")
    questionnaire = questionnaire_of(audit_round)
    sides = session.scalars(select(RoundSide).where(RoundSide.round_id == audit_round.id))
    histograms: dict[tuple[str, Group], dict[tuple[int, int], int]] = {}
    places = select(
        SectionHistogram.section_id, SectionHistogram.group, SectionHistogram.answered, SectionHistogram.total,
        SectionHistogram.count,
    ).where(SectionHistogram.round_id == audit_round.id)  # fmt: skip
    for section_id, group, answered, total, count in session.execute(places):  # rows, three times as quick as objects
        histograms.setdefault((section_id, group), {})[(answered, total)] = count
    averages = session.scalars(select(TypedAverage).where(TypedAverage.round_id == audit_round.id))
    return RoundTallies(
        forum=audit_round.forum.name,
        name=audit_round.name,
        closed_on=day_of(audit_round) or date.min,
        questionnaire=questionnaire,
        minimum=audit_round.minimum,
        turnout={each.side: Turnout(each.invited, each.answered) for each in sides},
        tallies=_question_tallies(session, audit_round, questionnaire),
        histograms=histograms,
        averages={(each.question_id, each.group): Average(each.n, each.score) for each in averages},
        typed_in=typed_in,
        discarded=audit_round.discarded,
    )


def _content_key(audit_round: Round, tallies: RoundTallies) -> bytes:
    """SHA-256 over everything that a comparison is made of, so that no two databases or rounds can be confused."""
    content = (
        audit_round.questionnaire_digest,
        (tallies.forum, tallies.name, tallies.closed_on, tallies.minimum, tallies.typed_in, tallies.discarded),
        sorted((side, each.invited, each.answered) for side, each in tallies.turnout.items()),
        sorted((key, each.counts, each.dont_know, each.blank) for key, each in tallies.tallies.items()),
        sorted((key, sorted(places.items())) for key, places in tallies.histograms.items()),
        sorted((key, each.n, each.score) for key, each in tallies.averages.items()),
    )
    return hashlib.sha256(repr(content).encode()).digest()


def _question_tallies(
    session: Session, audit_round: Round, questionnaire: Questionnaire
) -> dict[tuple[str, Group], QuestionTally]:
    found: dict[tuple[str, Group], dict[str, int]] = {}
    counted = select(Tally.question_id, Tally.group, Tally.value, Tally.count).where(Tally.round_id == audit_round.id)
    for question_id, group, value, count in session.execute(counted):
        found.setdefault((question_id, group), {})[value] = count
    scales = {question.id: questionnaire.scale_of(question) for question in questionnaire.questions}
    return {
        (question_id, group): QuestionTally(
            counts=tuple(values.get(str(value), 0) for value in scales[question_id].values),
            dont_know=values.get(DONT_KNOW, 0),
            blank=values.get(BLANK, 0),
        )
        for (question_id, group), values in found.items()
    }
