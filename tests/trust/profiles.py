"""How much the randomised tests of this folder do: `KTGS_PROFILE` and `KTGS_SEED`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, seed, settings

_FACTORS = {"ci": 1, "nightly": 10, "release": 100}
_PROFILE = os.environ.get("KTGS_PROFILE", "ci")
_SEED = os.environ.get("KTGS_SEED", "")


def randomised(examples: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Settings of a property test.

    Args:
        examples: how many in the profile `ci`; ten times in `nightly`, a hundred in `release`.
    """
    limits = settings(
        max_examples=examples * _FACTORS[_PROFILE],
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        return limits(seed(int(_SEED))(test) if _SEED else test)

    return decorate
