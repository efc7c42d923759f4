"""Looks into an old Excel file (.xls) before it is read.

The reader trusts such a file: a damaged chain of sectors or a stray cell ends the whole program.
The guard walks the container (compound file) and the records of the workbook, and refuses what
contradicts itself.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER = 512
_HEADER_FORMAT = struct.Struct("<26xHHHH6xIII4xIIIII")
_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SHIFTS = {3: 9, 4: 12}
_MINI_SHIFT = 6
_LITTLE_ENDIAN = 0xFFFE
_WORKBOOKS = ("workbook", "book")
_MAX_ROW, _MAX_COLUMN = 65_535, 255
_CELL_RECORDS = frozenset((0x06, 0x206, 0x406, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x7E))
_MANY_CELLS = 0xBD
_DIMENSIONS, _SHEET = 0x200, 0x85
_BEGINNINGS = frozenset((0x809, 0x409, 0x209, 0x09))
_FILE_PASS = 0x2F
_ENCRYPTED_PACKAGE = "encryptedpackage"


class XlsDamagedError(ValueError):
    """The file contradicts itself."""


class XlsEncryptedError(ValueError):
    """The file needs a password."""


@dataclass(frozen=True, slots=True)
class XlsExtent:
    """The block of cells of a workbook's sheets together.

    Attributes:
        rows: up to the last row with a cell.
        columns: up to the last column with a cell.
    """

    rows: int
    columns: int


class _Container:
    """A compound file: chains of sectors with streams in them."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER:
            raise XlsDamagedError
        self._data = data
        found = _HEADER_FORMAT.unpack_from(data)
        major, order, shift, mini_shift, directories, fats = found[:6]
        first_directory, self._cutoff, first_mini, minis, first_difat, difats = found[6:]
        if order != _LITTLE_ENDIAN or _SHIFTS.get(major) != shift or mini_shift != _MINI_SHIFT:
            raise XlsDamagedError
        self._size = 1 << shift
        self._sectors = len(data) // self._size - 1
        if max(directories, fats, minis, difats) > self._sectors:
            raise XlsDamagedError
        self._fat = self._numbers(self._fat_sectors(fats, first_difat, difats))
        directory = b"".join(map(self._sector, self._chain(first_directory)))
        self.streams = list(self._entries(directory))
        self._mini_fat = self._numbers(self._chain(first_mini)) if minis else ()
        roots = [entry for entry in self.streams if entry[1] == _ROOT]
        self._mini = self._long(roots[0][2], roots[0][3]) if roots and minis else b""

    def _sector(self, number: int) -> bytes:
        if number >= self._sectors:
            raise XlsDamagedError
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, sectors: Iterator[int]) -> tuple[int, ...]:
        found = b"".join(map(self._sector, sectors))
        return struct.unpack(f"<{len(found) // 4}I", found)

    def _fat_sectors(self, fats: int, difat: int, difats: int) -> Iterator[int]:
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 0x4C))
        for _ in range(difats):
            *more, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            listed += more
        if difat < _LAST_SECTOR:
            raise XlsDamagedError
        if any(number >= _LAST_SECTOR for number in listed[:fats]) or len(listed) < fats:
            raise XlsDamagedError
        return iter(listed[:fats])

    def _chain(self, number: int, table: tuple[int, ...] | None = None) -> Iterator[int]:
        """The sectors of a stream in order."""
        links = self._fat if table is None else table
        for _ in range(len(links) + 1):
            if number >= _LAST_SECTOR:
                return
            if number >= len(links):
                raise XlsDamagedError
            yield number
            number = links[number]
        raise XlsDamagedError

    @staticmethod
    def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
        """Name, kind, first sector and length of each entry."""
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name, length, kind = struct.unpack_from("<64sHB", directory, start)
            first, size = struct.unpack_from("<II", directory, start + 0x74)
            if kind in (_STREAM, _ROOT):
                if not 2 <= length <= len(name):  # noqa: PLR2004 - at least its closing zero
                    raise XlsDamagedError
                yield name[: length - 2].decode("utf-16-le", "replace"), kind, first, size

    def _long(self, first: int, size: int) -> bytes:
        found = b"".join(map(self._sector, self._chain(first)))
        if size > len(found):
            raise XlsDamagedError
        return found[:size]

    def stream(self, first: int, size: int) -> bytes:
        """The contents of a stream."""
        if size >= self._cutoff:
            return self._long(first, size)
        step = 1 << _MINI_SHIFT
        chain = self._chain(first, self._mini_fat)
        found = b"".join(self._mini[place * step : (place + 1) * step] for place in chain)
        if size > len(found):
            raise XlsDamagedError
        return found[:size]


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and contents of each record of a workbook stream."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        start = place + 4
        if start + length > len(stream):
            raise XlsDamagedError
        yield place, kind, stream[start : start + length]
        place = start + length


def _cell(kind: int, record: bytes) -> tuple[int, int] | None:
    """Row and last column of a record that holds cells."""
    if len(record) < 6:  # noqa: PLR2004 - row, column, format
        return None
    row, column = struct.unpack_from("<HH", record)
    if kind in _CELL_RECORDS:
        return row, column
    if kind != _MANY_CELLS:
        return None
    (last,) = struct.unpack_from("<H", record, len(record) - 2)
    if last < column or (last - column + 1) * 6 + 6 != len(record):
        raise XlsDamagedError
    return row, last


def _stated(record: bytes) -> tuple[int, int]:
    """Rows and columns of the block a sheet says it has; room is made for all of it."""
    form = {10: "<HHHH", 14: "<IIHH"}.get(len(record))
    if form is None:
        raise XlsDamagedError
    first, last, _column, columns = struct.unpack_from(form, record)
    if first > last or last > _MAX_ROW + 1 or columns > _MAX_COLUMN + 1:
        raise XlsDamagedError
    return last, columns


def _extent(stream: bytes) -> XlsExtent:
    """The block of cells in a workbook stream."""
    rows = columns = 0
    beginnings: set[int] = set()
    sheets: set[int] = set()
    for place, kind, record in _records(stream):
        found = _cell(kind, record)
        if found is not None:
            found = found[0] + 1, found[1] + 1
        elif kind == _DIMENSIONS:
            found = _stated(record)
        elif kind == _FILE_PASS:
            raise XlsEncryptedError
        elif kind in _BEGINNINGS:
            beginnings.add(place)
        elif kind == _SHEET:
            sheets.add(int.from_bytes(record[:4], "little"))
        if found is not None:
            rows, columns = max(rows, found[0]), max(columns, found[1])
    if columns > _MAX_COLUMN + 1 or not sheets <= beginnings:
        raise XlsDamagedError
    return XlsExtent(rows, columns)


def xls_extent(data: bytes) -> XlsExtent:
    """How large a block of cells an .xls file has.

    Args:
        data: the file.

    Raises:
        XlsDamagedError: the file contradicts itself.
        XlsEncryptedError: the file, or a newer workbook in it, needs a password.
    """
    container = _Container(data)
    rows = columns = 0
    for name, kind, first, size in container.streams:
        if name.lower() == _ENCRYPTED_PACKAGE:
            raise XlsEncryptedError
        if kind == _STREAM and name.lower() in _WORKBOOKS:
            found = _extent(container.stream(first, size))
            rows, columns = max(rows, found.rows), max(columns, found.columns)
    return XlsExtent(rows, columns)
