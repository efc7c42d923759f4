"""`ktgs units reorganize`: the rearrangement of administrative units of 2025 in the register."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.i18n import translate as _


def _chosen(receivers: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in receivers:
        old, sign, new = one.partition("=")
        if not sign or not old.strip() or not new.strip():
            raise WrongUsage(_("“{text}” is not OLD=NEW.").format(text=one))
        found[old.strip()] = new.strip()
    return found


@click.command()
@click.argument("changes", metavar="FILE", type=FILE, required=False)
@click.option(
    "--province",
    metavar="CODE",
    default="",
    help="Code of the province after the rearrangement; without it the office's own.",
)
@click.option("--after", type=FILE, help="Units afterwards (CSV); without it the shipped list.")
@click.option("--basis", default="", help="Number and date of the decision.")
@click.option(
    "--receiver",
    "receivers",
    multiple=True,
    metavar="OLD=NEW",
    help="The new commune that goes on with the records of a commune that was parted (codes).",
)
@click.option("--rows", is_flag=True, help="Show what becomes of each unit, too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@common
@pass_state
def reorganize(  # noqa: PLR0913 - the options of the command
    state: State,
    changes: Path | None,
    *,
    province: str,
    after: Path | None,
    basis: str,
    receivers: tuple[str, ...],
    rows: bool,
    dry_run: bool,
) -> None:
    """Carry the rearrangement of 1 July 2025 out in the register, for one province.

    FILE says which commune became which; without it the shipped list is taken. New units begin,
    old ones end, and what is known of the old ones is found under the new ones, too. Doing it
    twice does nothing the second time; it can be undone as one operation.
    """
    from ktgs_desktop.services.exchange import reorganisation  # after --help

    lists = reorganisation.read_lists(changes, after)
    with state.opened() as workspace:
        code = province or reorganisation.own_province(workspace, lists)
        if not code:
            raise WrongUsage(_("The office is in no province; give --province."))
        choice = reorganisation.Choice(
            code,
            basis or reorganisation.USUAL_BASIS,
            _chosen(receivers),
        )
        if dry_run:
            done = reorganisation.preview(workspace, lists, choice)
        else:
            steps = progress_line("reorganize")
            done = reorganisation.reorganize(workspace, lists, choice, steps)
    shown = {
        "province": done.province,
        "new": done.new,
        "continued": done.continued,
        "ended": done.ended,
        "entered": done.entered,
        "settled": done.settled,
        "organizations": done.organizations,
        "moved": done.moved,
        "stranded": list(done.stranded),
        "successions": done.successions,
        "transfers": done.transfers,
        "unmatched": [
            {"code": code, "name": name, "why": why} for code, name, why in done.unmatched
        ],
        "written": not dry_run,
    }
    if rows:
        shown["rows"] = [
            {
                "code": row.code,
                "name": row.name,
                "place": row.place,
                "new_code": row.new_code,
                "new_name": row.new_name,
                "goes_on": row.goes_on,
                "others": list(row.others),
            }
            for row in done.rows
        ]
    state.show(shown)
