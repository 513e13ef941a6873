"""The README's table of settings is complete, and its examples work."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from audit_app.mail.smtp import read_smtp_url
from audit_app.settings import from_environment

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\[[^\]]+\]\(([^)#:]+)(#[^)]*)?\)")


class Asked(Mapping[str, str]):
    """An environment that remembers which names were asked for."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.names: set[str] = set()
        self._settings = settings

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self._settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)


def _table() -> dict[str, tuple[str, ...]]:
    """name → (meaning, default, example), from the section "Settings"."""
    section = README.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip().strip("`"): tuple(cell.strip() for cell in row[1:]) for row in rows}


def _example(name: str) -> str:
    return _table()[name][2].strip("`")


def test_every_setting_that_is_read_stands_in_the_table_and_no_other(tmp_path: Path) -> None:
    environment = Asked({"INSTANCE_FOLDER": str(tmp_path)})
    from_environment(environment)
    assert set(_table()) == environment.names


def test_every_setting_has_a_meaning_a_default_and_an_example() -> None:
    for name, cells in _table().items():
        assert len(cells) == 3, name
        assert all(cells), name


def test_the_examples_can_be_used_together() -> None:
    settings = from_environment({name: _example(name) for name in _table()})
    assert settings.https
    assert settings.demonstration
    assert len(settings.secret_keys) == 2
    assert len(settings.operator_emails) == 2
    assert read_smtp_url(settings.smtp_url or "").host == "mail.example"


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("MAIL_FROM", "mail_from"),
        ("ORGANISATION_NAME", "organisation_name"),
        ("ORGANISATION_COLOUR", "organisation_colour"),
        ("CONTACT_EMAIL", "contact_email"),
        ("BIND_HOST", "host"),
        ("PORT", "port"),
        ("TRUSTED_PROXIES", "trusted_proxies"),
    ],
)
def test_the_defaults_are_those_of_the_program(name: str, attribute: str, tmp_path: Path) -> None:
    settings = from_environment({"INSTANCE_FOLDER": str(tmp_path)})
    assert _table()[name][1] == f"`{getattr(settings, attribute)}`"


def test_nothing_but_settings_reads_the_environment() -> None:
    reads = re.compile(r"\bos\.(environ|getenv)\b|\bfrom os import .*\b(environ|getenv)\b")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "audit_app").rglob("*.py")
        if reads.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"audit_app/settings.py"}


@pytest.mark.parametrize(
    "page",
    [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md"))
    ],
)
def test_every_link_between_documents_leads_somewhere(page: str) -> None:
    path = ROOT / page
    targets = [match[0] for match in LINK.findall(path.read_text(encoding="utf-8"))]
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert not missing, f"{page} links to what is not there"


def test_every_decision_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    records = {path.name for path in folder.glob("*.md")} - {"README.md"}
    linked = {target for target, _ in LINK.findall((folder / "README.md").read_text(encoding="utf-8"))}
    assert linked == records
