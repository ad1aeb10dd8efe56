"""One system at work for the whole session, one browser (Debian's Chromium), and visitors of it.

Environment: CAUNOI_BIN, the folder of the executables (default .build/debug); CAUNOI_KEEP=1 keeps the data folder;
CAUNOI_SCREENSHOTS, where the pictures go (default .build/screenshots); CAUNOI_CHROMIUM, the browser (default /usr/bin/chromium).
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Iterator

import pytest
from playwright.sync_api import sync_playwright

from chromium import launched
from contexts import Contexts
from known import KNOWN
from office import Office
from pictures import Pictures
from running import running_system
from visitor import WIDE, Visitor, Way
from walk import Seen, walk_all


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the walk over all pages found is judged after the journeys: it goes on beside them. Last come those who take parts away."""
    items.sort(key=lambda item: [item.get_closest_marker(name) is not None for name in ("outage", "walked")])


@pytest.fixture(scope="session")
def office():
    # As at work, and not as a demonstration has it.
    with running_system(CAUNOI_SIGN_IN_SECOND_FACTOR="required") as system:
        office = Office(system)
        office.furnish()
        yield office


@pytest.fixture(scope="session")
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser


@pytest.fixture(scope="session", autouse=True)
def walk(request: pytest.FixtureRequest, office: Office, pictures: Pictures) -> Iterator[Future[dict[str, list[Seen]]] | None]:
    """The walk over every page, begun before the first test if any test is about it."""
    if not any(item.get_closest_marker("walked") for item in request.session.items):
        yield None
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(walk_all, office, pictures)


@pytest.fixture(scope="session")
def contexts(browser, office: Office) -> Contexts:
    return Contexts(browser, office.system.url)


@pytest.fixture
def visit(contexts: Contexts, office: Office, pictures: Pictures):
    """visit(role, way) -> Visitor who is signed in; visit(None) is the public. What went wrong unseen fails the test at its end."""
    visitors: list[Visitor] = []

    def begin(role: str | None = None, way: Way = WIDE, *, at_home: bool = False, by_form: bool = False) -> Visitor:
        """Signed in, and with `at_home` on the home page. Whoever comes first in a role signs in by the form, wide and with scripts;
        `by_form` does it once more in another way, and leads home too."""
        visitor = Visitor(contexts.take(way), way, office.words[way.language], role or "public", pictures)
        visitors.append(visitor)
        if role and by_form:
            visitor.sign_in(office.accounts[role])
        elif role:
            visitor.stay(office.accounts[role])
            if at_home:
                visitor.open("/")
        return visitor

    yield begin
    for visitor in visitors:
        contexts.give_back(visitor)
    faults = KNOWN.new_faults(fault for visitor in visitors for fault in visitor.watch.faults)
    assert not faults, "\n".join(["", *faults])
