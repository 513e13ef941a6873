"""Closed rounds with plausible results, and people who look at them. All of it is counted by the real code."""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit_app.audit.models import Round
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Forum
from audit_app.forum.sign_in import operator_link
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.factories import NOON, SECRETS, STATEMENTS, make_closed_round, make_forum
from tests.harness.databases import engine_at
from tests.harness.pages import PageClient

LAST_YEAR = datetime(2025, 11, 20, 12, tzinfo=UTC)


def plausible(
    questionnaire: Questionnaire, *, year: int, comments: dict[str, str] | None = None
) -> Callable[[Side, int], Answers]:
    """Uneven answers around a level of each question, with sides apart here and there; the same at every call."""

    def answers(side: Side, place: int) -> Answers:
        ratings: dict[str, int | str] = {}
        for number, question in enumerate(questionnaire.questions):
            if not question.asked_of(side):
                continue
            values = questionnaire.scale_of(question).values
            chance = random.Random(f"{year} {side.value} {place} {question.id}")  # noqa: S311  (invented answers)
            level = 0.45 + 0.4 * random.Random(question.id).random()  # noqa: S311
            if year == 2026:
                level += {3: 0.35, 8: -0.3, 14: 0.15}.get(number, 0.03)
            if side is Side.STAFF and number % 6 == 1:
                level -= 0.35
            steps = len(values) - 1
            placed = round(min(max(chance.gauss(level, 0.2), 0), 1) * steps)
            ratings[question.id] = "dont_know" if chance.random() < 0.04 else values[placed]
        return Answers(ratings, dict(comments or {}) if place < 6 else {})

    return answers


def two_rounds(session: Session, slug: str = "north", *, management: int = 18, staff: int = 16) -> tuple[Round, Round]:
    """The forum's rounds "Audit 2026" and "Audit 2025", 26 statements each; (later, earlier)."""
    forum = make_forum(session, slug, management=management, staff=staff, partner=3)
    return rounds_in(session, forum)


def template_with_two_rounds(
    template: Path, folder: Path, *, management: int = 18, staff: int = 16, questionnaire: Questionnaire = STATEMENTS
) -> Path:
    """A copy of the SQLite template with the two rounds in it, counted once for all tests of a module."""
    path = folder / "two-rounds.sqlite3"
    shutil.copyfile(template, path)
    with engine_at(f"sqlite:///{path}") as engine:
        with writing(make_sessions(engine)) as session:
            rounds_in(session, make_forum(session, management=management, staff=staff, partner=3), questionnaire)
            make_forum(session, "south")
            session.commit()
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def stored_rounds(session: Session) -> tuple[Round, Round]:
    """The two rounds of the template: (later, earlier)."""
    by_name = {each.name: each for each in session.scalars(select(Round).options(joinedload(Round.forum)))}
    return by_name["Audit 2026"], by_name["Audit 2025"]


def rounds_in(session: Session, forum: Forum, questionnaire: Questionnaire = STATEMENTS) -> tuple[Round, Round]:
    earlier = make_closed_round(
        session, forum, questionnaire, name="Audit 2025", at=LAST_YEAR, answers=plausible(questionnaire, year=2025)
    )
    words = {asked.id: f"Invented words about {asked.text.lower()}" for asked in questionnaire.open_questions}
    later = make_closed_round(
        session, forum, questionnaire, name="Audit 2026", at=NOON,
        answers=plausible(questionnaire, year=2026, comments=words),
    )  # fmt: skip
    return later, earlier


def sign_in(client: PageClient, session: Session, email: str) -> None:
    """Sign somebody in as an operator's link does."""
    path = operator_link(session, SECRETS, email, "", now())
    session.commit()
    client.submit(path)


def address(audit_round: Round, page: str = "results") -> str:
    return f"/forums/{audit_round.forum.slug}/rounds/{audit_round.id}/{page}"
