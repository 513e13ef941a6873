"""What members will see: the words before they start and every question, to read and not to answer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from audit_app.audit.rounds import questionnaire_of
from audit_app.forum.access import may_see_progress
from audit_app.questionnaire.answers import Answers, pages
from audit_app.questionnaire.definition import Side
from audit_app.web.answer_markup import questions_markup
from audit_app.web.secretariat_blueprint import blueprint, shown_round_of
from audit_app.web.signed_in import forum_and_access


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/preview")
def preview(slug: str, round_id: int) -> ResponseReturnValue:
    """The questionnaire as one side sees it."""
    forum, access = forum_and_access(slug, may_see_progress)
    audit_round = shown_round_of(forum, round_id, access)
    asked = request.args.get("as", "")
    side = Side(asked) if asked in set(Side) else Side.MANAGEMENT
    questionnaire = questionnaire_of(audit_round)
    shown = [
        (page, questions_markup(audit_round.questionnaire_digest, questionnaire, page, side, Answers()))
        for page in pages(questionnaire, side)
    ]
    return render_template(
        "secretariat/preview.html",
        forum=forum,
        round=audit_round,
        questionnaire=questionnaire,
        side=side,
        sides=tuple(Side),
        pages=shown,
    )
