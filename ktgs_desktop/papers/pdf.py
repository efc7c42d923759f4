"""A paper as PDF: the letter on upright pages, the annex on landscape pages after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.papers.annex_table import AnnexTable
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM, layout_of
from ktgs_desktop.papers.letter import draw_letter
from ktgs_desktop.papers.pages import LANDSCAPE, PORTRAIT, CellBox, Pages, PdfInfo
from ktgs_desktop.papers.paper import prepared
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.papers.annex_foot import AnnexFoot
    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a visible signature goes, in points from the bottom left of its page.

    Attributes:
        page: index of the page, from 0.
        x: left edge.
        y: lower edge.
        width: its width.
        height: its height.
    """

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PaperPdf:
    """A paper as PDF.

    Attributes:
        data: the file.
        pages: how many pages it has.
        signature_place: where the visible signature goes.
        cells: where each cell of the annex stands, if asked for.
    """

    data: bytes
    pages: int
    signature_place: SignaturePlace
    cells: tuple[CellBox, ...] = ()


def pdf_info(paper: Paper) -> PdfInfo:
    """What the PDF of a paper says about itself; its date is the paper's.

    Args:
        paper: the paper.
    """
    made = f"D:{paper.issued_on:%Y%m%d}" if paper.issued_on else f"D:{paper.year:04}"
    title = f"{paper.type_name} {paper.abstract}".strip()
    return PdfInfo(title, paper.header_own, paper.symbol_text, made)


def _begin(pages: Pages, layout: Layout, size: tuple[float, float], *, draft: bool) -> None:
    """Open a page and write its number, and the draft mark, from the second page on."""
    pages.open(size)
    if pages.count == 1:
        return
    face, points = typeface(Style.REGULAR), layout.page_number_pt
    landscape = size == LANDSCAPE
    left = (layout.annex_left_mm if landscape else layout.margin_left_mm) * MM
    right = size[0] - (layout.annex_right_mm if landscape else layout.margin_right_mm) * MM
    baseline = size[1] - layout.page_number_edge_mm * MM - face.ascent * points
    pages.centred(((left + right) / 2, baseline), str(pages.count), face, points)
    if draft:
        mark, bold = wording("draft_mark"), typeface(Style.BOLD)
        width = bold.measure(mark) * layout.recipients_pt
        pages.text((right - width, baseline), [mark], bold, layout.recipients_pt)


def write_pdf(
    paper: Paper,
    progress: Progress | None = None,
    *,
    with_cells: bool = False,
    last_page: Callable[[Pages], None] | None = None,
    foot: AnnexFoot | None = None,
) -> PaperPdf:
    """The paper as PDF: fonts embedded, the same bytes for the same paper.

    Args:
        paper: what is to be printed.
        progress: told how many rows of the annex are done; may stop the work.
        with_cells: also tell where each cell of the annex stands.
        last_page: draws on an upright page after all others, None for no such page.
        foot: line of codes at the foot of the annex, None for none.

    Raises:
        Cancelled: the user asked to stop.
    """
    layout = layout_of(paper.layout)
    paper = prepared(paper, layout.spelling)
    progress = progress or Progress()
    pages = Pages(pdf_info(paper))
    page, place = draw_letter(
        paper, layout, pages, lambda: _begin(pages, layout, PORTRAIT, draft=paper.draft)
    )
    cells: list[CellBox] = []
    if paper.annex is not None:

        def begin_annex() -> None:
            _begin(pages, layout, LANDSCAPE, draft=paper.draft)
            if foot is not None:
                foot.draw(pages, layout)

        table = AnnexTable(paper.annex, layout, pages, begin_annex, progress)
        cells = table.draw(with_cells=with_cells)
    if last_page is not None:
        _begin(pages, layout, PORTRAIT, draft=paper.draft)
        last_page(pages)
    return PaperPdf(pages.finish(), pages.count, SignaturePlace(page, *place), tuple(cells))
