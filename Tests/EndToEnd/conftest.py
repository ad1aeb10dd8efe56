"""One system for the whole session (SystemKit/running.py); callers and organisations for the tests."""

from __future__ import annotations

import pytest

from api import Api
from running import running_system
from system import System
from world import Organisation, enter_organisation


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "moves_clock: puts the system's clock forward, so its module runs after the others")
    config.addinivalue_line("markers", "waits_long: awaits what was begun by an earlier test of its module, so it runs after the other modules whose clock stands")
    config.addinivalue_line("markers", "reads_all_answers: looks at what the other tests were answered, so it runs after all of them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Whole modules, so that a module's fixtures are made once.
    late = {item.path for item in items if item.get_closest_marker("moves_clock")}

    def place(item: pytest.Item) -> int:
        if item.get_closest_marker("reads_all_answers"):
            return 3
        if item.path in late:
            return 2
        return 1 if item.get_closest_marker("waits_long") else 0

    items.sort(key=place)


@pytest.fixture(scope="session")
def system():
    with running_system() as system:
        yield system


@pytest.fixture(scope="session")
def caller(system: System):
    """caller(role, organisation=…, province=…, helper=…) -> Api; caller(None) has no token."""

    def make(role: str | None, **scope) -> Api:
        return Api(system.url, system.token(role, **scope) if role else None)

    return make


@pytest.fixture(scope="session")
def token(system: System):
    return system.token


@pytest.fixture(scope="module")
def centre(system: System) -> Organisation:
    """A centre of the module's own, with helpers of each kind that a centre has."""
    centre = enter_organisation(system)
    centre.add_helper("officer", "Cà Thị Phanh", "TN-1", "2019-01-01")
    centre.add_helper("officer", "Bùi Đức Ý", "TN-2", "2022-01-01")
    centre.add_helper("lawyer", "Tòng Văn Lả", "TN-3", "2020-01-01")
    centre.add_helper("collaborator", "Mùa A Chía", "TN-4", "2021-01-01")
    return centre
