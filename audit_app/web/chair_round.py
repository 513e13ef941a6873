"""What every page of results begins with: whose forum, which round, compared with which earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.analysis.pool import BesideOthers
from audit_app.analysis.released import Comparison, Series
from audit_app.audit.models import Round, State
from audit_app.audit.results import comparable_rounds, load_beside_others, load_comparison, load_series
from audit_app.forum.access import Access, Role, may_see_results
from audit_app.forum.models import Forum
from audit_app.packs.contents import baseline_among, beside_hopes, is_preview
from audit_app.web.compression import compress_pages_of
from audit_app.web.database_session import session
from audit_app.web.signed_in import forum_and_access, today

ROUND = "/forums/<slug>/rounds/<int:round_id>"
NO_COMPARISON = "none"

blueprint = Blueprint("chair", __name__)
compress_pages_of(blueprint)


class ResultsNotOpenError(Exception):
    """The round is not closed, so nobody has results yet. Shown as a page, never as an error."""

    def __init__(self, audit_round: Round) -> None:
        super().__init__("There are no results before a round is closed.")
        self.round = audit_round


@dataclass(frozen=True)
class OpenResults:
    """A round whose results this person may see. `preview`: typed in, not yet put into use, for the secretariat."""

    forum: Forum
    access: Access
    round: Round
    preview: bool

    @cached_property
    def earlier(self) -> Sequence[Round]:
        """The rounds that this one can be compared with, newest first."""
        return comparable_rounds(session(), self.round)

    @cached_property
    def against(self) -> Round | None:
        """The earlier round in the address, else the newest, else none. Any other round is not found."""
        asked = request.args.get("against")
        if asked is None:
            return self.earlier[0] if self.earlier else None
        if asked == NO_COMPARISON:
            return None
        chosen = next((each for each in self.earlier if str(each.id) == asked), None)
        if chosen is None:
            abort(404)
        return chosen

    @cached_property
    def baseline(self) -> Round | None:
        """The newest earlier round that asked what members hoped for."""
        return baseline_among(self.earlier)

    @cached_property
    def comparison(self) -> Comparison:
        """The released results of the two rounds."""
        return load_comparison(session(), self.round, self.against)

    @cached_property
    def hoped(self) -> Comparison:
        """These results beside what members hoped for: as compared, where that is a baseline, else the newest one."""
        return beside_hopes(session(), self.round, self.comparison, self.baseline)

    @cached_property
    def series(self) -> Series:
        """This round and those before it, as lines over time."""
        return load_series(session(), self.forum, self.round)

    @cached_property
    def beside(self) -> BesideOthers:
        """This round beside all other forums. Not found before an earlier round is put into use."""
        if self.preview:
            abort(404)
        return load_beside_others(session(), self.round, today())

    def address(self, endpoint: str, **more: str) -> str:
        """The address of another page of these results, compared with the same earlier round."""
        against = str(self.against.id) if self.against else NO_COMPARISON
        parts: dict[str, Any] = {"slug": self.forum.slug, "round_id": self.round.id, "against": against, **more}
        return url_for(f"chair.{endpoint}", **parts)


def open_results(slug: str, round_id: int) -> OpenResults:
    """Fetch and authorise. 404 for what is not there for this person; ResultsNotOpenError before closing."""
    forum, access = forum_and_access(slug, may_see_results)
    audit_round = round_of(forum, round_id)
    typed_draft = is_preview(audit_round)
    preview = typed_draft and Role.SECRETARIAT in access.roles
    if typed_draft and not preview:
        abort(404)  # only the secretariat knows of it before it is in use
    if audit_round.state is not State.CLOSED and not preview:
        raise ResultsNotOpenError(audit_round)
    return OpenResults(forum, access, audit_round, preview)


def round_of(forum: Forum, round_id: int) -> Round:
    """A forum's round by its number; 404 for another forum's."""
    audit_round = session().get(Round, round_id) if round_id < 2**31 else None
    if audit_round is None or audit_round.forum_id != forum.id:
        abort(404)
    return audit_round


@blueprint.errorhandler(ResultsNotOpenError)
def _not_open(error: ResultsNotOpenError) -> ResponseReturnValue:
    return render_template("results/not_open.html", round=error.round, forum=error.round.forum), 403
