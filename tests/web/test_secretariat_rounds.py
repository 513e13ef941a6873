"""Rounds up to their opening: set up, change, preview, confirm the lists, open."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from audit_app.audit.models import Deed, Invitation, Round, RoundRecord, State
from audit_app.audit.rounds import questionnaire_of, reviewers_of
from audit_app.database import now
from audit_app.mail.models import OutboxMessage
from audit_app.questionnaire.definition import Side
from tests.factories import STATEMENTS, TEN
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, STAFF_CHAIR, House, house_on

SUMMER = {
    "name": "Audit 2031", "questionnaire": "partnership-ten", "opens_day-day": "1", "opens_day-month": "7",
    "opens_day-year": "2031", "opens_clock": "9am", "closes_day-day": "15", "closes_day-month": "July",
    "closes_day-year": "2031", "closes_clock": "5pm", "minimum": "7", "comments_expire_on-day": "1",
    "comments_expire_on-month": "7", "comments_expire_on-year": "2032",
}  # fmt: skip


@pytest.fixture
def house(engine: Engine, client: PageClient) -> Iterator[House]:
    with house_on(engine, client) as made:
        made.sign_in()
        yield made


def stored(house: House, name: str = "Audit 2031") -> Round | None:
    return house.refresh().scalar(select(Round).where(Round.name == name))


def test_set_up_a_round(house: House) -> None:
    page = read(house.client.submit(house.at("rounds/new"), SUMMER))
    assert "The round is saved as a draft. Nothing has been sent." in page.text
    made = stored(house)
    assert made is not None
    assert made.state is State.DRAFT
    assert made.opens_at == datetime(2031, 7, 1, 8, tzinfo=UTC)  # 9am in British summer time
    assert made.closes_at == datetime(2031, 7, 15, 16, tzinfo=UTC)
    assert (made.minimum, questionnaire_of(made)) == (7, TEN)
    chairs = {side: member.email for side, member in reviewers_of(house.looking, made).items()}
    assert chairs == {Side.MANAGEMENT: MANAGEMENT_CHAIR, Side.STAFF: STAFF_CHAIR}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter a name for the round"),
        ({"name": "   "}, "Enter a name for the round"),
        ({"questionnaire": "invented"}, "Choose one of the answers"),
        ({"questionnaire": None}, "Choose the questions"),
        ({"opens_clock": "soon"}, "Enter a time such as 9am"),
        ({"opens_day-day": "31", "opens_day-month": "6"}, "must be a real date"),
        ({"closes_day-year": "2030"}, "The round must close after it opens"),
        ({"comments_expire_on-year": "2031"}, "Comments must be kept until after the round closes"),
        ({"minimum": "4"}, "Choose one of the answers"),
        ({"staff_reviewer": "99999"}, "Choose one of the answers"),
        ({"name": "A" * 121}, "no more than 120 characters"),
    ],
)
def test_a_wrong_setting_is_explained_and_nothing_typed_is_lost(
    house: House, wrong: dict[str, str | None], words: str
) -> None:
    response = house.client.submit(house.at("rounds/new"), {**SUMMER, "closes_clock": "4:45pm", **wrong})
    page = read(response)
    assert response.status_code == 422
    assert any(words in error for error in page.errors), page.errors
    assert 'value="4:45pm"' in page.html
    assert stored(house) is None


def test_a_name_is_used_once_in_a_forum(house: House) -> None:
    house.draft()
    response = house.client.submit(house.at("rounds/new"), {**SUMMER, "name": "Audit 2026"})
    assert response.status_code == 422
    assert read(response).errors == ["This forum already has a round with this name. Choose another name."]


def test_a_draft_shows_what_is_stored_and_can_be_changed(house: House) -> None:
    house.client.submit(house.at("rounds/new"), SUMMER)
    made = stored(house)
    assert made is not None
    path = house.at(f"rounds/{made.id}/change")
    assert 'value="09:00"' in house.client.page(path).html
    house.client.submit(path, {"questionnaire": "partnership-behaviours", "staff_reviewer": ""})
    changed = stored(house)
    assert changed is not None
    assert questionnaire_of(changed) == STATEMENTS
    assert set(reviewers_of(house.looking, changed)) == {Side.MANAGEMENT}


def test_the_draft_forecasts_what_can_be_shown(house: House) -> None:
    text = house.page(f"rounds/{house.draft().id}").text
    assert "Staff side has 6 members: if two do not answer, neither side can be shown." in text
    assert "There are 2 partners, fewer than 5" in text


def test_the_preview_shows_each_side_its_own_questions(house: House) -> None:
    draft = house.draft()
    as_staff = house.page(f"rounds/{draft.id}/preview?as=staff")
    as_partner = house.page(f"rounds/{draft.id}/preview?as=partner")
    not_asked = [each for each in TEN.questions if Side.PARTNER in each.not_asked_of]
    assert not_asked
    for question in TEN.questions:
        assert question.text in as_staff.text
        assert (question.text in as_partner.text) is (question not in not_asked)
    assert house.page(f"rounds/{draft.id}/preview?as=nobody").text.count("management side will see them") == 1


def test_before_opening_it_says_what_will_happen(house: House) -> None:
    text = house.page(f"rounds/{house.draft().id}/open").text
    assert "14 people will be invited: 6 on management side, 6 on staff side and 2 partners." in text
    assert "neither side can be shown" in text
    assert text.count("no chair has confirmed the list yet") == 2


def test_opening_invites_every_member_and_queues_the_mails(house: House) -> None:
    draft = house.draft()
    page = read(house.client.submit(house.at(f"rounds/{draft.id}/open")))
    assert "The round is open. 14 people are invited." in page.text
    assert "Nobody can answer before." in page.text
    house.refresh()
    assert house.looking.scalar(select(func.count()).select_from(Invitation)) == 14
    due = house.looking.scalars(select(OutboxMessage.due_at).where(OutboxMessage.kind == "invitation")).all()
    assert set(due) == {draft.opens_at}
    assert len(due) == 14


def test_looking_at_the_page_opens_nothing(house: House) -> None:
    draft = house.draft()
    house.page(f"rounds/{draft.id}/open")
    found = house.refresh().get(Round, draft.id)
    assert found is not None
    assert found.state is State.DRAFT


def test_a_draft_without_readers_of_comments_cannot_open(house: House) -> None:
    house.client.submit(house.at("rounds/new"), {**SUMMER, "staff_reviewer": ""})
    made = stored(house)
    assert made is not None
    path = house.at(f"rounds/{made.id}/open")
    assert "Before you can open it" in house.client.page(path).text
    response = house.client.submit(path)
    assert response.status_code == 409
    assert read(response).errors == ["Name who will read the comments first for staff side."]
    again = stored(house)
    assert again is not None
    assert again.state is State.DRAFT


def test_an_open_round_can_no_longer_be_changed(house: House) -> None:
    audit_round = house.opened()
    for page in ("change", "open"):
        assert house.client.get(house.at(f"rounds/{audit_round.id}/{page}")).location == house.at(
            f"rounds/{audit_round.id}"
        )


def test_two_tabs_open_a_round_once(house: House) -> None:
    draft = house.draft()
    path = house.at(f"rounds/{draft.id}/open")
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(path).status_code == 303
    assert house.client.post(path).status_code == 303
    assert house.refresh().scalar(select(func.count()).select_from(Invitation)) == 14


def test_a_chair_confirms_the_list_of_their_side(house: House) -> None:
    draft = house.draft()
    house.sign_in(STAFF_CHAIR)
    page = house.page(f"rounds/{draft.id}/list")
    assert "Invented S2" in page.text
    assert "Invented M2" not in page.text
    read(house.client.submit(house.at(f"rounds/{draft.id}/list")))
    text = house.page(f"rounds/{draft.id}").text
    assert "Staff side Confirmed" in text
    assert "Management side Not confirmed yet" in text
    record = house.refresh().scalar(select(RoundRecord).where(RoundRecord.deed == Deed.LIST_CONFIRMED))
    assert record is not None
    assert record.actor == "Invented S1 (Chair, Staff side)"


def test_a_list_that_changes_after_confirming_says_so(house: House) -> None:
    draft = house.draft()
    house.sign_in(STAFF_CHAIR)
    house.client.submit(house.at(f"rounds/{draft.id}/list"))
    house.sign_in()
    member = house.member("s4")
    house.client.submit(house.at(f"people/{member.id}/address"), {"email": "other@north.example"})
    text = house.page(f"rounds/{draft.id}").text
    assert "Staff side Changed since" in text
    assert "the list has changed since a chair confirmed it" in house.page(f"rounds/{draft.id}/open").text


def test_a_list_that_changed_while_the_chair_looked_is_not_confirmed(house: House) -> None:
    draft = house.draft()
    house.sign_in(STAFF_CHAIR)
    response = house.client.submit(house.at(f"rounds/{draft.id}/list"), {"seen": "0" * 64})
    assert response.status_code == 409
    assert "Look through it again." in read(response).errors[0]
    assert "Staff side Not confirmed yet" in house.page(f"rounds/{draft.id}").text


def test_the_record_says_who_did_what(house: House) -> None:
    draft = house.draft()
    house.client.submit(house.at(f"rounds/{draft.id}/open"))
    house.sign_in(MANAGEMENT_CHAIR)
    text = house.page(f"rounds/{draft.id}/record").text
    assert "Set up the round Sec Retariat (Secretariat)" in text
    assert "Opened the round Sec Retariat (Secretariat)" in text


def test_a_round_past_its_time_counts_as_stopped_before_the_worker_comes(house: House) -> None:
    audit_round = house.opened()
    audit_round.closes_at = now() - timedelta(minutes=1)
    house.session.commit()
    assert "It takes no more answers. It shows no results yet." in house.page(f"rounds/{audit_round.id}").text
