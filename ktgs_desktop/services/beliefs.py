"""Whom the office believes, and with what it signs: root, lists, keys and bindings kept here."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import package_log
from ktgs_desktop.store.package_log import KeptStatement
from ktgs_desktop.sync.trust_material import TrustMaterial
from ktgs_desktop.trust import exchange_keys
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.exchange_keys import ExchangeKeys
    from ktgs_desktop.trust.raw_keys import Ed25519Key
    from ktgs_desktop.trust.trust_store import TrustStore

OWN = "own"
REVOCATIONS = "application/pkix-crl"
"""Media type of a revocation list of an X.509 authority."""


# The office's own -----------------------------------------------------------------------------


def has_own(workspace: Workspace) -> bool:
    """Whether the office has keys.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return package_log.key(connection, OWN) is not None


def own(workspace: Workspace) -> ExchangeKeys:
    """The office's secret keys.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up`.
        StorageError: `exchange_keys_damaged`.
    """
    with workspace.reading() as connection:
        sealed = package_log.key(connection, OWN)
    if sealed is None:
        raise UserError("exchange_not_set_up")
    return exchange_keys.unseal_keys(sealed, workspace.keys)


def signing_key(
    workspace: Workspace, identity: SigningIdentity | None
) -> Ed25519Key | SigningIdentity:
    """What signs for the office: the certificate if one is given, else its own key.

    Args:
        workspace: the workspace.
        identity: a certificate from a file or token.

    Raises:
        UserError: `exchange_not_set_up`; `certificate_needed` if the office has no key of its own.
    """
    found = identity or own(workspace).approval
    if found is None:
        raise UserError("certificate_needed")
    return found


# Whom we believe ------------------------------------------------------------------------------


def kept(workspace: Workspace, kind: StatementKind) -> list[Statement]:
    """Statements that are kept, the oldest version first.

    Args:
        workspace: the workspace.
        kind: their media type.
    """
    with workspace.reading() as connection:
        return statements_of(connection, kind)


def statements_of(connection: Reader, kind: str) -> list[Statement]:
    """Statements that are kept, the oldest version first.

    Args:
        connection: any.
        kind: their media type.
    """
    return [Statement(one.body, one.signatures) for one in package_log.statements(connection, kind)]


def root(workspace: Workspace) -> Statement | None:
    """The root of trust in force, None if none was taken.

    Args:
        workspace: the workspace.
    """
    found = kept(workspace, StatementKind.ROOT)
    return found[-1] if found else None


def trust(workspace: Workspace) -> TrustStore:
    """What the office believes today.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up` if no root was taken.
    """
    return material(workspace).store()


def material(workspace: Workspace) -> TrustMaterial:
    """What the office believes today, in the form that can be handed to the reading process.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up` if no root was taken.
    """
    with workspace.reading() as connection:
        return _material(workspace, connection)


def trust_in(workspace: Workspace, connection: Reader) -> TrustStore:
    """As `trust`, in a transaction.

    Args:
        workspace: the workspace.
        connection: any.
    """
    return _material(workspace, connection).store()


def _material(workspace: Workspace, connection: Reader) -> TrustMaterial:
    roots = statements_of(connection, StatementKind.ROOT)
    if not roots:
        raise UserError("exchange_not_set_up")
    return TrustMaterial(
        root=RootFile.from_bytes(roots[-1].body),
        lists=tuple(newest_lists(connection).values()),
        bindings=tuple(statements_of(connection, StatementKind.BINDING)),
        crls=tuple(one.body for one in package_log.statements(connection, REVOCATIONS)),
        today=workspace.today,
    )


def newest_lists(connection: Reader) -> dict[UUID, Statement]:
    """The newest list of each issuer; statements come in the order of their versions.

    Args:
        connection: any.
    """
    found: dict[UUID, Statement] = {}
    for one in package_log.statements(connection, StatementKind.TRUST_LIST):
        if one.unit is not None:
            found[one.unit] = Statement(one.body, one.signatures)
    return found


def keep(
    workspace: Workspace,
    connection: Reader,
    kind: str,
    statement: Statement,
    about: tuple[UUID | None, int],
) -> bool:
    """Keep a statement that was judged; nothing that is kept is ever deleted.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        kind: its media type.
        statement: the statement.
        about: whom it is about, and its version.

    Returns:
        Whether it was not kept before.
    """
    unit, version = about
    return package_log.keep_statement(
        connection,
        KeptStatement(
            kind=kind,
            unit=unit,
            version=version,
            digest=hashlib.sha256(statement.body + statement.signatures).digest(),
            at=workspace.clock().isoformat(timespec="seconds"),
            body=statement.body,
            signatures=statement.signatures,
        ),
    )
