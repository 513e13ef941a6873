"""Released results made by hand, for pictures and documents. Every forum, member and figure here is invented."""

from collections.abc import Mapping, Sequence
from datetime import date

from audit_app.analysis.released import (
    HIDDEN_BY_SIDE,
    Change,
    ChangeLabel,
    Comparison,
    Detail,
    Figure,
    Flag,
    Gap,
    GapLabel,
    Plan,
    RoundFacts,
    SectionResult,
    Sentence,
    StatementResult,
    Suggestion,
    Technical,
)
from audit_app.analysis.tallies import Turnout
from audit_app.questionnaire.definition import Band, Option, Question, Questionnaire, Scale, Section, Side

AGREEMENT = Scale(
    id="agreement",
    options=tuple(
        Option(value=value, label=label)
        for value, label in (
            (5, "Strongly agree"),
            (4, "Agree"),
            (3, "Neither agree nor disagree"),
            (2, "Disagree"),
            (1, "Strongly disagree"),
        )
    ),
    bands=(
        Band(name="Disagree", values=(1, 2)),
        Band(name="Neither", values=(3,)),
        Band(name="Agree", values=(4, 5)),
    ),
)
OUT_OF_TEN = Scale(
    id="out-of-ten",
    layout="numbers",
    options=tuple(Option(value=value, label=str(value)) for value in range(11)),
    bands=(
        Band(name="Low", values=(0, 1, 2, 3, 4)),
        Band(name="Middle", values=(5, 6)),
        Band(name="High", values=(7, 8, 9, 10)),
    ),
)
YEAR_ON_YEAR = Scale(
    id="year-on-year",
    order="distribution",
    options=tuple(
        Option(value=value, label=label)
        for value, label in (
            (5, "Much better"),
            (4, "A little better"),
            (3, "About the same"),
            (2, "A little worse"),
            (1, "Much worse"),
        )
    ),
    bands=(
        Band(name="Worse", values=(1, 2)),
        Band(name="About the same", values=(3,)),
        Band(name="Better", values=(4, 5)),
    ),
)

STATEMENTS = (
    ("Respect", "Members on both sides treat each other with respect."),
    ("Good faith", "I trust members of the other side to act in good faith."),
    ("Safe to disagree", "I can disagree with someone here without harming how we work together."),
    ("Honesty", "Members are honest with each other about difficult issues."),
    ("Information", "I get the information I need to take a full part in discussions."),
    ("Confidences", "What is said in confidence here stays confidential."),
    ("In time", "Important issues come here while they can still be changed."),
    ("Plans shared", "Each side shares important plans here before announcing them."),
    ("Fair notice", "Each side gives notice before going public on a difficult matter."),
    ("Purpose", "We agree on what this forum is for."),
)


def questionnaire(
    statements: Sequence[tuple[str, str]] = STATEMENTS,
    scale: Scale = AGREEMENT,
    sections: int = 1,
    scales: Mapping[int, Scale] | None = None,
    not_asked_of: tuple[Side, ...] = (),
) -> Questionnaire:
    """A questionnaire with ids S-1, S-2, … in `sections` sections A, B, …; `scales` overrides by position."""
    own = scales or {}
    questions = [
        Question(id=f"S-{number}", text=text, short=short, scale=own.get(number, scale).id, not_asked_of=not_asked_of)
        for number, (short, text) in enumerate(statements, start=1)
    ]
    size = -(-len(questions) // sections)
    used = {part.id: part for part in (scale, *own.values())}
    return Questionnaire(
        id="invented",
        version=1,
        title="Invented questionnaire",
        summary="For tests.",
        lead_in="Think about the past 12 months.",
        minutes="3",
        scales=tuple(used.values()),
        sections=tuple(
            Section(
                id=f"SEC-{chr(65 + place)}",
                title=f"Section {chr(65 + place)}: working together",
                questions=tuple(questions[place * size : (place + 1) * size]),
            )
            for place in range(sections)
            if questions[place * size : (place + 1) * size]
        ),
    )


def facts(
    questions: Questionnaire,
    *,
    forum: str = "Northshire Social Partnership Forum",
    name: str = "Audit 2026",
    closed_on: date = date(2026, 11, 20),
    plan: Plan = Plan.FULL,
    invited: tuple[int, int, int] = (18, 22, 3),
    answered: tuple[int, int, int] = (14, 18, 2),
    averages_only: bool = False,
) -> RoundFacts:
    return RoundFacts(
        forum=forum,
        name=name,
        closed_on=closed_on,
        questionnaire=questions,
        minimum=5,
        plan=plan,
        partners_shown=answered[2] >= 5,
        turnout={
            side: Turnout(invited=asked, answered=returned)
            for side, asked, returned in zip(Side, invited, answered, strict=True)
        },
        typed_in=averages_only,
        averages_only=averages_only,
        discarded=0,
    )


def full(scale: Scale, *counts: int, dont_know: int | None = 0) -> Figure:
    """A figure with every count, ascending; its score is the mean mapped to 0-10."""
    n = sum(counts)
    mean = sum(value * amount for value, amount in zip(scale.values, counts, strict=True)) / n
    score = None if scale.order == "distribution" else round(scale.score(mean), 1)
    in_bands = None
    if scale.bands is not None:
        by_value = dict(zip(scale.values, counts, strict=True))
        low, middle, high = (sum(by_value[value] for value in band.values) for band in scale.bands)
        in_bands = (low, middle, high)
    return Figure(Detail.FULL, n=n, score=score, counts=counts, bands=in_bands, dont_know=dont_know)


def bands(low: int, middle: int, high: int, score: float, dont_know: int | None = 0) -> Figure:
    return Figure(Detail.BANDS, n=low + middle + high, score=score, bands=(low, middle, high), dont_know=dont_know)


def alike(value: int, score: float, n: int | None = None) -> Figure:
    return Figure(Detail.ALIKE, n=n, score=score, value=value, about=True)


def average(score: float, n: int | None = None, step: float = 0.1) -> Figure:
    return Figure(Detail.AVERAGE, n=n, score=score, step=step)


HIDDEN = Figure(Detail.NONE)


def sides(management: float, staff: float, step: float = 0.1) -> Mapping[Side, Figure]:
    return {Side.MANAGEMENT: average(management, step=step), Side.STAFF: average(staff, step=step)}


def statement(
    questions: Questionnaire,
    number: int,
    total: Figure,
    *,
    by_side: Mapping[Side, Figure] | None = None,
    hidden_words: str | None = HIDDEN_BY_SIDE,
    partner: Figure | None = None,
    flags: tuple[Flag, ...] = (),
    change: Change | None = None,
    gap_label: GapLabel | None = GapLabel.NO_CLEAR_DIFFERENCE,
    no_comparison: str | None = None,
) -> StatementResult:
    question = questions.questions[number - 1]
    gap = None
    if by_side is not None:
        management, staff = by_side[Side.MANAGEMENT].score, by_side[Side.STAFF].score
        assert management is not None
        assert staff is not None
        gap = Gap(round(staff - management, 1), gap_label)
    return StatementResult(
        id=question.id,
        number=number,
        text=question.text,
        short=question.short or question.text,
        section=questions.section_of[question.id].id,
        scale=question.scale,
        total=total,
        sides=by_side,
        sides_hidden_words=None if by_side is not None else hidden_words,
        partner=partner,
        flags=flags,
        change=change,
        gap=gap,
        no_comparison=no_comparison,
    )


def change(
    earlier: float, later: float, label: ChangeLabel | None = ChangeLabel.NO_CLEAR_CHANGE, p: float | None = None
) -> Change:
    technical = None if p is None else Technical(p, (-12.5, 30.25), 0.25, min(1.0, p * 2))
    return Change(earlier, later, round(later - earlier, 1), label, technical)


def comparison(
    this: RoundFacts,
    statements: Sequence[StatementResult],
    *,
    against: RoundFacts | None = None,
    sections: Sequence[SectionResult] = (),
    overall: SectionResult | None = None,
    suggestions: tuple[Suggestion, ...] = (),
    strengths: tuple[str, ...] = (),
) -> Comparison:
    return Comparison(
        round=this,
        against=against,
        statements=tuple(statements),
        sections=tuple(sections),
        overall=overall or SectionResult("overall", "All statements", average(6.4, 32), None, None),
        summary=(Sentence("Members rate working together at 6.4 out of 10."),),
        level=(Sentence("Highest: “Respect” (8.1).", "32 answers", "S-1"),),
        movements=(),
        apart=(),
        breaks=(),
        footnotes=("These are the views of those who answered (32 of 40).",),
        suggestions=suggestions,
        strengths=strengths,
    )
