"""Any history of five offices heals: the model in memory, and what must not pass it."""

from __future__ import annotations

from functools import partial

import pytest

from tests.conftest import PROFILE
from tests.sync_model.books import MemoryBooks
from tests.sync_model.machine import run
from tests.sync_model.naive import ClockFeed, LamportFeed, NumberedFeed

_HISTORIES = {"ci": (60, 40), "nightly": (300, 60), "release": (1000, 60)}
_CONTROLS = 2000


@pytest.mark.timeout(900)
def test_any_history_heals():
    run(MemoryBooks, *_HISTORIES.get(PROFILE, (60, 40)))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("feed", [NumberedFeed, LamportFeed, ClockFeed])
def test_the_machine_finds_what_other_designs_lose(feed):
    lost = "silently dropped|missing upstream|make two states|its office lost"
    with pytest.raises(AssertionError, match=lost):
        run(partial(MemoryBooks, feed=feed), _CONTROLS, 60, control=True)
