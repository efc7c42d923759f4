"""Which statements of trust another office needs, and which of them it has not yet."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose
from ktgs_desktop.domain.package_log import SentState
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import hearing, keys
from ktgs_desktop.store import package_log
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

STATEMENTS = "statements"
"""Where a sent package's books name the statements it carried; no channel is called so."""


def digest(statement: TravellingStatement) -> str:
    """What names a statement in the books.

    Args:
        statement: the statement.
    """
    return hashlib.sha256(statement.body + statement.signatures).hexdigest()


def listed(workspace: Workspace, connection: Reader, unit: UUID) -> tuple[TravellingStatement, ...]:
    """Everything a unit needs: the root, the lists it hangs on, revocation lists, our own keys.

    A superior gets the lists of the units below, too, so that it can check what is handed on.

    Args:
        workspace: the workspace.
        connection: any.
        unit: the unit.

    Raises:
        UserError: `exchange_not_set_up`.
    """
    return tuple(_needed(workspace, connection, unit, taken=frozenset()))


def lacking(
    workspace: Workspace, connection: Reader, unit: UUID
) -> tuple[TravellingStatement, ...]:
    """What of it the unit has not confirmed to have.

    Args:
        workspace: the workspace.
        connection: any.
        unit: the unit.

    Raises:
        UserError: `exchange_not_set_up`.
    """
    taken = frozenset(
        name
        for package in package_log.sent(connection, unit)
        if package.state == SentState.RECEIVED
        for name in package.heads.get(STATEMENTS, ())
    )
    needed = _needed(workspace, connection, unit, taken=taken)
    return tuple(one for one in needed if digest(one) not in taken)


def _needed(
    workspace: Workspace, connection: Reader, unit: UUID, *, taken: frozenset[str]
) -> Iterator[TravellingStatement]:
    yield from _roots(connection, taken)
    for one in _newest_revocations(connection):
        yield TravellingStatement(keys.REVOCATIONS, one)
    for statement in _lists(workspace, connection, unit):
        yield TravellingStatement(StatementKind.TRUST_LIST, statement.body, statement.signatures)
    for statement in keys.statements_of(connection, StatementKind.BINDING):
        binding = KeyBinding.from_bytes(statement.body)
        mine = binding.unit == workspace.office.unit
        if mine and binding.purpose is KeyPurpose.ENCRYPTION:
            yield TravellingStatement(StatementKind.BINDING, statement.body, statement.signatures)


def _roots(connection: Reader, taken: frozenset[str]) -> Iterator[TravellingStatement]:
    """The root in force, and those since the one the unit took: each must follow the other."""
    roots = [
        TravellingStatement(StatementKind.ROOT, one.body, one.signatures)
        for one in keys.statements_of(connection, StatementKind.ROOT)
    ]
    known = [place for place, one in enumerate(roots) if digest(one) in taken]
    yield from roots[known[-1] :] if known else roots[-1:]


def _newest_revocations(connection: Reader) -> Iterable[bytes]:
    """The newest list of each authority."""
    found: dict[str, tuple[date, bytes]] = {}
    for one in package_log.statements(connection, keys.REVOCATIONS):
        facts = hearing.revocations_of(one.body)
        known = found.get(facts.subject)
        if known is None or facts.valid_from >= known[0]:
            found[facts.subject] = (facts.valid_from, one.body)
    return [body for _day, body in found.values()]


def _lists(workspace: Workspace, connection: Reader, unit: UUID) -> list[Statement]:
    """The lists from the root down to the unit, those above first; upwards our own and below."""
    believed = keys.trust_in(workspace, connection)
    newest = keys.newest_lists(connection)
    try:
        own_path = (workspace.office.unit, *believed.ancestors(workspace.office.unit))
    except PackageError:
        own_path = (workspace.office.unit,)
    upward = unit in own_path[1:]
    issuers: list[UUID] = []
    if upward:
        issuers = _outwards(newest, workspace.office.unit)
    else:
        issuers = [*reversed(own_path)]
        try:
            path = (unit, *believed.ancestors(unit))
        except PackageError:
            path = (unit,)
        issuers += [one for one in reversed(path) if one not in issuers]
    top = RootFile.from_bytes(keys.statements_of(connection, StatementKind.ROOT)[-1].body)
    if not upward and top.unit.unit not in issuers:
        issuers.insert(0, top.unit.unit)
    return [newest[one] for one in issuers if one in newest]


def _outwards(newest: dict[UUID, Statement], unit: UUID) -> list[UUID]:
    """The issuers from a unit downwards, those above first."""
    found, at = [unit], 0
    while at < len(found):
        if found[at] in newest:
            contents = TrustList.from_bytes(newest[found[at]].body)
            found += [one.unit for one in contents.units if one.unit not in found]
        at += 1
    return found
