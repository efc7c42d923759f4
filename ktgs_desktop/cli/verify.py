"""`ktgs verify`: a signed PDF, or the outside of a package; what it is its first bytes say."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop.cli.papers import check_pdf
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.i18n import translate as _


@click.command()
@click.argument("file", type=FILE)
@click.option("--root", type=FILE, help="Root of trust, by which the owner of the seal is checked.")
@click.option(
    "--list",
    "lists",
    multiple=True,
    type=FILE,
    help="Trust list or revocation list on the way from the root to the office.",
)
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    type=FILE,
    help="For a PDF: certificate of an authority or revocation list.",
)
@common
@pass_state
def verify(
    state: State,
    file: Path,
    *,
    root: Path | None,
    lists: tuple[Path, ...],
    anchors: tuple[Path, ...],
) -> int:
    """Check FILE offline: the signatures of a PDF, or the outside of a package (.ktgs).

    Of a package form, digests and seal are checked; its contents stay closed. Exit code 3 if
    something is wrong with it.
    """
    from ktgs_desktop.services.exchange import outside  # after --help

    if not (outside.is_package(file) or file.suffix.lower() == ".ktgs"):
        return check_pdf(state, file, anchors)
    if lists and root is None:
        raise WrongUsage(_("{name} is missing.").format(name="--root"))
    found = outside.check(file, root, lists)
    state.show(
        {
            "valid": True,
            "opened": False,
            "trusted": found.trusted,
            "kind": found.kind,
            "from": found.sender,
            "name": found.name,
            "to": list(found.to),
            "created": found.created,
            "app": found.app,
            "size": found.size,
            "sha256": found.sha256,
            "root": found.root,
            "package": found.package,
            "text": str(_trusted() if found.trusted else _sealed()),
        }
    )
    return 0


def _sealed() -> str:
    return _(
        "The package is whole and its seal fits. Whose seal it is was not checked, and its "
        "contents were not opened; give --root to check the seal's owner."
    )


def _trusted() -> str:
    return _(
        "The package is whole, and a computer that the root of trust vouches for sealed it. Its "
        "contents were not opened."
    )
