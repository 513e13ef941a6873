"""Single documents that are made at once: the same as in the meeting pack."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from audit_app.packs.contents import load_round_pack
from audit_app.reports.file_names import file_name
from audit_app.reports.round_documents import DOCUMENTS
from audit_app.web.chair_round import ROUND, blueprint, open_results
from audit_app.web.database_session import session

_AT_ONCE = ("workbook", "table", "results")
_DOCUMENTS = {each.ending: each for each in DOCUMENTS if each.id in _AT_ONCE}


@blueprint.get(f"{ROUND}/results.<extension>")
def export(slug: str, round_id: int, extension: str) -> ResponseReturnValue:
    """The results as a file, compared with the same earlier round as the page."""
    wanted = _DOCUMENTS.get(extension)
    if wanted is None:
        abort(404)
    page = open_results(slug, round_id)
    content = BytesIO(wanted.make(load_round_pack(session(), page.round, page.against)))
    name = file_name(page.forum.slug, page.round.name, extension)
    return send_file(content, wanted.mimetype, as_attachment=True, download_name=name, etag=False)
