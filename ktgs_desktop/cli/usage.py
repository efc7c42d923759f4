"""Wrong usage in words: what the command line lacks or says too much, in the user's language."""

from __future__ import annotations

from typing import Any

import click
from typing_extensions import override

from ktgs_desktop.errors import PackageError
from ktgs_desktop.i18n import translate as _


class WrongUsage(click.UsageError):
    """The command line cannot be meant so; the message is a sentence in the user's language."""


class Refused(click.ClickException):
    """The request cannot be met as things stand; the message is a sentence, the exit code 1."""

    @override
    def format_message(self) -> str:
        return self.message


class Distrusted(Refused):
    """A signed thing is not what it should be; the exit code is 3."""

    exit_code = PackageError.exit_code


def sentence(error: click.ClickException) -> str:
    """What is wrong, and where to read on.

    Args:
        error: what click or a command found.
    """
    if not isinstance(error, click.UsageError):
        return error.format_message()
    context = error.ctx or click.get_current_context(silent=True)
    command = f"{context.command_path} --help" if context else "ktgs --help"
    return " ".join([_said(error), _("See {command}.").format(command=command)])


def _said(error: click.UsageError) -> str:
    match error:
        case WrongUsage():
            text = error.message
        case click.MissingParameter():
            text = _("{name} is missing.").format(name=_name(error))
        case click.BadParameter():
            text = f"{_name(error)}: {_expected(error)}"
        case click.NoSuchOption():
            text = _("There is no option {name}.").format(name=error.option_name)
            text += _perhaps(error.possibilities)
        case click.NoSuchCommand():
            text = _("There is no command “{name}”.").format(name=error.command_name)
            text += _perhaps(error.possibilities)
        case click.BadOptionUsage():
            text = _("{name}: a value is missing, or there is one too many.")
            text = text.format(name=error.option_name)
        case _ if error.ctx is not None and isinstance(error.ctx.command, click.Group):
            text = _("The command is not complete.")
        case _:
            extra = error.message.partition("(")[2].removesuffix(")")
            text = _("There is something too many: {text}.").format(text=extra or "?")
    return text


def _name(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is not None:
        return hint if isinstance(hint, str) else " / ".join(hint)
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else "?"


def _expected(error: click.BadParameter) -> str:
    """What the option takes; a type of our own has said so itself."""
    kind: Any = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _("choose one of {choices}.").format(choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        low = "-∞" if kind.min is None else kind.min
        high = "∞" if kind.max is None else kind.max
        return _("type a whole number from {low} to {high}.").format(low=low, high=high)
    if kind is click.INT:
        return _("type a whole number.")
    if isinstance(kind, type(click.UUID)) or getattr(kind, "name", "") == "id":
        return _("type the identifier that a list shows with --json.")
    return error.message


def _perhaps(found: list[str] | None) -> str:
    if not found:
        return ""
    return " " + _("Perhaps {names}?").format(names=", ".join(found))
