"""What every file of the project keeps to: size, docstring, no place, no host, one map."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, files, modules

LONGEST = 400
VAGUE = {"utils", "util", "helpers", "manager", "base", "common", "misc"}
TEXT = {".py", ".md", ".toml", ".lock", ".json", ".qss", ".po", ".txt", ".csv", ".xml", ""}
# Words that would tie the project to one machine, one registry or the way it was made.
PLACES = re.compile(
    r"(?<![\w.])/(?:work|home|root|Users|opt/venv)/|pypi\.org|pythonhosted|index-url|"
    r"find-links|\b(?:localhost|127\.0\.0\.1):\d|C:\\\\Users",
)


def _text(path: Path) -> str:
    # Among the samples for tests are texts in encodings of before Unicode.
    errors = "replace" if path.parts[:2] == ("tests", "data") else "strict"
    return (ROOT / path).read_text("utf-8", errors=errors)


def test_files_stay_short() -> None:
    long = {
        str(path): lines
        for path in files()
        if path.suffix == ".py" and (lines := _text(path).count("\n")) > LONGEST
    }
    assert long == {}


def test_modules_are_named_by_what_they_are_about() -> None:
    assert [str(path) for path, _tree in modules() if path.stem in VAGUE] == []


def test_every_module_says_what_it_is() -> None:
    assert [str(path) for path, tree in modules() if not ast.get_docstring(tree)] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in files()
        if path.suffix in TEXT and path != Path("tests/architecture/test_files.py")
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if PLACES.search(line)
    ]
    assert found == []


def test_every_room_is_on_the_map() -> None:
    chart = (PACKAGE / "README.md").read_text("utf-8")
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    leaves = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert {room for room in rooms if f"| `{room}/` |" not in chart} == set()
    assert {leaf for leaf in leaves if leaf not in chart} == set()
    named = set(re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", chart)) - {"gui/views/x.py"}
    missing = {
        name
        for name in named
        if not (PACKAGE / name).is_file() and not (PACKAGE.parent / name).is_file()
    }
    assert missing == set()


def _handles_anything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    wide = {"Exception", "BaseException"}
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in wide) for kind in kinds)


def test_only_the_edges_catch_everything() -> None:
    """A broad `except` that does not raise again hides faults, except where they are reported."""
    found = [
        str(path)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and _handles_anything(node)
        and not isinstance(node.body[-1], ast.Raise)
    ]
    assert sorted(found) == ["ktgs_desktop/cli/main.py", "ktgs_desktop/gui/tasks.py"]
