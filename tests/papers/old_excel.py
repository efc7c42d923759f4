"""Builds old Excel files (.xls) by hand, sound and unsound ones, for tests."""

from __future__ import annotations

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def record(kind: int, contents: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(contents)) + contents


def beginning(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1996, 0, 0x600))


def label(row: int, column: int, text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return record(0x204, head + encoded)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def workbook(cells: bytes, *, sheet_at: int | None = None, before: bytes = b"") -> bytes:
    """A workbook stream with one sheet of the given records."""
    name = b"S1"
    head = beginning(5) + record(0x42, struct.pack("<H", 1200)) + before
    listed = 4 + 4 + 2 + 2 + len(name)
    place = len(head) + listed + 4 if sheet_at is None else sheet_at
    bound = record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
    return head + bound + record(0x0A) + beginning(0x10) + cells + record(0x0A)


def _entry(name: str, kind: int, first: int, size: int, child: int = -1) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return head + struct.pack("<iii36xIII", -1, -1, child, first, size, 0)


def container(stream: bytes, name: str = "Workbook", **changes: int) -> bytes:
    """A compound file with one stream; `changes` breaks fields of its header."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    links = [_FAT, _END, *range(3, 2 + count), _END]
    links[2 + count - 1] = _END
    if "loop" in changes:
        links[2 + count - 1] = 2
    fat = struct.pack(f"<{len(links)}I", *links).ljust(_SECTOR, b"\xff")
    assert len(fat) == _SECTOR
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry(
        name, 2, changes.get("first", 2), changes.get("size", len(stream))
    )
    directory = directory.ljust(_SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 62, 3, 0xFFFE, changes.get("shift", 9), 6)
    header += struct.pack(
        "<IIIIIIIII",
        0,
        changes.get("fats", 1),
        1,
        0,
        4096,
        _END,
        changes.get("minis", 0),
        changes.get("difat", _END),
        changes.get("difats", 0),
    )
    header += struct.pack("<I", 0) + b"\xff" * (108 * 4)
    return header + fat + directory + stream
