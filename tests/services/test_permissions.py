"""One place decides what a user may do and what each operation is called."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import i18n, services
from ktgs_desktop.domain.offices import OfficeUser
from ktgs_desktop.services import history, members, permissions
from tests.helpers.builders import a_member, changes, refusal
from tests.helpers.entities import OFFICE, an_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.services.workspace import Workspace

SOURCES = sorted(Path(next(iter(services.__path__))).rglob("*.py"))
OUTSIDE_THE_JOURNAL = {
    "create_workspace",
    "add_user",
    "edit_user",
    "issue_program",
    "issue_amendment",
    "attach_file",
    "sign_document",
    "sign_document_again",
    "sign_document_further",
    "register_document",
    "copy_document",
    "renumber_document",
    "cancel_document",
    "import_anchor",
    "remove_anchor",
    "make_own_copy",
    "take_over_records",
    "make_exchange_keys",
    "take_trust",
    "certify_keys",
    "revoke_key",
    "send_package",
    "receive_package",
    "merge_own_copy",
    "become_unit",
    "confirm_root",
    "install_regulations",
    "publish_regulations",
}


def texts_in(node: ast.expr) -> Iterator[str]:
    """Every text that an expression may give, e.g. both of a conditional."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def operations_written() -> set[str]:
    """Names with which the services open the one door for writing."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if named and node.func.attr == "writing" and node.args:  # type: ignore[union-attr]
                found.update(texts_in(node.args[0]))  # type: ignore[union-attr]
    return found


def test_every_operation_the_services_write_is_in_the_list() -> None:
    written = operations_written()
    assert len(written) > 20
    assert written <= set(permissions.OPERATIONS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_operation_is_called_something_of_its_own(language: str) -> None:
    i18n.use(language)
    labels = [permissions.label(name) for name in permissions.OPERATIONS]
    assert len(set(labels)) == len(labels)
    assert not set(labels) & set(permissions.OPERATIONS)
    assert all(name == one.name for name, one in permissions.OPERATIONS.items())


def test_the_history_speaks_vietnamese_by_default() -> None:
    i18n.use("vi")
    vietnamese = {name: permissions.label(name) for name in permissions.OPERATIONS}
    i18n.use("en")
    assert all(vietnamese[name] != permissions.label(name) for name in vietnamese)
    i18n.use("vi")


def test_an_operation_of_a_newer_program_is_called_by_its_name() -> None:
    assert permissions.label("divide_by_moonlight") == "divide_by_moonlight"


def test_what_reaches_outside_the_journal_is_not_undone() -> None:
    """Keys, issued papers and signatures do not come back by writing a record again."""
    kept = {name for name, one in permissions.OPERATIONS.items() if not one.undoable}
    assert kept == OUTSIDE_THE_JOURNAL


def test_an_active_user_may_and_one_who_left_may_not() -> None:
    user = OfficeUser(OFFICE, an_id("user"), "mau", "Nguyễn Văn Mẫu")
    left = dataclasses.replace(user, active=False)
    for operation in permissions.OPERATIONS:
        permissions.check(user, operation)
        error = refusal(lambda operation=operation: permissions.check(left, operation))
        assert (error.code, error.params["name"]) == ("user_inactive", "Nguyễn Văn Mẫu")


def test_one_who_left_writes_nothing(workspace: Workspace) -> None:
    before = changes(workspace)
    workspace.user = dataclasses.replace(workspace.user, active=False)
    assert refusal(lambda: a_member(workspace)).code == "user_inactive"
    assert changes(workspace) == before
    assert members.suggest(workspace, "thi du") == []


def test_what_is_not_in_the_list_is_a_fault_of_the_program(workspace: Workspace) -> None:
    before = history.operations(workspace)
    with pytest.raises(KeyError), workspace.writing("divide_by_moonlight"):
        pass
    assert history.operations(workspace) == before
