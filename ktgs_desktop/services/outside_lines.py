"""Use cases of other bodies' plans (thanh tra, kiểm toán, cấp trên): typed, edited, listed, voided.

They are known only so that plans do not collide; nothing else counts or prints them.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import clashes, column_values
from ktgs_desktop.domain.column_values import name_value
from ktgs_desktop.domain.outside_lines import OutsideActor, OutsideLine, check_outside_line
from ktgs_desktop.domain.vietnamese import nfc, sort_key
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.services.register import linked_subjects
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ktgs_desktop.domain.column_values import Chosen, Holds
    from ktgs_desktop.domain.listing import ValueCount

ACTORS: Mapping[str, Late] = {
    OutsideActor.INSPECTORATE: late("Inspectorate"),
    OutsideActor.AUDIT: late("Audit"),
    OutsideActor.SUPERIOR: late("Superior committee"),
    OutsideActor.OTHER: late("Another body"),
}
"""What the kinds of bodies are called."""


def blank(workspace: Workspace, year: int, actor: str = OutsideActor.INSPECTORATE) -> OutsideLine:
    """A line to be filled in; nothing is written.

    Args:
        workspace: the workspace.
        year: year of the work.
        actor: kind of body.
    """
    return OutsideLine(
        owner=workspace.office.unit,
        id=new_id(),
        year=year,
        actor=actor,
        body="",
        subjects=(),
        province=workspace.office.province,
    )


def get(workspace: Workspace, line: UUID) -> OutsideLine:
    """A line of another body's plan.

    Args:
        workspace: the workspace.
        line: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, OutsideLine, line)


def listed(workspace: Workspace, year: int | None = None, actor: str = "") -> list[OutsideLine]:
    """Lines of other bodies' plans, the latest year first, then by body and time.

    Args:
        workspace: the workspace.
        year: only those of a year, None for all.
        actor: only those of a kind of body, empty for all.
    """
    equal = {name: value for name, value in (("year", year), ("actor", actor)) if value}
    with workspace.reading() as connection:
        found = records.get_all(connection, OutsideLine, **equal)
    return sorted(found, key=lambda one: (-one.year, one.actor, sort_key(one.body), one.due_on))


_HOLDS: Holds[OutsideLine] = {
    "quarter": lambda line: [str(one) for one in sorted(clashes.quarters_of(line))] or [""],
    "body": lambda line: (name_value(line.body),),
    "actor": lambda line: (str(line.actor),),
    "year": lambda line: (str(line.year),),
}


def narrowed(lines: Sequence[OutsideLine], chosen: Chosen) -> list[OutsideLine]:
    """The lines that have, in each column chosen, one of the values.

    Args:
        lines: the lines.
        chosen: values by `quarter`, `body` (`column_values.name_value`), `actor` or `year`; a line
            that goes over several quarters has each of them.
    """
    return column_values.narrowed(lines, _HOLDS, chosen)


def values(lines: Sequence[OutsideLine], key: str, chosen: Chosen) -> list[ValueCount]:
    """The different values of a column among lines, each with its number; bodies with their name.

    Args:
        lines: the lines.
        key: what is asked for.
        chosen: as for `narrowed`; values of the key itself do not count.
    """
    found = column_values.counted(lines, _HOLDS, chosen, key)
    if key != "body":
        return [one for one, _line in found]
    return [dataclasses.replace(one, text=line.body) for one, line in found]


def save(workspace: Workspace, line: OutsideLine) -> OutsideLine:
    """Add a line or save one that was edited; names are tied to the registers.

    Args:
        workspace: the workspace.
        line: with its new values.

    Returns:
        The line as saved.

    Raises:
        UserError: `name_missing`, `subject_missing`, `quarter_bad`, `dates_reversed`, …;
            `record_gone` if it was voided meanwhile.
    """
    tidy = dataclasses.replace(
        line,
        body=" ".join(nfc(line.body).split()),
        content=nfc(line.content),
        note=nfc(line.note),
        subjects=linked_subjects(workspace, line.subjects),
    )
    check_outside_line(tidy)
    with workspace.reading() as connection:
        known = bool(records.known_ids(connection, OutsideLine, [line.id]))
    operation = "edit_outside_line" if known else "add_outside_line"
    with workspace.writing(operation, tidy.body) as writer:
        if known:
            records.get(writer.connection, OutsideLine, line.id)
        writer.put(tidy)
    return tidy


def void(workspace: Workspace, line: UUID, reason: str) -> None:
    """Take a line out of the list; it stays in the history.

    Args:
        workspace: the workspace.
        line: its id.
        reason: why.

    Raises:
        UserError: `reason_missing`, `record_gone`.
    """
    with workspace.writing("void_outside_line") as writer:
        found = records.get(writer.connection, OutsideLine, line)
        writer.about = found.body
        writer.void(found, nfc(reason))
