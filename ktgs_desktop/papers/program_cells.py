"""Cells of the annex read back into a line of the program: the other way of `papers.program`.

A name that stands unchanged in a cell keeps its record; what is new is read as offices write it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.item_import import Registers
from ktgs_desktop.domain.vietnamese import accented, fold, nfc
from ktgs_desktop.domain.word_copies import Remark
from ktgs_desktop.domain.written_kinds import kind_of
from ktgs_desktop.domain.written_subjects import parse_written_subjects, without_comrade
from ktgs_desktop.domain.written_times import parse_written_period, parse_written_work
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.program import ProgramContext, cell_text, subject_text, unnamed_text

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Named, ProgramItem

_DASH = re.compile(r"^[-–—•+*]\s*")
_LEADER = re.compile(r"^(?:trưởng đoàn|đoàn trưởng|tổ trưởng)\s*:?\s*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_Values = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class CellDesk:
    """What cells are read with.

    Attributes:
        context: lists and the term program.
        registers: look-ups of names.
    """

    context: ProgramContext
    registers: Registers


def with_cells(
    item: ProgramItem, cells: Mapping[str, str], desk: CellDesk
) -> tuple[ProgramItem, list[Remark]]:
    """The line with what was typed into its cells.

    Args:
        item: the line as it is.
        cells: new texts by name of the column.
        desk: what cells are read with.

    Returns:
        The line, and the cells that cannot be read, each with the name of its column as place;
        those leave the line as it was.
    """
    remarks = []
    for column, read in _READ.items():
        if column not in cells:
            continue
        try:
            item = dataclasses.replace(item, **read(cells[column], item, desk))
        except UserError as error:
            remarks.append(Remark(error.code, error.params, column))
    return item, remarks


def _lines(text: str) -> list[str]:
    """The entries of a cell, without the dashes before them."""
    lines = (_DASH.sub("", line.strip()) for line in nfc(text).split("\n"))
    return [line for line in lines if line]


def _content(text: str, _item: ProgramItem, _desk: CellDesk) -> _Values:
    if not nfc(text):
        raise UserError("content_missing")
    return {"content": nfc(text)}


def _kind(text: str, _item: ProgramItem, desk: CellDesk) -> _Values:
    found = kind_of(text, desk.context.task_kinds)
    if not found:
        raise UserError("task_kind_unknown" if nfc(text) else "task_kind_missing", text=nfc(text))
    return {"task_kind": found}


def _subjects(text: str, item: ProgramItem, desk: CellDesk) -> _Values:
    there = {accented(nfc(subject_text(one))): one for one in reversed(item.subjects)}
    unnamed = accented(nfc(unnamed_text(item)))
    taken, rest, stays = [], [], False
    for line in _lines(text):
        known = there.pop(accented(line), None)
        if known is not None:
            taken.append(known)
        elif unnamed and accented(line) == unnamed:
            stays = True
        else:
            found = parse_written_subjects(line, desk.registers.known)
            taken += [desk.registers.subject(one) for one in found.named]
            rest.append(found)
    notes = [item.subject_note] if stays else []
    return {
        "subjects": tuple(taken),
        "unnamed_organizations": (item.unnamed_organizations if stays else 0)
        + sum(one.organizations for one in rest),
        "unnamed_members": (item.unnamed_members if stays else 0)
        + sum(one.members for one in rest),
        "subject_note": "; ".join([*notes, *(one.note for one in rest if one.note)]),
    }


def _period(text: str, item: ProgramItem, _desk: CellDesk) -> _Values:
    start, end = parse_written_period(text, item.year)
    return {"period_from": start, "period_to": end}


def _work(text: str, item: ProgramItem, _desk: CellDesk) -> _Values:
    """A quarter and a span may stand below one another."""
    values: _Values = {"quarter": None, "work_from": None, "work_to": None}
    for line in _lines(text):
        quarter, start, end = parse_written_work(line, item.year)
        if quarter is not None:
            values["quarter"] = quarter
        else:
            values |= _open_ended(line, start, end)
    return values


def _open_ended(line: str, start: object, end: object) -> _Values:
    """Both ends of a time, or the one that "từ …" or "đến …" alone says."""
    words = fold(line)
    if start == end and words.startswith("tu "):
        return {"work_from": start, "work_to": None}
    if start == end and words.startswith("den "):
        return {"work_from": None, "work_to": end}
    return {"work_from": start, "work_to": end}


def _year(text: str, item: ProgramItem, _desk: CellDesk) -> _Values:
    found = _YEAR.search(text)
    if found is None:
        raise UserError("year_bad", year=nfc(text))
    return {"year": int(found.group())} if item.year != int(found.group()) else {}


def _method(text: str, _item: ProgramItem, desk: CellDesk) -> _Values:
    plain = " ".join(fold(nfc(text)).split())
    if not plain:
        return {"method": ""}
    for code in desk.context.methods.codes.values():
        if plain in (fold(code.vi), fold(code.en), code.code.lower()):
            return {"method": code.code}
    raise UserError("method_unknown", text=nfc(text))


def _one(text: str, former: Named | None, look_up: Callable[[str], Named]) -> Named | None:
    name = " ".join(nfc(text).split())
    if not name:
        return None
    if former is not None and accented(nfc(former.name)) == accented(name):
        return former
    return look_up(name)


def _lead(text: str, item: ProgramItem, desk: CellDesk) -> _Values:
    return {"lead": _one("; ".join(_lines(text)), item.lead, desk.registers.body)}


def _support(text: str, item: ProgramItem, desk: CellDesk) -> _Values:
    there = {accented(nfc(one.name)): one for one in item.support}
    names = _lines(text)
    found = (there.get(accented(name)) or desk.registers.body(name) for name in names)
    return {"support": tuple(found)}


def _directing(text: str, item: ProgramItem, desk: CellDesk) -> _Values:
    leader = [line for line in _lines(text) if _LEADER.match(line)]
    others = [line for line in _lines(text) if not _LEADER.match(line)]
    person = desk.registers.person
    return {
        "directing_member": _one(without_comrade("; ".join(others)), item.directing_member, person),
        "team_leader": _one(
            without_comrade(_LEADER.sub("", "; ".join(leader))), item.team_leader, person
        ),
    }


def _note(text: str, item: ProgramItem, desk: CellDesk) -> _Values:
    """The note; the line that names the term program's line is no part of it and stays."""
    bare = dataclasses.replace(item, note="")
    link = accented(cell_text("note", bare, desk.context))
    lines = nfc(text).split("\n")
    if link and accented(lines[-1]) == link:
        lines.pop()
    return {"note": "\n".join(lines)}


_READ: dict[str, Callable[[str, ProgramItem, CellDesk], _Values]] = {
    "kind": _kind,
    "content": _content,
    "year": _year,
    "subjects": _subjects,
    "period": _period,
    "work": _work,
    "method": _method,
    "lead": _lead,
    "support": _support,
    "directing": _directing,
    "note": _note,
}
