"""Two modules of the audit room are known to few, by name: a new importer must be decided here, not slip in."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "audit_app"

# the ballot box casts and counts; compaction knows the table's name
BALLOTS = {"audit/ballot_box.py", "audit/compaction.py"}
# results is the gate to every screen and file; the others write, review, remove or compact, and show nothing
TALLIES = {
    "audit/results.py", "audit/closing.py", "audit/earlier_rounds.py", "audit/comments.py", "audit/comment_groups.py",
    "audit/removal.py", "audit/compaction.py", "audit/pool_sums.py",
}  # fmt: skip
# sums of many forums that no gate has seen yet
POOL_SUMS = {"audit/results.py"}


def _importers(module: str) -> set[str]:
    """The files of the package that import a module or something from it."""
    parent, _, name = module.rpartition(".")
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                whole = node.module == module or (
                    node.module == parent and name in {alias.name for alias in node.names}
                )
            else:
                whole = isinstance(node, ast.Import) and module in {alias.name for alias in node.names}
            if whole:
                found.add(path.relative_to(PACKAGE).as_posix())
    return found


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("audit_app.audit.ballots", BALLOTS),
        ("audit_app.audit.tallies", TALLIES),
        ("audit_app.audit.pool_sums", POOL_SUMS),
    ],
)
def test_only_the_named_modules_import_it(module: str, allowed: set[str]) -> None:
    assert _importers(module) == allowed
