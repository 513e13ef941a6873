"""The invitation list: new links, deputies, late members; and never who has answered."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from audit_app.audit import rounds
from audit_app.audit.invitations import invitations_of
from audit_app.audit.models import Deed, Invitation, Round, RoundRecord
from audit_app.database import now
from audit_app.mail.models import MessageState, OutboxMessage
from audit_app.questionnaire.definition import Side
from tests.factories import cast, make_member
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, House, house_on


@pytest.fixture
def house(engine: Engine, client: PageClient) -> Iterator[House]:
    with house_on(engine, client) as made:
        made.sign_in()
        yield made


def answer(house: House, audit_round: Round, short: str) -> None:
    for invitation in invitations_of(house.session, audit_round):
        if invitation.member.email.startswith(f"{short}@"):
            cast(house.session, invitation, at=now())
    house.session.commit()


def invitation_of(house: House, short: str) -> Invitation:
    found = house.refresh().scalar(select(Invitation).where(Invitation.member_id == house.member(short).id))
    assert found is not None
    return found


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_the_list_is_the_same_before_and_after_somebody_answers(house: House) -> None:
    audit_round = house.opened()
    paths = [f"rounds/{audit_round.id}/invitations", f"rounds/{audit_round.id}/invitations/{house.member('m2').id}"]
    before = [without_tokens(house.page(path).html) for path in paths]
    answer(house, audit_round, "m2")
    assert [without_tokens(house.page(path).html) for path in paths] == before


def test_the_page_of_an_open_round_changes_in_its_numbers_alone(house: House) -> None:
    audit_round = house.opened()
    before = house.page(f"rounds/{audit_round.id}").text
    answer(house, audit_round, "m2")
    after = house.page(f"rounds/{audit_round.id}").text
    assert "1 of 14 have answered" in after
    assert (
        before.replace("0 of 14", "1 of 14")
        .replace("Management side 6 0", "Management side 6 1")
        .replace("All together 14 0", "All together 14 1")
        == after
    )


def test_a_new_link_kills_the_old_one_and_the_record_names_nobody(house: House) -> None:
    audit_round = house.opened()
    path = house.at(f"rounds/{audit_round.id}/invitations/{house.member('m2').id}")
    page = read(house.client.submit(path, button="Send a new link"))
    assert "Invented M2: If the answers are not in yet, a new link is on its way" in page.text
    assert invitation_of(house, "m2").generation == 2
    record = house.looking.scalar(select(RoundRecord).where(RoundRecord.deed == Deed.LINK_REPLACED))
    assert record is not None
    assert record.note is None
    assert "M2" not in record.actor


@pytest.mark.parametrize("button", ["Send a new link", "Hand to the deputy"])
def test_no_button_tells_whether_the_answers_are_in(house: House, button: str) -> None:
    audit_round = house.opened()
    for short in ("m2", "m3"):
        house.name_deputy(short, f"deputy-{short}@trust.example")
    answer(house, audit_round, "m2")
    said = []
    for short in ("m2", "m3"):
        path = house.at(f"rounds/{audit_round.id}/invitations/{house.member(short).id}")
        response = house.client.submit(path, button=button)
        assert response.status_code == 200
        said.append(read(response).all("div", "nhsuk-notification-banner__content"))
    first, second = (" ".join("".join(each[0].itertext()).split()) for each in said)
    assert first == second.replace("M3", "M2")
    assert invitation_of(house, "m2").generation == 1
    assert invitation_of(house, "m3").generation == 2
    assert len(house.looking.scalars(select(RoundRecord).where(RoundRecord.note.is_(None))).all()) == 4


def test_hand_to_the_deputy_and_take_back(house: House) -> None:
    house.name_deputy("m2")
    audit_round = house.opened()
    path = house.at(f"rounds/{audit_round.id}/invitations/{house.member('m2').id}")
    page = read(house.client.submit(path, button="Hand to the deputy"))
    assert "Sam Sample answers in place of Invented M2 now." in page.text
    assert "Deputy: Sam Sample" in page.text
    assert invitation_of(house, "m2").to_deputy
    house.client.submit(path, button="Take back from the deputy")
    invitation = invitation_of(house, "m2")
    assert (invitation.to_deputy, invitation.generation) == (False, 3)


def test_without_a_deputy_there_is_nobody_to_hand_to(house: House) -> None:
    audit_round = house.opened()
    path = house.at(f"rounds/{audit_round.id}/invitations/{house.member('m2').id}")
    assert "Invented M2 has no deputy." in house.client.page(path).text
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    response = house.client.post(f"{path}/hand-over")
    assert response.status_code == 409
    assert "has no deputy" in read(response).errors[0]


def test_a_late_member_is_invited_once(house: House) -> None:
    audit_round = house.opened()
    path = house.at(f"rounds/{audit_round.id}/invitations/add")
    assert "Everyone who is a member today has been invited." in house.client.page(path).text
    late = make_member(house.session, house.forum, "late@north.example", Side.PARTNER)
    house.session.commit()
    page = read(house.client.submit(path, {"member": str(late.id)}))
    assert "Invented Late has been invited." in page.text
    query = select(func.count()).select_from(Invitation).where(Invitation.member_id == late.id)
    assert house.refresh().scalar(query) == 1
    assert "Everyone who is a member today has been invited." in house.client.page(path).text


@pytest.mark.parametrize("choice", ["", "0", "abc", "other"])
def test_only_a_member_of_this_forum_can_be_invited(house: House, choice: str) -> None:
    audit_round = house.opened()
    make_member(house.session, house.forum, "late@north.example")
    stranger = make_member(house.session, house.other, "late@south.example")
    house.session.commit()
    chosen = str(stranger.id) if choice == "other" else choice
    response = house.client.submit(house.at(f"rounds/{audit_round.id}/invitations/add"), {"member": chosen})
    assert response.status_code == 422
    assert read(response).errors


def test_an_address_that_was_refused_is_marked_until_a_new_link_is_sent(house: House) -> None:
    audit_round = house.opened()
    refused = invitation_of(house, "m2")
    message = house.session.scalar(select(OutboxMessage).where(OutboxMessage.subject_id == refused.id))
    assert message is not None
    message.state = MessageState.FAILED
    house.session.commit()
    path = f"rounds/{audit_round.id}/invitations"
    text = house.page(path).text
    assert "The mail server refused 1 address" in text
    assert text.count("Address refused: correct it") == 1
    member = house.member("m2")
    house.client.submit(house.at(f"people/{member.id}/address"), {"email": "right@north.example"})
    assert "Address refused" not in house.page(path).text


def test_a_stopped_round_sends_no_links(house: House) -> None:
    audit_round = house.opened()
    audit_round.closes_at = now()
    house.session.commit()
    path = house.at(f"rounds/{audit_round.id}/invitations/{house.member('m2').id}")
    assert "To send links, open it again first." in house.client.page(path).text
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(f"{path}/new-link").status_code == 409
    assert invitation_of(house, "m2").generation == 1


def test_a_closed_round_has_no_list(house: House) -> None:
    audit_round = house.draft()
    assert house.client.get(house.at(f"rounds/{audit_round.id}/invitations")).status_code == 404


def test_a_chair_does_not_see_the_list(house: House) -> None:
    audit_round = house.opened()
    rounds.stop(house.session, audit_round, actor="Test", at=now())
    house.session.commit()
    house.sign_in(MANAGEMENT_CHAIR)
    assert house.client.get(house.at(f"rounds/{audit_round.id}/invitations")).status_code == 403
    assert "Who is invited" not in house.page(f"rounds/{audit_round.id}").text
