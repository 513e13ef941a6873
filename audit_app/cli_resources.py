"""The operator's command about the library of resources: `partnership-audit resources check`."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from audit_app.cli_service import opened_service
from audit_app.database import now, uk_day, writing
from audit_app.library.definition import Library
from audit_app.library.reading import read_library
from audit_app.places import LIBRARY
from audit_app.resources.asking import Answer, Verdict, ask_all
from audit_app.resources.checks import record

WORDS = {
    Verdict.OK: "ok",
    Verdict.MOVED: "moved",
    Verdict.BROKEN: "broken",
    Verdict.NO_ANSWER: "no clear answer",
}


@click.group()
def resources() -> None:
    """The library of resources."""


@resources.command("check")
@click.option("--timeout", type=click.FloatRange(0.1, 60), default=10.0, show_default=True, help="Seconds a request.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--allow-local", is_flag=True, help="Also ask private addresses, for a site on your own network.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def check(*, timeout: float, layout: str, allow_local: bool, file: Path | None) -> None:
    """Check FILE (without it: the library that came with the program), ask every link, and note the day for the pages.

    Ends with 1 if a link is broken.
    """
    library = read_library(file or LIBRARY)
    on = uk_day(now())
    with opened_service() as service:
        answers = ask_all((each.link for each in library.resources), timeout, allow_local=allow_local)
        if all(each.verdict is Verdict.NO_ANSWER for each in answers.values()):
            raise click.ClickException(
                "No site answered, so nothing was noted. Check that this machine can reach the web."
            )
        with writing(service.sessions) as session:
            record(session, library, answers, on)
            session.commit()
    click.echo(_as_json(library, answers, on) if layout == "json" else _as_text(library, answers))
    broken = sum(answers[each.link].verdict is Verdict.BROKEN for each in library.resources)
    if broken:
        raise click.ClickException(f"{broken} broken. Correct the address in the library, or tell its owner.")


def _as_text(library: Library, answers: Mapping[str, Answer]) -> str:
    lines = []
    for each in library.resources:
        answer = answers[each.link]
        more = f" to {answer.moved_to}" if answer.moved_to else f" ({answer.detail})" if answer.detail else ""
        lines.append(f"{each.id}: {WORDS[answer.verdict]}{more}, {each.link}")
    counts = [
        (words, sum(answers[e.link].verdict is verdict for e in library.resources)) for verdict, words in WORDS.items()
    ]
    told = ", ".join(f"{number} {words}" for words, number in counts if number)
    return "\n".join([*lines, f"{len(library.resources)} links checked: {told}."])


def _as_json(library: Library, answers: Mapping[str, Answer], on: date) -> str:
    found = [
        {
            "id": each.id,
            "title": each.title,
            "link": each.link,
            "outcome": answers[each.link].verdict.value,
            "detail": answers[each.link].detail or None,
            "moved_to": answers[each.link].moved_to,
            "checked_on": on.isoformat(),
        }
        for each in library.resources
    ]
    return json.dumps(found, indent=2, ensure_ascii=False)
