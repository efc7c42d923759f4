"""Use case: administrative units become Party organisations of the register."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop import paths
from ktgs_desktop.domain import units as unit_rules
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.vietnamese import fold, sort_key, words
from ktgs_desktop.progress import Progress
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.units import Unit
    from ktgs_desktop.services.workspace import Workspace

_SLICE = 1000


def read_units(path: Path | None = None) -> list[Unit]:
    """The administrative units of a CSV file, or of the one that ships (state of early 2025).

    Args:
        path: the file, None for the shipped one.

    Raises:
        StorageError: `file_missing`, `file_not_opened`, `disk_error`.
        UserError: `file_unreadable_text`, `units_columns_missing`, `units_row_bad`.
    """
    source = path or paths.resource("units", "admin_units_2020_2025.csv")
    lines = io.StringIO(paths.read_text(source), newline="")
    return unit_rules.parse_units(lines, file=source.name)


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """An office that may be set up.

    Attributes:
        code: code of its administrative unit.
        name: its short name, e.g. "UBKT Huyện uỷ Phú Bình".
        place: its unit with those above it, e.g. "Huyện Phú Bình, Tỉnh Thái Nguyên".
    """

    code: str
    name: str
    place: str


def find_offices(units: list[Unit], text: str) -> list[OfficeChoice]:
    """Offices of the units that match what was typed, the nearest first.

    Args:
        units: the unit list.
        text: name of a unit without or with accents, names above it after it, or its code; nothing
            finds the provinces.
    """
    by_code = {unit.code: unit for unit in units}
    wanted = words(fold(text))
    if not wanted:
        found = [unit for unit in units if not unit.parent]
    else:
        found = unit_rules.find_units(units, " ".join(wanted)) or [
            unit
            for unit in units
            if set(wanted) <= set(words(fold(_place(unit, by_code))))
            and set(wanted) & set(words(fold(unit.name)))
        ]

    joined = " ".join(wanted)

    def nearness(unit: Unit) -> tuple[bool, int, bytes]:
        named = joined == unit.code or f"{joined} ".startswith(
            (f"{fold(unit_rules.bare_name(unit))} ", f"{fold(unit.name)} ")
        )
        return not named, len(unit.code), sort_key(_place(unit, by_code))

    return [
        OfficeChoice(unit.code, f"UBKT {unit_rules.committee_name(unit)}", _place(unit, by_code))
        for unit in sorted(found, key=nearness)
    ]


def _place(unit: Unit, by_code: dict[str, Unit]) -> str:
    above = _place(by_code[unit.parent], by_code) if unit.parent else ""
    return f"{unit.name}, {above}" if above else unit.name


@dataclass(frozen=True, slots=True)
class RegisterPreview:
    """What importing units would do.

    Attributes:
        units: units chosen.
        new: organisations that would be added.
        kept: organisations that are there already, as they are or edited by the office.
        sample: names of the first new ones.
    """

    units: int
    new: int
    kept: int
    sample: tuple[str, ...]


def _chosen(units: list[Unit], codes: Sequence[str]) -> list[Unit]:
    if not codes:
        return units
    found: dict[str, Unit] = {}
    for code in codes:
        for unit in unit_rules.select(units, code):
            found.setdefault(unit.code, unit)
    return list(found.values())


def preview_register(
    workspace: Workspace, units: list[Unit], codes: Sequence[str]
) -> RegisterPreview:
    """What importing units would do; changes nothing.

    Args:
        workspace: the workspace.
        units: the unit list.
        codes: codes of provinces or districts, all below each is taken; none takes everything.

    Raises:
        UserError: `unit_unknown`.
    """
    chosen = _chosen(units, codes)
    made = [body for unit in chosen for body in unit_rules.organizations_of(unit)]
    with workspace.reading() as connection:
        there = records.ids_of_owner(connection, Organization, REGISTER_OWNER)
    new = [body for body in made if body.id not in there]
    return RegisterPreview(
        units=len(chosen),
        new=len(new),
        kept=len(made) - len(new),
        sample=tuple(body.name_on() for body in new[:8]),
    )


def import_register(
    workspace: Workspace,
    units: list[Unit],
    codes: Sequence[str],
    progress: Progress | None = None,
) -> RegisterPreview:
    """Add the organisations of units; what is there stays as it is, so twice is the same as once.

    Args:
        workspace: the workspace.
        units: the unit list.
        codes: codes of provinces or districts; none takes everything.
        progress: is told how far it is and may stop it; then nothing is added.

    Returns:
        What was done.

    Raises:
        UserError: `unit_unknown`.
        Cancelled: the user asked to stop.
    """
    chosen = _chosen(units, codes)
    subject = ", ".join(unit.name for unit in chosen[:1]) if codes else str(len(chosen))
    steps = progress or Progress()
    new, kept = 0, 0
    sample: list[str] = []
    with workspace.writing("import_register", subject) as writer:
        there = records.ids_of_owner(writer.connection, Organization, REGISTER_OWNER)
        for start in range(0, len(chosen), _SLICE):
            steps.step(start, len(chosen))
            part = chosen[start : start + _SLICE]
            made = [body for unit in part for body in unit_rules.organizations_of(unit)]
            fresh = [body for body in made if body.id not in there]
            writer.add_many(fresh)
            new += len(fresh)
            kept += len(made) - len(fresh)
            sample += [body.name_on() for body in fresh[: max(0, 8 - len(sample))]]
    return RegisterPreview(len(chosen), new, kept, tuple(sample))
