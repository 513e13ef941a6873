"""The documents about what organisations share, from one content: page, ZIP and command line go through this list."""

import json

from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.documents import Document
from audit_app.reports.shared_results import shared_csv, shared_workbook
from audit_app.reports.theme_pack import ThemePack


def _workbook(pack: ThemePack) -> bytes:
    return shared_workbook(pack.shared)


def _csv(pack: ThemePack) -> bytes:
    return shared_csv(pack.shared)


def _json(pack: ThemePack) -> bytes:
    results = [place.result for place in pack.shared.places]
    return json.dumps(assessments_as_dict(pack.shared.forum, results), ensure_ascii=False, indent=2).encode(
        "utf-8", "backslashreplace"
    )


DOCUMENTS: tuple[Document[ThemePack], ...] = (
    Document("workbook", "xlsx", "Workbook", "Every organisation and statement, for those who ask.", _workbook),
    Document("table", "csv", "Table", "One row for each organisation's statement, for any spreadsheet.", _csv),
    Document("results", "json", "For other programs", "What is shared, in a documented form.", _json),
)
