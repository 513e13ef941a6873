"""What the tests of the questionnaire room share."""

import pytest

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, read_catalogue
from audit_app.questionnaire.definition import Questionnaire
from tests.unit.questionnaire.examples import instrument


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return read_catalogue(QUESTIONNAIRES)


@pytest.fixture
def tea_rota() -> Questionnaire:
    return Questionnaire.model_validate(instrument())
