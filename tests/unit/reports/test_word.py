"""Papers as Word documents, read back by python-docx and as XML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import nsmap, qn
from lxml import etree
from PIL import Image

from audit_app.charts import Chart, section_change, sides
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
from audit_app.reports.papers.round_paper import word_paper
from audit_app.reports.papers.word import paper_docx
from tests.harness import hostile_words, made_documents, round_packs

DAY = date(2026, 11, 20)
TABLE = Table(
    "Scores by section",
    (Column("Section", 3.0), Column("Score", 1.0, number=True)),
    (("Openness", "6.1"), ("Respect", "")),
)


@cache
def chart() -> Chart:
    return section_change(round_packs.demonstration().comparison)


def a_paper(*blocks: Block, title: str = "Results", owner: str = "North Forum") -> Paper:
    return Paper(title, "Closed on 20 November 2026.", owner, DAY, blocks)


def opened(*blocks: Block) -> Document:
    return docx.Document(BytesIO(paper_docx(a_paper(*blocks))))


def lines(document: Document) -> list[tuple[str, str]]:
    """Style and text of every paragraph below the title."""
    found = [(each.style.name if each.style else "", each.text) for each in document.paragraphs]
    return found[3:]


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


@cache
def made(case: str) -> bytes:
    return made_documents.made(case, "paper")


def body_of(case: str) -> "etree._Element":
    return etree.fromstring(parts(made(case))["word/document.xml"])


def test_every_block_has_a_style_of_its_own() -> None:
    document = opened(
        Heading("What changed"),
        Words("One improved.", sure="Rare by chance.", strong=True),
        Words("Others did not."),
        Note("Both sides together."),
        Points((Words("First", sure="Sure."), Words("Second")), numbered=True),
        Points((Words("Dot"),)),
        Facts((("Closed", "20 November 2026"), ("A name that is far too long for its place", "said"))),
        TABLE,
        Quotes("What next?", "Please say.", ("Go on.\nAnd on.", "Stop.")),
        Wording("Results", ("The forum noted this.", "It agreed.")),
    )
    assert [(each.style.name, each.text) for each in document.paragraphs[:3] if each.style] == [
        ("Owner", "North Forum · 20 November 2026"),
        ("Title", "Results"),
        ("Subtitle", "Closed on 20 November 2026."),
    ]
    assert lines(document) == [
        ("Heading 1", "What changed"),
        ("Key finding", "One improved. Rare by chance."),
        ("Normal", "Others did not."),
        ("Note", "Both sides together."),
        ("List Number", "First Sure."),
        ("List Number", "Second"),
        ("List Bullet", "Dot"),
        ("Fact", "Closed:\t20 November 2026"),
        ("Fact", "A name that is far too long for its place:\nsaid"),
        ("Caption", "Scores by section"),
        ("Heading 2", "What next?"),
        ("Question", "Please say."),
        ("Comment", "Go on.\nAnd on."),
        ("Comment", "Stop."),
        ("Heading 2", "Results"),
        ("Wording for minutes", "The forum noted this."),
        ("Wording for minutes", "It agreed."),
    ]


def test_every_style_that_is_used_is_defined_once_and_no_other_is_left() -> None:
    written = parts(made("demonstration"))
    styles = etree.fromstring(written["word/styles.xml"])
    defined = [each.get(qn("w:styleId")) for each in styles.iter(qn("w:style"))]
    assert len(defined) == len(set(defined)) < 35
    texts = written["word/document.xml"] + written["word/footer1.xml"] + written["word/numbering.xml"]
    used = set(re.findall(rb'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', texts))
    assert {each.decode() for each in used} <= set(defined)
    assert {"Heading1", "Heading2", "KeyFinding", "Note", "TableText", "WordingForMinutes"} <= {
        u.decode() for u in used
    }
    for linked in styles.iter(qn("w:basedOn"), qn("w:next")):
        assert linked.get(qn("w:val")) in defined


def test_a_new_numbered_list_begins_with_one() -> None:
    document = opened(*(Points((Words("A"), Words("B")), numbered=True) for _ in range(2)))
    numbers = [each.get(qn("w:val")) for each in document.element.body.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    lists = document.part.numbering_part.element
    for number in set(numbers):
        (found,) = lists.xpath(f"./w:num[@w:numId='{number}']//w:startOverride/@w:val")
        assert found == "1"


def test_no_heading_level_is_left_out() -> None:
    document = opened(Heading("Deep", 3), Wording("Words", ("Said.",)), Heading("One"), Heading("Three", 3))
    assert [style for style, _ in lines(document) if style.startswith("Heading")] == [
        "Heading 1", "Heading 2", "Heading 1", "Heading 2",
    ]  # fmt: skip


@pytest.mark.parametrize("case", ["demonstration", "hostile", "everything-hidden"])
def test_a_reader_can_go_from_heading_to_heading(case: str) -> None:
    level = 0
    for style in re.findall(r'<w:pStyle w:val="Heading(\d)"', parts(made(case))["word/document.xml"].decode()):
        assert int(style) <= level + 1
        level = int(style)


@pytest.mark.parametrize("case", ["demonstration", "hostile"])
def test_every_table_has_one_header_row_a_title_and_rows_that_are_not_torn(case: str) -> None:
    tables = list(body_of(case).iter(qn("w:tbl")))
    assert tables
    for table in tables:
        rows = table.findall(qn("w:tr"))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        look = table.find(qn("w:tblPr"))
        caption = look.find(qn("w:tblCaption")).get(qn("w:val"))
        before = table.getprevious()
        assert caption == " ".join("".join(before.itertext()).split())
        assert look.find(qn("w:tblDescription")).get(qn("w:val"))
        assert look.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert len({len(row.findall(qn("w:tc"))) for row in rows}) == 1


def test_the_columns_fill_the_page_and_numbers_stand_right() -> None:
    (table,) = opened(TABLE).tables
    widths = [int(each.get(qn("w:w"))) for each in table._tbl.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(17 / 2.54 * 1440, abs=3)
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Table text", "Table number"]  # type: ignore[union-attr]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Section", "Score"], ["Openness", "6.1"], ["Respect", ""],
    ]  # fmt: skip


def test_a_picture_has_its_title_its_words_and_an_alternative() -> None:
    document = opened(Picture(chart(), tabled=True))
    found = lines(document)
    assert found[0] == ("Caption", chart().title)
    assert found[1] == ("Chart words", chart().sentence)
    assert found[2] == ("Picture", "")
    assert found[3] == ("Note", chart().base)
    assert found[-1] == ("Caption", "The figures of this picture")
    (shape,) = document.inline_shapes
    about = shape._inline.docPr
    assert about.get("descr") == chart().alt
    assert about.get("title") == chart().title
    (table,) = document.tables
    assert tuple(tuple(cell.text for cell in row.cells) for row in table.rows) == (chart().columns, *chart().rows)


def test_pictures_are_sharp_small_and_no_wider_than_the_page() -> None:
    written = parts(made("demonstration"))
    pictures = [content for name, content in written.items() if name.startswith("word/media/")]
    assert len(pictures) > 8
    for content in pictures:
        image = Image.open(BytesIO(content))
        assert (image.format, image.width) == ("PNG", 1500)
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert len(content) < 100_000
    for shape in docx.Document(BytesIO(made("demonstration"))).inline_shapes:
        assert shape.width.cm <= 17.7
        assert shape.height.cm <= 20.6
        assert shape._inline.docPr.get("descr")


def test_a_picture_that_would_be_too_small_to_read_gives_its_table_instead() -> None:
    tall = sides(round_packs.largest().comparison)
    document = opened(Picture(tall))
    assert not document.inline_shapes
    assert len(document.tables[0].rows) == len(tall.rows) + 1
    empty = opened(Picture(replace(chart(), empty=True)))
    assert not empty.inline_shapes
    assert not empty.tables


def test_captions_and_headings_stay_with_what_follows() -> None:
    styles = etree.fromstring(parts(made("demonstration"))["word/styles.xml"])
    keeping = {
        each.get(qn("w:styleId"))
        for each in styles.iter(qn("w:style"))
        if each.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
    }
    assert {"Heading1", "Heading2", "Heading3", "Caption", "ChartWords", "Picture", "Question", "TableHead"} <= keeping


def test_the_page_is_a4_and_says_whose_it_is() -> None:
    document = opened(Words("Hello"))
    (section,) = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)  # type: ignore[union-attr]
    foot = etree.fromstring(parts(paper_docx(a_paper(Words("Hello"))))["word/footer1.xml"])
    assert "".join(foot.itertext()) == "North Forum · 20 November 2026Page 1 of 1"
    assert [each.get(qn("w:instr")).strip() for each in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_file_says_what_it_is_and_nothing_of_who_made_it() -> None:
    about = opened(Words("Hello")).core_properties
    assert (about.title, about.author, about.last_modified_by, about.comments) == ("Results", "", "", "")
    assert about.language == "en-GB"
    assert about.created is not None
    assert about.created.date() == DAY
    written = parts(made("demonstration"))
    assert sorted(name for name in written if not name.startswith("word/media/")) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/footer1.xml", "word/numbering.xml", "word/settings.xml", "word/styles.xml",
        "word/theme/theme1.xml",
    ]  # fmt: skip
    for name, content in written.items():
        assert not re.search(rb"python-docx|rsid|Macintosh|Canny", content), name
    assert b'w:lang w:val="en-GB"' in written["word/styles.xml"]
    assert b"updateFields" not in written["word/settings.xml"]


def test_the_same_paper_has_the_same_bytes() -> None:
    pack = round_packs.one_statement()
    assert paper_docx(word_paper(pack)) == paper_docx(word_paper(pack))


def texts(case: str) -> Iterator[str]:
    for paragraph in body_of(case).iter(qn("w:p")):
        yield "".join({qn("w:br"): "\n", qn("w:tab"): "\t"}.get(each.tag, each.text or "") for each in paragraph.iter())


@pytest.mark.parametrize("case", ["hostile", "unstorable"])
def test_hostile_words_are_words_and_nothing_else(case: str) -> None:
    written = parts(made(case))
    body = body_of(case)
    kinds = {etree.QName(each).namespace for each in body.iter()}
    assert kinds == {nsmap[key] for key in ("w", "wp", "a", "pic")}
    for tag in ("fldSimple", "instrText", "hyperlink", "object", "bookmarkStart", "altChunk", "sdt", "ins", "del"):
        assert not list(body.iter(qn(f"w:{tag}"))), tag
    assert b"TargetMode" not in written["word/_rels/document.xml.rels"]
    for name in ("word/document.xml", "word/footer1.xml", "docProps/core.xml"):
        said = "".join(etree.fromstring(written[name]).itertext())
        assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", said), name
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", said), name
    assert docx.Document(BytesIO(made(case))).paragraphs


def test_hostile_comments_are_kept_letter_by_letter() -> None:
    said = set(texts("hostile"))
    for comment in hostile_words.COMMENTS:
        plain = re.sub("[\u202a-\u202e\u2066-\u2069]", "", comment)
        if re.fullmatch(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ufdd0-\ufdef]+", plain):
            assert any(plain in each for each in said), ascii(plain)


def test_a_character_that_no_file_may_hold_is_seen() -> None:
    document = opened(Words("a\x00b\ufffec"), Words("a\u202eb\u2068c"), Words("one\r\ntwo\u2028three\tfour"))
    assert [text for _, text in lines(document)] == ["a�b�c", "abc", "one\ntwo\nthree\tfour"]


def test_each_comment_has_a_rule_of_its_own() -> None:
    """Word joins the rules of paragraphs that follow each other and are set alike: they would look like one."""
    texts = ("First.", "Second.", "Third.", "Fourth.")
    found = [each for each in opened(Quotes("What next?", "", texts)).paragraphs if each.text in texts]
    shapes = [etree.tostring(each._p.pPr) for each in found]
    assert [each.text for each in found] == list(texts)
    assert all(one != other for one, other in pairwise(shapes))
