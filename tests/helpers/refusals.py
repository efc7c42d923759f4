"""What a refusal tells a person: its code and the values of its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError


def told(
    action: Callable[[], object], kind: type[KtgsError] = KtgsError
) -> tuple[str, dict[str, object]]:
    """Code and values of the error by which something is refused; its sentence can be said.

    Args:
        action: what is to be refused.
        kind: the kind of error, which decides the exit code.
    """
    with pytest.raises(kind) as caught:
        action()
    error = caught.value
    assert type(error) is kind or kind is KtgsError, error
    assert messages.sentence(error) != error.code, error
    return error.code, error.params
