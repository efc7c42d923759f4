"""A judge who knows a few offices by heart, and reading in one step.

Paths of trust have their own tests in `tests/trust`; here every package is judged many thousand
times, and what counts is that the reader asks and obeys.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.key_bindings import KeyBinding, Suite, key_fingerprint
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.container import check_outer
from ktgs_desktop.sync.package_reader import Reading, open_inner
from ktgs_desktop.trust.approvers import Approver
from ktgs_desktop.trust.raw_keys import verify_raw
from ktgs_desktop.trust.statements import Signature, StatementKind, decode_signatures, pae

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.sync.contents import Content
    from tests.sync.offices import Bench


class Pinned:
    """Believes the approval keys of these offices and nobody else.

    Args:
        benches: the offices.
        lowest_first: whether each stands above those before it; else every one above every other.
    """

    def __init__(self, *benches: Bench, lowest_first: bool = False) -> None:
        self._lowest_first = lowest_first
        self._keys = {bench.unit: bench.approval.public for bench in benches}
        self._bound: dict[Statement, KeyBinding] = {}

    def facts(self) -> dict[str, str]:
        return {str(unit): public for unit, public in self._keys.items()}

    def data(self) -> bytes:
        return b""

    @classmethod
    def of(cls, facts: dict[str, str]) -> Pinned:
        """The judge of a reading process."""
        made = cls()
        made._keys = {UUID(unit): public for unit, public in facts.items()}
        return made

    def ancestors(self, unit: UUID) -> tuple[UUID, ...]:
        units = list(self._keys)
        if self._lowest_first:
            return tuple(units[units.index(unit) + 1 :])
        return tuple(one for one in units if one != unit)

    def check_channel(self, unit: UUID, channel: str) -> None:
        below = channel.removeprefix("down:")
        if below != channel and unit not in self.ancestors(UUID(below)):
            raise PackageError("channel_not_allowed", channel=channel)

    def carrier(self, binding: Statement) -> KeyBinding:
        if binding in self._bound:
            return self._bound[binding]
        bound = KeyBinding.from_json(parse(binding.body))
        signatures = decode_signatures(binding.signatures)
        self.check(StatementKind.BINDING, binding.body, signatures, bound.unit)
        self._bound[binding] = bound
        return bound

    def check(
        self, kind: str, body: bytes, signatures: Sequence[Signature], unit: UUID
    ) -> Approver:
        key = self._keys.get(unit)
        if key is None:
            raise PackageError("key_unknown")
        for signature in signatures:
            if signature.fingerprint != key_fingerprint(Suite.ED25519, key):
                raise PackageError("key_unbound")
            if not verify_raw(key, pae(kind, body), signature.value):
                raise PackageError("signature_wrong")
        return Approver(unit, Suite.ED25519, key_fingerprint(Suite.ED25519, key).hex())


def read_all(data: bytes, me: Bench, judge: Pinned) -> list[Content]:
    """Everything in a package, as an office reads it."""
    source = io.BytesIO(data)
    outer = check_outer(source, judge)
    reading = Reading(me.unit, (me.encryption[0],), judge)
    return list(open_inner(source, outer, reading).contents())


def refusal(data: bytes, me: Bench, judge: Pinned) -> str | None:
    """The code by which a package is refused, None if it is taken."""
    try:
        read_all(data, me, judge)
    except PackageError as error:
        return error.code
    return None
