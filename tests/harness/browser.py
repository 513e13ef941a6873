"""What a browser can tell about a page: accessibility, overflow, and what the page's own rules blocked."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fetch_browser import axe_source
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"
WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_AXE: list[str] = []


@dataclass
class Complaints:
    """What the pages of one browser context complained about: blocked by policy, broken scripts, missing files."""

    lines: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.lines.append(f"script error: {error.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # a page that answers 404 or 403 on purpose is also noted in the console; what it lacks itself is not a page
        own = message.page is not None and message.location.get("url") == message.page.url
        if message.type == "error" and not (own and "Failed to load resource" in message.text):
            self.lines.append(message.text)

    def expect(self, words: str) -> None:
        """Take away the complaints that a test provoked; fail if there are none."""
        provoked = [line for line in self.lines if words in line]
        assert provoked, f"no complaint about {words!r}: {self.lines}"
        self.lines = [line for line in self.lines if words not in line]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds against WCAG 2.2 A and AA on the page as it stands."""
    if not _AXE:
        _AXE.append(axe_source())
    # evaluated, not inserted: the page's policy rightly blocks a foreign script tag
    page.evaluate(_AXE[0])
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG_TAGS
    )
    _note(page, passes=len(found["passes"]), failed=len(found["violations"]))
    broken: list[dict[str, Any]] = found["violations"]
    return broken


def explain(page: Page, found: list[dict[str, Any]]) -> str:
    """What `violations` found, in lines to read."""
    lines = [
        f"{one['id']} ({one['impact']}): {one['help']}\n" + "\n".join(f"    {n['html'][:300]}" for n in one["nodes"])
        for one in found
    ]
    return f"{page.url}\n" + "\n".join(lines)


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A or AA that axe-core can see. Writes a line to test-artefacts/accessibility.csv."""
    found = violations(page)
    assert not found, explain(page, found)


def assert_no_overflow(page: Page, width: int = NARROW) -> None:
    """At `width` CSS pixels the page does not scroll sideways; the page keeps its own size afterwards.

    What scrolls inside a box of its own (a wide table, overflow-x: auto) does not count.
    """
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate(
        """width => {
            const inBox = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
            const over = [...document.body.querySelectorAll('*')].filter(
                e => e.getBoundingClientRect().right > width + 0.5 && !inBox(e));
            return document.documentElement.scrollWidth > width
                ? ['the page is ' + document.documentElement.scrollWidth + ' px wide',
                   ...over.slice(0, 5).map(e => e.outerHTML.slice(0, 200))]
                : [];
        }""",
        width,
    )
    if before is not None:
        page.set_viewport_size(before)
    assert not wide, f"{page.url} at {width} px:\n" + "\n".join(wide)


def focused(page: Page) -> str:
    """The tag, id and words of the element that has the keyboard's focus, for messages and assertions."""
    text: str = page.evaluate(
        "() => { const e = document.activeElement; return [e.tagName.toLowerCase(), e.id ? '#' + e.id : '', "
        "' ', (e.innerText || e.value || '').trim().slice(0, 60)].join('').trim(); }"
    )
    return text


def tab_to(page: Page, selector: str, most: int = 200) -> None:
    """Press Tab until the element that matches `selector` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{page.url}: {most} times Tab did not reach {selector}")


def _note(page: Page, *, passes: int, failed: int) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    size = page.viewport_size or {"width": 0}
    with (ARTEFACTS / "accessibility.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([urlsplit(page.url).path, page.title(), size["width"], passes, failed])
