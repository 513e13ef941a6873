"""A round keeps the very definition that its members were asked, and notices if it is touched."""

import hashlib
import json

import pytest

from audit_app.questionnaire.catalogue import (
    Catalogue,
    PinnedDefinitionError,
    canonical_json,
    digest,
    parse_pinned,
)
from audit_app.questionnaire.definition import Questionnaire


def test_every_shipped_questionnaire_comes_back_equal(shipped: Catalogue) -> None:
    for questionnaire in shipped.all():
        assert parse_pinned(canonical_json(questionnaire), digest(questionnaire)) == questionnaire


def test_the_digest_is_sha_256_of_the_canonical_json(tea_rota: Questionnaire) -> None:
    assert digest(tea_rota) == hashlib.sha256(canonical_json(tea_rota).encode()).hexdigest()


def test_the_order_of_keys_in_the_file_does_not_matter(tea_rota: Questionnaire) -> None:
    turned = dict(reversed(tea_rota.model_dump().items()))
    assert canonical_json(Questionnaire.model_validate(turned)) == canonical_json(tea_rota)


def test_one_changed_letter_gives_another_digest(tea_rota: Questionnaire) -> None:
    assert digest(tea_rota.model_copy(update={"title": "Tea Rota"})) != digest(tea_rota)


def test_keys_left_at_their_default_are_not_pinned(tea_rota: Questionnaire) -> None:
    """A later release that knows more optional keys must give an untouched file the same digest."""
    assert "pages" not in json.loads(canonical_json(tea_rota))


def test_a_definition_that_was_touched_is_refused(tea_rota: Questionnaire) -> None:
    text = canonical_json(tea_rota)
    with pytest.raises(PinnedDefinitionError, match="has been changed"):
        parse_pinned(text.replace("Biscuits", "Cakes"), digest(tea_rota))


def test_a_definition_that_this_release_cannot_read_is_refused() -> None:
    text = '{"id":"tea-rota"}'
    with pytest.raises(PinnedDefinitionError, match="cannot be read"):
        parse_pinned(text, hashlib.sha256(text.encode()).hexdigest())


def test_the_same_pin_is_parsed_once(tea_rota: Questionnaire) -> None:
    first = parse_pinned(canonical_json(tea_rota), digest(tea_rota))
    assert parse_pinned(canonical_json(tea_rota), digest(tea_rota)) is first
