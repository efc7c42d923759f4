"""Scans: pictures that are what they say, and no others."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from PIL import Image

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview, scan_pages
from tests.helpers.builders import refusal


def picture(kind: str, width: int = 60, height: int = 80) -> bytes:
    buffer = BytesIO()
    Image.effect_noise((width, height), 50).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def test_pictures_become_pages_that_lie_as_they_do() -> None:
    parts = [("a.jpg", picture("JPEG")), ("b.png", picture("PNG", 80, 60))]
    data, pages = scan_pages.joined(parts)
    (upright, lying) = preview.page_sizes(data)
    assert pages == 2
    assert upright[0] < upright[1]
    assert lying[0] > lying[1]


def test_what_a_telephone_calls_jpg_is_read() -> None:
    assert scan_pages.joined([("a.jpg", picture("WEBP"))])[1] == 1


@pytest.mark.parametrize("kind", ["EPS", "TIFF", "GIF"])
def test_a_picture_of_another_kind_is_refused(kind: str) -> None:
    # PostScript above all, for which Pillow would start Ghostscript.
    error = refusal(lambda: scan_pages.joined([("a.jpg", picture(kind))]))
    assert error.code == "scan_unreadable"


def test_a_picture_with_a_damaged_head_is_read_or_refused() -> None:
    sound = picture("PNG")
    for place in range(8, sound.index(b"IDAT") + 8):
        damaged = bytearray(sound)
        damaged[place] ^= 0x60
        with contextlib.suppress(UserError):
            scan_pages.joined([("a.png", bytes(damaged))])


def test_a_picture_that_breaks_off_into_something_else_is_refused() -> None:
    sound = picture("PNG")
    begins = sound.index(b"IDAT") + 4
    half = 500
    broken = sound[: begins - 8] + half.to_bytes(4, "big") + b"IDAT" + sound[begins:][:half]
    broken += bytes(8) + b"\x1e)\x1d\xb2" + bytes(100)  # a block whose name is none
    error = refusal(lambda: scan_pages.joined([("a.png", broken)]))
    assert error.code == "scan_unreadable"
