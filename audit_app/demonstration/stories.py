"""What the invented members answer, so that the results tell a plausible and uneven story.

`lean` is the average of a 0-1 scale on which a member answers; the same seed gives the same demonstration every time.
"""

import random
from dataclasses import dataclass, field

from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import DONT_KNOW, Questionnaire, Scale, Side


@dataclass(frozen=True)
class Story:
    """How one round goes: a general lean, leans of sections or questions, gaps between sides, and some comments.

    lean: 0 is the least and 1 the most favourable. by: id of a section or question → lean. gap: id → how much lower
    staff side leans than management side. agreed: ids to which a whole side gives the most favourable answers, so
    that the gate must hide its sides. stay_away: how many of each side do not answer. seed: fixes what chance does, so
    that the demonstration tells the same story in every year.
    """

    lean: float
    by: dict[str, float] = field(default_factory=dict)
    gap: dict[str, float] = field(default_factory=dict)
    agreed: tuple[str, ...] = ()
    comments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stay_away: int = 1
    seed: int = 0


HOPES = Story(
    lean=0.62,
    by={"PBB-1.expectation": 0.8, "PBB-3.expectation": 0.7, "PBB-8.expectation": 0.75, "PBB-1.importance": 0.95,
        "PBB-2.importance": 0.85, "PBB-3.importance": 0.9},
    comments={"PBB-F.1": ("Issues reach us while there is still time to change them.", "Fewer grievances come up.",
                          "We all leave with the same list of actions.", "New members know what we are for.",
                          "People keep their promises.", "Plans are shared early."),
              "PBB-F.2": ("That it becomes a talking shop.", "That decisions are made elsewhere.")},
)  # fmt: skip

ON_PAPER = Story(lean=0.5, by={"PB-1": 0.55, "PB-3": 0.36, "PB-4": 0.6, "PB-8": 0.42}, seed=3)

START = Story(
    seed=5,
    lean=0.56,
    by={"PB-1": 0.6, "PB-3": 0.5, "PB-3.2": 0.62, "PB-3.3": 0.58, "PB-5.1": 0.66, "PB-4": 0.6, "PB-4.4": 0.8,
        "PB-6": 0.54, "PB-7": 0.62, "PB-8": 0.52},
    gap={"PB-5.1": 0.2},
    comments={"PB-F.1": ("We meet at all.", "The chairs talk between meetings.", "People come prepared.",
                         "Nobody shouts.", "There is tea."),
              "PB-F.2": ("Tell us before it is in the newsletter.", "Papers in time.", "A shorter agenda.",
                         "More people who may decide.", "Say what became of it.")},
)  # fmt: skip

FIRST_YEAR = Story(
    seed=10,
    lean=0.6,
    by={"PB-3": 0.42, "PB-7.1": 0.68, "PB-8.1": 0.64, "PB-1": 0.68, "PB-4.4": 0.85, "PB-6": 0.6},
    gap={"PB-5.1": 0.3, "PB-3.2": 0.1},
    agreed=("PB-4.4",),
    comments={"PB-F.1": ("We listen to each other.", "People stay civil even when they disagree.",
                         "Both sides prepare well.", "The chairs work closely together.", "Honest talks about pay."),
              "PB-F.2": ("Bring reorganisations here before they are announced.", "Send papers a week before.",
                         "Earlier notice of plans.", "Shorter meetings.", "Tell us what happened afterwards.")},
)  # fmt: skip

SECOND_YEAR = Story(
    seed=66,
    lean=0.62,
    by={"PB-3": 0.66, "PB-7.1": 0.46, "PB-8.1": 0.58, "PB-1": 0.7, "PB-4.4": 0.86, "PB-6": 0.66, "PB-2.3": 0.66},
    gap={"PB-5.1": 0.34, "PB-2.2": 0.12},
    agreed=("PB-4.4",),
    comments={"PB-F.1": ("Plans now come here much earlier.", "The joint work on rest areas.",
                         "We disagree well.", "Both sides set the agenda.", "New members are made welcome."),
              "PB-F.2": ("Keep a list of actions and look at it each time.", "Start with last meeting's actions.",
                         "Fewer papers for information only.", "Visit each other's workplaces.", "Say who will do it.",
                         "Understand the pressure on our branch officers.")},
)  # fmt: skip

SMALL_FIRST = Story(lean=0.55, by={"PT-6": 0.35, "PT-9": 0.6}, stay_away=0,
                    comments={"PT-10": ("Good when we have a topic to work on.",)})  # fmt: skip
SMALL_SECOND = Story(lean=0.68, by={"PT-6": 0.7, "PT-9": 0.5}, stay_away=0,
                     comments={"PT-10": ("Much better with guests from other trusts.",)})  # fmt: skip


def answers(story: Story, questionnaire: Questionnaire, side: Side, place: int) -> Answers:
    """What the member at `place` of a side answers."""
    chance = random.Random(f"{story.seed} {questionnaire.id} {side} {place}")  # noqa: S311  (a story, not a secret)
    temper = chance.gauss(0, 0.08)
    ratings: dict[str, int | str] = {}
    for question in questionnaire.questions:
        if not question.asked_of(side):
            continue
        scale = questionnaire.scale_of(question)
        section = questionnaire.section_of[question.id].id
        lean = story.by.get(question.id, story.by.get(section, story.lean)) + temper
        if side is Side.STAFF:
            lean -= story.gap.get(question.id, story.gap.get(section, 0.0))
        if question.id in story.agreed and side is Side.STAFF:
            ratings[question.id] = scale.values[-1]
        elif scale.dont_know and chance.random() < 0.02:
            ratings[question.id] = DONT_KNOW
        else:
            ratings[question.id] = _value(scale, lean + chance.gauss(0, 0.16))
    turn = {Side.MANAGEMENT: 2 * place, Side.STAFF: 2 * place + 1}.get(side)  # so that nobody says the same twice
    comments = {name: texts[turn] for name, texts in story.comments.items() if turn is not None and turn < len(texts)}
    return Answers(ratings, comments)


def _value(scale: Scale, lean: float) -> int:
    """The value of a scale that stands nearest to a lean."""
    place = round(min(max(lean, 0.0), 1.0) * (len(scale.values) - 1))
    return scale.values[place]
