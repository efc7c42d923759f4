"""Files of a scan: chosen in a dialog or dropped on a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import scans

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


def scan_filter() -> str:
    """The kinds of files a scan may come in, as Qt writes them."""
    patterns = " ".join(f"*{ending} *{ending.upper()}" for ending in scans.KINDS)
    return _("Scans (PDF, JPG, PNG)") + f" ({patterns})"


def dropped_files(data: QMimeData) -> list[Path]:
    """Files of a scan among what is dropped, in order.

    Args:
        data: what is dropped.
    """
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in scans.KINDS]
