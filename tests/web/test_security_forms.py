"""Forged forms are refused; forms of our own are not lost."""

import pytest
from flask import Flask
from flask_wtf.csrf import generate_csrf

from tests.harness.pages import PageClient, read


@pytest.fixture
def noting_client(sqlite_app: Flask) -> PageClient:
    @sqlite_app.get("/token")
    def token() -> tuple[str, dict[str, str]]:
        return str(generate_csrf()), {"Content-Type": "text/plain"}

    @sqlite_app.post("/note")
    def note() -> tuple[str, dict[str, str]]:
        return "noted", {"Content-Type": "text/plain"}

    client: PageClient = sqlite_app.test_client()  # type: ignore[assignment]  # the fixture set its class
    return client


def test_a_form_without_token_is_refused(noting_client: PageClient) -> None:
    assert noting_client.post("/note", data={"words": "hello"}).status_code == 400


def test_a_form_with_its_token_is_taken_without_referrer(noting_client: PageClient) -> None:
    token = noting_client.get("/token", base_url="https://localhost").text
    answer = noting_client.post("/note", data={"csrf_token": token}, base_url="https://localhost")
    assert answer.text == "noted"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_form_is_refused_even_with_a_token(noting_client: PageClient, site: str) -> None:
    token = noting_client.get("/token").text
    answer = noting_client.post("/note", data={"csrf_token": token, "words": "hello"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "hello" not in answer.text


def test_an_expired_form_gives_back_what_was_typed(noting_client: PageClient) -> None:
    typed = {
        "comment-shared_values": "First line\r\n<b>second</b>",
        "code": "123456",
        "csrf_token": "old",
        "empty": " ",
    }
    page = read(noting_client.post("/note", data=typed))
    assert "Comment shared values First line <b>second</b>" in page.text
    assert "123456" not in page.html
    assert "old" not in page.html


def test_nothing_is_sent_again_unless_the_browser_says_that_the_form_is_ours(noting_client: PageClient) -> None:
    page = read(noting_client.post("/note", data={"words": "hello", "csrf_token": "old"}))
    assert "hello" in page.text
    assert not list(page.root.iter("form"))


def test_a_form_with_a_code_is_not_sent_again_without_it(noting_client: PageClient) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    page = read(noting_client.post("/note", data={"words": "hello", "code": "123456"}, headers=ours))
    assert not list(page.root.iter("form"))


def test_an_expired_form_of_ours_can_be_sent_again_with_one_button(noting_client: PageClient) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    page = read(noting_client.post("/note", data={"words": "one\ntwo", "csrf_token": "old"}, headers=ours))
    form = page.form("Send it again")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert fields["words"] == "one\ntwo"
    again = noting_client.post(str(form.get("action")), data=fields, headers=ours)
    assert again.text == "noted"


def test_typed_control_characters_do_not_break_the_page(noting_client: PageClient) -> None:
    page = read(noting_client.post("/note", data={"words": "be\x00fore"}, headers={"Sec-Fetch-Site": "same-origin"}))
    assert "before" in page.text
