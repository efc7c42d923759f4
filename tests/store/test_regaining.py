"""What a restored office gets back of its own is seen again, and overwritten by nobody."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.channels import DETAIL, FIGURES
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.progress import Progress
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, issuing, own_merge, records, regaining, replay
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import a_member
from tests.helpers.feeds import AT

Pair = tuple[Workspace, Workspace]


@pytest.fixture
def split(office_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Pair]]:
    """The office with a member it issued, and the copy of it that is restored later."""
    opened: list[Workspace] = []

    def at(file: Path) -> Workspace:
        opened.append(open_workspace(file, login="mau", password=PASSWORD, clock=clock))
        return opened[-1]

    def make() -> Pair:
        lost = at(office_file)
        a_member(lost)
        _issue(lost)
        lost.settle()
        folder = tmp_path / "restored"
        folder.mkdir()
        for name in ("office.ktgsdb", "office.keys"):
            shutil.copyfile(office_file.parent / name, folder / name)
        return lost, at(folder / "office.ktgsdb")

    yield make
    for workspace in opened:
        workspace.close()


def _issue(workspace: Workspace) -> issuing.Issued:
    with workspace.store.local_writing() as connection:
        return issuing.issue(connection, workspace.author())


def _note(workspace: Workspace, text: str) -> None:
    with workspace.writing("edit_member") as writer:
        writer.put(dataclasses.replace(_member(workspace), note=text))


def _member(workspace: Workspace) -> PartyMember:
    with workspace.reading() as connection:
        return records.get_all(connection, PartyMember)[0]


def _come_back(lost: Workspace, restored: Workspace) -> None:
    """The superior returns what it holds of the office's own."""
    for channel in (FIGURES, DETAIL):
        feed = Feed(lost.office.unit, channel)
        with lost.reading() as connection:
            raws = list(feeds.after(connection, feed, ()))
        with restored.store.local_writing() as connection:
            admit(connection, feed, raws, Origin(AT, job=1))


def _regain(workspace: Workspace) -> regaining.Regained:
    with workspace.writing("receive_package") as writer:
        return regaining.regain(writer, workspace.office.unit, AT)


def _leaves(workspace: Workspace) -> list[str]:
    feed = Feed(workspace.office.unit, DETAIL)
    with workspace.reading() as connection:
        found = feeds.leaves(connection, feed, "party_member", _member(workspace).id)
    return [str(one.change.document.get("note", "")) for one in found]


def _sound(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        assert replay.check(connection, Progress()).faults == []


def test_a_record_nobody_touched_since_is_again_as_it_was_issued_last(split):
    lost, restored = split()
    _note(lost, "Bản sau khi sao lưu")
    _issue(lost)
    _come_back(lost, restored)
    assert _regain(restored).taken == [("party_member", _member(lost).id)]
    assert _member(restored) == _member(lost)
    assert not _issue(restored).written
    assert _leaves(restored) == ["Bản sau khi sao lưu"]
    again = _regain(restored)
    assert again == regaining.Regained()
    _sound(restored)


def test_before_it_is_regained_nothing_is_issued_over_it(split):
    lost, restored = split()
    _note(lost, "Bản sau khi sao lưu")
    _issue(lost)
    _note(restored, "Bản ở máy phục hồi")
    _come_back(lost, restored)
    issued = _issue(restored)
    assert not issued.written
    assert issued.kept[("party_member", Kept.UNDECIDED)] == 1
    assert _leaves(restored) == ["Bản sau khi sao lưu"]


@pytest.mark.parametrize("sent", [False, True])
def test_a_record_changed_on_both_sides_is_a_conflict_until_a_person_decides(split, sent):
    lost, restored = split()
    _note(lost, "Bản sau khi sao lưu")
    _issue(lost)
    _note(restored, "Bản ở máy phục hồi")
    if sent:
        _issue(restored)
    _come_back(lost, restored)
    record = ("party_member", _member(lost).id)
    done = _regain(restored)
    assert (done.taken, done.conflicts) == ([], [record])
    with restored.reading() as connection:
        assert list(own_merge.conflicts(connection)) == [record]
        versions = own_merge.leaves(records.versions(connection, *record))
    notes = {change.document["note"] for _name, change in versions}
    assert notes == {"Bản sau khi sao lưu", "Bản ở máy phục hồi"}
    assert not _issue(restored).written
    _sound(restored)
    with restored.writing("resolve_conflict") as writer:
        writer.join(dataclasses.replace(_member(restored), note="Bản đã chọn"))
    assert _issue(restored).written["party_member"] == 1
    assert _leaves(restored) == ["Bản đã chọn"]
    assert not _regain(restored).conflicts
    _sound(restored)


def test_a_record_made_and_one_voided_after_the_copy_come_back(split):
    lost, restored = split()
    gone = _member(lost)
    made = a_member(lost, "Trần Thị Thử")
    with lost.writing("void_member") as writer:
        writer.void(gone, "nhập nhầm")
    _issue(lost)
    _come_back(lost, restored)
    _regain(restored)
    with restored.reading() as connection:
        assert records.get_all(connection, PartyMember) == [made]
    assert not _issue(restored).taken_back
    _sound(restored)


def test_what_was_taken_back_from_others_is_not_sent_again(split):
    """It may have been marked secret after the copy was made."""
    lost, restored = split()
    member = _member(lost)
    feed = Feed(lost.office.unit, DETAIL)
    with lost.store.local_writing() as connection:
        table = issuing.own_change
        head = connection.execute(
            sa.select(table.c.hash).where(table.c.record == member.id)
        ).scalar_one()
        out = issuing._Outgoing(
            "party_member", member.id, issuing.WITHDRAW, {},
            tuple(one.hash for one in feeds.leaves(connection, feed, "party_member", member.id)),
            bytes(head),
        )  # fmt: skip
        issuing._append(connection, lost.author(), feed, [out])
    _come_back(lost, restored)
    assert _regain(restored).withheld == [("party_member", member.id)]
    _note(restored, "Sửa sau khi phục hồi")
    issued = _issue(restored)
    assert issued.kept[("party_member", Kept.UNDECIDED)] == 1
    with restored.reading() as connection:
        kinds = connection.execute(sa.select(tables.replica.c.kind)).scalars().all()
    assert "withdraw" in kinds
