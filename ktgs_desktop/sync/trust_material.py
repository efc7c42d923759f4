"""What a judge of keys is made of, so that the reading process can make one of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_roots import MAX_ROOT_BYTES, RootFile
from ktgs_desktop.sync.statement_list import (
    TravellingStatement,
    decode_statements,
    encode_statements,
)
from ktgs_desktop.trust.statements import StatementKind
from ktgs_desktop.trust.trust_store import TrustStore

if TYPE_CHECKING:
    from collections.abc import Iterable

Judge = TypeVar("Judge")
_ROOT, _LIST, _BINDING, _CRL = "root", "list", "binding", "crl"


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """Root, lists, keys and revocation lists as the workspace keeps them.

    Attributes:
        root: the root of trust in force.
        lists: trust lists, the newest of each issuer.
        bindings: bindings that stand in no list.
        crls: revocation lists of authorities, DER.
        today: the day by the guarded clock.
    """

    root: RootFile
    lists: tuple[Statement, ...]
    bindings: tuple[Statement, ...]
    crls: tuple[bytes, ...]
    today: date

    def store(self) -> TrustStore:
        """The judge made of it.

        Raises:
            PackageError: a list or binding is malformed.
        """
        return TrustStore(
            self.root, lists=self.lists, bindings=self.bindings, crls=self.crls, today=self.today
        )

    def facts(self) -> dict[str, Any]:
        """What JSON can say of it."""
        return {"today": self.today.isoformat()}

    def data(self) -> bytes:
        """The bytes that go with it."""
        return encode_statements([
            TravellingStatement(_ROOT, canonical(self.root.to_json())),
            *(TravellingStatement(_LIST, one.body, one.signatures) for one in self.lists),
            *(TravellingStatement(_BINDING, one.body, one.signatures) for one in self.bindings),
            *(TravellingStatement(_CRL, crl) for crl in self.crls),
        ])  # fmt: skip


def judge_of(facts: dict[str, Any], data: bytes) -> TrustStore:
    """The judge of a reading process.

    Args:
        facts: what `TrustMaterial.facts` gave.
        data: what `TrustMaterial.data` gave.

    Raises:
        PackageError: something of it is malformed.
    """
    root, *others = decode_statements(data)

    def of(kind: str) -> tuple[Statement, ...]:
        return tuple(Statement(one.body, one.signatures) for one in others if one.kind == kind)

    return TrustMaterial(
        root=RootFile.from_json(parse(root.body, limit=MAX_ROOT_BYTES)),
        lists=of(_LIST),
        bindings=of(_BINDING),
        crls=tuple(one.body for one in others if one.kind == _CRL),
        today=date.fromisoformat(facts["today"]),
    ).store()


def with_lists(judge: Judge, statements: Iterable[TravellingStatement]) -> Judge:
    """A judge that hears the lists in a package before what the package hands on is checked.

    Args:
        judge: who judges; one that is not made of lists stays as it is.
        statements: what came in the package.

    Raises:
        PackageError: a list is malformed.
    """
    if not isinstance(judge, TrustStore):
        return judge
    lists = [
        Statement(one.body, one.signatures)
        for one in statements
        if one.kind == StatementKind.TRUST_LIST
    ]
    return cast("Judge", judge.hearing(lists))
