"""Reads and checks the questionnaire files, and pins a definition so that a round keeps what its members were asked."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from audit_app.questionnaire.definition import Questionnaire
from audit_app.questionnaire.family import faults_between
from audit_app.questionnaire.faults import CatalogueError, Fault, faults_of_shape
from audit_app.questionnaire.instrument import Instrument
from audit_app.questionnaire.instrument_rules import broken_instrument_rules
from audit_app.questionnaire.lineage import Lineage, compare_statements
from audit_app.questionnaire.rules import Broken, broken_rules
from audit_app.questionnaire.yaml_source import SourceFault, read_source

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Fault",
    "Lineage",
    "PinnedDefinitionError",
    "UnknownQuestionnaireError",
    "canonical_json",
    "compare_statements",
    "digest",
    "made_instrument",
    "parse_pinned",
    "parse_pinned_instrument",
    "read_catalogue",
]


class UnknownQuestionnaireError(LookupError):
    """No questionnaire or self-assessment has this id, or none in this version."""


class PinnedDefinitionError(ValueError):
    """A pinned definition does not match its digest, or is no definition: it has been changed since it was pinned."""


@dataclass(frozen=True)
class Catalogue:
    """All questionnaires and instruments that this installation offers, ordered by id and version.

    A questionnaire is answered by members; an instrument is what an organisation assesses itself with.
    """

    questionnaires: tuple[Questionnaire, ...]
    instruments: tuple[Instrument, ...] = ()

    def all(self) -> tuple[Questionnaire, ...]:
        """Every version of every questionnaire that members answer."""
        return self.questionnaires

    def latest(self) -> tuple[Questionnaire, ...]:
        """The newest version of each questionnaire: what a new round can choose from."""
        return _newest(self.questionnaires)

    def latest_instruments(self) -> tuple[Instrument, ...]:
        """The newest version of each instrument: what a new self-assessment can choose from."""
        return _newest(self.instruments)

    def by_id(self, questionnaire_id: str, version: int | None = None) -> Questionnaire:
        """One questionnaire, in its newest version unless `version` is given.

        Raises UnknownQuestionnaireError.
        """
        return _found(self.questionnaires, questionnaire_id, version, "questionnaire")

    def instrument_by_id(self, instrument_id: str, version: int | None = None) -> Instrument:
        """One instrument, in its newest version unless `version` is given.

        Raises UnknownQuestionnaireError.
        """
        return _found(self.instruments, instrument_id, version, "self-assessment")


_Asked = TypeVar("_Asked", bound=Questionnaire)


def _newest(read: tuple[_Asked, ...]) -> tuple[_Asked, ...]:
    return tuple({each.id: each for each in read}.values())


def _found(read: tuple[_Asked, ...], name: str, version: int | None, kind: str) -> _Asked:
    for each in reversed(read):
        if each.id == name and version in (None, each.version):
            return each
    wanted = name if version is None else f"{name} in version {version}"
    raise UnknownQuestionnaireError(f"There is no {kind} {wanted}.")


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check every .yaml file in a folder; other files are left alone.

    Raises CatalogueError with every fault found. Rules between files are checked once each file is sound by itself.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"}) if folder.is_dir() else []
    if not files:
        raise CatalogueError([Fault(folder.name, "", "holds no questionnaires", "Put at least one .yaml file there.")])
    found: dict[str, Questionnaire] = {}
    faults: list[Fault] = []
    for path in files:
        try:
            found[path.name] = _read(path)
        except CatalogueError as error:
            faults.extend(error.faults)
    if not faults:
        faults.extend(faults_between(found))
    if faults:
        raise CatalogueError(faults)
    read = sorted(found.values(), key=lambda each: (each.id, each.version))
    instruments = tuple(each for each in read if isinstance(each, Instrument))
    return Catalogue(tuple(each for each in read if not isinstance(each, Instrument)), instruments)


def canonical_json(questionnaire: Questionnaire) -> str:
    """A definition as one line of JSON: keys sorted, what equals its default left out.

    Leaving defaults out keeps the digest of an old file when a later release of the product knows more keys.
    """
    content = questionnaire.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(questionnaire: Questionnaire) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return _sha256(canonical_json(questionnaire))


@lru_cache(maxsize=128)
def parse_pinned(text: str, digest: str) -> Questionnaire:
    """The definition that a round pinned: `text` from `canonical_json`, `digest` from `digest`.

    The same pin gives the same object, so that what is worked out from it once is kept. Raises PinnedDefinitionError.
    """
    return _pinned(Questionnaire, text, digest)


@lru_cache(maxsize=128)
def parse_pinned_instrument(text: str, digest: str) -> Instrument:
    """The instrument that a self-assessment pinned, as `parse_pinned` has it for a round.

    Raises PinnedDefinitionError.
    """
    return _pinned(Instrument, text, digest)


def made_instrument(content: Mapping[str, object]) -> Instrument:
    """An instrument that was put together by a program, under the same rules as a file. Raises CatalogueError."""
    name = str(content.get("title", "The self-assessment"))
    try:
        made = Instrument.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        raise CatalogueError(faults_of_shape(name, error)) from None
    faults = [Fault(name, *broken) for broken in _broken(made)]
    if faults:
        raise CatalogueError(faults)
    return made


def _pinned(kind: type[_Asked], text: str, digest: str) -> _Asked:
    if _sha256(text) != digest:
        raise PinnedDefinitionError("The pinned questionnaire does not match its digest: it has been changed.")
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        raise PinnedDefinitionError("The pinned questionnaire cannot be read by this release.") from None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> Questionnaire:
    """One file, sound by itself. Raises CatalogueError with all of its faults."""
    try:
        source = read_source(path.read_bytes())
    except SourceFault as fault:
        raise CatalogueError([Fault(path.name, fault.path, fault.message, fault.what_to_do)]) from None
    except OSError as error:
        words = "Check that it is a file and that the service may read it."
        raise CatalogueError([Fault(path.name, "", f"cannot be read ({error.strerror})", words)]) from None
    try:
        # Strict JSON: "1" is no number and 1 is no text, so nothing is guessed.
        questionnaire = _kind(source).model_validate_json(json.dumps(source), strict=True)
    except ValidationError as error:
        raise CatalogueError(faults_of_shape(path.name, error)) from None
    faults = [*_file_name(path, questionnaire), *(Fault(path.name, *broken) for broken in _broken(questionnaire))]
    if faults:
        raise CatalogueError(faults)
    return questionnaire


def _kind(source: object) -> type[Questionnaire]:
    """What a file holds: an instrument when it says that an organisation answers."""
    return Instrument if isinstance(source, dict) and source.get("answered_by") == "organisation" else Questionnaire


def _broken(read: Questionnaire) -> Iterator[Broken]:
    yield from broken_rules(read)
    if isinstance(read, Instrument):
        yield from broken_instrument_rules(read)


def _file_name(path: Path, questionnaire: Questionnaire) -> Iterator[Fault]:
    """A file is named after what it holds, so that no two files can hold the same version."""
    expected = f"{questionnaire.id}-v{questionnaire.version}.yaml"
    if path.name != expected:
        message = f"holds {questionnaire.id} in version {questionnaire.version}, which the file name does not say"
        yield Fault(path.name, "id", message, f"Name the file {expected}, or correct the id or version.")
