"""A working copy goes out, is filled in by a spreadsheet program, and comes back: changes, conflicts, faults."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ActionState, Confidence, Priority
from audit_app.analysis.assessed.working_copy import Reference, read_reference
from audit_app.assessment.actions import actions_of
from audit_app.assessment.apart import visible_to
from audit_app.assessment.bringing_back import Plan, PlanChangedError, bring_back, plan_of
from audit_app.assessment.contents import content_of
from audit_app.assessment.evidence import evidence_of
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentState
from audit_app.assessment.ratings import read_item, read_items
from audit_app.assessment.records import records_of
from audit_app.assessment.working_copies import WorkingCopy, read_working_copy
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible
from audit_app.forum.table_files import UnreadableTableError
from audit_app.questionnaire.definition import Side
from audit_app.reports.working_copy import Copy, working_copy
from tests.unit.assessment.instruments import (
    AT,
    LATER,
    TODAY,
    make_assessment,
    make_organisation,
    make_signed,
    manager,
    put,
    union,
)


@pytest.fixture
def assessment(session: Session) -> Assessment:
    made = make_assessment(session)
    put(session, made, {"P-1": {"agreed": "2", "note": "As it was", "confidence": "low"}})
    return made


def take_out(session: Session, assessment: Assessment, who: Contribution) -> bytes:
    items = read_items(session, assessment, who.side)
    digest = assessment.instrument_digest
    references = {name: str(Reference(assessment.id, digest, name, each.revision)) for name, each in items.items()}
    return working_copy(Copy(visible_to(content_of(session, assessment), who.side), who.side, references, TODAY))


@dataclass
class Filled:
    """A working copy in the hands of a spreadsheet program that knows nothing of us."""

    book: Workbook

    @property
    def page(self) -> Worksheet:
        found = self.book["Working copy"]
        assert isinstance(found, Worksheet)
        return found

    def column(self, heading: str) -> int:
        return [cell.value for cell in self.page[1]].index(heading) + 1

    def row(self, item: str) -> int:
        return next(cell.row for cell in self.page["A"] if f"/{item}/" in str(cell.value))

    def write(self, item: str, cells: Mapping[str, object]) -> None:
        for heading, value in cells.items():
            self.page.cell(self.row(item), self.column(heading)).value = value  # type: ignore[assignment]

    def file(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def as_csv(self, mark: str = ",") -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=mark)
        for row in self.page.iter_rows(values_only=True):
            writer.writerow([cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else cell for cell in row])
        return out.getvalue().encode("utf-8-sig")


def filled(session: Session, assessment: Assessment, who: Contribution | None = None) -> Filled:
    return Filled(load_workbook(io.BytesIO(take_out(session, assessment, who or manager(assessment)))))


def read(assessment: Assessment, copy: Filled, who: Contribution | None = None) -> WorkingCopy:
    return read_working_copy("copy.xlsx", copy.file(), assessment, (who or manager(assessment)).side)


def planned(session: Session, assessment: Assessment, copy: Filled) -> Plan:
    return plan_of(session, assessment, read(assessment, copy), manager(assessment), AT)


def said(plan: Plan) -> list[tuple[str, str, str, str]]:
    return [(each.item.id, each.heading, each.before, each.after) for each in plan.changes]


def test_a_copy_that_nobody_touched_changes_nothing(session: Session, assessment: Assessment) -> None:
    plan = planned(session, assessment, filled(session, assessment))
    assert plan.empty
    assert plan.faults == ()


def test_every_field_comes_back(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {
        "Management side": "Step 3", "Agreed": 4, "Note": "Łódź\n=1+1", "How sure": "High", "Help wanted": "Yes",
        "When to work on it": "now", "New evidence": "Policy 12", "New evidence: link": "https://trust.example/12",
        "New evidence: date": date(2026, 3, 2), "New evidence: who keeps it (role)": "Head of HR",
    })  # fmt: skip
    copy.write("P-2", {"Agreed": "Does not apply", "Why it does not apply": "We have no managers."})
    owner = "New action: who sees to it (role)"
    copy.write("P-3", {"Agreed": "No", "New action": "Name a lead", owner: "Chief executive"})
    copy.write("P-3", {"New action: due": "31/1/2027"})
    back = read(assessment, copy)
    plan = plan_of(session, assessment, back, manager(assessment), AT)
    assert ("P-1", "Agreed", "Step 2", "Step 4") in said(plan)
    assert ("P-1", "Note", "As it was", "Łódź\n=1+1") in said(plan)
    assert [(each.kind, each.words) for each in plan.additions] == [
        ("evidence", "Policy 12, https://trust.example/12, 2026-03-02, Head of HR"),
        ("action", "Name a lead, Chief executive, 2027-01-31"),
    ]
    taken = bring_back(session, assessment, back, (), plan.fingerprint, manager(assessment), AT)
    assert taken == len(plan.changes) + 2
    answer = content_of(session, assessment).items["P-1"]
    assert (answer.management, answer.agreed, answer.note) == (3, 4, "Łódź\n=1+1")
    assert (answer.confidence, answer.priority, answer.help_wanted) == (Confidence.HIGH, Priority.NOW, True)
    assert answer.proofs[0].dated == date(2026, 3, 2)
    assert content_of(session, assessment).items["P-2"].reason == "We have no managers."
    action = actions_of(session, assessment.organisation)[0]
    assert (action.item_id, action.due_on, action.state) == ("P-3", date(2027, 1, 31), ActionState.TO_DO)
    assert records_of(session, assessment)[-1].deed is AssessmentDeed.WORKING_COPY_BROUGHT_BACK
    again = planned(session, assessment, copy)
    assert again.empty, "what is there already is neither changed nor added again"


def test_an_emptied_cell_takes_an_answer_away(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Agreed": None, "Note": "  "})
    assert said(planned(session, assessment, copy)) == [
        ("P-1", "Agreed", "Step 2", "Nothing"), ("P-1", "Note", "As it was", "Nothing"),
    ]  # fmt: skip


def test_only_the_same_field_is_a_conflict(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Agreed": "Step 3", "Note": "From the file"})
    put(session, assessment, {"P-1": {"agreed": "0", "priority": "now"}, "P-2": {"agreed": "1"}}, union(assessment))
    plan = planned(session, assessment, copy)
    assert [(each.item.id, each.heading, each.theirs, each.mine) for each in plan.clashes] == [
        ("P-1", "Agreed", "Step 0", "Step 3")
    ]
    assert said(plan) == [("P-1", "Note", "As it was", "From the file")]


@pytest.mark.parametrize(("mine", "agreed"), [((), 0), ((("P-1", "agreed"),), 3)])
def test_what_stands_is_kept_unless_somebody_chooses(
    session: Session, assessment: Assessment, mine: tuple[tuple[str, str], ...], agreed: int
) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Agreed": "Step 3", "Note": "From the file"})
    put(session, assessment, {"P-1": {"agreed": "0", "priority": "now"}}, union(assessment))
    back = read(assessment, copy)
    plan = plan_of(session, assessment, back, manager(assessment), AT)
    bring_back(session, assessment, back, mine, plan.fingerprint, manager(assessment), AT)
    answer = content_of(session, assessment).items["P-1"]
    assert (answer.agreed, answer.note, answer.priority) == (agreed, "From the file", Priority.NOW)


def test_a_change_after_looking_shows_the_plan_again(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Agreed": "Step 3"})
    back = read(assessment, copy)
    plan = plan_of(session, assessment, back, manager(assessment), AT)
    put(session, assessment, {"P-1": {"agreed": "1"}}, union(assessment))
    with pytest.raises(PlanChangedError) as changed:
        bring_back(session, assessment, back, (), plan.fingerprint, manager(assessment), AT)
    assert [each.theirs for each in changed.value.plan.clashes] == ["Step 1"]
    assert content_of(session, assessment).items["P-1"].agreed == 1


def test_the_other_side_cannot_be_rated_by_file(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"staff": "1"}}, union(assessment))
    copy = filled(session, assessment)
    assert copy.page.cell(copy.row("P-1"), copy.column("Staff side")).value is None, "nothing until both have rated"
    copy.write("P-1", {"Staff side": "Step 4", "Management side": "Step 3"})
    assert said(planned(session, assessment, copy)) == [("P-1", "Management side", "Nothing", "Step 3")]


def test_a_copy_of_one_side_that_the_other_brings_back(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Management side": "Step 3", "Agreed": "Step 4"})
    plan = plan_of(session, assessment, read(assessment, copy, union(assessment)), union(assessment), AT)
    assert said(plan) == [("P-1", "Agreed", "Step 2", "Step 4")]


@pytest.mark.parametrize(
    ("heading", "value", "place", "words"),
    [
        ("Agreed", "Step 9", "Row 2, Agreed", "Choose one of “Step 0”"),
        ("Agreed", "=A1", "Row 2, Agreed", "Choose one of"),
        ("Agreed", "Does not apply", "Row 2, Why it does not apply", "Say why"),
        ("How sure", "very", "Row 2, How sure", "Choose one of “Low”, “Medium”, “High”."),
        ("Help wanted", "perhaps", "Row 2, Help wanted", "Choose “Yes” or “No”."),
        ("Note", "x" * 2001, "Row 2, Note", "too long"),
        ("New evidence: date", "31/31/2026", "Row 2, New evidence: date", "Write the day like"),
        ("New evidence: date", "2026-11-19", "Row 2, New evidence", "Say what the evidence is"),
        ("New evidence", "ask jo@trust.example", "Row 2, New evidence", "belongs to a person"),
        ("New action", "Train", "Row 2, New action: who sees to it (role)", "Say who sees to it"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(
    session: Session, assessment: Assessment, heading: str, value: str, place: str, words: str
) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {heading: value})
    faults = planned(session, assessment, copy).faults
    assert [each.place for each in faults] == [place]
    assert words in faults[0].words


def test_rows_in_any_order_and_some_missing(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.write("P-2", {"Agreed": "Step 1"})
    rows = [[cell.value for cell in row] for row in copy.page.iter_rows(min_row=2)]
    copy.page.delete_rows(2, 20)
    for row in (rows[3], rows[1]):
        copy.page.append(row)
    assert said(planned(session, assessment, copy)) == [("P-2", "Agreed", "Nothing", "Step 1")]


def test_a_removed_column_changes_nothing(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.page.delete_cols(copy.column("Note"))
    copy.write("P-1", {"Agreed": "Step 1"})
    assert read(assessment, copy).absent == ("Note",)
    assert said(planned(session, assessment, copy)) == [("P-1", "Agreed", "Step 2", "Step 1")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_copy_that_was_saved_as_csv(session: Session, assessment: Assessment, mark: str) -> None:
    copy = filled(session, assessment)
    copy.write("P-1", {"Agreed": "Step 3", "Note": "Zeile 1\nZeile; 2, \"so\"", "New evidence": "Plan",
                       "New evidence: date": date(2026, 2, 3)})  # fmt: skip
    back = read_working_copy("copy.csv", copy.as_csv(mark), assessment, Side.MANAGEMENT)
    plan = plan_of(session, assessment, back, manager(assessment), AT)
    assert said(plan) == [
        ("P-1", "Agreed", "Step 2", "Step 3"), ("P-1", "Note", "As it was", "Zeile 1\nZeile; 2, \"so\""),
    ]  # fmt: skip
    assert [each.words for each in plan.additions] == ["Plan, 2026-02-03"]


def test_a_file_of_another_assessment_is_refused(session: Session, assessment: Assessment) -> None:
    other = make_assessment(session, make_organisation(session, "Western Trust"))
    copy = filled(session, other)
    with pytest.raises(UnreadableTableError, match="another assessment"):
        read(assessment, copy)


def test_a_file_made_with_other_questions_is_refused(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    found = read_reference(str(copy.page["A3"].value))
    assert found is not None
    copy.page["A3"] = str(replace(found, digest="0" * 12))
    with pytest.raises(UnreadableTableError, match="other questions"):
        read(assessment, copy)


def test_without_its_references_it_is_no_working_copy(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    copy.page.delete_cols(1)
    with pytest.raises(UnreadableTableError, match="no column “Reference”"):
        read(assessment, copy)


@pytest.mark.parametrize("reference", ["", "P-1", "assessment-1/xyz/P-1/0", "=A2"])
def test_an_edited_reference_is_named(session: Session, assessment: Assessment, reference: str) -> None:
    copy = filled(session, assessment)
    copy.page["A3"] = reference or None
    assert [(each.place, each.value) for each in read(assessment, copy).faults] == [("Row 3", reference)]


def test_unknown_and_repeated_statements_are_named(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    first = str(copy.page["A2"].value)
    copy.page["A3"] = first
    copy.page["A4"] = first.replace("P-1", "Q-9")
    assert [(each.place, each.words.split(".")[0]) for each in read(assessment, copy).faults] == [
        ("Row 3", "This row stands here twice"), ("Row 4", "There is no such statement in this assessment"),
    ]  # fmt: skip


def test_a_revision_that_never_was_is_refused(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    found = read_reference(str(copy.page["A2"].value))
    assert found is not None
    copy.page["A2"] = str(replace(found, revision=found.revision + 1))
    with pytest.raises(NotPossible):
        planned(session, assessment, copy)


def test_signatures_go_when_something_changes(session: Session) -> None:
    signed = make_signed(session)
    copy = filled(session, signed)
    copy.write("P-1", {"Agreed": "Step 0"})
    back = read(signed, copy)
    plan = plan_of(session, signed, back, manager(signed), LATER)
    assert signed.state is AssessmentState.SIGNED
    bring_back(session, signed, back, (), plan.fingerprint, manager(signed), LATER)
    assert signed.state is AssessmentState.OPEN
    assert read_item(session, signed, "P-1", None).answer.agreed == 0
    assert evidence_of(session, signed) == {}


def test_what_may_not_be_changed_is_locked(session: Session, assessment: Assessment) -> None:
    copy = filled(session, assessment)
    locked = {
        heading.value: copy.page.cell(2, place).protection.locked for place, heading in enumerate(copy.page[1], start=1)
    }
    assert copy.page.protection.sheet
    assert {name for name, shut in locked.items() if shut} == {
        "Reference", "Statement", "Element", "Staff side", "Evidence so far", "Actions so far",
    }  # fmt: skip
    assert copy.page.column_dimensions["A"].hidden
    assert copy.book["Lists"].sheet_state == "hidden"
    lists = [rule.formula1 for rule in copy.page.data_validations.dataValidation if "Lists" in str(rule.formula1)]
    assert len(lists) == 4 * 5  # one's own side, agreed, how sure, when, help: for each of four statements
    assert [cell.value for cell in copy.book["Lists"]["A"]] == ["rating maturity", *[f"Step {n}" for n in range(5)],
                                                              "Don't know", "Does not apply"]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+44", "@SUM(A1)", "-1", "http://example.org", "漢字 😀 \u202eleft\u202c"])
def test_nothing_runs_and_every_script_survives(session: Session, assessment: Assessment, text: str) -> None:
    put(session, assessment, {"P-1": {"note": text}})
    copy = filled(session, assessment)
    cell = copy.page.cell(2, copy.column("Note"))
    assert (cell.value, cell.data_type) == (text, "s")
    assert planned(session, assessment, copy).empty
