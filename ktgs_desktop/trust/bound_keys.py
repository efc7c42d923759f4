"""Bindings, lists and the tree of units, each judged by who signed it, up to the root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import key_checks
from ktgs_desktop.trust.judgements import Judgements
from ktgs_desktop.trust.statements import StatementKind, decode_signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from ktgs_desktop.domain.trust_lists import LevelProfile, RevocationNotice, UnitEntry
    from ktgs_desktop.domain.trust_roots import RootFile
    from ktgs_desktop.trust.certificate_paths import Authorities
    from ktgs_desktop.trust.detached_cms import CertificateStanding

MAX_LEVELS = 8


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list and the statement it came in.

    Attributes:
        contents: the list.
        statement: the statement.
    """

    contents: TrustList
    statement: Statement


class BoundKeys:
    """The keys of units; see `TrustStore`.

    Args:
        root: the root of trust.
        lists: trust lists.
        bindings: bindings that stand in no list.
        crls: revocation lists, DER.
        today: the day.
    """

    def __init__(
        self,
        root: RootFile,
        lists: Iterable[Statement],
        bindings: Iterable[Statement],
        crls: Iterable[bytes],
        today: date,
    ) -> None:
        self._root = root
        self._today = today
        self._lists: dict[UUID, _Listed] = {}
        for statement in lists:
            listed = _Listed(TrustList.from_bytes(statement.body), statement)
            known = self._lists.get(listed.contents.issuer)
            if known is None or known.contents.version < listed.contents.version:
                self._lists[listed.contents.issuer] = listed
        self._read: dict[bytes, KeyBinding] = {}
        self._by_key: dict[bytes, list[Statement]] = {}
        self._by_unit: dict[UUID, list[Statement]] = {}
        self._naming: dict[UUID, list[_Listed]] = {}
        for listed in self._lists.values():
            for unit in {entry.unit for entry in listed.contents.units}:
                self._naming.setdefault(unit, []).append(listed)
        inside = (one for listed in self._lists.values() for one in listed.contents.bindings)
        for statement in {one.body + one.signatures: one for one in (*inside, *bindings)}.values():
            binding = self.read(statement)
            self._by_key.setdefault(binding.fingerprint, []).append(statement)
            self._by_unit.setdefault(binding.unit, []).append(statement)
        self._crls = tuple(crls)
        self._authorities: dict[frozenset[bytes], Authorities] = {}
        self._judgements = Judgements(2 * MAX_LEVELS)

    def read(self, statement: Statement) -> KeyBinding:
        """What a binding says; nothing about who signed it.

        Args:
            statement: the binding.

        Raises:
            PackageError: `binding_malformed` or `json_not_canonical`.
        """
        found = self._read.get(statement.body)
        if found is None:
            found = self._read[statement.body] = KeyBinding.from_bytes(statement.body)
        return found

    # The tree ---------------------------------------------------------------------------------

    def entry(self, unit: UUID, on: date) -> UnitEntry:
        """A unit on a day; see `TrustStore.entry`.

        Args:
            unit: the unit.
            on: the day.
        """
        if unit == self._root.unit.unit:
            return self._root.unit
        refused: PackageError | None = None
        found: list[UnitEntry] = []
        for listed in self._naming.get(unit, ()):
            try:
                self._trust_list(listed)
            except PackageError as error:
                refused = error
                continue
            found += [one for one in listed.contents.units if one.unit == unit]
        current = [one for one in found if one.holds_on(on)]
        if len({one.parent for one in current}) > 1:
            raise PackageError("unit_parent_unclear", unit=current[0].name)
        if current:
            return current[0]
        if refused is not None:
            raise refused
        raise PackageError("unit_ended" if found else "unit_not_listed", unit=_name(found, unit))

    def ancestors(self, unit: UUID, on: date) -> tuple[UUID, ...]:
        """The superiors of a unit; see `TrustStore.ancestors`.

        Args:
            unit: the unit.
            on: the day.
        """
        found: list[UUID] = []
        above = self.entry(unit, on).parent
        while above is not None:
            if above == unit or above in found:
                raise PackageError("unit_tree_loop")
            found.append(above)
            if len(found) >= MAX_LEVELS:
                raise PackageError("chain_too_long", limit=MAX_LEVELS)
            above = self.entry(above, on).parent
        return tuple(found)

    def profiles(self, unit: UUID) -> tuple[LevelProfile, ...]:
        """What a unit's list says about signatures, nothing if it has none.

        Args:
            unit: the issuer.
        """
        listed = self._lists.get(unit)
        if listed is None:
            return ()
        self._trust_list(listed)
        return listed.contents.accepted

    def outdated(self, units: Iterable[UUID]) -> bool:
        """Whether a list of one of some units is out of date.

        Args:
            units: the issuers.
        """
        lists = (self._lists.get(unit) for unit in units)
        return any(one is not None and one.contents.expires < self._today for one in lists)

    def _trust_list(self, listed: _Listed) -> None:
        with self._judgements.settling(
            listed.statement.body, listed.statement.signatures
        ) as open_yet:
            if open_yet:
                self._judge_list(listed)

    def _judge_list(self, listed: _Listed) -> None:
        contents, statement = listed.contents, listed.statement
        by_root = self._by_root(StatementKind.TRUST_LIST, statement, contents.issuer)
        if not by_root:
            self._signed_by(StatementKind.TRUST_LIST, statement, contents.issuer, contents.issued)
            above = {contents.issuer, *self.ancestors(contents.issuer, contents.issued)}
            for one in contents.units:
                if one.parent != contents.issuer or one.unit in above:
                    raise PackageError("list_outside_remit", unit=one.name)

    # Keys -------------------------------------------------------------------------------------

    def approval_key(self, unit: UUID, fingerprint: bytes, on: date) -> KeyBinding:
        """A key that may sign for a unit on a day.

        Args:
            unit: the unit.
            fingerprint: what names the key.
            on: the day.

        Raises:
            PackageError: `key_unknown`, `key_unbound`, `key_expired`, `key_not_yet_valid`, or why
                no binding of it counts.
        """
        every = self._by_key.get(fingerprint, ())
        mine = [
            one
            for one in every
            if self.read(one).unit == unit and self.read(one).purpose is KeyPurpose.APPROVAL
        ]
        if not every:
            raise PackageError("key_unknown", fingerprint=fingerprint.hex())
        refused = PackageError("key_unbound", unit=str(unit))
        for statement in sorted(mine, key=lambda one: self.read(one).serial):
            binding = self.read(statement)
            try:
                self.check_day(binding, on)
                self.vouch(statement)
            except PackageError as error:
                refused = error
            else:
                return binding
        raise refused

    def check_day(self, binding: KeyBinding, on: date) -> None:
        """Refuse a key outside its time.

        Args:
            binding: the binding.
            on: the day.

        Raises:
            PackageError: `key_expired` or `key_not_yet_valid`.
        """
        if on > binding.valid_to:
            raise PackageError("key_expired", holder=binding.holder, date=binding.valid_to)
        if on < binding.valid_from:
            raise PackageError("key_not_yet_valid", holder=binding.holder, date=binding.valid_from)

    def encryption_keys(self, unit: UUID) -> tuple[str, ...]:
        """The encryption keys of a unit that count today, the newest first.

        Args:
            unit: the unit.
        """
        found = {}
        for statement in self._by_unit.get(unit, ()):
            binding = self.read(statement)
            if binding.purpose is not KeyPurpose.ENCRYPTION:
                continue
            try:
                self.check_unrevoked(unit, binding.fingerprint)
                self.check_day(binding, self._today)
                self.vouch(statement)
            except PackageError:
                continue  # somebody else's claim, or an old key
            found[binding.public] = (binding.valid_from, binding.serial)
        return tuple(sorted(found, key=lambda public: found[public], reverse=True))

    def vouch(self, statement: Statement) -> None:
        """Refuse a binding that was not signed by who has the right.

        Args:
            statement: the binding.

        Raises:
            PackageError: `binding_issuer_wrong`, `key_weak`, and why who signed does not count.
        """
        with self._judgements.settling(statement.body, statement.signatures) as open_yet:
            if open_yet:
                self._judge_binding(statement)

    def _judge_binding(self, statement: Statement) -> None:
        binding = self.read(statement)
        key_checks.check_public(binding.suite, binding.public)
        if self._by_root(StatementKind.BINDING, statement, binding.issuer):
            return
        own = binding.purpose is not KeyPurpose.APPROVAL and binding.issuer == binding.unit
        if not own and binding.issuer != self.entry(binding.unit, binding.valid_from).parent:
            raise PackageError("binding_issuer_wrong", holder=binding.holder)
        self._signed_by(StatementKind.BINDING, statement, binding.issuer, binding.valid_from)

    # Signatures -------------------------------------------------------------------------------

    def check_unrevoked(
        self,
        unit: UUID,
        fingerprint: bytes,
        covers: Callable[[tuple[bytes, ...]], bool] | None = None,
    ) -> bool:
        """Refuse a key that a superior, or the root, has revoked.

        Args:
            unit: whose key it is.
            fingerprint: what names the key.
            covers: says of the heads of a notice whether they reach what was signed.

        Returns:
            Whether it was revoked, but only for what came later.

        Raises:
            PackageError: `key_revoked`.
        """
        notices = list(self._notices(unit, fingerprint))
        for notice in notices:
            if covers is None or not notice.after or not covers(notice.after):
                raise PackageError("key_revoked", date=notice.on, unit=str(unit))
        return bool(notices)

    def _notices(self, unit: UUID, fingerprint: bytes) -> Iterator[RevocationNotice]:
        for issuer, listed in self._lists.items():
            for notice in listed.contents.notices:
                if (notice.unit, notice.fingerprint) != (unit, fingerprint):
                    continue
                if self._may_revoke(listed, issuer, unit, notice.on):
                    yield notice

    def _may_revoke(self, listed: _Listed, issuer: UUID, unit: UUID, on: date) -> bool:
        try:
            self._trust_list(listed)
            if self._by_root(StatementKind.TRUST_LIST, listed.statement, issuer):
                return True
            return any(issuer in self.ancestors(unit, day) for day in (self._today, on))
        except PackageError:
            return False

    def check_certificate(
        self, certificate: bytes | None, fingerprint: bytes, on: date
    ) -> CertificateStanding:
        """Refuse a certificate that the authorities do not vouch for.

        Args:
            certificate: DER.
            fingerprint: what names its key.
            on: the day it is judged by.

        Raises:
            PackageError: `key_unknown`, or as `detached_cms.check_certificate`.
        """
        from ktgs_desktop.trust import cms_signing, detached_cms  # pyHanko, at first use only

        if certificate is None or cms_signing.certificate_fingerprint(certificate) != fingerprint:
            raise PackageError("key_unknown", fingerprint=fingerprint.hex())
        return detached_cms.check_certificate(
            self._known_authorities(), certificate, on=on, today=self._today
        )

    def _known_authorities(self) -> Authorities:
        """The root's authorities, and those that trusted lists put below them."""
        below = {
            der
            for listed in self._lists.values()
            for der in listed.contents.authorities
            if self._judgements.good(listed.statement.body, listed.statement.signatures)
        }
        known = frozenset(below - set(self._root.authorities))
        found = self._authorities.get(known)
        if found is None:
            from ktgs_desktop.trust.certificate_paths import Authorities  # as above

            found = Authorities(self._root.authorities, self._crls, below=sorted(known))
            self._authorities[known] = found
        return found

    def _by_root(self, kind: StatementKind, statement: Statement, issuer: UUID) -> bool:
        """Whether the root's keys for units signed, as many as it takes."""
        signatures = decode_signatures(statement.signatures)
        tree = self._root.tree
        if issuer != self._root.unit.unit or any(
            one.fingerprint not in tree.keys for one in signatures
        ):
            return False
        keys = {key.fingerprint: key for key in self._root.keys}
        found = key_checks.genuine_keys(kind, statement.body, signatures, keys)
        key_checks.check_threshold(found, tree)
        return True

    def _signed_by(self, kind: str, statement: Statement, unit: UUID, on: date) -> None:
        """Refuse what a unit's approval keys did not sign on a day."""
        for signature in decode_signatures(statement.signatures):
            self.check_unrevoked(unit, signature.fingerprint)
            binding = self.approval_key(unit, signature.fingerprint, on)
            certificate = key_checks.check_signature(
                kind, statement.body, signature, binding.suite, binding.public
            )
            if binding.suite is Suite.CMS:
                self.check_certificate(certificate, signature.fingerprint, on)


def _name(entries: list[UnitEntry], unit: UUID) -> str:
    return entries[-1].name if entries else str(unit)
