"""From results to priorities: suggestions for discussion, with their reasons."""

from audit_app.web import suggestion_rows
from audit_app.web.chair_round import blueprint

for name in ("suggestion_rows", "strength_rows"):
    blueprint.add_app_template_global(getattr(suggestion_rows, name), name)
