"""Citations: which part of which regulation a paper, program, template or case names, as a link.

The words stand in the text that cites; the citation says what they mean, so that it can be looked
up whether the regulation was in force on the day of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Citation:
    """A part of a regulation named in a text.

    Attributes:
        owner: the office's unit.
        id: identifier.
        entity: kind of the record whose text cites, e.g. `program`.
        record: that record.
        field: field of it in which the words stand, or empty.
        regulation: the regulation cited.
        path: part of it, e.g. `5.2.a`; empty for the whole.
        wording: the words as they stand in the text.
    """

    owner: UUID
    id: UUID
    entity: str
    record: UUID
    field: str
    regulation: UUID
    path: str = ""
    wording: str = ""
