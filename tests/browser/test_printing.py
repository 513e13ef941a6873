"""Results on paper and on a wide screen: what only screens need is gone, folds are open, pictures are there."""

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import OpenPage
from tests.browser.every_page import RESULTS, Demonstration

SHOWN = {shown.name: shown for shown in RESULTS}
ONLY_ON_SCREEN = (".app-header__account", ".nhsuk-back-link", ".nhsuk-skip-link", ".app-no-print", "button")


def _hidden(found: Locator) -> bool:
    return not any(each.is_visible() for each in found.all())


@pytest.mark.parametrize("name", ["results, everything shown", "summary"])
def test_paper_has_no_navigation_and_no_folds(open_page: OpenPage, demonstration: Demonstration, name: str) -> None:
    shown = SHOWN[name]
    page = open_page(1280, 900, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown))
    on_screen = [selector for selector in ONLY_ON_SCREEN if not _hidden(page.locator(selector))]
    assert ".app-header__account" in on_screen
    assert ".nhsuk-back-link" in on_screen
    page.emulate_media(media="print")
    assert [selector for selector in ONLY_ON_SCREEN if not _hidden(page.locator(selector))] == []
    folded = page.locator("details:not(.app-no-print):not(.app-no-print *)").all()
    for each in folded:
        height = each.evaluate("e => e.getBoundingClientRect().height - e.querySelector('summary').offsetHeight")
        assert height > 10, each.inner_text()
    assert page.locator("h1").is_visible()


def test_every_picture_appears(open_page: OpenPage, demonstration: Demonstration) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(1280, 900, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown))
    pictures = page.locator("img.app-chart").all()
    assert len(pictures) >= 4
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        picture.evaluate("e => e.decode()")
        size = picture.evaluate("e => [e.naturalWidth, e.clientWidth, e.clientHeight]")
        assert min(size) > 100
        assert len(picture.get_attribute("alt") or "") > 40


def test_a_key_stands_once(open_page: OpenPage, demonstration: Demonstration) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(1280, 900, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown))
    keys = page.locator(".app-key").all_inner_texts()
    assert len(keys) >= 2
    assert len(set(keys)) == len(keys)
