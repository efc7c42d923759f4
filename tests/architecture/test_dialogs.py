"""A command that reads before it opens a dialog opens one, however fast it is given again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import modules

GUI = Path("ktgs_desktop/gui")
ONCE = "ktgs_desktop/gui/views/programs/amendments_pane.py"
OPENS = frozenset(("exec", "show_modal", "getOpenFileName", "getOpenFileNames", "getSaveFileName"))


def _called(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Names of what is called when a tree is run, and whether each is a method.

    What a function made inside does is not done yet.
    """
    waiting = [node.body] if isinstance(node, ast.Lambda) else [*ast.iter_child_nodes(node)]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, ast.Lambda | ast.FunctionDef):
            waiting += ast.iter_child_nodes(part)
        if isinstance(part, ast.Call):
            if isinstance(part.func, ast.Attribute):
                yield part.func.attr, True
            elif isinstance(part.func, ast.Name):
                yield part.func.id, False


def _functions(node: ast.AST) -> dict[str, ast.FunctionDef]:
    """Functions of a module and its classes, or those made inside a function, by name."""
    parts = [*ast.iter_child_nodes(node)]
    found = [part for part in parts if isinstance(part, ast.FunctionDef)]
    for part in parts:
        if isinstance(part, ast.ClassDef):
            found += [one for one in part.body if isinstance(one, ast.FunctionDef)]
    return {one.name: one for one in found}


def _openers() -> set[str]:
    """Functions of modules, by name, that open a dialog and wait for it."""
    free = {
        node.name: node
        for path, tree in modules()
        if path.is_relative_to(GUI) and path.stem != "errors"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    found: set[str] = set()
    while True:
        more = {
            name
            for name, node in free.items()
            if any(called in (OPENS if method else found) for called, method in _called(node))
        }
        if more <= found:
            return found
        found |= more


def _opens(node: ast.AST, own: dict[str, ast.FunctionDef], openers: set[str]) -> bool:
    """Whether a dialog opens where a tree is run, or in a function of its module it calls."""
    waiting: list[ast.AST] = [node]
    seen: set[str] = set()
    while waiting:
        part = waiting.pop()
        names = set(_called(part))
        if isinstance(part, ast.Name):
            names.add((part.id, False))
        elif isinstance(part, ast.Attribute):
            names.add((part.attr, True))
        for name, method in names:
            if name in (OPENS if method else openers):
                return True
            if name in own and name not in seen:
                seen.add(name)
                waiting.append(own[name])
    return False


def _answers(function: ast.FunctionDef) -> Iterator[tuple[int, ast.expr]]:
    """What takes the answer of each reading that is not `ask`, with its line."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            tasks = ast.unparse(node.func.value).endswith("tasks")
            if tasks and node.func.attr == "read" and len(node.args) > 2:
                yield node.lineno, node.args[2]


def test_only_what_was_asked_opens_a_dialog() -> None:
    openers = _openers()
    assert {"ask_reason", "save_printed", "edit_particulars"} <= openers
    found = [
        f"{path}:{line}"
        for path, tree in modules()
        if path.is_relative_to(GUI)
        for function in _functions(tree).values()
        for line, answer in _answers(function)
        if _opens(answer, {**_functions(tree), **_functions(function)}, openers)
    ]
    # The pane of amendments begins once what was wanted before its program had been read.
    assert [one.partition(":")[0] for one in found] == [ONCE]
