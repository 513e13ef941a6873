"""How released figures are said, the same in pictures, tables, workbook and page."""

from collections.abc import Sequence
from textwrap import shorten

from audit_app.analysis.released import ChangeLabel, Comparison, Detail, Figure, Flag, Plan, RoundFacts, StatementResult
from audit_app.questionnaire.definition import TWO_SIDES, EarlierWording, Scale, Side

NOT_SHOWN = "Not shown"
NOT_KNOWN = "Not known"
NOTHING_THERE = "\N{EN DASH}"  # there is no such figure, which is not the same as a hidden one
NOT_AGREED = "No clear difference does not mean that the sides agree."
_LONGEST_NAME = 60
_MINUS = "\N{MINUS SIGN}"

REVERSED = "Reverse-worded: lower agreement is better; answers and score are already turned round"

FLAG_WORDS = {
    Flag.SPLIT_VIEWS: "Split views",
    Flag.MANY_COULD_NOT_SAY: "Many could not say",
    Flag.BELOW_HOPE: "Below what members hoped for",
}

PLAN_WORDS = {
    Plan.FULL: "Results are shown for both sides together and by side.",
    Plan.SMALL: "Results are shown for both sides together. By side they are coarser, because a side is small.",
    Plan.TOTAL: "Results are shown for both sides together only, because a side has too few answers.",
    Plan.NOTHING: "No results are shown, because too few members answered.",
}


def number(value: float) -> str:
    """A score out of 10 to one decimal place."""
    return f"{value + 0.0:.1f}"


def signed(difference: float) -> str:
    """A difference with its sign: +0.8, 0.0, and for a fall a real minus sign, not a hyphen."""
    rounded = round(difference, 1)
    return f"{'+' if rounded > 0 else _MINUS if rounded < 0 else ''}{abs(rounded):.1f}"


def score(figure: Figure | None) -> str:
    """Say "7.4", "about 7.5" or "Not shown"."""
    if figure is None or figure.score is None:
        return NOT_SHOWN
    return f"about {number(figure.score)}" if figure.about else number(figure.score)


def earlier_words(earlier: EarlierWording) -> str:
    """Say that words changed where a change is shown, and what they were."""
    return f"Asked before as “{earlier.text}” ({earlier.id}). The words changed, the meaning stayed."


def missing(figure: Figure) -> str:
    """Why a figure has no number: an old report does not tell it, or it is hidden."""
    return NOT_KNOWN if figure.detail is Detail.AVERAGE else NOT_SHOWN


def basis(figure: Figure) -> tuple[str, str]:
    """How many said "Don't know", and how many valid answers there are."""
    dont_know, valid = (missing(figure) if value is None else str(value) for value in (figure.dont_know, figure.n))
    return dont_know, valid


def alike(figure: Figure, scale: Scale) -> str:
    """The words for Detail.ALIKE. Raises ValueError when the figure names no value."""
    if figure.value is None:
        raise ValueError("A figure of nearly equal answers must name the answer.")
    label = scale.labels.get(figure.value, str(figure.value))
    return f"All or nearly all said “{label}”"


def how_shown(figure: Figure | None, scale: Scale) -> str:
    """What is shown of a group's answers, in words."""
    if figure is None:
        return NOT_SHOWN
    if figure.detail is Detail.ALIKE and figure.value is not None:
        return alike(figure, scale)
    if figure.detail is Detail.NONE:
        return NOT_SHOWN
    return {
        Detail.FULL: "Every answer",
        Detail.BANDS: "Three bands",
        Detail.AVERAGE: "Score only",
        Detail.ALIKE: "All or nearly all gave the same answer",
    }[figure.detail]


def band_names(scale: Scale) -> tuple[str, str, str]:
    """The three bands of a scale, least favourable first, with their values where the answers are numbers."""
    if scale.bands is None:
        return "Lowest answers", "Middle answers", "Highest answers"
    first, middle, last = (
        f"{band.name[:1].upper()}{band.name[1:]}" + (_range(band.values) if scale.layout == "numbers" else "")
        for band in scale.bands
    )
    return first, middle, last


def _range(values: tuple[int, ...]) -> str:
    return f" ({min(values)})" if len(values) == 1 else f" ({min(values)} to {max(values)})"


def numbered(statement: StatementResult) -> str:
    """A statement as charts and files print it. The number in front also keeps a spreadsheet from reading a formula."""
    return f"{statement.number}. {worded(statement)}"


def worded(statement: StatementResult) -> str:
    """The words of a statement, and whether agreeing with them is the worse answer."""
    return f"{statement.text} ({REVERSED[:1].lower()}{REVERSED[1:]})" if statement.reverse else statement.text


def named(short: str) -> str:
    """A statement's short name in quotation marks, for a title."""
    return f"“{shorten(short.rstrip('.'), _LONGEST_NAME, placeholder='…')}”"


def that_score(names: Sequence[str]) -> str:
    """Say “A” scores, “A” and “B” score, or “A” and 3 others score. At least one name."""
    first = named(names[0])
    if len(names) == 1:
        return f"{first} scores"
    return f"{first} and {named(names[1]) if len(names) == 2 else f'{len(names) - 1} others'} score"


def change_words(label: ChangeLabel | None, difference: float) -> str:
    """Say "▲ Improved, +0.8"; a change that may not be labelled is its difference alone."""
    if label is None:
        return signed(difference)
    return f"{label.mark} {label.value}, {signed(difference)}".strip()


def answered(facts: RoundFacts, *sides: Side) -> str:
    """Say "32 of 40" for the sides named together; "32" where an old report does not say how many were invited."""
    turnouts = [facts.turnout[side] for side in sides if side in facts.turnout]
    returned = [turnout.answered for turnout in turnouts]
    invited = [turnout.invited for turnout in turnouts]
    known = [value for value in returned if value is not None]
    if not returned or len(known) < len(returned):
        return "An unknown number of members"
    asked = [value for value in invited if value is not None]
    return f"{sum(known)} of {sum(asked)}" if len(asked) == len(invited) else str(sum(known))


def base(comparison: Comparison) -> str:
    """Who is counted, and from how many answers a group is shown."""
    facts = comparison.round
    partners = facts.turnout.get(Side.PARTNER)
    outside = " Partners are not in these totals." if partners and (partners.invited or partners.answered) else ""
    return (
        f"{answered(facts, *TWO_SIDES)} answered, both sides together.{outside} "
        f"Minimum group {facts.minimum}: smaller groups are not shown."
    )


def source(comparison: Comparison) -> str:
    """The forum, the round and its date, for a picture that leaves its page."""
    facts = comparison.round
    return f"{facts.forum} · {facts.name} · closed {day(facts)}"


def day(facts: RoundFacts) -> str:
    """Say "20 November 2026"."""
    return f"{facts.closed_on.day} {facts.closed_on:%B %Y}"


def month(facts: RoundFacts) -> str:
    """Say "Nov 2026", for a narrow place."""
    return f"{facts.closed_on:%b %Y}"


def many(amount: int, one: str, more: str) -> str:
    """Say "1 statement", "3 statements"."""
    return f"{amount} {one if amount == 1 else more}"
