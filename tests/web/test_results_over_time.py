"""Lines over time on the page of results: from three closed rounds on, with their table and picture."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from audit_app.database import make_sessions, writing
from tests.factories import make_closed_round, make_forum
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import address, sign_in


@pytest.mark.parametrize("rounds", [2, 3])
def test_over_time_stands_on_the_page_from_three_rounds_on(
    sqlite_engine: Engine, sqlite_client: PageClient, rounds: int
) -> None:
    with writing(make_sessions(sqlite_engine)) as session:
        forum = make_forum(session, "years", management=11, staff=12)
        days = [datetime(2026, 11 - rounds + place, 20, 12, tzinfo=UTC) for place in range(1, rounds + 1)]
        newest = [make_closed_round(session, forum, name=f"Audit {day.month}", at=day) for day in days][-1]
        sign_in(sqlite_client, session, "m1@years.example")
        page = sqlite_client.page(address(newest))
        headings = ["".join(heading.itertext()) for heading in page.all("h2")]
        assert ("Over time" in headings) == (rounds == 3)
        picture = sqlite_client.get(address(newest, "results/charts/over-time.svg"))
        drawn = picture.get_data(as_text=True)
        assert ("There are not enough rounds to draw over time" in drawn) == (rounds == 2)
        again = sqlite_client.get(
            address(newest, "results/charts/over-time.svg"), headers={"If-None-Match": picture.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
        if rounds == 3:
            cells = {"".join(cell.itertext()).strip() for cell in page.all("th")}
            assert {"Audit 9, 20 September 2026", "Audit 10, 20 October 2026"} <= cells
