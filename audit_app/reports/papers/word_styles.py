"""How a paper looks in Word: named styles that can be changed there once for the whole paper, lists and settings.

What python-docx brings along is replaced whole: its template has a hundred styles that no paper uses. Colours are
those of the charts; nothing is told by colour alone.
"""

from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Twips

from audit_app.charts.palette import INK, PANEL, QUIET_INK, RULE, THIS_ROUND

FONT = "Arial"  # on every machine, or a font of the same widths
LANGUAGE = "en-GB"
BODY = "Normal"
TITLE, SUBTITLE, OWNER, FINDING, NOTE = "Title", "Subtitle", "Owner", "KeyFinding", "Note"
BULLETS, NUMBERS, FACT, CAPTION, CHART_WORDS, PICTURE = (
    "ListBullet",
    "ListNumber",
    "Fact",
    "Caption",
    "ChartWords",
    "Picture",
)
COMMENT, QUESTION, WORDING = "Comment", "Question", "WordingForMinutes"
TABLE, TABLE_TEXT, TABLE_NUMBER, TABLE_HEAD, TABLE_HEAD_NUMBER = (
    "AuditTable",
    "TableText",
    "TableNumber",
    "TableHead",
    "TableHeadNumber",
)
FOOTER, STRONG, SURE = "Footer", "Strong", "HowSure"
BODY_SIZE, TABLE_SIZE = 10.5, 9.0  # points
FACT_NAME = 141.0  # points for the names of facts
NUMBERED_LIST = 1  # the abstract list that numbered lists begin anew from


def heading(level: int) -> str:
    """The style of a heading."""
    return f"Heading{level}"


def _colour(colour: str) -> str:
    return colour.removeprefix("#").upper()


def _letters(size: float = 0, *, bold: bool = False, colour: str = "") -> str:
    """What is different about the letters; size in points."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{_colour(colour)}"/>' if colour else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
    )


def _spaces(before: float, after: float, line: float = 0) -> str:
    """Space above and below in points; line: height as a multiple of the letters'."""
    lines = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


def _left_rule(colour: str, *, wide: int) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="{wide}" w:space="8" w:color="{_colour(colour)}"/></w:pBdr>'


def _shaded(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_colour(colour)}"/>'


_KEEP_NEXT = "<w:keepNext/><w:keepLines/>"
_KEEP = "<w:keepLines/>"
_INDENTED = '<w:ind w:left="397" w:hanging="397"/>'
_RIGHT = '<w:jc w:val="right"/>'
_HANG = 190  # twips of a picture's own white margin, which hangs over the edges of the text
PICTURE_HANGS = Twips(_HANG)
_NAMED = round(FACT_NAME * 20)
_FACT_PLACE = (
    f'<w:tabs><w:tab w:val="left" w:pos="{_NAMED}"/></w:tabs>'
    f'{_spaces(2, 2)}<w:ind w:left="{_NAMED}" w:hanging="{_NAMED}"/>'
)
_WORDING_LOOK = (
    '<w:pBdr><w:top w:val="single" w:sz="6" w:space="4" w:color="{0}"/><w:left w:val="single" w:sz="6" w:space="6"'
    ' w:color="{0}"/><w:bottom w:val="single" w:sz="6" w:space="4" w:color="{0}"/><w:right w:val="single" w:sz="6"'
    ' w:space="6" w:color="{0}"/></w:pBdr>'
).format(_colour(QUIET_INK))


def _style(
    name: str, shape: str, letters: str = "", *, based: str = "Normal", then: str = "Normal", id_: str = ""
) -> str:
    """A style for paragraphs. then: the style of a paragraph that is typed after it."""
    key = id_ or name.replace(" ", "")
    follows = f'<w:next w:val="{then}"/>' if then != key else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{"" if key in _BUILT_IN else _CUSTOM}><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{follows}<w:uiPriority w:val="10"/><w:qFormat/>'
        f"<w:pPr>{shape}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


_CUSTOM = ' w:customStyle="1"'
_BUILT_IN = {TITLE, SUBTITLE, BULLETS, NUMBERS, CAPTION, FOOTER, *(heading(level) for level in (1, 2, 3))}


def _heading(level: int, size: float, before: float, colour: str) -> str:
    shape = f'{_KEEP_NEXT}{_spaces(before, 4, 1.1)}<w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"heading {level}", shape, _letters(size, bold=True, colour=colour), id_=heading(level))


def _letter_style(key: str, name: str, letters: str) -> str:
    custom = "" if key == STRONG else _CUSTOM
    return (
        f'<w:style w:type="character" w:styleId="{key}"{custom}><w:name w:val="{name}"/>'
        f'<w:uiPriority w:val="22"/><w:qFormat/><w:rPr>{letters}</w:rPr></w:style>'
    )


_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" '
    f'w:cs="{FONT}"/><w:color w:val="{_colour(INK)}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{_spaces(4, 4, 1.15)}</w:pPr></w:pPrDefault></w:docDefaults>"
)
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
    'w:defQFormat="0" w:count="376"/>'
)
_BASE = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)
_TABLE_LOOK = (
    f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="Audit table"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="10"/><w:qFormat/><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders><w:tblCellMar>'
    '<w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders>'
    '<w:shd w:val="clear" w:color="auto" w:fill="{panel}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
).format(ink=_colour(QUIET_INK), rule=_colour(RULE), panel=_colour(PANEL))


def _paragraph_styles() -> str:
    quiet = _letters(9, colour=QUIET_INK)
    listed = '<w:numPr><w:numId w:val="{}"/></w:numPr>' + _spaces(2, 2, 1.15) + _INDENTED
    said = _left_rule(RULE, wide=18) + _spaces(5, 5, 1.15) + '<w:ind w:left="227"/>'
    in_table = _spaces(0, 0, 1.05)
    ready = _WORDING_LOOK + _shaded(PANEL) + _spaces(2, 3, 1.2) + '<w:ind w:left="170" w:right="170"/>'
    footer = (
        f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="{_colour(RULE)}"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>{_spaces(0, 0)}'
    )
    return "".join(
        (
            _style("Title", f"{_KEEP_NEXT}{_spaces(2, 2, 1.05)}", _letters(24, bold=True, colour=THIS_ROUND)),
            _style("Subtitle", f"{_KEEP_NEXT}{_spaces(2, 10)}", _letters(13, colour=QUIET_INK)),
            _style("Owner", f"{_KEEP_NEXT}{_spaces(0, 2)}", _letters(10, bold=True, colour=QUIET_INK)),
            _heading(1, 17, 18, THIS_ROUND),
            _heading(2, 13, 12, INK),
            _heading(3, 11, 10, INK),
            _style("Key finding", f"{_KEEP}{_spaces(3, 5, 1.15)}", _letters(12, bold=True), id_=FINDING),
            _style("Note", _spaces(2, 6, 1.1), quiet),
            _style("List Bullet", listed.format(1), then=BULLETS),
            _style("List Number", listed.format(2), then=NUMBERS),
            _style("Fact", _FACT_PLACE, then=FACT),
            _style("caption", f"{_KEEP_NEXT}{_spaces(10, 3, 1.1)}", _letters(10.5, bold=True), id_=CAPTION),
            _style("Chart words", f"{_KEEP_NEXT}{_spaces(0, 4, 1.15)}", id_=CHART_WORDS),
            _style("Picture", f'<w:keepNext/>{_spaces(2, 2)}<w:ind w:left="-{_HANG}" w:right="-{_HANG}"/>'),
            _style("Question", f"{_KEEP_NEXT}{_spaces(0, 4)}", _letters(colour=QUIET_INK)),
            _style("Comment", said, then=COMMENT),
            _style("Wording for minutes", ready, then=WORDING, id_=WORDING),
            _style("Table text", in_table, _letters(TABLE_SIZE), then=TABLE_TEXT, id_=TABLE_TEXT),
            _style("Table number", _RIGHT, based=TABLE_TEXT, then=TABLE_NUMBER, id_=TABLE_NUMBER),
            _style("Table head", _KEEP_NEXT, _letters(bold=True), based=TABLE_TEXT, id_=TABLE_HEAD),
            _style("Table head number", _RIGHT, based=TABLE_HEAD, id_=TABLE_HEAD_NUMBER),
            _style("footer", footer, _letters(8.5, colour=QUIET_INK), then=FOOTER, id_=FOOTER),
        )
    )


def _styles() -> str:
    letters = _letter_style(STRONG, "Strong", _letters(bold=True)) + _letter_style(
        SURE, "How sure", _letters(colour=QUIET_INK)
    )
    return f"{_DEFAULTS}{_LATENT}{_BASE}{letters}{_paragraph_styles()}{_TABLE_LOOK}"


def _list(key: int, kind: str, sign: str, style: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_INDENTED}</w:pPr><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" '
        f'w:cs="{FONT}" w:hint="default"/></w:rPr></w:lvl></w:abstractNum>'
    )


_LISTS = (
    _list(0, "bullet", "•", BULLETS)
    + _list(NUMBERED_LIST, "decimal", "%1.", NUMBERS)
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + f'<w:num w:numId="2"><w:abstractNumId w:val="{NUMBERED_LIST}"/></w:num>'
)
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    f'w:val="15"/></w:compat><w:themeFontLang w:val="{LANGUAGE}"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)


def dress(document: Document) -> None:
    """Give a new document these styles, lists and settings, and leave out what the template has beside them."""
    part = document.part
    for root, content in (
        (document.styles.element, _styles()),
        (part.numbering_part.element, _LISTS),
        (document.settings.element, _SETTINGS),
    ):
        for child in list(root):
            root.remove(child)
        root.extend(list(parse_xml(f"<w:all {nsdecls('w')}>{content}</w:all>")))
    for key, link in list(part.rels.items()):
        if link.reltype.endswith(("/stylesWithEffects", "/customXml", "/webSettings", "/fontTable")):
            part.drop_rel(key)
