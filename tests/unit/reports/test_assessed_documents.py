"""Every document about an assessment and about themes, read back: the same figures in all of them."""

import io
import re
import unicodedata
from zipfile import ZipFile, is_zipfile

import pytest

from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports.assessment_documents import DOCUMENTS as OF_ASSESSMENT
from audit_app.reports.documents import Document
from audit_app.reports.papers.pdf import page_count
from audit_app.reports.theme_documents import DOCUMENTS as OF_THEMES
from audit_app.reports.theme_pack import ThemePack
from tests.harness.assessed_packs import ASSESSMENTS, THEMES
from tests.harness.read_back import read_back
from tests.harness.tagged_pdf import faults

ORDER = ["report", "one-page", "paper", "slides", "workbook", "table", "results", "pictures"]
READ = ("report", "one-page", "paper", "slides", "workbook", "table", "results")
MADE_LATER = re.compile(rb"20(13-12-2|2[0-5]-\d\d-\d\dT)|python-(docx|pptx)|/tmp/|/root/|site-packages")


def of(family: tuple[Document[object], ...], name: str) -> Document[object]:
    return next(each for each in family if each.id == name)


def words(document: Document[object], pack: object) -> str:
    """Everything that can be read, on one line, with the letters in one form."""
    content = document.make(pack)
    if document.ending == "json":
        read = content.decode()
    else:
        found = read_back(document.ending, content)
        read = " ".join((found.words, *(cell for row in found.rows for cell in row.cells)))
    return unicodedata.normalize("NFC", " ".join(read.split()))


def figure(score: float) -> re.Pattern[str]:
    """A score as a paper or a cell of a workbook has it: 7.0, or 7 where the cell's own form adds the zero."""
    return re.compile(rf"(?<![\d.]){re.escape(f'{score:.1f}'.removesuffix('.0'))}(\.0)?(?!\d)")


def unpacked(content: bytes) -> list[bytes]:
    """The file itself, and every file in it, however deep."""
    if not is_zipfile(io.BytesIO(content)):
        return [content]
    with ZipFile(io.BytesIO(content)) as whole:
        return [content, *(part for name in whole.namelist() for part in unpacked(whole.read(name)))]


@pytest.mark.parametrize("family", [OF_ASSESSMENT, OF_THEMES], ids=["assessment", "themes"])
def test_a_family_has_every_kind_of_document_in_one_order(family: tuple[Document[object], ...]) -> None:
    assert [each.id for each in family] == ORDER


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("case", ["small", "framework", "award"])
def test_every_document_of_an_assessment_tells_its_score_or_level(case: str, name: str) -> None:
    result: AssessmentResult = ASSESSMENTS[case]().result
    read = words(of(OF_ASSESSMENT, name), ASSESSMENTS[case]())  # type: ignore[arg-type]
    if result.overall is not None:
        assert figure(result.overall).search(read)
    for part in result.elements if name in {"workbook", "table", "results", "report", "paper"} else ():
        assert part.title in read
        assert part.score is None or figure(part.score).search(read)


@pytest.mark.parametrize("name", ["report", "paper", "workbook", "table"])
def test_every_agreed_rating_stands_beside_its_statement(name: str) -> None:
    """In whatever order a format has its columns, the words of the rating are in a row of the statement."""
    pack = ASSESSMENTS["framework"]()
    document = of(OF_ASSESSMENT, name)  # type: ignore[arg-type]
    instrument, items = pack.result.content.instrument, pack.result.content.items
    rows = [" ".join(" ".join(row.cells).split()) for row in read_back(document.ending, document.make(pack)).rows]
    for item in instrument.items:
        agreed = items[item.id].agreed
        beside = [row for row in rows if item.text in row]
        assert beside, item.text
        if isinstance(agreed, int):
            assert any(instrument.rating_scale(item).labels[agreed] in row for row in beside), item.text


@pytest.mark.parametrize("name", READ)
def test_every_document_of_the_themes_names_who_shares_and_nobody_else(name: str) -> None:
    pack: ThemePack = THEMES["subgroup"]()
    read = words(of(OF_THEMES, name), pack)  # type: ignore[arg-type]
    assert all(place.organisation in read for place in pack.shared.places)
    assert "Eastlake" not in read
    assert "We have none." not in read or name in {"workbook", "table", "results"}


@pytest.mark.parametrize("case", list(ASSESSMENTS))
@pytest.mark.parametrize("name", ["report", "one-page"])
def test_papers_of_assessments_can_be_heard_as_well_as_seen(case: str, name: str) -> None:
    made = of(OF_ASSESSMENT, name).make(ASSESSMENTS[case]())  # type: ignore[arg-type]
    assert faults(made) == []
    assert name != "one-page" or page_count(made) == 1


@pytest.mark.parametrize("case", list(THEMES))
@pytest.mark.parametrize("name", ["report", "one-page"])
def test_papers_of_themes_can_be_heard_as_well_as_seen(case: str, name: str) -> None:
    made = of(OF_THEMES, name).make(THEMES[case]())  # type: ignore[arg-type]
    assert faults(made) == []
    assert name != "one-page" or page_count(made) == 1


@pytest.mark.parametrize("name", ORDER)
def test_no_file_tells_of_the_machine_or_of_the_time_it_was_made(name: str) -> None:
    made = of(OF_ASSESSMENT, name).make(ASSESSMENTS["small"]())  # type: ignore[arg-type]
    found = [match.group() for part in unpacked(made) for match in MADE_LATER.finditer(part)]
    assert found == []
    assert made == of(OF_ASSESSMENT, name).make(ASSESSMENTS["small"]())  # type: ignore[arg-type]
