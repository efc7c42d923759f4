"""An office to measure with, made anew in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.services import offices, unit_register

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

PASSWORD = "mat-khau-do"
LOGIN = "mau"


def new_office(folder: Path) -> Workspace:
    """Huyện uỷ Phú Bình with its communes, open.

    Args:
        folder: empty.
    """
    os.environ["KTGS_HOME"] = str(folder / "home")
    made = offices.create_workspace(
        folder / "office.ktgsdb",
        offices.NewOffice("173", LOGIN, PASSWORD, "Nguyễn Văn Mẫu", "cán bộ", "2020-2025"),
        unit_register.read_units(),
    )
    return made.workspace
