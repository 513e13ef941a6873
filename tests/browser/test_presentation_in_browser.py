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
