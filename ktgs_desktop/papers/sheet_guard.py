"""Looks into a packed spreadsheet before it is read: bombs, and cells that would fill the memory.

The reader keeps a table as one block from the first to the last cell, makes room for whatever
numbers a file states, and never ends on XML that is cut off: a single stray cell in the last
corner of a sheet would ask for half a terabyte and end the program. So the guard reads the XML
first, as a strict parser does, and measures the block.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from ktgs_desktop.errors import UserError

MAX_BYTES = 100 * 1024 * 1024
"""Largest file that is read."""
MAX_ROWS = 200_000
"""Most rows that are read."""
MAX_CELLS = 10_000_000
"""Largest block of cells, empty ones within it included."""
_MAX_UNPACKED = 1024 * 1024 * 1024
_MAX_RATIO = 300
_RATIO_FROM = 20 * 1024 * 1024
_MAX_ENTRIES = 10_000
_MAX_STATED = 9_999_999
_SHEET_ROWS, _SHEET_COLUMNS = 1_048_576, 16_384
_CHUNK = 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What a damaged archive or document raises; an unknown packing or encoding among it."""
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class _BeyondLimitsError(Exception):
    """More than this program reads."""


def too_large(name: str) -> UserError:
    """The refusal of a table beyond the limits.

    Args:
        name: name of the file.
    """
    return UserError(
        "sheet_too_large", file=name, megabytes=MAX_BYTES // 1024 // 1024, rows=MAX_ROWS
    )


def check_packed(data: bytes, name: str) -> None:
    """Refuse a packed spreadsheet (.xlsx, .ods) that is damaged or would not fit in memory.

    Args:
        data: the file.
        name: its name, for the message.

    Raises:
        UserError: `sheet_unreadable` or `sheet_too_large`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive.infolist(), len(data))
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except _BeyondLimitsError:
        raise too_large(name) from None
    except _DAMAGED:
        raise UserError("sheet_unreadable", file=name) from None


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse an archive that unpacks to far more than it is."""
    total = sum(entry.file_size for entry in entries)
    limit = min(_MAX_UNPACKED, max(_RATIO_FROM, _MAX_RATIO * packed))
    if total > limit or len(entries) > _MAX_ENTRIES:
        raise _BeyondLimitsError


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry as far as it says it goes and read it if it is XML."""
    parser: expat.XMLParserType | None = None
    if entry.filename.endswith((".xml", ".rels")):
        measure = _OdsMeasure() if entry.filename == "content.xml" else _XlsxMeasure()
        parser = expat.ParserCreate()
        parser.StartElementHandler = measure.start
        parser.EndElementHandler = measure.end
        parser.StartDoctypeDeclHandler = _refuse_declarations
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if parser is not None:
                parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by place only
    if parser is not None and entry.file_size:
        parser.Parse(b"", True)  # noqa: FBT003 - see above


def _refuse_declarations(*_declaration: object) -> None:
    raise ValueError


def _grown(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise _BeyondLimitsError


class _XlsxMeasure:
    """Measures the block of cells of a worksheet; other parts have none."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._rows = self._columns = 0
        self._in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; what stands in a cell fills it."""
        if self._in_cell:
            self._in_cell = False
            self._rows, self._columns = max(self._rows, self._row), max(self._columns, self._column)
            _grown(self._rows, self._columns)
        if not attributes:
            return
        local = name.rpartition(":")[2]
        if local == "c":
            self._go_to(attributes.get("r", ""))
            self._in_cell = True
        elif local == "row":
            stated = attributes.get("r", "")
            self._row, self._column = int(stated) if stated else self._row + 1, 0
        elif max(int(attributes.get(key) or 0) for key in ("count", "uniqueCount")) > _MAX_STATED:
            raise ValueError(name)

    def _go_to(self, place: str) -> None:
        """Where a cell stands: as it says, or beside the one before."""
        if not place:
            self._column += 1
            return
        match = _PLACE.fullmatch(place)
        if match is None:
            raise ValueError(place)
        self._row, self._column = int(match.group(2)), 0
        for letter in match.group(1).upper():
            self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def end(self, _name: str) -> None:
        """An element ends; a cell without anything in it takes no room."""
        self._in_cell = False


class _OdsMeasure:
    """Measures the largest block of cells of an OpenDocument file, repeated ones counted."""

    def __init__(self) -> None:
        self._rows = self._filled_rows = self._filled_columns = 0
        self._repeat = 1
        self._columns = self._filled_in_row = 0
        self._in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; what stands in a cell fills it."""
        if self._in_cell:
            self._in_cell = False
            self._filled_in_row = self._columns
        if name == "table:table":
            self._rows = self._filled_rows = self._filled_columns = 0
        elif name == "table:table-row":
            self._repeat = int(attributes.get("table:number-rows-repeated") or 1)
            self._columns = self._filled_in_row = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._columns += int(attributes.get("table:number-columns-repeated") or 1)
            self._in_cell = True
            if self._columns > _SHEET_COLUMNS:
                raise _BeyondLimitsError
            if "office:value-type" in attributes:
                self._filled_in_row = self._columns

    def end(self, name: str) -> None:
        """An element ends; a row without anything in it takes no room unless one follows."""
        self._in_cell = False
        if name != "table:table-row":
            return
        self._rows += self._repeat
        if self._rows > _SHEET_ROWS:
            raise _BeyondLimitsError
        if self._filled_in_row:
            self._filled_rows = self._rows
            self._filled_columns = max(self._filled_columns, self._filled_in_row)
            _grown(self._filled_rows, self._filled_columns)
