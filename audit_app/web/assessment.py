"""The pages about organisations' self-assessments. `blueprint` is wired up in app.py.

| module | pages |
|---|---|
| assessment_indicators | figures over time, and their picture |
| assessment_figures_file | figures from a file |
"""

from audit_app.web import assessment_figures_file, assessment_indicators
from audit_app.web.assessment_blueprint import blueprint

__all__ = ["assessment_figures_file", "assessment_indicators", "blueprint"]
