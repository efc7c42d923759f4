"""Nothing that was entered can be read from the disk: every name, every spelling, every file."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import logs, paths
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.members import Position
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.services import (
    anchors,
    history,
    maintenance,
    offices,
    organization_import,
    organizations,
    papers,
    program_items,
    program_progress,
    programs,
    search,
    signing,
    users,
)
from ktgs_desktop.services.workspace import open_workspace, save_draft
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import (
    DISTRICT,
    a_cell,
    a_line,
    a_member,
    a_program,
    done,
    refusal,
    standing,
)
from tests.helpers.certificates import a_certificate, the_authority

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.services.workspace import Workspace

CELL, PASTED, RENAMED = "Chi bộ Kho Vàng Ẩn", "Đảng bộ Xưởng Dệt Lụa", "Chi bộ Kho Bạc Ẩn"
MEMBER, POSITION = "Trịnh Thị Thí Dụ", "Thủ kho vật tư mẫu"
CONTENT, SUBJECT = "Nội dung tuyệt đối kín đáo", "Lò Văn Ví Dụ"
LEADER, NOTE = "Quách Văn Minh Hoạ", "Ghi chú chỉ nội bộ biết"
COLLEAGUE, LOGIN = "Phùng Thị Tập Huấn", "dang_nhap_mau"
SIGNER, UNSAVED = "Đoàn Văn Giả Định", "Chưa lưu nhưng đã gõ"
REASON, TITLE = "Vì nhập nhầm hồ sơ", "kiểm tra, giám sát thử nghiệm năm mẫu"
SHIPPED = ("Bàn Đạt", "Huyện uỷ Phú Bình", "Uỷ ban Kiểm tra")
ENTERED = (
    CELL, PASTED, RENAMED, MEMBER, POSITION, CONTENT, SUBJECT, LEADER, NOTE, COLLEAGUE, LOGIN,
    SIGNER, UNSAVED, REASON, TITLE, "Nguyễn Văn Mẫu", "02-CTr/HU", PASSWORD, "mat-khau-khac",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def spellings(name: str) -> set[bytes]:
    """Every way a name may stand in a file."""
    plain = fold(name)
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    forms |= {form.upper() for form in forms} | {form.lower() for form in forms}
    forms |= {plain, plain.upper(), plain.title(), plain.replace(" ", "")}
    return {form.encode(encoding) for form in forms for encoding in ENCODINGS}


def readable(folders: list[Path], names: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which names stand in which files, path names included."""
    wanted = {name: spellings(name) for name in names}
    found = set()
    for folder in folders:
        for path in folder.rglob("*"):
            data = os.fsencode(path) + (path.read_bytes() if path.is_file() else b"")
            found |= {
                (path.name, name)
                for name, forms in wanted.items()
                if any(form in data for form in forms)
            }
    return found


def enter_everything(workspace: Workspace) -> None:
    """What an office does in a year, with names that stand nowhere else."""
    cell = a_cell(workspace, CELL, note=NOTE)
    organizations.rename(workspace, cell.id, name=RENAMED, start=workspace.today, basis="QĐ mẫu 01")
    table = [["Tên tổ chức", "Loại"], [PASTED, "Đảng bộ cơ sở"]]
    planned = organization_import.plan(workspace, table, parent=DISTRICT)
    organization_import.apply(workspace, planned)
    a_member(
        workspace,
        MEMBER,
        birth_date=PartialDate("1975"),
        organization=cell.id,
        positions=(Position(POSITION),),
    )
    users.add_user(workspace, login=LOGIN, password="mat-khau-khac", full_name=COLLEAGUE)
    save_draft(workspace, "member", "", {"full_name": UNSAVED})
    program = a_program(workspace)
    programs.edit(workspace, dataclasses.replace(program, title=TITLE))
    line = a_line(
        workspace,
        program,
        content=CONTENT,
        subjects=(program_items.new_subject("DV", SUBJECT),),
        directing_member=Named(LEADER),
        note=NOTE,
    )
    gone = a_line(workspace, program, content=CONTENT)
    program_items.void(workspace, [gone.id], REASON)
    history.undo(workspace)
    signer = dataclasses.replace(standing(workspace).signers[0], name=SIGNER)
    offices.save_body(workspace, dataclasses.replace(standing(workspace), signers=(signer,)))
    issue = programs.Issue(workspace.today, signer, number=2)
    document = programs.issue(workspace, program.id, issue)
    program_progress.record_progress(workspace, line.id, done(line))
    printed = papers.file_of_document(workspace, document.id)
    assert printed.signature_place is not None
    request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
    anchors.trust(workspace, the_authority().certificate, "training")
    signing.sign_document(workspace, document.id, request, a_certificate(SIGNER))
    papers.word_of_program(workspace, program.id)
    maintenance.back_up(workspace)


def work(path: str) -> None:
    """The office's program in a process of its own: it writes, waits to be told, and closes."""
    logs.start(program="ktgs")
    workspace = open_workspace(Path(path), login="mau", password=PASSWORD, clock=Clock())
    enter_everything(workspace)
    print("written", flush=True)  # noqa: T201 - tells the test
    sys.stdin.readline()
    workspace.close()


WORK = "import sys; from tests.services.test_nothing_readable import work; work(sys.argv[1])"


@contextmanager
def at_work(path: Path, temporary: Path) -> Iterator[None]:
    """While the program of the office has written everything and is still open."""
    env = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")}
    child = subprocess.Popen(
        [sys.executable, "-c", WORK, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **env},
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "written\n"
        yield
    finally:
        child.communicate("\n")
    assert child.returncode == 0


def test_nothing_entered_can_be_read_from_any_file(
    office_file: Path, tmp_path: Path, clock: Clock
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    home = paths.config_dir()
    folders = [office_file.parent, home, temporary]
    names = (*ENTERED, *SHIPPED)
    wal = office_file.with_name(office_file.name + "-wal")
    with at_work(office_file, temporary):
        there = {path.suffix for path in office_file.parent.rglob("*") if path.is_file()}
        assert {".ktgsdb", ".keys", ".holder", ".ktgsdb-wal", ".ktgsdb-shm"} <= there
        assert (office_file.parent / "office.files").is_dir()
        assert (office_file.parent / "office.backups").is_dir()
        assert wal.stat().st_size > 100_000, "the log holds what was written"
        assert {path.name for path in home.rglob("*")} >= {"state", "device", "ktgs-crash.log"}
        assert readable(folders, names) == set()
    assert not wal.exists() or wal.stat().st_size == 0
    assert readable(folders, names) == set()
    for password, code in (("sai hoàn toàn", "password_wrong"), (CONTENT, "password_wrong")):
        wrong = refusal(
            lambda password=password: open_workspace(
                office_file, login="mau", password=password, clock=clock
            )
        )
        assert wrong.code == code
    assert readable(folders, names) == set()
    workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert {one.title for one in search.everything(workspace, "kho bac")} == {RENAMED}
    workspace.close()


@pytest.mark.parametrize("name", [*ENTERED, *SHIPPED])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_search_finds_a_name_that_does_stand_there(
    tmp_path: Path, name: str, encoding: str
) -> None:
    folder = tmp_path / "plain" / "deeper"
    folder.mkdir(parents=True)
    for number, form in enumerate(("NFC", "NFD")):
        text = f"… {unicodedata.normalize(form, name)} …"
        (folder / f"{number}").write_bytes(b"\x00" * 999 + text.encode(encoding))
    (folder / "2").write_bytes(fold(name).upper().encode(encoding))
    assert readable([tmp_path / "plain"], (name,)) == {("0", name), ("1", name), ("2", name)}


def test_the_search_reads_the_names_of_files_too(tmp_path: Path) -> None:
    (tmp_path / f"{CELL}.pdf").write_bytes(b"")
    assert readable([tmp_path], (CELL,)) == {(f"{CELL}.pdf", CELL)}
