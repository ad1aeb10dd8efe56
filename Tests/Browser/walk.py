"""A walk over every page that links lead to, for each role, and what each page was like.

Each page is opened by each role on a wide screen in Vietnamese: it must be there, without an error behind it, and fit a narrow window too.
Of pages that differ in ids alone the first is opened, and those where a walk `starts`. What depends on the markup alone is looked at where
it is new: on the first page of its shape, and wherever a role sees a part that no page had before. Such a page is held to the rules of
accessibility in the light, in the dark, and narrow in the dark as a telephone shows it; and once more on a narrow screen, in English,
without scripts. Its pictures are kept.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from playwright.sync_api import Browser, sync_playwright

import axe
from chromium import launched
from markup import Markup
from office import Office
from pictures import Pictures
from shape import shape
from visitor import Visitor, Way
from watch import MISSING_ON_PURPOSE

# Those who see most come first, so that the two walkers end at about the same time.
ROLES = ("leader", "staff", "province", "helper", "administrator", "branch_leader", "ministry", "organisation", "system", "public")

WIDE = Way()
NARROW = Way(width=360, language="en", scripts=False)


# Where links lead, and the addresses of panels: links without scripts.
_LINKS = """() => [...document.querySelectorAll('a[href]:not([download])')].map(link => link.href)
  .concat([...document.querySelectorAll('[data-fragment]')].map(place => place.dataset.fragment))"""

# Of the lines of a table and the entries of a list that are built alike the first stays: the rules say the same of all of them.
_ONE_OF_EACH = """() => {
  const built = element => element.tagName + '.' + element.className + '.' + element.getAttribute('aria-current')
    + '(' + [...element.children].map(built).join() + ')' + (element.textContent.trim() ? '' : 'empty');
  for (const list of document.querySelectorAll('main :is(tbody, ol, ul, dl, select)')) {
    const seen = new Set();
    for (const entry of [...list.children]) {
      const one = built(entry);
      if (seen.has(one)) entry.remove();
      seen.add(one);
    }
  }
}"""


@dataclass
class Seen:
    """A page as a role saw it. Lists of findings are empty where all is well."""

    path: str
    shape: str
    status: int = 0
    violations: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    # Bytes by address.
    weight: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(self.weight.values())


def starts(office: Office, role: str) -> list[str]:
    """Where a role's walk begins: home, and pages whose like looks otherwise."""
    case = {
        "helper": [office.stalled, office.open, office.finished],
        "staff": [office.open, office.related],
        "leader": [office.stalled, office.open, office.finished],
        "administrator": [office.open],
        "branch_leader": [office.stalled_by_branch, office.of_branch],
        "organisation": [office.of_firm],
        "province": [office.open, office.finished],
        "ministry": [office.open],
    }.get(role, [])
    paths = ["/", *(f"/cases/{one['id']}" for one in case)]
    if role in ("staff", "leader"):
        paths.append(f"/requests/{office.received['id']}")
    # What was done on a case, with all that can be there.
    if role in ("helper", "leader", "province"):
        paths += [f"/cases/{office.worked['id']}/{part}" for part in ("work", "hearings", "pay", "expenses")]
    if role in office.reports:
        paths.append(f"/reports/{office.reports[role]}")
    if role == "administrator":
        paths += [f"/accounts/keys/{key}" for key in office.keys]
    if role == "public":
        paths += ["/sign-in", "/styleguide"]
    return paths


def walk_all(office: Office, pictures: Pictures) -> dict[str, list[Seen]]:
    """The pages of every role. Two walk at a time, each with a browser of its own; beside the journeys, which
    work on things of their own."""
    markup = Markup()

    def walk(role: str) -> list[Seen]:
        # Of this thread and the browser that it starts: the journeys go first.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        with sync_playwright() as playwright, launched(playwright) as browser:
            return _Walk(browser, office, pictures, markup, role).over_all()

    with ThreadPoolExecutor(2) as walkers:
        return dict(zip(ROLES, walkers.map(walk, ROLES)))


class _Walk:
    def __init__(self, browser: Browser, office: Office, pictures: Pictures, markup: Markup, role: str) -> None:
        self.role = role
        self.pictures = pictures
        self.markup = markup
        self.starts = starts(office, role)
        self.ahead = deque(self.starts)
        self.known = {shape(path) for path in self.ahead}
        self.wide = self._visitor(browser, office, WIDE)
        self.narrow = self._visitor(browser, office, NARROW)
        # Bytes of what the browser keeps from page to page, as it first came.
        self.kept: dict[str, int] = {}

    def over_all(self) -> list[Seen]:
        seen = []
        while self.ahead:
            page = Seen(path := self.ahead.popleft(), shape(path))
            seen.append(page)
            if self._look_wide(page):
                self._look_narrow(page)
        return seen

    def _visitor(self, browser: Browser, office: Office, way: Way) -> Visitor:
        context = way.context(browser, office.system.url)
        visitor = Visitor(context, way, office.words[way.language], self.role, self.pictures)
        if self.role != "public":
            visitor.stay(office.accounts[self.role])
        return visitor

    def _look_wide(self, seen: Seen) -> bool:
        """Returns whether there was anything new on it."""
        visitor, name = self.wide, self._name(seen)
        seen.status = visitor.open(_in("vi", seen.path)).status
        seen.weight = self._first_weight(visitor)
        self._note_links(visitor)
        seen.twice = [f"the id {one} stands twice" for one in visitor.ids_twice]
        with visitor.looking(width=NARROW.width):
            self._note_overflow(seen, visitor, "vi")
        is_new = self.markup.is_new(visitor.page, seen.shape)
        if is_new:
            visitor.picture(name)
            with visitor.looking(scheme="dark", width=NARROW.width):
                visitor.picture(name)
            visitor.unfold_all()
            visitor.page.evaluate(_ONE_OF_EACH)
            seen.violations += [f"light: {one}" for one in visitor.violations()]
            with visitor.looking(scheme="dark"):
                seen.violations += [f"dark: {one}" for one in visitor.violations(axe.COLOURS)]
            with visitor.looking(scheme="dark", width=NARROW.width):
                seen.violations += [f"narrow, dark: {one}" for one in visitor.violations(axe.COLOURS + axe.WIDTH)]
                self._note_overflow(seen, visitor, "vi, unfolded,")
        self._note_faults(seen, visitor)
        return is_new

    def _first_weight(self, visitor: Visitor) -> dict[str, int]:
        """What the page weighs for somebody who comes for the first time: with all that the browser had already."""
        weight = visitor.watch.weight()
        for address, size in weight.items():
            if "/static/" in address:
                self.kept[address] = weight[address] = max(size, self.kept.get(address, 0))
        return weight

    def _look_narrow(self, seen: Seen) -> None:
        visitor = self.narrow
        visitor.open(_in("en", seen.path))
        # Without scripts, links stand where panels would be.
        self._note_links(visitor)
        self._note_overflow(seen, visitor, "en")
        visitor.picture(self._name(seen))
        visitor.unfold_all()
        self._note_overflow(seen, visitor, "en, unfolded,")
        visitor.page.evaluate(_ONE_OF_EACH)
        seen.violations += [f"narrow, in English: {one}" for one in visitor.violations()]
        self._note_faults(seen, visitor)

    def _note_links(self, visitor: Visitor) -> None:
        page = visitor.page
        for address in page.evaluate(_LINKS):
            path = _within(page.url, address)
            if path and shape(path) not in self.known:
                self.known.add(shape(path))
                self.ahead.append(path)

    def _note_overflow(self, seen: Seen, visitor: Visitor, language: str) -> None:
        if (by := visitor.overflow) > 0:
            seen.wider.append(f"in {language} by {by} px")

    def _note_faults(self, seen: Seen, visitor: Visitor) -> None:
        seen.faults += visitor.watch.faults
        visitor.watch.faults.clear()

    def _name(self, seen: Seen) -> str:
        """Of the picture; pages of one shape are told apart."""
        alike = [path for path in self.starts if shape(path) == seen.shape]
        return seen.shape if len(alike) < 2 else f"{seen.shape}-{alike.index(seen.path) + 1}"


def _within(here: str, address: str) -> str | None:
    """The path and query of a link to a page of ours, without the language; None for what is no page."""
    there, ours = urlsplit(urljoin(here, address)), urlsplit(here)
    if (there.scheme, there.netloc) != (ours.scheme, ours.netloc) or there.path.startswith("/api/") or there.path in MISSING_ON_PURPOSE:
        return None
    # Leads to the identity provider, whose pages are its own.
    if there.path == "/sign-in/provider":
        return None
    query = [(name, value) for name, value in parse_qsl(there.query, keep_blank_values=True) if name not in ("lang", "notice")]
    return there.path + ("?" + urlencode(query) if query else "")


def _in(language: str, path: str) -> str:
    return path + ("&" if "?" in path else "?") + f"lang={language}"
