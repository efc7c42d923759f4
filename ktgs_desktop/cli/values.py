"""Kinds of values that options take: days, codes, files, and records named by id or name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.coverage import CellState
from ktgs_desktop.domain.dates import PartialDate, parse_typed_date
from ktgs_desktop.domain.offices import NumberSeries, Signer
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import translate as _

_YEARLESS = "ktgs.yearless"
_LEAP_YEAR = 2000
_Parameter = click.Parameter | None
_Context = click.Context | None


class _Day(click.ParamType[date]):
    """A day.

    Args:
        of_record: whether the command puts a day typed without its year into the record's year
            with `in_year`; that may be a leap year where this one is not.
    """

    name = "day"

    def __init__(self, *, of_record: bool = False) -> None:
        self.of_record = of_record

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> date:
        if isinstance(value, date):
            return value
        from ktgs_desktop.services.workspace import system_clock  # after --help

        text = str(value).strip()
        try:
            year = _LEAP_YEAR if self.of_record else system_clock().year
            found = parse_typed_date(text, year=year)
            yearless = parse_typed_date(text, year=year + 4) != found  # has the same leap day
        except UserError as error:
            self.fail(messages.sentence(error), param, ctx)
        if not found.exact:
            self.fail(messages.text_of("day_not_whole", {"text": text}), param, ctx)
        if yearless and ctx is not None and param is not None:
            ctx.meta.setdefault(_YEARLESS, {})[param.name] = text
        return found.first


def in_year(name: str, day: date | None, year: int) -> date | None:
    """A day of the present command; typed without its year, it is of the record's, not today's.

    Args:
        name: name of the parameter.
        day: its value.
        year: the record's.

    Raises:
        UserError: `date_impossible`, that year has no such day.
    """
    text = click.get_current_context().meta.get(_YEARLESS, {}).get(name)
    return parse_typed_date(text, year=year).first if text else day


class _DayOrNone(click.ParamType[date | None]):
    """A day; nothing between quotes takes away what stood there.

    Args:
        day: how the day is read.
    """

    name = "day"

    def __init__(self, day: _Day) -> None:
        self.day = day

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> date | None:
        if isinstance(value, str) and not value.strip():
            return None
        return self.day.convert(value, param, ctx)


class _PartialDate(click.ParamType[PartialDate | None]):
    """A day, a month or a year; nothing between quotes takes away what stood there."""

    name = "date"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        from ktgs_desktop.services.workspace import system_clock  # after --help

        text = str(value).strip()
        try:
            year = system_clock().year
            return parse_typed_date(text, year=year, prefer_year=True) if text else None
        except UserError as error:
            self.fail(messages.sentence(error), param, ctx)


class _Record(click.ParamType[UUID | None]):
    """An identifier; nothing between quotes takes away what stood there."""

    name = "id"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> UUID | None:
        if isinstance(value, UUID):
            return value
        return click.UUID.convert(value, param, ctx) if str(value).strip() else None


class CodeOf(click.ParamType[str]):
    """A code of a list that ships with the program.

    Args:
        codes: name of the list.
    """

    name = "code"

    def __init__(self, codes: str) -> None:
        self.codes = codes

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> str:
        from ktgs_desktop.services.workspace import codes  # after --help

        known = codes(self.codes).codes
        text = str(value)
        if text and text not in known:
            wanted = _("“{text}” is no code here; choose one of {choices}.")
            self.fail(wanted.format(text=text, choices=", ".join(known)), param, ctx)
        return text


class _File(click.ParamType[Path]):
    name = "file"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> Path:
        path = Path(str(value))
        if _there(path) == "folder":
            self.fail(_("{path} is a folder, no file.").format(path=path), param, ctx)
        return path


class _Folder(click.ParamType[Path]):
    name = "folder"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> Path:
        path = Path(str(value))
        if _there(path) == "file":
            self.fail(_("{path} is a file, no folder.").format(path=path), param, ctx)
        return path


def _there(path: Path) -> str:
    """What lies at a path; whoever opens it says what is wrong with it."""
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else ""
    except OSError:
        return ""


class _Signer(click.ParamType[Signer]):
    name = "name;position;authority"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> Signer:
        if isinstance(value, Signer):
            return value
        parts = [part.strip() for part in str(value).split(";")]
        if len(parts) > len(Signer.__slots__):
            self.fail(_("write it as “name;position;authority”."), param, ctx)
        return Signer(*parts, *[""] * (len(Signer.__slots__) - len(parts)))


class _Series(click.ParamType[NumberSeries]):
    name = "type:term=start@keeper"
    _form = re.compile(r"([^:=]+):([^:=]+)=(\d+)(?:@(.+))?")

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> NumberSeries:
        if isinstance(value, NumberSeries):
            return value
        match = self._form.fullmatch(str(value).strip())
        if match is None:
            self.fail(_("write it as “CTr:2020-2025=5”."), param, ctx)
        kept_by = (match.group(4) or "").strip()
        return NumberSeries(match.group(1), match.group(2), int(match.group(3)), kept_by)


class _YearState(click.ParamType[tuple[str, str]]):
    name = "year=state"

    @override
    def convert(self, value: Any, param: _Parameter, ctx: _Context) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        year, _equals, state = str(value).partition("=")
        if not re.fullmatch(r"[0-9]{4}", year) or state not in [*CellState]:
            wanted = _("write it as “2023=NEVER”; one of {choices}.")
            self.fail(wanted.format(choices=", ".join(CellState)), param, ctx)
        return year, state


DAY = _Day()
DAY_OF_YEAR = _Day(of_record=True)
DAY_OR_NONE = _DayOrNone(DAY)
DAY_OF_YEAR_OR_NONE = _DayOrNone(DAY_OF_YEAR)
PARTIAL_DATE = _PartialDate()
RECORD = _Record()
FILE = _File()
FOLDER = _Folder()
SIGNER = _Signer()
SERIES = _Series()
YEAR_STATE = _YearState()
