"""A key of a program ends with its last day, in Viet Nam's time, and says before that it will."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest

from api import Api
from program_keys import KEYS, assert_refused, draft, exchange, make
from system import System
from test_accounts import heard
from world import Organisation

pytestmark = pytest.mark.moves_clock

VIET_NAM = timezone(timedelta(hours=7))


@pytest.fixture(scope="module", autouse=True)
def known(centre: Organisation) -> None:
    heard(centre)


def test_a_key_holds_to_the_end_of_its_last_day(system: System, centre: Organisation):
    last = system.today() + timedelta(days=20)
    key = make(centre.administrator, centre, ends_on=str(last))
    later = make(centre.administrator, centre, ends_on=str(last + timedelta(days=30)))

    def state() -> str:
        return centre.administrator.read(key.place)["state"]

    assert state() == "good"
    end = datetime.combine(last, time(), VIET_NAM) + timedelta(days=1)
    for before, expected in ((timedelta(days=14, hours=1), "good"), (timedelta(days=14, hours=-1), "ending"), (timedelta(minutes=30), "ending")):
        system.move_clock(end - before - system.now())
        assert state() == expected
        assert exchange(system, key).status_code == 200
    system.move_clock(end + timedelta(seconds=1) - system.now())
    assert state() == "over" and centre.administrator.read(later.place)["state"] == "good"
    for by_form in (False, True):
        assert_refused(exchange(system, key, by_form=by_form), 401, "invalid_client")
    assert exchange(system, later).status_code == 200
    # It stays on the list, and can be withdrawn for good.
    assert key.id in {one["id"] for one in centre.administrator.everything(KEYS)}
    assert centre.administrator.http.delete(key.place).status_code == 204
    assert state() == "withdrawn"


def test_keys_that_are_over_make_room_for_others(system: System, centre: Organisation):
    keeper: Api = centre.administrator
    good = [one for one in keeper.everything(KEYS) if one["state"] in ("good", "ending")]
    made = [make(keeper, centre, ends_on=str(system.today() + timedelta(days=1))) for _ in range(20 - len(good))]
    assert keeper.post(KEYS, draft(centre)).status_code == 409
    system.move_clock(timedelta(days=2))
    assert centre.administrator.read(made[0].place)["state"] == "over"
    make(centre.administrator, centre)
