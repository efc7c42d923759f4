"""Subjects as tables of programs write them: one a line, people with their position, or a number.

"Đ/c Nguyễn Văn Mẫu, Bí thư Đảng uỷ xã" is a member; "03 đảng viên thuộc diện quản lý" are members
to be named later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ktgs_desktop.domain.programs import SubjectKind
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.domain.vietnamese import fold, nfc

_SPLIT = re.compile(r"[\n;]")
_BULLET = re.compile(r"^(?:[-–—•+*·o]\s+|[-–—•+*·]|\(?\d{1,2}[.)]\s*)")
_COMMAS = re.compile(r"\s*,\s*|\s+và\s+")
_COMRADE = re.compile(r"^(?:đ\s*/\s*c|đc|đồng chí)\b\.?\s*:?\s*", re.IGNORECASE)
_ORGANIZATIONS = (
    "to chuc co so dang", "to chuc dang", "tccsd", "tcd", "chi bo", "chi uy", "dang bo",
    "dang uy", "cap uy", "ban thuong vu", "btv", "don vi", "tap the",
)  # fmt: skip
_MEMBERS = ("cap uy vien", "dang vien", "dong chi", "dv", "can bo", "ca nhan")
_COUNTED = re.compile(
    r"(\d{1,3})\s+(?P<one>{words})\b(?:\s+(?:va|,)?\s*(\d{1,3})\s+(?P<two>{words})\b)?(.*)".replace(
        "{words}", "|".join((*_MEMBERS, *_ORGANIZATIONS))
    )
)
_NOTE = re.compile(r"\s*\((.*)\)\s*")


@dataclass(frozen=True, slots=True)
class WrittenSubject:
    """Somebody named by a table.

    Attributes:
        kind: `TCD` or `DV`.
        name: the name.
        position: a member's position, or empty.
    """

    kind: str
    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class WrittenSubjects:
    """What a cell says of the subjects of a line.

    Attributes:
        named: those named, in order.
        organizations: organisations to be named later.
        members: members to be named later.
        note: how those to be named later are described.
    """

    named: tuple[WrittenSubject, ...] = ()
    organizations: int = 0
    members: int = 0
    note: str = ""


@dataclass(slots=True)
class _Found:
    named: list[WrittenSubject] = field(default_factory=list)
    organizations: int = 0
    members: int = 0
    notes: list[str] = field(default_factory=list)


def pieces(text: str) -> list[str]:
    """The parts of a cell that lists something, without dashes and numbers before them.

    Args:
        text: the cell; parts stand on lines of their own or are separated by semicolons.
    """
    parts = (_BULLET.sub("", part.strip()).strip(" ,.") for part in _SPLIT.split(nfc(text)))
    return [part for part in parts if part]


def listed(text: str, known: Callable[[str], bool]) -> list[str]:
    """Names that a cell lists, those separated by commas too.

    Args:
        text: the cell.
        known: whether the register has a name; such a name is not taken apart.
    """
    found: list[str] = []
    for piece in pieces(text):
        parts = [part for part in _COMMAS.split(piece) if part]
        found += [piece] if len(parts) == 1 or known(piece) else parts
    return found


def without_comrade(name: str) -> str:
    """A person's name without "đ/c" or "đồng chí" before it.

    Args:
        name: the name as written.
    """
    return _COMRADE.sub("", name).strip()


def parse_written_subjects(text: str, known: Callable[[str], bool]) -> WrittenSubjects:
    """Understand who a line is about.

    Args:
        text: the cell.
        known: whether a register has a name. What is separated by commas is taken apart only if
            it has every part, because commas stand within names and before positions too.
    """
    found = _Found()
    for piece in pieces(text):
        if not _take_counted(piece, found):
            _take_named(piece, known, found)
    named = tuple(dict.fromkeys(found.named))
    return WrittenSubjects(named, found.organizations, found.members, "; ".join(found.notes))


def _take_counted(piece: str, found: _Found) -> bool:
    """Whether a piece says how many are named later, e.g. "03 đảng viên"."""
    match = _COUNTED.fullmatch(fold(piece))
    if match is None:
        return False
    for number, kind in ((match.group(1), match["one"]), (match.group(3), match["two"])):
        if number and kind in _MEMBERS:
            found.members += int(number)
        elif number:
            found.organizations += int(number)
    rest = piece[match.start(5) :].strip() if len(fold(piece)) == len(piece) else piece
    inner = _NOTE.fullmatch(rest)
    usual = match["one"] in ("to chuc dang", "dang vien")
    if inner is not None:
        found.notes.append(inner.group(1).strip())
    elif rest or not usual:
        found.notes.append(piece)  # it says the number itself
    return True


def _take_named(piece: str, known: Callable[[str], bool], found: _Found) -> None:
    parts = [part for part in _COMMAS.split(piece) if part]
    if len(parts) > 1 and not known(piece) and all(map(known, parts)):
        found.named += [_one(part) for part in parts]
    else:
        found.named.append(_one(piece))


def _one(piece: str) -> WrittenSubject:
    name = without_comrade(piece)
    first, _comma, position = (part.strip() for part in name.partition(","))
    if name != piece:
        return WrittenSubject(SubjectKind.MEMBER, first, position)
    if position and subject_kind_of(first) == SubjectKind.MEMBER:
        return WrittenSubject(SubjectKind.MEMBER, first, position)
    return WrittenSubject(subject_kind_of(name), name)
