"""Use cases: the superior certifies the keys of the units right below it, and revokes them."""

from __future__ import annotations

import dataclasses
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose
from ktgs_desktop.domain.key_requests import KeyRequest, plain_digits, request_code
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import (
    RevocationNotice,
    RevocationReason,
    TrustList,
    UnitEntry,
)
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import hearing, keys, own_keys, place
from ktgs_desktop.services.exchange.own_keys import TRUST, YEARS, years_after
from ktgs_desktop.store import feeds
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.store.unit_standings import UnitBelow
from ktgs_desktop.sync.statement_file import MAX_FILE_BYTES, decode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import key_requests
from ktgs_desktop.trust.key_requests import signed
from ktgs_desktop.trust.statements import StatementKind, decode_signatures

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.trust_store import TrustStore

LIST_DAYS = 400
"""How long a list counts as up to date: a year, and time for the next to arrive."""
_LATE_CLOCK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request from a unit right below, its signatures checked.

    Attributes:
        request: what is asked for.
        statement: as signed.
        code: what the unit reads out by telephone.
        unit: the unit as this office's register has it.
        renewal: whether the same approval key was certified before.
    """

    request: KeyRequest
    statement: Statement
    code: str
    unit: UnitBelow
    renewal: bool


@dataclass(frozen=True, slots=True)
class Certified:
    """A unit whose keys were certified.

    Attributes:
        unit: the unit.
        name: its name.
        fingerprint: of the approval key, in hexadecimal.
        valid_from: first day.
        valid_to: last day.
        version: of this office's trust list.
    """

    unit: UUID
    name: str
    fingerprint: str
    valid_from: date
    valid_to: date
    version: int


def look(workspace: Workspace, path: Path) -> Asked:
    """Read a request; nothing is certified.

    Args:
        workspace: the workspace.
        path: the file.

    Raises:
        PackageError: `statements_malformed`, `key_request_malformed`, `request_missing`,
            `signature_wrong` if it was altered, `key_weak`.
        UserError: `unit_not_below`, `request_from_future`.
        StorageError: the file cannot be read.
    """
    found = [
        Statement(one.body, one.signatures)
        for one in decode_file(read_file(path, MAX_FILE_BYTES))
        if one.kind == StatementKind.KEY_REQUEST
    ]
    if len(found) != 1:
        raise PackageError("request_missing", name=path.name)
    request = key_requests.check_request(found[0])
    with workspace.reading() as connection:
        below = place.below(workspace, connection)
        mine = [KeyBinding.from_bytes(one.body) for one in keys.bindings_of(connection)]
    unit = next((one for one in below if one.id == request.unit and one.depth == 1), None)
    if unit is None:
        raise UserError("unit_not_below", name=request.name)
    if request.made > workspace.today + _LATE_CLOCK:
        raise UserError("request_from_future", date=request.made)
    known = {one.fingerprint for one in mine if one.issuer == workspace.office.unit}
    return Asked(request, found[0], request_code(found[0].body), unit, request.fingerprint in known)


def certify(
    workspace: Workspace,
    path: Path,
    code: str,
    *,
    until: date | None = None,
    identity: SigningIdentity | None = None,
) -> Certified:
    """Certify the keys of a unit right below, in a new version of this office's trust list.

    Args:
        workspace: the workspace.
        path: the request.
        code: what the unit read out by telephone, as it was typed.
        until: last day of the approval key; some years from now if left out.
        identity: the certificate that signs; None to sign with the office's own key.

    Raises:
        UserError: `request_code_other`, `unit_not_below`, `office_not_certified`,
            `request_too_old`, `until_too_early`, `certificate_needed`, what a token says.
        PackageError: as `look`, or why the new list does not hold.
        StorageError: the file cannot be read.
    """
    permissions.check(workspace.user, "certify_keys")
    asked = look(workspace, path)
    request = asked.request
    if not hmac.compare_digest(plain_digits(code).encode(), plain_digits(asked.code).encode()):
        raise UserError("request_code_other")
    start = min(request.made, workspace.today)
    last = until or years_after(workspace.today, YEARS)
    if last < workspace.today:
        raise UserError("until_too_early")
    key = keys.signing_key(workspace, identity)
    with workspace.reading() as connection:
        serial = _next_serial(connection, workspace.office.unit)
    binding = KeyBinding(
        unit=request.unit,
        purpose=KeyPurpose.APPROVAL,
        device=None,
        public=request.public,
        suite=request.suite,
        valid_from=start,
        valid_to=last,
        serial=serial,
        issuer=workspace.office.unit,
        holder=request.holder,
    )
    statement = signed(StatementKind.BINDING, binding.to_json(), key)

    def add(former: TrustList) -> TrustList:
        return dataclasses.replace(
            former,
            units=_with_unit(former.units, _entry(workspace, asked, start)),
            bindings=(*former.bindings, statement, request.encryption),
        )

    def check(believed: TrustStore) -> None:
        try:
            believed.carrier(request.carrier)
            believed.binding(request.encryption)
            _check_approval(believed, asked)
        except PackageError as error:
            if error.code != "key_not_yet_valid":
                raise
            raise UserError("request_too_old", date=request.made) from error

    version = _issue(workspace, add, identity, check)
    return Certified(request.unit, asked.unit.name, request.fingerprint.hex(), start, last, version)


def _check_approval(believed: TrustStore, asked: Asked) -> None:
    """The key that signed the request counts; of a certificate the authorities are asked, too."""
    (signature,) = decode_signatures(asked.statement.signatures)
    certificate = key_requests.certificate_of(asked.statement)
    believed.approval(asked.request.unit, signature.fingerprint, certificate)


def _entry(workspace: Workspace, asked: Asked, start: date) -> UnitEntry:
    return UnitEntry(
        unit=asked.unit.id,
        code=asked.request.code,
        name=asked.unit.name,
        level=asked.unit.level,
        parent=workspace.office.unit,
        valid_from=start,
    )


def _with_unit(known: tuple[UnitEntry, ...], entry: UnitEntry) -> tuple[UnitEntry, ...]:
    """A unit is listed once for each day, whatever it has certified later."""
    ends = [one.valid_to for one in known if one.unit == entry.unit]
    if None in ends:
        return known
    last = max((day for day in ends if day is not None), default=None)
    if last is not None and last >= entry.valid_from:
        entry = dataclasses.replace(entry, valid_from=last + timedelta(days=1))
    return (*known, entry)


def _next_serial(connection: Reader, unit: UUID) -> int:
    mine = (KeyBinding.from_bytes(one.body) for one in keys.bindings_of(connection))
    return max((one.serial for one in mine if one.issuer == unit), default=0) + 1


# Revoking -------------------------------------------------------------------------------------


def revoke(
    workspace: Workspace,
    unit: UUID,
    fingerprint: bytes,
    reason: RevocationReason,
    *,
    identity: SigningIdentity | None = None,
) -> int:
    """Say that a key of a unit below may be used no longer.

    What was taken in here before stays valid: the notice names how far the unit's changes reach.

    Args:
        workspace: the workspace.
        unit: whose key it is.
        fingerprint: what names the key, 32 bytes.
        reason: why.
        identity: the certificate that signs; None to sign with the office's own key.

    Returns:
        The version of this office's trust list.

    Raises:
        UserError: `key_not_below`, `key_revoked_before`, `office_not_certified`,
            `certificate_needed`, what a token says.
        PackageError: why the new list does not hold.
    """
    permissions.check(workspace.user, "revoke_key")
    with workspace.reading() as connection:
        below = {one.id for one in place.below(workspace, connection)}
        known = {
            (binding.unit, binding.fingerprint)
            for binding in map(_read, keys.bindings_of(connection))
        }
        heads = sorted(
            {
                head.hash
                for name in channels.UPWARD
                for head in feeds.heads(connection, Feed(unit, name))
            }
        )
    if unit not in below or (unit, fingerprint) not in known:
        raise UserError("key_not_below")
    notice = RevocationNotice(fingerprint, unit, reason, tuple(heads), workspace.today)

    def add(former: TrustList) -> TrustList:
        if any((one.unit, one.fingerprint) == (unit, fingerprint) for one in former.notices):
            raise UserError("key_revoked_before")
        return dataclasses.replace(former, notices=(*former.notices, notice))

    return _issue(workspace, add, identity)


def _read(statement: Statement) -> KeyBinding:
    return KeyBinding.from_bytes(statement.body)


def renew_list(workspace: Workspace, identity: SigningIdentity | None = None) -> int:
    """Make this office's trust list anew, so that it does not get out of date.

    Args:
        workspace: the workspace.
        identity: the certificate that signs; None to sign with the office's own key.

    Returns:
        Its version.

    Raises:
        UserError: `office_not_certified`, `certificate_needed`, what a token says.
        PackageError: why the new list does not hold.
    """
    permissions.check(workspace.user, "certify_keys")
    return _issue(workspace, lambda former: former, identity)


# The list -------------------------------------------------------------------------------------


def _issue(
    workspace: Workspace,
    change: Callable[[TrustList], TrustList],
    identity: SigningIdentity | None,
    check: Callable[[TrustStore], None] = lambda _believed: None,
) -> int:
    """Sign the next version of this office's list, and keep it if it holds here."""
    unit, today = workspace.office.unit, workspace.today
    key = keys.signing_key(workspace, identity)
    with workspace.reading() as connection:
        present = own_keys.present_request(connection, unit)
        believed = keys.trust_in(workspace, connection)
        own = present.fingerprint if present is not None else keys.fingerprint_of(key)
        if own_keys.certified(connection, believed, unit, own) is None:
            raise UserError("office_not_certified")
        former = keys.newest_lists(connection).get(unit)
    blank = TrustList(unit, 0, today, today)
    base = TrustList.from_bytes(former.body) if former is not None else blank
    made = dataclasses.replace(
        change(base),
        version=base.version + 1,
        issued=today,
        expires=today + timedelta(days=LIST_DAYS),
    )
    statement = signed(StatementKind.TRUST_LIST, made.to_json(), key)
    arriving = TravellingStatement(StatementKind.TRUST_LIST, statement.body, statement.signatures)
    with workspace.store.local_writing() as connection:
        hearing.hear(workspace, connection, [arriving])
        check(keys.trust_in(workspace, connection))
    changes = Changes("certify_keys")
    changes.ids[TRUST].add(unit)
    workspace.tell(changes)
    return made.version
