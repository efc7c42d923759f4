"""Use cases: the rearrangement of administrative units of 2025, looked at and then carried out.

Every office carries it out in its own register and comes to the same records. The province's
office says besides whose records go over to whom; the packages downwards carry that.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop import paths
from ktgs_desktop.domain import reorganisation as rules
from ktgs_desktop.domain import unit_succession, units
from ktgs_desktop.domain.organizations import (
    ORGANS,
    Organization,
    OrganizationType,
    Succession,
)
from ktgs_desktop.domain.reorganisation import (
    REORGANIZED_ON,
    Following,
    Plan,
    UnitChange,
    Unmatched,
)
from ktgs_desktop.domain.units import Unit
from ktgs_desktop.domain.vietnamese import fold, nfc, sort_key
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import lineage, records, transfers

if TYPE_CHECKING:
    from ktgs_desktop.domain.transfers import Transfer
    from ktgs_desktop.domain.unit_succession import Rearranged
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

USUAL_BASIS = "202/2025/QH15, 12/6/2025"
"""The National Assembly's resolution on the provinces; that of a province's communes is its own."""
_FOLDER = "units"
_BEFORE = "admin_units_2020_2025.csv"
_AFTER = "admin_units_2025.csv"
_CHANGES = "admin_units_changes_2025.csv"


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a rearrangement.

    Attributes:
        before: units before.
        after: units afterwards.
        changes: which commune became which.
    """

    before: Sequence[Unit]
    after: Sequence[Unit]
    changes: Sequence[UnitChange]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rearrangement is wanted.

    Attributes:
        province: code of the province afterwards.
        basis: number and date of the decision.
        receivers: code of the new commune that goes on with the records, by code of a commune
            that was parted; the others go where the list says.
    """

    province: str
    basis: str = USUAL_BASIS
    receivers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A unit of before, and what becomes of it.

    Attributes:
        code: its code.
        name: its name.
        place: the unit above it.
        new_code: code of the unit that goes on with its records.
        new_name: name of that unit.
        goes_on: whether it goes on itself, under whatever name.
        known: whether the register has it.
        others: units that got a part of it without its records.
        receivers: units among which the receiver may be chosen, as code and name; none if there
            is no choice.
    """

    code: str
    name: str
    place: str
    new_code: str
    new_name: str
    goes_on: bool
    known: bool
    others: tuple[str, ...] = ()
    receivers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rearrangement would do, or did.

    Attributes:
        province: name of the province afterwards.
        new: units that begin.
        continued: units that go on.
        ended: units that end.
        entered: units of before that the register did not have.
        settled: units that were dealt with before; they stay as they are.
        organizations: organisations written.
        moved: other organisations that move along with the one they stand below.
        stranded: names of organisations below a district that ends; they stay there.
        successions: records of who follows whom.
        transfers: records of whose work goes over to whom; none unless the office is the
            province's.
        unmatched: units of the lists that could not be placed: code, name and why.
        rows: every unit of before.
    """

    province: str
    new: int
    continued: int
    ended: int
    entered: int
    settled: int
    organizations: int
    moved: int
    stranded: tuple[str, ...]
    successions: int
    transfers: int
    unmatched: tuple[tuple[str, str, Unmatched], ...]
    rows: tuple[PreviewRow, ...]

    @property
    def writes(self) -> bool:
        """Whether anything is left to be done."""
        return bool(self.organizations or self.successions or self.transfers)


def read_lists(changes: Path | None = None, after: Path | None = None) -> Lists:
    """The lists of a rearrangement; those of 2025 ship with the program.

    Args:
        changes: which commune became which (CSV), None for the shipped list.
        after: units afterwards (CSV), None for the shipped list.

    Raises:
        StorageError: `file_missing`, `file_not_opened`, `disk_error`.
        UserError: `file_unreadable_text`, `units_columns_missing`, `units_row_bad`.
    """
    before = paths.resource(_FOLDER, _BEFORE)
    listed = changes or paths.resource(_FOLDER, _CHANGES)
    new = after or paths.resource(_FOLDER, _AFTER)
    return Lists(
        units.parse_units(_lines(before), file=before.name),
        rules.parse_units(_lines(new), file=new.name),
        rules.parse_changes(_lines(listed), file=listed.name),
    )


def _lines(path: Path) -> io.StringIO:
    return io.StringIO(paths.read_text(path), newline="")


def provinces(lists: Lists) -> list[tuple[str, str]]:
    """The provinces afterwards as code and name, in the order of their names.

    Args:
        lists: the lists.
    """
    found = [(unit.code, unit.name) for unit in lists.after if not unit.parent]
    return sorted(found, key=lambda one: sort_key(one[1]))


def own_province(workspace: Workspace, lists: Lists) -> str:
    """Code of the province, afterwards, in which the office is; empty if it is in none.

    Args:
        workspace: the workspace.
        lists: the lists.
    """
    code = workspace.office.unit_code
    unit = next((one for one in lists.before if one.code == code), None)
    if unit is None:
        named = fold(workspace.office.province)
        return next((code for code, name in provinces(lists) if fold(name) == named), "")
    of_old = {one.code: one.province_code for one in lists.before}
    of_new = {one.code: one.province_code for one in lists.after}
    for change in lists.changes:
        if of_old.get(change.old) == unit.province_code and change.new in of_new:
            return of_new[change.new]
    return ""


def preview(workspace: Workspace, lists: Lists, choice: Choice) -> Preview:
    """What a rearrangement would do; changes nothing.

    Args:
        workspace: the workspace.
        lists: the lists.
        choice: which one.

    Raises:
        UserError: `unit_unknown`, `receiver_unknown`, `basis_missing`, or what ending, renaming
            and moving organisations refuse.
    """
    plan = _plan(lists, choice)
    with workspace.reading() as connection:
        done, said, present = _work_out(workspace, connection, plan, choice.basis)
        known = set(present)
    return _shown(plan, done, said, known)


def reorganize(
    workspace: Workspace, lists: Lists, choice: Choice, progress: Progress | None = None
) -> Preview:
    """Carry a rearrangement out, as one operation that can be undone; twice is the same as once.

    Args:
        workspace: the workspace.
        lists: the lists.
        choice: which one.
        progress: is told how far it is and may stop it; then nothing is done.

    Returns:
        What was done.

    Raises:
        UserError: as `preview`.
        Cancelled: the user asked to stop.
    """
    plan = _plan(lists, choice)
    with workspace.writing("reorganize_units", plan.province.unit.name) as writer:
        done, said, present = _work_out(workspace, writer.connection, plan, choice.basis)
        written: tuple[Sequence[Any], ...] = (
            list(done.organizations.values()),
            done.successions,
            said,
        )
        total = sum(map(len, written))
        known, passed = set(present), 0
        for part in written:
            if progress is not None:
                progress.step(passed, total)
            if part:
                writer.put_many(part)
            passed += len(part)
    return _shown(plan, done, said, known)


def _plan(lists: Lists, choice: Choice) -> Plan:
    if not choice.basis.strip():
        raise UserError("basis_missing")
    return rules.plan(
        choice.province, lists.before, lists.after, lists.changes, choice.receivers or {}
    )


def _work_out(
    workspace: Workspace, connection: Reader, plan: Plan, basis: str
) -> tuple[Rearranged, list[Transfer], dict[UUID, Organization]]:
    basis = nfc(basis).strip()
    wanted = unit_succession.body_ids(plan, REORGANIZED_ON)
    present = {one.id: one for one in records.get_many(connection, Organization, wanted)}
    below: dict[UUID, list[Organization]] = defaultdict(list)
    bodies = [one.id for one in present.values() if one.org_type == OrganizationType.PARTY_BODY]
    for one in lineage.standing_below(connection, bodies):
        parent = one.parent_on()
        if parent is not None and one.id not in present and one.org_type not in ORGANS:
            below[parent].append(one)
    done = unit_succession.rearranged(plan, present, below, on=REORGANIZED_ON, basis=basis)
    done.successions = _unsaid(connection, done.successions)
    said = unit_succession.transfers(plan, workspace.office.unit, on=REORGANIZED_ON, basis=basis)
    gone_over = transfers.standing(connection) if said else []
    standing = {one.source for one in gone_over if not one.records}
    return done, [one for one in said if one.source not in standing], present


def _unsaid(connection: Reader, successions: Sequence[Succession]) -> list[Succession]:
    """Those that are not written down already; what stands is not said anew on another basis."""
    ids = [one.id for one in successions]
    standing = {one.id for one in records.get_many(connection, Succession, ids)}
    return [one for one in successions if one.id not in standing]


def _shown(plan: Plan, done: Rearranged, said: Sequence[Transfer], known: set[UUID]) -> Preview:
    counts = done.counts
    return Preview(
        province=plan.province.unit.name,
        new=counts["new"],
        continued=counts["continued"],
        ended=counts["ended"],
        entered=counts["entered"],
        settled=counts["settled"],
        organizations=len(done.organizations),
        moved=done.moved,
        stranded=tuple(one.name_on() for one in done.stranded),
        successions=len(done.successions),
        transfers=len(said),
        unmatched=plan.unmatched,
        rows=tuple(_rows(plan, known)),
    )


def _rows(plan: Plan, known: set[UUID]) -> list[PreviewRow]:
    names = {unit.code: unit.name for unit in plan.before}
    into: dict[str, Following] = {unit.code: plan.province for unit in plan.districts}
    others: dict[str, list[str]] = defaultdict(list)
    same = set()
    for one in plan.followings:
        if one.same is not None:
            same.add(one.same.code)
            into[one.same.code] = one
        for unit in one.receives:
            into[unit.code] = one
        for unit in one.parts:
            others[unit.code].append(one.unit.name)
    found = []
    for unit in plan.before:
        after = into[unit.code].unit
        choices = plan.choices.get(unit.code, ())
        found.append(
            PreviewRow(
                code=unit.code,
                name=unit.name,
                place=names.get(unit.parent, ""),
                new_code=after.code,
                new_name=after.name,
                goes_on=unit.code in same,
                known=unit_succession.unit_of(unit) in known,
                others=tuple(others[unit.code]),
                receivers=tuple((one.code, one.name) for one in choices),
            )
        )
    return found
