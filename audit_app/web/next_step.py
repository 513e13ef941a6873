"""What somebody should do next in a forum: one thing, said first on the forum's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.audit.models import Round, Source, State
from audit_app.audit.turnout import Turnup
from audit_app.forum.access import Access, may_keep_people, may_run_rounds
from audit_app.forum.models import Seat
from audit_app.questionnaire.definition import TWO_SIDES


@dataclass(frozen=True)
class NextStep:
    """A heading, a sentence or two, and the page where it is done: of the forum, or of one of its rounds."""

    heading: str
    words: str
    button: str
    endpoint: str
    round_id: int | None = None


def next_step(rounds: Sequence[tuple[Round, State, Turnup | None]], seats: Sequence[Seat], access: Access) -> NextStep:
    """The one thing to do next. `rounds`: newest first, with state and numbers; `seats`: those held today."""
    for audit_round, state, turnup in rounds:
        if state in {State.OPEN, State.STOPPED} and turnup is not None:
            return _running(audit_round, state, turnup)
    missing = [side.label.lower() for side in TWO_SIDES if all(seat.side is not side for seat in seats)]
    if missing:
        return _no_people(missing, access, any_at_all=bool(seats))
    for audit_round, state, _ in rounds:
        if state is State.DRAFT:
            return _draft(audit_round, access)
    newest = next((each for each, state, _ in rounds if state is State.CLOSED), None)
    if newest is not None and newest.source is Source.LIVE:
        words = f"{newest.name} is closed. The chairs of both sides can see the results."
        return NextStep("Look at the results", words, "See the results", "chair.results", newest.id)
    if may_run_rounds(access):
        words = "Choose the questions and the dates. Nothing is sent until you open the round."
        return NextStep("Set up a round", words, "Set up a round", "secretariat.new_round")
    return NextStep(
        "Check who is in the forum",
        "The secretariat has not set up a round yet. Until then, check that your side's list is right.",
        "See the people",
        "secretariat.people",
    )


def _running(audit_round: Round, state: State, turnup: Turnup) -> NextStep:
    here = audit_round.id
    returned = f"{turnup.all_returned} of {turnup.all_invited} have answered so far."
    if state is State.OPEN:
        return NextStep(f"{audit_round.name} is open", returned, "See how it goes", "secretariat.round_page", here)
    if audit_round.close_requested:
        words = "The answers are being counted. This takes a moment."
        return NextStep(
            f"{audit_round.name} is being counted", words, "See how it goes", "secretariat.round_page", here
        )
    words = (
        f"It takes no more answers. {turnup.all_returned} of {turnup.all_invited} answered. Check it, then close it."
    )
    return NextStep(f"{audit_round.name} has stopped", words, "Check and close", "secretariat.check", here)


def _no_people(missing: Sequence[str], access: Access, *, any_at_all: bool) -> NextStep:
    if not may_keep_people(access):
        words = "The secretariat has still to add people. Tell them if somebody is missing."
        return NextStep("People are still missing", words, "See the people", "secretariat.people")
    if any_at_all:
        words = f"Nobody is on {' or '.join(missing)} yet. A round needs both sides."
        return NextStep("Add the missing side", words, "Add people", "secretariat.people")
    words = "Start with the members of both sides. Paste them from a spreadsheet, or add them one by one."
    return NextStep("Add the members", words, "Add people", "secretariat.table")


def _draft(audit_round: Round, access: Access) -> NextStep:
    here = audit_round.id
    if audit_round.source is not Source.LIVE:
        words = f"{audit_round.name} is typed in, but not in use yet. Look at it, then put it into use or undo it."
        return NextStep("Look at the earlier round", words, "Look at it", "secretariat.round_page", here)
    if may_run_rounds(access):
        words = f"{audit_round.name} is a draft. Look at the preview, then open it."
        return NextStep("Check the draft and open it", words, "Go to the draft", "secretariat.round_page", here)
    words = f"{audit_round.name} is being prepared. Check your side's list before it opens."
    return NextStep("Check your side's list", words, "Check the list", "secretariat.confirm_side", here)
