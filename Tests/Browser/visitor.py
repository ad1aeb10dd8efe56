"""A person at a browser of their own: opens pages, reads labels, fills in forms, presses buttons."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Iterator

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

import axe
from accounts import Account
from catalogue import Words
from known import KNOWN
from pictures import Pictures
from waiting import wait_until
from watch import Watch

# Milliseconds; a debug build on a busy machine is slow, and nothing waits longer than it must.
PATIENCE = 20_000

# Of every window, in pixels.
HEIGHT = 800


@dataclass(frozen=True)
class Way:
    """How somebody comes: with scripts or without, on a wide or a narrow screen, in which language and light."""

    scripts: bool = True
    width: int = 1280
    language: str = "vi"
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{'scripts' if self.scripts else 'plain'}-{self.width}"

    def but(self, **changes: object) -> Way:
        return replace(self, **changes)

    def context(self, browser: Browser, url: str) -> BrowserContext:
        context = browser.new_context(
            base_url=url, viewport={"width": self.width, "height": HEIGHT}, color_scheme=self.scheme,
            locale={"vi": "vi-VN", "en": "en-GB"}[self.language], reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        return context


WIDE = Way()
NARROW = Way(width=360)
WIDE_PLAIN = Way(scripts=False)
NARROW_PLAIN = Way(scripts=False, width=360)


class Visitor:
    def __init__(self, context: BrowserContext, way: Way, words: Words, role: str, pictures: Pictures) -> None:
        self.role = role
        self.pictures = pictures
        self.way = way
        self.words = words
        self.context = context
        self.page: Page = context.new_page()
        self.watch = Watch(self.page)
        # The browser's debugging protocol.
        self.tools = context.new_cdp_session(self.page)
        self._let_scripts_run(way.scripts)

    # ---- going about ----

    def open(self, path: str) -> Response:
        with self.arriving():
            answer = self.page.goto(path)
        assert answer, path
        return answer

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Around what leads to another page: until that page is there with all its panels."""
        self.watch.forget_requests()
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.settle()

    def settle(self) -> None:
        """Until the page's panels have come, and nothing is being loaded any more."""
        if self.way.scripts:
            expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

        def quiet() -> bool:
            self.page.evaluate("() => 0")  # lets events of the browser come in
            return self.watch.quiet

        wait_until(quiet, PATIENCE / 1000, f"{self.page.url} to be loaded", every=0.05)

    def sign_in(self, account: Account) -> None:
        """By the form, from the link of the public's page."""
        self.open("/")
        self.follow("sign_in", within=self.page.get_by_role("banner"))
        self.identify(account)

    def stay(self, account: Account) -> None:
        """Signed in, by the form if nobody has with that account before: checking a password takes its time."""
        with account.turn:
            if not account.cookies:
                self.sign_in(account)
                account.cookies = self.context.cookies()
        self.context.clear_cookies()
        self.context.add_cookies(account.cookies)

    def identify(self, account: Account) -> None:
        """By the form that is there."""
        with account.turn:
            self.field("sign_in_login").fill(account.login)
            self.field("sign_in_password").fill(account.password)
            self.press("sign_in_submit", within=self.main)
            account.second_step.take(self)
        expect(self.page.get_by_role("button", name=self.words("sign_out"))).to_be_visible()

    def confirm_if_asked(self, account: Account) -> None:
        """Shows once more who it is: whoever signed in a while ago is asked before they change who comes in."""
        if self.heading.inner_text() != self.words("confirmation_title"):
            return
        with account.turn:
            self.field("password_old").fill(account.password)
            code = self.field("code_field")
            if code.count():
                code.fill(account.second_step.code())
            self.press("confirmation_submit", within=self.main)

    def go(self, entry: str) -> None:
        """By an entry of the main navigation; on a narrow screen through the menu that holds it."""
        link = self.page.get_by_role("navigation", name=self.words("nav_label")).get_by_role("link", name=self.words(entry), exact=True)
        if not link.filter(visible=True).count():
            self.page.get_by_role("banner").get_by_text(self.words("nav_menu"), exact=True).click()
        with self.arriving():
            link.filter(visible=True).click()

    def follow(self, link: str, within: Locator | None = None) -> None:
        """By a link, given by the key of its sentence."""
        self.follow_text(self.words(link), within)

    def follow_text(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        with self.arriving():
            (within or self.main).get_by_role("link", name=text, exact=isinstance(text, str)).first.click()

    def press(self, button: str, within: Locator | None = None) -> None:
        """A button that sends a form, and on to the page that answers."""
        with self.arriving():
            (within or self.page).get_by_role("button", name=self.words(button), exact=True).click()

    # ---- what is on the page ----

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        return self.page.evaluate("() => location.pathname")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def errors(self) -> Locator:
        """The summary of what is wrong with a form."""
        return self.page.get_by_role("alert").filter(has_text=self.words("errors_title"))

    def expect_heading(self, key: str) -> None:
        expect(self.heading).to_contain_text(self.words(key))

    def expect_notice(self, key: str) -> None:
        """What has just been done is said."""
        expect(self.page.get_by_role("status").filter(has_text=self.words(key))).to_be_visible()

    def form(self, submit: str) -> Locator:
        """The form with that button."""
        button = self.page.get_by_role("button", name=self.words(submit), exact=True, include_hidden=True)
        return self.page.locator("form").filter(has=button)

    def unfolded(self, summary: str, submit: str) -> Locator:
        """A form that is folded away behind a line of text, opened."""
        form = self.form(submit)
        if not form.is_visible():
            self.main.get_by_text(self.words(summary), exact=True).first.click()
        expect(form).to_be_visible()
        return form

    def open_panel(self, label: str) -> None:
        """A panel of the case page: it is there by itself with scripts; without them a link leads to it."""
        if not self.way.scripts:
            self.follow(label)

    def open_tab(self, title: str) -> None:
        """A section behind a tab: it is there by itself without scripts."""
        if self.way.scripts:
            self.main.get_by_role("tab", name=self.words(title), exact=True).click()

    # ---- filling in ----

    def suggested(self, label: str, text: str, within: Locator | None = None) -> None:
        """A line with suggestions: with scripts the first one for what is typed is taken by keyboard; without, the line is typed whole."""
        field = self.field(label, within)
        if not self.way.scripts:
            field.fill(text)
            return
        field.press_sequentially(text)
        expect(self.main.get_by_role("option")).not_to_have_count(0)
        field.press("ArrowDown")
        field.press("Enter")

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """A box to fill in; the list of its suggestions has its label too."""
        return (within or self.main).get_by_label(self.words.begins(label)).and_(self.page.locator(":not([role=listbox])"))

    def group(self, legend: str, within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_role("group", name=self.words.begins(legend))

    def choose(self, legend: str, option: str, within: Locator | None = None) -> None:
        """A radio button or a box to tick, by the keys of its group and its own."""
        self.group(legend, within).get_by_label(self.words.begins(option)).check()

    def date(self, legend: str, day: date, within: Locator | None = None) -> None:
        """Day, month and year, in this order in every language of ours."""
        parts = self.group(legend, within).get_by_role("textbox")
        for place, value in enumerate((day.day, day.month, day.year)):
            parts.nth(place).fill(str(value))

    # ---- what any page must keep ----

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

    @property
    def ids_twice(self) -> list[str]:
        """Ids that more than one thing on the page has: labels and messages then belong to the first of them."""
        return self.page.evaluate("""() => {
          const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
          return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
        }""")

    def look_at(self, name: str) -> None:
        """Holds a page that no link leads to (a form sent back, say) to what every page must keep, and takes its picture."""
        self.picture(name)
        found = KNOWN.new(self.path, self.violations())
        assert not found, f"{name}: {self.page.url}\n" + "\n".join(found)
        assert self.overflow <= 0, f"{name}: {self.page.url} is {self.overflow} px wider than its window"

    def look_at_in_both_lights(self, name: str) -> None:
        self.look_at(name)
        with self.looking(scheme="dark"):
            found = KNOWN.new(self.path, self.violations(axe.COLOURS))
        assert not found, f"{name}, in the dark: {self.page.url}\n" + "\n".join(found)

    @contextmanager
    def looking(self, **changes: object) -> Iterator[None]:
        """In another light or width for a while, on the same page."""
        own, self.way = self.way, self.way.but(**changes)
        self._see(own)
        try:
            yield
        finally:
            other, self.way = self.way, own
            self._see(other)

    def _see(self, before: Way) -> None:
        if self.way.scheme != before.scheme:
            self.page.emulate_media(color_scheme=self.way.scheme)
        if self.way.width != before.width:
            self.page.set_viewport_size({"width": self.way.width, "height": HEIGHT})

    def violations(self, rules: list[str] | None = None) -> list[str]:
        """What axe-core finds; it needs scripts, the page's own are over by then."""
        self._let_scripts_run(True)
        try:
            return axe.violations(self.page, rules)
        finally:
            self._let_scripts_run(self.way.scripts)

    def _let_scripts_run(self, allowed: bool) -> None:
        self.tools.send("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    def unfold_all(self) -> None:
        """Opens whatever is folded away, so that it is looked at too."""
        self.page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")

    def picture(self, name: str) -> None:
        scheme = self.way.scheme if self.way.scripts else f"{self.way.scheme}-plain"
        self.pictures.take(self.page, self.role, name, self.way.language, self.way.width, scheme)
