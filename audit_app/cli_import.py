"""The operator's command that brings in an earlier round: `partnership-audit import-round`."""

from datetime import datetime
from pathlib import Path

import click

from audit_app.audit.earlier_rounds import put_into_use, type_in
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.outcome import Imported
from audit_app.audit.imports.respondent_rows import Columns, column_called, count, propose
from audit_app.audit.imports.sheets import Kind, Sheet, sheet_from_upload
from audit_app.audit.own_wording import offered
from audit_app.audit.rounds import HIGHEST_MINIMUM, LOWEST_MINIMUM
from audit_app.cli_rounds import OPERATOR, forum_called
from audit_app.cli_service import opened_service
from audit_app.database import now, writing
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import read_catalogue
from audit_app.questionnaire.definition import Questionnaire


@click.command("import-round")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--questionnaire", "questionnaire_id", required=True, metavar="ID", help="The questions that were asked.")
@click.option("--name", required=True, metavar="NAME", help="The name of the earlier round.")
@click.option("--date", "held_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--minimum", type=click.IntRange(LOWEST_MINIMUM, HIGHEST_MINIMUM), default=LOWEST_MINIMUM)
@click.option("--side-column", metavar="HEADING", help="In rows of respondents: the column that holds the side.")
@click.option("--no-sides", is_flag=True, help="Rows of respondents without a side: count them all together.")
@click.option("--dry-run", is_flag=True, help="Say what fits and what does not, and store nothing.")
@click.option("--use", is_flag=True, help="Put the round into use at once. It can then never be undone.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_round(  # noqa: PLR0913  (click hands over every option)
    *, slug: str, questionnaire_id: str, name: str, held_on: datetime, minimum: int,
    side_column: str | None, no_sides: bool, dry_run: bool, use: bool, file: Path,
) -> None:  # fmt: skip
    """Bring in an earlier round from FILE (CSV or XLSX), as a draft that the secretariat can still undo.

    FILE holds tallies (question,side,value,count), averages (question,side,n,score), or one row per respondent.
    """
    sheet = _sheet(file)
    with opened_service() as service, service.sessions() as session:
        questionnaire = offered(session, forum_called(session, slug), read_catalogue(QUESTIONNAIRES), questionnaire_id)
    imported = _read(questionnaire, sheet, side_column, no_sides=no_sides)
    for each in imported.left_out:
        click.echo(f"Left out. {each}", err=True)
    if imported.faults:
        faults = "\n".join(f"  {each}" for each in imported.faults)
        raise click.ClickException(f"Nothing was stored. Put these right:\n{faults}")
    with opened_service() as service, writing(service.sessions) as session:
        forum = forum_called(session, slug)
        typed = imported.as_typed(name, held_on.date(), minimum)
        stored = type_in(session, forum, questionnaire, typed, actor=OPERATOR, at=now())
        if use:
            put_into_use(session, stored, now())
        if dry_run:
            session.rollback()
        else:
            session.commit()
    click.echo(f"{_what_fits(imported, sheet)} {_what_was_done(name, dry_run=dry_run, use=use)}")


def _sheet(file: Path) -> Sheet:
    try:
        with file.open("rb") as opened:
            return sheet_from_upload(file.name, opened.read(MOST_BYTES + 1))
    except UnreadableTableError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException("The file cannot be opened. Check its name, and that you may read it.") from error


def _read(questionnaire: Questionnaire, sheet: Sheet, side_column: str | None, *, no_sides: bool) -> Imported:
    if sheet.kind is not Kind.RESPONDENTS:
        return read_figures(questionnaire, sheet)
    proposal = propose(questionnaire, sheet)
    for place in sorted(proposal.unsure):
        question = questionnaire.question_by_id[proposal.columns.questions[place]]
        click.echo(f"Taken as question {question.id}: the column “{sheet.headings[place]}”.", err=True)
    if not proposal.columns.questions:
        raise click.ClickException("No column is a question of this questionnaire. Check that you chose the right one.")
    side = proposal.columns.side
    if side_column is not None:
        side = column_called(sheet, side_column)
        if side is None:
            raise click.ClickException(f"The file has no column with the heading “{side_column}”.")
    if side is None and not no_sides:
        raise click.ClickException("Say which column holds the side with --side-column, or add --no-sides.")
    questions = {place: name for place, name in proposal.columns.questions.items() if place != side}
    return count(questionnaire, sheet, Columns(questions, None if no_sides else side))


def _what_fits(imported: Imported, sheet: Sheet) -> str:
    questions = len({question for question, _ in (*imported.counts, *imported.averages)})
    word = "question" if questions == 1 else "questions"
    return f"{len(sheet.rows)} rows read ({sheet.kind.value}), {questions} {word} found."


def _what_was_done(name: str, *, dry_run: bool, use: bool) -> str:
    if dry_run:
        return "Nothing was stored."
    return f"“{name}” is in use." if use else f"“{name}” is a draft: the secretariat puts it into use, or undoes it."
