"""A paper as a Word file that looks like its PDF and is read back by the names of its styles.

The same paper gives the same bytes: no clock, no random identifiers.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ktgs_desktop.papers.layouts import A4_HEIGHT_MM, A4_WIDTH_MM, MM, layout_of
from ktgs_desktop.papers.paper import Heading, ListItem, Paragraph, prepared
from ktgs_desktop.papers.phrases import STAMP_RED, mark_texts, place_date, recipient_lines
from ktgs_desktop.papers.word_marks import add_marks
from ktgs_desktop.papers.word_styles import WordStyle, add_styles
from ktgs_desktop.papers.word_table import IN_WORD_HYPHEN, annex_table
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.paper import Annex, Block, Paper

_HEADING_STYLES = {1: WordStyle.HEADING_1, 2: WordStyle.HEADING_2, 3: WordStyle.HEADING_3}
_BASIS = wording("basis")
_MOST_IN_PROPERTY = 255  # by ECMA-376, part 2, as python-docx keeps it
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def write_word(paper: Paper, marks: Mapping[str, str] | None = None) -> bytes:
    """The paper as a .docx file for Word 2010 and later.

    Args:
        paper: what is to be printed.
        marks: what the file itself is to say of where it comes from, by name; rows of the annex
            are named in such a file, so that it can be read back.
    """
    layout = layout_of(paper.layout)
    paper = prepared(paper, layout.spelling)
    document = docx.Document()
    add_styles(document, layout)
    _set_properties(document, paper)
    if marks:
        add_marks(document, marks)
    _set_letter_page(document.sections[0], paper, layout)
    _add_header(document, paper, layout)
    _add_text(document, paper, layout)
    _add_closing(document, paper, layout)
    if paper.annex is not None:
        annex = paper.annex if marks else _unnamed(paper.annex)
        _add_annex(document, annex, layout, draft=paper.draft)
    _add(document, "", WordStyle.END)
    buffer = BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def write_word_table(table: Annex, facts: Paper) -> bytes:
    """A table alone as a .docx file, on landscape pages.

    Args:
        table: what is to be printed.
        facts: layout, day and what the file says of itself; its text is not printed.
    """
    layout = layout_of(facts.layout)
    document = docx.Document()
    add_styles(document, layout)
    _set_properties(document, prepared(facts, layout.spelling))
    section = document.sections[0]
    _set_annex_page(section, layout, draft=False)
    section.different_first_page_header_footer = True  # no number on the first page
    _add_annex_table(document, prepared(table, layout.spelling), layout)
    _add(document, "", WordStyle.END)
    buffer = BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


def _unnamed(annex: Annex) -> Annex:
    """The annex of a file that stays outside: nothing hidden stands in it."""
    return replace(annex, groups=tuple(replace(group, ids=()) for group in annex.groups))


def _repacked(data: bytes) -> bytes:
    """The same archive with fixed dates, so that equal papers are equal files."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, given.read(name))
    return buffer.getvalue()


def _set_properties(document: Document, paper: Paper) -> None:
    day = paper.issued_on
    made = datetime(day.year if day else paper.year, 1, 1, tzinfo=UTC)
    if day:
        made = made.replace(month=day.month, day=day.day)
    properties = document.core_properties
    properties.title = _for_property(f"{paper.type_name} {paper.abstract}".strip())
    properties.author = properties.last_modified_by = _for_property(paper.header_own)
    properties.subject = _for_property(paper.symbol_text)
    properties.comments = properties.keywords = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = made
    properties.revision = 1
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "14")  # Word 2010; later ones keep to it
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == _THUMBNAIL]:
        del relations[key]


def _for_property(text: str) -> str:
    """The text as a property of the file takes it."""
    return text if len(text) <= _MOST_IN_PROPERTY else text[: _MOST_IN_PROPERTY - 1].rstrip() + "…"


def _add(
    place: Document | _Cell, text: str, style: WordStyle, *, keep_spaces: bool = False
) -> WordParagraph:
    """Add a paragraph of a style."""
    paragraph = place.add_paragraph(style=str(style))
    shown = text.replace("  ", "\u00a0 ") if keep_spaces else text
    if not shown:
        return paragraph
    first, *rest = IN_WORD_HYPHEN.split(shown)
    run = paragraph.add_run(first)
    for part in rest:
        run._r.append(OxmlElement("w:noBreakHyphen"))  # noqa: SLF001 - 02-CTr/HU stays together
        run.add_text(part)
    return paragraph


def _kept_together(text: str) -> str:
    """The text with spaces that do not break, but for the first: a date stays on one line."""
    first, space, rest = text.partition(" ")
    return first + space + rest.replace(" ", "\u00a0")


def _set_letter_page(section: Section, paper: Paper, layout: Layout) -> None:
    section.page_width, section.page_height = Mm(A4_WIDTH_MM), Mm(A4_HEIGHT_MM)
    section.top_margin, section.bottom_margin = (
        Mm(layout.margin_top_mm),
        Mm(layout.margin_bottom_mm),
    )
    section.left_margin, section.right_margin = (
        Mm(layout.margin_left_mm),
        Mm(layout.margin_right_mm),
    )
    section.header_distance = Mm(layout.page_number_edge_mm)
    section.footer_distance = Mm(layout.page_number_edge_mm)
    section.different_first_page_header_footer = True
    _number_pages(section, layout, layout.text_width_mm, draft=paper.draft)


def _number_pages(section: Section, layout: Layout, width_mm: float, *, draft: bool) -> None:
    """Page number in the middle of the head, the draft mark at its right end."""
    header = section.header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.style = str(WordStyle.PAGE_NUMBER)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(width_mm / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Mm(width_mm), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("\t")
    for kind, instruction in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no fields
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = instruction
        run.append(part)
    if draft:
        mark = paragraph.add_run("\t" + wording("draft_mark"))
        mark.bold, mark.font.size = True, Pt(layout.recipients_pt)


def _plain_table(document: Document, rows: int, widths_mm: tuple[float, ...]) -> Table:
    """A table without borders and cell margins, its rows kept whole."""
    table: Table = document.add_table(rows, len(widths_mm))
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no cell margins
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - see above
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def _drop_first(cell: _Cell) -> None:
    """Remove the empty paragraph a new cell begins with, once it holds others."""
    if len(cell.paragraphs) > 1:
        first = cell.paragraphs[0]._p  # noqa: SLF001 - python-docx cannot remove a paragraph
        first.getparent().remove(first)


def _add_header(document: Document, paper: Paper, layout: Layout) -> None:
    left, right = layout.header_left_mm, layout.header_right_mm
    table = _plain_table(document, 2, (left, layout.text_width_mm - left - right, right))
    upper, lower = table.rows
    if paper.header_above:
        _add(upper.cells[0], paper.header_above.upper(), WordStyle.HEADER_ABOVE)
    _add(upper.cells[0], paper.header_own.upper(), WordStyle.HEADER_OWN)
    _add(upper.cells[0], "*", WordStyle.HEADER_MARK)
    _add(lower.cells[0], paper.symbol_text, WordStyle.SYMBOL, keep_spaces=True)
    for text, red in mark_texts(paper):
        run = _add(lower.cells[0], text, WordStyle.DRAFT_MARK).runs[0]
        border = _border("w:bdr", 4, 2)
        if red:
            run.font.color.rgb = RGBColor(*STAMP_RED)
            border.set(qn("w:color"), str(RGBColor(*STAMP_RED)))
        run._r.get_or_add_rPr().append(border)  # noqa: SLF001 - no run borders
    title = _add(upper.cells[2], wording("party_title"), WordStyle.PARTY_TITLE)
    _rule_below(title, right * MM, layout.party_title_width_pt)
    dated = place_date(paper).removeprefix(paper.place)
    _add(lower.cells[2], paper.place + _kept_together(dated), WordStyle.PLACE_DATE)
    for row in (upper, lower):
        for cell in row.cells:
            _drop_first(cell)


def _border(name: str, size: int, space: int) -> BaseOxmlElement:
    border = OxmlElement(name)
    for attribute, value in (
        ("val", "single"),
        ("sz", size),
        ("space", space),
        ("color", "000000"),
    ):
        border.set(qn(f"w:{attribute}"), str(value))
    return border


def _rule_below(paragraph: WordParagraph, room: float, width: float) -> None:
    """A rule as long as the text: a border of a paragraph indented to the text's width."""
    indent = max(0.0, (room - width) / 2 - 0.5)
    paragraph.paragraph_format.left_indent = Pt(indent)
    paragraph.paragraph_format.right_indent = Pt(indent)
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", 6, 0))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _block_style(block: Block) -> WordStyle:
    if isinstance(block, Paragraph) and block.text.startswith(_BASIS):
        return WordStyle.BASIS
    if isinstance(block, Heading):
        return _HEADING_STYLES.get(block.level, WordStyle.HEADING_3)
    return WordStyle.LIST_ITEM if isinstance(block, ListItem) else WordStyle.BODY


def _add_text(document: Document, paper: Paper, layout: Layout) -> None:
    _add(document, paper.type_name.upper(), WordStyle.TYPE_NAME)
    _add(document, paper.abstract, WordStyle.ABSTRACT)
    if layout.abstract_mark:
        _add(document, layout.abstract_mark, WordStyle.ABSTRACT_MARK)
    paragraph = None
    for block in paper.blocks:
        text = f"- {block.text}" if isinstance(block, ListItem) else block.text
        paragraph = _add(document, text, _block_style(block))
    if paragraph is not None:
        paragraph.paragraph_format.keep_with_next = True
    _add(document, "", WordStyle.GAP).paragraph_format.keep_with_next = True


def _add_closing(document: Document, paper: Paper, layout: Layout) -> None:
    width = layout.signature_width_mm
    table = _plain_table(document, 1, (layout.text_width_mm - width, width))
    left, right = table.rows[0].cells
    recipients = recipient_lines(paper)
    if recipients:
        _add(left, wording("recipients_title"), WordStyle.RECIPIENTS_TITLE)
    for line in recipients:
        paragraph = _add(left, line, WordStyle.RECIPIENT)
        paragraph.paragraph_format.right_indent = Mm(
            max(0.0, layout.text_width_mm - width - layout.recipients_width_mm)
        )
    signature = paper.signature
    if signature.authority:
        _add(right, signature.authority.upper(), WordStyle.AUTHORITY)
    if signature.position:
        _add(right, signature.position.upper(), WordStyle.POSITION)
    _add(right, signature.name, WordStyle.SIGNER_NAME)
    _drop_first(left)
    _drop_first(right)


def _add_annex(document: Document, annex: Annex, layout: Layout, *, draft: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the section would take a line, and on a full page a page of its own.
    document.paragraphs[-1].style = str(WordStyle.END)
    _set_annex_page(section, layout, draft=draft)
    section.different_first_page_header_footer = False
    _add_annex_table(document, annex, layout)


def _set_annex_page(section: Section, layout: Layout, *, draft: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4_HEIGHT_MM), Mm(A4_WIDTH_MM)
    section.top_margin, section.bottom_margin = Mm(layout.annex_top_mm), Mm(layout.annex_bottom_mm)
    section.left_margin, section.right_margin = Mm(layout.annex_left_mm), Mm(layout.annex_right_mm)
    _number_pages(section, layout, layout.annex_width_mm, draft=draft)


def _add_annex_table(document: Document, annex: Annex, layout: Layout) -> None:
    if annex.labelled:
        _add(document, wording("annex_label"), WordStyle.ANNEX_LABEL)
    _add(document, annex.title, WordStyle.ANNEX_TITLE)
    _add(document, annex.subtitle, WordStyle.ANNEX_SUBTITLE, keep_spaces=True)
    if annex.legend:
        _add(document, annex.legend, WordStyle.ANNEX_SUBTITLE)
    ids = {style: document.styles[str(style)].style_id for style in WordStyle}
    body = document.element.body
    body.insert_element_before(annex_table(annex, layout, ids), "w:sectPr")
