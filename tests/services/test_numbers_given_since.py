"""A number given to another paper meanwhile does not come back by undo or redo."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.services import history, incoming, outgoing, registered
from tests.helpers.builders import ISSUED_ON, SIGNER, refusal
from tests.services.test_outgoing import reserve, series, stands

if TYPE_CHECKING:
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.services.workspace import Workspace

ABSTRACT = "thành lập đoàn kiểm tra"


def operation(workspace: Workspace, name: str) -> UUID:
    return next(one.id for one in history.operations(workspace) if one.name == name)


def a_decision(workspace: Workspace, number: int) -> None:
    key = series(workspace)
    paper = registered.Registered(key, ISSUED_ON, ABSTRACT, SIGNER, number)
    registered.register(workspace, paper)


def came(workspace: Workspace) -> IncomingDocument:
    blank = incoming.blank(workspace)
    return incoming.save(
        workspace, dataclasses.replace(blank, sender="Tỉnh uỷ", abstract="Công văn")
    )


def test_a_released_number_comes_back_only_while_it_is_free(workspace: Workspace) -> None:
    (held,) = reserve(workspace)
    outgoing.release(workspace, [held.id], "không dùng")
    released = operation(workspace, "release_numbers")
    a_decision(workspace, held.number)
    error = refusal(lambda: history.undo_operation(workspace, released))
    assert (error.code, error.params) == ("number_taken", {"symbol": held.symbol})
    assert stands(workspace) == [(1, ["ISSUED"])]

    (other,) = reserve(workspace)
    outgoing.release(workspace, [other.id], "không dùng")
    history.undo_operation(workspace, operation(workspace, "release_numbers"))
    assert stands(workspace) == [(1, ["ISSUED"]), (2, ["RESERVED"])]


def test_a_reservation_is_not_done_again_on_a_number_given_since(workspace: Workspace) -> None:
    (held,) = reserve(workspace)
    history.undo(workspace)
    undone = operation(workspace, "undo")
    a_decision(workspace, held.number)
    error = refusal(lambda: history.redo_operation(workspace, undone))
    assert error.code == "number_taken"
    assert stands(workspace) == [(1, ["ISSUED"])]


def test_a_voided_incoming_paper_comes_back_only_while_its_number_is_free(
    workspace: Workspace,
) -> None:
    former = came(workspace)
    incoming.void(workspace, former.id, "nhập nhầm")
    voided = operation(workspace, "void_incoming")
    later = came(workspace)
    assert later.number == former.number
    error = refusal(lambda: history.undo_operation(workspace, voided))
    assert error.code == "incoming_number_taken"
    assert error.params == {"number": former.number, "year": former.year}
    assert incoming.doubles(workspace) == []
    incoming.save(workspace, dataclasses.replace(later, number=9))
    history.undo_operation(workspace, voided)
    assert incoming.get(workspace, former.id) == former
