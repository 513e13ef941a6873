"""How numbers, shares and names are said: plain words, counts first, percentages only from twenty answers."""

from collections.abc import Sequence

from audit_app.analysis.thresholds import PERCENTAGES_FROM
from audit_app.questionnaire.definition import Questionnaire, Scale

MINUS = "\N{MINUS SIGN}"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """Numbers to ten in words."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def points(score: float) -> str:
    """A score or difference as released: 6.4, 0.5."""
    return f"{score:.1f}"


def signed(difference: float) -> str:
    """A difference with its sign (a true minus), to 0.1."""
    if difference > 0:
        return f"+{difference:.1f}"
    return f"{MINUS}{-difference:.1f}" if difference < 0 else "0.0"


def quoted(text: str) -> str:
    """A statement as it is quoted in a sentence: without its full stop."""
    return f"“{text.rstrip('.')}”"


def meaning_stayed(*asked: Questionnaire) -> str:
    """Who says so: where a forum's own wording is among the questionnaires, its two sides have agreed it."""
    own = any(questionnaire.adapts is not None for questionnaire in asked)
    return "both sides agreed that the meaning stayed" if own else "the meaning stayed"


def answered_well(scale: Scale) -> tuple[str, str]:
    """What the most favourable band did, for one and for several people: ("agrees", "agree"), ("gave 7 or more", …)."""
    return _verbs(scale, best=True)


def answered_badly(scale: Scale) -> tuple[str, str]:
    """The same for the least favourable band."""
    return _verbs(scale, best=False)


def _verbs(scale: Scale, *, best: bool) -> tuple[str, str]:
    band = scale.bands[2 if best else 0] if scale.bands is not None else None
    if band is not None and band.name.casefold() in ("agree", "disagree"):
        verb = band.name.casefold()
        return f"{verb}s", verb
    if scale.layout == "numbers" and band is not None:
        said = f"gave {min(band.values)} or more" if best else f"gave {max(band.values)} or less"
        return said, said
    if band is not None:
        said = f"said {listed([f'“{scale.labels[value]}”' for value in reversed(band.values)], 'or')}"
        return said, said
    said = "gave one of the better answers" if best else "gave one of the worse answers"
    return said, said


def listed(parts: Sequence[str], word: str = "and") -> str:
    """a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def share(count: int, n: int) -> str:
    """A count of a base, with a percentage once the base is large enough: "15 of 18", "15 of 20 (75%)"."""
    return f"{count} of {n} ({100 * count / n:.0f}%)" if n >= PERCENTAGES_FROM else f"{count} of {n}"
