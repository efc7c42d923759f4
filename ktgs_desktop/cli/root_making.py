"""`ktgs trust root`: a root of trust is taken, or made by several people and signed in turn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from typing_extensions import override

from ktgs_desktop.cli.signing_keys import key_options, source_of
from ktgs_desktop.cli.state import State, common, first_line, pass_state, secret
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import FILE, FOLDER
from ktgs_desktop.i18n import translate as _

_NEW = click.Path(dir_okay=False, path_type=Path)
_PASSWORD = click.option(
    "--key-password-file", type=FILE, help="File with the holder's password; else it is asked for."
)


class _Root(click.Group):
    """A file in place of a command is a root to be taken."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["take", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Root)
@common
def root() -> None:
    """Take a root of trust (`ktgs trust root FILE`), or make one with several people."""


@root.command()
@click.argument("file", type=FILE)
@click.option("--fingerprint", default="", help="As the decision prints it, groups of four.")
@click.option("--second", default="", help="Login of the second person, for a real root.")
@click.option(
    "--second-password-file", type=FILE, help="File with that person's password; else asked for."
)
@common
@pass_state
def take(
    state: State, file: Path, *, fingerprint: str, second: str, second_password_file: Path | None
) -> None:
    """Take the root of trust in FILE; without --fingerprint only show what it says of itself.

    Type the fingerprint from the printed decision, never from the stick the file came on. A real
    root is taken by two users of the office.
    """
    from ktgs_desktop.services.exchange import trust_files  # after --help

    offered = trust_files.look_at_root(file)
    if fingerprint:
        with state.opened() as workspace:
            other = None
            if second:
                typed = (
                    secret(_("Password of {login}").format(login=second))
                    if second_password_file is None
                    else first_line(second_password_file)
                )
                other = trust_files.Second(second, typed)
            trust_files.take_root(workspace, file, fingerprint, other)
    found = offered.root
    state.show(
        {
            "taken": bool(fingerprint),
            "name": found.name,
            "version": found.version,
            "training": found.training,
            "unit": found.unit.name,
            "issued": found.issued,
            "expires": found.expires,
            "fingerprint": offered.fingerprint if fingerprint else "",
        }
    )


def _password(file: Path | None, *, new: bool = False) -> str:
    if file is not None:
        return first_line(file)
    return secret(_("Password of the key"), twice=new)


@root.command()
@click.argument("folder", type=FOLDER)
@click.option("--holder", required=True, help="Who holds the key.")
@_PASSWORD
@common
@pass_state
def key(state: State, folder: Path, *, holder: str, key_password_file: Path | None) -> None:
    """Make a key of the root in FOLDER, for one holder; its public half goes to who drafts it."""
    from ktgs_desktop.services.exchange import root_making  # after --help

    made = root_making.make_key(folder, holder, _password(key_password_file, new=True))
    state.show({"key": made.file, "public": made.public, "fingerprint": made.fingerprint})


@root.command()
@click.argument("file", type=_NEW)
@click.option("--request", type=FILE, required=True, help="Request of the unit at the top.")
@click.option("--code", required=True, help="What that office read out by telephone.")
@click.option("--name", required=True, help="What people know the root by.")
@click.option("--level", default="TW", show_default=True, help="Level of the unit at the top.")
@click.option("--key", "keys", type=FILE, multiple=True, required=True, help="Public halves.")
@click.option("--threshold", type=int, required=True, help="How many of the keys sign.")
@click.option("--authority", "authorities", type=FILE, multiple=True, help="Certificates.")
@common
@pass_state
def make(state: State, /, file: Path, **options: Any) -> None:
    """Draft the first root in FILE, with the keys of the unit at the top; `sign` it in turn."""
    from ktgs_desktop.services.exchange import root_making  # after --help

    wanted = root_making.Wanted(
        options["name"],
        options["level"],
        options["keys"],
        options["threshold"],
        options["authorities"],
    )
    made = root_making.make(file, options["request"], options["code"], wanted, _today())
    state.show(_shown(made))


@root.command("next")
@click.argument("file", type=_NEW)
@click.option("--from", "former", type=FILE, required=True, help="The root in force.")
@click.option("--add", type=FILE, multiple=True, help="Public halves of further keys.")
@click.option("--drop", multiple=True, help="Beginning of the fingerprint of a key that goes.")
@click.option("--threshold", type=int, help="How many sign; as before if left out.")
@click.option("--authority", "authorities", type=FILE, multiple=True, help="Certificates.")
@common
@pass_state
def follow(state: State, /, file: Path, former: Path, **options: Any) -> None:
    """Draft the root that follows one in FILE; keys of both sign it.

    Offices that have the former take it with `ktgs trust take`, or with a trust package.
    """
    from ktgs_desktop.services.exchange import root_making  # after --help

    change = root_making.Following(
        options["add"], options["drop"], options["threshold"], options["authorities"]
    )
    state.show(_shown(root_making.follow(file, former, _today(), change)))


@root.command()
@click.argument("file", type=FILE)
@click.option("--key", "key_file", type=FILE, help="The holder's key, as `key` made it.")
@_PASSWORD
@key_options
@common
@pass_state
def sign(
    state: State, /, file: Path, key_file: Path | None, key_password_file: Path | None,
    **options: Any,
) -> None:  # fmt: skip
    """Add a holder's signature to the draft in FILE: with --key, or with a certificate."""
    from ktgs_desktop.services import signing  # after --help
    from ktgs_desktop.services.exchange import root_making
    from ktgs_desktop.services.workspace import system_clock

    if key_file is not None:
        opened = root_making.open_key(key_file, _password(key_password_file))
        state.show(_shown(root_making.sign(file, opened)))
        return
    if options["certificate"] is None and options["token"] is None:
        raise WrongUsage(_("Say who signs: --key, --certificate or --token."))
    with signing.opened(source_of(options), system_clock()) as identity:
        state.show(_shown(root_making.sign(file, identity)))


@root.command()
@click.argument("file", type=FILE)
@common
@pass_state
def show(state: State, file: Path) -> None:
    """Show how far the root in FILE is: who signed, how many are missing, its fingerprint."""
    from ktgs_desktop.services.exchange import root_making  # after --help

    state.show(_shown(root_making.look(file)))


@root.command()
@click.argument("file", type=FILE)
@click.argument("pdf", type=_NEW)
@common
@pass_state
def page(state: State, file: Path, pdf: Path) -> None:
    """Print the page with the fingerprint of the root in FILE to PDF, for the decision."""
    from ktgs_desktop.services import papers  # after --help
    from ktgs_desktop.services.exchange import root_making

    printed = root_making.page(file, _today())
    state.show({"file": pdf, "sha256": papers.save_file(printed, pdf), "pages": printed.pages})


def _today() -> date:
    from ktgs_desktop.services.workspace import system_clock  # brings the database along

    return system_clock().date()


def _shown(draft: Any) -> dict[str, Any]:
    return {
        "name": draft.root.name,
        "version": draft.root.version,
        "unit": draft.root.unit.name,
        "threshold": draft.root.root.threshold,
        "keys": [
            {"holder": one.holder, "fingerprint": one.fingerprint.hex()} for one in draft.root.keys
        ],
        "signed": list(draft.signed),
        "missing": draft.missing,
        "fingerprint": draft.fingerprint,
    }
