"""The pages about organisations' self-assessments, each module on its own part. `blueprint` is wired up in app.py."""

from audit_app.web.assessment_blueprint import blueprint

__all__ = ["blueprint"]
