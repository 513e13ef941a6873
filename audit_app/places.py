"""Where the product's own files lie: beside the package in a checkout, inside it in a built wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """The folder `name` of a checkout, or its copy in an installed wheel."""
    checkout = PACKAGE.parent / name
    return checkout if (PACKAGE.parent / "pyproject.toml").exists() else PACKAGE / "shipped" / name


QUESTIONNAIRES = _shipped("questionnaires")
LIBRARY = _shipped("resources") / "library.yaml"
MIGRATIONS = _shipped("migrations")
STATIC = PACKAGE / "web" / "static"
