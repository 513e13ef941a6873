"""The CSV of released results."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest

from audit_app.analysis.released import ChangeLabel, Comparison, ReviewedComment, SectionResult
from audit_app.charts import wording
from audit_app.questionnaire.definition import Side
from audit_app.reports.cells import storable
from audit_app.reports.csv_file import results_csv
from tests.harness.round_packs import CASES
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    STATEMENTS,
    YEAR_ON_YEAR,
    alike,
    average,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)
from tests.unit.charts.gallery import gallery

QUESTIONS = questionnaire(STATEMENTS[:4], scales={4: YEAR_ON_YEAR})
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "=1+1")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def result() -> Comparison:
    return comparison(
        facts(QUESTIONS),
        [
            statement(
                QUESTIONS,
                1,
                full(AGREEMENT, 1, 2, 5, 14, 10, dont_know=3),
                by_side=sides(7.5, 7.0),
                change=change(7.8, 7.3, ChangeLabel.DECLINED),
            ),
            statement(QUESTIONS, 2, alike(4, 7.5, n=32)),
            statement(QUESTIONS, 3, HIDDEN),
            statement(QUESTIONS, 4, full(YEAR_ON_YEAR, 1, 4, 15, 8, 2)),
        ],
        against=facts(QUESTIONS, name="Audit 2025"),
        sections=[SectionResult("SEC-A", "Working together", average(6.4, 32), sides(6.0, 6.5), None)],
    )


def rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(made.decode("utf-8-sig"), newline="")))


def row(made: bytes, statement_id: str, group: str) -> dict[str, str]:
    return next(one for one in rows(made) if one["Id"] == statement_id and one["Group"] == group)


def test_it_opens_in_a_spreadsheet() -> None:
    made = results_csv(result())
    assert made.startswith(b"\xef\xbb\xbfKind,Id,")
    assert made.endswith(b"\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    frame = pd.read_csv(BytesIO(made), encoding="utf-8-sig")
    assert len(frame.columns) == len(set(frame.columns))


def test_figures_stand_as_released() -> None:
    total = row(results_csv(result()), "S-1", "Both sides")
    assert (total["Answers"], total["Don't know"], total["Score"]) == ("32", "3", "7.3")
    assert [total[f"Value {value}"] for value in range(1, 6)] == ["1", "2", "5", "14", "10"]
    assert (total["Earlier score"], total["Difference"], total["Change"]) == ("7.8", "-0.5", "Declined")
    assert total["Staff minus management"] == "-0.5"
    assert row(results_csv(result()), "S-1", "Staff side")["Score"] == "7.0"
    assert row(results_csv(result()), "S-4", "Both sides")["Score"] == "No score"


def test_values_have_their_labels_where_there_is_one_scale() -> None:
    questions = questionnaire(STATEMENTS[:1])
    made = results_csv(comparison(facts(questions), [statement(questions, 1, full(AGREEMENT, 1, 2, 3, 4, 5))]))
    assert row(made, "S-1", "Both sides")["5: Strongly agree"] == "5"
    assert row(made, "S-1", "Both sides")["Together: Disagree"] == "3"


def test_what_is_hidden_says_so_in_every_cell() -> None:
    made = results_csv(result())
    for group in ("Both sides", "Management side", "Staff side", "Partners"):
        hidden = row(made, "S-3", group)
        told = {
            name: hidden[name]
            for name in hidden
            if name not in {"Kind", "Id", "Section", "Text", "Group", "Scale", "Notes"}
        }
        assert set(told.values()) <= {"Not shown", ""}, group
        assert told["Score"] == told["Answers"] == told["Don't know"] == "Not shown"
    assert row(made, "S-2", "Both sides")["Score"] == "7.5"
    assert "about right" in row(made, "S-2", "Both sides")["Notes"]
    assert row(made, "S-2", "Staff side")["Score"] == "Not shown"


def test_sections_the_overall_score_and_turnout_have_rows() -> None:
    made = results_csv(result())
    assert row(made, "SEC-A", "Both sides")["Score"] == "6.4"
    assert row(made, "SEC-A", "Staff side")["Score"] == "6.5"
    assert row(made, "overall", "Both sides")["Answers"] == "32"
    response = [one for one in rows(made) if one["Kind"] == "response"]
    assert [(one["Group"], one["Answers"], one["Invited"]) for one in response] == [
        ("Management side", "14", "18"),
        ("Staff side", "18", "22"),
        ("Partners", "2", "3"),
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_can_run_as_a_formula_and_no_text_is_changed(text: str) -> None:
    hostile = result()
    section = replace(hostile.sections[0], title=text, no_comparison=text)
    hostile = replace(
        hostile,
        round=replace(hostile.round, forum=text, name=text),
        against=replace(hostile.round, forum=text, name=text),
        statements=tuple(replace(one, text=text, short=text, no_comparison=text) for one in hostile.statements),
        sections=(section,),
    )
    made = results_csv(hostile, [ReviewedComment(text, text, text)])
    for cells in csv.reader(StringIO(made.decode("utf-8-sig"), newline="")):
        for cell in cells:
            assert not cell or NUMBER.fullmatch(cell) or cell[0] not in "=+-@\t\r=+-@"
    assert row(made, "S-1", "Both sides")["Text"] == f"1. {text}"
    comment = next(one for one in rows(made) if one["Kind"] == "comment")
    assert comment["Text"] == f"Comment: {text}"
    assert comment["Section"] == f"Under: {text}"


def test_quotes_commas_and_line_breaks_stay_in_their_cell() -> None:
    words = 'He said "no",\nthen; "yes" — 漢字 😀 \u200f'
    made = results_csv(result(), [ReviewedComment("General", "What next?", words)])
    assert next(one for one in rows(made) if one["Kind"] == "comment")["Text"] == f"Comment: {words}"


def test_characters_that_no_file_may_hold_are_replaced_visibly() -> None:
    made = results_csv(result(), [ReviewedComment("General", "What next?", "a\x00b\x1bc\ud800d\uffffe")])
    assert (
        next(one for one in rows(made) if one["Kind"] == "comment")["Text"] == "Comment: a\ufffdb\ufffdc\ufffdd\ufffde"
    )


def test_partners_who_were_not_asked_are_not_called_hidden() -> None:
    questions = questionnaire(STATEMENTS[:1], not_asked_of=(Side.PARTNER,))
    made = results_csv(comparison(facts(questions), [statement(questions, 1, full(AGREEMENT, 1, 2, 3, 4, 5))]))
    assert row(made, "S-1", "Partners")["Shown"] == "Not asked"


@pytest.mark.parametrize("name", sorted(gallery()))
def test_every_comparison_can_be_written_and_is_written_the_same_way_twice(name: str) -> None:
    made = results_csv(gallery()[name])
    assert made == results_csv(gallery()[name])
    widths = {len(cells) for cells in csv.reader(StringIO(made.decode("utf-8-sig"), newline=""))}
    assert len(widths) == 1


@pytest.mark.parametrize("name", CASES)
def test_rounds_of_every_kind_can_be_read_back(name: str) -> None:
    pack = CASES[name]()
    made = results_csv(pack.comparison, pack.comments)
    found = rows(made)
    assert [one["Text"] for one in found if one["Kind"] == "comment"] == [
        f"Comment: {storable(comment.text)}" for comment in pack.comments
    ]
    together = [one for one in found if one["Kind"] == "statement" and one["Group"] == "Both sides"]
    for one, asked in zip(together, pack.comparison.statements, strict=True):
        assert one["Text"] == storable(wording.numbered(asked))
        scale = pack.comparison.round.questionnaire.scale_by_id[asked.scale]
        if scale.order == "distribution":
            assert one["Score"] == "No score"
        else:
            assert one["Score"] == ("Not shown" if asked.total.score is None else f"{asked.total.score:.1f}")
    for cells in csv.reader(StringIO(made.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r\n" and not NUMBER.fullmatch(cell)]


def test_every_column_is_documented() -> None:
    documented = (Path(__file__).parents[3] / "docs/results-table.md").read_text(encoding="utf-8")
    header = next(csv.reader(StringIO(results_csv(result()).decode("utf-8-sig"), newline="")))
    own = [name for name in header if not re.match(r"Value \d|\d+: |Together: ", name)]
    assert len(own) > 12
    assert [name for name in own if f"`{name}`" not in documented] == []
