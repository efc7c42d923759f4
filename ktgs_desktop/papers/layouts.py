"""Measures of papers by the guidance in force (thể thức): one table, data under `resources/papers`.

Both writers read the same table, so a paper looks alike as PDF and in Word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ktgs_desktop.paths import resource

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import LayoutRule

MM = 72 / 25.4
"""Points in a millimetre."""
A4_WIDTH_MM, A4_HEIGHT_MM = 210, 297


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of a paper; lengths in the unit of their name (millimetres or points).

    Attributes:
        margin_top_mm: margins of the letter's pages.
        margin_bottom_mm: see above.
        margin_left_mm: see above.
        margin_right_mm: see above.
        annex_top_mm: margins of the annex, on landscape pages.
        annex_bottom_mm: see above.
        annex_left_mm: see above.
        annex_right_mm: see above.
        page_number_edge_mm: from the upper edge of the page to the page number.
        page_number_pt: size of the page number.
        header_left_mm: width of the block with the issuing body.
        header_right_mm: width of the block with the Party's name.
        header_pt: size of the issuing body, number and symbol.
        party_title_pt: size of "ĐẢNG CỘNG SẢN VIỆT NAM".
        party_title_width_pt: how long that title is in that size; its rule is as long.
        place_date_pt: size of place and date.
        type_name_pt: size of the type of paper.
        abstract_pt: size of the abstract.
        abstract_mark: hyphens under the abstract, or empty.
        body_pt: size of the text.
        body_line_pt: distance of its lines.
        body_gap_pt: space between paragraphs.
        body_indent_mm: indent of a paragraph's first line.
        signature_width_mm: width of the signature block.
        signature_gap_mm: room for the signature.
        signature_pt: size of the signature block.
        recipients_width_mm: width of the recipients.
        recipients_title_pt: size of "Nơi nhận:".
        recipients_pt: size of the recipients.
        annex_title_pt: size of the annex's title.
        annex_cell_pt: size of the text in the table.
        annex_line_pt: distance of its lines.
        spelling: `uỷ` or `ủy`.
    """

    margin_top_mm: float
    margin_bottom_mm: float
    margin_left_mm: float
    margin_right_mm: float
    annex_top_mm: float
    annex_bottom_mm: float
    annex_left_mm: float
    annex_right_mm: float
    page_number_edge_mm: float
    page_number_pt: float
    header_left_mm: float
    header_right_mm: float
    header_pt: float
    party_title_pt: float
    party_title_width_pt: float
    place_date_pt: float
    type_name_pt: float
    abstract_pt: float
    abstract_mark: str
    body_pt: float
    body_line_pt: float
    body_gap_pt: float
    body_indent_mm: float
    signature_width_mm: float
    signature_gap_mm: float
    signature_pt: float
    recipients_width_mm: float
    recipients_title_pt: float
    recipients_pt: float
    annex_title_pt: float
    annex_cell_pt: float
    annex_line_pt: float
    spelling: str

    @property
    def text_width_mm(self) -> float:
        """Width of the letter between its margins."""
        return A4_WIDTH_MM - self.margin_left_mm - self.margin_right_mm

    @property
    def annex_width_mm(self) -> float:
        """Width of the annex between its margins."""
        return A4_HEIGHT_MM - self.annex_left_mm - self.annex_right_mm


@cache
def _table() -> dict[str, Layout]:
    document = json.loads(resource("papers", "layouts.json").read_text("utf-8"))
    return {rule: Layout(**measures) for rule, measures in document.items()}


def layout_of(rule: LayoutRule) -> Layout:
    """The measures of a guidance.

    Args:
        rule: the guidance a paper follows (`documents.layout_rule`).
    """
    return _table()[rule]
