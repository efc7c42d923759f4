"""Offices that exchange packages: their keys, one plan of each kind, packages written and read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from ktgs_desktop.domain.feeds import state_digest
from ktgs_desktop.domain.journal import Change, canonical, change_hash, encode_change
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.manifests import Approval, Recipient, Relay
from ktgs_desktop.domain.packages import PackageKind, PackageName, Statement
from ktgs_desktop.domain.receipts import FeedHeads, Receipt, Rejection, ResendRequest, Result
from ktgs_desktop.sync.age_envelope import new_identity, recipient_fingerprint
from ktgs_desktop.sync.package_plan import BlobPlan, FeedPlan, PackagePlan
from ktgs_desktop.sync.package_writer import Sealing, WrittenPackage, write_package
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    Signature,
    StatementKind,
    encode_signatures,
    sign,
)

NAMES = UUID("9b2b2a34-6f0e-5f0c-8a3d-0c3a1f1f7f11")
MOMENT = "2021-07-06T09:15:00+07:00"


def name_id(name: str) -> UUID:
    """The identifier of something in these tests."""
    return uuid5(NAMES, name)


@dataclass(frozen=True)
class Bench:
    """One office with all its keys."""

    name: str
    approval: Ed25519Key = field(default_factory=Ed25519Key.generate)
    carrier: Ed25519Key = field(default_factory=Ed25519Key.generate)
    encryption: tuple[str, str] = field(default_factory=new_identity)

    @property
    def unit(self) -> UUID:
        return name_id(self.name)

    @property
    def device(self) -> UUID:
        return name_id(self.name + "/device")

    @property
    def public(self) -> str:
        return self.encryption[1]

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.unit, recipient_fingerprint(self.public))

    def binding(self, **changed: object) -> Statement:
        """The statement that binds the computer's key."""
        bound = KeyBinding(
            unit=self.unit,
            purpose=KeyPurpose.CARRIER,
            device=self.device,
            public=self.carrier.public,
            suite=Suite.ED25519,
            valid_from=date(2021, 1, 1),
            valid_to=date(2026, 1, 1),
            serial=1,
            issuer=self.unit,
        )
        body = canonical(replace(bound, **changed).to_json())
        return Statement(
            body, encode_signatures([sign(StatementKind.BINDING, body, self.approval)])
        )

    def approve(self, body: bytes) -> tuple[Signature, ...]:
        return (sign(StatementKind.MANIFEST, body, self.approval),)

    def sealing(self, *others: Bench, **changed: object) -> Sealing:
        """Keys for a package to other offices."""
        recipients = tuple(dict.fromkeys(one.public for one in (*others, self)))
        made = Sealing(self.approve, self.carrier, self.binding(), recipients)
        return replace(made, **changed)


def changes_of(bench: Bench, count: int, channel: str = "up.sum", text: str = "") -> list[bytes]:
    """A chain of changes of an office."""
    made: list[bytes] = []
    previous: bytes | None = None
    for number in range(1, count + 1):
        change = Change(
            at=MOMENT,
            author=name_id("user"),
            channel=channel,
            clock="ok",
            document={"name": f"Đảng uỷ xã số {number}", "note": text, "year": 2021},
            device=bench.device,
            entity="organization" if number % 2 else "program",
            id=name_id(f"record {number}"),
            kind="put",
            lamport=number,
            number=number,
            parents=(),
            previous=previous,
            schema=1,
            unit=bench.unit,
        )
        made.append(encode_change(change))
        previous = change_hash(made[-1])
    return made


def feed_of(changes: Sequence[bytes], channel: str = "up.sum") -> FeedPlan:
    """A feed with all its changes."""
    names = [change_hash(change) for change in changes]
    return FeedPlan(channel, (), (names[-1],), state_digest(names), tuple(changes))


def blob_of(data: bytes) -> BlobPlan:
    return BlobPlan(hashlib.sha256(data).digest(), len(data), lambda: iter([data]))


def plan_of(
    bench: Bench, *to: Bench, kind: PackageKind = PackageKind.DATA, **more: object
) -> PackagePlan:
    """A plan without contents, unless they are given."""
    made = PackagePlan(
        package=name_id(f"package {bench.name} {kind}"),
        kind=kind,
        sender=bench.unit,
        device=bench.device,
        to=tuple(one.recipient for one in to),
        created=MOMENT,
        app="0.1.0",
        schema=1,
        approved=Approval(name_id("user"), "chủ nhiệm", MOMENT),
    )
    return replace(made, **more)


def receipt_of(bench: Bench, sender: Bench) -> Receipt:
    heads = FeedHeads("up.sum", (b"\x01" * 32,), 3, 1, state_digest([b"\x01" * 32]))
    return Receipt(
        package=PackageName(name_id("package"), "ab" * 32),
        unit=bench.unit,
        sender=sender.unit,
        result=Result.PARTLY,
        feeds=(heads,),
        own=(),
        rejected=(Rejection("change_chain_broken", 2, (name_id("record"),)),),
        incarnation=bench.device,
        app="0.1.0",
        schema=1,
        at=MOMENT,
    )


def request_of(bench: Bench, sender: Bench) -> ResendRequest:
    heads = FeedHeads("up.sum", (), 0, 0, state_digest([]))
    return ResendRequest(bench.unit, sender.unit, (heads,), (b"\x02" * 32,), MOMENT)


def plans(sender: Bench, receiver: Bench) -> dict[PackageKind, PackagePlan]:
    """One small plan of each kind."""
    down = f"down:{receiver.unit}"
    statement = TravellingStatement("application/pkix-crl", b"\x30\x03\x02\x01\x01")
    contents: dict[PackageKind, dict[str, object]] = {
        PackageKind.DATA: {"feeds": (feed_of(changes_of(sender, 3)),), "relay": Relay.ANCESTORS},
        PackageKind.BLOB: {"blobs": (blob_of(b"%PDF-1.7 noi dung"),)},
        PackageKind.RECEIPT: {"answer": receipt_of(sender, receiver)},
        PackageKind.DIRECTIVE: {"feeds": (feed_of(changes_of(sender, 2, down), down),)},
        PackageKind.REQUEST: {"answer": request_of(sender, receiver)},
        PackageKind.RECOVERY: {"feeds": (feed_of(changes_of(receiver, 2)),)},
        PackageKind.REGLIST: {"lists": (("discipline_forms", b'{"items":[]}'),)},
        PackageKind.TRUST: {"statements": (statement,)},
        PackageKind.INTERNAL: {"feeds": (feed_of(changes_of(sender, 2, "int"), "int"),)},
    }
    return {kind: plan_of(sender, receiver, kind=kind, **more) for kind, more in contents.items()}


def written(
    folder: Path, plan: PackagePlan, sender: Bench, *to: Bench, **sealing: object
) -> WrittenPackage:
    """A package in a file."""
    path = folder / f"{plan.kind}-{plan.sender}.ktgs"
    return write_package(plan, path, sender.sealing(*to, **sealing))
