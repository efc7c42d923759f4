"""Use case: whom the office believes, up to when, and how its own keys stand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.trust_lists import TrustList, UnitEntry
from ktgs_desktop.domain.trust_roots import RootFile, root_fingerprint
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import hearing, keys, own_keys, place
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.services.exchange.trust_page import (
    KeyStanding,
    KeyState,
    ListStanding,
    OwnStanding,
    RootStanding,
    Step,
    TrustPage,
    UnitTrust,
)
from ktgs_desktop.store import package_log
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.domain.trust_lists import RevocationNotice
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.trust_store import TrustStore

STALE_DAYS = 90
"""A revocation list older than this warns (sync.md 2.11)."""
_STATES = {
    "key_revoked": KeyState.REVOKED,
    "key_expired": KeyState.EXPIRED,
    "key_not_yet_valid": KeyState.FUTURE,
}


def read(workspace: Workspace) -> TrustPage:
    """Whom the office believes, and how its own keys stand.

    Args:
        workspace: the workspace.
    """
    request = own_keys.newest_request(workspace)
    made = keys.own(workspace) if keys.has_own(workspace) else None
    with workspace.reading() as connection:
        present = own_keys.present_request(connection, workspace.office.unit)
        book = _Book(workspace, connection)
        certified = book.certified(request.request.fingerprint if request else None)
        if made is not None and request is None and made.approval is not None:
            certified = book.certified(made.approval.fingerprint)
        by_certificate = made is not None and made.approval is None
        own = OwnStanding(
            made=made is not None,
            by_certificate=by_certificate,
            code=request.code if request else "",
            requested=request.request.made if request else None,
            fingerprint=request.request.fingerprint.hex() if request else "",
            holder=request.request.holder if request else "",
            valid_to=certified.valid_to if certified else None,
            waiting=request is not None and present is not None and present != request.request,
            top=book.root is not None and book.root.unit.unit == workspace.office.unit,
        )
        return TrustPage(
            own=own,
            root=book.root_standing(),
            done=frozenset(_done(own, book)),
            units=tuple(book.units()),
            keys=tuple(book.keys()),
            lists=tuple(book.lists()),
            revocations=tuple(book.revocations()),
            warnings=tuple(book.warnings(own)),
        )


def _done(own: OwnStanding, book: _Book) -> Iterator[Step]:
    if own.made:
        yield Step.KEYS
    if own.valid_to is not None or own.requested is not None:
        yield Step.REQUEST
    if book.root is not None:
        yield Step.ROOT
    if own.valid_to is not None:
        yield Step.ANSWER


class _Book:
    """What is kept, read once."""

    def __init__(self, workspace: Workspace, connection: Reader) -> None:
        self._connection = connection
        self._today = workspace.today
        self._unit = workspace.office.unit
        roots = keys.statements_of(connection, StatementKind.ROOT)
        self._statement = roots[-1] if roots else None
        self.root = RootFile.from_bytes(roots[-1].body) if roots else None
        self._believed: TrustStore | None = keys.trust_in(workspace, connection) if roots else None
        newest = keys.newest_lists(connection)
        self._lists = [TrustList.from_bytes(one.body) for one in newest.values()]
        self._below = place.below(workspace, connection)
        self._names = {one.unit: one.name for one in self._entries()}
        self._names |= {one.id: one.name for one in self._below}
        self._keys = [*self._judged()]

    def _entries(self) -> Iterator[UnitEntry]:
        if self.root is not None:
            yield self.root.unit
        for contents in self._lists:
            yield from (one for one in contents.units if one.holds_on(self._today))

    def _name(self, unit: UUID | None) -> str:
        if unit is None:
            return ""
        return self._names.get(unit) or unit_name(self._connection, unit)

    def certified(self, fingerprint: bytes | None) -> KeyBinding | None:
        """The binding by which an approval key of the office counts, None if none does."""
        if fingerprint is None or self._believed is None:
            return None
        return own_keys.certified(self._connection, self._believed, self._unit, fingerprint)

    def root_standing(self) -> RootStanding | None:
        """The root in force."""
        if self.root is None or self._statement is None:
            return None
        return RootStanding(
            name=self.root.name,
            version=self.root.version,
            fingerprint=root_fingerprint(self._statement.body),
            issued=self.root.issued,
            expires=self.root.expires,
            training=self.root.training,
            unit=self.root.unit.name,
        )

    def _judged(self) -> Iterator[KeyStanding]:
        below = {one.id for one in self._below}
        notices = self._notices()
        for statement in keys.bindings_of(self._connection):
            binding = KeyBinding.from_bytes(statement.body)
            notice = notices.get((binding.unit, binding.fingerprint))
            yield KeyStanding(
                unit=binding.unit,
                name=self._name(binding.unit),
                purpose=binding.purpose,
                suite=binding.suite,
                holder=binding.holder,
                fingerprint=binding.fingerprint.hex(),
                valid_from=binding.valid_from,
                valid_to=binding.valid_to,
                state=self._state(statement),
                revoked_on=notice.on if notice else None,
                reason=str(notice.reason) if notice else "",
                below=binding.unit in below,
            )

    def _notices(self) -> Mapping[tuple[UUID, bytes], RevocationNotice]:
        return {
            (one.unit, one.fingerprint): one for contents in self._lists for one in contents.notices
        }

    def _state(self, statement: Statement) -> KeyState:
        if self._believed is None:
            return KeyState.UNPROVEN
        try:
            self._believed.binding(statement)
        except PackageError as error:
            return _STATES.get(error.code, KeyState.UNPROVEN)
        return KeyState.VALID

    def keys(self) -> list[KeyStanding]:
        """Keys by unit, those that count first."""
        order = list(KeyPurpose)
        return sorted(
            self._keys,
            key=lambda one: (one.name, order.index(one.purpose), one.state != KeyState.VALID),
        )

    def units(self) -> Iterator[UnitTrust]:
        """Units right below, with keys or without, then all others that lists name."""
        listed = {one.unit: one for one in self._entries()}
        direct = [one for one in self._below if one.depth == 1]
        for unit in sorted(direct, key=lambda one: one.id not in listed):
            entry = listed.pop(unit.id, None)
            code = entry.code if entry else ""
            yield self._unit_trust(unit.id, code, unit.name, (unit.superior, True))
        for entry in sorted(listed.values(), key=lambda one: (one.level, one.name)):
            yield self._unit_trust(entry.unit, entry.code, entry.name, (entry.parent, False))

    def _unit_trust(
        self, unit: UUID, code: str, name: str, above: tuple[UUID | None, bool]
    ) -> UnitTrust:
        mine = [
            one for one in self._keys if one.unit == unit and one.purpose is KeyPurpose.APPROVAL
        ]
        best = min(
            mine, key=lambda one: (one.state != KeyState.VALID, -one.valid_to.toordinal()),
            default=None,
        )  # fmt: skip
        return UnitTrust(
            unit=unit,
            code=code,
            name=name,
            superior=self._name(above[0]),
            direct=above[1],
            state=best.state if best else None,
            valid_to=best.valid_to if best else None,
        )

    def lists(self) -> Iterator[ListStanding]:
        """Trust lists, each the newest of its issuer."""
        for one in self._lists:
            late = one.expires < self._today
            yield ListStanding(self._name(one.issuer), one.version, one.issued, one.expires, late)

    def revocations(self) -> Iterator[ListStanding]:
        """Revocation lists, the newest of each authority."""
        newest: dict[str, ListStanding] = {}
        for kept in package_log.statements(self._connection, keys.REVOCATIONS):
            facts = hearing.revocations_of(kept.body)
            late = (self._today - facts.valid_from).days > STALE_DAYS
            one = ListStanding(facts.subject, 0, facts.valid_from, facts.valid_to, late)
            if facts.subject not in newest or newest[facts.subject].issued <= one.issued:
                newest[facts.subject] = one
        yield from newest.values()

    def warnings(self, own: OwnStanding) -> Iterator[str]:
        """What a person should see to."""
        if self.root is not None and self.root.training:
            yield "training_trust"
        if self.root is not None and self.root.expires < self._today:
            yield "root_expired"
        if any(one.late for one in self.lists()):
            yield "list_expired"
        by_certificate = any(one.suite is Suite.CMS for one in self._keys)
        if by_certificate and any(one.late for one in self.revocations()):
            yield "crl_stale"
        if own.valid_to is not None and (own.valid_to - self._today).days < STALE_DAYS:
            yield "own_key_ending"
        if own.waiting:
            yield "keys_waiting"
