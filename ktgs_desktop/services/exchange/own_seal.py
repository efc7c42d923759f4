"""How packages between the office's own computers are signed, sealed and encrypted.

They use none of the keys by which other offices know this one: a copy for another computer does
not have those (`own_copies`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.desks import Desk
from ktgs_desktop.domain.manifests import Recipient
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError, place_error
from ktgs_desktop.services import hub
from ktgs_desktop.services.exchange.keys import Recipients
from ktgs_desktop.store import desks, records
from ktgs_desktop.sync.age_envelope import recipient_fingerprint
from ktgs_desktop.sync.age_identity import identity_of
from ktgs_desktop.sync.container import bound_carrier, read_header
from ktgs_desktop.sync.package_reader import Reading
from ktgs_desktop.sync.package_writer import Sealing
from ktgs_desktop.sync.trust_material import TrustMaterial
from ktgs_desktop.trust.inner_trust import InnerTrust, inner_trust
from ktgs_desktop.trust.statements import StatementKind, sign

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

COMPUTER = "computer"
"""Where the books of a package name the computer of the office it is for, or from; no channel is
called so."""


def computer(workspace: Workspace, connection: Reader) -> UUID:
    """What names this computer on packages within the office.

    Args:
        workspace: the workspace.
        connection: any.
    """
    return desks.own(connection) or hub_computer(workspace)


def hub_computer(workspace: Workspace) -> UUID:
    """What names the hub on packages within the office.

    Args:
        workspace: the workspace.
    """
    return workspace.office.id


def name_of(workspace: Workspace, connection: Reader, device: UUID) -> str:
    """What a computer of the office is called.

    Args:
        workspace: the workspace.
        connection: any.
        device: the computer, as it stands on a package.
    """
    if device == hub_computer(workspace):
        return str(hub.NAME)
    found = records.find(connection, Desk, device, voided=True)
    return found.name if found else workspace.office.name


def _trust(workspace: Workspace) -> InnerTrust:
    return inner_trust(workspace.office.unit, workspace.office.name, workspace.keys)


def identities(workspace: Workspace) -> tuple[str, ...]:
    """The secret keys that open packages within the office.

    Args:
        workspace: the workspace.
    """
    return (identity_of(_trust(workspace).seed)[0],)


def material(workspace: Workspace) -> TrustMaterial:
    """What packages within the office are judged by.

    Args:
        workspace: the workspace.
    """
    shared = _trust(workspace)
    public = identity_of(shared.seed)[1]
    return TrustMaterial(shared.root, (), shared.bindings(public), (), workspace.today)


def recipients(workspace: Workspace) -> Recipients:
    """Who can open a package within the office.

    Args:
        workspace: the workspace.
    """
    public = identity_of(_trust(workspace).seed)[1]
    named = Recipient(workspace.office.unit, recipient_fingerprint(public))
    return Recipients((named,), (public,))


def sealing(workspace: Workspace, device: UUID) -> Sealing:
    """The keys for a package within the office.

    Args:
        workspace: the workspace.
        device: this computer, as `computer` names it.
    """
    shared = _trust(workspace)
    unit = workspace.office.unit
    return Sealing(
        approve=lambda body: (sign(StatementKind.MANIFEST, body, shared.approval),),
        carrier=shared.carrier,
        binding=shared.carrier_binding(device),
        recipients=recipients(workspace).publics,
        reread=Reading(unit, identities(workspace), material(workspace).store()),
    )


def ours(workspace: Workspace, path: Path) -> bool:
    """Whether a file says it is from another computer of the office; who reads it finds out.

    Args:
        workspace: the workspace.
        path: the file.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        with path.open("rb") as source:
            header = read_header(source)
            public = bound_carrier(header).public
    except PackageError:
        return False  # the reading says what is wrong with it
    except OSError as error:
        raise place_error(error, path) from error
    return header.kind is PackageKind.INTERNAL and public == _trust(workspace).carrier.public
