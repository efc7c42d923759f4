from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.paper import Heading, ListItem, Paragraph
from tests.papers import samples


def test_headings_paragraphs_and_items():
    text = """# I- MỤC ĐÍCH, YÊU CẦU
Một đoạn
gồm hai dòng.

Đoạn thứ hai.
## 1. Công tác kiểm tra
- mục một
  kéo dài
- mục hai

### a) Nhỏ hơn
"""
    assert parse_blocks(text) == (
        Heading(1, "I- MỤC ĐÍCH, YÊU CẦU"),
        Paragraph("Một đoạn gồm hai dòng."),
        Paragraph("Đoạn thứ hai."),
        Heading(2, "1. Công tác kiểm tra"),
        ListItem("mục một kéo dài"),
        ListItem("mục hai"),
        Heading(3, "a) Nhỏ hơn"),
    )


def test_a_backslash_makes_a_mark_plain():
    assert parse_blocks("\\# không phải đề mục\n\n\\- không phải mục") == (
        Paragraph("# không phải đề mục"),
        Paragraph("- không phải mục"),
    )


def test_a_hash_without_a_space_is_text():
    assert parse_blocks("#1 là số một") == (Paragraph("#1 là số một"),)


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(st.text(alphabet="#- \\\nab1.", max_size=60))
def test_nothing_is_refused_and_no_word_is_lost(text):
    found = " ".join(block.text for block in parse_blocks(text))
    assert found.count("a") == text.count("a")
    assert found.count("1") == text.count("1")
    assert "\n" not in found
