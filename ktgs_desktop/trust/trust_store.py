"""Whom we believe: keys of units, each vouched for up to the root of trust (kho tin cậy).

A unit's approval key counts if its superior's approval key, or the root's keys for units, signed
the binding; the superior's likewise, up to the root. Lists and bindings are judged by the days
they were made for, so that what was in order stays so after a reorganisation or a change of keys;
a notice of revocation ends a key wherever it stands. Nothing here reads the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL
from ktgs_desktop.domain.key_bindings import SIGNING_SUITES, KeyBinding, KeyPurpose, Suite
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import regulation_signers
from ktgs_desktop.trust.approvers import Approver
from ktgs_desktop.trust.bound_keys import BoundKeys
from ktgs_desktop.trust.key_checks import check_signature
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.domain.trust_lists import UnitEntry
    from ktgs_desktop.domain.trust_roots import RootFile
    from ktgs_desktop.trust.regulation_signers import ListApproval
    from ktgs_desktop.trust.statements import Signature

    Covers = Callable[[tuple[bytes, ...]], bool]

_APPROVED = frozenset(StatementKind) - {
    StatementKind.OUTER,
    StatementKind.ROOT,
    StatementKind.KEY_REQUEST,
}


class TrustStore:
    """What an office believes on one day.

    Args:
        root: the root of trust in force.
        lists: trust lists, the newest of each issuer.
        bindings: bindings that stand in no list.
        crls: revocation lists of authorities, DER.
        today: the day by the guarded clock.

    Raises:
        PackageError: a list or binding is malformed, or `anchors_unreadable`.
    """

    def __init__(
        self,
        root: RootFile,
        *,
        lists: Iterable[Statement] = (),
        bindings: Iterable[Statement] = (),
        crls: Iterable[bytes] = (),
        today: date,
    ) -> None:
        self._lists, self._bindings, self._crls = tuple(lists), tuple(bindings), tuple(crls)
        self._keys = BoundKeys(root, self._lists, self._bindings, self._crls, today)
        self._root = root
        self._today = today

    def hearing(self, lists: Iterable[Statement]) -> TrustStore:
        """What it would believe with further lists; each counts only if it is vouched for.

        Of two lists of an issuer the one with the greater version counts, of two with the same
        the one known before.

        Args:
            lists: trust lists, e.g. those in a package that is being read.

        Raises:
            PackageError: one of them is malformed.
        """
        return TrustStore(
            self._root,
            lists=(*self._lists, *lists),
            bindings=self._bindings,
            crls=self._crls,
            today=self._today,
        )

    def entry(self, unit: UUID, on: date | None = None) -> UnitEntry:
        """A unit as the tree has it on a day.

        Args:
            unit: the unit.
            on: the day, today if left out.

        Raises:
            PackageError: `unit_not_listed`, `unit_tree_loop`, `chain_too_long`, or why the list
                that names it cannot be trusted.
        """
        return self._keys.entry(unit, on or self._today)

    def ancestors(self, unit: UUID, on: date | None = None) -> tuple[UUID, ...]:
        """The superiors of a unit on a day, the nearest first.

        Args:
            unit: the unit.
            on: the day, today if left out.

        Raises:
            PackageError: as `entry`.
        """
        return self._keys.ancestors(unit, on or self._today)

    def accepted(self, unit: UUID) -> tuple[Suite, ...]:
        """Which kinds of signature are accepted from a unit.

        The root and each superior may narrow it for a level; nobody below can widen it again.

        Args:
            unit: the unit.

        Raises:
            PackageError: as `entry`.
        """
        level = self.entry(unit).level
        profiles = [*self._root.accepted]
        for above in (unit, *self.ancestors(unit)):
            if above != unit or above == self._root.unit.unit:
                profiles += self._keys.profiles(above)
        left = set(SIGNING_SUITES)
        for profile in profiles:
            if profile.level == level:
                left &= set(profile.suites)
        return tuple(sorted(left))

    def approval(
        self, unit: UUID, fingerprint: bytes, certificate: bytes | None = None
    ) -> Approver:
        """An approval key, if it counts today.

        Args:
            unit: the unit that signs.
            fingerprint: what names the key.
            certificate: its certificate, DER, for a key of that kind.

        Raises:
            PackageError: `key_unknown`, `key_unbound`, `key_expired`, `key_not_yet_valid`,
                `key_revoked`, `suite_not_accepted`, what is wrong with the certificate, or with
                the bindings and lists up to the root.
        """
        self._keys.check_unrevoked(unit, fingerprint)
        return self._approver(unit, fingerprint, certificate)

    def check(
        self,
        kind: str,
        body: bytes,
        signatures: Sequence[Signature],
        unit: UUID,
        *,
        covers: Covers | None = None,
    ) -> Approver:
        """Refuse a statement that a unit did not sign; every signature at it must count.

        Args:
            kind: the media type.
            body: the body.
            signatures: the signatures.
            unit: the unit that is to have signed.
            covers: says of the heads in a notice of revocation whether everything in the statement
                is reached from them, so that it was receipted before the notice.

        Returns:
            Who signed; of several the one whose key's fingerprint is the least.

        Raises:
            PackageError: `statement_type_wrong`, `signature_malformed`, `signature_wrong`, and as
                `approval`.
        """
        if kind not in _APPROVED:
            raise PackageError("statement_type_wrong", type=kind)
        if not signatures:
            raise PackageError("signature_malformed", reason="none")
        found = []
        for signature in signatures:
            later = self._keys.check_unrevoked(unit, signature.fingerprint, covers)
            binding = self._keys.approval_key(unit, signature.fingerprint, self._today)
            certificate = check_signature(kind, body, signature, binding.suite, binding.public)
            warnings = ("key_revoked_later",) if later else ()
            found.append(self._approver(unit, signature.fingerprint, certificate, warnings))
        return found[0]

    def carrier(self, binding: Statement) -> KeyBinding:
        """The key a statement binds to a computer.

        Args:
            binding: the statement from the outside of a package.

        Raises:
            PackageError: `key_unbound` if it is a key for something else, `key_expired`,
                `key_not_yet_valid`, `key_revoked`, `key_weak`, and why who signed it does not
                count.
        """
        found = self._keys.read(binding)
        if found.purpose is not KeyPurpose.CARRIER:
            raise PackageError("key_unbound", unit=str(found.unit))
        return self.binding(binding)

    def binding(self, binding: Statement) -> KeyBinding:
        """A key of whatever kind that counts today; of a certificate only its binding is judged.

        Args:
            binding: the statement.

        Raises:
            PackageError: as `carrier`.
        """
        found = self._keys.read(binding)
        self._keys.check_unrevoked(found.unit, found.fingerprint)
        self._keys.check_day(found, self._today)
        self.entry(found.unit)
        self._keys.vouch(binding)
        return found

    def recipients(self, unit: UUID) -> tuple[str, ...]:
        """The keys to encrypt to for a unit, the newest first.

        Args:
            unit: the unit.

        Raises:
            PackageError: `unit_without_encryption_key`, or `unit_not_listed`.
        """
        self.entry(unit)
        found = self._keys.encryption_keys(unit)
        if not found:
            raise PackageError("unit_without_encryption_key", unit=self.entry(unit).name)
        return found

    def check_list(self, issuer: UUID) -> None:
        """Refuse the list of an issuer if who signed it does not count.

        Args:
            issuer: the issuer.

        Raises:
            PackageError: why the list cannot be trusted.
        """
        self._keys.profiles(issuer)

    def regulation_list(
        self, statement: Statement, issued: Callable[[bytes], date]
    ) -> ListApproval:
        """Refuse a list of regulations that too few of the root's keys for them signed.

        Args:
            statement: the list as signed.
            issued: reads the day of issue in the body, once the signatures were found genuine.

        Raises:
            PackageError: as `regulation_signers.approve`.
        """
        return regulation_signers.approve(
            self._keys, self._root, statement, issued=issued, today=self._today
        )

    def check_channel(self, unit: UUID, channel: str) -> None:
        """Refuse a unit that writes where it has no right to.

        Args:
            unit: the unit that signed.
            channel: the channel.

        Raises:
            PackageError: `channel_not_allowed`, or as `entry`.
        """
        if channel in (*channels.UPWARD, CHANNEL_INTERNAL):
            return
        if channels.is_down(channel) and channels.known(channel):
            if unit in self.ancestors(UUID(channel.partition(":")[2])):
                return
        elif channel == channels.REGULATIONS and unit == self._root.unit.unit:
            return
        raise PackageError("channel_not_allowed", channel=channel)

    def _approver(
        self,
        unit: UUID,
        fingerprint: bytes,
        certificate: bytes | None,
        warnings: tuple[str, ...] = (),
    ) -> Approver:
        binding = self._keys.approval_key(unit, fingerprint, self._today)
        self.entry(unit)
        if binding.suite not in self.accepted(unit):
            raise PackageError("suite_not_accepted", unit=self.entry(unit).name)
        facts = age = None
        if binding.suite is Suite.CMS:
            standing = self._keys.check_certificate(certificate, fingerprint, self._today)
            facts, age = standing.facts, standing.list_age
            warnings += ("crl_stale",) if standing.stale else ()
        return Approver(
            unit=unit,
            suite=int(binding.suite),
            fingerprint=fingerprint.hex(),
            holder=binding.holder,
            warnings=warnings + self._cautions(unit),
            certificate=facts,
            list_age=age,
        )

    def _cautions(self, unit: UUID) -> tuple[str, ...]:
        found = []
        if self._root.expires < self._today:
            found.append("root_expired")
        if self._keys.outdated((unit, *self.ancestors(unit))):
            found.append("list_expired")
        if self._root.training:
            found.append("training_trust")
        return tuple(found)
