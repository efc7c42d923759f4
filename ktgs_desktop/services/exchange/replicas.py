"""Use cases: the records of units below, read-only, with their versions; figures over all of them.

A superior never changes a unit's record; it may write a remark on it (`remarks.py`).
"""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import arrivals, consolidation
from ktgs_desktop.domain.arrivals import FieldChange
from ktgs_desktop.domain.consolidation import CountedLine, Counts, Figure, Measure
from ktgs_desktop.domain.journal import Json
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.newer_versions import NEWER
from ktgs_desktop.domain.rows import ReplicaRow
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.exchange.place import place_of, unit_names
from ktgs_desktop.store import feeds, list_values, replica_figures, replica_lists
from ktgs_desktop.store.replica_figures import Chosen

if TYPE_CHECKING:
    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.domain.listing import ValueCount
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.replica_lists import CameWith

MEASURE = "measure"
"""The filter that leaves the lines a figure counts; its value is one of `Measure`."""
LINES = "program_item"
_COUNTED_LINES = (Measure.PLANNED, Measure.DONE, Measure.DROPPED)


# Lists ----------------------------------------------------------------------------------------


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of records received from units below, chunk by chunk.

    Args:
        workspace: the workspace.
        query: direction, words and conditions: `unit`, `entity`, `year`, `code`, `state`,
            `conflict`, `record`, `standing`, several values of `in_unit`, `in_entity`, `in_year`,
            `in_code`, `in_state`; with `measure` only the lines behind a figure.
    """
    with workspace.reading() as connection:
        counted, plain = _behind(workspace, connection, query)
        for part in replica_lists.stream(connection, place_of(workspace), plain):
            kept = part if counted is None else array("q", [row for row in part if row in counted])
            if kept:
                yield kept


def _behind(
    workspace: Workspace, connection: Reader, query: Listing
) -> tuple[frozenset[int] | None, Listing]:
    """The lines a figure counts, None for no figure, and the query without it."""
    measure = str(query.filters.get(MEASURE, ""))
    if not measure:
        return None, query
    filters = {name: value for name, value in query.filters.items() if name != MEASURE}
    plain = dataclasses.replace(query, filters={**filters, "entity": LINES})
    lines = replica_figures.counted_lines(connection, place_of(workspace), _chosen(plain))
    return frozenset(one.row for one in lines if one.counts.of(measure)), plain


def _chosen(query: Listing) -> Chosen:
    year, unit = query.filters.get("year"), query.filters.get("unit")
    return Chosen(
        year=None if year is None else int(str(year)),
        unit=None if unit is None else UUID(str(unit)),
        kind=str(query.filters.get("code", "")),
    )


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[ReplicaRow]:
    """What lists show of some records received.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        found = replica_lists.rows(connection, wanted)
        unknown = {row.unit for row in found if row.unit_name == str(row.unit)}
        names = unit_names(connection, unknown) if unknown else {}
    return [dataclasses.replace(row, unit_name=names.get(row.unit, row.unit_name)) for row in found]


def count(workspace: Workspace, query: Listing) -> int:
    """How many records meet the conditions.

    Args:
        workspace: the workspace.
        query: as for `stream`.
    """
    if query.filters.get(MEASURE):
        return sum(len(part) for part in stream(workspace, query))
    with workspace.reading() as connection:
        return replica_lists.count(connection, place_of(workspace), query)


def values(workspace: Workspace, query: Listing, key: str) -> list[ValueCount]:
    """The different values of a column among records, each with its number and name if it has one.

    What narrows the column itself does not count.

    Args:
        workspace: the workspace.
        query: as for `stream`.
        key: `unit`, `entity`, `year`, `code` or `state`.
    """
    own = (list_values.PREFIX + key, MEASURE)
    kept = {name: value for name, value in query.filters.items() if name not in own}
    asked = dataclasses.replace(query, filters=kept)
    with workspace.reading() as connection:
        found = replica_lists.values(connection, place_of(workspace), asked, key)
        if key != "unit":
            return found
        names = unit_names(connection, {UUID(one.value) for one in found})
    return [dataclasses.replace(one, text=names.get(UUID(one.value), one.value)) for one in found]


# One record -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceivedVersion:
    """A version of a record as its office issued it.

    Attributes:
        version: its hash, in hexadecimal.
        at: when it was written, as the office's clock claims.
        clock: whether that clock was to be believed, as the office's program judged.
        kind: `put`, `del` or `withdraw`.
        reason: why it was voided, or empty.
        channel: the channel it came by.
        standing: whether no other version replaces it.
        signed_by: who signed the package it came with, empty if that is not known.
        file: name of that package's file, or empty.
        taken_at: when it was taken in, or empty.
        document: the record as it says.
        fields: what differs from the version it replaces.
    """

    version: str
    at: str
    clock: str
    kind: str
    reason: str
    channel: str
    standing: bool
    signed_by: str
    file: str
    taken_at: str
    document: Mapping[str, Json]
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A record of a unit below with all versions that came.

    Attributes:
        row: what lists show of it.
        versions: its versions, the latest first.
    """

    row: ReplicaRow
    versions: tuple[ReceivedVersion, ...]

    @property
    def document(self) -> Mapping[str, Json]:
        """The record as it stands; of one taken back, nothing."""
        shown = (one for one in self.versions if one.version == self.row.head)
        return next((one.document for one in shown), {})


def received(workspace: Workspace, number: int) -> Received:
    """A record with its versions.

    Args:
        workspace: the workspace.
        number: its local row number.

    Raises:
        UserError: `record_gone`.
    """
    found = rows(workspace, [number])
    if not found:
        raise UserError("record_gone")
    row = found[0]
    with workspace.reading() as connection:
        versions = feeds.versions(connection, row.unit, row.entity, row.id)
        packages = replica_lists.packages_of(connection, [one.hash for one in versions])
    replaced = {parent for one in versions for parent in one.change.parents}
    by_name = {one.hash: one for one in versions}
    listed: list[ReceivedVersion] = []
    for place, one in enumerate(versions):
        former = next((by_name[name] for name in one.change.parents if name in by_name), None)
        before = former or (versions[place - 1] if place and not one.change.parents else None)
        standing = one.hash not in replaced
        listed.append(_version(one, before, packages.get(one.hash), standing=standing))
    if row.needs:  # what differs can be said by a newer program only
        listed = [
            dataclasses.replace(one, fields=() if one.version == row.head else one.fields)
            for one in listed
        ]
    return Received(row, tuple(reversed(listed)))


def find(workspace: Workspace, record: UUID) -> Received:
    """A record of a unit below by its id.

    Args:
        workspace: the workspace.
        record: its id.

    Raises:
        UserError: `record_gone`.
    """
    query = Listing(filters={"record": str(record), "standing": ""})
    numbers = [row for part in stream(workspace, query) for row in part]
    if not numbers:
        raise UserError("record_gone")
    live = [row for row in rows(workspace, numbers) if row.standing in ("put", NEWER)]
    return received(workspace, live[0].row if live else numbers[0])


def _version(
    one: Named, before: Named | None, package: CameWith | None, *, standing: bool
) -> ReceivedVersion:
    change = one.change
    former = before.change.document if before is not None else None
    return ReceivedVersion(
        version=one.hash.hex(),
        at=change.at,
        clock=change.clock,
        kind=change.kind,
        reason=change.reason or "",
        channel=change.channel,
        standing=standing,
        signed_by=_signer(change.unit, package),
        file=package.name if package else "",
        taken_at=package.taken_at if package else "",
        document=change.document,
        fields=arrivals.differences(former, change.document) if change.document else (),
    )


def _signer(unit: UUID, package: CameWith | None) -> str:
    """Who signed for a unit: of a package handed on it is not who signed the one around it."""
    report: Any = package.report if package is not None else None
    if not isinstance(report, dict):
        return ""
    for feed in report.get("feeds", ()):
        if isinstance(feed, dict) and feed.get("unit") == str(unit):
            return str(feed.get("signed_by", ""))
    return str(report.get("signed_by", ""))


# Figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Figures over units below.

    Attributes:
        figures: the figures, in the order of units, kinds and years.
        total: their sum.
        names: names of the units that have any.
    """

    figures: tuple[Figure, ...]
    total: Counts
    names: Mapping[UUID, str]


def years(workspace: Workspace) -> list[int]:
    """Years of which units below have lines, the latest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return replica_figures.years(connection, place_of(workspace))


def figures(
    workspace: Workspace,
    by: Sequence[str] = ("unit", "kind", "year"),
    *,
    unit: UUID | None = None,
    year: int | None = None,
    kind: str = "",
) -> Consolidation:
    """Figures over the lines of issued annual programs of all units below.

    Args:
        workspace: the workspace.
        by: what they are parted by: any of `unit`, `kind`, `year`.
        unit: only lines of this unit; None for all.
        year: only lines of this year; None for all.
        kind: only lines of this kind of work; empty for all.
    """
    with workspace.reading() as connection:
        lines: list[CountedLine] = list(
            replica_figures.counted_lines(connection, place_of(workspace), Chosen(year, unit, kind))
        )
        names = unit_names(connection, {line.unit for line in lines})
    found = consolidation.figures(lines, by)
    ordered = sorted(found, key=lambda one: _order(one, names))
    return Consolidation(tuple(ordered), consolidation.total(lines), names)


def _order(figure: Figure, names: Mapping[UUID, str]) -> tuple[Any, ...]:
    unit = sort_key(names.get(figure.unit, "")) if figure.unit else b""
    return unit, figure.kind, figure.year or 0


def counts_lines(measure: str) -> bool:
    """Whether a measure counts lines, so that as many records stand behind it as it says.

    Args:
        measure: one of `Measure`.
    """
    return Measure(measure) in _COUNTED_LINES


def filters_of(figure: Figure, measure: str) -> dict[str, Any]:
    """The conditions of the records behind a figure.

    Args:
        figure: the figure.
        measure: one of `Measure`.
    """
    found: dict[str, Any] = {"entity": LINES, MEASURE: str(measure)}
    if figure.unit is not None:
        found["unit"] = str(figure.unit)
    if figure.year is not None:
        found["year"] = figure.year
    if figure.kind:
        found["code"] = figure.kind
    return found


def kinds(workspace: Workspace, units: Collection[UUID] = ()) -> list[ValueCount]:
    """The kinds of records that came, each with its number.

    Args:
        workspace: the workspace.
        units: only those of these units; none for all.
    """
    filters = {"in_unit": tuple(map(str, units))} if units else {}
    return values(workspace, Listing(filters=filters), "entity")
