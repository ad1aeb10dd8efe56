"""What stands between asking for a page and seeing it: nothing from elsewhere, one style sheet, no script; and once only."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response

from office import Office
from visitor import NARROW, Visitor

# Who opens which page, and another page of theirs after it.
PAGES = {
    "the sign-in": (None, "/sign-in", "/requests/new"),
    "the form of a request": (None, "/requests/new", "/sign-in"),
    "the home page": ("leader", "/", "/cases"),
    "the register": ("leader", "/cases", "/"),
    "a case": ("helper", "/cases/{case}", "/calendar"),
}

# What the browser itself notes of everything that the page loaded.
_LOADED = """() => performance.getEntriesByType('resource').map(one => ({
  address: one.name, blocks: one.renderBlockingStatus === 'blocking', bytes: one.transferSize,
}))"""

# Each face whose letters are fetched: the address, and what is shown until they are there.
_FACES = r"""() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule instanceof CSSFontFaceRule && /url\(/.test(rule.style.getPropertyValue('src')))
  .map(rule => [new URL(/url\("?([^")]+)/.exec(rule.style.getPropertyValue('src'))[1], rule.parentStyleSheet.href).href,
    rule.style.getPropertyValue('font-display')])"""


@dataclass
class FirstVisit:
    """A browser that has never been here, and the pages that it goes to."""

    visitor: Visitor
    path: str
    after: str
    answers: list[Response]

    def open(self, path: str) -> list[dict]:
        """What the page loaded."""
        self.visitor.open(path)
        return self.visitor.page.evaluate(_LOADED)

    @property
    def caching(self) -> dict[str, str]:
        """Of style sheets, scripts, fonts and pictures: how long they may be kept."""
        return {one.url: one.headers.get("cache-control", "") for one in self.answers if urlsplit(one.url).path.startswith("/static/")}


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def first(request: pytest.FixtureRequest, visit, office: Office) -> FirstVisit:
    role, path, after = request.param
    visitor = visit(role, NARROW)
    visitor.tools.send("Network.enable")
    visitor.tools.send("Network.clearBrowserCache")
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    return FirstVisit(visitor, path.format(case=office.open["id"]), after, answers)


def test_a_page_waits_for_one_style_sheet_and_for_no_script_font_or_other_host(first: FirstVisit, office: Office):
    loaded, page = first.open(first.path), first.visitor.page
    assert {urlsplit(one.url).netloc for one in first.answers} == {urlsplit(office.system.url).netloc}
    blocking = [urlsplit(one["address"]).path for one in loaded if one["blocks"]]
    assert len(blocking) == 1 and blocking[0].endswith(".css"), blocking
    assert page.locator("script:not([type=module][src])").count() == 0
    # Letters are there early, or others stand for them until they are.
    preloaded = page.eval_on_selector_all("link[rel=preload][as=font][crossorigin]", "all => all.map(one => one.href)")
    faces = dict(page.evaluate(_FACES))
    assert preloaded and set(preloaded) <= faces.keys()
    assert set(faces.values()) == {"swap"}


def test_what_one_page_loaded_the_next_does_not_load_again(first: FirstVisit):
    loaded = first.open(first.path)
    caching = first.caching
    assert {urlsplit(address).path.rsplit(".", 1)[1] for address in caching} >= {"css", "js", "woff2"}
    assert {said for said in caching.values() if "immutable" not in said} == set()
    assert [one for one in loaded if one["address"] in caching and not one["bytes"]] == [], "the browser had something already"
    again = [one for one in first.open(first.after) if one["address"] in caching]
    assert len(again) >= 3 and [one for one in again if one["bytes"]] == []
