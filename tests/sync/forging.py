"""Packages made by hand, to say what an honest writer never says."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pyrage

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.manifests import Approval, Manifest, Recipient
from ktgs_desktop.domain.package_sections import Codec, Section, SectionType
from ktgs_desktop.domain.packages import NO_NEEDS, Header, PackageKind
from ktgs_desktop.sync.container import Ciphertext
from ktgs_desktop.sync.sections import opening
from ktgs_desktop.trust.statements import StatementKind, encode_signatures, pae, sign
from tests.sync.offices import MOMENT, Bench, name_id

MAGIC = b"\x89KTG\r\n\x1a\n"
END = b"KTGSEND\n"
FRAME = struct.Struct(">BBHQ")
Frame = tuple[int, int, int, bytes]


def framed(sections: Iterable[Frame]) -> bytes:
    """Sections one after another: type, flags, reserved, body."""
    return b"".join(
        FRAME.pack(kind, flags, reserved, len(body)) + body
        for kind, flags, reserved, body in sections
    )


def listed(kind: int, body: bytes, name: str = "", **changed: Any) -> Section:
    """How a manifest lists a section that is stored as it is."""
    facts: dict[str, Any] = {
        "kind": kind,
        "flags": 0,
        "name": name,
        "codec": Codec.NONE,
        "count": 1,
        "raw": len(body),
        "stored": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return Section(**{**facts, **changed})


def manifest_of(
    sender: Bench, to: tuple[Recipient, ...], sections: Iterable[Section], **changed: Any
) -> Manifest:
    """A manifest, held against nothing."""
    facts: dict[str, Any] = {
        "package": name_id("forged"),
        "kind": PackageKind.DATA,
        "unit": sender.unit,
        "to": to,
        "feeds": (),
        "counts": (),
        "schema": 1,
        "min_schema": 1,
        "approved": Approval(name_id("user"), "chủ nhiệm", MOMENT),
        "sections": tuple(sections),
    }
    return Manifest(**{**facts, **changed})


def signed_inner(body: bytes, sender: Bench, rest: bytes) -> bytes:
    """An inner part whose manifest the office did sign, whatever it says."""
    signature = sign(StatementKind.MANIFEST, body, sender.approval)
    return opening(body, encode_signatures([signature])) + rest


END_FRAME: Frame = (SectionType.END, 0, 0, b"")


@dataclass(frozen=True)
class Outside:
    """What stands on a forged package."""

    sender: Bench
    receiver: Bench
    change: Callable[[dict[str, Any]], object] = dict.copy
    kind: PackageKind = PackageKind.DATA


def sealed_ciphertext(ciphertext: bytes, outside: Outside) -> bytes:
    """A container around any ciphertext, sealed by a key that is in order."""
    store = io.BytesIO()
    taken = Ciphertext(store)
    taken.write(ciphertext)
    table = taken.table()
    header = Header(
        package=name_id("forged"),
        kind=outside.kind,
        sender=outside.sender.unit,
        device=outside.sender.device,
        to=(outside.receiver.unit,),
        created=MOMENT,
        app="0.1.0",
        need=NO_NEEDS,
        length=len(ciphertext),
        root=hashlib.sha256(table).hexdigest(),
        part=None,
        note="",
        binding=outside.sender.binding(),
    ).to_json()
    assert isinstance(header, dict)
    outside.change(header)
    return assembled(canonical(header), outside.sender, table, ciphertext)


def assembled(
    header: bytes, sender: Bench, table: bytes, ciphertext: bytes, *, major: int = 1
) -> bytes:
    """A container with any bytes for a header."""
    signed = MAGIC + struct.pack(">HHI", major, 0, len(header)) + header
    value = sender.carrier.sign(pae(StatementKind.OUTER, signed))
    block = b"\x01" + sender.carrier.fingerprint + value
    before = signed + struct.pack(">I", len(block)) + block + table + ciphertext
    return before + hashlib.sha256(before).digest() + END


def sealed(inner: bytes, outside: Outside) -> bytes:
    """A container around an inner part, encrypted to its receiver."""
    key = pyrage.x25519.Recipient.from_str(outside.receiver.public)
    return sealed_ciphertext(pyrage.encrypt(inner, [key]), outside)


def parts_of(data: bytes) -> dict[str, tuple[int, int]]:
    """Where the parts of a container begin and end."""
    (header,) = struct.unpack(">I", data[12:16])
    (seal,) = struct.unpack(">I", data[16 + header : 20 + header])
    table = 20 + header + seal
    length = len(data) - 40 - table
    chunks = 1
    while chunks * (2**20) < length - 32 * chunks:
        chunks += 1
    cipher = table + 32 * chunks
    ends = {
        "magic": 8,
        "version": 12,
        "header length": 16,
        "header": 16 + header,
        "seal length": 20 + header,
        "seal": table,
        "table": cipher,
        "ciphertext": len(data) - 40,
        "digest": len(data) - 8,
        "end": len(data),
    }
    found: dict[str, tuple[int, int]] = {}
    before = 0
    for name, end in ends.items():
        found[name] = (before, end)
        before = end
    return found
