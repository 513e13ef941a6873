"""Where the organisations of a forum stand together: only what they signed and agreed to share."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.results import OrganisationPlace
from audit_app.analysis.assessed.themes import themes
from audit_app.assessment.models import AssessmentRound
from audit_app.assessment.rounds import rounds_of
from audit_app.assessment.sharing import shared_instruments
from audit_app.assessment.together import places_together
from audit_app.charts import Chart, bare, content_key, organisations_map, png, svg
from audit_app.charts.assessed_wording import element_words
from audit_app.forum.access import Access, may_run_assessments, may_see_shared_assessments
from audit_app.forum.contributors import assessing_on
from audit_app.forum.models import Forum
from audit_app.packs.theme_subject import load_theme_pack
from audit_app.questionnaire.instrument import Instrument
from audit_app.reports.theme_rows import move_rows, next_steps, pairings, theme_rows
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_together import address_of, map_rows
from audit_app.web.database_session import session
from audit_app.web.security import keep
from audit_app.web.signed_in import forum_and_access, today

WHERE = "/forums/<slug>/assessments/together"
_MIME = {"svg": "image/svg+xml", "png": "image/png"}
_MOST_PICTURES = 32


@dataclass(frozen=True)
class Together:
    """What is looked at. instrument: None while nothing is shared. round: None for the newest of each organisation."""

    forum: Forum
    access: Access
    instruments: list[Instrument]
    instrument: Instrument | None
    rounds: list[AssessmentRound]
    round: AssessmentRound | None

    def chosen(self) -> dict[str, Any]:
        """What is looked at, as parts of an address."""
        found: dict[str, Any] = {"instrument": self.instrument.id} if self.instrument is not None else {}
        return found | ({"round": str(self.round.id)} if self.round is not None else {})

    def places(self) -> list[OrganisationPlace]:
        """Where each organisation stands; empty while nothing is shared."""
        if self.instrument is None:
            return []
        return places_together(session(), self.forum, self.instrument.id, today(), self.round)


def together(slug: str) -> Together:
    """Fetch and authorise. What is asked for and is not there is left out: the newest of the first instrument shows."""
    forum, access = forum_and_access(slug, may_see_shared_assessments)
    offered = shared_instruments(session(), forum, today())
    if not offered:
        return Together(forum, access, [], None, [], None)
    wanted = request.args.get("instrument", "")
    instrument = next((each for each in offered if each.id == wanted), offered[0])
    rounds = [each for each in rounds_of(session(), forum) if each.instrument_id == instrument.id]
    chosen = next((each for each in rounds if str(each.id) == request.args.get("round", "")), None)
    return Together(forum, access, offered, instrument, rounds, chosen)


@blueprint.get(WHERE)
def forum_view(slug: str) -> ResponseReturnValue:
    """The heat map, what organisations have in common, who can help whom, and what changed."""
    page = together(slug)
    organisations = assessing_on(session(), page.forum, today())
    if page.instrument is None:
        return render_template(
            "assessment/together_empty.html",
            forum=page.forum,
            runs=may_run_assessments(page.access),
            leads=any(each.lead for each in page.access.contributions),
            organisations=len(organisations),
            rounds=len(rounds_of(session(), page.forum)),
        )
    pack = load_theme_pack(session(), page.forum, page.instrument, page.round, today())
    places = pack.shared.places
    chart = organisations_map(places)
    columns = themes(places)
    paired = pairings(pack)
    return render_template(
        "assessment/together.html",
        page=page,
        places=places,
        forum=page.forum,
        chart=chart,
        map_rows=map_rows(chart),
        scored=page.instrument.rules.scores,
        words=element_words(places[0].result.content) if places else ("element", "elements"),
        themes=theme_rows(columns, places),
        pairings=paired,
        columns=columns,
        moves=move_rows(pack.moves, columns),
        steps=next_steps(paired, columns, places),
        sharing=len(places),
        not_sharing=pack.absent,
        picture=lambda extension, **more: address_of(
            page.forum, page.instrument, page.round, extension=extension, **more
        ),
    )


@blueprint.get(f"{WHERE}/organisations.<any(svg, png):extension>")
def together_chart(slug: str, extension: str) -> ResponseReturnValue:
    """The heat map as a picture, `?bare` without the words that the page says. 304 when the browser has it already."""
    wanted = organisations_map(together(slug).places())
    if wanted.empty:
        abort(404)
    if "bare" in request.args:
        wanted = bare(wanted)
    keep("private, no-cache")
    etag = f"{content_key(wanted)}-{extension}"
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        answer = Response(_draw(wanted, extension), mimetype=_MIME[extension])
    answer.set_etag(etag)
    if extension == "svg":  # opened as a page it would be black, because the policy allows no style attributes
        answer.headers["Content-Disposition"] = 'attachment; filename="organisations.svg"'
    return answer


@lru_cache(maxsize=_MOST_PICTURES)
def _draw(chart: Chart, extension: str) -> bytes:
    return svg(chart) if extension == "svg" else png(chart)
