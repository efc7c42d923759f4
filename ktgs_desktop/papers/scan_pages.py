"""Scans of papers signed by hand: pictures and PDFs become one PDF, page after page."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview
from ktgs_desktop.papers.pages import LANDSCAPE, PORTRAIT
from ktgs_desktop.papers.signature_images import DAMAGE

PICTURES = (".jpg", ".jpeg", ".png")
KINDS = (".pdf", *PICTURES)
"""Endings of the files a scan may come in."""
# What telephones and scanners give, under whatever ending. Pillow knows more: for PostScript it
# would start another program.
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_POINTS = 120_000_000
_MOST_MEMORY = 256 * 1024 * 1024
_SMALL = ("1", "L")  # one byte for each point, any other has up to four
_POINTS_LONG = 4677  # the long side of A4 with 400 points an inch; more nobody sees or prints
_QUALITY = 85


def joined(parts: Sequence[tuple[str, bytes]]) -> tuple[bytes, int]:
    """One PDF of scanned pages and how many it has; a single PDF stays as it is.

    Args:
        parts: name and contents of each file, in order.

    Raises:
        UserError: `scan_kind_unknown`, `scan_unreadable` or `scan_too_sharp` with the file's name.
    """
    made = [_as_pdf(name, data) for name, data in parts]
    counts = [_count(name, data) for (name, _given), data in zip(parts, made, strict=True)]
    return made[0] if len(made) == 1 else preview.joined(made), sum(counts)


def _as_pdf(name: str, data: bytes) -> bytes:
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise UserError("scan_kind_unknown", file=name)
    return _picture_page(name, data) if ending in PICTURES else data


def _count(name: str, data: bytes) -> int:
    try:
        return preview.page_count(data)
    except UserError:
        raise UserError("scan_unreadable", file=name) from None


def _picture_page(name: str, data: bytes) -> bytes:
    """A picture on a page of A4, upright or lying as the picture is, turned as its camera says."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            picture = _slimmed(opened, name)
    except DAMAGE:
        raise UserError("scan_unreadable", file=name) from None
    squeezed = BytesIO()
    picture.save(squeezed, "JPEG", quality=_QUALITY)
    size = LANDSCAPE if picture.width > picture.height else PORTRAIT
    scale = min(size[0] / picture.width, size[1] / picture.height)
    width, height = picture.width * scale, picture.height * scale
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.drawImage(
        ImageReader(BytesIO(squeezed.getvalue())),
        (size[0] - width) / 2,
        (size[1] - height) / 2,
        width,
        height,
    )
    canvas.save()
    return buffer.getvalue()


def _slimmed(opened: Image.Image, name: str) -> Image.Image:
    """The picture in colours, no finer than is printed, with little beside it in memory.

    Raises:
        UserError: `scan_too_sharp`.
    """
    if opened.width * opened.height > _MOST_POINTS:
        raise UserError("scan_too_sharp", file=name)
    # A photograph is decoded at a half, a quarter or an eighth, as far as that is fine enough.
    opened.draft("RGB", (_POINTS_LONG, _POINTS_LONG))
    depth = 1 if opened.mode in _SMALL else 4
    if opened.width * opened.height * depth > _MOST_MEMORY:
        raise UserError("scan_too_sharp", file=name)
    ImageOps.exif_transpose(opened, in_place=True)
    if opened.mode in ("1", "P"):  # whose points cannot be mixed
        opened = opened.convert("L" if opened.mode == "1" else "RGB")
    if max(opened.size) > _POINTS_LONG:
        opened.thumbnail((_POINTS_LONG, _POINTS_LONG), reducing_gap=2.0)
    return opened.convert("RGB")
