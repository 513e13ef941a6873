"""An empty wide presentation with a master and four layouts of its own: every slide has a real title placeholder.

python-pptx starts from a narrow template of eleven layouts; what is written here takes the place of that. The order of
placeholders in a layout is the order in which a screen reader reads the slide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from audit_app.charts.palette import INK, LINK, PANEL, PAPER, QUIET_INK, RULE, SIDE_COLOURS, THIS_ROUND
from audit_app.questionnaire.definition import Side

FONT = "Arial"
LANGUAGE = "en-GB"
WIDE, HIGH = 13.333, 7.5  # inches, 16:9
SMALLEST = 14  # points: what can still be read from the back of a room
TITLE, WORDS, CHART, BASE, DATE, OWNER, NUMBER = 0, 1, 13, 14, 10, 11, 12  # places of the placeholders in a layout
_NAMES = 'xmlns:a="{}" xmlns:p="{}" xmlns:r="{}"'.format(
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/presentationml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)


class Layout(IntEnum):
    """Which layout of the presentation, by its place."""

    OPENING = 0
    BESIDE = 1  # words at the left, a chart at the right
    ABOVE = 2  # words above a wide chart
    ALONE = 3  # words


@dataclass(frozen=True)
class Box:
    """Where something stands, in inches."""

    left: float
    top: float
    wide: float
    high: float

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points, without the inner margins of a text box."""
        return (self.wide - 0.2) * 72, (self.high - 0.1) * 72


@dataclass(frozen=True)
class _Place:
    """A placeholder. size: of its letters in points. anchor: t, ctr or b."""

    index: int
    kind: str
    name: str
    box: Box
    size: float
    bold: bool = False
    colour: str = "tx1"
    anchor: str = "t"
    bullets: bool = False
    align: str = "l"


_ACROSS = WIDE - 1.0
BOXES = {
    (Layout.OPENING, TITLE): Box(0.9, 1.9, WIDE - 1.8, 1.9),
    (Layout.OPENING, WORDS): Box(0.9, 4.05, WIDE - 1.8, 1.9),
    (Layout.BESIDE, TITLE): Box(0.5, 0.3, _ACROSS, 1.1),
    (Layout.BESIDE, WORDS): Box(0.5, 1.6, 4.35, 4.7),
    (Layout.BESIDE, CHART): Box(4.95, 1.6, WIDE - 5.45, 4.7),
    (Layout.BESIDE, BASE): Box(0.5, 6.35, _ACROSS, 0.58),
    (Layout.ABOVE, TITLE): Box(0.5, 0.3, _ACROSS, 1.1),
    (Layout.ABOVE, WORDS): Box(0.5, 1.5, _ACROSS, 0.65),
    (Layout.ABOVE, CHART): Box(0.3, 2.15, WIDE - 0.6, 4.2),
    (Layout.ABOVE, BASE): Box(0.5, 6.35, _ACROSS, 0.58),
    (Layout.ALONE, TITLE): Box(0.5, 0.3, _ACROSS, 1.1),
    (Layout.ALONE, WORDS): Box(0.5, 1.6, _ACROSS, 5.2),
}
_LAYOUT_NAMES = {
    Layout.OPENING: "Opening",
    Layout.BESIDE: "Finding, words beside chart",
    Layout.ABOVE: "Finding, words above chart",
    Layout.ALONE: "Finding, words alone",
}
_COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": THIS_ROUND, "lt2": PANEL, "accent1": THIS_ROUND,
    "accent2": SIDE_COLOURS[Side.STAFF], "accent3": SIDE_COLOURS[Side.PARTNER], "accent4": "#4071b6",
    "accent5": "#7c2855", "accent6": QUIET_INK, "hlink": THIS_ROUND, "folHlink": LINK,
}  # fmt: skip


def empty_presentation() -> Any:  # noqa: ANN401  (python-pptx gives its types no names to use)
    """A presentation of 13.333 by 7.5 inches with the layouts of `Layout` and no slide."""
    whole = Presentation()
    whole.slide_width, whole.slide_height = Inches(WIDE), Inches(HIGH)
    whole.element.sldSz.attrib.pop("type", None)  # the template says that it is a narrow screen
    _in_british_english(whole.element)
    for spare in list(whole.slide_layouts)[len(Layout) :]:
        whole.slide_layouts.remove(spare)
    _theme(whole.slide_master)
    _master(whole.slide_master.element)
    for layout in Layout:
        _layout(whole.slide_layouts[layout].element, layout)
    _notes(whole)
    return whole


def _theme(master: Any) -> None:  # noqa: ANN401
    """Colours of the pictures, and a font that every computer has."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "Partnership audit")
    space = theme.nsmap["a"]
    for scheme in ("clrScheme", "fontScheme"):
        theme.find(f".//{{{space}}}{scheme}").set("name", "Partnership audit")
    colours = theme.find(f".//{{{space}}}clrScheme")
    for colour in colours:
        name = etree.QName(colour).localname
        for old in list(colour):
            colour.remove(old)
        etree.SubElement(colour, f"{{{space}}}srgbClr").set("val", _COLOURS[name].lstrip("#").upper())
    for face in theme.findall(f".//{{{space}}}fontScheme/*/{{{space}}}latin"):
        face.set("typeface", FONT)
    part.blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master: Any) -> None:  # noqa: ANN401
    tree = master.cSld.spTree
    _clear(tree)
    for each in (
        _Place(TITLE, "title", "Title", BOXES[Layout.ALONE, TITLE], 28, bold=True, colour="tx2", anchor="b"),
        _Place(1, "body", "Words", BOXES[Layout.ALONE, WORDS], 20, bullets=True),
        *_foot(),
    ):
        tree.append(_placeholder(each, len(tree)))
    for name, top in (("Line under the title", 1.46), ("Line above the foot", 6.95)):
        tree.append(_ornament(name, len(tree), Box(0.6, top, WIDE - 1.2, 0.015), RULE))
    for name, size in (("titleStyle", 28), ("bodyStyle", 20)):
        style = master.find(f".//{{*}}{name}")
        for level in style:
            level.set("algn", "l")
            level.find("{*}defRPr").set("sz", str(size * 100))
    _in_british_english(master)


def _in_british_english(root: Any) -> None:  # noqa: ANN401
    for letters in root.iter("{*}rPr", "{*}endParaRPr", "{*}defRPr"):
        if letters.get("lang"):
            letters.set("lang", LANGUAGE)


def _notes(whole: Any) -> None:  # noqa: ANN401
    """The master of notes, wide and without the library's date, in the list of masters that the library leaves out."""
    master = whole.part.notes_master_part.notes_master
    for each in list(master.placeholders):
        kind = each.placeholder_format.type
        if kind in {PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER}:
            each.element.getparent().remove(each.element)
        elif kind is PP_PLACEHOLDER.SLIDE_IMAGE:
            each.height = each.width * 9 // 16
    _in_british_english(master.element)
    link = whole.part.relate_to(whole.part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    listed = f'<p:notesMasterIdLst {_NAMES}><p:notesMasterId r:id="{link}"/></p:notesMasterIdLst>'
    whole.element.find("{*}sldMasterIdLst").addnext(parse_xml(listed))


def _foot() -> tuple[_Place, ...]:
    top, high = 6.98, 0.36
    return (
        _Place(OWNER, "ftr", "Owner", Box(0.5, top, 7.9, high), SMALLEST, colour="accent6", anchor="ctr"),
        _Place(DATE, "dt", "Date", Box(8.5, top, 3.0, high), SMALLEST, colour="accent6", anchor="ctr", align="r"),
        _Place(NUMBER, "sldNum", "Slide number", Box(11.6, top, 1.233, high), SMALLEST, colour="accent6",
               anchor="ctr", align="r"),
    )  # fmt: skip


def _layout(layout: Any, which: Layout) -> None:  # noqa: ANN401
    layout.attrib.pop("type", None)
    layout.set("userDrawn", "1")
    layout.cSld.set("name", _LAYOUT_NAMES[which])
    tree = layout.cSld.spTree
    _clear(tree)
    for each in _places(which):
        tree.append(_placeholder(each, len(tree)))
    if which is Layout.OPENING:
        layout.set("type", "title")
        layout.set("showMasterSp", "0")
        tree.append(_ornament("Bar beside the title", len(tree), Box(0.55, 2.0, 0.12, 3.9), THIS_ROUND))


def _places(which: Layout) -> Sequence[_Place]:
    opening = which is Layout.OPENING
    title = BOXES[which, TITLE]
    found = [
        _Place(TITLE, "ctrTitle", "Title", title, 40, bold=True, colour="tx2", anchor="b")
        if opening
        else _Place(TITLE, "title", "Title", title, 28, bold=True, colour="tx2", anchor="b")
    ]
    words = BOXES[which, WORDS]
    if opening:
        found.append(_Place(WORDS, "subTitle", "Subtitle", words, 24))
    else:
        found.append(_Place(WORDS, "body", "Words", words, 20, bullets=True))
    if (which, CHART) in BOXES:
        found.append(_Place(CHART, "chart", "Chart", BOXES[which, CHART], SMALLEST))
        found.append(_Place(BASE, "body", "Who is counted", BOXES[which, BASE], SMALLEST, colour="accent6", anchor="b"))
    return (*found, *_foot())


def _clear(tree: Any) -> None:  # noqa: ANN401
    """Take every shape off, but leave what says that this is a tree of shapes."""
    for shape in list(tree)[2:]:
        tree.remove(shape)


def _placeholder(place: _Place, number: int) -> Any:  # noqa: ANN401
    index = f' idx="{place.index}"' if place.index else ""
    bold = ' b="1"' if place.bold else ' b="0"'
    bullet = (
        f'<a:lvl1pPr marL="228600" indent="-228600" algn="{place.align}"><a:spcBef><a:spcPts val="600"/></a:spcBef>'
        '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
        if place.bullets
        else f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
    )
    text = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-GB"/><a:t>1</a:t></a:fld>'
    )
    if place.kind != "sldNum":
        text = f'<a:r><a:rPr lang="{LANGUAGE}"/><a:t>{place.name}</a:t></a:r>'
    return parse_xml(
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{place.kind}"{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_frame(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="{place.anchor}"><a:normAutofit/>'
        f'</a:bodyPr><a:lstStyle>{bullet}<a:defRPr lang="{LANGUAGE}" sz="{Pt(place.size).centipoints}"{bold}>'
        f'<a:solidFill><a:schemeClr val="{place.colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
        f"<a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _frame(box: Box) -> str:
    left, top, wide, high = (Inches(each) for each in (box.left, box.top, box.wide, box.high))
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _ornament(name: str, number: int, box: Box, colour: str) -> Any:  # noqa: ANN401
    """A filled bar that no reader reads out."""
    return parse_xml(
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.'
        'microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        "</p:spPr></p:sp>"
    )
