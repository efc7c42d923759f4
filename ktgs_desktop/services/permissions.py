"""The one place that decides what a user may do, and what each operation is called.

An operation's name is the key for permission, journal, history text and undo. Roles come later;
today every active user of the office may do everything in the list, and nothing outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import Late, late

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import OfficeUser


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that writes records.

    Attributes:
        name: in snake_case, verb first.
        label: what the history calls it.
        undoable: whether undo may take it back.
    """

    name: str
    label: Late
    undoable: bool = True


def _operations() -> dict[str, Operation]:
    listed = (
        Operation("create_workspace", late("Workspace created"), undoable=False),
        Operation("edit_office", late("Office edited")),
        Operation("edit_body", late("Issuing body edited")),
        Operation("add_user", late("User added"), undoable=False),
        Operation("edit_user", late("User edited"), undoable=False),
        Operation("import_register", late("Units imported")),
        Operation("add_organization", late("Organisation added")),
        Operation("edit_organization", late("Organisation edited")),
        Operation("rename_organization", late("Organisation renamed")),
        Operation("move_organization", late("Organisation moved")),
        Operation("merge_organizations", late("Organisations merged")),
        Operation("split_organization", late("Organisation split")),
        Operation("dissolve_organization", late("Organisation dissolved")),
        Operation("void_organization", late("Organisation voided")),
        Operation("import_organizations", late("Organisations imported")),
        Operation("add_member", late("Party member added")),
        Operation("edit_member", late("Party member edited")),
        Operation("void_member", late("Party member voided")),
        Operation("add_program", late("Program begun")),
        Operation("edit_program", late("Program edited")),
        Operation("void_program", late("Program voided")),
        Operation("issue_program", late("Program issued"), undoable=False),
        Operation("add_item", late("Line added")),
        Operation("edit_item", late("Line edited")),
        Operation("move_item", late("Line moved")),
        Operation("void_item", late("Line deleted")),
        Operation("import_items", late("Lines pasted")),
        Operation("record_progress", late("Progress recorded")),
        Operation("attach_file", late("File attached"), undoable=False),
        Operation("sign_document", late("Paper signed"), undoable=False),
        Operation("sign_document_again", late("Paper signed anew"), undoable=False),
        Operation("cancel_document", late("Paper cancelled"), undoable=False),
        Operation("import_anchor", late("Trusted certificate imported"), undoable=False),
        Operation("remove_anchor", late("Trusted certificate removed"), undoable=False),
        Operation("undo", late("Undone")),
        Operation("redo", late("Done again")),
    )
    return {operation.name: operation for operation in listed}


OPERATIONS = _operations()


def check(user: OfficeUser, operation: str) -> None:
    """Refuse an operation the user may not do.

    Args:
        user: who asks.
        operation: name of the operation.

    Raises:
        UserError: `user_inactive`.
        KeyError: the operation is not in the list, which is a fault of the program.
    """
    OPERATIONS[operation]
    if not user.active:
        raise UserError("user_inactive", name=user.full_name)


def subject_of(first: str, count: int) -> str:
    """What an operation on several records is about: the first of them and how many.

    Args:
        first: what the first is called.
        count: how many there are.
    """
    return f"{first[:150]}, … ({count})" if count > 1 else first


def label(operation: str) -> str:
    """What the history calls an operation; an unknown one is called by its name."""
    known = OPERATIONS.get(operation)
    return str(known.label) if known else operation
