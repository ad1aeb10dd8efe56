"""The ways that journeys are walked in: each with scripts and without, on a wide screen and on a narrow one. A role with several journeys
has the narrow screen with scripts on some and without on others; a role with one journey has both on it, as have the longest journeys."""

from __future__ import annotations

import pytest

from visitor import NARROW, NARROW_PLAIN, WIDE, WIDE_PLAIN

from_a_desk = pytest.mark.parametrize("way", [WIDE, NARROW_PLAIN], ids=str)
by_telephone = pytest.mark.parametrize("way", [NARROW, WIDE_PLAIN], ids=str)
every_way = pytest.mark.parametrize("way", [WIDE, NARROW, NARROW_PLAIN], ids=str)
