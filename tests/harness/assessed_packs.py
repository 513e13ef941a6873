"""Assessments and themes for documents, from nothing rated to the largest and the most hostile. All of it is invented.

`ASSESSMENTS` and `THEMES` give them by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle, islice

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import (
    ActionState,
    Confidence,
    Content,
    ItemAnswer,
    PlannedAction,
    Priority,
    Proof,
    SignedBy,
    Value,
)
from audit_app.analysis.assessed.moves import moves
from audit_app.analysis.assessed.results import AssessmentResult, OrganisationPlace
from audit_app.questionnaire.definition import Question
from audit_app.questionnaire.instrument import Instrument
from audit_app.reports.assessment_pack import AssessmentPack, for_the_table
from audit_app.reports.shared_results import Shared
from audit_app.reports.theme_pack import PracticeShared, ThemePack
from tests.harness.hostile_words import LINES, ONE_LINE, UNSTORABLE
from tests.unit.assessed.answers import TODAY, award, framework, small
from tests.unit.charts import assessed_gallery

FORUM = "Northshire Wellbeing Subgroup"
LARGEST_ITEMS, LARGEST_TEXT, LARGEST_ORGANISATIONS = 60, 200, 12
SIGNED = (
    SignedBy("management", "Invented M", "Head of HR", date(2026, 11, 18)),
    SignedBy("staff", "Invented S", "Branch secretary", date(2026, 11, 19), "We see more to do in rest breaks."),
)
NOTE = PracticeShared(
    7, "Ashdale", "HW-1.1", "HW-1", "Rest", "Quiet rooms on every site", "We asked night staff.\nThen we opened rooms.",
    "Night staff rest before they drive home.", "Head of estates", date(2026, 11, 2),
)  # fmt: skip


def small_content() -> Content:
    """Two elements: rated apart, left out, lowest, not known; an action, evidence and two signatures."""
    answers = {
        "A-1": ItemAnswer(
            management=4, staff=1, agreed=3, note="Seen at site 2.", confidence=Confidence.HIGH, priority=Priority.NOW,
            help_wanted=True, proofs=(Proof("Tea policy", "https://tea.example/1", date(2026, 3, 2), "Head of tea"),),
        ),
        "A-2": ItemAnswer(agreed="does_not_apply", reason="We have no kettles."),
        "B-1": ItemAnswer(agreed=0),
        "B-2": ItemAnswer(agreed="dont_know"),
    }  # fmt: skip
    actions = (
        PlannedAction("B-1", "Buy biscuits.", "Head of tea", date(2027, 1, 31), ActionState.UNDER_WAY),
        PlannedAction(None, "Wash the cups", "Branch secretary", date(2026, 11, 3), ActionState.TO_DO),
        PlannedAction("A-1", "Warm the pot", "Head of tea", None, ActionState.DONE, date(2026, 10, 5)),
    )
    return Content(
        "Northern Trust", "Autumn 2026", small(), answers, {}, actions, SIGNED, version=2, signed_on=date(2026, 11, 19)
    )


def one_sided() -> AssessmentResult:
    """As it stands for management side: staff side has rated A-1 alone, management side A-2 alone, both B-1."""
    answers = {
        "A-1": ItemAnswer(staff=0), "A-2": ItemAnswer(management=4), "B-1": ItemAnswer(management=1, staff=3),
    }  # fmt: skip
    return assess(Content("Northern Trust", "Autumn 2026", small(), answers), TODAY)


def _hostile() -> AssessmentResult:
    words = cycle((*ONE_LINE, UNSTORABLE))
    instrument = small(
        title=next(words)[:100], disclaimer=next(words),
        sections=[
            {"id": part, "title": next(words)[:100], "questions": [
                {"id": f"{part}-{n}", "text": f"{next(words)} {n}", "scale": "maturity"} for n in range(1, 6)
            ]} for part in ("A", "B", "C")
        ],
    )  # fmt: skip
    values: tuple[Value, ...] = (0, 4, "does_not_apply", 1, 2)
    answers = {
        item.id: ItemAnswer(
            management=0, staff=4, agreed=value, reason=next(words), note=f"{next(words)}\n{LINES}", help_wanted=True,
            proofs=(Proof(next(words), next(words), TODAY, next(words)),),
        )
        for item, value in zip(instrument.items, cycle(values), strict=False)
    }  # fmt: skip
    actions = tuple(
        PlannedAction(item.id, next(words), next(words), TODAY, ActionState.TO_DO) for item in instrument.items
    )
    signatures = tuple(SignedBy(side, next(words), next(words), TODAY, LINES) for side in ("management", "staff"))
    now = Content(next(words), next(words), instrument, answers, {}, actions, signatures, version=1, signed_on=TODAY)
    before = replace(now, name=next(words), items={name: replace(each, agreed=2) for name, each in answers.items()})
    return assess(now, TODAY, before)


def largest_instrument() -> Instrument:
    """Sixty statements of 200 characters in ten elements."""
    words = (
        "Managers, staff and their representatives look at this together, often, openly and with care, in every team "
    )
    parts = [
        {"id": f"P-{part}", "title": f"Part {part}: leadership, culture and everyday working conditions", "questions": [
            {"id": f"P-{part}.{n}", "text": (f"{part}.{n} " + words * 3)[: LARGEST_TEXT - 1] + ".", "scale": "maturity"}
            for n in range(1, 7)
        ]} for part in range(1, 11)
    ]  # fmt: skip
    return small(sections=parts, title="A very thorough diagnostic of health, wellbeing and good work in every place")


def _largest_content(organisation: str, seed: int) -> Content:
    instrument = largest_instrument()
    note = "We looked at this with the teams on all sites, and wrote down what they told us. " * 6
    answers = {
        item.id: ItemAnswer(
            management=(place + seed) % 5, staff=(place * seed + 1) % 5, agreed=(place * 3 + seed) % 5,
            note=note.strip(), help_wanted=place % 4 == seed % 4, confidence=Confidence.HIGH,
            proofs=tuple(Proof(f"Report {n} on {item.id}", None, TODAY, "Head of wellbeing") for n in range(3)),
        )
        for place, item in enumerate(instrument.items)
    }  # fmt: skip
    actions = tuple(
        PlannedAction(item.id, f"Work on {item.text}", "Head of wellbeing and working life", TODAY, ActionState.TO_DO)
        for item in islice(instrument.items, 40)
    )
    signatures = tuple(replace(each, disagreement=note) for each in SIGNED)
    return Content(
        organisation, "Autumn 2026", instrument, answers, {}, actions, signatures, version=1, signed_on=TODAY
    )


def _largest() -> AssessmentResult:
    now = _largest_content(assessed_gallery.LONG, 1)
    return assess(now, TODAY, replace(_largest_content(assessed_gallery.LONG, 2), name="Autumn 2025"))


def _with_words(result: AssessmentResult) -> AssessmentResult:
    questions: tuple[Question, ...] = result.content.instrument.open_questions
    words = {each.id: "We began with quiet rooms.\n\nNext come rest breaks." for each in questions}
    actions = tuple(
        PlannedAction(name, f"Improve {name}", "Head of wellbeing", date(2027, 3, 31), ActionState.TO_DO)
        for name in result.low[:3]
    )
    content = replace(result.content, words=words, actions=actions, signatures=SIGNED, version=1)
    return assess(content, TODAY, result.against)


def themes_of(
    results: list[AssessmentResult], *, practice: tuple[PracticeShared, ...] = (), absent: int = 1
) -> ThemePack:
    """A pack of results that are shared, each as it is beside its earlier one."""
    places = [OrganisationPlace(each.content.organisation, each) for each in results]
    roles = {place.organisation: "Head of workforce" for place in places}
    instrument = results[0].content.instrument if results else framework()
    shared = Shared(FORUM, instrument, places, TODAY)
    return ThemePack(shared, "Round of 2026", moves(results), roles, practice, absent)


def _asking(result: AssessmentResult) -> AssessmentResult:
    """The same, asking for help with what is rated lowest."""
    items = {name: replace(each, help_wanted=name in result.low[:2]) for name, each in result.content.items.items()}
    return assess(replace(result.content, items=items, version=1), TODAY, result.against)


def _subgroup() -> ThemePack:
    found = [
        _asking(assessed_gallery.result(framework(), seed, 0.45 + 0.1 * seed, organisation=name))
        for seed, name in enumerate(assessed_gallery.NAMES[:4])
    ]
    return themes_of(found, practice=(NOTE,))


def _largest_themes() -> ThemePack:
    names = [assessed_gallery.LONG, *(f"{name} {n}" for n in range(1, 4) for name in assessed_gallery.NAMES)]
    found = [assess(_largest_content(name, seed), TODAY) for seed, name in enumerate(names[:LARGEST_ORGANISATIONS])]
    notes = tuple(replace(NOTE, id=n, item="P-1.1", did=NOTE.did * 30, changed=NOTE.changed * 20) for n in range(8))
    return themes_of(found, practice=notes, absent=12)


def _hostile_themes() -> ThemePack:
    names = list(islice(cycle(ONE_LINE), 3))
    found = [
        assess(replace(_hostile().content, organisation=name), TODAY, replace(_hostile().content, organisation=name))
        for name in names
    ]
    note = replace(NOTE, organisation=names[0], title=names[1], did=LINES, changed=names[2], ask_role=names[0])
    return replace(themes_of(found, practice=(note,)), round=UNSTORABLE)


ASSESSMENTS: Mapping[str, Callable[[], AssessmentPack]] = {
    "small": cache(lambda: for_the_table(FORUM, assess(small_content(), TODAY))),
    "framework": cache(lambda: for_the_table(FORUM, _with_words(assessed_gallery.result(framework(), 3, 0.6)))),
    "award": cache(lambda: for_the_table(FORUM, _with_words(assessed_gallery.result(award(), 7, 0.95)))),
    "one-sided": cache(lambda: for_the_table(FORUM, one_sided())),
    "empty": cache(lambda: for_the_table(FORUM, assess(Content("Ashdale", "Autumn 2026", framework(), {}), TODAY))),
    "award-empty": cache(lambda: for_the_table(FORUM, assess(Content("Ashdale", "Autumn", award(), {}), TODAY))),
    "largest": cache(lambda: for_the_table(FORUM, _largest())),
    "hostile": cache(lambda: for_the_table(FORUM, _hostile())),
}
THEMES: Mapping[str, Callable[[], ThemePack]] = {
    "subgroup": cache(_subgroup),
    "award": cache(
        lambda: themes_of([assessed_gallery.result(award(), n, 0.9, organisation=f"Trust {n}") for n in (1, 2)])
    ),
    "one": cache(lambda: themes_of([assessed_gallery.result(framework(), 3, 0.6)])),
    "nothing": cache(lambda: themes_of([])),
    "largest": cache(_largest_themes),
    "hostile": cache(_hostile_themes),
}
