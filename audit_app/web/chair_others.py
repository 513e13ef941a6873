"""This forum beside all other forums, and the agreement of both sides to be counted together with them."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit_app.analysis.thresholds import POOL_FORUMS
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Source
from audit_app.audit.pool import agree_to_pool, last_day_to_agree, sides_that_pool, take_back
from audit_app.charts import beside_others
from audit_app.database import now
from audit_app.forum.access import may_share_results
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.beside_others_csv import beside_others_csv
from audit_app.reports.file_names import file_name
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.database_session import commit, session
from audit_app.web.other_rows import other_groups
from audit_app.web.signed_in import forum_and_access, today

_PATH = f"{ROUND}/results/beside-others"


@blueprint.get(_PATH)
def others(slug: str, round_id: int) -> ResponseReturnValue:
    """The figures, if there are any, and who has agreed."""
    return _page(_in_use(slug, round_id))


@blueprint.post(_PATH)
def pool_agree(slug: str, round_id: int) -> ResponseReturnValue:
    """Agree for one's own side that this round is counted in."""
    return _decide(slug, round_id, agree_to_pool)


@blueprint.post(f"{_PATH}/take-back")
def pool_take_back(slug: str, round_id: int) -> ResponseReturnValue:
    """Take one's own side's agreement back."""
    return _decide(slug, round_id, take_back)


@blueprint.get(f"{_PATH}.csv")
def others_file(slug: str, round_id: int) -> ResponseReturnValue:
    """The figures of the page as a file; 404 when there are none."""
    page = _in_use(slug, round_id)
    if not page.beside.statements:
        abort(404)
    name = file_name(page.forum.slug, f"{page.round.name} beside other forums", "csv")
    content = BytesIO(beside_others_csv(page.beside))
    return send_file(content, "text/csv", as_attachment=True, download_name=name, etag=False)


def _in_use(slug: str, round_id: int) -> OpenResults:
    page = open_results(slug, round_id)
    if page.preview:
        abort(404)
    return page


def _decide(slug: str, round_id: int, decide: Callable[..., None]) -> ResponseReturnValue:
    page = _in_use(slug, round_id)
    _, access = forum_and_access(slug, may_share_results)
    if access.side is None:
        abort(403)
    try:
        decide(session(), page.round, access.side, actor=access.actor, at=now())
    except NotPossible as refusal:
        session().rollback()
        return _page(_in_use(slug, round_id), {"": str(refusal)}), 409
    commit()
    return redirect(url_for("chair.others", slug=slug, round_id=round_id), 303)


def _page(page: OpenResults, errors: dict[str, str] | None = None) -> str:
    agreed = sides_that_pool(session(), page.round)
    last = last_day_to_agree(page.round) or date.max
    return render_template(
        "chair/beside_others.html",
        page=page,
        beside=page.beside,
        groups=other_groups(page.beside),
        chart=beside_others(page.beside),
        needed=POOL_FORUMS + 1,
        agreed=agreed,
        two_sides=TWO_SIDES,
        mine=page.access.side if may_share_results(page.access) else None,
        last=last,
        still=today() <= last,
        made_on=date(last.year, 2, 1),
        averages_only=page.round.source is Source.TYPED_AVERAGES,
        errors=errors or {},
    )
