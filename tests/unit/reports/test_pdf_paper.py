"""Printed papers: any text, any length, the same bytes, and type that can be read."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from audit_app.charts import heat_map, hopes, over_time, section_change
from audit_app.charts.drawing import WIDTH
from audit_app.charts.lettering import SMALL
from audit_app.reports.papers import pdf_words
from audit_app.reports.papers.blocks import (
    Block,
    Column,
    Facts,
    Heading,
    Note,
    Paper,
    Picture,
    Points,
    Quotes,
    Table,
    Wording,
    Words,
)
from audit_app.reports.papers.pdf import PaperTooLongError, page_count, paper_pdf
from audit_app.reports.papers.pdf_content import ACROSS, paper_content
from audit_app.reports.papers.pdf_tables import table_content
from audit_app.reports.papers.pdf_words import BREAK, FontsMissingError, printable, width
from audit_app.reports.papers.round_paper import round_paper
from tests.harness.hostile_words import COMMENTS, ONE_LINE
from tests.harness.round_packs import (
    CASES,
    everything_hidden,
    largest,
    nothing_to_compare,
    one_statement,
)
from tests.harness.tagged_pdf import TaggedPdf, faults

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 11, 20)
texts = st.text(st.characters(codec=None), max_size=60)


def a_paper(*blocks: Block, title: str = "A paper") -> Paper:
    return Paper(title, "", "Northshire Forum", DAY, blocks)


def every_block_of(text: str) -> Paper:
    table = Table(text, (Column(text), Column(text, number=True)), ((text, text), ("", text)))
    blocks = (
        Heading(text), Words(text, text, strong=True), Note(text), Points((Words(text),)), Facts(((text, text),)),
        table, Quotes(text, text, (text,)), Wording(text, (text,)),
    )  # fmt: skip
    return Paper(text, text, text, DAY, blocks)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_any_text_can_be_printed_in_any_place(text: str) -> None:
    assert page_count(paper_pdf(every_block_of(text))) >= 1


@pytest.mark.parametrize("text", ["", " ", "\n", "□", "\u202e", "\ud800", "\ufffe", "x" * 5000, "\u0301" * 50])
def test_odd_texts_can_be_printed_in_any_place(text: str) -> None:
    assert faults(paper_pdf(every_block_of(text))) == []


def test_markup_of_any_kind_is_printed_as_it_is() -> None:
    found = [text for text in (*COMMENTS, *ONE_LINE) if text.isascii() and text.isprintable()]
    assert any("#" in text for text in found)
    assert any("<script>" in text for text in found)
    read = TaggedPdf(paper_pdf(a_paper(*(Words(text) for text in found if len(text) < 100)))).text
    for text in found:
        assert len(text) >= 100 or " ".join(text.split()) in read


def test_a_mark_that_turns_a_line_round_is_left_out() -> None:
    assert printable("a\u202eb\u2066c\u200fd") == "abcd"
    assert printable("one\r\ntwo\u2028three\tfour") == "one\ntwo\nthree four"


@pytest.mark.parametrize(
    "text",
    [
        "Łódź ŵŷ",
        "Αθήνα",
        "Київ",
        "नमस्ते",
        "বাংলা",
        "ਪੰਜਾਬੀ",
        "ગુજરાતી",
        "தமிழ்",
        "שלום",
        "سلام",
        "中文名字",
        "陳さん 決める",
        "한국어",
        "ไทย",
        "👍🏽",
    ],
)
def test_names_in_many_scripts_have_letters(text: str) -> None:
    assert printable(text) == text


def test_what_no_font_has_is_a_box() -> None:
    assert printable("a\U00013000b") == "a□b"
    assert "□ stands for a letter" in TaggedPdf(paper_pdf(a_paper(Words("a\U00013000b")))).text
    assert "□" not in TaggedPdf(paper_pdf(a_paper(Words("ab")))).text


@pytest.mark.parametrize("kept", [(), ("OpenSans_400Regular.ttf", "OpenSans_700Bold.ttf")], ids=["all", "newer ones"])
def test_without_its_fonts_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: tuple[str, ...]
) -> None:
    for name in kept:
        (tmp_path / name).write_bytes((pdf_words._OWN / name).read_bytes())
    monkeypatch.setattr(pdf_words, "_OWN", tmp_path)
    pdf_words._covered.cache_clear()
    with pytest.raises(FontsMissingError, match=r"scripts/fetch_fonts\.py"):
        paper_pdf(a_paper(Words("Hello")))
    monkeypatch.undo()
    pdf_words._covered.cache_clear()


_ELSEWHERE = """
import hashlib, sys
from audit_app.reports.papers.pdf import paper_pdf
from audit_app.reports.papers.round_paper import round_paper
from tests.harness.round_packs import one_statement
print(hashlib.sha256(paper_pdf(round_paper(one_statement()))).hexdigest())
"""


def test_the_same_paper_gives_the_same_bytes_on_another_day_in_another_place(tmp_path: Path) -> None:
    here = hashlib.sha256(paper_pdf(round_paper(one_statement()))).hexdigest()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert there.stdout.strip() == here


def test_neither_machine_nor_clock_nor_author_is_in_it() -> None:
    made = paper_pdf(round_paper(one_statement()))
    about = TaggedPdf(made).reader.metadata
    assert about is not None
    assert set(about) == {"/Title", "/Creator", "/ModDate", "/CreationDate"}
    assert about["/ModDate"] == about["/CreationDate"] == "D:20261120000000Z"
    for word in (str(ROOT), str(Path.home())):
        assert word.encode() not in made


def test_contents_are_listed_from_the_seventh_page_on() -> None:
    six = a_paper(*(Heading(f"Part {number}", apart=number > 1) for number in range(1, 7)))
    seven = a_paper(*(Heading(f"Part {number}", apart=number > 1) for number in range(1, 8)))
    assert "Contents" not in TaggedPdf(paper_pdf(six)).text
    assert "Contents Part 1" in TaggedPdf(paper_pdf(seven)).text


def _pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("lines", [3, 30])
def test_the_first_page_says_what_matters_most_and_the_list_of_contents_follows(lines: int) -> None:
    first, second, third, *_ = _pages(paper_pdf(_with_summary(lines)))
    assert all(f"Sentence {number} of" in first for number in range(lines))
    assert second.startswith("Contents In short")
    assert third.startswith("Part 1")


def test_a_summary_that_is_too_long_to_stand_under_the_title_has_the_second_page_to_itself() -> None:
    first, second, third, *_ = _pages(paper_pdf(_with_summary(38)))
    assert "Contents In short" in first
    assert all(f"Sentence {number} of" in second for number in range(38))
    assert third.startswith("Part 1")


def _with_summary(lines: int) -> Paper:
    """A paper of more than six pages."""
    summary = [Words(f"Sentence {number} of a summary.") for number in range(lines)]
    parts = [Heading(f"Part {number}", apart=True) for number in range(1, 8)]
    return a_paper(Heading("In short", apart=True), *summary, *parts)


@pytest.mark.parametrize("case", ["demonstration", "one-statement", "hostile", "averages-only", "nothing-to-compare"])
def test_every_page_tells_its_number_and_how_many_there_are(case: str) -> None:
    """Typst gives up where what it looks up keeps moving what it sets; the numbers are then the first to be wrong."""
    pages = _pages(paper_pdf(round_paper(CASES[case]())))
    for number, words in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in words


def test_a_page_too_much_makes_the_type_smaller_but_never_too_small() -> None:
    lines = [Words(f"Sentence {number} of a paper that is nearly too long.") for number in range(46)]
    assert page_count(paper_pdf(a_paper(*lines))) == 2
    fitted = paper_pdf(a_paper(*lines), pages=1)
    assert page_count(fitted) == 1
    assert faults(fitted) == []
    with pytest.raises(PaperTooLongError, match="takes 2 pages in the smallest type and may have 1"):
        paper_pdf(a_paper(*lines, *lines[:40]), pages=1)


def _values(*blocks: Block, scale: float = 1.0) -> list[dict[str, object]]:
    found = paper_content(a_paper(*blocks), scale).values["blocks"]
    assert isinstance(found, list)
    return found


def test_words_in_pictures_are_seven_points_high_in_print() -> None:
    chart = heat_map(nothing_to_compare().comparison)
    for scale in (1.0, 0.82):
        (picture,) = _values(Picture(chart), scale=scale)
        assert float(str(picture["across"])) / WIDTH * SMALL > 6.9


def test_a_picture_that_is_higher_than_a_page_is_a_table_instead() -> None:
    whole = over_time(largest().series)
    picture, table = _values(Picture(whole))
    assert picture["file"] is None
    assert table["kind"] == "table"
    assert len(_values(Picture(section_change(largest().comparison)))) == 1


def test_a_picture_of_nothing_is_said_in_words() -> None:
    empty = hopes(everything_hidden().hoped)
    assert empty.empty
    (picture,) = _values(Picture(empty, tabled=True))
    assert picture["file"] is None
    assert empty.title in TaggedPdf(paper_pdf(a_paper(Picture(empty)))).text


def test_how_to_read_a_picture_is_said_once_under_a_heading() -> None:
    chart = heat_map(nothing_to_compare().comparison)
    first, again, _, anew = _values(Picture(chart), Picture(chart), Heading("Next"), Picture(chart))
    assert first["notes"] == anew["notes"] == [chart.base, *chart.notes]
    assert again["notes"] == [chart.base]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 9).flatmap(
        lambda many: st.tuples(
            st.lists(st.tuples(texts, st.floats(0.5, 6)), min_size=many, max_size=many),
            st.lists(st.lists(texts, min_size=many, max_size=many), max_size=4),
        )
    )
)
def test_columns_fill_the_page_and_no_word_leaves_its_column(
    given_table: tuple[list[tuple[str, float]], list[list[str]]],
) -> None:
    columns, rows = given_table
    table = Table("A", tuple(Column(name, share) for name, share in columns), tuple(map(tuple, rows)))
    made = table_content(table, ACROSS)
    wide = [each["width"] for each in made["columns"]]
    size = made["size"]
    assert sum(wide) == pytest.approx(ACROSS)
    assert 7.0 <= size <= 8.8
    for row in made["rows"]:
        for cell, room in zip(row["cells"], wide, strict=True):
            parts = [part for word in cell.split() for part in word.split(BREAK)]
            assert all(width(part, size) <= room or len(part) <= 2 for part in parts)


def test_a_word_that_is_wider_than_its_column_is_broken_and_whole() -> None:
    words = ("M" * 90, "i" * 90, "Wörter " + "W" * 60)
    for many in (1, 3, 8):
        table = Table("A", (Column("Name"),) * many, ((words * 3)[:many],))
        made = table_content(table, ACROSS)
        for cell, word, column in zip(made["rows"][0]["cells"], words * 3, made["columns"], strict=False):
            assert cell.replace(BREAK, "") == word
            parts = [part for each in cell.split() for part in each.split(BREAK)]
            assert all(width(part, made["size"]) <= column["width"] - 8 for part in parts)


def test_columns_are_as_wide_as_makes_the_table_least_high() -> None:
    long = "A statement of about sixty letters that goes over lines. "
    table = Table("A", (Column("Name", 3), Column("Meaning", 1)), (("Short", long * 4), ("Short too", long * 3)))
    name, meaning = (each["width"] for each in table_content(table, ACROSS)["columns"])
    assert meaning > 4 * name
