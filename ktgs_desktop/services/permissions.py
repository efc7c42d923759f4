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
        Operation("reorganize_units", late("Administrative units rearranged")),
        Operation("void_organization", late("Organisation voided")),
        Operation("import_organizations", late("Organisations imported")),
        Operation("add_member", late("Party member added")),
        Operation("edit_member", late("Party member edited")),
        Operation("void_member", late("Party member voided")),
        Operation("add_program", late("Program begun")),
        Operation("edit_program", late("Program edited")),
        Operation("void_program", late("Program voided")),
        Operation("issue_program", late("Program issued"), undoable=False),
        Operation("send_for_opinions", late("Program sent for opinions")),
        Operation("record_opinion", late("Opinion recorded")),
        Operation("void_opinion", late("Opinion voided")),
        Operation("submit_program", late("Program submitted")),
        Operation("return_program", late("Program returned to the draft")),
        Operation("close_program", late("Program closed")),
        Operation("reopen_program", late("Program opened again")),
        Operation("lay_into_year", late("Lines of the term laid into a year")),
        Operation("add_item", late("Line added")),
        Operation("edit_item", late("Line edited")),
        Operation("move_item", late("Line moved")),
        Operation("void_item", late("Line deleted")),
        Operation("import_items", late("Lines pasted")),
        Operation("accept_proposals", late("Proposed lines accepted")),
        Operation("add_outside_line", late("Plan of another body entered")),
        Operation("edit_outside_line", late("Plan of another body edited")),
        Operation("void_outside_line", late("Plan of another body voided")),
        Operation("import_outside_lines", late("Plans of other bodies pasted")),
        Operation("fill_items", late("Lines filled down")),
        Operation("add_phrase", late("Phrase kept")),
        Operation("edit_phrase", late("Phrase edited")),
        Operation("void_phrase", late("Phrase voided")),
        Operation("set_paper_text", late("Text of a kind of paper replaced")),
        Operation("reset_paper_text", late("Usual text of a kind of paper restored")),
        Operation("begin_amendment", late("Amendment begun")),
        Operation("edit_amendment", late("Amendment edited")),
        Operation("put_change", late("Change put into an amendment")),
        Operation("drop_change", late("Change taken out of an amendment")),
        Operation("void_amendment", late("Amendment voided")),
        Operation("issue_amendment", late("Amendment issued"), undoable=False),
        Operation("name_subjects", late("Subjects named")),
        Operation("hand_out_draft", late("Draft handed out to Word")),
        Operation("leave_draft", late("Draft from Word put aside")),
        Operation("take_draft", late("Draft read back from Word")),
        Operation("record_progress", late("Progress recorded")),
        Operation("attach_file", late("File attached"), undoable=False),
        Operation("attach_scan", late("Scan attached")),
        Operation("sign_document", late("Paper signed"), undoable=False),
        Operation("sign_document_again", late("Paper signed anew"), undoable=False),
        Operation("sign_document_further", late("Paper signed further"), undoable=False),
        Operation("submit_document", late("Paper laid before the signer")),
        Operation("return_document", late("Paper returned by the signer")),
        Operation("note_return", late("Return of a paper noted")),
        Operation("edit_signer_images", late("Picture of a signature edited")),
        Operation("reserve_numbers", late("Numbers reserved")),
        Operation("release_numbers", late("Reserved numbers released")),
        Operation("register_document", late("Paper registered"), undoable=False),
        Operation("edit_document", late("Paper edited")),
        Operation("copy_document", late("Copy made"), undoable=False),
        Operation("renumber_document", late("Paper renumbered"), undoable=False),
        Operation("cancel_document", late("Paper cancelled"), undoable=False),
        Operation("save_incoming", late("Incoming paper entered")),
        Operation("finish_incoming", late("Incoming paper dealt with")),
        Operation("renumber_incoming", late("Incoming paper renumbered")),
        Operation("void_incoming", late("Incoming paper voided")),
        Operation("import_anchor", late("Trusted certificate imported"), undoable=False),
        Operation("remove_anchor", late("Trusted certificate removed"), undoable=False),
        Operation("make_exchange_keys", late("Keys for exchange made"), undoable=False),
        Operation("take_trust", late("Root or lists of trust taken"), undoable=False),
        Operation("confirm_root", late("Root of trust confirmed by two people"), undoable=False),
        Operation("set_due_days", late("Days for reports set")),
        Operation("certify_keys", late("Keys of a unit certified"), undoable=False),
        Operation("revoke_key", late("Key of a unit revoked"), undoable=False),
        Operation("send_package", late("Package sent"), undoable=False),
        Operation("receive_package", late("Package taken in"), undoable=False),
        Operation("merge_own_copy", late("Work of another computer taken in"), undoable=False),
        Operation("make_own_copy", late("Copy made for another computer"), undoable=False),
        Operation("assign_record", late("Record assigned to a computer")),
        Operation("resolve_conflict", late("Choice between two versions")),
        Operation("take_back_records", late("Lost records taken back")),
        Operation("transfer_records", late("Records handed over to another unit")),
        Operation("void_transfer", late("Handing over voided")),
        Operation("take_over_records", late("Records of another unit taken over"), undoable=False),
        Operation("become_unit", late("Office goes on as another unit"), undoable=False),
        Operation("add_remark", late("Remark written")),
        Operation("edit_remark", late("Remark edited")),
        Operation("void_remark", late("Remark voided")),
        Operation("add_dissemination", late("Plan of dissemination made")),
        Operation("edit_dissemination", late("Plan of dissemination edited")),
        Operation("void_dissemination", late("Plan of dissemination voided")),
        Operation("add_dissemination_session", late("Session of dissemination recorded")),
        Operation("edit_dissemination_session", late("Session of dissemination edited")),
        Operation("void_dissemination_session", late("Session of dissemination voided")),
        Operation("install_regulations", late("Regulations laid in"), undoable=False),
        Operation("add_regulation", late("Regulation added")),
        Operation("edit_regulation", late("Regulation edited")),
        Operation("void_regulation", late("Regulation voided")),
        Operation("import_regulations", late("Regulations imported from a table")),
        Operation("save_regulation_text", late("Words of a regulation kept")),
        Operation("void_regulation_text", late("Words of a regulation voided")),
        Operation("note_regulation", late("Note on a regulation kept")),
        Operation("attach_to_regulation", late("File attached to a regulation")),
        Operation("detach_from_regulation", late("File taken away from a regulation")),
        Operation("take_regulations", late("List of regulations installed")),
        Operation("publish_regulations", late("List of regulations published"), undoable=False),
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
