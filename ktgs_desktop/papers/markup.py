"""The small Markdown in which the text of a paper is kept: headings, paragraphs, list items.

    # I- MỤC ĐÍCH, YÊU CẦU
    ## 1. Công tác kiểm tra
    A paragraph; its lines are joined, an empty line ends it.
    - an entry of a list

A backslash before the first mark of a line makes it plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.papers.paper import Heading, ListItem, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.papers.paper import Block

_HEADING = re.compile(r"(#{1,3})\s+(.+)")
_ITEM = re.compile(r"[-*]\s+(.+)")
_MARKED = re.compile(r"(?:#{1,3}|[-*])\s|\\")


class _Reader:
    """Collects blocks line by line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._kind: type[Paragraph | ListItem] = Paragraph
        self._lines: list[str] = []

    def close(self) -> None:
        if self._lines:
            self.blocks.append(self._kind(" ".join(self._lines)))
            self._lines = []

    def line(self, line: str) -> None:
        heading, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if not line or heading or item:
            self.close()
        if heading:
            self.blocks.append(Heading(len(heading.group(1)), heading.group(2)))
        elif item:
            self._kind = ListItem
            self._lines.append(item.group(1))
        elif line:
            if not self._lines:
                self._kind = Paragraph
            self._lines.append(line.removeprefix("\\"))


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text.

    Args:
        text: small Markdown; whatever is not understood is plain text, nothing is refused.
    """
    reader = _Reader()
    for line in nfc(text).split("\n"):
        reader.line(line)
    reader.close()
    return tuple(reader.blocks)


def written(block: Block) -> str:
    """A block as one line of small Markdown; `parse_blocks` reads it back.

    Args:
        block: what is to be written; its blanks are made single.
    """
    text = " ".join(nfc(block.text).split())
    if isinstance(block, Heading):
        return f"{'#' * block.level} {text}"
    if isinstance(block, ListItem):
        return f"- {text}"
    return f"\\{text}" if _MARKED.match(text + " ") else text


def joined(lines: Iterable[str]) -> str:
    """The text of blocks written one by one; entries of a list stand together.

    Args:
        lines: the blocks as `written` gives them.
    """
    parts: list[str] = []
    for line in lines:
        if parts:
            close = line.startswith("- ") and parts[-1].startswith("- ")
            parts.append("\n" if close else "\n\n")
        parts.append(line)
    return "".join(parts)
