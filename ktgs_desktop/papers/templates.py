"""Texts of papers with fields, filled in by Jinja in a sandbox.

A field that does not exist is refused with its name and line before anything is printed, also in
a part of the text that is not reached.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.template_limits import check_limits, joined, place_in
from ktgs_desktop.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_UNKNOWN = object()
_TEMPLATE_FRAME = "<template>"
_SHOWN_FIELD = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_MARKED_FIELD = re.compile("\ue000(\\d+)\ue001(.*?)\ue002", re.DOTALL)
_FIELD_MARKS = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{[{%#].*")


class _Unfilled(Exception):  # noqa: N818 - never leaves this module
    """A field without a value was met while filling in."""


class _Field(StrictUndefined):
    """A field without a value: refused where it stands, not where it is used."""

    def __init__(
        self, hint: str | None = None, obj: Any = None, name: str | None = None, **_more: Any
    ) -> None:
        raise _Unfilled(name or hint or type(obj).__name__)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=_Field,
        autoescape=False,  # plain text for paper, no HTML anywhere
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    return environment


def template_source(name: str) -> str:
    """The text of a template that ships with the program.

    Args:
        name: file name in `resources/papers`, e.g. "term_program.md.j2".
    """
    return resource("papers", name).read_text("utf-8")


def filled(source: str, values: Mapping[str, object], *, template: str) -> str:
    """A text with its fields filled in.

    Args:
        source: the text with fields.
        values: what each field may show; dataclasses may be asked for their attributes.
        template: name for messages.

    Raises:
        UserError: `template_syntax` (template, near), `template_field_unknown` (template, name),
            `template_not_allowed`, `template_loop` (template, near), each with line, column and
            section; `template_too_long` (template, limit).
    """
    environment = _environment()
    try:
        tree = environment.parse(source)
        check_limits(
            tree,
            source,
            template,
            lambda part: isinstance(_value(part, values), (tuple, _Missing)),
        )
        _check_fields(tree, source, {**values, **_own_names(tree, values)}, template)
        return joined(environment.from_string(source).generate(values), template)
    except TemplateSyntaxError as error:
        _refuse_syntax(source, error.lineno, template)
    except _Unfilled as error:
        raise _unknown(source, _line(error), str(error), template) from None
    except (
        TemplateError, TypeError, ValueError, ArithmeticError,
        RecursionError, SyntaxError, MemoryError,
    ) as error:  # fmt: skip
        _refuse_syntax(source, _line(error), template)


def _line(error: Exception) -> int:
    """Line of the template in which an error arose, 0 if in none."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == _TEMPLATE_FRAME]
    return (lines[-1] if lines else 0) or 0


def _unknown(source: str, line: int, field: str, template: str) -> UserError:
    return UserError(
        "template_field_unknown", template=template, name=field, **place_in(source, line, field)
    )


def _refuse_syntax(source: str, line: int, template: str) -> NoReturn:
    lines = source.splitlines()
    near = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    raise UserError(
        "template_syntax",
        template=template,
        near=near[:80],
        **place_in(source, line, _faulty_tag(near)),
    ) from None


def _faulty_tag(line: str) -> str:
    """The first tag of a line that cannot be read, the first of all if each alone can."""
    tags: list[str] = _TAG.findall(line)
    for tag in tags:
        try:
            _environment().parse(tag)
        except (TemplateError, ValueError, RecursionError):
            return tag
    return tags[0] if tags else ""


def _own_names(tree: nodes.Template, values: Mapping[str, object]) -> dict[str, object]:
    """What the names of loops stand for: an entry of the list, as far as it can be known."""
    own: dict[str, object] = {}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name):
            entries = _value(loop.iter, values)
            known = isinstance(entries, tuple) and entries
            own[loop.target.name] = entries[0] if known else _UNKNOWN
    return own


def _check_fields(
    tree: nodes.Template, source: str, values: Mapping[str, object], template: str
) -> None:
    """Refuse the first field that no value stands behind."""
    for part in tree.find_all((nodes.Name, nodes.Getattr)):
        if isinstance(part, nodes.Name):
            known = part.ctx != "load" or part.name in values
        else:
            known = not isinstance(_value(part, values), _Missing)
        if not known:
            raise _unknown(source, part.lineno, _spelled(part), template)


class _Missing:
    """No value stands behind a field."""


def _value(part: nodes.Node, values: Mapping[str, object]) -> Any:
    """The value of a field as far as it can be known before filling in."""
    if isinstance(part, nodes.Name):
        return values.get(part.name, _Missing())
    if not isinstance(part, nodes.Getattr):
        return _UNKNOWN
    holder = _value(part.node, values)
    if holder is _UNKNOWN or isinstance(holder, _Missing):
        return holder
    known = is_dataclass(holder) and not part.attr.startswith("_")
    return getattr(holder, part.attr, _Missing()) if known else _Missing()


def _spelled(part: nodes.Node) -> str:
    if isinstance(part, nodes.Getattr):
        return f"{_spelled(part.node)}.{part.attr}"
    return part.name if isinstance(part, nodes.Name) else "…"


def literal(text: str) -> str:
    """A text in which nothing is a field, whatever braces it has.

    Args:
        text: what is to be printed as it stands.
    """
    return _FIELD_MARKS.sub(lambda match: f"{{{{ '{match.group()}' }}}}", text)


def fields_by_line(
    source: str, values: Mapping[str, object], lines_of: Callable[[str], Sequence[str]]
) -> tuple[str, ...]:
    """The lines of a text filled in, with a field for what it shows where that is the same.

    A field within a loop shows something else each time, so there the words stand.

    Args:
        source: the text with fields.
        values: what each field may show.
        lines_of: takes a text apart into lines.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    fields: list[str] = []

    def marked(match: re.Match[str]) -> str:
        fields.append(match.group())
        return f"\ue000{len(fields) - 1}\ue001{match.group()}\ue002"

    lines = lines_of(filled(_SHOWN_FIELD.sub(marked, source), values, template=""))
    return tuple(_with_fields(line, fields, values) for line in lines)


def _with_fields(line: str, fields: Sequence[str], values: Mapping[str, object]) -> str:
    plain = _MARKED_FIELD.sub(lambda match: match.group(2), line)
    parts, end = [], 0
    for match in _MARKED_FIELD.finditer(line):
        parts += [literal(line[end : match.start()]), fields[int(match.group(1))]]
        end = match.end()
    whole = "".join([*parts, literal(line[end:])])
    try:
        same = filled(whole, values, template="") == plain
    except UserError:
        same = False
    return whole if same else literal(plain)
