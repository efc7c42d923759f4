"""Pictures of signatures and seals: what they must be to be put on a paper."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from ktgs_desktop.errors import UserError

MOST_BYTES = 2 * 1024 * 1024
_MOST_PIXELS = 4000
_OPAQUE = 255
DAMAGE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)
"""What a damaged picture raises; a broken block of a PNG is a `SyntaxError`."""


def check_picture(png: bytes) -> None:
    """Refuse what cannot stand on a paper: not PNG, too large, nothing transparent, or empty.

    Hướng dẫn 05-HD/VPTW wants PNG with a transparent ground, so that text beneath stays readable.

    Args:
        png: the file.

    Raises:
        UserError: `image_unreadable`, `image_too_large` with `limit`, or `image_opaque`.
    """
    if len(png) > MOST_BYTES:
        raise UserError("image_too_large", limit=MOST_BYTES // 1024 // 1024)
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as picture:
            if max(picture.size) > _MOST_PIXELS:
                raise UserError("image_too_large", limit=MOST_BYTES // 1024 // 1024)
            lowest, highest = picture.convert("RGBA").getchannel("A").getextrema()
    except DAMAGE:
        raise UserError("image_unreadable") from None
    if lowest == _OPAQUE or highest == 0:
        raise UserError("image_opaque")


def picture_size(png: bytes, width: float, height: float) -> tuple[float, float]:
    """How large a picture is drawn so that it fits and keeps its shape.

    Args:
        png: the picture.
        width: room in points.
        height: room in points.
    """
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        across, down = picture.size
    scale = min(width / across, height / down)
    return across * scale, down * scale
