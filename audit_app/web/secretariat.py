"""The pages of the secretariat; chairs share those that show how a round goes and those that stop or close it.

This module holds the forum's own page. The modules named below add theirs to the same blueprint.
"""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from audit_app.audit.models import Round, Source, State
from audit_app.audit.own_wording import waiting_for
from audit_app.audit.rounds import rounds_of, state_at
from audit_app.audit.turnout import Turnup, turn_up
from audit_app.database import now
from audit_app.forum.access import (
    Access,
    access_to,
    may_keep_people,
    may_run_rounds,
    may_see_progress,
    may_share_results,
)
from audit_app.forum.forums import subgroups_of
from audit_app.forum.models import Forum
from audit_app.forum.people import seats_on
from audit_app.questionnaire.definition import Side
from audit_app.web import (
    secretariat_close,
    secretariat_earlier,
    secretariat_import,
    secretariat_invitations,
    secretariat_mail,
    secretariat_operator,
    secretariat_people,
    secretariat_posts,
    secretariat_preview,
    secretariat_rounds,
    secretariat_settings,
    secretariat_table,
    secretariat_wording,
    secretariat_wording_agree,
    secretariat_wording_edit,
)
from audit_app.web.database_session import session
from audit_app.web.next_step import next_step
from audit_app.web.record_words import SOURCE_WORDS
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import forum_and_access, today

__all__ = [
    "blueprint",
    "secretariat_close",
    "secretariat_earlier",
    "secretariat_import",
    "secretariat_invitations",
    "secretariat_mail",
    "secretariat_operator",
    "secretariat_people",
    "secretariat_posts",
    "secretariat_preview",
    "secretariat_rounds",
    "secretariat_settings",
    "secretariat_table",
    "secretariat_wording",
    "secretariat_wording_agree",
    "secretariat_wording_edit",
]


@dataclass(frozen=True)
class RoundLine:
    """A round in the list of a forum's page."""

    round: Round
    state: State
    turnup: Turnup | None  # for rounds that run or ran here

    @property
    def numbers(self) -> str:
        """How many have answered, in words; nothing for drafts and typed-in rounds."""
        if self.turnup is None:
            return ""
        return f"{self.turnup.all_returned} of {self.turnup.all_invited} answered"

    @property
    def source_words(self) -> str:
        """Where an earlier round came from; nothing for rounds that run here."""
        words = SOURCE_WORDS.get(self.round.source, "")
        return words.partition(":")[0]


def round_lines(database: Session, forum: Forum, *, typed_drafts: bool) -> list[RoundLine]:
    """The rounds of a forum, newest first, with their state now and their numbers.

    `typed_drafts`: with typed-in rounds that are not in use yet, which only the secretariat sees.
    """
    at = now()
    lines = []
    for each in rounds_of(database, forum):
        state = state_at(each, at)
        if each.source is not Source.LIVE and state is State.DRAFT and not typed_drafts:
            continue
        counted = each.source is Source.LIVE and state not in {State.DRAFT, State.ANNULLED}
        lines.append(RoundLine(each, state, turn_up(database, each) if counted else None))
    return lines


@blueprint.get("/forums/<slug>/")
def forum(slug: str) -> ResponseReturnValue:
    """A forum's page: what to do next, the rounds, and the way to everything else."""
    found, access = forum_and_access(slug, may_see_progress)
    lines = round_lines(session(), found, typed_drafts=may_run_rounds(access))
    seats = seats_on(session(), found, today())
    step = next_step([(line.round, line.state, line.turnup) for line in lines], seats, access)
    return render_template(
        "secretariat/forum.html",
        forum=found,
        access=access,
        lines=lines,
        members={side: sum(seat.side is side for seat in seats) for side in Side},
        step=step,
        step_link=url_for(step.endpoint, slug=slug, round_id=step.round_id)
        if step.round_id
        else url_for(step.endpoint, slug=slug),
        subgroups=[(each, _opens_for(each, access)) for each in subgroups_of(session(), found)],
        waiting=waiting_for(session(), found, access.side if may_share_results(access) else None),
        runs=may_run_rounds(access),
        keeps=may_keep_people(access),
    )


def _opens_for(subgroup: Forum, access: Access) -> bool:
    """Whether this person may open a subgroup's own page."""
    own = access_to(session(), subgroup, access.email, today())
    return own is not None and may_see_progress(own)
