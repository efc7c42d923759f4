"""The annex table of a Word paper, written as its XML: in proportion to its rows, however many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ktgs_desktop.papers.paper import Align
from ktgs_desktop.papers.word_styles import WordStyle

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


def _paragraphs(text: str, style_id: str, *, centred: bool) -> str:
    align = '<w:jc w:val="center"/>' if centred else ""
    properties = f'<w:pPr><w:pStyle w:val="{style_id}"/>{align}</w:pPr>'
    return "".join(
        f"<w:p>{properties}<w:r>{_texts(line)}</w:r></w:p>"
        for line in _NOT_XML.sub("", text).split("\n")
    )


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
        rows.extend(
            _row(
                "".join(
                    _cell(width, _paragraphs(text, cell_id, centred=center))
                    for width, text, center in zip(widths, row, centred, strict=True)
                )
            )
            for row in group.rows
        )
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
