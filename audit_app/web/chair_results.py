"""Reading the results: the whole page, what was hoped for, and one page to print."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit_app.agenda.priorities import agreed_priorities
from audit_app.audit.comments import to_review
from audit_app.audit.results import released_comments
from audit_app.audit.sharing import sides_that_agree
from audit_app.charts import distributions
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.web import result_rows
from audit_app.web.chair_charts import drawn
from audit_app.web.chair_comments import may_review
from audit_app.web.chair_priorities import earlier_cards
from audit_app.web.chair_round import ROUND, blueprint, open_results
from audit_app.web.database_session import session
from audit_app.web.meanings import meaning_of

for name in ("statement_groups", "score_rows", "response_rows", "hope_rows", "has_sides"):
    blueprint.add_app_template_global(getattr(result_rows, name), name)
blueprint.add_app_template_global(meaning_of)


@blueprint.get(f"{ROUND}/results")
def results(slug: str, round_id: int) -> ResponseReturnValue:
    """Everything that may be shown, opening with what to say first."""
    page = open_results(slug, round_id)
    closed = not page.preview
    answers = tuple(chart for chart in distributions(page.comparison) if not chart.empty)
    comments = released_comments(session(), page.round) if closed else ()
    return render_template(
        "results/results.html",
        page=page,
        comparison=page.comparison,
        over_time_charts=drawn(page, "over-time"),
        first_charts=drawn(page, "quadrant"),
        section_charts=drawn(page, "section-change", "heat-map"),
        side_charts=drawn(page, "sides"),
        charts=(*answers, *drawn(page, "change")),
        comments=comments,
        unread=len(to_review(session(), page.round)) - len(comments) if closed else 0,
        may_review=may_review(page.round, page.access),
        agreed=sides_that_agree(session(), page.round),
        two_sides=TWO_SIDES,
        earlier_priorities=earlier_cards(page) if closed else (),
    )


@blueprint.get(f"{ROUND}/results/hopes")
def hopes(slug: str, round_id: int) -> ResponseReturnValue:
    """What a baseline hoped for beside what members found: a view of its own, never one trend."""
    page = open_results(slug, round_id)
    return render_template("results/hopes.html", page=page, comparison=page.hoped, charts=drawn(page, "hopes"))


@blueprint.get(f"{ROUND}/results/summary")
def summary(slug: str, round_id: int) -> ResponseReturnValue:
    """One page of A4, to print and to take into a meeting. Members see the same once both sides have agreed."""
    page = open_results(slug, round_id)
    agreed = () if page.preview else agreed_priorities(session(), page.round)
    return render_template("results/summary.html", page=page, comparison=page.comparison, priorities=agreed)
