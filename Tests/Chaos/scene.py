"""Where the changes happen: three centres with their helpers, entered before any fault, and the tokens of everybody who acts."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from world import enter_organisation, sound_request

LIFE = 14_400
HELPERS = (
    ("officer", "Nông Thị Bưởi"), ("officer", "Đàm Văn Ích"), ("lawyer", "Hoàng Lệ Thuỷ"), ("lawyer", "Mông Thị Xuyến"),
)


@dataclass
class Centre:
    """A centre, and who speaks for it."""

    id: str
    province: str
    tokens: dict[str, str]
    helpers: dict[str, str]


@dataclass
class Case:
    """A case as the driver knows it: what it has been told, nothing else."""

    id: str
    code: str
    centre: Centre
    state: str = "open"


@dataclass
class Scene:
    """Everything that the driver's threads share. A thing is taken out while somebody changes it, and put back afterwards."""

    system: str
    centres: list[Centre]
    cases: list[Case] = field(default_factory=list)
    # With whether a supplement has been asked for.
    requests: list[tuple[str, Centre, bool]] = field(default_factory=list)
    helpers: list[tuple[str, Centre]] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, things: list, dice: Any, fits: Any = lambda thing: True) -> Any:
        """One of the things, at random, for the caller alone; None where none fits."""
        with self.lock:
            found = [place for place, thing in enumerate(things) if fits(thing)]
            return things.pop(dice.choice(found)) if found else None

    def put(self, things: list, thing: Any) -> None:
        with self.lock:
            things.append(thing)


def enter_scene(stand: Any) -> Scene:
    centres = []
    for place, province in enumerate(("04", "14", "08")):
        made = enter_organisation(stand, name=f"Trung tâm thử lửa {place + 1}", province=province)
        for number, (kind, name) in enumerate(HELPERS):
            made.add_helper(kind, f"{name} {place + 1}", f"LUA-{place}-{number}", "2020-01-01")
        tokens = {role: stand.token(role, organisation=made.id, ttl=LIFE) for role in ("staff", "leader", "administrator")}
        helpers = {helper: stand.token("helper", organisation=made.id, helper=helper, ttl=LIFE) for helper in made.helpers}
        centres.append(Centre(made.id, province, tokens, helpers))
    return Scene(stand.token("system", ttl=LIFE), centres)


class Place:
    """What `sound_request` needs of a centre."""

    def __init__(self, centre: Centre) -> None:
        self.id = centre.id
        self.province = centre.province


def request_of(centre: Centre, mark: str, **changes: Any) -> dict:
    return sound_request(Place(centre), summary=f"Bà bị chiếm mảnh vườn, toà đã thụ lý vụ án. {mark}", **changes)
