"""The rules that span several parts of one questionnaire; pydantic has checked each part already."""

from collections.abc import Iterator
from typing import NamedTuple

from audit_app.questionnaire.definition import Question, Questionnaire, Scale

# Names that forms and results give a meaning of their own.
_TAKEN = {"overall", "csrf_token"}
_TAKEN_START = "comment-"


class Broken(NamedTuple):
    """A rule that a questionnaire breaks: where, what, and what to do."""

    path: str
    message: str
    what_to_do: str


def broken_rules(questionnaire: Questionnaire) -> Iterator[Broken]:
    """Every rule that one questionnaire breaks by itself."""
    yield from _ids(questionnaire)
    for index, scale in enumerate(questionnaire.scales):
        yield from _scale(questionnaire, scale, f"scales.{index}")
    yield from _scales_of_questions(questionnaire)
    yield from _pages(questionnaire)
    yield from _twins(questionnaire)
    yield from _continued(questionnaire)


def places(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    """Each rated question with its path in the file."""
    for outer, section in enumerate(questionnaire.sections):
        for inner, question in enumerate(section.questions):
            yield f"sections.{outer}.questions.{inner}", question


def _ids(questionnaire: Questionnaire) -> Iterator[Broken]:
    named = [(f"sections.{index}.id", section.id) for index, section in enumerate(questionnaire.sections)]
    named += [(f"{path}.id", question.id) for path, question in places(questionnaire)]
    named += [(f"open_questions.{index}.id", asked.id) for index, asked in enumerate(questionnaire.open_questions)]
    yield from repeated_ids(named)
    yield from repeated_ids([(f"scales.{index}.id", scale.id) for index, scale in enumerate(questionnaire.scales)])
    for path, name in named:
        if name.casefold() in _TAKEN or name.casefold().startswith(_TAKEN_START):
            yield Broken(path, f"{name} has a meaning of its own in this product", "Choose another id.")


def repeated_ids(named: list[tuple[str, str]]) -> Iterator[Broken]:
    """Ids that stand twice, small and capital letters alike. `named`: path and id."""
    first: dict[str, str] = {}
    for path, name in named:
        before = first.setdefault(name.casefold(), path)
        if before != path:
            yield Broken(path, f"repeats the id {name} (first in {before})", "Give each part an id of its own.")


def _scale(questionnaire: Questionnaire, scale: Scale, path: str) -> Iterator[Broken]:
    values = [option.value for option in scale.options]
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Broken(
                f"{path}.options.{index}.value", f"repeats the value {value}", "Give each answer its own value."
            )
    labels = [option.label for option in scale.options]
    if len({label.casefold() for label in labels}) < len(labels):
        yield Broken(f"{path}.options", "has two answers with the same words", "Give each answer its own words.")
    if scale.layout == "numbers" and scale.ends is None:
        yield Broken(
            f"{path}.ends", "is missing", "Say in two short texts what the lowest and the highest number mean."
        )
    if scale.bands is None:
        if questionnaire.answered_by == "members":
            words = "Name three bands, least favourable first: answers of small groups are shown in bands only."
            yield Broken(f"{path}.bands", "is missing", words)
        return
    if [value for band in scale.bands for value in sorted(band.values)] != sorted(set(values)):
        words = "Put every value of the scale in exactly one band, the least favourable band first."
        yield Broken(f"{path}.bands", "do not cover the scale's values one after the other", words)


def _scales_of_questions(questionnaire: Questionnaire) -> Iterator[Broken]:
    known = questionnaire.scale_by_id
    missing = False
    for path, question in places(questionnaire):
        if question.scale not in known:
            missing = True
            words = f"Define it under scales, or use one of: {', '.join(known)}."
            yield Broken(f"{path}.scale", f"names the scale {question.scale}, which this file does not define", words)
    if missing:
        return  # what follows reads the scales
    paths = {question.id: path for path, question in places(questionnaire)}
    scored = questionnaire.scored_questions()
    for question in scored[1:]:
        scale, first = questionnaire.scale_of(question), questionnaire.scale_of(scored[0])
        if scale.values != first.values or scale.measure != first.measure:
            words = "Use scales with the same values and measure for everything scored, or mark this one scored: false."
            message = (
                f"cannot be scored together with {scored[0].id}, whose scale has other values or measures another thing"
            )
            yield Broken(f"{paths[question.id]}.scale", message, words)
    used = {question.scale for question in questionnaire.questions}
    for index, scale in enumerate(questionnaire.scales):
        if scale.id not in used:
            yield Broken(f"scales.{index}.id", f"{scale.id} is not used by any question", "Remove it, or use it.")


def _pages(questionnaire: Questionnaire) -> Iterator[Broken]:
    known = [section.id for section in questionnaire.sections]
    seen: set[str] = set()
    for outer, page in enumerate(questionnaire.pages):
        for inner, name in enumerate(page.sections):
            path = f"pages.{outer}.sections.{inner}"
            if name not in known:
                yield Broken(
                    path, f"names the section {name}, which does not exist", f"Use one of: {', '.join(known)}."
                )
            elif name in seen:
                yield Broken(path, f"shows the section {name} a second time", "Name each section on one page only.")
            seen.add(name)
    left_out = [name for name in known if name not in seen]
    if questionnaire.pages and left_out:
        yield Broken("pages", f"leave out {', '.join(left_out)}", "Name every section on one of the pages.")


def _twins(questionnaire: Questionnaire) -> Iterator[Broken]:
    """A twin belongs to a baseline, and no two parts that are scored may mirror the same thing."""
    named = [
        (f"sections.{index}.twin", section.twin, section.scored) for index, section in enumerate(questionnaire.sections)
    ]
    named += [(f"{path}.twin", question.twin, question.scored) for path, question in places(questionnaire)]
    seen: set[str] = set()
    for path, twin, scored in named:
        if twin is None:
            continue
        if questionnaire.baseline_of is None:
            words = "Say with baseline_of which questionnaire this is the baseline of, or remove the twin."
            yield Broken(path, f"names the twin {twin}, but the file is no baseline", words)
        if scored and twin in seen:
            yield Broken(path, f"is the second twin of {twin}", "Let one part only mirror each question or section.")
        if scored:
            seen.add(twin)


def _continued(questionnaire: Questionnaire) -> Iterator[Broken]:
    """A wording that is carried on is gone, and one statement alone carries it on."""
    asked = {question.id.casefold() for question in questionnaire.questions}
    seen: set[str] = set()
    for path, question in places(questionnaire):
        for index, earlier in enumerate(question.continues):
            name, where = earlier.id.casefold(), f"{path}.continues.{index}.id"
            if name in asked:
                words = "A reworded statement has a new id, and the old one is asked no more."
                yield Broken(where, f"names {earlier.id}, which this questionnaire still asks", words)
            elif name in seen:
                yield Broken(where, f"names {earlier.id} a second time", "Let one statement carry on each wording.")
            seen.add(name)
