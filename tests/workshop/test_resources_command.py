"""`partnership-audit resources check`, against a site on this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit_app import cli_resources
from audit_app.cli import main
from audit_app.database import make_engine, make_sessions, now, uk_day
from audit_app.resources.asking import Verdict, ask_all
from audit_app.resources.checks import last_checks
from tests.unit.resources.site import Site, running_site

SECRET = "an invented secret that only the tests use 0123456789"
ONE = """
  - id: {name}
    title: Tool {name}
    owner: Somebody
    about: What it is.
    topics: [culture]
    elements: []
    site: {link}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str | None]:
    made: dict[str, str | None] = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
    }
    assert CliRunner().invoke(main, ["db", "upgrade"], env=made).exit_code == 0
    return made


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Site) -> Path:
    """Four resources on names that lead to the site on this machine: fine, moved, gone, and nowhere."""
    places = {"a.example": "/", "b.example": "/to/301/page", "c.example": "/404", "d.example": "/close"}

    def asked(links: Iterator[str], timeout: float, *, allow_local: bool) -> object:
        assert allow_local
        there = {link: site.url + places[link.removeprefix("https://")] for link in links}
        answers = ask_all(there.values(), timeout, allow_local=True)
        return {link: answers[address] for link, address in there.items()}

    monkeypatch.setattr(cli_resources, "ask_all", asked)
    file = tmp_path / "library.yaml"
    resources = "".join(ONE.format(name=place[0], link=f"https://{place}") for place in places)
    file.write_text(f"topics: [{{id: culture, title: Culture}}]\nelements: []\nresources:{resources}", encoding="utf-8")
    return file


def _run(environment: dict[str, str | None], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["resources", "check", *arguments], env=environment)


def _kept(environment: dict[str, str | None]) -> dict[str, Verdict]:
    engine = make_engine(environment["DATABASE_URL"] or "")
    with make_sessions(engine)() as session:
        found = last_checks(session)
        assert all(each.checked_on == uk_day(now()) for each in found.values())
        kept = {name: each.outcome for name, each in found.items()}
    engine.dispose()
    return kept


def test_each_link_is_told_of_and_its_day_kept(environment: dict[str, str | None], library: Path, site: Site) -> None:
    done = _run(environment, "--allow-local", "--timeout", "2", str(library))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "a: ok, https://a.example",
        f"b: moved to {site.url}/page, https://b.example",
        "c: broken (the site answered 404), https://c.example",
        "d: no clear answer (the connection failed), https://d.example",
        "4 links checked: 1 ok, 1 moved, 1 broken, 1 no clear answer.",
    ]
    assert done.stderr == "Error: 1 broken. Correct the address in the library, or tell its owner.\n"
    expected = {"a": Verdict.OK, "b": Verdict.MOVED, "c": Verdict.BROKEN, "d": Verdict.NO_ANSWER}
    assert _kept(environment) == expected


def test_as_json(environment: dict[str, str | None], library: Path, site: Site) -> None:
    done = _run(environment, "--allow-local", "--format", "json", str(library))
    found = json.loads(done.stdout)
    assert found[1] == {
        "id": "b", "title": "Tool b", "link": "https://b.example", "outcome": "moved", "detail": None,
        "moved_to": f"{site.url}/page", "checked_on": uk_day(now()).isoformat(),
    }  # fmt: skip
    assert [each["outcome"] for each in found] == ["ok", "moved", "broken", "no_answer"]


def test_nothing_is_noted_when_this_machine_reaches_nobody(environment: dict[str, str | None], tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    one = ONE.format(name="a", link="https://nobody.invalid")
    file.write_text(f"topics: [{{id: culture, title: Culture}}]\nelements: []\nresources:{one}", encoding="utf-8")
    done = _run(environment, "--timeout", "1", str(file))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: No site answered, so nothing was noted. Check that this machine can reach the web.\n"
    )
    assert _kept(environment) == {}


def test_a_faulty_file_is_named_before_anybody_is_asked(
    environment: dict[str, str | None], library: Path, site: Site
) -> None:
    library.write_text(library.read_text(encoding="utf-8").replace("    about: What it is.\n", ""), encoding="utf-8")
    done = _run(environment, "--allow-local", str(library))
    assert done.exit_code == 1
    assert "library.yaml: resources.0.about is missing. Add it." in done.stderr
    assert site.asked == []
