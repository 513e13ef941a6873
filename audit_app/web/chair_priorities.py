"""From results to priorities: what is suggested, what the chairs of both sides make of it, and whether it moved."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from audit_app.agenda import progress
from audit_app.agenda.models import Priority, Standing
from audit_app.agenda.priorities import Chair, records_of
from audit_app.audit.results import comparable_rounds, latest_closed
from audit_app.forum.access import may_decide_priorities, may_see_results
from audit_app.web import suggestion_rows
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.database_session import session
from audit_app.web.priority_rows import DECISION_WORDS, OriginCards, cards_of, suggestions_of
from audit_app.web.signed_in import forum_and_access

PRIORITIES = f"{ROUND}/priorities"
ONE = f"{PRIORITIES}/<int:priority_id>"

for name in ("suggestion_rows", "strength_rows"):
    blueprint.add_app_template_global(getattr(suggestion_rows, name), name)


@blueprint.get(PRIORITIES)
def priorities(slug: str, round_id: int) -> ResponseReturnValue:
    """What is suggested after this round, what was decided, and what has become of earlier priorities."""
    return priorities_page(round_in_use(slug, round_id)), 200


@blueprint.get("/forums/<slug>/priorities")
def forum_priorities(slug: str) -> ResponseReturnValue:
    """Every priority of a forum, by round, with how its measures moved."""
    forum, access = forum_and_access(slug, may_see_results)
    newest = latest_closed(session(), forum)
    rounds = [newest, *comparable_rounds(session(), newest)] if newest is not None else []
    origins = progress.of_every_round(session(), forum, rounds)
    return render_template(
        "priorities/forum.html",
        forum=forum,
        newest=newest,
        groups=[cards_of(each, access) for each in origins],
    )


def priorities_page(page: OpenResults, errors: dict[str, str] | None = None) -> str:
    """The page of one round's priorities, with what went wrong on top."""
    own = progress.of_this_round(session(), page.round)
    records = records_of(session(), [each.priority for each in own.followed])
    mine = cards_of(own, page.access, records)
    earlier = earlier_cards(page)
    return render_template(
        "priorities/priorities.html",
        page=page,
        comparison=page.comparison,
        earlier=earlier,
        mine=mine,
        adopted=[card for card in mine.cards if card.priority.standing is not Standing.DECLINED],
        left_out=[card for card in mine.cards if card.priority.standing is Standing.DECLINED],
        suggestions=suggestions_of(page.comparison, mine, earlier),
        decides=may_decide_priorities(page.access),
        decision_words=DECISION_WORDS,
        errors=errors or {},
    )


def earlier_cards(page: OpenResults) -> list[OriginCards]:
    """The priorities of earlier rounds, measured at this one."""
    return [cards_of(each, page.access) for each in progress.of_earlier_rounds(session(), page.round)]


def round_in_use(slug: str, round_id: int) -> OpenResults:
    """A closed round. One that was typed in and is not in use yet has no priorities."""
    page = open_results(slug, round_id)
    if page.preview:
        abort(404)
    return page


def chair_of(page: OpenResults) -> Chair:
    """Whoever decides, for their own side. The secretariat reads, and cannot decide."""
    _, access = forum_and_access(page.forum.slug, may_decide_priorities)
    if access.side is None:
        abort(403)
    return Chair(access.side, access.actor)


def priority_of(page: OpenResults, priority_id: int) -> Priority:
    """A priority of this round; 404 for any other."""
    found = session().get(Priority, priority_id) if 0 < priority_id < 2**31 else None
    if found is None or found.round_id != page.round.id:
        abort(404)
    return found


def back_to_priorities(page: OpenResults, said: str) -> ResponseReturnValue:
    """The round's priorities, which say what has just been done."""
    flash(said)
    return redirect(page.address("priorities"), 303)
