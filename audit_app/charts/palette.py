"""The colours and shapes of every picture. Answers and sides never share a colour (docs/decisions, "One palette").

The five answer colours stay apart for every common kind of colour blindness (screens.md: ΔE of at least 31 under all
three simulations). Colour never stands alone: numbers are printed, and the unfavourable side is hatched.
"""

from dataclasses import dataclass

from audit_app.questionnaire.definition import Side

INK = "#212b32"
QUIET_INK = "#4c6272"
PAPER = "#ffffff"
PANEL = "#f0f4f5"
RULE = "#d8dde0"
GRID = "#e8edee"
LINK = "#768692"


@dataclass(frozen=True)
class Paint:
    """How an area is filled: `ink` is the colour of a number printed on it, `hatch_ink` that of its hatching."""

    fill: str
    ink: str
    hatch: str = ""
    hatch_ink: str = INK


STRONGLY_UNFAVOURABLE = Paint("#8b4513", "#ffffff", "/////", "#d9b08c")
UNFAVOURABLE = Paint("#e3a15c", INK, "///", "#8b4513")
NEUTRAL = Paint("#d8dde0", INK)
FAVOURABLE = Paint("#7fb2e5", INK)
STRONGLY_FAVOURABLE = Paint("#003087", "#ffffff")

# a whole band, where single answers may not be told apart or would be too many: between the two shades of its side
UNFAVOURABLE_BAND = Paint("#a05c20", "#ffffff", "////", "#e9c9a6")
FAVOURABLE_BAND = Paint("#4071b6", "#ffffff")

PLAIN_BAR = Paint("#4c6272", "#ffffff")  # answers without an order of merit

SIDE_COLOURS = {Side.MANAGEMENT: "#12436D", Side.STAFF: "#F46A25", Side.PARTNER: "#3D3D3D"}
SIDE_SHAPES = {Side.MANAGEMENT: "o", Side.STAFF: "^", Side.PARTNER: "s"}  # ● ▲ ■
SIDE_MARKS = {Side.MANAGEMENT: "●", Side.STAFF: "▲", Side.PARTNER: "■"}

THIS_ROUND = "#003087"
IMPROVED = "#00562f"
DECLINED = "#7c2855"


def answer_paints(low: int, high: int) -> tuple[tuple[Paint, ...], tuple[Paint, ...]]:
    """Paints for the single answers of the unfavourable and the favourable side, ascending.

    `low` and `high` are how many answers each side has: 1 or 2. Raises ValueError for more, which are drawn as bands.
    """
    if not (1 <= low <= 2 and 1 <= high <= 2):
        raise ValueError("A side of more than two answers is drawn as one band.")
    return (STRONGLY_UNFAVOURABLE, UNFAVOURABLE)[2 - low :], (FAVOURABLE, STRONGLY_FAVOURABLE)[:high]
