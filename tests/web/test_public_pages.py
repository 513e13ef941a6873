"""The pages that anyone can read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from audit_app.app import create_app
from audit_app.settings import Settings, SettingsError, from_environment
from audit_app.web import answering_session, components
from audit_app.web.organisation_words import PROMPTS, read_words
from audit_app.web.public import text_on
from tests.harness.pages import Page, PageClient, read

PAGES = {
    "/": "How well do we work together?",
    "/how-answers-are-protected": "How your answers are protected",
    "/how-to-read-results": "How to read these results",
    "/privacy": "Privacy notice",
    "/accessibility": "Accessibility statement",
    "/cookies": "Cookies",
}


def page_of(app: Flask, path: str) -> Page:
    return read(app.test_client().get(path))


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_each_page_has_its_title_and_the_frame(sqlite_client: PageClient, path: str, title: str) -> None:
    page = sqlite_client.page(path)
    assert page.title == f"{title} \N{EN DASH} Partnership audit"
    assert page.root.get("lang") == "en-GB"
    assert set(PAGES) <= set(page.links().values())
    assert page.links()["Skip to main content"] == "#maincontent"
    assert "Sign out" not in page.html
    assert "Demonstration" not in page.html


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_another_site_and_no_logo_is_shown(sqlite_client: PageClient, path: str) -> None:
    page = sqlite_client.page(path)
    for element in page.root.iter():
        address = element.get("src") or (element.get("href") if element.tag == "link" else "") or ""
        assert not address or re.match(r"/[^/]", address), address
    assert "nhsuk-header__logo" not in page.html


def test_the_frame_for_someone_who_is_signed_in(sqlite_app: Flask) -> None:
    components.tell_who_is_signed_in(sqlite_app, lambda: "chair@north.example")
    page = page_of(sqlite_app, "/")
    form = page.form("Sign out")
    assert form.get("method") == "post"
    assert [each.get("name") for each in form.iter("input")] == ["csrf_token"]
    assert "My forums" in page.links()
    assert "chair@north.example" in page.html


def test_a_demonstration_says_so_on_every_page(settings: Settings, sqlite_engine: Engine) -> None:
    app = create_app(replace(settings, demonstration=True), sqlite_engine)
    for path in (*PAGES, "/no-such-page"):
        assert "every name and answer here is invented" in app.test_client().get(path).text


@pytest.mark.parametrize(
    "pasted",
    [
        "http://localhost/a/AbCd_-0123456789AbCd",
        "  https://elsewhere.example/a/AbCd_-0123456789AbCd/ ",
        "Start here:\nhttp://localhost/a/AbCd_-0123456789AbCd\nThank you",
        "AbCd_-0123456789AbCd",
        "<http://localhost/a/AbCd_-0123456789AbCd>",
    ],
)
def test_a_pasted_link_leads_to_its_own_page_here(sqlite_app: Flask, pasted: str) -> None:
    answer = sqlite_app.test_client().post("/find-your-page", data={"link": pasted})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/a/AbCd_-0123456789AbCd")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("pasted", ["", "hello", "https://evil.example/", "//evil.example/a/", "x\x00<b>", "a" * 5000])
def test_what_is_no_link_is_explained_and_kept(sqlite_client: PageClient, pasted: str) -> None:
    answer = sqlite_client.post("/find-your-page", data={"link": pasted})
    page = read(answer)
    assert answer.status_code == 422
    assert len(page.errors) == 1
    assert page.title.startswith("Error: ")
    kept = next(each.get("value") or "" for each in page.all("input") if each.get("id") == "link")
    assert kept == pasted.replace("\x00", "")[:500]


def test_limits_are_said_plainly(sqlite_client: PageClient) -> None:
    words = sqlite_client.page("/how-answers-are-protected").text.lower()
    for limit in ("backup", "secret key", "your own words", "controls the running", "counts remain", "fewer than five"):
        assert limit in words
    for promise in ("impossible", "guarantee", "completely anonymous", "100%"):
        assert promise not in words
    assert "designed to prevent" in words


def test_the_privacy_notice_names_union_membership(sqlite_client: PageClient) -> None:
    words = sqlite_client.page("/privacy").text
    for needed in ("union", "special category", "Article 9", "Information Commissioner", "Your rights"):
        assert needed in words


def test_the_privacy_notice_says_that_self_assessments_are_signed_by_name(sqlite_client: PageClient) -> None:
    words = sqlite_client.page("/privacy").text
    assert "not anonymous" in words
    for needed in ("self-assessment", "your role at work", "about organisations, not about people"):
        assert needed in words


def test_the_cookie_page_names_the_real_cookies(settings: Settings, sqlite_engine: Engine) -> None:
    for base_url in ("http://localhost", "https://audit.example"):
        app = create_app(replace(settings, base_url=base_url), sqlite_engine)
        named = {
            "".join(term.itertext()).strip()
            for term in read(app.test_client().get("/cookies", base_url=base_url)).all("dt")
        }
        with app.app_context():
            assert named == {app.config["SESSION_COOKIE_NAME"], answering_session._cookie_name()}


def test_gaps_are_marked_until_the_organisation_fills_them(settings: Settings, sqlite_engine: Engine) -> None:
    app = create_app(settings, sqlite_engine)
    gaps = "".join(page_of(app, path).text for path in PAGES)
    for prompt in PROMPTS.values():
        assert f"[your organisation to complete: {prompt}]" in gaps
    settings.instance_folder.mkdir()
    filled = "\n".join(f"{key}: 'Our <b>own</b> words for {key}'" for key in PROMPTS)
    (settings.instance_folder / "organisation.yaml").write_text(filled, encoding="utf-8")
    app = create_app(settings, sqlite_engine)
    whole = "".join(page_of(app, path).text for path in PAGES)
    assert "to complete" not in whole
    for key in PROMPTS:
        assert f"Our <b>own</b> words for {key}" in whole, "shown as text, never as markup"


@pytest.mark.parametrize(
    ("content", "fault"),
    [("contoller: x", "contoller"), ("controller: 5", "must be text"), ("[1, 2]", "must hold"), ("a: [", "YAML"),
     ("controller: !!python/object/apply:os.system ['true']", "YAML")],
)  # fmt: skip
def test_a_mistake_in_the_organisations_words_stops_the_start(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "organisation.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=fault):
        read_words(tmp_path)


def test_health_answers_ok(client: PageClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_the_brand_style_holds_the_colour_and_a_readable_text(settings: Settings, sqlite_engine: Engine) -> None:
    app = create_app(replace(settings, organisation_colour="#ffd700"), sqlite_engine)
    client = app.test_client()
    address = next(str(link.get("href")) for link in page_of(app, "/").all("link") if "brand" in str(link.get("href")))
    answer = client.get(address)
    assert answer.mimetype == "text/css"
    assert "--app-brand:#ffd700;--app-brand-text:#212b32" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in client.get("/brand.css?v=other").headers["Cache-Control"]


def test_text_on_a_colour_is_the_more_readable_one() -> None:
    assert text_on("#005eb8") == text_on("#000000") == "#ffffff"
    assert text_on("#ffffff") == text_on("#ffeb3b") == "#212b32"


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#00gg00", "#005eb8;}body{display:none", ""])
def test_a_colour_that_is_none_stops_the_start(tmp_path: Path, colour: str) -> None:
    with pytest.raises(SettingsError, match="ORGANISATION_COLOUR"):
        from_environment({"ORGANISATION_COLOUR": colour, "INSTANCE_FOLDER": str(tmp_path)})


@pytest.mark.parametrize("count", ["-1", "many", "10", "1.0"])
def test_a_number_of_proxies_that_is_none_stops_the_start(tmp_path: Path, count: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        from_environment({"TRUSTED_PROXIES": count, "INSTANCE_FOLDER": str(tmp_path)})


def test_the_example_file_has_every_key(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "organisation.example.yaml"
    (tmp_path / "organisation.yaml").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert list(read_words(tmp_path)) == list(PROMPTS)
