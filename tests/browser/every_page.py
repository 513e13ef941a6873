"""Every page there is, and how to get there: one line each, so that a new page is easy to add.

A page is named by its endpoint, so that a test can tell whether one has been forgotten.
"""

from tests.browser.open_pages import ANSWERING, PUBLIC
from tests.browser.shown import (
    REGIONAL,
    SUBGROUP,
    WHO,
    Shown,
    Step,
    clear,
    fill,
    open_fold,
    press,
    take,
)

BAD_TABLE = (
    "Name\tE-mail\tSide\nGood Person\tgood@north.example\tstaff\nBad Person\tnot an address\tstaff\n\tx@y.example\tmoon"
)
GOOD_TABLE = "Name\tE-mail\tSide\nGood Person\tgood@north.example\tstaff\nInvented m4\tm4@north.example\tstaff"
FIGURES_TABLE = "indicator\tdate\tvalue\nSickness absence\t30/9/2025\t4.8\nSickness absence\tOct 2025\t4.7\n"
LEAD, REP = "wellbeing lead", "contributor"
SECR, CHAIR, STAFF, OPERATOR = "secretariat", "management chair", "staff chair", "operator"
TYPING = {"questionnaire": "partnership-behaviours", "known": "averages", "split": "sides"}
COUNTING = {"questionnaire": "partnership-ten", "known": "counts", "split": "partners"}


def _pasted(table: str, questionnaire: str = "partnership-ten") -> tuple[Step, ...]:
    """What is filled in for an earlier year from a file."""
    return (
        fill("Name of the round", "Audit of 2020"), fill("Day", "30"), fill("Month", "11"), fill("Year", "2020"),
        take(f"input[value={questionnaire}]"), fill("Or paste the table", table),
    )  # fmt: skip


PEOPLE = (
    Shown("people", "secretariat.people", SECR),
    Shown("people, for a chair", "secretariat.people", "demo chair", slug=REGIONAL),
    Shown("add a person", "secretariat.add_person", SECR),
    Shown("add a person, errors", "secretariat.add_person", SECR, steps=(press("Add this person"),)),
    Shown("a person", "secretariat.person", SECR, "m3"),
    Shown("a person who has left", "secretariat.person", SECR, "m6"),
    Shown("change a person", "secretariat.change_person", SECR, "m3"),
    Shown("correct an address", "secretariat.correct_person_address", SECR, "m3"),
    Shown("correct an address, error", "secretariat.correct_person_address", SECR, "m3", steps=(
        fill("Correct e-mail address", "m3 at north"), press("Save the address"),
    )),
    Shown("deputy", "secretariat.person_deputy", SECR, "m3"),
    Shown("leave", "secretariat.person_leaves", SECR, "m3"),
    Shown("leave, error", "secretariat.person_leaves", SECR, "m3", steps=(
        clear("#day-month"), press("End the membership"),
    )),
    Shown("table", "secretariat.table", SECR),
    Shown("table, error", "secretariat.table", SECR, steps=(press("See what this would do"),)),
    Shown("table with bad rows, error", "secretariat.table", SECR, steps=(
        fill("Paste the table", BAD_TABLE), press("See what this would do"),
    )),
    Shown("table that is right", "secretariat.table", SECR, steps=(
        fill("Paste the table", GOOD_TABLE), press("See what this would do"),
    )),
    Shown("secretariat", "secretariat.posts", SECR),
    Shown("secretariat, error", "secretariat.posts", SECR, steps=(press("Add to the secretariat"),)),
    Shown("remove from the secretariat", "secretariat.remove_post", SECR, "second"),
    Shown("all forums", "secretariat.operator_forums", OPERATOR),
    Shown("all forums, error", "secretariat.operator_forums", OPERATOR, steps=(press("Make this forum"),)),
    Shown("rename or move a forum", "secretariat.settings", SECR),
    Shown("rename or move a forum, error", "secretariat.settings", SECR, steps=(
        clear("#forum_name"), press("Save the changes"),
    )),
    Shown("rename or move a forum, for the operator", "secretariat.settings", OPERATOR),
    Shown("e-mails that could not be sent", "secretariat.failed_mail", OPERATOR),
    Shown("e-mails", "account.operator_mail", OPERATOR),
    *(Shown(f"forums of {who}", "account.forums", who) for who in WHO),
)  # fmt: skip
ROUNDS = (
    Shown("forum", "secretariat.forum", SECR),
    Shown("forum with a subgroup", "secretariat.forum", "demo secretariat", slug=REGIONAL),
    Shown("forum, for a chair", "secretariat.forum", "demo chair", slug=REGIONAL),
    Shown("new round", "secretariat.new_round", SECR),
    Shown("new round, errors", "secretariat.new_round", SECR, steps=(
        clear("#opens_day-day"), press("Save the draft"),
    )),
    Shown("change a round", "secretariat.change_round", SECR, "draft"),
    *(
        Shown(f"round: {name}", "secretariat.round_page", SECR, name)
        for name in ("draft", "open", "stopped", "counting", "annulled", "closed", "shared", "typed", "used")
    ),
    *(
        Shown(f"round for a chair: {name}", "secretariat.round_page", CHAIR, name)
        for name in ("draft", "open", "closed")
    ),
    Shown("preview", "secretariat.preview", SECR, "draft"),
    Shown(
        "preview of 26 statements", "secretariat.preview", "demo secretariat", "open", slug=REGIONAL,
        query="?as=partner",
    ),
    Shown("who did what", "secretariat.record_page", SECR, "annulled"),
    Shown("confirm a list", "secretariat.confirm_side", CHAIR, "draft"),
    Shown("open a round", "secretariat.open_page", SECR, "ready"),
    Shown("invitations", "secretariat.invitations", SECR, "open"),
    Shown("invitation", "secretariat.invitation", SECR, "open/m4"),
    Shown("invitation with a deputy", "secretariat.invitation", SECR, "open/m5"),
    Shown("invite late", "secretariat.add_invitation", SECR, "open"),
    Shown("stop", "secretariat.stop_round", SECR, "open"),
    Shown("check", "secretariat.check", STAFF, "stopped"),
    Shown("reopen", "secretariat.reopen_round", SECR, "stopped"),
    Shown("reopen, error", "secretariat.reopen_round", SECR, "stopped", steps=(
        clear("#closes_day-year"), press("Open again"),
    )),
    Shown("close", "secretariat.close_round", SECR, "stopped"),
    Shown("annul", "secretariat.annul_round", CHAIR, "open"),
    Shown("annul, error", "secretariat.annul_round", CHAIR, "open", steps=(press("Annul the round"),)),
    Shown("earlier year", "secretariat.earlier", SECR),
    Shown("earlier year, errors", "secretariat.earlier", SECR, steps=(press("Continue"),)),
    Shown("type in averages", "secretariat.type_in_page", SECR, more=TYPING),
    Shown("type in counts", "secretariat.type_in_page", SECR, more=COUNTING),
    Shown("type in, errors", "secretariat.type_in_page", SECR, more=TYPING, steps=(press("Check what you typed"),)),
    Shown("type in, to check", "secretariat.type_in_page", SECR, more=TYPING, steps=(
        fill("Name of the round", "Audit of 2020"), fill("Day", "30"), fill("Month", "11"), fill("Year", "2020"),
        lambda page: page.get_by_label("Average", exact=True).first.fill("3.5"),
        lambda page: page.get_by_label("Answers", exact=True).first.fill("9"),
        press("Check what you typed"),
    )),
    Shown("earlier year from a file", "secretariat.import_file", SECR),
    Shown("earlier year from a file, errors", "secretariat.import_file", SECR, steps=(press("See what fits"),)),
    Shown("what does not fit in a file, errors", "secretariat.import_file", SECR, steps=(
        *_pasted("question\tside\tvalue\tcount\nPT-1\tstaff\t11\tmany\n"), press("See what fits"),
    )),
    Shown("what fits in a file", "secretariat.import_file", SECR, steps=(
        *_pasted("question\tside\tvalue\tcount\nPT-1\tstaff\t9\t7\nXX-1\tstaff\t9\t7\n"), press("See what fits"),
    )),
    Shown("what the columns are", "secretariat.import_file", SECR, steps=(
        *_pasted("Role\tQ1\tQ2\nHR\t9\t7\nRep\t9\t7\n"), press("See what fits"),
    )),
    Shown("what the columns are, errors", "secretariat.import_file", SECR, steps=(
        *_pasted("Side\tQ1\tQ2\nHR\t9\t7\nstaff\t9\t7\n"), press("See what fits"),
        lambda page: page.select_option("#side", "0"), press("Count the answers"),
    )),
)  # fmt: skip
OWN_WORDING = (
    Shown("own wordings", "secretariat.own_wordings", SECR),
    Shown("own wordings, error", "secretariat.own_wordings", SECR, steps=(press("Start"),)),
    Shown("own wordings, for a chair", "secretariat.own_wordings", CHAIR),
    *(
        Shown(f"own wording: {name}", "secretariat.wording_page", SECR, name)
        for name in ("own_draft", "own_proposed", "own_agreed")
    ),
    Shown("own wording, out of date, error", "secretariat.wording_page", SECR, "own_draft", steps=(
        lambda page: page.locator("input[name=seen]").first.evaluate("e => { e.value = 0 }"),
        lambda page: page.get_by_role("button", name="Drop").first.click(),
    )),
    Shown("own wording for a chair", "secretariat.wording_page", CHAIR, "own_proposed"),
    Shown("what changes", "secretariat.wording_changes", SECR, "own_draft"),
    Shown("what changes, for a chair", "secretariat.wording_changes", CHAIR, "own_proposed"),
    Shown("what changes, error", "secretariat.wording_changes", CHAIR, "own_proposed", steps=(press("Send it back"),)),
    Shown("preview of an own wording", "secretariat.preview_wording", SECR, "own_draft", query="?as=partner"),
    Shown("name of an own wording", "secretariat.name_wording", SECR, "own_draft"),
    Shown("name of an own wording, error", "secretariat.name_wording", SECR, "own_draft", steps=(
        clear("#title"), press("Save"),
    )),
    Shown("throw an own wording away", "secretariat.discard_wording", SECR, "own_draft"),
    Shown("reword a question", "secretariat.reword_question", SECR, "own_draft", more={"name": "PB-1.1"}),
    Shown("reword an open question", "secretariat.reword_question", SECR, "own_draft", more={"name": "PB-F.1"}),
    Shown("reword a question, error", "secretariat.reword_question", SECR, "own_draft", more={"name": "PB-1.3"}, steps=(
        fill("Words of the question", "Quite other words?"), press("Save"),
    )),
    Shown("add a question", "secretariat.add_question", SECR, "own_draft", more={"section": "PB-1"}),
    Shown("add a question, error", "secretariat.add_question", SECR, "own_draft", more={"section": "PB-1"}, steps=(
        press("Save"),
    )),
    Shown("change an added question", "secretariat.change_added_question", SECR, "own_draft", more={"key": 1}),
)  # fmt: skip
RESULTS = (
    Shown("results, everything shown", "chair.results", "demo chair", "latest", slug=REGIONAL),
    Shown("results, no comparison", "chair.results", "demo chair", "latest", slug=REGIONAL, query="?against=none"),
    Shown("results of a baseline", "chair.results", "demo chair", "baseline", slug=REGIONAL),
    Shown("results, total only", "chair.results", "demo secretariat", "small", slug=SUBGROUP),
    Shown("results, typed in", "chair.results", "demo secretariat", "voting", slug=SUBGROUP),
    Shown("results, ten questions", "chair.results", CHAIR, "shared"),
    Shown("results, preview", "chair.results", SECR, "typed"),
    Shown("results, not open", "chair.results", CHAIR, "open", status=403),
    Shown("what was hoped for", "chair.hopes", "demo chair", "latest", slug=REGIONAL),
    Shown("presentation, in short", "chair.present", "demo chair", "latest", slug=REGIONAL),
    Shown("presentation, a picture", "chair.present", "demo chair", "latest", slug=REGIONAL, more={"number": 5}),
    Shown("presentation, total only", "chair.present", "demo secretariat", "small", slug=SUBGROUP, more={"number": 6}),
    Shown("presentation, every page", "chair.present_all", "demo chair", "latest", slug=REGIONAL),
    Shown("summary", "chair.summary", "demo chair", "latest", slug=REGIONAL),
    Shown("summary, total only", "chair.summary", "demo secretariat", "small", slug=SUBGROUP),
    Shown("meeting pack, nothing made yet", "chair.pack", "demo chair", "latest", slug=REGIONAL),
    Shown("meeting pack, being made", "chair.pack", CHAIR, "closed", steps=(press("Make the meeting pack"),)),
    Shown("meeting pack", "chair.pack", CHAIR, "shared"),
    Shown("meeting pack, not everything made", "chair.pack", SECR, "used"),
    Shown("meeting pack, preview", "chair.pack", SECR, "typed"),
    Shown("share", "chair.share", CHAIR, "closed"),
    Shown("beside other forums", "chair.others", "demo chair", "latest", slug=REGIONAL),
    Shown("beside other forums, nothing yet", "chair.others", CHAIR, "shared"),
    Shown("beside other forums, averages", "chair.others", SECR, "used"),
    Shown("shared", "chair.share", CHAIR, "shared"),
    Shown("review comments", "chair.comments", STAFF, "closed"),
    Shown("review comments, error", "chair.comments", STAFF, "closed", steps=(
        lambda page: page.locator("textarea").first.fill("words that nobody wrote"), press("Save my decisions"),
    )),
)  # fmt: skip
PRIORITIES = (
    Shown("priorities of a round", "chair.priorities", CHAIR, "closed"),
    Shown("priorities that moved", "chair.priorities", "demo chair", "latest", slug=REGIONAL),
    Shown("priorities, for the secretariat", "chair.priorities", SECR, "closed"),
    Shown("priorities of a baseline", "chair.priorities", "demo chair", "baseline", slug=REGIONAL),
    Shown("priorities of a forum", "chair.forum_priorities", "demo chair", slug=REGIONAL),
    Shown("no priorities", "chair.forum_priorities", "demo secretariat", slug=SUBGROUP),
    Shown("add a priority", "chair.add_priority", STAFF, "closed"),
    Shown("add a priority, errors", "chair.add_priority", STAFF, "closed", steps=(
        press("Save and ask the other side to agree"),
    )),
    Shown("adopt a suggestion", "chair.adopt_suggestion", STAFF, "closed"),
    Shown("leave a suggestion out", "chair.decline_suggestion", STAFF, "closed"),
    Shown("leave a suggestion out, error", "chair.decline_suggestion", STAFF, "closed", steps=(
        press("Leave it out"),
    )),
    Shown("change a priority", "chair.change_priority", STAFF, "closed/agreed"),
    Shown("adopt after all", "chair.change_priority", STAFF, "closed/left_out"),
    Shown("done or dropped", "chair.end_priority", CHAIR, "closed/agreed"),
    Shown("done or dropped, error", "chair.end_priority", CHAIR, "closed/agreed", steps=(
        press("Save and ask the other side to agree"),
    )),
)  # fmt: skip
ASSESSMENTS = (
    Shown("self-assessments, for a lead", "assessment.overview", LEAD),
    Shown("self-assessments, for a member", "assessment.overview", "member"),
    Shown("begin a self-assessment", "assessment.begin", LEAD),
    Shown("begin a self-assessment, error", "assessment.begin", LEAD, steps=(press("Begin"),)),
    Shown("home of an assessment", "assessment.home", LEAD),
    Shown("home of a signed assessment", "assessment.home", REP, "signed_id"),
    Shown("rate an element", "assessment.element", LEAD),
    Shown("agree an element", "assessment.agree", LEAD),
    Shown("agree an element, error", "assessment.agree", LEAD, steps=(
        take("#rating-HW-1\\.1-7"), press("Save and continue"),
    )),
    Shown("a statement", "assessment.item", LEAD),
    Shown("a statement, evidence, error", "assessment.item", LEAD, steps=(
        open_fold("Add evidence"), press("Add this evidence"),
    )),
    Shown("a statement, action, errors", "assessment.item", LEAD, steps=(
        open_fold("Add an action"), press("Add this action"),
    )),
    Shown("change evidence", "assessment.evidence", LEAD),
    Shown("change evidence, error", "assessment.evidence", LEAD, steps=(
        clear("#title"), press("Save"),
    )),
    Shown("in your own words", "assessment.words", LEAD),
    Shown("sign, not ready", "assessment.sign", LEAD),
    Shown("sign, signed", "assessment.sign", REP, "signed_id"),
    Shown("working copy", "assessment.working_copy", LEAD),
    Shown("bring a diagnostic in", "assessment.bring_in", LEAD),
    Shown("bring a diagnostic in, error", "assessment.bring_in", LEAD, steps=(press("Say what the columns are"),)),
    Shown("bring a working copy back", "assessment.bring_back", LEAD),
    Shown("bring a working copy back, error", "assessment.bring_back", LEAD, steps=(press("See what changes"),)),
    Shown("record of an assessment", "assessment.record", LEAD, "signed_id"),
    Shown("withdraw an assessment", "assessment.withdraw_assessment", LEAD),
    Shown("organisations of a forum", "assessment.organisations", SECR),
    Shown("organisations of a forum, error", "assessment.organisations", SECR, steps=(
        press("Add the organisation"),
    )),
    Shown("who fills it in", "assessment.contributors", LEAD),
    Shown("who fills it in, errors", "assessment.contributors", LEAD, steps=(
        press("Add and send an e-mail"),
    )),
    Shown("who fills it in, for a contributor", "assessment.contributors", REP),
    Shown("change a contributor", "assessment.change_contributor", LEAD),
    Shown("change a contributor, error", "assessment.change_contributor", LEAD, steps=(
        clear("#name"), press("Save"),
    )),
    Shown("remove a contributor", "assessment.remove_contributor", LEAD),
    Shown("results of an assessment as it stands", "assessment.results", LEAD),
    Shown("results of a signed assessment", "assessment.results", REP, "signed_id"),
    Shown("results of a signed version", "assessment.results", REP, "signed_id", query="?version=1"),
    Shown("share an assessment", "assessment.share_assessment", LEAD, "signed_id"),
    Shown("actions", "assessment.actions", LEAD),
    Shown("actions, errors", "assessment.actions", LEAD, steps=(
        open_fold("Add an action"), press("Add this action"),
    )),
    Shown("change an action", "assessment.change_one_action", LEAD),
    Shown("change an action, error", "assessment.change_one_action", LEAD, steps=(clear("#text"), press("Save"))),
)  # fmt: skip
FIGURES = (
    Shown("figures over time", "assessment.indicators", LEAD),
    Shown("follow a figure", "assessment.add_indicator", LEAD),
    Shown("follow a figure, errors", "assessment.add_indicator", LEAD, steps=(press("Follow this figure"),)),
    Shown("figures of one kind", "assessment.indicator", LEAD),
    Shown("figures of one kind, errors", "assessment.indicator", LEAD, steps=(press("Store this figure"),)),
    Shown("rename a figure", "assessment.change_indicator", LEAD),
    Shown("stop following", "assessment.remove_indicator", LEAD),
    Shown("figures from a file", "assessment.upload_figures", LEAD),
    Shown("figures from a file, error", "assessment.upload_figures", LEAD, steps=(press("See what this would do"),)),
    Shown("what figures would do", "assessment.upload_figures", LEAD, steps=(
        fill("Or paste the table", FIGURES_TABLE), press("See what this would do"),
    )),
    Shown("what figures would do, errors", "assessment.upload_figures", LEAD, steps=(
        fill("Or paste the table", FIGURES_TABLE + "Vacancies\tsoon\tmany\n"), press("See what this would do"),
    )),
)  # fmt: skip
OWN_NOTE: dict[str, str | int] = {"strength": "CL-2.2"}
SUBGROUPS = (
    Shown("rounds of self-assessments", "assessment.rounds", SECR),
    Shown("rounds of self-assessments, errors", "assessment.rounds", SECR, steps=(press("Open the round"),)),
    Shown("a round of self-assessments", "assessment.assessment_round", SECR),
    Shown("end a round of self-assessments", "assessment.end_round", SECR),
    Shown("documents of an assessment as it stands", "assessment.documents", LEAD),
    Shown("documents of a signed version", "assessment.documents", REP, "signed_id", query="?version=1"),
    Shown("where organisations stand", "assessment.forum_view", "member"),
    Shown("theme report, nothing made yet", "assessment.theme_documents", "member"),
    Shown("where organisations stand, nothing shared", "assessment.forum_view", "demo chair", slug=REGIONAL),
    Shown("good practice", "assessment.practice", "member"),
    Shown("good practice, nothing found", "assessment.practice", "member", query="?q=nothing+has+these+words"),
    Shown("a practice note", "assessment.practice_note", "member"),
    Shown("a poster", "assessment.poster", "member"),
    Shown("own practice notes", "assessment.own_practice", LEAD),
    Shown("write a practice note", "assessment.write_note", LEAD, more=OWN_NOTE),
    Shown("write a practice note, errors", "assessment.write_note", LEAD, more=OWN_NOTE, steps=(
        press("Save as a draft"),
    )),
    Shown("change a practice note", "assessment.own_note", LEAD),
    Shown("change a practice note, error", "assessment.own_note", LEAD, steps=(
        clear("#title"), press("Save"),
    )),
)  # fmt: skip
EVERY_PAGE = (
    *PUBLIC, *ANSWERING, *PEOPLE, *ROUNDS, *OWN_WORDING, *RESULTS, *PRIORITIES, *ASSESSMENTS, *FIGURES, *SUBGROUPS,
)  # fmt: skip
