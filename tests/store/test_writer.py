from __future__ import annotations

import dataclasses
from uuid import uuid4

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.journal import canonical, change_hash, decode_change, encode_change
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.organizations import DatedName, Organization
from ktgs_desktop.errors import PackageError, StorageError, UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records, tables


def a_member(workspace: Workspace, name: str = "Trần Thị Thí Dụ") -> PartyMember:
    return PartyMember(owner=workspace.office.unit, id=new_id(), full_name=name)


def journal(workspace: Workspace) -> list[sa.Row]:
    with workspace.reading() as connection:
        return list(connection.execute(sa.select(tables.change).order_by(tables.change.c.row)))


def test_a_write_puts_change_and_row_in_one_transaction(workspace: Workspace) -> None:
    before = journal(workspace)
    member = a_member(workspace)
    with workspace.writing("add_member", member.full_name) as writer:
        assert writer.put(member)
    after = journal(workspace)
    assert len(after) == len(before) + 1
    change = decode_change(after[-1].raw)
    assert change.document == to_document(member)
    assert change.previous == before[-1].hash
    assert change.number == len(after)
    assert change.lamport > before[-1].lamport
    assert change_hash(after[-1].raw) == after[-1].hash
    with workspace.reading() as connection:
        assert records.get(connection, PartyMember, member.id) == member


def test_an_error_leaves_nothing(workspace: Workspace) -> None:
    before = journal(workspace)
    member = a_member(workspace)

    def write_and_fail() -> None:
        with workspace.writing("add_member") as writer:
            writer.put(member)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert journal(workspace) == before
    with workspace.reading() as connection:
        assert records.find(connection, PartyMember, member.id) is None


def test_the_same_record_again_writes_nothing(workspace: Workspace) -> None:
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
    before = journal(workspace)
    with workspace.writing("edit_member") as writer:
        assert not writer.put(member)
        assert writer.put_many([member]) == 0
    assert journal(workspace) == before


def test_an_edit_names_the_version_it_replaces(workspace: Workspace) -> None:
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
    with workspace.writing("edit_member") as writer:
        writer.put(dataclasses.replace(member, note="đã sửa"))
    first, second = journal(workspace)[-2:]
    assert decode_change(second.raw).parents == (first.hash,)


def test_fields_of_a_newer_program_survive_an_edit(workspace: Workspace) -> None:
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
    # A newer program wrote a field this one does not know.
    with workspace.store._writer.begin() as connection:  # type: ignore[union-attr]
        row = connection.execute(
            sa.select(tables.change).order_by(tables.change.c.row.desc())
        ).first()
        change = decode_change(row.raw)
        newer = dataclasses.replace(change, document={**change.document, "party_card": "0123"})
        raw = encode_change(newer)
        name = change_hash(raw)
        connection.execute(
            sa.update(tables.change)
            .where(tables.change.c.row == row.row)
            .values(raw=raw, hash=name)
        )
        connection.execute(sa.update(tables.channel).values(head=name))
        connection.execute(
            sa.update(tables.party_member)
            .where(tables.party_member.c.id == member.id)
            .values(head=name)
        )
    with workspace.writing("edit_member") as writer:
        writer.put(dataclasses.replace(member, note="sửa"))
    document = decode_change(journal(workspace)[-1].raw).document
    assert document["party_card"] == "0123"
    assert document["note"] == "sửa"


def test_a_voided_record_leaves_lists_and_keeps_its_history(workspace: Workspace) -> None:
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
    with workspace.writing("void_member") as writer:
        writer.void(member, "nhập nhầm")
    with workspace.reading() as connection:
        assert records.find(connection, PartyMember, member.id) is None
        assert records.find(connection, PartyMember, member.id, voided=True) == member
        versions = records.versions(connection, "party_member", member.id)
    assert [change.kind for _name, change in versions] == ["put", "del"]
    assert versions[-1][1].reason == "nhập nhầm"
    with workspace.writing("void_member") as writer, pytest.raises(UserError):
        writer.void(member, "lần nữa")


def test_voiding_needs_a_reason(workspace: Workspace) -> None:
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
        with pytest.raises(UserError) as caught:
            writer.void(member, "  ")
    assert caught.value.code == "reason_missing"


def test_text_that_is_not_composed_is_refused(workspace: Workspace) -> None:
    member = a_member(workspace, "Tru\u031bơng")
    with pytest.raises(PackageError), workspace.writing("add_member") as writer:
        writer.put(member)


def test_many_records_are_written_as_one_operation(workspace: Workspace) -> None:
    members = [a_member(workspace, f"Lê Văn Ví Dụ {n}") for n in range(2500)]
    with workspace.writing("import_organizations", "2500") as writer:
        assert writer.put_many(members) == 2500
        assert writer.changes.count() == 2500
    with workspace.reading() as connection:
        found = records.get_many(connection, PartyMember, [one.id for one in members])
        operation = connection.execute(
            sa.select(tables.operation).order_by(tables.operation.c.row.desc())
        ).first()
    assert sorted(found, key=lambda one: one.full_name) == sorted(
        members, key=lambda one: one.full_name
    )
    assert operation.last_change - operation.first_change == 2499


def test_listeners_hear_what_was_touched(workspace: Workspace) -> None:
    heard = []
    workspace.listen(heard.append)
    member = a_member(workspace)
    with workspace.writing("add_member") as writer:
        writer.put(member)
    (changes,) = heard
    assert changes.kinds == {"party_member"}
    assert changes.ids["party_member"] == {member.id}


def test_the_names_of_an_organization_are_kept_as_canonical_text(workspace: Workspace) -> None:
    organization = Organization(
        owner=workspace.office.unit,
        id=uuid4(),
        org_type="CELL",
        level="CB",
        names=(DatedName("Chi bộ mẫu"),),
    )
    with workspace.writing("add_organization") as writer:
        writer.put(organization)
    with workspace.reading() as connection:
        (text,) = connection.execute(
            sa.select(sa.type_coerce(tables.organization.c.names, sa.Text)).where(
                tables.organization.c.id == organization.id
            )
        ).one()
    assert text.encode() == canonical(to_document(organization)["names"])


def test_the_windows_thread_must_not_touch_the_database(workspace: Workspace) -> None:
    import threading

    workspace.store.keep_off(threading.get_ident())
    with pytest.raises(RuntimeError), workspace.reading():
        pass
    workspace.store.keep_off(None)


def test_a_reader_cannot_write(workspace: Workspace) -> None:
    with (
        pytest.raises(StorageError) as caught,
        workspace.reading() as connection,
    ):
        connection.execute(sa.delete(tables.party_member))
    assert caught.value.code == "workspace_read_only"
