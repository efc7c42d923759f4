"""Statements of trust that come in: each judged by what is believed here, and kept for ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services.exchange import keys, own_keys
from ktgs_desktop.trust import list_updates, root_updates
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.domain.trust_roots import RootFile
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.sync.statement_list import TravellingStatement
    from ktgs_desktop.trust.certificates import AnchorFacts


def check_first(statement: Statement, *, fingerprint: str) -> RootFile:
    """Refuse a first root whose fingerprint is another than the printed one; nothing is taken.

    Args:
        statement: the root.
        fingerprint: what was typed from the paper.

    Raises:
        PackageError: as `root_updates.first_root`.
    """
    return root_updates.first_root(statement, fingerprint=fingerprint)


def take_root(workspace: Workspace, statement: Statement, *, fingerprint: str) -> RootFile:
    """Take the first root of trust, whose fingerprint somebody compared with the paper decision.

    Args:
        workspace: the workspace.
        statement: the root.
        fingerprint: what was typed from the paper.

    Raises:
        UserError: `root_known` if there is a root; a later one comes with a trust package.
        PackageError: as `root_updates.first_root`.
    """
    found = root_updates.first_root(statement, fingerprint=fingerprint)
    with workspace.store.local_writing() as connection:
        if keys.statements_of(connection, StatementKind.ROOT):
            raise UserError("root_known")
        keys.keep(workspace, connection, StatementKind.ROOT, statement, (None, found.version))
    return found


def hear(
    workspace: Workspace,
    connection: Reader,
    arriving: Sequence[TravellingStatement],
    *,
    by_the_way: bool = False,
) -> int:
    """Take in statements of trust that came in a package, each judged by what is believed here.

    A root must follow the one in force, a list may not go back behind its former version, a
    binding must be vouched for. What is known already changes nothing.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        arriving: the statements.
        by_the_way: whether they came beside something else. A list older than the one here is
            passed over then: what it came with was longer on its way than a later package.

    Returns:
        How many were new.

    Raises:
        UserError: `exchange_not_set_up`.
        PackageError: why one of them is refused; then none counts.
    """
    order = {StatementKind.ROOT: 0, keys.REVOCATIONS: 1, StatementKind.TRUST_LIST: 2}
    fresh = 0
    for one in sorted(arriving, key=lambda each: order.get(each.kind, 3)):
        statement = Statement(one.body, one.signatures)
        if one.kind == StatementKind.ROOT:
            fresh += _hear_root(workspace, connection, statement)
        elif one.kind == StatementKind.TRUST_LIST:
            if not (by_the_way and _is_old(connection, statement)):
                fresh += _hear_list(workspace, connection, statement)
        elif one.kind == StatementKind.BINDING:
            binding = KeyBinding.from_bytes(statement.body)
            facts = (binding.unit, binding.serial)
            fresh += keys.keep(workspace, connection, StatementKind.BINDING, statement, facts)
            _check_binding(workspace, connection, binding)
        elif one.kind == keys.REVOCATIONS:
            revocations_of(one.body)
            fresh += keys.keep(workspace, connection, keys.REVOCATIONS, statement, (None, 0))
        else:
            raise PackageError("statement_type_wrong", type=one.kind)
    if fresh:
        own_keys.adopt(workspace, connection, keys.trust_in(workspace, connection))
    return fresh


def revocations_of(data: bytes) -> AnchorFacts:
    """What a revocation list says of itself; its signature is checked at every use.

    Args:
        data: DER.

    Raises:
        PackageError: `anchors_unreadable` if it is none.
    """
    from ktgs_desktop.trust import certificates  # x509 loads slowly

    found = certificates.read_anchors(data)
    if len(found) != 1 or found[0].kind != AnchorKind.REVOCATIONS or found[0].der != data:
        raise PackageError("anchors_unreadable")
    return found[0]


def _hear_root(workspace: Workspace, connection: Reader, statement: Statement) -> bool:
    roots = keys.statements_of(connection, StatementKind.ROOT)
    if not roots:
        raise UserError("exchange_not_set_up")
    if any(one.body == statement.body for one in roots):
        return False
    found = root_updates.next_root(roots[-1], statement)
    return keys.keep(workspace, connection, StatementKind.ROOT, statement, (None, found.version))


def _is_old(connection: Reader, statement: Statement) -> bool:
    """Whether a newer list of its issuer is here; that one stays."""
    found = TrustList.from_bytes(statement.body)
    newest = keys.newest_lists(connection).get(found.issuer)
    return newest is not None and found.version < TrustList.from_bytes(newest.body).version


def _hear_list(workspace: Workspace, connection: Reader, statement: Statement) -> bool:
    issuer = TrustList.from_bytes(statement.body).issuer
    found = list_updates.next_list(keys.newest_lists(connection).get(issuer), statement)
    kept = keys.keep(
        workspace, connection, StatementKind.TRUST_LIST, statement, (issuer, found.version)
    )
    if kept:
        keys.trust_in(workspace, connection).check_list(issuer)
    return kept


def _check_binding(workspace: Workspace, connection: Reader, binding: KeyBinding) -> None:
    believed = keys.trust_in(workspace, connection)
    if binding.purpose is KeyPurpose.APPROVAL:
        believed.entry(binding.unit)
    elif binding.purpose is KeyPurpose.ENCRYPTION:
        believed.recipients(binding.unit)
