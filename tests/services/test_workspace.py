"""The open workspace: who may open it, one writer, drafts, listeners, the clock."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import messages
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.services import history, maintenance, members, programs
from ktgs_desktop.services.workspace import (
    device_id,
    files_of,
    load_draft,
    new_workspace,
    open_workspace,
    save_draft,
)
from ktgs_desktop.store.authorship import clock_claim
from tests.conftest import NOW, PASSWORD, Clock
from tests.helpers.builders import a_member, a_program, changes, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.authorship import Changes

HOLD = """
import dataclasses, sys
from pathlib import Path
from ktgs_desktop.services import members
from ktgs_desktop.services.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), login="mau", password=sys.argv[2])
print("open", flush=True)
for line in sys.stdin:
    blank = members.blank(workspace)
    members.save(workspace, dataclasses.replace(blank, full_name=line.strip()))
    print("written", flush=True)
workspace.close()
"""


def contents(path: Path) -> dict[str, bytes]:
    """Every file beside a workspace, locks left out."""
    return {
        one.name: one.read_bytes()
        for one in path.parent.rglob("*")
        if one.is_file() and one.suffix not in (".lock", ".holder")
    }


def opened(path: Path, password: str = PASSWORD, **how: object) -> Workspace:
    return open_workspace(path, **{"login": "mau", "password": password, **how})  # type: ignore[arg-type]


@contextmanager
def held_elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the workspace open for writing."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), PASSWORD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"},
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield holder
    finally:
        holder.communicate()
    assert holder.returncode == 0


# Opening --------------------------------------------------------------------------------------


def test_a_wrong_password_changes_no_file_and_says_what_to_check(
    office_file: Path, clock: Clock
) -> None:
    before = contents(office_file)
    wrong = refusal(lambda: opened(office_file, "sai hoàn toàn", clock=clock))
    unknown = refusal(lambda: opened(office_file, login="nguoi_la", clock=clock))
    assert (type(wrong), wrong.code) == (UserError, "password_wrong")
    assert unknown.code == wrong.code, "an unknown login is not told apart"
    assert "Caps Lock" in messages.text_of(wrong.code, wrong.params)
    assert contents(office_file) == before


@pytest.mark.parametrize("typed", ["MAU", " mau ", "Mau"])
def test_a_login_is_known_however_it_is_typed(office_file: Path, clock: Clock, typed: str) -> None:
    workspace = opened(office_file, login=typed, clock=clock)
    assert workspace.user.full_name == "Nguyễn Văn Mẫu"
    assert workspace.today == NOW.date()
    workspace.close()


def test_what_is_missing_or_of_another_office_is_told_apart(
    office_file: Path, tmp_path: Path, clock: Clock
) -> None:
    missing = refusal(lambda: opened(tmp_path / "none", clock=clock))
    assert (type(missing), missing.code) == (StorageError, "file_missing")
    keys = office_file.with_suffix(".keys")
    aside = tmp_path / "aside.keys"
    shutil.move(keys, aside)
    assert refusal(lambda: opened(office_file, clock=clock)).code == "keys_missing"
    keys.write_bytes(b"damaged")
    assert refusal(lambda: opened(office_file, clock=clock)).code == "keys_damaged"
    shutil.copyfile(aside, keys)
    office_file.write_bytes(os.urandom(16384 * 4))
    assert refusal(lambda: opened(office_file, clock=clock)).code == "file_unreadable"


def test_a_workspace_is_found_with_or_without_its_ending(tmp_path: Path) -> None:
    for name in ("office", "office.ktgsdb"):
        files = files_of(tmp_path / name)
        assert files.database == tmp_path / "office.ktgsdb"
        assert files.keys == tmp_path / "office.keys"
        assert files.attachments == tmp_path / "office.files"
        assert files.backups == tmp_path / "office.backups"


def test_keys_that_are_there_are_not_written_over(office_file: Path, workspace: Workspace) -> None:
    keys = office_file.with_name("other.keys")
    keys.write_bytes(b"somebody's keys")
    error = refusal(
        lambda: new_workspace(
            office_file.with_name("other"),
            login="mau",
            password=PASSWORD,
            user=workspace.user,
            office=workspace.office,
        )
    )
    assert error.code == "file_exists"
    assert keys.read_bytes() == b"somebody's keys"


# One writer -----------------------------------------------------------------------------------


def test_held_by_another_process_it_opens_read_only_and_names_who(
    office_file: Path, clock: Clock
) -> None:
    with held_elsewhere(office_file) as holder:
        workspace = opened(office_file, clock=clock)
        assert workspace.read_only
        for attempt in (
            lambda: a_member(workspace),
            lambda: a_program(workspace),
        ):
            error = refusal(attempt)
            assert (type(error), error.code) == (StorageError, "workspace_held_here")
            text = messages.text_of(error.code, error.params)
            assert str(holder.pid) in text
        save_draft(workspace, "member", "", {"full_name": "Trần"})
        assert load_draft(workspace, "member", "") == {}
        assert programs.programs(workspace) == []
        workspace.close()
    again = opened(office_file, clock=clock)
    assert not again.read_only
    again.close()


def test_a_reader_sees_what_the_writer_has_written(office_file: Path, clock: Clock) -> None:
    with held_elsewhere(office_file) as holder:
        reader = opened(office_file, clock=clock)
        assert members.suggest(reader, "thi du") == []
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write("Trần Thị Thí Dụ\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "written\n"
        assert [row.full_name for row in members.suggest(reader, "thi du")] == ["Trần Thị Thí Dụ"]
        assert maintenance.check(reader).sound
        reader.close()


def test_closing_twice_is_closing_once_and_lets_others_write(
    office_file: Path, clock: Clock
) -> None:
    first = opened(office_file, clock=clock)
    second = opened(office_file, clock=clock)
    assert (first.read_only, second.read_only) == (False, True)
    second.close()
    first.close()
    first.close()
    third = opened(office_file, clock=clock)
    assert not third.read_only
    assert a_member(third).full_name == "Trần Thị Thí Dụ"
    third.close()


# Writing --------------------------------------------------------------------------------------


def test_an_operation_is_all_or_nothing_and_heard_once_it_stands(workspace: Workspace) -> None:
    heard: list[Changes] = []
    workspace.listen(heard.append)
    member = a_member(workspace)
    assert [(one.operation, dict(one.ids)) for one in heard] == [
        ("add_member", {"party_member": {member.id}})
    ]
    before = changes(workspace)

    def broken() -> None:
        with workspace.writing("edit_member") as writer:
            writer.put(dataclasses.replace(member, note="dở dang"))
            raise UserError("reason_missing")

    assert refusal(broken).code == "reason_missing"
    assert changes(workspace) == before
    members.save(workspace, member)
    assert len(heard) == 1, "what changed nothing is not told"


def test_every_change_names_user_device_office_and_time(workspace: Workspace, clock: Clock) -> None:
    clock.forward(days=1, hours=1)
    member = a_member(workspace)
    (version,) = history.versions(workspace, "party_member", member.id)
    assert (version.user, version.at) == ("Nguyễn Văn Mẫu", "2021-07-07T10:15:00+07:00")
    assert member.owner == workspace.office.unit
    assert history.operations(workspace, 1)[0].subject == member.full_name


moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001 - see below
    lambda moment: moment.replace(tzinfo=NOW.tzinfo)
)


@given(moments, st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_a_clock_is_believed_unless_it_goes_back_or_leaps(before: datetime, gap: timedelta) -> None:
    now = before + gap
    plausible = timedelta(days=-1) <= gap <= timedelta(days=400)
    assert clock_claim(now, before.isoformat()) == ("ok" if plausible else "suspect")
    assert clock_claim(now, None) == "ok"


# What is local --------------------------------------------------------------------------------


def test_what_was_typed_and_not_saved_is_kept_for_its_form_and_user(
    workspace: Workspace, clock: Clock
) -> None:
    before = changes(workspace)
    save_draft(workspace, "member", "", {"full_name": "Trần Thị", "note": "dở dang"})
    save_draft(workspace, "member", "42", {"note": "khác"})
    path = workspace.files.database
    workspace.close()
    again = opened(path, clock=clock)
    assert load_draft(again, "member", "") == {"full_name": "Trần Thị", "note": "dở dang"}
    assert load_draft(again, "member", "42") == {"note": "khác"}
    assert load_draft(again, "item", "") == {}
    save_draft(again, "member", "", {})
    assert load_draft(again, "member", "") == {}
    assert changes(again) == before, "drafts are not journaled"
    again.close()


def test_an_installation_keeps_its_identifier_outside_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = device_id()
    assert device_id() == first
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "another"))
    assert device_id() != first
    (tmp_path / "another" / "state" / "device").write_text("damaged", "ascii")
    assert device_id() != first
