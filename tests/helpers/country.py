"""An office with the register of the whole country, made once for a run: a list of 43,000 rows."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ktgs_desktop.services import offices, unit_register
from tests.conftest import PASSWORD, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ktgs_desktop.services.workspace import Workspace

_elsewhere = ThreadPoolExecutor(1)
_folder = TemporaryDirectory(prefix="ktgs-country-", ignore_cleanup_errors=True)


@cache
def _made() -> Workspace:
    """The workspace; its folder goes when the run ends."""
    old = os.environ.get("KTGS_HOME", "")
    os.environ["KTGS_HOME"] = str(Path(_folder.name) / "home")
    try:
        units = unit_register.read_units()
        new = offices.NewOffice("173", "mau", PASSWORD, "Nguyễn Văn Mẫu", "cán bộ")
        made = offices.create_workspace(
            Path(_folder.name) / "country.ktgsdb", new, units, clock=Clock()
        ).workspace
        unit_register.import_register(made, units, [])
        return made
    finally:
        os.environ["KTGS_HOME"] = old


def the_country() -> Iterator[Workspace]:
    """For a fixture: the workspace, with the window's thread kept off its database."""
    made = _made()
    made.store.keep_off(threading.get_ident())
    yield made
    made.store.keep_off(None)


def elsewhere(work: Callable[[], Any]) -> Any:
    """Do something with a database off the window's thread, and wait for it."""
    return _elsewhere.submit(work).result(30)
