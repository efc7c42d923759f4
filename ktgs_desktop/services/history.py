"""Use cases of the past: who did what, what a record was, undo and redo."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain.journal import DELETE, Change, Json
from ktgs_desktop.domain.offices import OfficeUser
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.services import permissions, restoring, taking_back
from ktgs_desktop.store import history, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.column_values import Chosen
    from ktgs_desktop.domain.listing import ValueCount
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.history import PastOperation

UNDO, REDO = taking_back.UNDO, "redo"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An operation as the history shows it.

    Attributes:
        id: its identifier.
        at: the clock's claim, ISO 8601.
        user: name of who did it.
        name: the operation's name, e.g. `undo`; never shown.
        label: what it is called.
        subject: what it was about; of an undo or redo, what that took back or did again.
        changes: how many records it touched.
    """

    id: UUID
    at: str
    user: str
    name: str
    label: str
    subject: str
    changes: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that differs between two versions of a record.

    Attributes:
        field: name of the field.
        before: former value, None if there was none.
        after: new value.
    """

    field: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a record as its history shows it.

    Attributes:
        at: the clock's claim, ISO 8601.
        user: name of who wrote it.
        label: what the operation is called.
        voided: reason, if this version voided the record.
        fields: what differs from the version before.
    """

    at: str
    user: str
    label: str
    voided: str
    fields: tuple[FieldChange, ...]


def _names(connection: Reader) -> dict[UUID, str]:
    return {user.id: user.full_name for user in records.get_all(connection, OfficeUser)}


def operations(
    workspace: Workspace, limit: int = 500, chosen: Chosen = history.ALL
) -> list[HistoryEntry]:
    """The latest operations of all users, the latest first.

    Args:
        workspace: the workspace.
        limit: at most so many.
        chosen: only those with one of these values of `user` (ids) or `operation` (names).
    """
    with workspace.reading() as connection:
        names = _names(connection)
        found = history.operations(connection, limit=limit, chosen=chosen)
        subjects = {
            past.id: _label(connection, past) if past.undoes else past.subject for past in found
        }
    return [
        HistoryEntry(
            id=past.id,
            at=past.at,
            user=names.get(past.user, "?"),
            name=past.name,
            label=permissions.label(past.name),
            subject=subjects[past.id],
            changes=past.last_change - past.first_change + 1,
        )
        for past in found
    ]


def values(workspace: Workspace, key: str, chosen: Chosen = history.ALL) -> list[ValueCount]:
    """Who did something, or what was done, each with its name and number of operations.

    Args:
        workspace: the workspace.
        key: `user` or `operation`.
        chosen: as for `operations`; values of the key itself do not count.
    """
    with workspace.reading() as connection:
        names = {str(user): name for user, name in _names(connection).items()}
        found = history.values(connection, key, chosen)
    label = permissions.label if key == "operation" else lambda user: names.get(user, "?")
    return [dataclasses.replace(one, text=label(one.value)) for one in found]


def versions(workspace: Workspace, entity: str, record: UUID) -> list[Version]:
    """Every version of a record, the latest first, each with what it changed.

    Args:
        workspace: the workspace.
        entity: name of its kind, e.g. `program_item`.
        record: its id.
    """
    with workspace.reading() as connection:
        names = _names(connection)
        found = history.operations_of_record(connection, entity, record)
    shown = []
    for place, (operation, change) in enumerate(found):
        before = found[place + 1][1].document if place + 1 < len(found) else {}
        shown.append(
            Version(
                at=change.at,
                user=names.get(change.author, "?"),
                label=permissions.label(operation.name) if operation else "",
                voided=change.reason or "",
                fields=_differences(before, change.document),
            )
        )
    return shown


def _differences(before: Any, after: Any) -> tuple[FieldChange, ...]:
    hidden = ("owner", "id")
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if name not in hidden and before.get(name) != after.get(name)
    )


# Undo and redo --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undoable:
    """What undo and redo would do now.

    Attributes:
        undo: what undo would take back, empty if nothing.
        redo: what redo would do again, empty if nothing.
    """

    undo: str
    redo: str


def _stacks(workspace: Workspace, connection: Reader) -> tuple[list[PastOperation], ...]:
    """Operations of the user since the workspace was opened: to undo, and undone."""
    own = history.operations(connection, user=workspace.user.id, after=workspace.first_operation)
    done: list[PastOperation] = []
    undone: list[PastOperation] = []
    for past in reversed(own):
        if past.name == UNDO:
            done = [one for one in done if one.id != past.undoes]
            undone.append(past)
        elif past.name == REDO:
            undone = [one for one in undone if one.id != past.undoes]
            done.append(past)
        else:
            done.append(past)
            undone.clear()
    return done, undone


def undoable(workspace: Workspace) -> Undoable:
    """What undo and redo would do now, for their menu texts.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        done, undone = _stacks(workspace, connection)
        return Undoable(
            undo=_label(connection, done[-1]) if done else "",
            redo=_label(connection, undone[-1]) if undone else "",
        )


def _label(connection: Reader, past: PastOperation) -> str:
    """What an operation is called; of an undo or redo, what it undid or did again."""
    step = _origin(connection, past)
    return f"{permissions.label(step.name)}: {step.subject}".removesuffix(": ")


def _origin(connection: Reader, past: PastOperation) -> PastOperation:
    """The operation itself; of an undo or redo, the one that was undone or done again."""
    step = past
    while step.undoes is not None:
        origin = history.operation(connection, step.undoes)
        if origin is None:
            break
        step = origin
    return step


def undo(workspace: Workspace) -> str:
    """Take back the user's last operation since the workspace was opened.

    Args:
        workspace: the workspace.

    Returns:
        What was taken back.

    Raises:
        UserError: `nothing_to_undo`, `not_undoable`, `program_issued`, `record_in_use`.
        ConflictError: `record_moved_on` if a record was changed since.
    """
    with workspace.reading() as connection:
        done, _undone = _stacks(workspace, connection)
        if not done:
            raise UserError("nothing_to_undo")
        label = _label(connection, done[-1])
    operation = permissions.OPERATIONS.get(done[-1].name)
    if operation is None or not operation.undoable:
        raise UserError("not_undoable", what=label)
    _take_back(workspace, done[-1], UNDO)
    return label


def undo_operation(workspace: Workspace, operation: UUID) -> str:
    """Take back an operation of the user, whenever it was, if nothing was built on it since.

    Args:
        workspace: the workspace.
        operation: its id.

    Returns:
        What was taken back.

    Raises:
        UserError: `operation_unknown`, `not_undoable`, `not_your_operation`, or as `undo`.
        ConflictError: `record_moved_on` if a record was changed since.
    """
    past, label = _own(workspace, operation)
    known = permissions.OPERATIONS.get(past.name)
    if known is None or not known.undoable or past.name == UNDO:
        raise UserError("not_undoable", what=label)
    _take_back(workspace, past, UNDO)
    return label


def redo_operation(workspace: Workspace, operation: UUID) -> str:
    """Do again what an undo of the user took back.

    Args:
        workspace: the workspace.
        operation: id of the undo.

    Returns:
        What was done again.

    Raises:
        UserError: `operation_unknown`, `nothing_to_redo`, `not_your_operation`, or as `undo`.
        ConflictError: `record_moved_on` if a record was changed since.
    """
    past, label = _own(workspace, operation)
    if past.name != UNDO:
        raise UserError("nothing_to_redo")
    _take_back(workspace, past, REDO)
    return label


def _own(workspace: Workspace, operation: UUID) -> tuple[PastOperation, str]:
    with workspace.reading() as connection:
        past = history.operation(connection, operation)
        if past is None:
            raise UserError("operation_unknown", id=str(operation))
        label = _label(connection, past)
    if past.user != workspace.user.id:
        raise UserError("not_your_operation", what=label)
    return past, label


def redo(workspace: Workspace) -> str:
    """Do again what the user's last undo took back.

    Args:
        workspace: the workspace.

    Returns:
        What was done again.

    Raises:
        UserError: `nothing_to_redo`, or as `undo`.
        ConflictError: `record_moved_on` if a record was changed since.
    """
    with workspace.reading() as connection:
        _done, undone = _stacks(workspace, connection)
        if not undone:
            raise UserError("nothing_to_redo")
        label = _label(connection, undone[-1])
    _take_back(workspace, undone[-1], REDO)
    return label


def _take_back(workspace: Workspace, past: PastOperation, name: str) -> None:
    with workspace.writing(name, past.subject, undoes=past.id) as writer:
        did = _origin(writer.connection, past).name
        made: dict[tuple[str, UUID], list[tuple[bytes, Change]]] = {}
        for version in history.operation_changes(writer.connection, past):
            key = (version[1].entity, version[1].id)
            made.setdefault(key, []).append(version)
        last = {key: versions[-1] for key, versions in made.items()}
        # What was written last is taken back first, so that nothing is left in use.
        keys = list(reversed(last))
        for key in keys:
            present = _present(writer.connection, last[key], past)
            restoring.check_unlocked(writer.connection, present, did)
        restored = [taking_back.take_back(writer, made[key], past) for key in keys]
        for key, entity in zip(keys, restored, strict=True):
            came_back = last[key][1].kind == DELETE
            restoring.check_fits(writer.connection, entity, past, came_back=came_back)


def _present(connection: Reader, version: tuple[bytes, Change], past: PastOperation) -> object:
    """A record as the operation left it, which is as it is now."""
    if not _is_present(connection, version):
        raise ConflictError("record_moved_on", what=past.subject)
    return taking_back.entity_of(version[1])


def _is_present(connection: Reader, version: tuple[bytes, Change]) -> bool:
    """Whether a record is as a version left it, be it by undoing what came after."""
    name, change = version
    head = history.head_of(connection, change.entity, change.id)
    if head is None or head == name:
        return head == name
    now = history.change_of(connection, head)
    return now is not None and (now.kind, now.document) == (change.kind, change.document)
