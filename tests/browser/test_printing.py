"""Results on paper and on a wide screen: what only screens need is gone, folds are open, pictures are there."""

import pytest
from playwright.sync_api import Locator, Request, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.every_page import RESULTS
from tests.browser.shown import Demonstration

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


@pytest.mark.parametrize("javascript", [True, False])
def test_every_picture_is_there_before_anybody_scrolls_or_prints(
    open_page: OpenPage, demonstration: Demonstration, javascript: bool
) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(1280, 900, javascript=javascript, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown), wait_until="networkidle")
    pictures = page.locator("img.app-chart").all()
    assert len(pictures) >= 4
    assert min(picture.evaluate("e => e.naturalWidth") for picture in pictures) > 100
    page.emulate_media(media="print")  # paper opens every fold
    for picture in pictures:
        size = picture.evaluate("e => [e.clientWidth, e.clientHeight]")
        assert min(size) > 100, picture.get_attribute("src")
        assert len(picture.get_attribute("alt") or "") > 40


def test_a_phone_fetches_no_picture_that_it_does_not_show(open_page: OpenPage, demonstration: Demonstration) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(390, storage_state=demonstration.state_of(shown.who))
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.append(request.url)

    page.on("request", note)
    page.goto(demonstration.address(shown), wait_until="networkidle")
    assert any("results.css" in url for url in fetched)
    assert not any("/charts/" in url for url in fetched)


def test_a_key_stands_once(open_page: OpenPage, demonstration: Demonstration) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(1280, 900, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown))
    keys = page.locator(".app-key").all_inner_texts()
    assert len(keys) >= 2
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("width", "pictures"), [(390, False), (1280, True)])
def test_a_title_stands_in_the_page_and_not_a_second_time_in_the_picture(
    open_page: OpenPage, demonstration: Demonstration, width: int, pictures: bool
) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(width, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown))
    figure = page.locator("figure.app-figure").first
    expect(figure.locator("h3")).to_be_visible()
    figure.get_by_text("Picture and figures").click()
    expect(figure.locator("img.app-chart")).to_be_visible(visible=pictures)
    begins = " ".join(figure.locator("h3").inner_text().split()[:3])
    on_page = figure.locator("img.app-chart").get_attribute("src") or ""
    saved = figure.get_by_role("link", name="SVG").get_attribute("href") or ""
    where = page.url.split("/forums/")[0]
    drawn, plain = (page.request.get(where + address).text().count(begins) for address in (saved, on_page))
    assert drawn == plain + 1  # both carry it as their <title>; the saved one is drawn with it as well


def test_nothing_moves_while_pictures_load(open_page: OpenPage, demonstration: Demonstration) -> None:
    """The place of a picture is as high before it has come as after."""
    shown = SHOWN["results, everything shown"]
    page = open_page(1280, 900, storage_state=demonstration.state_of(shown.who))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/results/charts/**", hold)
    page.goto(demonstration.address(shown), wait_until="domcontentloaded")
    page.emulate_media(media="print")
    measure = "[...document.querySelectorAll('.app-chart')].map(e => Math.round(e.getBoundingClientRect().height))"
    heights = [page.evaluate(measure)]
    for each in held:
        each.continue_()
    page.wait_for_load_state("networkidle")
    heights.append(page.evaluate(measure))
    assert held
    assert heights[0] == heights[1]
    assert min(heights[1]) > 100


def test_a_fold_opens_for_a_statement_that_is_asked_for(open_page: OpenPage, demonstration: Demonstration) -> None:
    shown = SHOWN["results, everything shown"]
    page = open_page(390, storage_state=demonstration.state_of(shown.who))
    page.goto(demonstration.address(shown) + "#statement-PB-5.1")
    expect(page.locator("#statement-PB-5\\.1")).to_be_visible()
    expect(page.locator("#statement-PB-1\\.1")).to_be_visible(visible=False)
