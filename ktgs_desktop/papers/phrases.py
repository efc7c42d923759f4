"""Phrases both writers put together from a paper's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain.dates import format_long
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper


class Count(int):
    """How many, as the text of papers writes it: 01 to 09 with two digits, as in "02 cuộc"."""

    @override
    def __str__(self) -> str:
        return f"{int(self):02}" if self else "0"


STAMP_RED = (199, 15, 15)
"""Colour of the stamps of secrecy and urgency: red, green and blue up to 255."""


def mark_texts(paper: Paper) -> list[tuple[str, bool]]:
    """The marks under the number, each with whether it is a red stamp: secrecy, urgency, draft.

    Args:
        paper: the paper.
    """
    texts = []
    if paper.classification:
        texts.append((wording(f"classification_{paper.classification}"), True))
    if paper.urgency:
        texts.append((wording(f"urgency_{paper.urgency}"), True))
    if paper.draft:
        texts.append((wording("draft_mark"), False))
    return texts


def place_date(paper: Paper) -> str:
    """The date line: "Phú Bình, ngày 05 tháng 01 năm 2021", open in a draft without a date.

    Args:
        paper: the paper.
    """
    if paper.issued_on is None:
        date = wording("date_open", year=paper.year)
    else:
        date = format_long(paper.issued_on)
    return wording("place_date", place=paper.place, date=date)


def recipient_lines(paper: Paper) -> list[str]:
    """The recipients as printed: a dash before, a comma after, a full stop at the end.

    Args:
        paper: the paper.
    """
    names = [name.strip().lstrip("-–").strip().rstrip(".,;").rstrip() for name in paper.recipients]
    names = [name for name in names if name]
    marks = [","] * (len(names) - 1) + ["."]
    return [f"- {name}{mark}" for name, mark in zip(names, marks, strict=False)]
