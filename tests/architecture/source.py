"""The program's own source, parsed once for every test that reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ktgs_desktop"
_BUILT = {"__pycache__", "build", "dist"}


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the product with its tree."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in paths)


def files() -> Iterator[Path]:
    """Every file that belongs to the project, in work or committed, but no build product."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        made = any(part in _BUILT or (part[0] == "." and part != ".ci") for part in inside.parts)
        if path.is_file() and not made and path.suffix != ".mo":
            yield inside


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module a tree imports, anywhere in it, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            for name in node.names:
                yield node.lineno, f"{node.module}.{name.name}"
