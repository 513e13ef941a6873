"""The results of one assessment: what to do next, where it stands, what is left, what changed; and pictures of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.content import ActionState
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.analysis.assessed.sample import sample_for_a_peer
from audit_app.assessment.contents import signed_versions
from audit_app.charts import Chart, assessment_change, assessment_levels, assessment_profile
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.assessment_rows import ResultRows
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.assessment_ratings import revision
from audit_app.web.assessment_steps import StepLink, steps_of
from audit_app.web.database_session import session
from audit_app.web.pictures import picture
from audit_app.web.result_cells import score_bar

_MAKERS: Mapping[str, Callable[[AssessmentResult], Chart]] = {
    "assessment-profile": assessment_profile,
    "assessment-levels": assessment_levels,
    "assessment-change": assessment_change,
}
# addresses of the same version
_OF_VERSION = frozenset(("chart", "export", "results", "documents", "documents_progress", "document"))
_OPEN = (ActionState.TO_DO, ActionState.UNDER_WAY)


@dataclass(frozen=True)
class ShownResults:
    """The results of an assessment as it stands (version: None), or of one version that both sides signed."""

    page: OpenAssessment
    version: int | None

    @cached_property
    def result(self) -> AssessmentResult:
        return self.page.result if self.version is None else self.page.signed_result(self.version)

    @cached_property
    def rows(self) -> ResultRows:
        return ResultRows(self.result)

    def address(self, endpoint: str, **more: Any) -> str:  # noqa: ANN401  (parts of an address, as url_for takes them)
        """The address of another page of this assessment; pictures and files are of the same version."""
        version = {} if self.version is None else {"version": self.version}
        return self.page.address(endpoint, **more, **(version if endpoint in _OF_VERSION else {}))

    def charts(self) -> dict[str, Chart]:
        """The pictures that have something to show, by the last part of their names."""
        made = {name.partition("-")[2]: make(self.result) for name, make in _MAKERS.items()}
        return {name: chart for name, chart in made.items() if not chart.empty}

    def steps(self) -> list[StepLink]:
        """What to do next; nothing of what cannot be changed any more."""
        return steps_of(self.page, self.result) if self.version is None and not self.page.why_fixed else []

    def sample(self) -> tuple[str, ...]:
        """The statements of which a peer reads the evidence: the same for everybody who looks at this assessment."""
        return sample_for_a_peer(self.result.content, f"assessment {self.page.assessment.id}")


def shown_results(slug: str, assessment_id: int) -> ShownResults:
    """Fetch and authorise; 404 for a version that is not there."""
    page = open_assessment(slug, assessment_id)
    return ShownResults(page, revision(request.args["version"]) if "version" in request.args else None)


@blueprint.get(f"{ASSESSMENT}/results")
def results(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Results as they stand, or with ?version=1 as both sides signed them, for those who fill it in."""
    shown = shown_results(slug, assessment_id)
    content = shown.result.content
    return render_template(
        "assessment/results.html",
        page=shown.page,
        shown=shown,
        result=shown.result,
        rows=shown.rows,
        bars={part.id: score_bar(part.score, "score") for part in shown.result.elements if part.score is not None},
        charts=shown.charts(),
        versions=signed_versions(session(), shown.page.assessment),
        signatures=[(side, next((s for s in content.signatures if s.side == side.value), None)) for side in TWO_SIDES],
        open_actions=[each for each in content.actions if each.state in _OPEN],
        done_actions=[each for each in content.actions if each.state is ActionState.DONE],
        words=[(asked, content.words[asked.id]) for asked in content.instrument.open_questions
               if asked.id in content.words],
    )  # fmt: skip


@blueprint.get(f"{ASSESSMENT}/results/charts/<kind>.<any(svg, png):extension>")
def chart(slug: str, assessment_id: int, kind: str, extension: str) -> ResponseReturnValue:
    """One picture of the results, of the version that is asked for."""
    shown = shown_results(slug, assessment_id)
    make = _MAKERS.get(kind)
    if make is None:
        abort(404)
    wanted = make(shown.result)
    if wanted.empty:
        abort(404)
    return picture(wanted, extension, kind)
