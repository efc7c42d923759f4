"""`ktgs programs progress`: how far the subjects of an issued line are."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, given, pass_state
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import DAY_OF_YEAR_OR_NONE, in_year
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.program_items import ItemDetail
    from ktgs_desktop.services.program_progress import Step

_STATES = [ProgressState.NOT_STARTED, ProgressState.IN_PROGRESS, ProgressState.DONE]


@click.command()
@click.argument("item", type=click.UUID)
@click.option(
    "--subject",
    "wanted",
    multiple=True,
    help="Name, id or key of a subject, once for each; all if left out.",
)
@click.option("--unnamed", is_flag=True, help="Only the subjects that are still unnamed.")
@click.option(
    "--state", "reached", required=True, type=click.Choice(_STATES), help="How far they are."
)
@click.option(
    "--started", type=DAY_OF_YEAR_OR_NONE, help="First day of the work; as recorded if left out."
)
@click.option("--done", type=DAY_OF_YEAR_OR_NONE, help="Day of the conclusion; today if left out.")
@click.option("--count", type=click.IntRange(min=0), help="How many unnamed subjects are done.")
@click.option("--note", help="Free text; as recorded if left out.")
@common
@pass_state
def progress(  # noqa: PLR0913 - the options of the command
    state: State,
    item: UUID,
    *,
    wanted: tuple[str, ...],
    unnamed: bool,
    reached: str,
    started: date | None,
    done: date | None,
    count: int | None,
    note: str | None,
) -> None:
    """Record how far the subjects of the issued line with the id ITEM are."""
    from ktgs_desktop.services import program_items, program_progress  # after --help

    typed = given()
    with state.opened() as workspace:
        found = program_items.get(workspace, item)
        values: dict[str, Any] = {"state": reached}
        if "started" in typed:
            values["started_on"] = in_year("started", started, found.item.year)
        if "note" in typed:
            values["note"] = note
        finished = reached == ProgressState.DONE
        if "done" in typed or not finished:
            values["done_on"] = in_year("done", done, found.item.year)
        keys = _keys(found, wanted, unnamed=unnamed or (count is not None and not wanted))
        steps = []
        for key in keys:
            step = dataclasses.replace(_recorded(found, key), **values)
            if finished and step.done_on is None:
                step = dataclasses.replace(step, done_on=workspace.today)
            if key is None:
                step = dataclasses.replace(step, done_count=_count(found, count, reached, step))
            steps.append(step)
        now = program_progress.record_progress(workspace, item, steps)
        state.show(
            {
                "state": now.state(found.item.due_on, workspace.today),
                "done": now.done,
                "total": now.total,
            }
        )


def _keys(found: ItemDetail, wanted: Sequence[str], *, unnamed: bool) -> list[UUID | None]:
    """Keys of the subjects that are meant; None stands for those still unnamed.

    Raises:
        Refused: the line has no such subjects.
    """
    line = found.item
    rest: list[UUID | None] = [None] if line.subject_count > len(line.subjects) else []
    if unnamed and not rest:
        raise Refused(_("The line has no subject that is still unnamed."))
    if wanted:
        return [*(_key(found, text) for text in wanted), *(rest if unnamed else [])]
    return rest if unnamed else [*(one.key for one in line.subjects), *rest]


def _key(found: ItemDetail, text: str) -> UUID:
    known, name = records.identifier(text), accented(nfc(text))
    alike = [
        one.key
        for one in found.item.subjects
        if (known is not None and known in (one.key, one.id)) or accented(one.name) == name
    ]
    if len(alike) != 1:
        wanted = _("The line has no subject “{name}”, or more than one; it has: {choices}.")
        names = "; ".join(one.name for one in found.item.subjects)
        raise Refused(wanted.format(name=text, choices=names))
    return alike[0]


def _recorded(found: ItemDetail, key: UUID | None) -> Step:
    """What is recorded of a subject, so that what is not said stays."""
    from ktgs_desktop.services.program_progress import Step  # after --help

    for one in found.progress:
        if one.subject == key:
            return Step(key, one.state, one.started_on, one.done_on, one.done_count, one.note)
    return Step(key, ProgressState.NOT_STARTED)


def _count(found: ItemDetail, count: int | None, reached: str, former: Step) -> int:
    if count is not None:
        return count
    if reached == ProgressState.DONE:
        return found.item.subject_count - len(found.item.subjects)
    return former.done_count if reached == ProgressState.IN_PROGRESS else 0
