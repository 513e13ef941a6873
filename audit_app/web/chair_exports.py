"""The released results as files to take away: the same figures as on the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from flask import abort, json, send_file
from flask.typing import ResponseReturnValue

from audit_app.agenda.progress import for_files
from audit_app.analysis.measures import Tracked
from audit_app.analysis.released import Comparison, ReviewedComment
from audit_app.audit.results import released_comments
from audit_app.reports.csv_file import results_csv
from audit_app.reports.file_names import file_name
from audit_app.reports.result_json import as_dict
from audit_app.reports.workbook import results_workbook
from audit_app.web.chair_round import ROUND, blueprint, open_results
from audit_app.web.database_session import session

_Writer = Callable[[Comparison, Sequence[ReviewedComment], Sequence[Tracked]], bytes]


@dataclass(frozen=True)
class _Format:
    mimetype: str
    write: _Writer


def _csv(comparison: Comparison, comments: Sequence[ReviewedComment], priorities: Sequence[Tracked]) -> bytes:
    """Figures and comments: what is to be worked on is no row of figures."""
    del priorities
    return results_csv(comparison, comments)


def _xlsx(comparison: Comparison, comments: Sequence[ReviewedComment], priorities: Sequence[Tracked]) -> bytes:
    """As the table."""
    del priorities
    return results_workbook(comparison, comments)


def _json(comparison: Comparison, comments: Sequence[ReviewedComment], priorities: Sequence[Tracked]) -> bytes:
    """The documented schema has no place for comments."""
    del comments
    return json.dumps(as_dict(comparison, priorities), ensure_ascii=False, indent=2, sort_keys=False).encode()


_FORMATS: Mapping[str, _Format] = {
    "csv": _Format("text/csv", _csv),
    "xlsx": _Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
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
    priorities = () if page.preview else for_files(session(), page.round)
    content = BytesIO(wanted.write(page.comparison, comments, priorities))
    name = file_name(page.forum.slug, page.round.name, extension)
    return send_file(content, wanted.mimetype, as_attachment=True, download_name=name, etag=False)
