"""The rules between questionnaire files: ids keep their meaning, twins and long forms exist."""

from collections.abc import Iterator, Mapping, Sequence

from audit_app.questionnaire.definition import Questionnaire
from audit_app.questionnaire.faults import Fault
from audit_app.questionnaire.lineage import meaning
from audit_app.questionnaire.rules import Broken, places


def faults_between(questionnaires: Mapping[str, Questionnaire]) -> Iterator[Fault]:
    """Every rule that is broken between files. `questionnaires`: file name → what it holds, each sound by itself.

    Of two files that disagree, the one later in the order given is at fault.
    """
    for file, questionnaire in questionnaires.items():
        for broken in (*_baseline(questionnaire, questionnaires), *_short_form(questionnaire, questionnaires)):
            yield Fault(file, *broken)
        if questionnaire.adapts is not None:
            words = "Remove it: only the service writes it, into a forum's own wording."
            yield Fault(file, "adapts", "is not for a questionnaire of the catalogue", words)
    yield from _both_kinds(questionnaires)
    yield from _changed_meanings(questionnaires)
    yield from _misquoted(questionnaires)


def _both_kinds(questionnaires: Mapping[str, Questionnaire]) -> Iterator[Fault]:
    """An id names either what members answer or what an organisation assesses itself with, in every version."""
    first: dict[str, tuple[str, str]] = {}
    for file, questionnaire in questionnaires.items():
        before, kind = first.setdefault(questionnaire.id, (file, questionnaire.answered_by))
        if kind != questionnaire.answered_by:
            message = f"uses the id {questionnaire.id}, but {before} is answered by others"
            yield Fault(file, "id", message, "Give this one an id of its own, or correct answered_by.")


def _named(name: str, questionnaires: Mapping[str, Questionnaire]) -> list[Questionnaire]:
    """All versions of a questionnaire that members answer: only they have baselines and short forms."""
    return [each for each in questionnaires.values() if each.id == name and each.answered_by == "members"]


def _baseline(baseline: Questionnaire, questionnaires: Mapping[str, Questionnaire]) -> Iterator[Broken]:
    if baseline.baseline_of is None:
        return
    mirrored = _named(baseline.baseline_of, questionnaires)
    if not mirrored or baseline.baseline_of == baseline.id:
        yield _unknown("baseline_of", baseline.baseline_of, baseline, questionnaires)
        return
    sections = [(f"sections.{index}", part.id, part.twin) for index, part in enumerate(baseline.sections)]
    for path, name, twin in sections:
        if twin is not None:
            found = [_values(other, twin) for other in mirrored if twin in {part.id for part in other.sections}]
            yield from _twin(f"{path}.twin", twin, "section", found, _values(baseline, name))
    for path, question in places(baseline):
        if question.twin is not None:
            with_it = [other for other in mirrored if question.twin in other.question_by_id]
            found = [{other.scale_of(other.question_by_id[question.twin]).values} for other in with_it]
            yield from _twin(f"{path}.twin", question.twin, "question", found, {baseline.scale_of(question).values})


def _values(questionnaire: Questionnaire, section_id: str) -> set[tuple[int, ...]]:
    """The value sets that a section is scored with: one, or none if it has no score."""
    (section,) = (part for part in questionnaire.sections if part.id == section_id)
    return {questionnaire.scale_of(question).values for question in questionnaire.scored_questions(section)}


def _twin(
    path: str, twin: str, kind: str, found: Sequence[set[tuple[int, ...]]], own: set[tuple[int, ...]]
) -> Iterator[Broken]:
    if not found:
        words = f"Write the id of a {kind} of the questionnaire that baseline_of names: a {kind} mirrors a {kind}."
        yield Broken(path, f"names the twin {twin}, which does not exist as a {kind}", words)
    elif own not in found:
        words = "Give both the same values, so that hope and experience can be set side by side."
        yield Broken(path, f"names the twin {twin}, whose scale has other values", words)


def _short_form(short: Questionnaire, questionnaires: Mapping[str, Questionnaire]) -> Iterator[Broken]:
    if short.short_form_of is None:
        return
    full = _named(short.short_form_of, questionnaires)
    if not full or short.short_form_of == short.id:
        yield _unknown("short_form_of", short.short_form_of, short, questionnaires)
        return
    known = {question.id for other in full for question in other.questions}
    for path, question in places(short):
        if question.id not in known:
            words = "Take it out, or add it to the full form: a short form asks nothing of its own."
            yield Broken(f"{path}.id", f"{question.id} is not in {short.short_form_of}", words)


def _unknown(key: str, name: str, own: Questionnaire, questionnaires: Mapping[str, Questionnaire]) -> Broken:
    known = ", ".join(sorted(_of_members(questionnaires) - {own.id})) or "none so far"
    return Broken(key, f"names the questionnaire {name}, which does not exist", f"Use another one: {known}.")


def _of_members(questionnaires: Mapping[str, Questionnaire]) -> set[str]:
    return {other.id for other in questionnaires.values() if other.answered_by == "members"}


def _changed_meanings(questionnaires: Mapping[str, Questionnaire]) -> Iterator[Fault]:
    """An id that two files use must mean the same in both, or a line would be drawn where the question changed."""
    first: dict[str, tuple[str, object]] = {}
    for file, questionnaire in questionnaires.items():
        for path, name, means in _meanings(questionnaire):
            before, meant = first.setdefault(name, (file, means))
            if meant != means:
                message = f"uses the id {name} with another wording or scale than {before}"
                yield Fault(file, path, message, f"Make both the same, or give this one a new id, such as {name}b.")


def _meanings(questionnaire: Questionnaire) -> Iterator[tuple[str, str, object]]:
    """Path, id and meaning of everything that has an id of its own."""
    for index, section in enumerate(questionnaire.sections):
        yield f"sections.{index}", section.id, ("section", section.title)
    for path, question in places(questionnaire):
        yield path, question.id, ("question", meaning(questionnaire, question), question.continues)
    for index, asked in enumerate(questionnaire.open_questions):
        yield f"open_questions.{index}", asked.id, ("open question", asked.text)


def _misquoted(questionnaires: Mapping[str, Questionnaire]) -> Iterator[Fault]:
    """A wording that is carried on must be the one that stands under its id."""
    words = {question.id: question.text for each in questionnaires.values() for question in each.questions}
    for file, questionnaire in questionnaires.items():
        for path, question in places(questionnaire):
            for index, earlier in enumerate(question.continues):
                if words.get(earlier.id, earlier.text) != earlier.text:
                    message = f"is not the wording of {earlier.id}"
                    what_to_do = "Copy the words from the version that asked it."
                    yield Fault(file, f"{path}.continues.{index}.text", message, what_to_do)
