"""An attack through priorities: what a round hides must not come out because somebody measures a priority by it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from audit_app.agenda.models import Owner
from audit_app.agenda.priorities import Chair, Content, adopt, agree
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.database import make_sessions, now, writing
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import NOON, TEN, make_closed_round, make_forum
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import address, plausible, sign_in

EARLIER = datetime(2025, 11, 20, 12, tzinfo=UTC)
FEW, NEARLY_ALL = "PT-3", "PT-6"  # three valid answers in all; all but one gave the same
TARGETS = (0.0, 0.7, 7.7, 7.8, 10.0)
WHICH = ("hidden then", "hidden now", "hidden in both")
MEASURES = ("overall", *(question.id for question in TEN.questions))
Answering = Callable[[Side, int], Answers]


def _with_secrets(year: int) -> Answering:
    """Plausible answers, but to FEW only 0, 1 and 1 (a mean of 0.7), and to NEARLY_ALL 8, once 3 (a mean of 7.75)."""
    usual = plausible(TEN, year=year)

    def answers(side: Side, place: int) -> Answers:
        ratings = dict(usual(side, place).ratings)
        valid = {(Side.MANAGEMENT, 0): 0, (Side.MANAGEMENT, 1): 1, (Side.STAFF, 0): 1}
        ratings[FEW] = valid.get((side, place), "dont_know")
        ratings[NEARLY_ALL] = 3 if (side, place) == (Side.STAFF, 4) else 8
        return Answers(ratings, {})

    return answers


def _two_rounds(engine: Engine, which: str) -> tuple[Round, Round]:
    """Closed rounds of which one hides; every statement measures an agreed priority of the earlier one."""
    with writing(make_sessions(engine)) as session:
        forum = make_forum(session, management=10, staff=10, partner=0)
        first, second = _with_secrets(2025), _with_secrets(2026)
        if which == "hidden then":
            second = plausible(TEN, year=2026)
        if which == "hidden now":
            first = plausible(TEN, year=2025)
        earlier = make_closed_round(session, forum, name="Earlier", at=EARLIER, answers=first)
        later = make_closed_round(session, forum, name="Later", at=NOON, answers=second)
        content = Content(
            title="Whatever", note=None, owner=Owner.BOTH, owner_role="joint chairs", measures=MEASURES,
            measure_words=None, target_score=0.7, target_words=None, review_on=now().date() + timedelta(days=99),
        )  # fmt: skip
        management, staff = (Chair(side, side.label) for side in TWO_SIDES)
        for target in TARGETS:  # a target is a question that could be asked again and again
            for item in MEASURES:
                one = replace(content, title=f"{item} to {target}", measures=(item,), target_score=target)
                priority = adopt(session, earlier, one, staff, NOON)
                agree(session, priority, priority.version, management, NOON)
        session.commit()
        return later, earlier


@pytest.mark.parametrize("which", WHICH)
def test_beside_a_priority_stand_only_the_figures_that_its_rounds_release(
    sqlite_engine: Engine, sqlite_client: PageClient, which: str
) -> None:
    later, earlier = _two_rounds(sqlite_engine, which)
    with writing(make_sessions(sqlite_engine)) as session:
        sign_in(sqlite_client, session, "m1@north.example")
        stored = [session.get_one(Round, each.id) for each in (earlier, later)]
        shown = [{one.id: one.total for one in load_comparison(session, each).statements} for each in stored]
        paths = [address(stored[0], "priorities"), *(address(stored[1], page) for page in ("results", "priorities"))]
    for place, word in enumerate(("then", "now")):
        if word in which or "both" in which:
            assert shown[place][FEW].score is None
            alike = shown[place][NEARLY_ALL]  # it may have to be hidden with the other one
            assert alike.score is None or (alike.score, alike.about) == (8.0, True)
    looked_at = 0
    for path in (*paths, "/forums/north/priorities"):
        page = sqlite_client.page(path)
        for part in (*page.all("article"), *page.all("li")):
            words = " ".join("".join(part.itertext()).split())
            found = re.match(r"(PT-\d+) to ([\d.]+)", words)
            if found is None or not any(found[1] == item for item in (FEW, NEARLY_ALL)):
                continue
            looked_at += 1
            released = {f"{each[found[1]].score:.1f}" for each in shown if each[found[1]].score is not None}
            assert set(re.findall(r"\d+\.\d+", words)) <= {found[2], *released}, path
    assert looked_at == 4 * 2 * len(TARGETS)


@pytest.mark.parametrize("which", WHICH)
def test_no_target_can_be_used_to_search_for_a_hidden_score(
    sqlite_engine: Engine, sqlite_client: PageClient, which: str
) -> None:
    """Whether a target is reached is told of scores that are shown exactly, and of no others."""
    later, _ = _two_rounds(sqlite_engine, which)
    with writing(make_sessions(sqlite_engine)) as session:
        sign_in(sqlite_client, session, "m1@north.example")
    told = sqlite_client.get(address(later, "results.json")).get_json()["priorities"]
    assert len(told) == len(TARGETS) * len(MEASURES)
    answers = {item: {each["target"]["met"] for each in told if each["measured_by"] == [item]} for item in MEASURES}
    assert answers["PT-1"] == {True, False}  # between 0 and 10, as a score that is shown must be
    for item in (FEW, NEARLY_ALL):
        if which == "hidden then":
            assert answers[item] == {True, False}  # its score now is shown; the one that was hidden has no part in it
        else:
            assert answers[item] == {None}
    verdicts = {each["measured_by"][0]: each["measures"][0]["verdict"] for each in told}
    for item in (FEW, NEARLY_ALL):
        assert verdicts[item] == "Cannot be compared"
    assert verdicts["PT-1"] != "Cannot be compared"
