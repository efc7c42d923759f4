"""The styles of a Word paper, by names that stay: a paper is later read back by them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ktgs_desktop.papers.layouts import MM

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle, ParagraphStyle

    from ktgs_desktop.papers.layouts import Layout

FONT = "Times New Roman"
"""Named in the file; shown with Liberation Serif, of the same measures, where it is missing."""
_LANGUAGE = "vi-VN"


class WordStyle(StrEnum):
    """Names of the styles."""

    HEADER_ABOVE = "KTGS Header Above"
    HEADER_OWN = "KTGS Header Own"
    HEADER_MARK = "KTGS Header Mark"
    SYMBOL = "KTGS Symbol"
    DRAFT_MARK = "KTGS Draft Mark"
    PARTY_TITLE = "KTGS Party Title"
    PLACE_DATE = "KTGS Place Date"
    TYPE_NAME = "KTGS Type Name"
    ABSTRACT = "KTGS Abstract"
    ABSTRACT_MARK = "KTGS Abstract Mark"
    BASIS = "KTGS Basis"
    BODY = "KTGS Body"
    HEADING_1 = "KTGS Heading 1"
    HEADING_2 = "KTGS Heading 2"
    HEADING_3 = "KTGS Heading 3"
    LIST_ITEM = "KTGS List Item"
    GAP = "KTGS Gap"
    RECIPIENTS_TITLE = "KTGS Recipients Title"
    RECIPIENT = "KTGS Recipient"
    AUTHORITY = "KTGS Authority"
    POSITION = "KTGS Position"
    SIGNER_NAME = "KTGS Signer Name"
    PAGE_NUMBER = "KTGS Page Number"
    ANNEX_LABEL = "KTGS Annex Label"
    ANNEX_TITLE = "KTGS Annex Title"
    ANNEX_SUBTITLE = "KTGS Annex Subtitle"
    ANNEX_HEAD = "KTGS Annex Head"
    ANNEX_GROUP = "KTGS Annex Group"
    ANNEX_CELL = "KTGS Annex Cell"
    END = "KTGS End"


ROW_STYLE = "KTGS Row"
"""Name of the character style of the hidden text that tells which line a row of the annex is."""
ROW_STYLE_ID = "KTGSRow"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a style looks; lengths in points unless they say otherwise."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    centred: bool = False
    justified: bool = False
    line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    indent_mm: float = 0.0
    first_mm: float = 0.0
    keep: bool = False


def _letter_looks(layout: Layout) -> dict[WordStyle, _Look]:
    head, sign = layout.header_pt, layout.signature_pt
    body = _Look(
        layout.body_pt,
        line=layout.body_line_pt,
        before=layout.body_gap_pt,
        first_mm=layout.body_indent_mm,
    )
    heading = replace(body, bold=True, keep=True)
    hang = 6 / MM
    return {
        WordStyle.HEADER_ABOVE: _Look(head, centred=True),
        WordStyle.HEADER_OWN: _Look(head, bold=True, centred=True),
        WordStyle.HEADER_MARK: _Look(head, centred=True),
        WordStyle.SYMBOL: _Look(head, centred=True),
        WordStyle.DRAFT_MARK: _Look(head, bold=True, centred=True, before=6),
        WordStyle.PARTY_TITLE: _Look(layout.party_title_pt, bold=True, centred=True),
        WordStyle.PLACE_DATE: _Look(layout.place_date_pt, italic=True, centred=True),
        WordStyle.TYPE_NAME: _Look(layout.type_name_pt, bold=True, centred=True, before=34),
        WordStyle.ABSTRACT: _Look(layout.abstract_pt, bold=True, centred=True),
        WordStyle.ABSTRACT_MARK: _Look(layout.abstract_pt, centred=True, after=8),
        WordStyle.BASIS: replace(body, justified=True),
        WordStyle.BODY: replace(body, justified=True),
        WordStyle.HEADING_1: heading,
        WordStyle.HEADING_2: heading,
        WordStyle.HEADING_3: replace(heading, italic=True),
        WordStyle.LIST_ITEM: replace(body, justified=True),
        WordStyle.GAP: _Look(layout.recipients_pt),
        WordStyle.RECIPIENTS_TITLE: _Look(layout.recipients_title_pt, underline=True),
        WordStyle.RECIPIENT: _Look(layout.recipients_pt, indent_mm=hang, first_mm=-hang),
        WordStyle.AUTHORITY: _Look(sign, bold=True, centred=True),
        WordStyle.POSITION: _Look(sign, centred=True),
        WordStyle.SIGNER_NAME: _Look(
            sign, bold=True, centred=True, before=layout.signature_gap_mm * MM
        ),
        WordStyle.PAGE_NUMBER: _Look(layout.page_number_pt),
    }


def _annex_looks(layout: Layout) -> dict[WordStyle, _Look]:
    title = layout.annex_title_pt
    cell = _Look(layout.annex_cell_pt, line=layout.annex_line_pt)
    return {
        WordStyle.ANNEX_LABEL: _Look(title, bold=True, centred=True),
        WordStyle.ANNEX_TITLE: _Look(title, bold=True, centred=True),
        WordStyle.ANNEX_SUBTITLE: _Look(title - 1, italic=True, centred=True, after=8),
        WordStyle.ANNEX_HEAD: replace(cell, bold=True, centred=True),
        WordStyle.ANNEX_GROUP: replace(cell, bold=True, keep=True),
        WordStyle.ANNEX_CELL: cell,
        WordStyle.END: _Look(1, line=1),
    }


def add_styles(document: Document, layout: Layout) -> None:
    """Give a new document the styles of a paper.

    Args:
        document: the document.
        layout: measures of the paper.
    """
    _set_defaults(document)
    styles = document.styles
    for name, look in {**_letter_looks(layout), **_annex_looks(layout)}.items():
        style = styles.add_style(str(name), WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = None
        style.quick_style = True
        _apply(style, look)
    for heading in (WordStyle.HEADING_1, WordStyle.HEADING_2, WordStyle.HEADING_3, WordStyle.BASIS):
        # Enter at the end of a heading begins a paragraph.
        styles[str(heading)].next_paragraph_style = styles[str(WordStyle.BODY)]
    _add_row_style(styles)


def _add_row_style(styles: Any) -> None:
    """The style of hidden text, so small that it takes no room where hidden text is shown."""
    style: CharacterStyle = styles.add_style(ROW_STYLE, WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), ROW_STYLE_ID)
    style.font.hidden = True
    style.font.size = Pt(1)
    style.hidden = True


def _set_defaults(document: Document) -> None:
    """Times New Roman, Vietnamese, no spacing: what every style starts from."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _name_font(properties)
    language = properties.find(qn("w:lang"))
    language.set(qn("w:val"), _LANGUAGE)
    language.set(qn("w:eastAsia"), _LANGUAGE)
    paragraphs = defaults.find(qn("w:pPrDefault"))
    paragraphs.remove(paragraphs.find(qn("w:pPr")))
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    _name_font(normal.element.get_or_add_rPr())


def _name_font(properties: object) -> None:
    """Name the font for every script and drop the theme's."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _apply(style: ParagraphStyle, look: _Look) -> None:
    font, lines = style.font, style.paragraph_format
    _name_font(style.element.get_or_add_rPr())
    font.size = Pt(look.size)
    font.bold, font.italic, font.underline = look.bold, look.italic, look.underline
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing = Pt(look.line) if look.line else 1.0
    lines.left_indent, lines.first_line_indent = Mm(look.indent_mm), Mm(look.first_mm)
    lines.keep_with_next = look.keep
    lines.widow_control = True
    if look.centred:
        lines.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif look.justified:
        lines.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
