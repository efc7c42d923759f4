"""Scans: pictures that are what they say, and no others."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview, scan_pages
from tests.helpers.builders import refusal

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


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


def _drawn(data: bytes) -> Image.Image:
    """The picture on the only page of a scan."""
    with pypdfium2.PdfDocument(data) as document:
        (page,) = document
        (found,) = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
        assert isinstance(found, pypdfium2.PdfImage)
        return found.get_bitmap().to_pil()


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), *(("PNG", one) for one in _MODES)]
)
def test_a_picture_finer_than_print_is_made_smaller(
    monkeypatch: pytest.MonkeyPatch, kind: str, mode: str
) -> None:
    monkeypatch.setattr(scan_pages, "_POINTS_LONG", 400)
    half = Image.new("RGB", (1000, 700), "white")
    half.paste("black", (0, 0, 1000, 350))
    buffer = BytesIO()
    half.convert(mode).save(buffer, kind)
    data, pages = scan_pages.joined([("a.jpg", buffer.getvalue())])
    shown = _drawn(data).convert("L")
    assert (pages, shown.size) == (1, (400, 280))
    assert shown.getpixel((200, 100)) < 20
    assert shown.getpixel((200, 180)) > 235


def test_a_picture_fine_enough_stays_as_it_is() -> None:
    data, _pages = scan_pages.joined([("a.jpg", picture("JPEG", 1654, 2339))])
    assert _drawn(data).size == (1654, 2339)


def test_a_photograph_is_turned_as_its_camera_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_pages, "_POINTS_LONG", 400)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    buffer = BytesIO()
    Image.new("RGB", (1600, 1000)).save(buffer, "JPEG", exif=exif)
    data, _pages = scan_pages.joined([("a.jpg", buffer.getvalue())])
    assert _drawn(data).size == (250, 400)


@pytest.mark.parametrize("limit", ["_MOST_POINTS", "_MOST_MEMORY"])
def test_a_picture_that_would_fill_the_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(scan_pages, limit, 60 * 80)
    error = refusal(lambda: scan_pages.joined([("a.png", picture("PNG", 60, 81))]))
    assert (error.code, error.params) == ("scan_too_sharp", {"file": "a.png"})
    if limit == "_MOST_MEMORY":  # four bytes for a coloured point, one for a grey one
        monkeypatch.setattr(scan_pages, limit, 60 * 81)
        grey = BytesIO()
        Image.new("L", (60, 81)).save(grey, "PNG")
        assert scan_pages.joined([("a.png", grey.getvalue())])[1] == 1
