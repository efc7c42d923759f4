"""What only a newer program can show or take in: it is kept, handed on byte for byte, and waits.

A change says by which schema version it was written; a package says the lowest version that can
show its changes, and the features without which nobody may take it in (sync.md 2.13).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.journal import SCHEMA_VERSION
from ktgs_desktop.domain.packages import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.domain.journal import Json

NEWER = "newer"
"""How a received record stands whose present version only a newer program can show."""
FEATURE_UNKNOWN, BUNDLE_WAITS = "package_feature_unknown", "bundle_waits"
WAITING_CODES = (FEATURE_UNKNOWN, BUNDLE_WAITS)
"""Codes of jobs that may go on once this program is newer."""
LACKING = "lacking"
"""Where the report of a job names the features this program lacked."""


def lacking(needed: Iterable[str]) -> tuple[str, ...]:
    """Features this program lacks.

    Args:
        needed: features that are needed.
    """
    return tuple(one for one in needed if one not in FEATURES)


def version_needed(schema: int, least: int) -> int:
    """The schema version that is needed to show a change, 0 if this program can.

    What was written by an older version never needs a newer one, whatever it travels with.

    Args:
        schema: schema version of its writer.
        least: the lowest version that can show the changes it came with.
    """
    lowest = min(schema, least)
    return lowest if lowest > SCHEMA_VERSION else 0


def lacked(report: Json) -> tuple[str, ...]:
    """The features for the lack of which something of a package was only kept.

    Args:
        report: what the books keep of the package.
    """
    found = report.get(LACKING) if isinstance(report, dict) else None
    return tuple(map(str, found)) if isinstance(found, list) else ()
