"""Reading the library of regulations: lists, a day, a line, a family, articles."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.identity import REGISTER_OWNER, regulation_note_id
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.domain.regulation_force import Family, Force, LineText, RegulationLibrary
from ktgs_desktop.domain.regulation_notes import RegulationNote
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import listing, records, regulation_links, regulation_search

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_hits import RegulationHit
    from ktgs_desktop.domain.rows import RegulationRow
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

LIST = "regulations"
_PAGE = 500


@dataclass(frozen=True, slots=True)
class RegulationDetails:
    """A regulation with what belongs to it.

    Attributes:
        regulation: the regulation.
        force: how it stands on the day, and why.
        line: what its line gives on the day.
        changing: texts that amend it or repeal a part of it, on whatever day.
        texts: its words, version by version.
        note: what the office keeps to it, None if nothing.
        named: the texts that relations and reasons speak of, by id.
    """

    regulation: Regulation
    force: Force
    line: LineText
    changing: tuple[Regulation, ...]
    texts: tuple[RegulationText, ...]
    note: RegulationNote | None
    named: dict[UUID, Regulation]


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of regulations in their order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions; `stands_on` takes a day, `today` is the day of the states.
    """
    filters = {"today": workspace.today.isoformat(), **query.filters}
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, dataclasses.replace(query, filters=filters))


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[RegulationRow]:
    """What the list shows of some regulations.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        found: list[RegulationRow] = listing.rows(connection, LIST, wanted)
    return found


def row_number(workspace: Workspace, regulation: UUID) -> int:
    """The local row number of a regulation, 0 if it is not there.

    Args:
        workspace: the workspace.
        regulation: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, regulation)


def in_force(workspace: Workspace, day: date) -> list[RegulationRow]:
    """The texts to go by on a day, the earliest first; those not certain say so by their status.

    Args:
        workspace: the workspace.
        day: the day.
    """
    query = Listing(filters={"stands_on": day.isoformat()})
    with workspace.reading() as connection:
        numbers = [one for part in listing.stream(connection, LIST, query) for one in part]
        found: list[RegulationRow] = []
        for start in range(0, len(numbers), _PAGE):
            found += listing.rows(connection, LIST, numbers[start : start + _PAGE])
    return found


def get(workspace: Workspace, regulation: UUID) -> Regulation:
    """A regulation.

    Args:
        workspace: the workspace.
        regulation: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Regulation, regulation)


def called(workspace: Workspace, text: str) -> list[RegulationRow]:
    """The regulations of a number, the latest first; a year behind it tells them apart.

    Args:
        workspace: the workspace.
        text: a number, e.g. "22-QĐ/TW", "20-QĐ/TW (2026)" or "20-QĐ/TW 2026".
    """
    number, year = _number_and_year(text)
    query = Listing(descending=True, filters={"called": number})
    with workspace.reading() as connection:
        first = next(listing.stream(connection, LIST, query), ())
        found: list[RegulationRow] = listing.rows(connection, LIST, list(first))
    return [one for one in found if not year or (one.issued and one.issued.iso[:4] == year)]


def _number_and_year(text: str) -> tuple[str, str]:
    plain = text.strip().rstrip(")")
    number, _space, last = plain.rpartition(" ")
    year = last.lstrip("(").rpartition("/")[2]
    is_year = len(year) == 4 and year.isdecimal()  # noqa: PLR2004 - a year
    return (number.strip(), year) if number and is_year else (text.strip(), "")


def _around(connection: Reader, regulation: UUID) -> RegulationLibrary:
    found = RegulationLibrary(regulation_links.related(connection, regulation))
    if found.get(regulation) is None:
        raise UserError("record_gone")
    return found


def line(workspace: Workspace, regulation: UUID, day: date) -> LineText:
    """The text of a text's line to go by on a day, with those that amend it.

    Args:
        workspace: the workspace.
        regulation: any text of the line.
        day: the day.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return _around(connection, regulation).in_line_on(regulation, day)


def family(workspace: Workspace, regulation: UUID) -> Family:
    """What replaced, amended and implemented what, around a text, for a picture.

    Args:
        workspace: the workspace.
        regulation: the text.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return _around(connection, regulation).family(regulation)


def force(workspace: Workspace, wanted: Iterable[UUID], day: date) -> dict[UUID, Force]:
    """How texts stand on a day, and why; those that are gone are left out.

    Args:
        workspace: the workspace.
        wanted: their ids.
        day: the day.
    """
    found: dict[UUID, Force] = {}
    with workspace.reading() as connection:
        for regulation in wanted:
            around = RegulationLibrary(regulation_links.related(connection, regulation))
            if around.get(regulation) is not None:
                found[regulation] = around.force(regulation, day)
    return found


def details(workspace: Workspace, regulation: UUID, day: date | None = None) -> RegulationDetails:
    """A regulation with all that belongs to it.

    Args:
        workspace: the workspace.
        regulation: its id.
        day: the day of which is asked, None for today.

    Raises:
        UserError: `record_gone`.
    """
    on = day or workspace.today
    with workspace.reading() as connection:
        around = _around(connection, regulation)
        texts = _texts(connection, regulation)
        own = regulation_note_id(workspace.office.unit, regulation)
        note = records.find(connection, RegulationNote, own)
    return RegulationDetails(
        regulation=next(one for one in around if one.id == regulation),
        force=around.force(regulation, on),
        line=around.in_line_on(regulation, on),
        changing=tuple(around.changing(regulation)),
        texts=tuple(texts),
        note=note,
        named={one.id: one for one in around},
    )


def _texts(connection: Reader, regulation: UUID) -> list[RegulationText]:
    found = records.get_all(connection, RegulationText, regulation=regulation)
    # Words of the list go before those typed here.
    return sorted(found, key=lambda one: (one.version, one.owner == REGISTER_OWNER, one.id))


def texts(workspace: Workspace, regulation: UUID) -> list[RegulationText]:
    """The words of a regulation, version by version.

    Args:
        workspace: the workspace.
        regulation: its id.
    """
    with workspace.reading() as connection:
        return _texts(connection, regulation)


def articles(
    workspace: Workspace, regulation: UUID, day: date | None = None
) -> RegulationText | None:
    """The words of a regulation as they were on a day, None if the library has none.

    Args:
        workspace: the workspace.
        regulation: its id.
        day: the day, None for today.
    """
    on = day or workspace.today
    found = texts(workspace, regulation)
    begun = [one for one in found if one.since is None or one.since.last <= on]
    if begun:
        return begun[-1]
    return found[0] if found else None


def search(workspace: Workspace, typed: str, limit: int = 50) -> list[RegulationHit]:
    """The likeliest hits over regulations, their articles, the office's notes and files.

    Args:
        workspace: the workspace.
        typed: words typed, without diacritics or, stricter, with them.
        limit: hits at most.
    """
    with workspace.reading() as connection:
        return regulation_search.first_hits(connection, typed, limit)
