"""The released results as files to take away: the same figures as on the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import abort, json, send_file
from flask.typing import ResponseReturnValue

from audit_app.analysis.released import Comparison, ReviewedComment
from audit_app.audit.results import released_comments
from audit_app.reports.csv_file import results_csv
from audit_app.reports.file_names import file_name
from audit_app.reports.result_json import as_dict
from audit_app.reports.workbook import results_workbook
from audit_app.web.chair_round import ROUND, blueprint, open_results
from audit_app.web.database_session import session

_Writer = Callable[[Comparison, Sequence[ReviewedComment]], bytes]


@dataclass(frozen=True)
class _Format:
    mimetype: str
    write: _Writer


def _json(comparison: Comparison, comments: Sequence[ReviewedComment]) -> bytes:
    """The documented schema holds figures alone, so comments stay out."""
    del comments
    return json.dumps(as_dict(comparison), ensure_ascii=False, indent=2, sort_keys=False).encode()


_FORMATS: Mapping[str, _Format] = {
    "csv": _Format("text/csv", results_csv),
    "xlsx": _Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", results_workbook),
    "json": _Format("application/json", _json),
}


@blueprint.get(f"{ROUND}/results.<extension>")
def export(slug: str, round_id: int, extension: str) -> ResponseReturnValue:
    """The results as a file, compared with the same earlier round as the page."""
    wanted = _FORMATS.get(extension)
    if wanted is None:
        abort(404)
    page = open_results(slug, round_id)
    comments = () if page.preview else released_comments(session(), page.round)
    content = BytesIO(wanted.write(page.comparison, comments))
    name = file_name(page.forum.slug, page.round.name, extension)
    return send_file(content, wanted.mimetype, as_attachment=True, download_name=name, etag=False)
