"""Pictures of windows, read by another library than the one that took them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PIL import Image, ImageStat

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"(?P<page>.+)-(?P<width>\d+)x(?P<height>\d+)-(?P<look>light|dark)\.png")
_FEW = 16
_MIDDLE = 127


def check_picture(path: Path) -> tuple[str, str]:
    """A PNG of the size and look that its name says, on which something can be seen.

    Args:
        path: the picture.

    Returns:
        The page and the look it shows.
    """
    name = _NAME.fullmatch(path.name)
    assert name is not None, path.name
    with Image.open(path) as picture:
        assert picture.format == "PNG", path.name
        assert picture.size == (int(name["width"]), int(name["height"])), path.name
        colours = picture.convert("RGB").getcolors(picture.width * picture.height)
        brightness = ImageStat.Stat(picture.convert("L")).mean[0]
    assert len(colours) > _FEW, f"{path.name} is of {len(colours)} colours"
    assert (brightness < _MIDDLE) == (name["look"] == "dark"), (path.name, brightness)
    return name["page"], name["look"]
