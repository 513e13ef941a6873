"""The member's journey through the pages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.ballots import Ballot
from audit_app.audit.invitations import hand_to_deputy, invitations_of, link_token, replace_link
from audit_app.audit.models import Draft, Invitation
from audit_app.audit.sharing import agree_to_share
from audit_app.database import make_sessions, now
from audit_app.questionnaire.definition import Side
from tests.factories import SECRETS, STATEMENTS, cast_all, close_round, make_forum, make_open_round
from tests.harness.pages import PageClient, read


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that takes no write lock by reading, so that the pages can write beside it."""
    with make_sessions(engine)() as made:
        yield made


@pytest.fixture
def invitation(session: Session) -> Invitation:
    at = now() - timedelta(hours=1)
    audit_round = make_open_round(session, make_forum(session), at=at)
    found = next(each for each in invitations_of(session, audit_round) if each.side is Side.STAFF)
    session.commit()
    return found


def _begin(client: PageClient, invitation: Invitation) -> str:
    token = link_token(SECRETS, invitation)
    landing = client.get(f"/a/{token}")
    assert landing.status_code == 200
    client.press(landing, button="Start")
    return token


def _answer_all(client: PageClient, value: str = "7", **more: str) -> Any:
    page = client.get("/answer/page/1")
    answers = {f"PT-{number}": value for number in range(1, 11)}
    return client.press(page, answers | more, button="Save and continue")


def _refresh(session: Session, invitation: Invitation) -> None:
    session.rollback()
    session.refresh(invitation)
    session.rollback()


def _ballots(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Ballot)) or 0


def test_a_member_answers_ten_questions_and_is_shown_what_was_stored(
    client: PageClient, session: Session, invitation: Invitation
) -> None:
    _begin(client, invitation)
    check = _answer_all(client, **{"comment-PT-1": "We listen <b>well</b>"})
    assert "Check your answers" in read(check).text
    sent = client.press(check, button="Send my answers")
    assert "Your answers are in" in read(sent).text
    assert "We listen <b>well</b>" in read(sent).text
    assert "Not there" in read(sent).text
    assert invitation.member.name in read(sent).text
    assert _ballots(session) == 1
    _refresh(session, invitation)
    assert invitation.used


def test_sending_again_says_already_in(client: PageClient, session: Session, invitation: Invitation) -> None:
    _begin(client, invitation)
    check = _answer_all(client)
    client.press(check, button="Send my answers")
    again = client.press(check, button="Send my answers")
    assert "already in" in read(again).text
    assert "already in" in read(client.get("/answer")).text
    assert _ballots(session) == 1


def test_looking_at_the_link_uses_nothing_up(client: PageClient, session: Session, invitation: Invitation) -> None:
    token = link_token(SECRETS, invitation)
    for _ in range(3):
        assert client.get(f"/a/{token}").status_code == 200
    _refresh(session, invitation)
    assert not invitation.used
    assert not client.get_cookie("answering", path="/answer")


def test_answers_are_there_on_another_device(
    client: PageClient, app: Any, session: Session, invitation: Invitation
) -> None:
    _begin(client, invitation)
    _answer_all(client, "3")
    other = app.test_client()
    _begin(other, invitation)
    page = read(other.get("/answer/page/1"))
    checked = [each.get("value") for each in page.all("input") if each.get("checked") is not None]
    assert checked == ["3"] * 10
    assert _ballots(session) == 0


def test_a_too_long_comment_is_shown_again_with_its_error(client: PageClient, invitation: Invitation) -> None:
    _begin(client, invitation)
    typed = "ä" * 501
    answer = _answer_all(client, **{"comment-PT-4": typed})
    assert answer.status_code == 422
    assert read(answer).title.startswith("Error: ")
    assert read(answer).errors == ["Your comment is 1 character too long. Shorten it to 500 characters or fewer"]
    assert typed in answer.text
    checked = [each.get("value") for each in read(answer).all("input") if each.get("checked") is not None]
    assert checked == ["7"] * 10


def test_an_unknown_option_is_refused(client: PageClient, invitation: Invitation) -> None:
    _begin(client, invitation)
    answer = client.press(client.get("/answer/page/1"), {"PT-1": "11"}, button="Save and continue")
    assert answer.status_code == 422
    assert read(answer).errors == ["Choose one of the answers shown"]


def test_blank_answers_are_pointed_out_and_may_be_sent(
    client: PageClient, session: Session, invitation: Invitation
) -> None:
    _begin(client, invitation)
    check = client.press(client.get("/answer/page/1"), {"PT-1": "4"}, button="Save and continue")
    assert "You have left 9 questions blank" in read(check).text
    client.press(check, button="Send my answers")
    assert _ballots(session) == 1


def test_nothing_at_all_cannot_be_sent(client: PageClient, session: Session, invitation: Invitation) -> None:
    _begin(client, invitation)
    check = client.press(client.get("/answer/page/1"), button="Save and continue")
    assert "You have not answered anything yet" in read(check).text
    assert _ballots(session) == 0


def test_a_lost_cookie_loses_nothing_that_was_typed(client: PageClient, invitation: Invitation) -> None:
    token = _begin(client, invitation)
    page = client.get("/answer/page/1")
    client.delete_cookie("answering", path="/answer")
    rescue = client.press(page, {"PT-1": "9", "comment-PT-1": "typed late"}, button="Save and continue")
    assert rescue.status_code == 400
    assert "Open your link again" in read(rescue).text
    wrong = client.press(rescue, {"link": "https://forum.example/a/nonsense"}, button="Continue")
    assert "not a link that we know" in read(wrong).text
    back = client.press(wrong, {"link": f"http://localhost/a/{token}"}, button="Continue")
    assert "typed late" in back.text
    assert [each.get("value") for each in read(back).all("input") if each.get("checked") is not None] == ["9"]


def test_the_second_tab_does_not_wipe_out_the_first(client: PageClient, session: Session) -> None:
    at = now() - timedelta(hours=1)
    audit_round = make_open_round(session, make_forum(session, "south"), STATEMENTS, at=at)
    session.commit()
    invitation = next(each for each in invitations_of(session, audit_round) if each.side is Side.STAFF)
    _begin(client, invitation)
    first, second = client.get("/answer/page/1"), client.get("/answer/page/2")
    client.press(second, {"PB-2.1": "2"}, button="Save and continue")
    client.press(first, {"PB-1.1": "5"}, button="Save and continue")
    text = read(client.get("/answer/check")).text
    assert "Strongly agree" in text
    assert "Disagree" in text


def test_partners_are_not_asked_about_the_other_side(client: PageClient, session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session, "south"), STATEMENTS, at=now() - timedelta(hours=1))
    session.commit()
    partner = next(each for each in invitations_of(session, audit_round) if each.side is Side.PARTNER)
    token = link_token(SECRETS, partner)
    landing = client.get(f"/a/{token}")
    assert "If fewer than 5 partners answer, partners' ratings are not counted" in read(landing).text
    client.press(landing, button="Start")
    assert "I trust members of the other side" not in read(client.get("/answer/page/1")).text
    titles = read(client.get("/answer")).text
    assert "Understanding each other" not in titles


@pytest.mark.parametrize("link", ["nonsense", "A" * 32, "é", "%00", "a" * 3000, "..%2f..", "<script>"])
def test_an_unknown_link_says_what_to_do(client: PageClient, link: str) -> None:
    answer = client.get(f"/a/{link}")
    assert answer.status_code == 404
    if "/" not in link and "%" not in link:
        assert "copy the whole link" in read(answer).text


def test_a_replaced_link_points_to_the_newest_e_mail(
    client: PageClient, session: Session, invitation: Invitation
) -> None:
    token = link_token(SECRETS, invitation)
    replace_link(session, SECRETS, invitation, now())
    session.commit()
    assert "Look for the newest e-mail" in read(client.get(f"/a/{token}")).text


def test_a_stopped_round_says_so(client: PageClient, session: Session, invitation: Invitation) -> None:
    token = link_token(SECRETS, invitation)
    rounds.stop(session, invitation.round, actor="A chair", at=now())
    session.commit()
    assert "no longer takes answers" in read(client.get(f"/a/{token}")).text


def test_stopping_half_way_keeps_what_was_saved(client: PageClient, session: Session, invitation: Invitation) -> None:
    _begin(client, invitation)
    _answer_all(client)
    session.rollback()
    rounds.stop(session, invitation.round, actor="A chair", at=now())
    session.commit()
    assert "no longer takes answers" in read(client.get("/answer/check")).text
    rounds.reopen(session, invitation.round, now() + timedelta(days=1), actor="A chair", at=now())
    session.commit()
    assert "Send your answers" in read(client.get("/answer/check")).text


def test_finishing_later_takes_the_link_out_of_the_browser(client: PageClient, invitation: Invitation) -> None:
    _begin(client, invitation)
    _answer_all(client)
    done = client.press(client.get("/answer"), button="Finish later")
    assert "Your answers are saved" in read(done).text
    assert "Open your link again" in read(client.get("/answer")).text


def test_a_deputy_answers_instead(client: PageClient, app: Any, session: Session, invitation: Invitation) -> None:
    invitation.member.deputy_name, invitation.member.deputy_email = "Invented Deputy", "deputy@north.example"
    session.commit()
    token = _begin(client, invitation)
    _answer_all(client)
    handed = client.press(client.get("/answer/deputy"), button="Send the link to my deputy")
    assert "Your deputy will answer" in read(handed).text
    assert "Look for the newest e-mail" in read(client.get(f"/a/{token}")).text
    _refresh(session, invitation)
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    other = app.test_client()
    _begin(other, invitation)
    assert "in place of" in read(other.get(f"/a/{link_token(SECRETS, invitation)}")).text


def test_without_a_registered_deputy_nothing_is_handed_over(
    client: PageClient, session: Session, invitation: Invitation
) -> None:
    _begin(client, invitation)
    assert "You have no deputy" in read(client.get("/answer/deputy")).text
    with pytest.raises(ValueError, match="no deputy"):
        hand_to_deputy(session, SECRETS, invitation, now())


def test_the_same_link_shows_the_results_once_both_sides_share_them(
    client: PageClient, session: Session, invitation: Invitation
) -> None:
    token = link_token(SECRETS, invitation)
    audit_round = invitation.round
    cast_all(session, audit_round, at=now())
    close_round(session, audit_round, now())
    session.commit()
    assert "is over" in read(client.get(f"/a/{token}")).text
    assert "See the results" not in read(client.get(f"/a/{token}")).text
    agree_to_share(session, audit_round, Side.MANAGEMENT, actor="A chair", at=now())
    session.commit()
    assert "See the results" not in read(client.get(f"/a/{token}")).text
    agree_to_share(session, audit_round, Side.STAFF, actor="A chair", at=now())
    session.commit()
    results = client.press(client.get(f"/a/{token}"), button="See the results")
    assert "The chairs of both sides have shared this summary" in read(results).text


def test_no_address_after_the_landing_page_holds_the_link(client: PageClient, invitation: Invitation) -> None:
    token = link_token(SECRETS, invitation)
    answer = client.get(f"/a/{token}")
    started = client.press(answer, button="Start")
    assert token not in started.request.url
    assert token not in started.text


def test_personal_pages_are_not_stored(client: PageClient, invitation: Invitation) -> None:
    _begin(client, invitation)
    for address in ("/answer", "/answer/page/1", "/answer/check"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
