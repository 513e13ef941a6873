"""Negative controls: what the browser tests rely on must fail on a page that is wrong."""

import pytest
from playwright.sync_api import Page

from tests.harness.browser import Complaints, assert_accessible, assert_no_overflow, focused, tab_to

ADDRESS = "http://page.test/"
PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>A page</title></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
LABELLED = '<form><label for="name">Name</label><input id="name"></form>'
UNLABELLED = '<form><input id="name"></form>'
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"


def _show(page: Page, content: str) -> None:
    headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
    page.route(ADDRESS, lambda route: route.fulfill(body=PAGE.format(content), headers=headers))
    page.goto(ADDRESS)


def test_a_page_with_a_label_is_accessible(phone: Page) -> None:
    _show(phone, LABELLED)
    assert_accessible(phone)


def test_a_page_with_its_label_removed_is_not(phone: Page) -> None:
    _show(phone, UNLABELLED)
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(phone)


def test_a_page_that_fits_does_not_overflow(phone: Page) -> None:
    _show(phone, "<p>Short</p>")
    assert_no_overflow(phone)
    assert phone.viewport_size == {"width": 390, "height": 844}


def test_a_page_that_is_too_wide_overflows(phone: Page) -> None:
    _show(phone, f"<p>{'x' * 200}</p>")
    with pytest.raises(AssertionError, match="320 px"):
        assert_no_overflow(phone)


def test_what_the_policy_blocks_is_a_complaint(phone: Page, complaints: Complaints) -> None:
    _show(phone, '<p style="color: red">Red</p><script>document.title = "Changed"</script>')
    assert phone.title() == "A page"
    complaints.expect("Content Security Policy")


def test_a_missing_file_is_a_complaint(phone: Page, complaints: Complaints) -> None:
    phone.route(ADDRESS + "gone.js", lambda route: route.fulfill(status=404))
    _show(phone, '<script src="/gone.js"></script>')
    complaints.expect("404")


def test_without_javascript_no_script_runs(plain: Page) -> None:
    plain.route(ADDRESS + "own.js", lambda route: route.fulfill(body="document.title = 'Changed'"))
    _show(plain, '<script src="/own.js"></script>')
    assert plain.title() == "A page"


def test_the_keyboard_reaches_what_it_should(phone: Page) -> None:
    _show(phone, LABELLED + '<button id="send">Send</button>')
    tab_to(phone, "#send")
    assert focused(phone) == "button#send Send"
