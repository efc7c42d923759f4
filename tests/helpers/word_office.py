"""LibreOffice as the program in which a person changes a Word file, driven by a script."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

Step = tuple[object, ...]
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{source}</script:module>
"""


def _start(profile: Path, *words: str, seconds: int = 60) -> None:
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.as_uri()}",
            *words,
        ],
        check=False,
        capture_output=True,
        timeout=seconds,
    )


def change(jobs: Sequence[tuple[bytes, Sequence[Step]]], folder: Path) -> list[bytes | None]:
    """Open each file, do the steps, save it as Word file; all in one run of LibreOffice.

    LibreOffice 7.4 itself aborts now and then when rows are moved by its own commands; it is
    started again for the files that are left, and the one it died of is None.
    """
    profile = folder / "profile"
    basic = profile / "user" / "basic"
    if not basic.exists():
        _start(profile, "--terminate_after_init")  # lays an empty module, which is written over
        source = Path(__file__).with_suffix(".bas").read_text("utf-8")
        module = _MODULE.format(source=escape(source))
        (basic / "Standard" / "Module1.xba").write_text(module, "utf-8")
    made = [folder / f"made {number}.docx" for number in range(len(jobs))]
    for number, (data, _steps) in enumerate(jobs):
        (folder / f"given {number}.docx").write_bytes(data)
        made[number].unlink(missing_ok=True)
    first = 0
    while first < len(jobs):
        _run(jobs, first, profile)
        there = [number for number in range(first, len(jobs)) if not made[number].exists()]
        first = there[0] + 1 if there else len(jobs)
    return [path.read_bytes() if path.exists() else None for path in made]


def _run(jobs: Sequence[tuple[bytes, Sequence[Step]]], first: int, profile: Path) -> None:
    """Do the jobs from one on, until the end or until LibreOffice dies."""
    folder = profile.parent
    lines = []
    for number, (_data, steps) in list(enumerate(jobs))[first:]:
        lines.append(f"open\t{folder / f'given {number}.docx'}")
        lines += ["\t".join(str(part).replace("\n", "\\n") for part in step) for step in steps]
        lines.append(f"save\t{folder / f'made {number}.docx'}")
    script = folder / "script.txt"
    script.write_text("\n".join(lines), "utf-8")
    call = f'macro:///Standard.Module1.Edit("{script}")'
    _start(profile, call, seconds=60 + 15 * len(jobs))
    error = script.with_name(script.name + ".error")
    if error.exists():
        raise AssertionError(error.read_text("utf-8", "replace"))
