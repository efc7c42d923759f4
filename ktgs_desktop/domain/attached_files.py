"""Files of papers travel on demand (tệp kèm theo): who may have one, and what is said if not.

A record names its files by digest and travels without them; whoever got the record may ask. What
is marked secret never goes this way (Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5), nor what
the office has not issued.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.journal import Json

MOST_ASKED = 2000
"""Files one request asks for at most."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MAX_NAME = 200


class FileRefusal(StrEnum):
    """Why a file does not go to who asked for it; the sentence of each is in `exchange_texts`."""

    SECRET = "attachment_secret"  # noqa: S105 - a degree of secrecy
    NOT_ISSUED = "attachment_not_issued"
    NOT_THEIRS = "attachment_not_theirs"
    UNKNOWN = "attachment_unknown"


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as a paper names it.

    Attributes:
        digest: SHA-256 of its contents, 64 hexadecimal digits.
        name: its file name.
        size: bytes, as the paper's office says.
        role: what it is: `PDF`, `SIGNED_PDF`, `WORD` or `SCAN`.
    """

    digest: str
    name: str
    size: int
    role: str


@dataclass(frozen=True, slots=True)
class NamingPaper:
    """A paper that names files, be it the office's own or one received.

    Attributes:
        unit: whose it is.
        id: identifier.
        label: number and abstract.
        secret: whether it is marked with a degree of secrecy.
        issued: whether it was issued to other offices and stands.
        files: its files.
        via: the office whose package brought it, None for the office's own.
    """

    unit: UUID
    id: UUID
    label: str
    secret: bool
    issued: bool
    files: tuple[NamedFile, ...]
    via: UUID | None = None


def files_of(document: Mapping[str, Json]) -> tuple[NamedFile, ...]:
    """The files a received paper names; one that another program wrote otherwise is left out.

    Args:
        document: the paper's JSON object.
    """
    found = document.get("files")
    if not isinstance(found, list):
        return ()
    return tuple(
        named for one in found if isinstance(one, dict) and (named := _file(one)) is not None
    )


def _file(one: Mapping[str, Json]) -> NamedFile | None:
    digest, name, size = one.get("digest"), one.get("name"), one.get("size")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        return None
    role = one.get("role")
    return NamedFile(
        digest,
        plain_name(name if isinstance(name, str) else "") or digest[:12],
        size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else 0,
        role if isinstance(role, str) else "",
    )


def plain_name(name: str) -> str:
    r"""A file name from outside without folders and signs no disk takes.

    Args:
        name: the name, e.g. `..\a/b.pdf`.

    Returns:
        E.g. `b.pdf`.
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(". ")[
        :_MAX_NAME
    ]


def received_paper(
    unit: UUID, record: UUID, label: str, document: Mapping[str, Json], via: UUID | None
) -> NamingPaper:
    """A paper that stands in a feed.

    Args:
        unit: whose it is.
        record: identifier.
        label: number and abstract.
        document: its JSON object.
        via: the office whose package brought it, None for the office's own.
    """
    secret = bool(document.get("classification"))
    files = files_of(document)
    return NamingPaper(unit, record, label, secret, issued=True, files=files, via=via)


def own_paper(document: Document, *, issued: bool) -> NamingPaper:
    """A paper of the office.

    Args:
        document: the paper as it stands.
        issued: whether it was issued to other offices.
    """
    return NamingPaper(
        unit=document.owner,
        id=document.id,
        label=f"{document.symbol} {document.abstract}".strip(),
        secret=bool(document.classification),
        issued=issued,
        files=tuple(NamedFile(one.digest, one.name, one.size, one.role) for one in document.files),
    )


def refusal(
    asker: UUID, above: Collection[UUID], naming: Sequence[NamingPaper]
) -> FileRefusal | None:
    """Why a file does not go to who asked for it, None if it may go.

    A file that any secret paper names does not go, whatever else names it. It goes to offices
    above this one, which get what is issued here, and back to the unit whose paper it is.

    Args:
        asker: the unit that asks.
        above: all units above this office.
        naming: the papers that name the file, of any office.
    """
    if not naming:
        return FileRefusal.UNKNOWN
    if any(paper.secret for paper in naming):
        return FileRefusal.SECRET
    issued = [paper for paper in naming if paper.issued]
    if not issued:
        return FileRefusal.NOT_ISSUED
    if asker in above or any(paper.unit == asker for paper in issued):
        return None
    return FileRefusal.NOT_THEIRS
