"""Small rounds for tests: a questionnaire from letters, answers from counts."""

from collections.abc import Mapping, Sequence
from datetime import date

from audit_app.analysis.comparison import compare
from audit_app.analysis.plan import groups_to_store, plan_for
from audit_app.analysis.released import Comparison
from audit_app.analysis.scores import Distribution
from audit_app.analysis.tallies import OVERALL, Average, Group, QuestionTally, RoundTallies, Turnout
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
SCALES = {5: AGREEMENT, 11: OUT_OF_TEN}

# answers that vary, on which no row of the gate but the number of answers bites (five and ten or more people)
MIXED_5 = (1, 0, 1, 2, 1)
MIXED_10 = (1, 2, 2, 3, 2)
MIXED_12 = (1, 2, 2, 4, 3)

Answers = Sequence[int | None]  # one person's answers in questionnaire order; None is a blank


def spread(*counts: int, dont_know: int = 0, blank: int = 0) -> Distribution:
    """Counts on five or eleven steps, least favourable first."""
    bands = (0, 0, 1, 2, 2) if len(counts) == 5 else (0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2)
    low = 1 if len(counts) == 5 else 0
    return Distribution(tuple(range(low, low + len(counts))), counts, bands, dont_know, blank)


def a_questionnaire(
    sections: Mapping[str, int] | None = None,
    *,
    steps: int = 5,
    name: str = "test",
    not_asked_of_partners: Sequence[str] = (),
    reverse: Sequence[str] = (),
) -> Questionnaire:
    """Sections by how many statements they have: {"A": 3} has the statements A.1, A.2 and A.3."""
    return Questionnaire(
        id=name,
        version=1,
        title=f"The {name} audit",
        summary="An invented questionnaire.",
        lead_in="Think about this forum.",
        minutes="3",
        scales=(SCALES[steps],),
        sections=tuple(
            Section(
                id=section,
                title=f"Section {section}",
                questions=tuple(
                    Question(
                        id=f"{section}.{number}",
                        text=f"Statement {section}.{number} is true.",
                        scale=SCALES[steps].id,
                        not_asked_of=(Side.PARTNER,) if f"{section}.{number}" in not_asked_of_partners else (),
                        reverse=f"{section}.{number}" in reverse,
                    )
                    for number in range(1, size + 1)
                ),
            )
            for section, size in (sections or {"A": 3, "B": 3}).items()
        ),
    )


def people(*columns: Sequence[int], low: int = 1) -> list[list[int]]:
    """People whose answers give these counts, a column of counts a statement: each with the same number of people."""
    answers = [[low + step for step, count in enumerate(counts) for _ in range(count)] for counts in columns]
    # each statement's answers start at another person, so that not everyone is low or high throughout
    turned = [column[shift % len(column) :] + column[: shift % len(column)] for shift, column in enumerate(answers)]
    return [list(row) for row in zip(*turned, strict=True)]


def a_round(
    questionnaire: Questionnaire,
    management: Sequence[Answers],
    staff: Sequence[Answers],
    partners: Sequence[Answers] = (),
    *,
    minimum: int = 5,
    name: str = "Audit 2026",
    dont_know: Mapping[tuple[str, Side], int] | None = None,
) -> RoundTallies:
    """A closed round as the ballot box leaves it: groups that the plan shows, and their section histograms.

    dont_know: (question, side) → how many of that side's blanks said "Don't know".
    """
    rows = {Side.MANAGEMENT: management, Side.STAFF: staff, Side.PARTNER: partners}
    plan, partners_shown = plan_for(len(management), len(staff), len(partners), minimum)
    members = {
        Group.TOTAL: [*management, *staff],
        Group.MANAGEMENT: management,
        Group.STAFF: staff,
        Group.PARTNER: partners,
    }
    stored = groups_to_store(plan, partners_shown)
    tallies = {}
    for index, question in enumerate(questionnaire.questions):
        for group in stored:
            given = [person[index] for person in members[group]]
            values = questionnaire.scale_of(question).values
            sides = (Side.MANAGEMENT, Side.STAFF) if group is Group.TOTAL else (Side(group.value),)
            unsure = sum((dont_know or {}).get((question.id, side), 0) for side in sides)
            counts = tuple(given.count(value) for value in values)
            tallies[question.id, group] = QuestionTally(counts, unsure, given.count(None) - unsure)
    return RoundTallies(
        forum="Invented forum",
        name=name,
        closed_on=date(2026, 11, 20),
        questionnaire=questionnaire,
        minimum=minimum,
        turnout={side: Turnout(len(found) + 2, len(found)) for side, found in rows.items()},
        tallies=tallies,
        histograms=_histograms(questionnaire, {group: members[group] for group in stored}),
    )


def _histograms(
    questionnaire: Questionnaire, members: Mapping[Group, Sequence[Answers]]
) -> dict[tuple[str, Group], dict[tuple[int, int], int]]:
    index = {question.id: number for number, question in enumerate(questionnaire.questions)}
    histograms: dict[tuple[str, Group], dict[tuple[int, int], int]] = {}
    for section in (*questionnaire.sections, None):
        for group, found in members.items():
            histogram: dict[tuple[int, int], int] = {}
            for person in found:
                given = []
                for question in questionnaire.scored_questions(section):
                    values, value = questionnaire.scale_of(question).values, person[index[question.id]]
                    if value is not None and (group is not Group.PARTNER or question.asked_of(Side.PARTNER)):
                        given.append(values[0] + values[-1] - value if question.reverse else value)
                key = (len(given), sum(given))
                histogram[key] = histogram.get(key, 0) + 1
            histograms[section.id if section else OVERALL, group] = histogram
    return histograms


def of_averages(
    questionnaire: Questionnaire, averages: Mapping[tuple[str, Group], tuple[int, float]], *, minimum: int = 5
) -> RoundTallies:
    """A round of which only averages are known: (question, group) → (answers, score out of 10)."""
    return RoundTallies(
        forum="Invented forum",
        name="Audit 2024",
        closed_on=date(2024, 11, 20),
        questionnaire=questionnaire,
        minimum=minimum,
        turnout={side: Turnout(None, None) for side in Side},
        averages={key: Average(n, score) for key, (n, score) in averages.items()},
        typed_in=True,
    )


def a_comparison(*, small: bool = False, alone: bool = False) -> Comparison:
    """Two invented rounds with something that improved, declined, differs by side and is hidden by side.

    small: five a side instead of twelve.
    """
    questionnaire = a_questionnaire({"A": 3, "B": 4}, not_asked_of_partners=("A.2",))
    if small:
        low, high, alike, mixed = (2, 1, 1, 1, 0), (0, 1, 1, 2, 1), (0, 0, 0, 5, 0), MIXED_5
    else:
        low, high, alike, mixed = (4, 4, 3, 1, 0), (0, 1, 2, 5, 4), (0, 0, 0, 12, 0), MIXED_12
    later = a_round(
        questionnaire,
        people(high, mixed, low, mixed, alike, high, mixed),
        people(high, mixed, low, low, mixed, high, mixed),
        people(*[mixed] * 7),
    )
    earlier = a_round(
        questionnaire,
        people(low, mixed, high, mixed, mixed, high, mixed),
        people(low, mixed, high, mixed, mixed, high, mixed),
        name="Audit 2025",
    )
    return compare(later, None if alone else earlier)
