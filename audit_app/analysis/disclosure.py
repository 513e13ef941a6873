"""The gate: the one place that decides what of a round may be seen (statistics.md §4)."""

from audit_app.analysis.plan import forecast, groups_to_store, plan_for

__all__ = ["forecast", "groups_to_store", "plan_for"]
