"""The operator's command that brings in an earlier round: `partnership-audit import-round`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from audit_app.audit.earlier_rounds import put_into_use, type_in
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.outcome import Imported, Misfit
from audit_app.audit.imports.respondent_rows import Columns, column_called, count, propose, side_words
from audit_app.audit.imports.sheets import Kind, Sheet, sheet_from_upload
from audit_app.audit.imports.wording import QuestionFinder, plain
from audit_app.audit.own_wording import offered
from audit_app.audit.results import preview_comparison
from audit_app.audit.rounds import HIGHEST_MINIMUM, LOWEST_MINIMUM
from audit_app.cli_rounds import OPERATOR, forum_called
from audit_app.cli_service import opened_service
from audit_app.database import now, writing
from audit_app.forum.entries import side as side_called
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import read_catalogue
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from audit_app.reports.plain_text import results_text

_MOST_LISTED = 100
_NO_SIDES = "\0no sides"  # never a heading: no file with this character is read


@click.command("import-round")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--questionnaire", "questionnaire_id", required=True, metavar="ID", help="The questions that were asked.")
@click.option("--name", required=True, metavar="NAME", help="The name of the earlier round.")
@click.option("--date", "held_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--minimum", type=click.IntRange(LOWEST_MINIMUM, HIGHEST_MINIMUM), default=LOWEST_MINIMUM)
@click.option("--side-column", metavar="HEADING", help="In rows of respondents: the column that holds the side.")
@click.option("--side", "said_words", multiple=True, metavar="WORD=SIDE", help="What a word in that column means.")
@click.option("--column", "columns", multiple=True, metavar="HEADING=QUESTION", help="The question of a column.")
@click.option("--no-sides", is_flag=True, help="Rows of respondents without a side: count them all together.")
@click.option("--dry-run", is_flag=True, help="Show what fits, what does not and the results, and store nothing.")
@click.option("--draft", is_flag=True, help="Store a draft, which the secretariat looks at and puts into use.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_round(  # noqa: PLR0913  (click hands over every option)
    *, slug: str, questionnaire_id: str, name: str, held_on: datetime, minimum: int,
    side_column: str | None, said_words: tuple[str, ...], columns: tuple[str, ...], no_sides: bool,
    dry_run: bool, draft: bool, file: Path,
) -> None:  # fmt: skip
    """Bring in an earlier round from FILE (CSV or XLSX), and put it into use.

    FILE holds tallies (question,side,value,count), averages (question,side,n,score), or one row per respondent. The
    secretariat can undo it until the next round that runs here is closed.
    """
    sheet = _sheet(file)
    with opened_service() as service, service.sessions() as session:
        questionnaire = offered(session, forum_called(session, slug), read_catalogue(QUESTIONNAIRES), questionnaire_id)
    if sheet.kind is Kind.RESPONDENTS:
        told = _columns(questionnaire, sheet, columns, _NO_SIDES if no_sides else side_column)
        told = replace(told, words=_words(said_words))
        imported = count(questionnaire, sheet, told)
        _refuse_a_side_without_rows(imported, sheet, told)
    else:
        imported = read_figures(questionnaire, sheet)
    for line in _listed(imported.left_out):
        click.echo(f"Left out. {line}", err=True)
    if imported.faults:
        faults = "\n".join(f"  {line}" for line in _listed(imported.faults))
        raise click.ClickException(f"Nothing was stored. Put these right:\n{faults}")
    with opened_service() as service, writing(service.sessions) as session:
        forum = forum_called(session, slug)
        typed = imported.as_typed(name, held_on.date(), minimum)
        stored = type_in(session, forum, questionnaire, typed, actor=OPERATOR, at=now())
        if not draft:
            put_into_use(session, stored, actor=OPERATOR, at=now())
        if dry_run:
            session.rollback()
            click.echo(results_text(preview_comparison(session, forum, questionnaire, typed).drawn) + "\n")
        else:
            session.commit()
    click.echo(f"{_what_fits(imported, sheet)} {_what_was_done(name, dry_run=dry_run, draft=draft)}")


def _sheet(file: Path) -> Sheet:
    try:
        with file.open("rb") as opened:
            return sheet_from_upload(file.name, opened.read(MOST_BYTES + 1))
    except UnreadableTableError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException("The file cannot be opened. Check its name, and that you may read it.") from error


def _columns(questionnaire: Questionnaire, sheet: Sheet, told: tuple[str, ...], side_column: str | None) -> Columns:
    """What the columns are: as told, else as they seem to be. Refuses, with a list, where that is not certain."""
    proposal = propose(questionnaire, sheet)
    if not proposal.columns.questions and not told:
        raise click.ClickException("No column is a question of this questionnaire. Check that you chose the right one.")
    side = _side_column(sheet, side_column, proposal.columns.side)
    questions = {place: name for place, name in proposal.columns.questions.items() if place != side}
    said = dict(_told_column(questionnaire, sheet, each) for each in told)
    unsure = [
        f"  “{sheet.headings[place]}” is like question {name}: {questionnaire.question_by_id[name].text}"
        for place, name in questions.items()
        if place in proposal.unsure and place not in said
    ]
    if unsure:
        raise click.ClickException(
            'Say what these columns are with --column "HEADING=QUESTION", or leave them out with '
            '--column "HEADING=":\n' + "\n".join(unsure)
        )
    kept = {place: name for place, name in questions.items() if place not in said and name not in said.values()}
    found = dict(sorted((kept | {place: name for place, name in said.items() if name is not None}).items()))
    return Columns(found, side)


def _side_column(sheet: Sheet, told: str | None, proposed: int | None) -> int | None:
    """The column that holds the side; None where there is to be none."""
    if told == _NO_SIDES:
        return None
    side = proposed if told is None else column_called(sheet, told)
    if side is None and told is not None:
        raise click.ClickException(f"The file has no column with the heading “{told}”.")
    if side is None:
        raise click.ClickException("Say which column holds the side with --side-column, or add --no-sides.")
    return side


def _told_column(questionnaire: Questionnaire, sheet: Sheet, told: str) -> tuple[int, str | None]:
    """(place, question id) of one `--column`; None leaves the column out."""
    heading, mark, asked = told.rpartition("=")
    place = column_called(sheet, heading) if mark else None
    if place is None:
        raise click.ClickException(f"The file has no column with the heading “{heading or told}”.")
    question = QuestionFinder(questionnaire).exactly(asked) if asked.strip() else None
    if asked.strip() and question is None:
        raise click.ClickException(f"This questionnaire has no question “{asked.strip()}”.")
    return place, question.id if question else None


def _words(told: tuple[str, ...]) -> dict[str, Side | None]:
    """What each `--side` says: plain word → side."""
    found: dict[str, Side | None] = {}
    for each in told:
        word, _, meant = each.rpartition("=")
        try:
            found[plain(word)] = side_called(meant)
        except ValueError as error:
            raise click.ClickException(f'--side "{each}": {error}') from error
    return found


def _refuse_a_side_without_rows(imported: Imported, sheet: Sheet, columns: Columns) -> None:
    """A whole side may be missing only because its word is not known: then the person says what the word means."""
    if columns.side is None:
        return
    words = [
        word for key, (word, side) in side_words(sheet, columns.side).items() if not side and key not in columns.words
    ]
    empty = [side for side in TWO_SIDES if not imported.turnout[side].answered]
    if words and empty:
        unknown = ", ".join(f"“{word}”" for word in words)
        raise click.ClickException(
            f"Nothing was stored. No row is on {empty[0].label.lower()}, and these words are not known: {unknown}. "
            f'Say what each means, such as --side "{words[0]}={empty[0].value}".'
        )


def _listed(misfits: Sequence[Misfit]) -> list[str]:
    more = [f"{len(misfits) - _MOST_LISTED} more like these."] if len(misfits) > _MOST_LISTED else []
    return [*(str(each) for each in misfits[:_MOST_LISTED]), *more]


def _what_fits(imported: Imported, sheet: Sheet) -> str:
    questions = len({question for question, _ in (*imported.counts, *imported.averages)})
    word = "question" if questions == 1 else "questions"
    return f"{len(sheet.rows)} rows read ({sheet.kind.value}), {questions} {word} found."


def _what_was_done(name: str, *, dry_run: bool, draft: bool) -> str:
    if dry_run:
        return "Nothing was stored."
    if draft:
        return f"“{name}” is a draft: the secretariat puts it into use, or undoes it."
    return f"“{name}” is in use: other rounds can be compared with it."
