"""This forum beside the others as the rows of a page's tables. No figure is worked out here."""

from dataclasses import dataclass, replace

from audit_app.analysis.pool import BesideOthers, BesideStatement, PoolLabel
from audit_app.analysis.released import Detail, Figure
from audit_app.charts import wording
from audit_app.questionnaire.definition import Scale
from audit_app.web.result_cells import BAND_PAINTS, Cell, cell
from audit_app.web.result_rows import Key


@dataclass(frozen=True)
class OtherRow:
    """One statement. `tone` ends the name of a CSS class; `mark` stands beside the words, never instead of them."""

    id: str
    number: str
    text: str
    own: Cell
    others: Cell
    mark: str
    words: str
    tone: str


@dataclass(frozen=True)
class OtherGroup:
    """The statements of one section. `keys` are those of scales that no section above has used."""

    title: str
    keys: tuple[Key, ...]
    rows: tuple[OtherRow, ...]


def other_groups(beside: BesideOthers) -> tuple[OtherGroup, ...]:
    """Every scored statement in questionnaire order, under its section's title."""
    questionnaire = beside.round.questionnaire
    groups = []
    explained: set[str] = set()
    for section in questionnaire.sections:
        statements = [each for each in beside.statements if each.section == section.id]
        if statements:
            scales = [scale for scale in dict.fromkeys(each.scale for each in statements) if scale not in explained]
            explained.update(scales)
            keys = [_key(questionnaire.scale_by_id[scale]) for scale in scales]
            rows = tuple(_row(each, questionnaire.scale_by_id[each.scale]) for each in statements)
            groups.append(OtherGroup(section.title, tuple(keys), rows))
    return tuple(groups)


def _key(scale: Scale) -> Key:
    return Key("", tuple(zip(BAND_PAINTS, wording.band_names(scale), strict=True)))


def _row(statement: BesideStatement, scale: Scale) -> OtherRow:
    label = statement.label
    tones = {PoolLabel.HIGHER: "improved", PoolLabel.LOWER: "declined"}
    return OtherRow(
        id=statement.id,
        number=f"{statement.number}.",
        text=statement.text,
        own=cell(_in_bands(statement.own), scale),
        others=cell(statement.others, scale),
        mark=label.mark if label else "",
        words=_words(statement),
        tone=tones.get(label, "plain") if label else "plain",
    )


def _in_bands(own: Figure) -> Figure:
    """This forum's answers as coarse as the others', so that the two bars can be compared."""
    return replace(own, detail=Detail.BANDS, counts=None) if own.detail is Detail.FULL else own


def _words(statement: BesideStatement) -> str:
    if statement.difference is None:
        return "Not compared"
    said = wording.signed(statement.difference)
    return f"{statement.label.value}, {said}" if statement.label else said
