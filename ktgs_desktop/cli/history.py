"""`ktgs history`, `undo`, `redo`."""

from __future__ import annotations

from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state


@click.command()
@click.option("--limit", default=50, show_default=True)
@click.option("--entity", default="", help="Kind of one record, e.g. program_item.")
@click.option("--record", type=click.UUID, help="Show the versions of this record.")
@common
@pass_state
def history(state: State, *, limit: int, entity: str, record: UUID | None) -> None:
    """Show who did what, or every version of one record."""
    from ktgs_desktop.services import history as service  # after --help

    with state.opened() as workspace:
        if record is not None:
            if not entity:
                raise click.UsageError("name the kind of record with --entity")
            state.show(
                [
                    {
                        "at": version.at,
                        "user": version.user,
                        "operation": version.label,
                        "voided": version.voided,
                        "fields": [
                            {"field": one.field, "before": one.before, "after": one.after}
                            for one in version.fields
                        ],
                    }
                    for version in service.versions(workspace, entity, record)
                ]
            )
            return
        state.show(
            [
                {
                    "at": entry.at,
                    "user": entry.user,
                    "operation": entry.label,
                    "subject": entry.subject,
                    "changes": entry.changes,
                    "id": entry.id,
                }
                for entry in service.operations(workspace, limit)
            ]
        )


_operation = click.option(
    "--operation", type=click.UUID, required=True, help="Its id, as `ktgs history` shows it."
)


@click.command()
@_operation
@common
@pass_state
def undo(state: State, *, operation: UUID) -> None:
    """Take back one of your own operations, if nothing was built on it since."""
    from ktgs_desktop.services import history as service  # after --help

    with state.opened() as workspace:
        state.show({"undone": service.undo_operation(workspace, operation)})


@click.command()
@_operation
@common
@pass_state
def redo(state: State, *, operation: UUID) -> None:
    """Do again what an undo took back; --operation is the id of the undo."""
    from ktgs_desktop.services import history as service  # after --help

    with state.opened() as workspace:
        state.show({"redone": service.redo_operation(workspace, operation)})
