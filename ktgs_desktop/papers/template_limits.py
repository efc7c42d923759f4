"""What a text of a paper may do: show fields, ask for them, go through lists; nothing else.

Whatever takes long or writes without end (loops in loops, macros, arithmetic, filters that pad or
replace) is refused before a text is filled in, so no text that is kept can stop a paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from ktgs_desktop.domain.paper_texts import section_at
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_CHARACTERS = 200_000
"""How long a text may become; the longest program of practice has 20,000 characters."""

_DEEPEST = 40
_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "length")
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If,
    nodes.For, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.Filter,
)  # fmt: skip
_SPELLED = {
    "Assign": "set", "AssignBlock": "set", "CallBlock": "call", "FilterBlock": "filter",
    "FromImport": "from", "Mul": "*", "Pow": "**", "Div": "/", "FloorDiv": "//", "Mod": "%",
    "Add": "+", "Sub": "-", "Neg": "-", "Pos": "+", "Call": "(", "Getitem": "[", "Slice": "[",
    "List": "[", "Tuple": ",", "Dict": "{", "Test": "is",
}  # fmt: skip


def place_in(source: str, line: int, wanted: str) -> dict[str, object]:
    """Where in a text something stands, for messages.

    Args:
        source: the text.
        line: its line from 1, 0 if not known.
        wanted: the words looked for on that line.

    Returns:
        `line`, `column` (both from 1) and `section`, the heading above.
    """
    lines = source.split("\n")
    there = lines[line - 1] if 0 < line <= len(lines) else ""
    inside = max(there.find("{{"), 0) if "{{" in there and "{%" not in there else 0
    column = there.find(wanted, inside) if wanted else inside
    return {"line": line, "column": max(column, 0) + 1, "section": section_at(source, line)}


def check_limits(
    tree: nodes.Template, source: str, template: str, is_list: Callable[[nodes.Node], bool]
) -> None:
    """Refuse a text that does more than show fields.

    Args:
        tree: the text as read.
        source: the text.
        template: name for messages.
        is_list: whether a field is a list that can be gone through.

    Raises:
        UserError: `template_not_allowed` (template, near, line, column, section) or
            `template_loop` (template, near, line, column, section).
    """
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        found = _not_allowed(node)
        if found or depth > _DEEPEST:
            raise _refusal("template_not_allowed", source, template, node.lineno, found)
        if isinstance(node, nodes.For):
            if loops or node.recursive or not is_list(node.iter):
                raise _refusal("template_loop", source, template, node.lineno, "for")
            loops += 1
        waiting += [(child, depth + 1, loops) for child in node.iter_child_nodes()]


def _refusal(code: str, source: str, template: str, line: int, near: str) -> UserError:
    return UserError(code, template=template, near=near or "…", **place_in(source, line, near))


def _not_allowed(node: nodes.Node) -> str:
    """How the first thing of a node that may not stand in a text is spelled, empty if all may."""
    if isinstance(node, nodes.Filter):
        plain = not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
        return "" if node.name in _FILTERS and plain and node.node is not None else node.name
    if isinstance(node, _ALLOWED):
        return ""
    name = type(node).__name__
    return _SPELLED.get(name, name.lower())


def joined(parts: Iterable[str], template: str) -> str:
    """What a text becomes, piece by piece, as long as it is not too long.

    Args:
        parts: the pieces.
        template: name for messages.

    Raises:
        UserError: `template_too_long` (template, limit).
    """
    made: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > MOST_CHARACTERS:
            raise UserError("template_too_long", template=template, limit=MOST_CHARACTERS)
        made.append(part)
    return "".join(made)
