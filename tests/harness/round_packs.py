"""Whole rounds for documents, from one statement to the largest, each through the real gate and the real analysis.

`CASES` gives them by name; each is made once in a process. Every forum, member, answer and comment is invented.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import cycle, islice

from audit_app.analysis.comparison import compare
from audit_app.analysis.measures import MeasuredBy, Tracked, measured, name_of, score_of, target_met
from audit_app.analysis.released import Comparison, ReviewedComment
from audit_app.analysis.series import series
from audit_app.analysis.tallies import Group, RoundTallies
from audit_app.demonstration import stories
from audit_app.demonstration.stories import Story
from audit_app.questionnaire.definition import DONT_KNOW, Band, Option, Question, Questionnaire, Scale, Section, Side
from audit_app.reports.round_pack import RoundPack
from tests.factories import CATALOGUE
from tests.harness import hostile_words
from tests.harness.hostile_words import COMMENTS, ONE_LINE, SCRIPTS, UNSTORABLE
from tests.unit.analysis.builders import AGREEMENT, MIXED_12, a_questionnaire, a_round, of_averages, people

FORUM = "Northshire Social Partnership Forum"
AUDIT = CATALOGUE.by_id("partnership-behaviours")
HOPES = CATALOGUE.by_id("partnership-behaviours-baseline")
TEN = CATALOGUE.by_id("partnership-ten")
LARGEST_SECTIONS, LARGEST_STATEMENTS, LARGEST_TEXT, LARGEST_COMMENTS, LARGEST_SIDE = 10, 60, 200, 300, 205


@dataclass(frozen=True)
class _Promise:
    """A priority that both sides agreed. items: what it is measured by."""

    title: str
    items: tuple[str, ...]
    owner: str = "both"
    role: str = "joint chairs"
    target: float | None = 6.5
    target_words: str | None = None
    measure_words: str | None = None
    done: bool = False


def _tracked(promise: _Promise, then: Comparison, now: Comparison | None) -> Tracked:
    """As `agenda.progress` tells it. now: a later round beside that of the priority."""
    found = tuple(measured(item, then, now) for item in promise.items) if now is not None else ()
    return Tracked(
        round=then.round.name, title=promise.title, done=promise.done, owner=promise.owner, owner_role=promise.role,
        review_on=date(2027, 11, 20),
        measured_by=tuple(MeasuredBy(item, name_of(then, item), score_of(then, item)) for item in promise.items),
        measures=found, measure_words=promise.measure_words, target_score=promise.target,
        target_words=promise.target_words, met=target_met(promise.target, found),
    )  # fmt: skip


def _told(
    story: Story, asked: Questionnaire, when: int, name: str, numbers: tuple[int, int, int] = (12, 12, 6)
) -> RoundTallies:
    """A round that a story of the demonstration tells. numbers: answers of management, staff and partners."""
    rows: dict[Side, list[list[int | None]]] = {side: [] for side in Side}
    unsure: dict[tuple[str, Side], int] = {}
    for side, number in zip(Side, numbers, strict=True):
        for place in range(number):
            given = stories.answers(story, asked, side, place).ratings
            row = [given.get(question.id) for question in asked.questions]
            for question, value in zip(asked.questions, row, strict=True):
                if value == DONT_KNOW:
                    unsure[question.id, side] = unsure.get((question.id, side), 0) + 1
            rows[side].append([value if isinstance(value, int) else None for value in row])
    found = a_round(asked, *(rows[side] for side in Side), name=name, dont_know=unsure)
    return replace(found, forum=FORUM, closed_on=date(when, 11, 20))


def _said(story: Story, asked: Questionnaire) -> tuple[ReviewedComment, ...]:
    words = {each.id: each.text for each in asked.open_questions}
    return tuple(
        ReviewedComment(words[name], words[name], text) for name, texts in story.comments.items() for text in texts
    )


@cache
def demonstration() -> RoundPack:
    """24 members of two sides and six partners, an earlier round, hopes, comments and priorities agreed and tracked."""
    before = [
        _told(stories.START, AUDIT, 2024, "Annual audit 2024"),
        _told(stories.FIRST_YEAR, AUDIT, 2025, "Annual audit 2025"),
    ]
    hopes = _told(stories.HOPES, HOPES, 2023, "Baseline 2023")
    present = _told(stories.SECOND_YEAR, AUDIT, 2026, "Annual audit 2026")
    then, now = compare(before[-1], before[0]), compare(present, before[-1])
    promises = (
        _Promise("Bring plans to the forum before anyone announces them", ("PB-3", "PB-3.3"), "management",
                 "workforce director", 6.0),
        _Promise("Understand the pressures that the other side is under", ("PB-5.1",),
                 target_words="Four visits in the year.", done=True),
    )  # fmt: skip
    own = _Promise("Do what we said we would do", ("PB-7.1",), "staff", "branch secretary",
                   measure_words="How many actions are done on the day that was agreed.")  # fmt: skip
    return RoundPack(
        comparison=now,
        hoped=compare(present, hopes),
        series=series([hopes, *before, present]),
        comments=_said(stories.SECOND_YEAR, AUDIT),
        priorities=(*(_tracked(each, then, now) for each in promises), _tracked(own, now, None)),
    )


def _of_story(numbers: tuple[int, int, int], *, against: tuple[int, int, int] | None = (12, 12, 6)) -> RoundPack:
    """The ten questions, answered by so few, beside a round that more answered."""
    present = _told(stories.SMALL_SECOND, TEN, 2026, "Ten questions 2026", numbers)
    before = _told(stories.SMALL_FIRST, TEN, 2025, "Ten questions 2025", against) if against else None
    found = compare(present, before)
    rounds = [present] if before is None else [before, present]
    comments = tuple(ReviewedComment("General", "What next?", text) for text in ("Send papers earlier.", "Go on."))
    return RoundPack(found, found, series(rounds), comments)


@cache
def everything_hidden() -> RoundPack:
    """Two of each side answered: Plan.NOTHING, this time and last time."""
    return replace(_of_story((2, 2, 1), against=(2, 1, 0)), comments=())


@cache
def totals_only() -> RoundPack:
    """Four of management side answered, so that no side is shown."""
    return _of_story((4, 9, 2), against=(4, 11, 0))


@cache
def small_sides() -> RoundPack:
    """Sides of six and seven: only rounded scores of them, and too few to judge a change."""
    return _of_story((6, 7, 2), against=(6, 6, 2))


@cache
def nothing_to_compare() -> RoundPack:
    """A forum's first round: nothing before it, no hopes, no comments, no priorities."""
    return replace(_of_story((12, 12, 6), against=None), comments=())


@cache
def one_statement() -> RoundPack:
    """A questionnaire of a single statement, asked twice."""
    asked = a_questionnaire({"A": 1})
    low, high = people((4, 4, 3, 1, 0)), people((0, 1, 2, 5, 4))
    before, present = a_round(asked, low, low, name="Audit 2025"), a_round(asked, high, people(MIXED_12))
    before = replace(before, closed_on=date(2025, 11, 20))
    found = compare(present, before)
    return RoundPack(found, found, series([before, present]))


@cache
def averages_only() -> RoundPack:
    """Two reports of which only averages were typed in; the newer one has the sides too."""
    newer = {
        (question.id, group): (number, 4.0 + (place * 3 % 5) / 2 + lean)
        for place, question in enumerate(TEN.questions)
        for group, number, lean in ((Group.MANAGEMENT, 14, 0.4), (Group.STAFF, 16, -0.3))
    }
    older = {(question.id, Group.TOTAL): (24, 4.1 + place % 3) for place, question in enumerate(TEN.questions)}
    before = replace(of_averages(TEN, older), forum=FORUM, name="Report 2024")
    present = replace(of_averages(TEN, newer), forum=FORUM, name="Report 2026", closed_on=date(2026, 11, 20))
    found = compare(present, before)
    return RoundPack(found, found, series([before, present]))


def _long(text: str, length: int) -> str:
    """A text of exactly so many characters."""
    words = " ".join(islice(cycle((text, "and everybody can see what has become of it,")), length // 20))
    return f"{words[: length - 1].rstrip(', ').ljust(length - 1, 'e')}."


@cache
def _largest_questionnaire() -> Questionnaire:
    each = LARGEST_STATEMENTS // LARGEST_SECTIONS
    asked = a_questionnaire({chr(65 + place): each for place in range(LARGEST_SECTIONS)}, name="largest")
    sections = [part.model_dump() for part in asked.sections]
    for place, part in enumerate(sections):
        part["title"] = _long(f"Section {part['id']}: how we work together when it matters", 90)
        for question in part["questions"]:
            question["text"] = _long(f"On the matter of {question['id']} members of both sides tell", LARGEST_TEXT)
            question["short"] = f"Matter {question['id']}"
            question["reverse"] = place == 1 and question["id"].endswith("2")
    return Questionnaire.model_validate({**asked.model_dump(), "sections": sections})


def _largest_round(when: int) -> RoundTallies:
    """Fewer answered in the earlier years: no document is longer for who answered, but exact tests take their time."""
    asked, chance = _largest_questionnaire(), random.Random(when)  # noqa: S311  (invented answers)
    counts = (LARGEST_SIDE, LARGEST_SIDE + 7, 12) if when == 2026 else (60, 55, 12)
    rows = []
    for lean, number in zip((0.62, 0.52, 0.6), counts, strict=True):
        levels = [lean + (when - 2026) * 0.015 + 0.3 * (chance.random() - 0.5) for _ in asked.questions]
        rows.append(
            [[1 + min(4, max(0, round(chance.gauss(level, 0.25) * 4))) for level in levels] for _ in range(number)]
        )
    found = a_round(asked, *rows, name=f"Audit {when}")
    return replace(found, forum=FORUM, closed_on=date(when, 11, 20))


@cache
def largest() -> RoundPack:
    """Eight rounds of 60 statements of 200 characters, 200 answers a side in the newest, and 300 comments."""
    rounds = [_largest_round(when) for when in range(2019, 2027)]
    then, now = compare(rounds[-2], rounds[-3]), compare(rounds[-1], rounds[-2])
    headings = [("What helped most?", 120), ("What should change?", 140), ("General", LARGEST_COMMENTS - 260)]
    comments = tuple(
        ReviewedComment(heading, heading, _long(SCRIPTS[place % len(SCRIPTS)], 20 + place * 37 % 481))
        for heading, number in headings
        for place in range(number)
    )
    promises = [_Promise(_long(f"Priority {number}: to", 400), (f"{chr(65 + number)}.1", chr(65 + number)),
                         target_words=_long("All", 200), measure_words=_long("How many", 300))
                for number in range(6)]  # fmt: skip
    tracked = (_tracked(each, then, now) for each in promises)
    return RoundPack(now, now, series(rounds), comments, (*tracked, _tracked(promises[0], now, None)))


def _hostile_questionnaire() -> Questionnaire:
    """Hostile words wherever a questionnaire has words, four statements a section."""
    words = cycle(ONE_LINE)
    texts = [" ".join(ONE_LINE[place].split()) or "?" for place in range(len(ONE_LINE))]
    scale = Scale(
        id="hostile",
        options=tuple(
            Option(value=option.value, label=f"{next(words)[:50]} {option.value}") for option in AGREEMENT.options
        ),
        bands=(
            Band(name=next(words)[:40], values=(1, 2)),
            Band(name=next(words)[:40], values=(3,)),
            Band(name=next(words)[:40], values=(4, 5)),
        ),
        dont_know="=1+1 <i>Don't know</i>",
    )
    questions = [
        Question(id=f"X.{number}", text=text, short=text[:60].strip() or None, scale="hostile")
        for number, text in enumerate(texts, start=1)
    ]
    return Questionnaire(
        id="hostile", version=1, title=hostile_words.MARKUP[0], summary="=1+1", lead_in="#panic()", minutes="3",
        scales=(scale,),
        sections=tuple(
            Section(id=f"S{at}", title=f"S{at}: {texts[at]} & co.", questions=tuple(questions[at : at + 4]))
            for at in range(0, len(questions), 4)
        ),
    )  # fmt: skip


@cache
def hostile() -> RoundPack:
    """Everything that people can write is hostile, as far as the product lets it in."""
    asked = _hostile_questionnaire()
    shapes = [MIXED_12, (4, 4, 3, 1, 0), (0, 1, 2, 5, 4), (3, 0, 1, 4, 4)]

    def told(shift: int, name: str) -> RoundTallies:
        columns = [shapes[(place + shift) % 4] for place in range(len(asked.questions))]
        return a_round(asked, people(*columns), people(*columns[1:], columns[0]), people(*columns), name=name)

    before = replace(told(1, "=1+1\t@SUM(A1) </si>"), closed_on=date(2025, 11, 20))
    forum = "<b>Forum</b> & #panic() $x$ =1+1 ŵŷ שלום 你好"
    name = f"<script>alert(1)</script> #panic() {hostile_words.RIGHT_TO_LEFT}\n😀 ../../x"
    before, present = (replace(each, forum=forum) for each in (before, told(0, name)))
    then, now = compare(before), compare(present, before)
    comments = [ReviewedComment(COMMENTS[place % 7], COMMENTS[place % 5], text) for place, text in enumerate(COMMENTS)]
    promises = [
        _Promise(text, (question.id, "overall"), role=text[:100].strip(), target_words=text[:200].strip(),
                 measure_words=text[:300].strip())
        for text, question in zip((*ONE_LINE[::4], hostile_words.LINES), asked.questions, strict=False)
    ]  # fmt: skip
    tracked = (_tracked(each, then, now) for each in promises)
    return RoundPack(
        now, now, series([before, present]), tuple(sorted(comments, key=lambda each: each.heading)), tuple(tracked)
    )


@cache
def unstorable() -> RoundPack:
    """Characters that no file of XML holds and no door of the product lets in; documents stand them all the same."""
    pack = hostile()
    facts = replace(pack.comparison.round, forum=UNSTORABLE, name=UNSTORABLE)
    comparison = replace(pack.comparison, round=facts, footnotes=(*pack.comparison.footnotes, UNSTORABLE))
    return replace(
        pack,
        comparison=comparison,
        hoped=comparison,
        series=replace(pack.series, rounds=(*pack.series.rounds[:-1], facts)),
        comments=(ReviewedComment(UNSTORABLE, UNSTORABLE, UNSTORABLE),),
        priorities=tuple(replace(each, title=UNSTORABLE, round=UNSTORABLE) for each in pack.priorities[:2]),
    )


CASES: Mapping[str, Callable[[], RoundPack]] = {
    "demonstration": demonstration,
    "largest": largest,
    "everything-hidden": everything_hidden,
    "totals-only": totals_only,
    "small-sides": small_sides,
    "nothing-to-compare": nothing_to_compare,
    "one-statement": one_statement,
    "averages-only": averages_only,
    "hostile": hostile,
    "unstorable": unstorable,
}
SMALL_CASES: Sequence[str] = tuple(name for name in CASES if name != "largest")
