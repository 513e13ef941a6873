"""Characters that cannot be seen count as nothing typed, and never reach a page."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from audit_app.audit.models import Round
from audit_app.database import make_sessions, now, writing
from tests.factories import make_draft, make_forum
from tests.harness.pages import PageClient, read
from tests.web.results_in_the_house import sign_in


@pytest.mark.parametrize("typed", ["   ", "\0", "\t \x7f"])
@pytest.mark.parametrize("field", ["opens_clock", "closes_clock"])
def test_a_round_keeps_its_times_when_only_spaces_are_typed(
    sqlite_engine: Engine, sqlite_client: PageClient, field: str, typed: str
) -> None:
    with writing(make_sessions(sqlite_engine)) as session:
        draft = make_draft(session, make_forum(session), opens_at=now() + timedelta(days=1))
        before = (draft.opens_at, draft.closes_at)
        session.commit()
        sign_in(sqlite_client, session, "secretariat@north.example")
    response = sqlite_client.submit(f"/forums/north/rounds/{draft.id}/change", {field: typed})
    assert response.status_code == 422
    assert len(read(response).errors) == 1
    with make_sessions(sqlite_engine)() as session:
        kept = session.get_one(Round, draft.id)
        assert (kept.opens_at, kept.closes_at) == before


def test_what_is_carried_along_from_a_lost_page_can_be_shown(sqlite_client: PageClient) -> None:
    response = sqlite_client.post(
        "/answer/page/1", data={"comment-PT-3": "kept\0 words", "PT\x01-1": "5", "link": "\x02"}
    )
    assert response.status_code == 400
    sent = {each.get("name"): each.get("value") for each in read(response).all("input")}
    assert sent["comment-PT-3"] == "kept words"
