"""The annex table of a Word paper, written as its XML: in proportion to its rows, however many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ktgs_desktop.papers.paper import Align
from ktgs_desktop.papers.word_styles import ROW_STYLE_ID, WordStyle

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.paper import Annex

TWIPS_IN_MM = 1440 / 25.4
_BORDER = 10  # twips; Word counts a row's border beside its margins
_PAD_X, _PAD_Y = round(1.5 * TWIPS_IN_MM), round(0.8 * TWIPS_IN_MM - _BORDER / 2)
IN_WORD_HYPHEN = re.compile(r"(?<=\S)-(?=\S)")
"""A hyphen with something on both sides, as in numbers and symbols."""
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _texts(line: str) -> str:
    """The text elements of a line; hyphens inside a word do not break it (05-CT/TW)."""
    parts = [
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in IN_WORD_HYPHEN.split(line)
    ]
    return "<w:noBreakHyphen/>".join(parts)


def _paragraphs(text: str, style_id: str, *, centred: bool, struck: bool = False) -> str:
    align = '<w:jc w:val="center"/>' if centred else ""
    properties = f'<w:pPr><w:pStyle w:val="{style_id}"/>{align}</w:pPr>'
    look = "<w:rPr><w:strike/></w:rPr>" if struck else ""
    return "".join(
        f"<w:p>{properties}<w:r>{look}{_texts(line)}</w:r></w:p>"
        for line in _NOT_XML.sub("", text).split("\n")
    )


BOOKMARK = "_ktgs_"
"""How the bookmark begins that names a row; Word hides names that begin with a line."""


def _named(row_id: str, place: int, contents: list[str]) -> list[str]:
    """The first two cells of a row with what tells its line: hidden text, and a bookmark.

    Hidden text comes along when a row is moved, sorted or copied; the bookmark still tells the
    line when somebody types its number anew over the hidden text.

    Args:
        row_id: what names the line.
        place: number of the row in the table.
        contents: paragraphs of the cells, as XML.
    """
    hidden = (
        f'<w:r><w:rPr><w:rStyle w:val="{ROW_STYLE_ID}"/><w:vanish/></w:rPr>'
        f"<w:t>{escape(row_id)}</w:t></w:r>"
    )
    first, second, *rest = contents
    first = first.replace("</w:pPr>", "</w:pPr>" + hidden, 1)
    start = f'<w:bookmarkStart w:id="{place}" w:name="{BOOKMARK}{escape(row_id)}"/>'
    second = second.replace("</w:pPr>", "</w:pPr>" + start, 1)
    second = second.removesuffix("</w:p>") + f'<w:bookmarkEnd w:id="{place}"/></w:p>'
    return [first, second, *rest]


def _cell(width: int, content: str, extra: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}</w:tcPr>{content}</w:tc>'


def _row(cells: str, *, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def annex_table(annex: Annex, layout: Layout, style_ids: dict[WordStyle, str]) -> BaseOxmlElement:
    """The table element of an annex.

    Args:
        annex: what it holds.
        layout: measures of the paper.
        style_ids: identifiers of the styles in the document.

    Returns:
        The element, to be put into the document's body.
    """
    scale = layout.annex_width_mm / sum(column.width_mm for column in annex.columns) * TWIPS_IN_MM
    widths = [round(column.width_mm * scale) for column in annex.columns]
    centred = [column.align == Align.CENTER for column in annex.columns]
    head_id, group_id = style_ids[WordStyle.ANNEX_HEAD], style_ids[WordStyle.ANNEX_GROUP]
    cell_id = style_ids[WordStyle.ANNEX_CELL]
    middle = '<w:vAlign w:val="center"/>'
    rows = [
        _row(
            "".join(
                _cell(width, _paragraphs(column.title, head_id, centred=True), middle)
                for width, column in zip(widths, annex.columns, strict=True)
            ),
            head=True,
        )
    ]
    for group in annex.groups:
        if group.title:
            span = f'<w:gridSpan w:val="{len(widths)}"/>'
            title = _paragraphs(group.title, group_id, centred=False)
            rows.append(_row(_cell(sum(widths), title, span)))
        for place, row in enumerate(group.rows):
            last = len(row) - 1
            contents = [
                _paragraphs(
                    text, cell_id, centred=center, struck=place in group.struck and column < last
                )
                for column, (text, center) in enumerate(zip(row, centred, strict=True))
            ]
            if group.ids:
                contents = _named(group.ids[place], len(rows), contents)
            cells = (_cell(width, one) for width, one in zip(widths, contents, strict=True))
            rows.append(_row("".join(cells)))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{_PAD_Y}" w:type="dxa"/><w:left w:w="{_PAD_X}" w:type="dxa"/>'
        f'<w:bottom w:w="{_PAD_Y}" w:type="dxa"/><w:right w:w="{_PAD_X}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
