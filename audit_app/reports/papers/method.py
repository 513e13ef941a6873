"""How the figures of the paper came about, what they mean, what is hidden and why, and their limits: in plain words.

It says nothing that the page "How to read these results" does not say, and only what this round needs.
"""

from audit_app.analysis import thresholds
from audit_app.analysis.released import Comparison, Flag, Plan, SectionResult, StatementResult
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.papers.blocks import Block, Facts, Heading, Points, Words
from audit_app.reports.papers.round_words import METHOD, has_sides

Meaning = tuple[str, str]


def _share(part: tuple[int, int]) -> str:
    return f"{100 * part[0] // part[1]}%"


_SPLIT = _share(thresholds.SPLIT_SHARE)
_SCORE = (
    "Every score goes from 0 to 10. Higher is better. On statements that people agree or disagree with, "
    "5 is neutral and 7.5 means that people “agree” on average."
)
_SECTION = (
    "The average of what each person gave its statements, for those who answered at least half of them. "
    "The overall score is the same thing over all statements."
)
_DONT_KNOW = (
    "“Don't know” and answers left empty do not count in a score. "
    f"Where {_share(thresholds.MANY_DONT_KNOW)} or more said “Don't know”, this report says “Many could not say”."
)
_ABOUT = (
    "All or nearly all people gave answers close together. The exact score would show what single people answered, "
    "so only a rough one stands here."
)
_SPLIT_VIEWS = (
    f"At least {_SPLIT} answered low and at least {_SPLIT} answered high. "
    "The score in the middle then describes hardly anybody."
)
_REVERSED = (
    "Agreeing is the worse answer to such a statement. "
    "Its answers and score are already turned round, so a higher score is always better."
)
_CHANGED = (
    f"The change is at least {thresholds.CHANGE}, and chance alone would seldom make it. "
    f"In very large groups, {thresholds.CHANGE_LARGE} is enough."
)
_UNDONE = (
    "How many people would have to move one step on the scale to undo the change. "
    "The fewer they are, the more careful you should be."
)
_DIFFER = f"The sides are at least {thresholds.GAP} apart, and chance alone would seldom make such a gap."
_BELOW_HOPE = f"What members found is at least {thresholds.HOPE} lower, and chance alone would seldom make this."
_TOO_FEW = (
    "Too few answers in one of the two rounds, or on one of the two sides. "
    "The difference is shown, but nobody can say whether it is more than chance."
)
_CHANCE = (
    "We ask: if the same answers were shuffled between the two groups, how often would a difference this big come "
    "about? A label stands only where that would happen at most once in 20 times."
)
_NOT_BY_SIDE = (
    "Where a side's result could tell how single members answered, neither side is shown, because the total would "
    "give the other one away. It then says: “Not shown by side, to protect anonymity.”"
)
_NO_REASON = (
    "There can be several reasons why something is not shown, and this report does not say which. "
    "So it tells you nothing about how anybody answered."
)
_DESIGNED = (
    "All this is designed to prevent anyone from finding out how a member answered. "
    "No rule can promise that in every case. Please do not try to work it out."
)
_COUNTED_HERE = (
    "Members answered without their names. When the round closed, the answers were counted together and then "
    "destroyed. Only counts and comments are kept."
)
_BROUGHT_IN = "The figures of this round were brought in from an earlier report or survey. They were not counted here."


def method(comparison: Comparison) -> tuple[Block, ...]:
    """The last chapter. Where nothing is shown, it does not explain figures that are not there."""
    start = (Heading(METHOD), *_remember(comparison), Heading("Who was asked", 2), *_asked(comparison))
    hidden = (Heading("What is not shown, and why", 2), _points(_hidden(comparison)))
    if comparison.round.plan is Plan.NOTHING:
        return (*start, *hidden)
    return (
        *start,
        Heading("What the figures mean", 2),
        Facts(_figures(comparison)),
        *_labels(comparison),
        *hidden,
    )


def _points(said: list[str]) -> Points:
    return Points(tuple(Words(each) for each in said))


def _remember(comparison: Comparison) -> tuple[Block, ...]:
    """The limits that stand on the page of results, then what else these figures cannot tell."""
    cannot = [] if comparison.round.plan is Plan.NOTHING else _cannot(comparison)
    said = [*comparison.footnotes, *cannot]
    return (Heading("Please remember", 2), _points(said)) if said else ()


def _asked(comparison: Comparison) -> tuple[Block, ...]:
    facts = comparison.round
    how = _BROUGHT_IN if facts.typed_in else _COUNTED_HERE
    asked = facts.questionnaire
    return (
        Words(f"Members were asked the questions of “{asked.title}”, version {asked.version}. {how}"),
        Words(f"{wording.base(comparison)}{_partners(comparison)}"),
    )


def _partners(comparison: Comparison) -> str:
    facts = comparison.round
    turnout = facts.turnout.get(Side.PARTNER)
    if turnout is None or not turnout.answered or facts.partners_shown:
        return ""
    return " Too few partners answered, so their ratings are not counted."


def _figures(comparison: Comparison) -> tuple[Meaning, ...]:
    statements = comparison.statements
    some = (
        (any(each.total.about for each in statements), ("About", _ABOUT)),
        (any(Flag.SPLIT_VIEWS in each.flags for each in statements), ("Split views", _SPLIT_VIEWS)),
        (any(each.reverse for each in statements), ("Reverse-worded", _REVERSED)),
    )
    return (
        ("Score out of 10", _SCORE),
        ("Both sides together", "Every answer of management side and of staff side counts once."),
        ("Section score", _SECTION),
        ("Don't know", _DONT_KNOW),
        *(meaning for there, meaning in some if there),
    )


def _labels(comparison: Comparison) -> tuple[Block, ...]:
    """What the labels that can stand in this report mean, and how sure they are."""
    results: list[SectionResult | StatementResult] = [
        comparison.overall, *comparison.sections, *comparison.statements,
    ]  # fmt: skip
    found: list[Meaning] = []
    if any(each.change is not None for each in results):
        found += [
            ("▲ Improved, ▼ Declined", _CHANGED),
            ("▬ No clear change", "We cannot tell. It does not mean that nothing changed."),
            ("Two changed minds could do this", _UNDONE),
        ]
    if any(each.gap is not None for each in results):
        found += [
            ("Sides differ", _DIFFER),
            ("No clear difference between the sides", "We cannot tell. It never means that the sides agree."),
        ]
    if any(each.hope is not None for each in results):
        found.append(("Below what members hoped for", _BELOW_HOPE))
    if not found:
        return ()
    found += [("Too few answers to compare", _TOO_FEW), ("How we tell chance", _CHANCE)]
    return (Heading("What the labels mean", 2), Facts(tuple(found)))


def _hidden(comparison: Comparison) -> list[str]:
    facts = comparison.round
    return [
        f"Nothing is shown for fewer than {facts.minimum} people. {wording.PLAN_WORDS[facts.plan]}",
        *([_NOT_BY_SIDE] if has_sides(comparison) else []),
        _NO_REASON,
        _DESIGNED,
    ]


def _cannot(comparison: Comparison) -> list[str]:
    some = (
        (
            comparison.against is not None,
            "Answers carry no names, so nobody can say who changed their mind.",
        ),
        (has_sides(comparison), "A gap between the sides does not tell you who is right."),
        (
            comparison.round.averages_only,
            "Only averages are known of this round. So nobody can say how far apart the answers were.",
        ),
        (
            _rough(comparison),
            "Scores of small sides are rounded to the nearest half or whole point. Small gaps are lost in that.",
        ),
    )
    return [
        "These figures say nothing about those who did not answer.",
        *(said for there, said in some if there),
        "They help you to choose what to talk about. They do not decide it.",
    ]


def _rough(comparison: Comparison) -> bool:
    return any(
        each.sides[side].step > thresholds.FINE for each in comparison.statements if each.sides for side in TWO_SIDES
    )


def nothing_shown(comparison: Comparison) -> tuple[Block, ...]:
    """What stands in place of results where too few answered: why, and what a forum can do."""
    return (
        Heading("Why nothing is shown", 2),
        Words(
            f"A result is shown only when at least {comparison.round.minimum} members of the two sides have answered. "
            "With fewer, it could tell how single members answered."
        ),
        Words("This report does not know what those who did answer said."),
        Heading("What the forum can do next", 2),
        _points(
            [
                "Talk about what kept members from answering, such as time, a lost link or too little trust.",
                "Do not ask anyone whether they answered, or how.",
                "Hold another round at a time when more members can take part, perhaps in a meeting.",
                "Tell members how their answers are protected before it opens.",
            ]
        ),
    )
