"""Faults that are found after a form's own checks, put beside the fields that they are about."""

from collections.abc import Mapping

from wtforms.form import BaseForm

from audit_app.audit.invitations import NotPossible
from audit_app.forum.entries import InvalidEntryError
from audit_app.web.database_session import session


def put_faults(form: BaseForm, error: InvalidEntryError | NotPossible, at: str = "") -> None:
    """Show a refusal in a form: each sentence beside its field, the rest (or all of it) at the field `at` or on top.

    What had been written so far is rolled back, so that nothing half-done can be stored.
    """
    session().rollback()
    faults: Mapping[str, str] = error.errors if isinstance(error, InvalidEntryError) else {at: str(error)}
    for name, sentence in faults.items():
        if name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)


def faults_of(form: BaseForm) -> dict[str, str]:
    """The first fault of each field by the id that the error summary links to."""
    return {str(getattr(each, "error_id", each.id)): str(each.errors[0]) for each in form if each.errors}
