"""The pages about organisations' self-assessments, each module on its own part. `blueprint` is wired up in app.py.

| module | pages |
|---|---|
| assessment_overview | the way in, beginning, withdrawing |
| assessment_home | the home of one assessment |
| assessment_filling | rating, agreeing |
| assessment_items | one statement with its evidence and actions |
| assessment_open_questions | answers in one's own words |
| assessment_signing | signing, the working copy, the record |
| assessment_people | who fills it in |
| assessment_bring_in | an organisation's own spreadsheet that becomes a self-assessment |
| assessment_bring_back | a working copy that was filled in without the web |
| assessment_files | files to take away |
| assessment_indicators | figures over time, and their picture |
| assessment_figures_file | figures from a file |
| assessment_documents | documents to take to a meeting |
| assessment_results | what to do next, levels, changes, and the pictures of them |
| assessment_sharing | what the forum may see |
| assessment_actions | what an organisation has decided to do, and its calendar |
| assessment_rounds | rounds for all organisations, and how far each is |
| assessment_forum | where organisations stand together |
| assessment_practice, assessment_practice_notes | good practice: reading it, and writing it |
"""

from audit_app.web import (
    assessment_actions,
    assessment_bring_back,
    assessment_bring_in,
    assessment_documents,
    assessment_figures_file,
    assessment_files,
    assessment_filling,
    assessment_forum,
    assessment_home,
    assessment_indicators,
    assessment_items,
    assessment_open_questions,
    assessment_overview,
    assessment_people,
    assessment_practice,
    assessment_practice_notes,
    assessment_results,
    assessment_rounds,
    assessment_sharing,
    assessment_signing,
)
from audit_app.web.assessment_blueprint import blueprint

__all__ = [
    "assessment_actions",
    "assessment_bring_back",
    "assessment_bring_in",
    "assessment_documents",
    "assessment_figures_file",
    "assessment_files",
    "assessment_filling",
    "assessment_forum",
    "assessment_home",
    "assessment_indicators",
    "assessment_items",
    "assessment_open_questions",
    "assessment_overview",
    "assessment_people",
    "assessment_practice",
    "assessment_practice_notes",
    "assessment_results",
    "assessment_rounds",
    "assessment_sharing",
    "assessment_signing",
    "blueprint",
]
