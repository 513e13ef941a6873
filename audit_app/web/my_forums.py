"""What the list of one's own forums says: each round that concerns this person, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from audit_app.agenda.priorities import waiting_after
from audit_app.audit.comments import reviewing_side
from audit_app.audit.models import Round, Source, State
from audit_app.audit.own_wording import waiting_for
from audit_app.audit.rounds import rounds_of, state_at
from audit_app.audit.sharing import is_shared
from audit_app.forum import access
from audit_app.forum.access import Access
from audit_app.forum.contributors import assessing_on
from audit_app.forum.models import Forum
from audit_app.web.components import date_time, plural
from audit_app.web.database_session import session
from audit_app.web.signed_in import today

OWN_LINK = "To answer, open the link in your invitation e-mail."


@dataclass(frozen=True)
class Step:
    """A sentence, and the page where it can be done: its address and the words of the link."""

    sentence: str
    address: str | None = None
    words: str = ""


@dataclass(frozen=True)
class RoundLine:
    """A round in the list."""

    round: Round
    state: State
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class ForumLine:
    """A forum in the list; `address` leads to its page, for those who may open it.

    assessments: the page of self-assessments, for those who fill one in, run them, or may see what is shared.
    """

    forum: Forum
    access: Access
    rounds: tuple[RoundLine, ...]
    address: str | None
    steps: tuple[Step, ...] = ()
    assessments: str | None = None


def forum_line(forum: Forum, own: Access, at: datetime) -> ForumLine:
    """A forum with the rounds that this person should know of. Reads only."""
    address = url_for("secretariat.forum", slug=forum.slug) if access.may_see_progress(own) else None
    found = rounds_of(session(), forum) if access.may_see_progress(own) or access.may_take_part(own) else []
    lines = [
        RoundLine(each, state, _steps(forum, each, state, own, at))
        for each in found
        if _concerns(each, state := state_at(each, at), own)
    ]
    assesses = access.may_assess(own) or access.may_run_assessments(own) or _has_organisations(forum, own)
    assessments = url_for("assessment.overview", slug=forum.slug) if assesses else None
    return ForumLine(forum, own, tuple(lines), address, (*_wordings(forum, own), *_priorities(forum, own)), assessments)


def _has_organisations(forum: Forum, own: Access) -> bool:
    """Whether there is anything for a member to see: most forums are no wellbeing subgroups."""
    return access.may_see_shared_assessments(own) and bool(assessing_on(session(), forum, today()))


def _wordings(forum: Forum, own: Access) -> Iterator[Step]:
    """Wordings of the forum's own that wait for a chair of this side."""
    for each in waiting_for(session(), forum, own.side if access.may_share_results(own) else None):
        address = url_for("secretariat.wording_changes", slug=forum.slug, wording_id=each.id)
        yield Step("Your forum's own wording waits for your side to agree.", address, "Read what changes")


def _priorities(forum: Forum, own: Access) -> Iterator[Step]:
    """Decisions about priorities that wait for a chair of this side."""
    for audit_round, number in waiting_after(session(), forum, own.side if access.may_share_results(own) else None):
        what = f"{plural(number, 'decision')} about priorities after {audit_round.name}"
        sentence = f"{what} {'waits' if number == 1 else 'wait'} for your side to agree."
        yield Step(sentence, _page("chair.priorities", forum, audit_round), "See the priorities")


def _concerns(audit_round: Round, state: State, own: Access) -> bool:
    """Drafts are for those who prepare or check them; a round being typed in is for the secretariat alone.

    A typed-in round has no links, so there is nothing in it for those who may not see results here.
    """
    if state is not State.DRAFT:
        return audit_round.source is Source.LIVE or access.may_see_results(own)
    return access.may_run_rounds(own) or (audit_round.source is Source.LIVE and access.may_see_progress(own))


def _steps(forum: Forum, audit_round: Round, state: State, own: Access, at: datetime) -> tuple[Step, ...]:
    if state is State.CLOSED:
        return _after_closing(forum, audit_round, own)
    sentence, words = _before_closing(audit_round, state, own, at)
    if not access.may_see_progress(own):
        return (Step(sentence),)
    return (Step(sentence, _page("secretariat.round_page", forum, audit_round), words),)


def _page(endpoint: str, forum: Forum, audit_round: Round) -> str:
    return url_for(endpoint, slug=forum.slug, round_id=audit_round.id)


def _before_closing(audit_round: Round, state: State, own: Access, at: datetime) -> tuple[str, str]:
    """A sentence and the words of the link to the round's page, for those who may open it."""
    officer = access.may_see_progress(own)
    if state is State.DRAFT:
        if audit_round.source is not Source.LIVE:
            return "An earlier year that is not yet in use.", "Check the results and put them into use"
        if access.may_run_rounds(own):
            return "Not open yet.", "Check the round and open it"
        return "Being prepared.", "Check the list of your side"
    if state is State.OPEN and audit_round.opens_at is not None and audit_round.opens_at > at:
        return f"Members can answer from {date_time(audit_round.opens_at)}.", "See the round" if officer else ""
    if state is State.OPEN:
        return ("Members are answering.", "See how many have answered") if officer else (OWN_LINK, "")
    if state is State.ANNULLED:
        return "This round was ended without results.", "Read why"
    if audit_round.close_requested:
        return "The answers are being counted.", "See the round"
    return "No more answers are taken.", "Check the numbers and close the round"


def _after_closing(forum: Forum, audit_round: Round, own: Access) -> tuple[Step, ...]:
    steps = []
    if access.may_see_results(own):
        address = _page("chair.results", forum, audit_round)
        steps.append(Step("The results are ready.", address, "Open the results"))
    elif is_shared(session(), audit_round):
        steps.append(Step("The chairs have shared the results. The link in your invitation e-mail shows them."))
    else:
        steps.append(Step("Closed. When the chairs share the results, your own link shows them."))
    if own.member_id is not None and reviewing_side(session(), audit_round, own.member_id, today()) is not None:
        address = _page("chair.comments", forum, audit_round)
        steps.append(Step("You read the comments first.", address, "Read the comments"))
    return tuple(steps)
