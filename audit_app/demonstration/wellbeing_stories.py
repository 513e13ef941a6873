"""What five invented organisations say of themselves in the wellbeing framework, last year and this year.

A row of ratings has one sign for each statement, in the order of the file, with a space between elements: a figure of
the scale, `?` for "Don't know", `x` for "Does not apply", and `.` where nothing has been rated yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.analysis.assessed.content import ActionState
from audit_app.demonstration.people import EMPLOYERS
from audit_app.questionnaire.definition import DONT_KNOW
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, Instrument

RIVERBEND, HIGHMOOR, SALTMARSH, OAKVALE, THISTLEDOWN = EMPLOYERS
_WORDS = {"?": DONT_KNOW, "x": DOES_NOT_APPLY}


@dataclass(frozen=True)
class Proof:
    """A piece of evidence. months: how old it is when it is added; None for evidence without a date."""

    item: str
    title: str
    months: int | None
    keeper: str = ""
    link: str = ""


@dataclass(frozen=True)
class Planned:
    """An action. due: days from today, less than 0 for days ago; None without a date.

    ended: how many days ago it was done or dropped; None while it is not.
    """

    item: str
    text: str
    owner: str
    due: int | None = None
    state: ActionState = ActionState.TO_DO
    ended: int | None = None


@dataclass(frozen=True)
class Assessed:
    """One assessment of one organisation.

    agreed: a row of ratings, as `ratings` reads it. management and staff: each side's own row; empty where a side said
    what was agreed, but for `apart`: item → what management side and staff side said first. more: item → further
    fields. words: open question → answer. actions: what was decided in it. disagreement: what staff side wants on
    record when it signs. shared: whether the forum sees it. signed_before: days before today on which both sides
    signed; None while it is open.
    """

    agreed: str
    management: str = ""
    staff: str = ""
    apart: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    more: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proofs: Sequence[Proof] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    actions: Sequence[Planned] = ()
    disagreement: str = ""
    shared: bool = True
    signed_before: int | None = None


def ratings(instrument: Instrument, row: str) -> dict[str, str]:
    """Item → rating as the form sends it, without what is not rated. Raises ValueError if the row has another length.

    An empty row rates nothing.
    """
    signs = row.replace(" ", "")
    pairs = zip(instrument.items, signs, strict=True) if signs else ()
    return {item.id: _WORDS.get(sign, sign) for item, sign in pairs if sign != "."}


_HELP = {"help_wanted": "yes"}

LAST_YEAR: Mapping[str, Assessed] = {
    RIVERBEND: Assessed(
        "32223221 2432 32412 43222 3321 21212 341120", apart={"HW-3.4": ("3", "1")},
        actions=(Planned("HW-5.1", "Open a rest area on every ward", "Head of estates", -60, ActionState.DONE, 75),),
    ),
    HIGHMOOR: Assessed(
        "22122121 2132 22112 42221 2122 21121 343421", apart={"HW-1.7": ("2", "0")},
        actions=(Planned("HW-2.2", "Write down what respect at work looks like", "Staff-side secretary", -120,
                         ActionState.DONE, 130),),
    ),
    SALTMARSH: Assessed("22221112 2122 22122 12111 111x 33232 241112",
                        more={"HW-5.4": {"reason": "Nobody works from home. Every post is at one of our two sites."}}),
    OAKVALE: Assessed("23223222 3132 33132 42322 2222 22122 341121", shared=False),
    THISTLEDOWN: Assessed(
        "41221211 2132 22121 41221 1122 1?212 241121",
        apart={"HW-4.5": ("2", "0"), "HW-5.2": ("2", "1")},
        more={"HW-5.2": {"priority": "now", **_HELP}, "HW-6.1": {"priority": "next"}},
        proofs=(Proof("HW-1.1", "Contract for the support line", 2, "Head of wellbeing"),),
        words={"HW-F.1": "A support line that crews use, day and night."},
        actions=(
            Planned("HW-5.2", "Count missed breaks for a month, station by station", "Head of operations", -24,
                    ActionState.UNDER_WAY),
            Planned("HW-6.1", "Bring absence, survey and support line figures into one report",
                    "Head of workforce information", 38),
            Planned("HW-5.1", "Put chairs, water and a kettle in every station", "Head of estates", -90,
                    ActionState.DONE, 100),
            Planned("HW-7.6", "Ask the neighbouring trusts about one shared service", "Staff-side secretary", None,
                    ActionState.DROPPED, 60),
        ),
    ),
}  # fmt: skip

THIS_YEAR: Mapping[str, Assessed] = {
    RIVERBEND: Assessed(
        "33323232 3443 31422 43332 4433 22112 443131",
        apart={"HW-2.1": ("4", "2"), "HW-3.4": ("3", "1"), "HW-4.5": ("3", "2"), "HW-6.5": ("3", "1")},
        more={
            "HW-5.1": {"confidence": "high", "note": "Both sides walked round every site in spring to check."},
            "HW-6.1": {"priority": "now", **_HELP},
            "HW-6.5": {"priority": "next", **_HELP},
            "HW-4.5": {"confidence": "low", **_HELP},
        },
        proofs=(
            Proof("HW-5.1", "List of rest areas by site", 4, "Head of estates", "https://www.example.org/rest-areas"),
            Proof("HW-2.3", "Policy on raising concerns", 30, "Head of workforce"),
            Proof("HW-7.1", "Leaflet on occupational health", None, "Occupational health lead"),
        ),
        words={"HW-F.1": "Every ward now has a rest area that staff can reach in three minutes.",
               "HW-F.2": "How to bring our figures together in one report.",
               "HW-F.3": "How to find space for rest on an old site."},
        actions=(Planned("HW-6.1", "Write one wellbeing report a quarter", "Head of workforce information", 60),),
        signed_before=20,
    ),
    HIGHMOOR: Assessed(
        "23212221 3442 32122 43232 2232 322?2 444442",
        apart={"HW-1.7": ("3", "1"), "HW-3.4": ("2", "1"), "HW-5.2": ("3", "1")},
        more={"HW-1.7": {"priority": "now", **_HELP}, "HW-5.1": _HELP,
              "HW-7.3": {"confidence": "high", "note": "Each policy is written by two people, one from each side."}},
        proofs=(Proof("HW-7.3", "Notes of the joint policy group", 2, "Staff-side secretary"),
                Proof("HW-4.1", "Paper to the board that names its lead", 14, "Company secretary")),
        words={"HW-F.3": "How to write a policy together, so that it is agreed the first time."},
        actions=(Planned("HW-1.7", "Try later starts after a run of nights on three wards", "Head of nursing", 110,
                         ActionState.UNDER_WAY),),
        signed_before=14,
    ),
    SALTMARSH: Assessed(
        "32322232 3142 32422 43222 120x 44434 341132",
        apart={"HW-5.1": ("2", "0"), "HW-7.3": ("2", "1")},
        more={"HW-1.7": {"confidence": "high"}, "HW-5.1": {"priority": "now", **_HELP}, "HW-2.4": _HELP,
              "HW-7.3": {"priority": "next", **_HELP},
              "HW-5.4": {"reason": "Nobody works from home. Every post is at one of our two sites."}},
        proofs=(Proof("HW-6.1", "Wellbeing report to the board", 1, "Head of workforce information"),
                Proof("HW-6.5", "Figures for the joint committee", 3, "Head of workforce information")),
        words={"HW-F.1": "One page of figures that both sides trust."},
        disagreement="We think that breaks are missed more often than this rating says.",
        actions=(Planned("HW-5.1", "Find two rooms for rest at the harbour site", "Head of estates", 90),),
        signed_before=9,
    ),
    OAKVALE: Assessed(
        "33223232 3433 33432 43332 3233 32233 443432",
        more={"HW-5.2": {"priority": "next"}},
        proofs=(Proof("HW-3.3", "Policy on flexible working", 26, "Head of workforce"),),
        shared=False,
        actions=(Planned("HW-5.2", "Ask teams once a quarter about missed breaks", "Head of workforce", 45),),
        signed_before=5,
    ),
    THISTLEDOWN: Assessed(
        "4.2..3.. .4.3 ..... ..... .... ..... ......",
        management="42332322 3433 32423 43332 2332 ..... ......",
        staff="41232312 2433 22413 ..... 2132 22313 ......",
        more={"HW-1.3": {"note": "Crews far from the main station wait longest.", "priority": "now", **_HELP},
              "HW-2.4": {"confidence": "high"}},
        proofs=(Proof("HW-1.1", "Contract for the support line", 14, "Head of wellbeing"),
                Proof("HW-2.2", "Charter on respect at work", 31, "Head of workforce"),
                Proof("HW-1.3", "Leaflet on back care", None)),
        words={"HW-F.1": "A support line that crews use, day and night."},
        actions=(Planned("HW-1.3", "Offer physiotherapy advice by telephone", "Head of wellbeing", 75),),
    ),
}  # fmt: skip

AWARD = Assessed(
    "222110 222211 222220 221210 221200 222210 222100 221011",
    apart={"HA-A4": ("2", "1"), "HA-C2": ("2", "1"), "HA-H2": ("2", "1")},
    proofs=(
        Proof("HA-A1", "Paper to the board that names its lead", 11), Proof("HA-A2", "What staff told us", 7),
        Proof("HA-A3", "Health plan with dates", 7), Proof("HA-B1", "Policy on absence", 34),
        Proof("HA-B2", "Reasons for absence, by quarter", 2), Proof("HA-B3", "Form for the return to work", 12),
        Proof("HA-B4", "Patterns of absence, yearly report", 9), Proof("HA-C1", "Register of risk assessments", 3),
        Proof("HA-C2", "Poster on how to report an incident", 20), Proof("HA-C3", "Dates of the safety committee", 1),
        Proof("HA-C5", "You said, we did: safety page", 4), Proof("HA-D1", "List of places to get help", 6),
        Proof("HA-D4", "How many peer supporters each site has", 5), Proof("HA-E1", "Leaflet on back care", 29),
        Proof("HA-E2", "Walks at lunchtime: the routes", 8), Proof("HA-E4", "Map of cycle stores", 13),
        Proof("HA-F1", "Check of drinking water", 4), Proof("HA-F2", "List of rest areas by site", 4),
        Proof("HA-F3", "Menus of one week", 5), Proof("HA-F4", "Meals at night: what each site has", 5),
        Proof("HA-G1", "Policy on smoking", 18), Proof("HA-G2", "Policy on alcohol and drugs", 22),
        Proof("HA-G3", "Time off for stop smoking support: the rule", 16), Proof("HA-H1", "Policy on bullying", 10),
        Proof("HA-H2", "Whom to go to with concerns, by site", None),
    ),
    actions=(Planned("HA-D2", "Show that managers know what to do in a crisis", "Head of learning", -6),),
    signed_before=70,
)  # fmt: skip

GOOD_WORK = Assessed(
    "11?212110 111222111 101211210 111222101",
    apart={"GW-V4": ("2", "1"), "GW-P5": ("2", "1")},
    proofs=(
        Proof("GW-P4", "Living wage check of contracts", 5), Proof("GW-P5", "Rota policy", 27),
        Proof("GW-P6", "Policy on sick pay", 15), Proof("GW-V4", "How we consult: joint agreement", 19),
        Proof("GW-V5", "What we did with the survey", 6), Proof("GW-V6", "Wellbeing plan", 7),
        Proof("GW-V9", "Partnership audit, summary", 12), Proof("GW-S4", "Development plans: yearly count", 9),
        Proof("GW-S7", "Routes to progress, by staff group", 21), Proof("GW-R4", "Ten job adverts", 2),
        Proof("GW-R5", "Ten job adverts", 2), Proof("GW-R6", "Training for interview panels", 13),
    ),
    words={"GW-F.1": "Nobody could say whether limits on hours are kept in every service.",
           "GW-F.2": "Check the hours, then put learning time for apprentices right."},
    signed_before=48,
)  # fmt: skip
