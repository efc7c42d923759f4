"""Use cases: the office makes its keys, renews them, and asks its superior to certify them."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose
from ktgs_desktop.domain.key_requests import KeyRequest, request_code
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.errors import PackageError, UserError, place_error
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files, keys
from ktgs_desktop.store import package_log
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.sync.age_envelope import new_identity, public_of
from ktgs_desktop.sync.statement_file import encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import exchange_keys, key_requests
from ktgs_desktop.trust.exchange_keys import MAX_IDENTITIES, ExchangeKeys
from ktgs_desktop.trust.key_requests import Asking
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.trust_store import TrustStore

YEARS = 5
"""How long keys are valid unless another day is said."""
NEXT = "next"
TRUST = "trust"
"""Kind of what listeners are told of when keys or trust have changed."""
REQUEST_ENDING = ".ktgsyc"
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """The request that goes to the superior.

    Attributes:
        request: what it asks for.
        code: what is read out by telephone.
        statement: as signed.
    """

    request: KeyRequest
    code: str
    statement: Statement


def years_after(day: date, years: int) -> date:
    """The same day some years later; the 28th in place of a 29 February.

    Args:
        day: the day.
        years: how many years.
    """
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def make(workspace: Workspace, identity: SigningIdentity | None = None) -> OwnRequest:
    """Make the office's keys, and the request to have them certified.

    Args:
        workspace: the workspace.
        identity: the certificate that signs for the office; None to make a key of its own.

    Raises:
        UserError: `exchange_keys_there`, or what a token says.
        PackageError: `certificate_unreadable`.
    """
    permissions.check(workspace.user, "make_exchange_keys")
    if keys.has_own(workspace):
        raise UserError("exchange_keys_there")
    secret, _public = new_identity()
    made = ExchangeKeys(
        unit=workspace.office.unit,
        device=workspace.device,
        carrier=Ed25519Key.generate(),
        identities=(secret,),
        approval=None if identity else Ed25519Key.generate(),
    )
    found = _asked(workspace, made, identity)
    with workspace.store.local_writing() as connection:
        _save(workspace, connection, keys.OWN, made)
        _keep_request(workspace, connection, found)
        _keep_bindings(workspace, connection, found.request)
    _tell(workspace)
    return found


def begin_anew(workspace: Workspace, identity: SigningIdentity | None = None) -> OwnRequest:
    """Make keys for the unit the office has become; the former ones still open old packages.

    Args:
        workspace: the workspace.
        identity: the certificate that signs for the unit; None to make a key of its own.

    Raises:
        UserError: `exchange_not_set_up`, or what a token says.
        PackageError: `certificate_unreadable`.
    """
    permissions.check(workspace.user, "make_exchange_keys")
    secret, _public = new_identity()
    former = keys.own(workspace).identities
    made = ExchangeKeys(
        unit=workspace.office.unit,
        device=workspace.device,
        carrier=Ed25519Key.generate(),
        identities=(secret, *former)[:MAX_IDENTITIES],
        approval=None if identity else Ed25519Key.generate(),
    )
    found = _asked(workspace, made, identity)
    with workspace.store.local_writing() as connection:
        package_log.forget_keys(connection)
        _save(workspace, connection, keys.OWN, made)
        _keep_request(workspace, connection, found)
        _keep_bindings(workspace, connection, found.request)
    _tell(workspace)
    return found


def renew(
    workspace: Workspace,
    identity: SigningIdentity | None = None,
    *,
    approval: bool = False,
    encryption: bool = False,
) -> OwnRequest:
    """Ask for the keys to be certified for longer, or for new ones in place of present ones.

    A new approval key counts once the superior has certified it; until then the present one
    signs. A new encryption key counts at once, and the former one still opens old packages.

    Args:
        workspace: the workspace.
        identity: the certificate that is to sign for the office; None for a key of its own.
        approval: whether a new key of its own is made.
        encryption: whether a new encryption key is made.

    Raises:
        UserError: `exchange_not_set_up`, `certificate_needed`, or what a token says.
        PackageError: `certificate_unreadable`.
    """
    permissions.check(workspace.user, "make_exchange_keys")
    made = keys.own(workspace)
    if encryption:
        secret, _public = new_identity()
        made = dataclasses.replace(made, identities=(secret, *made.identities)[:MAX_IDENTITIES])
    if identity is not None:
        made = dataclasses.replace(made, approval=None)
    elif approval:
        made = dataclasses.replace(made, approval=Ed25519Key.generate())
    found = _asked(workspace, made, identity)
    with workspace.store.local_writing() as connection:
        present = present_request(connection, workspace.office.unit)
        _keep_request(workspace, connection, found)
        if present is None or present.fingerprint == found.request.fingerprint:
            _save(workspace, connection, keys.OWN, made)
            _keep_bindings(workspace, connection, found.request)
        else:
            _save(workspace, connection, NEXT, made)
    _tell(workspace)
    return found


def _asked(
    workspace: Workspace, made: ExchangeKeys, identity: SigningIdentity | None
) -> OwnRequest:
    key = identity or made.approval
    if key is None:
        raise UserError("certificate_needed")
    with workspace.reading() as connection:
        serial = _next_serial(connection, workspace.office.unit)
    asking = Asking(
        unit=workspace.office.unit,
        code=files.code_of(workspace),
        name=workspace.office.name,
        holder=workspace.office.name[:_MAX_NAME],
        device=made.device,
        carrier=made.carrier.public,
        encryption=public_of(made.identities[0]),
        valid_from=workspace.today,
        valid_to=years_after(workspace.today, YEARS),
        serial=serial,
    )
    return _own_request(key_requests.make_request(asking, key))


def _own_request(statement: Statement) -> OwnRequest:
    request = KeyRequest.from_bytes(statement.body)
    return OwnRequest(request, request_code(statement.body), statement)


def _next_serial(connection: Reader, unit: UUID) -> int:
    """The number after all bindings the unit made of its own keys."""
    used = [
        KeyBinding.from_bytes(binding.body).serial
        for request in _requests(connection, unit)
        for binding in (request.carrier, request.encryption)
    ]
    used += [
        binding.serial
        for binding in (
            KeyBinding.from_bytes(one.body)
            for one in keys.statements_of(connection, StatementKind.BINDING)
        )
        if binding.issuer == unit
    ]
    return max(used, default=0) + 1


# Requests -------------------------------------------------------------------------------------


def _requests(connection: Reader, unit: UUID) -> list[KeyRequest]:
    found = keys.statements_of(connection, StatementKind.KEY_REQUEST)
    requests = [KeyRequest.from_bytes(one.body) for one in found]
    return [one for one in requests if one.unit == unit]


def newest_request(workspace: Workspace) -> OwnRequest | None:
    """The newest request of this office, None if it never made one.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = keys.statements_of(connection, StatementKind.KEY_REQUEST)
    mine = [_own_request(one) for one in found]
    return next((one for one in reversed(mine) if one.request.unit == workspace.office.unit), None)


def present_request(connection: Reader, unit: UUID) -> KeyRequest | None:
    """The request whose keys the office uses; a newer one may wait to be certified.

    Args:
        connection: any.
        unit: the office's unit.
    """
    used = {one.body for one in keys.statements_of(connection, StatementKind.BINDING)}
    found = [one for one in _requests(connection, unit) if one.carrier.body in used]
    return found[-1] if found else None


def save_request(workspace: Workspace, folder: Path) -> Path:
    """Write the newest request to a stick, for the superior.

    Args:
        workspace: the workspace.
        folder: the folder on the stick.

    Returns:
        The file.

    Raises:
        UserError: `exchange_not_set_up` if no keys were made.
        StorageError: the folder is not there, or full.
    """
    found = newest_request(workspace)
    if found is None:
        raise UserError("exchange_not_set_up")
    day = workspace.today.strftime("%Y%m%d")
    path = folder / f"{files.code_of(workspace)}-{day}{REQUEST_ENDING}"
    one = TravellingStatement(
        StatementKind.KEY_REQUEST, found.statement.body, found.statement.signatures
    )
    write_file(path, encode_file([one]))
    return path


def write_file(path: Path, data: bytes) -> None:
    """Write a file that others are to read.

    Args:
        path: the file.
        data: what is in it.

    Raises:
        StorageError: the folder is not there, or full.
    """
    if not path.parent.is_dir():
        raise place_error(FileNotFoundError(str(path.parent)), path.parent)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise place_error(error, path) from error


def adopt(workspace: Workspace, connection: Reader, believed: TrustStore) -> bool:
    """Use the keys that waited for their certification, if it has come.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        believed: what the office believes now.

    Returns:
        Whether there were any.
    """
    unit = workspace.office.unit
    requests = _requests(connection, unit)
    if not requests or present_request(connection, unit) == requests[-1]:
        return False
    request = requests[-1]
    if not certified(connection, believed, unit, request.fingerprint):
        return False
    sealed = package_log.key(connection, NEXT)
    if sealed is not None:
        at = workspace.clock().isoformat(timespec="seconds")
        package_log.save_key(connection, keys.OWN, sealed, at)
    _keep_bindings(workspace, connection, request)
    return True


def certified(
    connection: Reader, believed: TrustStore, unit: UUID, fingerprint: bytes
) -> KeyBinding | None:
    """The binding by which an approval key of a unit counts today, None if none does.

    Args:
        connection: any.
        believed: what the office believes.
        unit: the unit.
        fingerprint: what names the key.
    """
    newest: KeyBinding | None = None
    for statement in keys.bindings_of(connection):
        binding = KeyBinding.from_bytes(statement.body)
        if (binding.unit, binding.fingerprint, binding.purpose) != (
            unit,
            fingerprint,
            KeyPurpose.APPROVAL,
        ):
            continue
        with contextlib.suppress(PackageError):
            believed.binding(statement)
            if newest is None or binding.valid_to > newest.valid_to:
                newest = binding
    return newest


# Keeping --------------------------------------------------------------------------------------


def _save(workspace: Workspace, connection: Reader, name: str, made: ExchangeKeys) -> None:
    at = workspace.clock().isoformat(timespec="seconds")
    sealed = exchange_keys.seal_keys(made, workspace.keys)
    package_log.save_key(connection, name, sealed, at)


def _keep_request(workspace: Workspace, connection: Reader, found: OwnRequest) -> None:
    unit = workspace.office.unit
    number = len(_requests(connection, unit)) + 1
    about = (unit, number)
    keys.keep(workspace, connection, StatementKind.KEY_REQUEST, found.statement, about)


def _keep_bindings(workspace: Workspace, connection: Reader, request: KeyRequest) -> None:
    for one in _own_bindings(request):
        about = (request.unit, KeyBinding.from_bytes(one.body).serial)
        keys.keep(workspace, connection, StatementKind.BINDING, one, about)


def _own_bindings(request: KeyRequest) -> Iterator[Statement]:
    yield request.carrier
    yield request.encryption


def _tell(workspace: Workspace) -> None:
    changes = Changes("make_exchange_keys")
    changes.ids[TRUST].add(workspace.office.unit)
    workspace.tell(changes)
