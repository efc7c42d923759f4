from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"reportlab", "docx", "lxml", "xlsxwriter", "python_calamine", "pypdfium2", "jinja2"}
NEEDED = {
    "paper": set(),
    "layouts": set(),
    "letterhead": set(),
    "markup": set(),
    "wording": set(),
    "templates": {"jinja2"},
    "program": {"jinja2"},
    "pdf": {"reportlab"},
    "stamp": {"reportlab"},
    "recovery_sheet": {"reportlab"},
    "word": {"docx", "lxml"},
    "preview": {"pypdfium2"},
    "sheet_reader": {"python_calamine"},
    "sheet_writer": {"xlsxwriter", "reportlab"},
}


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_module_loads_only_the_library_it_is_for(name):
    code = f"import sys, ktgs_desktop.papers.{name}; print(*sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    loaded = {module.partition(".")[0] for module in done.stdout.split()}
    assert loaded & HEAVY == NEEDED[name]
    assert not loaded & {"PySide6", "sqlalchemy", "pyhanko"}
