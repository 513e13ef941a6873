"""What a round may show at all, decided once from how many answered (statistics.md §4, "Plan")."""

from audit_app.analysis.released import Plan
from audit_app.analysis.tallies import Group
from audit_app.analysis.thresholds import SMALLEST_MINIMUM, enough

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plan_for(management: int, staff: int, partner: int, minimum: int) -> tuple[Plan, bool]:
    """The plan, and whether partners are shown, from the respondents of each side and the minimum group size k.

    Raises ValueError if a number is negative or the minimum is below 5.
    """
    if min(management, staff, partner) < 0:
        raise ValueError("Numbers of respondents cannot be negative.")
    if minimum < SMALLEST_MINIMUM:
        raise ValueError(f"The minimum group size cannot be below {SMALLEST_MINIMUM}.")
    if management + staff < minimum:
        return Plan.NOTHING, False
    partners_shown = partner >= minimum
    if min(management, staff) < minimum:
        return Plan.TOTAL, partners_shown
    return (Plan.SMALL if min(management, staff) < enough(minimum) else Plan.FULL), partners_shown


def groups_to_store(plan: Plan, partners_shown: bool) -> tuple[Group, ...]:  # noqa: FBT001  (as plan_for returns it)
    """The groups whose tallies are kept at closing: what must never be shown is not stored.

    With sides, the total is their sum and is not stored beside them.
    """
    if plan is Plan.NOTHING:
        return ()
    shown = (Group.TOTAL,) if plan is Plan.TOTAL else (Group.MANAGEMENT, Group.STAFF)
    return (*shown, Group.PARTNER) if partners_shown else shown


def forecast(management_members: int, staff_members: int, partner_members: int, minimum: int) -> tuple[str, ...]:
    """What will and will not be shown, in plain sentences, from how many are invited. For the page before opening."""
    both = management_members + staff_members
    if both < minimum:
        too_few = f"Management side and staff side have {_members(both)} together. "
        return (f"{too_few}At least {minimum} must answer before anything can be shown: this round can show nothing.",)
    sides = (("Management side", management_members), ("Staff side", staff_members))
    too_small = [(name, members) for name, members in sides if members < minimum]
    sentences: list[str] = []
    if too_small:
        sentences += [
            f"{name} has {_members(members)}: a group of fewer than {minimum} is never shown on its own."
            for name, members in too_small
        ]
        sentences.append("Only the results of both sides together can be shown.")
        sentences.append(_together(both, minimum))
    else:
        sentences += [_side(name, members, minimum) for name, members in sides]
        sentences.append(
            f"If fewer than {minimum} of management side and staff side answer together, nothing can be shown."
        )
        if any(members < enough(minimum) for _, members in sides):
            sentences.append(
                f"A side with fewer than {enough(minimum)} answers is shown as a rounded score only, "
                "not how many gave each answer."
            )
    sentences += _partners(partner_members, minimum)
    return tuple(sentences)


def _members(number: int) -> str:
    return f"{number} member" if number == 1 else f"{number} members"


def _missing(number: int) -> str:
    """Say what must not happen: "if two do not answer"."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"if {word} does not answer" if number == 1 else f"if {word} do not answer"


def _side(name: str, members: int, minimum: int) -> str:
    return f"{name} has {_members(members)}: {_missing(members - minimum + 1)}, neither side can be shown."


def _together(both: int, minimum: int) -> str:
    return f"The two sides have {_members(both)} together: {_missing(both - minimum + 1)}, nothing can be shown."


def _partners(partners: int, minimum: int) -> list[str]:
    if partners == 0:
        return []
    if partners < minimum:
        many = "There is 1 partner" if partners == 1 else f"There are {partners} partners"
        kept = "Only what they write is kept."
        return [f"{many}, fewer than {minimum}: their ratings will not be counted. {kept}"]
    return [f"There are {partners} partners: {_missing(partners - minimum + 1)}, their ratings will not be counted."]
