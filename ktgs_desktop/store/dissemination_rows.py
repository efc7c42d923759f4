"""What the rows of plans of dissemination hold beside their own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.vietnamese import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ktgs_desktop.domain.dissemination import Dissemination

_KEY_BYTES = 96
INITIAL: Mapping[str, Any] = {
    "reached_count": 0,
    "session_count": 0,
    "attended_count": 0,
    "last_on": None,
}
"""What sessions decide, of a plan that has none."""


def of_plan(entity: Dissemination) -> dict[str, Any]:
    """Columns derived from a plan.

    Args:
        entity: the plan.
    """
    return {
        "title_key": sort_key(entity.title)[:_KEY_BYTES],
        "body_key": sort_key(entity.body.name if entity.body else "")[:_KEY_BYTES],
        "target_count": len(entity.targets),
    }


def words_of_plan(entity: Dissemination) -> str:
    """All searchable text of a plan.

    Args:
        entity: the plan.
    """
    named = [*entity.regulations, *([entity.body] if entity.body else [])]
    return " ".join((entity.title, entity.note, *(one.name for one in named)))
