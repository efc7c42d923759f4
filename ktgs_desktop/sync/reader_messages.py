"""What the reading process and its parent say to each other.

    length 4 | length of the head 4 | head, a JSON object | payload

Both sides hold lengths against a limit. What a package says reaches the parent as bytes; the parent
reads manifests, receipts and requests strictly once more, and changes where it takes them in.
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING, Any

import msgspec

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.domain.key_bindings import KeyBinding
from ktgs_desktop.domain.manifests import Manifest
from ktgs_desktop.domain.package_sections import Section
from ktgs_desktop.domain.packages import MAX_HEADER_BYTES, MAX_MANIFEST_BYTES, Header
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.container import Outer
from ktgs_desktop.sync.contents import (
    Answer,
    BlobPiece,
    Changes,
    Closing,
    Content,
    LeftOut,
    Opening,
    RegulationList,
    Statements,
)
from ktgs_desktop.sync.statement_list import decode_statements, encode_statements
from ktgs_desktop.trust.approvers import Approver

if TYPE_CHECKING:
    from collections.abc import Mapping

_LENGTHS = struct.Struct(">II")
_MAX_MESSAGE = 256 * 1024 * 1024
Head = dict[str, Any]


def send(stream: IO[bytes], head: Mapping[str, Any], payload: bytes = b"") -> None:
    """Write one message.

    Args:
        stream: where to.
        head: what JSON can say.
        payload: bytes.
    """
    spelled = msgspec.json.encode(head)
    stream.write(_LENGTHS.pack(len(spelled) + len(payload), len(spelled)))
    stream.write(spelled)
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Head, bytes] | None:
    """Read one message.

    Args:
        stream: where from.

    Returns:
        Head and payload; None at the end, or if what came is no message.
    """
    spelled = stream.read(_LENGTHS.size)
    if len(spelled) != _LENGTHS.size:
        return None
    total, size = _LENGTHS.unpack(spelled)
    if not size <= total <= _MAX_MESSAGE:
        return None
    head, payload = stream.read(size), stream.read(total - size)
    if len(head) + len(payload) != total:
        return None
    try:
        return msgspec.json.decode(head, type=dict[str, Any]), payload
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def header_message(header: Header) -> tuple[Head, bytes]:
    """A header whose seal was checked, as a message.

    Args:
        header: the header.
    """
    return {"t": "sealed"}, canonical(header.to_json())


def header_of(payload: bytes) -> Header:
    """The header in a message.

    Args:
        payload: the message's bytes.
    """
    return Header.from_json(parse(payload, limit=MAX_HEADER_BYTES))


def outer_message(outer: Outer) -> tuple[Head, bytes]:
    """An outside as a message.

    Args:
        outer: what was found.
    """
    facts = {
        "t": "outer",
        "carrier": outer.carrier.to_json(),
        "trusted": outer.trusted,
        "start": outer.start,
        "size": outer.size,
        "sha256": outer.sha256,
    }
    return facts, canonical(outer.header.to_json())


def outer_of(head: Head, payload: bytes) -> Outer:
    """The outside in a message.

    Args:
        head: the message's head.
        payload: its bytes.
    """
    return Outer(
        header=header_of(payload),
        carrier=KeyBinding.from_json(head["carrier"]),
        trusted=head["trusted"],
        start=head["start"],
        size=head["size"],
        sha256=head["sha256"],
    )


def content_message(content: Content) -> tuple[Head, bytes]:
    """A piece of a package as a message.

    Args:
        content: the piece.
    """
    head: Head
    payload = b""
    match content:
        case Opening():
            head = {"t": "opening", "depth": content.depth, "body": len(content.body)}
            head["approver"] = content.approver
            payload = content.body + content.signatures
        case Closing():
            head = {"t": "closing", "depth": content.depth}
        case Changes():
            head, payload = {"t": "changes", "ch": content.channel}, b"\n".join(content.lines)
        case BlobPiece():
            head = {"t": "blob", "digest": content.digest, "size": content.size}
            head["last"] = content.last
            payload = content.piece
        case Answer():
            head = {"t": "answer", "asks": isinstance(content.value, ResendRequest)}
            payload = canonical(content.value.to_json())
        case Statements():
            head, payload = {"t": "statements"}, encode_statements(content.statements)
        case RegulationList():
            head, payload = {"t": "list", "name": content.name}, content.data
        case LeftOut():
            head = {"t": "left_out", "known": content.known}
            head["section"] = content.section.to_json()
    return head, payload


def content_of(head: Head, payload: bytes) -> Content:
    """The piece of a package in a message.

    Args:
        head: the message's head.
        payload: its bytes.

    Raises:
        PackageError: what is said is not what a package can say.
        KeyError, TypeError, ValueError: it is no message of ours.
    """
    found: Content
    match head["t"]:
        case "changes":
            found = Changes(str(head["ch"]), tuple(payload.split(b"\n")))
        case "blob":
            name, size, last = str(head["digest"]), int(head["size"]), bool(head["last"])
            found = BlobPiece(name, size, payload, last)
        case "opening":
            found = _opening_of(head, payload)
        case "closing":
            found = Closing(int(head["depth"]))
        case "answer":
            value = parse(payload, limit=MAX_MANIFEST_BYTES)
            kind = ResendRequest if head["asks"] else Receipt
            found = Answer(kind.from_json(value))
        case "statements":
            found = Statements(tuple(decode_statements(payload)))
        case "list":
            found = RegulationList(str(head["name"]), payload)
        case "left_out":
            found = LeftOut(Section.from_json(head["section"]), bool(head["known"]))
        case _:
            raise PackageError("reader_stopped")
    return found


def _opening_of(head: Head, payload: bytes) -> Opening:
    size = int(head["body"])
    body, signatures = payload[:size], payload[size:]
    manifest = Manifest.from_json(parse(body, limit=MAX_MANIFEST_BYTES))
    approver = msgspec.convert(head["approver"], Approver)
    return Opening(manifest, body, signatures, approver, int(head["depth"]))
