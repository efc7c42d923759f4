"""The same subject planned for in one quarter by different actors, so that they can agree.

Plans of the state name the people's committee of a commune where Party programs name its Party
committee: bodies of one administrative unit are told as the same. A warning forbids nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from ktgs_desktop.domain.dates import quarter_of
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.programs import ProgramItem, Subject, SubjectKind
from ktgs_desktop.domain.vietnamese import accented

Planned = ProgramItem | OutsideLine
_BODIES = tuple(
    accented(text) + " "
    for text in (
        "Uỷ ban nhân dân", "UBND", "Hội đồng nhân dân", "HĐND", "Ban Thường vụ", "BTV",
        "Uỷ ban Kiểm tra", "UBKT", "Ban Chấp hành", "Đảng uỷ", "Đảng bộ", "Chi uỷ", "Chi bộ",
        "và",
    )
)  # fmt: skip
_COMMITTEES = {
    accented(committee) + " ": accented(unit) + " "
    for committee, unit in (
        ("Tỉnh uỷ", "tỉnh"), ("Huyện uỷ", "huyện"), ("Thị uỷ", "thị xã"), ("Quận uỷ", "quận"),
        ("Thành uỷ", "thành phố"),
    )
}  # fmt: skip
_UNITS = tuple(
    accented(text) + " "
    for text in ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A subject of a line for which another actor plans in the same quarter.

    Attributes:
        name: the subject as the line names it.
        line: the line.
        other: the other actor's line.
        theirs: the subject as the other actor names it.
        quarters: the quarters of the year in which both work.
    """

    name: str
    line: UUID
    other: UUID
    theirs: str
    quarters: tuple[int, ...]


def quarters_of(line: Planned) -> frozenset[int]:
    """The quarters of its year in which a line is worked on, none if that is not known.

    Args:
        line: a line of a program or of another body's plan.
    """
    if line.quarter is not None:
        return frozenset((line.quarter,))
    start, end = line.work_from or line.work_to, line.work_to or line.work_from
    if start is None or end is None:
        return frozenset()
    first = 1 if start.first.year < line.year else quarter_of(start.first)
    last = 4 if end.last.year > line.year else quarter_of(end.last)
    return frozenset(range(first, last + 1))


def clashes(items: Iterable[ProgramItem], others: Iterable[Planned]) -> list[Clash]:
    """Subjects planned for by another actor in the same quarter, in the order of the lines.

    Args:
        items: lines of a program.
        others: lines of other bodies' programs, and of other bodies' plans.
    """
    theirs: dict[_Key, list[tuple[Planned, Subject]]] = {}
    for other in others:
        for subject in other.subjects:
            for key in _asked(subject):
                theirs.setdefault(key, []).append((other, subject))
    found: dict[tuple[UUID, UUID, str], Clash] = {}
    for item in items:
        own = quarters_of(item)
        for subject in item.subjects:
            for key in _known_by(subject):
                for other, named in theirs.get(key, ()):
                    both = own & quarters_of(other) if item.year == other.year else frozenset()
                    if both:
                        clash = Clash(
                            subject.name, item.id, other.id, named.name, tuple(sorted(both))
                        )
                        found.setdefault((item.id, other.id, subject.name), clash)
    return list(found.values())


_Key = tuple[str, object]


def _known_by(subject: Subject) -> Iterator[_Key]:
    """What finds a subject: its record, the unit it belongs to, its name."""
    place = _place(subject)
    if subject.id is not None:
        yield "record", subject.id
    else:
        yield "name only", place
    if subject.kind == SubjectKind.ORGANIZATION and place.startswith(_UNITS):
        yield "unit", place
    yield "name", place


def _asked(subject: Subject) -> Iterator[_Key]:
    """What a subject is looked for by; one of a record never by the name of another record."""
    place = _place(subject)
    if subject.id is not None:
        yield "record", subject.id
        yield "name only", place
    else:
        yield "name", place
    if subject.kind == SubjectKind.ORGANIZATION and place.startswith(_UNITS):
        yield "unit", place


def _place(subject: Subject) -> str:
    """A subject's name without the words that say which body of a place it is."""
    name = accented(" ".join(subject.name.split()))
    if subject.kind != SubjectKind.ORGANIZATION:
        return name
    while True:
        body = next((word for word in _BODIES if name.startswith(word)), "")
        if not body:
            break
        name = name.removeprefix(body)
    for committee, unit in _COMMITTEES.items():
        if name.startswith(committee):
            return unit + name.removeprefix(committee)
    return name
