"""Files to take away: one assessment for those who fill it in, and what the forum's organisations share."""

from collections.abc import Callable, Mapping
from io import BytesIO

from flask import abort, request, send_file
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.results import AssessmentResult, OrganisationPlace
from audit_app.analysis.assessed.working_copy import Reference
from audit_app.assessment.sharing import shared_instruments, shared_with
from audit_app.forum.access import may_see_shared_assessments
from audit_app.reports.assessment_csv import assessment_csv
from audit_app.reports.assessment_workbook import assessment_workbook
from audit_app.reports.file_names import named
from audit_app.reports.shared_results import Shared, shared_csv
from audit_app.reports.shared_workbook import shared_workbook
from audit_app.reports.working_copy import Copy, working_copy
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, open_assessment
from audit_app.web.assessment_ratings import revision
from audit_app.web.database_session import session
from audit_app.web.signed_in import forum_and_access, today

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_WRITERS: Mapping[str, Callable[[AssessmentResult], bytes]] = {"csv": assessment_csv, "xlsx": assessment_workbook}
_SHARED: Mapping[str, Callable[[Shared], bytes]] = {"csv": shared_csv, "xlsx": shared_workbook}


@blueprint.get(f"{ASSESSMENT}/files/assessment.<extension>")
def export(slug: str, assessment_id: int, extension: str) -> ResponseReturnValue:
    """One assessment as it stands, or with ?version=2 as both sides signed it; the sides' ratings as on the pages."""
    if extension not in _WRITERS:
        abort(404)
    page = open_assessment(slug, assessment_id)
    result = page.result if "version" not in request.args else page.signed_result(revision(request.args["version"]))
    name = named(page.assessment.organisation.name, page.assessment.name, ending=extension)
    return as_file(_WRITERS[extension](result), name)


@blueprint.get(f"{ASSESSMENT}/files/working-copy.xlsx")
def working_copy_file(slug: str, assessment_id: int) -> ResponseReturnValue:
    """A workbook to fill in without the web, for the asker's own side, and to bring back."""
    page = open_assessment(slug, assessment_id)
    digest = page.assessment.instrument_digest
    references = {
        name: str(Reference(page.assessment.id, digest, name, each.revision)) for name, each in page.items.items()
    }
    name = named("working-copy", page.assessment.organisation.name, page.assessment.name, ending="xlsx")
    return as_file(working_copy(Copy(page.content, page.side, references, today())), name)


@blueprint.get("/forums/<slug>/assessments/shared/<instrument>.<extension>")
def shared_files(slug: str, instrument: str, extension: str) -> ResponseReturnValue:
    """What organisations share with one instrument, for everybody who may see it."""
    forum, _ = forum_and_access(slug, may_see_shared_assessments)
    found = {each.id: each for each in shared_instruments(session(), forum, today())}.get(instrument)
    if found is None or extension not in _SHARED:
        abort(404)
    contents = shared_with(session(), forum, found.id, today())
    places = [OrganisationPlace(each.organisation, assess(each, today())) for each in contents]
    shared = Shared(forum.name, found, places, today())
    return as_file(_SHARED[extension](shared), named(forum.slug, found.id, ending=extension))


def as_file(content: bytes, name: str) -> ResponseReturnValue:
    """An attachment; its kind is told from the ending of its name."""
    kind = TYPES[name.rpartition(".")[2]]
    return send_file(BytesIO(content), kind, as_attachment=True, download_name=name, etag=False)
