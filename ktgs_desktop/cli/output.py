"""How results are printed: JSON, lines or a table; UTF-8 everywhere, a closed pipe in silence."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from ktgs_desktop.errors import StorageError

Shown = Mapping[str, Any] | Sequence[Mapping[str, Any]]
_MOST = 60
# Windows says "invalid argument" of a pipe nobody reads.
_CLOSED = (errno.EPIPE, errno.EINVAL)


class _Line:
    """The line of progress that stands on the terminal."""

    width = 0


def tick(text: str) -> None:
    """Say on the terminal's present line how far the work is; the next output takes its place.

    Args:
        text: a few words.
    """
    sys.stderr.write("\r" + text.ljust(_Line.width))
    sys.stderr.flush()
    _Line.width = len(text)


def _clear_line() -> None:
    if _Line.width:
        sys.stderr.write("\r" + " " * _Line.width + "\r")
        sys.stderr.flush()
        _Line.width = 0


def speak_utf8() -> None:
    """Let the standard streams carry UTF-8 whatever locale or code page is in force."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="strict" if stream is sys.stdin else "backslashreplace"
            )


def show(value: Shown, *, as_json: bool) -> None:
    """Print a result.

    Args:
        value: an object, or rows of one shape.
        as_json: whether as JSON.

    Raises:
        StorageError: `disk_error`, the output leads to a disk that is full.
    """
    if as_json:
        write(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))
    elif isinstance(value, Mapping):
        write("\n".join(_object_lines(value)))
    else:
        write("\n".join(_table_lines(value)))


def write(text: str) -> None:
    """Print a text; if nobody reads any more, that is no fault.

    Args:
        text: lines without the last line's end; nothing is printed for an empty text.

    Raises:
        StorageError: `disk_error`.
    """
    _clear_line()
    if not text:
        return
    try:
        click.echo(text)
    except OSError as error:
        # What could not be written waits in the buffer and would be tried again at the end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        if error.errno not in _CLOSED:
            raise StorageError("disk_error", path="stdout") from error


def complain(text: str) -> None:
    """Say on the error output what went wrong.

    Args:
        text: a sentence.
    """
    try:
        _clear_line()
        click.echo(text, err=True)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


def _plain(value: object) -> object:
    if isinstance(value, (UUID, Path)):
        return str(value)
    iso = getattr(value, "isoformat", None)
    if callable(iso):
        return iso()
    raise TypeError(f"{value!r} has no JSON form")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_text(part)}" for name, part in value.items())
    return str(_plain(value) if not isinstance(value, (str, int, float, bool)) else value)


def _object_lines(value: Mapping[str, Any]) -> list[str]:
    """A line for each value, a table for each list of objects."""
    lines: list[str] = []
    tables: list[str] = []
    for name, part in value.items():
        if isinstance(part, (list, tuple)) and part and isinstance(part[0], Mapping):
            tables += ["", f"{name}:", *_table_lines(_filled(part))]
        else:
            lines.append(f"{name}: {_text(part)}")
    return lines + tables


def _filled(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what is empty in all of them."""
    used = {name for row in rows for name, part in row.items() if _text(part)}
    return [{name: part for name, part in row.items() if name in used} for row in rows]


def _table_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    if not rows:
        return []
    heads = list(dict.fromkeys(head for row in rows for head in row))
    cells = [[" ".join(_text(row.get(head)).split()) for head in heads] for row in rows]
    widths = [
        min(_MOST, max(len(head), *(len(line[place]) for line in cells)))
        for place, head in enumerate(heads)
    ]
    # Nothing stands after the last column that a long text would push away.
    widths[-1:] = [max(len(line[-1]) for line in [heads, *cells])]
    return [
        "  ".join(
            _cut(text, width).ljust(width) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in [heads, *cells]
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
