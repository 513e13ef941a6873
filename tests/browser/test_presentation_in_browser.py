"""The presentation by arrow keys, by links without JavaScript, and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.shown import REGIONAL, Demonstration, Shown

FIRST = Shown("presentation", "chair.present", "demo chair", "latest", slug=REGIONAL)


def test_the_arrow_keys_lead_on_and_back(demonstration: Demonstration, open_page: OpenPage) -> None:
    page = open_page(1280, 720, storage_state=demonstration.state_of(FIRST.who))
    page.goto(demonstration.address(FIRST))
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1)):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"/present/{number}\?"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowRight")
    expect(page).to_have_url(re.compile(r"/present/1\?"))


def test_the_links_lead_on_without_javascript(demonstration: Demonstration, open_page: OpenPage) -> None:
    page = open_page(1280, 720, javascript=False, storage_state=demonstration.state_of(FIRST.who))
    page.goto(demonstration.address(FIRST))
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text(re.compile(r"^2 of \d+$"))).to_be_visible()
    page.get_by_role("link", name="Leave the presentation").click()
    expect(page).to_have_url(re.compile(r"/results\?"))


@pytest.mark.parametrize("number", [1, 6, 18])
def test_a_page_prints_on_one_sheet(demonstration: Demonstration, open_page: OpenPage, number: int) -> None:
    page = open_page(1280, 720, storage_state=demonstration.state_of(FIRST.who))
    shown = Shown("presentation", "chair.present", "demo chair", "latest", slug=REGIONAL, more={"number": number})
    page.goto(demonstration.address(shown))
    page.wait_for_load_state("networkidle")
    for landscape in (False, True):
        paper = page.pdf(format="A4", landscape=landscape, prefer_css_page_size=False)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_every_page_fits_the_screen(demonstration: Demonstration, open_page: OpenPage) -> None:
    page = open_page(1280, 720, storage_state=demonstration.state_of(FIRST.who))
    page.goto(demonstration.address(FIRST))
    last = int(page.locator(".app-present__place").inner_text().split()[-1])
    for number in range(1, last + 1):
        shown = Shown("presentation", "chair.present", "demo chair", "latest", slug=REGIONAL, more={"number": number})
        page.goto(demonstration.address(shown))
        for width, height in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            place = page.evaluate(
                """() => { const article = document.querySelector('.app-present');
                    const picture = article.querySelector('img');
                    return [article.getBoundingClientRect().bottom, article.scrollHeight - article.clientHeight,
                        picture ? picture.clientHeight : 999]; }"""
            )
            assert place[0] <= height, (number, width)
            assert place[1] <= 1, (number, width)
            assert place[2] >= 280, (number, width)


def test_every_page_at_once_prints_one_to_a_sheet(demonstration: Demonstration, open_page: OpenPage) -> None:
    page = open_page(1280, 720, storage_state=demonstration.state_of(FIRST.who))
    shown = Shown("presentation, every page", "chair.present_all", "demo chair", "latest", slug=REGIONAL)
    page.goto(demonstration.address(shown), wait_until="networkidle")
    pages = page.locator("article").count()
    assert pages > 15
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == pages
    assert re.search(rb"/MediaBox\s*\[\s*0 0 84[12]", paper)  # across
