"""The operator's commands about self-assessments: `partnership-audit assessments …`, as released to the forum."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.assessment.rounds import rounds_of
from audit_app.assessment.sharing import shared_instruments, shared_over_time
from audit_app.audit.invitations import NotPossible
from audit_app.cli_documents import write_documents
from audit_app.cli_rounds import forum_called
from audit_app.cli_service import opened_service
from audit_app.database import now, uk_day
from audit_app.forum.contributors import organisations_on
from audit_app.forum.models import Forum
from audit_app.packs.theme_subject import ThemeSubject
from audit_app.reports.assessment_csv import released_csv
from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.assessment_tables import level_words
from audit_app.reports.assessment_workbook import released_workbook

_Results = list[AssessmentResult]


@click.group()
def assessments() -> None:
    """The self-assessments that organisations have signed and share with their forum."""


@assessments.command("list")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--organisation", "name", metavar="NAME", help="Only this organisation.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_assessments(slug: str, name: str | None, layout: str) -> None:
    """List them: organisation, self-assessment, name, version, day of signing, overall score and level."""
    _, found = _released(slug, name)
    if layout == "json":
        click.echo(json.dumps([_facts(each) for each in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing is shared with this forum yet.")
    for each in found:
        content = each.content
        level = level_words(each)
        known = [f"version {content.version}", f"signed {content.signed_on}"]
        known += [f"score {each.overall:.1f}"] if each.overall is not None else []
        known += [f"level: {level}"] if level is not None else []
        click.echo(f"{content.organisation}, {content.name}: {', '.join(known)} ({content.instrument.id})")


@assessments.command("export")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--organisation", "name", metavar="NAME", help="Only this organisation.")
@click.option("--format", "layout", type=click.Choice(["json", "csv", "xlsx"]), default="json", show_default=True)
@click.option("--out", type=click.File("wb", lazy=True), default="-", metavar="FILE", help="Instead of the screen.")
def export(slug: str, name: str | None, layout: str, out: BinaryIO) -> None:
    """Export them: agreed ratings, levels, what is left, actions and sign-off. No side's own ratings, and no notes."""
    if layout == "xlsx" and getattr(out, "name", "-") in {"-", "<stdout>"} and sys.stdout.isatty():
        raise click.ClickException("A workbook cannot be shown on the screen. Say where to put it with --out FILE.")
    forum, found = _released(slug, name)
    content = _WRITERS[layout](forum, found)
    try:
        out.write(content)
    except OSError as error:
        raise click.ClickException(f"The file cannot be written: {error.strerror}.") from error


@assessments.command("pack")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--instrument", metavar="ID", help="Which self-assessment; without it, the one that most share.")
@click.option("--round", "name", metavar="NAME", help="Only one round; without it, the newest of each organisation.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder; made if needed."
)
@click.option("--only", metavar="ENDINGS", help="Only these kinds of files, such as pdf,docx. Without it: all.")
def pack(slug: str, instrument: str | None, name: str | None, out: Path, only: str | None) -> None:
    """Write the theme report: every document about what organisations share, and all of them in one ZIP."""
    today = uk_day(now())
    with opened_service() as service, service.sessions() as session:
        forum = forum_called(session, slug)
        shared = [each.id for each in shared_instruments(session, forum, today)]
        if not shared:
            raise NotPossible("Nothing is shared with this forum yet.")
        if instrument is not None and instrument not in shared:
            raise NotPossible(f"Nothing is shared with “{instrument}”. Choose from: {', '.join(shared)}.")
        chosen = instrument or shared[0]
        subject = ThemeSubject(forum.id, chosen, None if name is None else _round_called(session, forum, chosen, name))
        content = subject.load(session, today)
    write_documents(subject, content, out, only)


def _round_called(session: Session, forum: Forum, instrument: str, name: str) -> int:
    """The number of a round of self-assessments by its name. Raises NotPossible."""
    rounds = {each.name: each.id for each in rounds_of(session, forum) if each.instrument_id == instrument}
    if name not in rounds:
        known = ", ".join(f"“{each}”" for each in rounds) or "none yet"
        raise NotPossible(f"{forum.name} has no round called “{name}” with this self-assessment. Its rounds: {known}.")
    return rounds[name]


def _released(slug: str, name: str | None) -> tuple[str, _Results]:
    """Everything that is shared, each as it was signed last: by organisation, then instrument, the oldest first."""
    today = uk_day(now())
    with opened_service() as service, service.sessions() as session:
        forum = forum_called(session, slug)
        if name is not None:
            _check_organisation(session, forum, name, today)
        found = [
            assess(content, today)
            for instrument in shared_instruments(session, forum, today)
            for contents in shared_over_time(session, forum, instrument.id, today).values()
            for content in contents
            if name in (None, content.organisation)
        ]
        return forum.name, sorted(found, key=lambda each: each.content.organisation.casefold())


def _check_organisation(session: Session, forum: Forum, name: str, today: date) -> None:
    names = [each.name for each in organisations_on(session, forum, today)]
    if name not in names:
        known = ", ".join(f"“{each}”" for each in names) or "none yet"
        raise NotPossible(f"{forum.name} has no organisation called “{name}”. Its organisations: {known}.")


def _facts(result: AssessmentResult) -> dict[str, str | int | float | None]:
    content = result.content
    return {
        "organisation": content.organisation,
        "instrument": content.instrument.id,
        "instrument_version": content.instrument.version,
        "name": content.name,
        "version": content.version,
        "signed_on": content.signed_on.isoformat() if content.signed_on else None,
        "overall": result.overall,
        "level": result.standing.reached if result.standing else None,
    }


def _json(forum: str, found: _Results) -> bytes:
    return (json.dumps(assessments_as_dict(forum, found), indent=2, ensure_ascii=False) + "\n").encode()


def _csv(forum: str, found: _Results) -> bytes:
    del forum
    return released_csv(found)


def _xlsx(forum: str, found: _Results) -> bytes:
    return released_workbook(forum, found, uk_day(now()))


_WRITERS: Mapping[str, Callable[[str, _Results], bytes]] = {"json": _json, "csv": _csv, "xlsx": _xlsx}
