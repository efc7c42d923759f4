"""Readers of what comes from outside refuse with a code, or take, whatever they are given (P4)."""

from __future__ import annotations

import random
import resource
import sys
from collections.abc import Callable

import pytest

from tests.conftest import PROFILE, SEED
from tests.sync.fuzzed import readers
from tests.sync.fuzzing import fuzz, kept

SECONDS = {"ci": 0.25, "nightly": 110.0, "release": 10_800.0}.get(PROFILE, 0.25)
READERS = readers()


@pytest.mark.parametrize("name", READERS)
def test_whatever_comes_is_refused_with_a_code_or_taken(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    record_property("KTGS_SEED", seed)
    sys.stdout.write(f"KTGS_SEED={seed}\n")  # shown with a failure
    read, seeds = READERS[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = fuzz(read, [*seeds, *kept(name)], SECONDS, random.Random(seed))  # noqa: S311
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert found.slowest < 2
    assert grown * 1024 < 2**30
    assert found.codes[None], found.codes  # a sound one is taken
    assert found.rounds > len(seeds) + len(kept(name))
