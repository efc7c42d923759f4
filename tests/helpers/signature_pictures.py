"""Pictures of signatures and seals, drawn for tests; they are nobody's."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw


def a_signature(colour: str = "#1f3fbf", ground: tuple[int, int, int, int] = (0, 0, 0, 0)) -> bytes:
    """A blue scrawl on a transparent ground."""
    picture = Image.new("RGBA", (420, 160), ground)
    pen = ImageDraw.Draw(picture)
    pen.line([(10, 120), (90, 20), (120, 140), (200, 30), (260, 120), (410, 60)], colour, 9)
    return _png(picture)


def a_seal(colour: str = "#c8102e") -> bytes:
    """A red ring with a star on a transparent ground."""
    picture = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 390, 390), outline=colour, width=12)
    pen.ellipse((70, 70, 330, 330), outline=colour, width=6)
    pen.regular_polygon((200, 200, 70), 5, fill=colour)
    return _png(picture)


def opaque() -> bytes:
    """A picture whose ground covers what is beneath."""
    return a_signature(ground=(255, 255, 255, 255))


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
