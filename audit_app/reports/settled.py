"""Office files and ZIPs whose bytes depend on nothing but what is in them: no clock, machine, author or library.

A docx, pptx or xlsx is a ZIP of parts (ECMA-376-2). Libraries write into it when and by what it was made; some come
from a template with a preview, a printer and the name of whoever made that.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

_BEGIN = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP can hold
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_NOT_CONTENT = ("/thumbnail", "/printerSettings")  # kinds of relationships, as they end
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP_SAYS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Partnership Behaviours Audit</Application></Properties>"
)


class NotAnOfficeFileError(ValueError):
    """What was to be settled is not a ZIP, or one that says two things under one name."""


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of these names and contents, in this order, always with the same bytes.

    Raises NotAnOfficeFileError when two have one name.
    """
    made, names = BytesIO(), set[str]()
    with ZipFile(made, "w", ZIP_DEFLATED) as whole:
        for name, content in entries:
            if name in names:
                raise NotAnOfficeFileError(f"Two entries are named “{name}”.")
            names.add(name)
            entry = ZipInfo(name, _BEGIN)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # else it says what machine this is
            entry.external_attr = 0o644 << 16
            whole.writestr(entry, content)
    return made.getvalue()


def settled(content: bytes, day: date | None = None) -> bytes:
    """The same docx, pptx or xlsx, also those embedded in it, always with the same bytes for the same content.

    day: when it says it was made and changed, at the beginning of the day; None leaves that out. Title, subject and
    language stay; author, editor, revision, comments, keywords, preview and printer go.
    Raises NotAnOfficeFileError when it is no ZIP.
    """
    try:
        with ZipFile(BytesIO(content)) as parts:
            held = {entry.filename: parts.read(entry) for entry in parts.infolist() if not entry.is_dir()}
            if len(held) != len([entry for entry in parts.infolist() if not entry.is_dir()]):
                raise NotAnOfficeFileError("Two parts have one name.")
    except BadZipFile as error:
        raise NotAnOfficeFileError("This is not a docx, pptx or xlsx file.") from error
    held = _without_what_is_not_content(held)
    first = [_TYPES] if _TYPES in held else []
    return zipped((name, _part(name, held[name], day)) for name in (*first, *(each for each in held if each != _TYPES)))


def _part(name: str, content: bytes, day: date | None) -> bytes:
    if name == _APP:
        return _APP_SAYS
    if name == _CORE:
        return _core(content, day)
    return settled(content, day) if content.startswith(_ZIP) else content


def _core(content: bytes, day: date | None) -> bytes:
    """Core properties with what the document says of itself, and nothing of who made it."""
    before = etree.fromstring(content, _parser())
    names = {"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    after = etree.Element(f"{{{_CP}}}coreProperties", nsmap=names)
    for kept in ("title", "subject", "language"):
        found = before.findtext(f"{{{_DC}}}{kept}")
        if found:
            etree.SubElement(after, f"{{{_DC}}}{kept}").text = found
    for moment in ("created", "modified") if day else ():
        said = etree.SubElement(after, f"{{{_TERMS}}}{moment}")
        said.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        said.text = f"{day}T00:00:00Z"
    return _written(after)


def _without_what_is_not_content(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """All parts but previews and printers; nothing leads to those any more."""
    kept, gone = dict(parts), set[str]()
    for name in [each for each in parts if each.endswith(".rels")]:
        folder, source = dirname(dirname(name)), name.replace("_rels/", "").removesuffix(".rels")
        links = etree.fromstring(parts[name], _parser())
        unwanted = [
            link
            for link in links
            if str(link.get("Type")).endswith(_NOT_CONTENT)
            and f'"{link.get("Id")}"'.encode() not in parts.get(source, b"")  # a link that is used would break the file
        ]
        gone |= {normpath(join("/", folder, link.get("Target"))) for link in unwanted}
        kept[name] = _without(links, unwanted) if unwanted else parts[name]
    if gone and _TYPES in kept:
        types = etree.fromstring(kept[_TYPES], _parser())
        kept[_TYPES] = _without(types, [each for each in types if each.get("PartName") in gone])
    return {name: content for name, content in kept.items() if f"/{name}" not in gone}


def _without(root: "etree._Element", children: "Iterable[etree._Element]") -> bytes:
    for child in children:
        root.remove(child)
    return _written(root)


def _parser() -> "etree.XMLParser":
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _written(root: "etree._Element") -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
