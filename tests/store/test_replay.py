from __future__ import annotations

import contextlib
import dataclasses

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ktgs_desktop.domain.journal import change_hash, decode_change, encode_change
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    history,
    maintenance,
    members,
    program_items,
    program_progress,
    programs,
)
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.store import tables
from tests.conftest import PASSWORD, PROFILE, Clock
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program

_RUNS = {"ci": (6, 15), "nightly": (60, 30), "release": (200, 40)}[PROFILE]


def faults(workspace: Workspace) -> tuple[str, ...]:
    report = maintenance.check(workspace)
    return (*report.file_faults, *report.journal_faults, *report.attachment_faults)


def writing(workspace: Workspace) -> sa.Engine:
    engine = workspace.store._writer
    assert engine is not None
    return engine


def test_a_sound_file_replays_to_the_same_rows(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace, 4)
    step = program_progress.Step(items[0].subjects[0].key, "DONE", None, ISSUED_ON)
    program_progress.record_progress(workspace, items[0].id, [step])
    report = maintenance.check(workspace)
    assert report.sound, report
    with workspace.reading() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(tables.change)).scalar()
    assert report.changes == count
    assert report.conflicts == 0
    assert program.locked


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (sa.update(tables.organization).values(note="đổi lén"), "row_differs organization"),
        (sa.update(tables.program_item).values(done_count=9), "row_differs program_item"),
        (sa.update(tables.program).values(voided="lén"), "row_differs program"),
        (
            sa.delete(tables.program_item).where(tables.program_item.c.row == 1),
            "row_missing program_item",
        ),
        (sa.update(tables.channel).values(number=3), "channel_head_wrong"),
        (
            sa.update(tables.change).where(tables.change.c.row == 20).values(lamport=10**6),
            "change_altered",
        ),
    ],
)
def test_what_was_changed_behind_the_door_is_found(
    workspace: Workspace, statement: sa.Update | sa.Delete, fault: str
) -> None:
    an_issued_program(workspace, 3)
    with writing(workspace).begin() as connection:
        connection.execute(statement)
    assert any(found.startswith(fault) for found in faults(workspace)), faults(workspace)


def test_a_forged_change_breaks_the_chain(workspace: Workspace) -> None:
    an_issued_program(workspace, 2)
    change = tables.change
    with writing(workspace).begin() as connection:
        row = connection.execute(
            sa.select(change).where(change.c.entity == "program_item").order_by(change.c.row)
        ).first()
        assert row is not None
        forged = dataclasses.replace(
            decode_change(row.raw),
            document={**decode_change(row.raw).document, "content": "nội dung bị sửa"},
        )
        raw = encode_change(forged)
        connection.execute(
            sa.update(change).where(change.c.row == row.row).values(raw=raw, hash=change_hash(raw))
        )
    found = faults(workspace)
    assert any(fault.startswith("chain_broken") for fault in found)


def test_a_change_taken_out_breaks_the_chain(workspace: Workspace) -> None:
    an_issued_program(workspace, 2)
    with writing(workspace).begin() as connection:
        connection.execute(sa.delete(tables.change).where(tables.change.c.row == 30))
    assert any(fault.startswith("chain_broken") for fault in faults(workspace))


def test_a_missing_attachment_is_found(workspace: Workspace) -> None:
    from ktgs_desktop.services import papers

    program, _items = an_issued_program(workspace)
    assert program.document is not None
    printed = papers.Printed("x.pdf", b"%PDF-1.4 x")
    papers.attach(workspace, program.document, printed, "SCAN")
    assert faults(workspace) == ()
    for path in workspace.files.attachments.rglob("*"):
        if path.is_file():
            path.unlink()
    assert [fault.split()[0] for fault in faults(workspace)] == ["attachment_missing"]


def test_the_check_can_be_stopped(workspace: Workspace) -> None:
    program, _items = an_issued_program(workspace)
    from ktgs_desktop.services import papers

    assert program.document is not None
    papers.attach(workspace, program.document, papers.Printed("x.pdf", b"%PDF"), "SCAN")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        maintenance.check(workspace, progress)


class OfficeLife(RuleBasedStateMachine):
    """Whatever a clerk does, in any order: the journal replays to the rows."""

    template: Workspace

    @initialize()
    def begin(self) -> None:
        self.program = a_program(self.template, 2021)
        self.items: list[program_items.ProgramItem] = []

    def _attempt(self, action: object) -> None:
        # A refusal is a fine answer, a broken file is not.
        with contextlib.suppress(KtgsError):
            action()  # type: ignore[operator]

    @rule(quarter=st.integers(1, 4))
    def add_line(self, quarter: int) -> None:
        self._attempt(
            lambda: self.items.append(a_line(self.template, self.program, quarter=quarter))
        )

    @rule(place=st.integers(0, 50), note=st.text("aăâ ", max_size=5))
    def edit_line(self, place: int, note: str) -> None:
        if self.items:
            item = self.items[place % len(self.items)]
            changed = dataclasses.replace(item, note=note)
            self._attempt(lambda: program_items.save(self.template, changed))

    @rule(place=st.integers(0, 50), steps=st.integers(-3, 3))
    def move_line(self, place: int, steps: int) -> None:
        if self.items:
            item = self.items[place % len(self.items)]
            self._attempt(lambda: program_items.move(self.template, item.id, steps))

    @rule(place=st.integers(0, 50))
    def void_line(self, place: int) -> None:
        if self.items:
            item = self.items[place % len(self.items)]
            self._attempt(lambda: program_items.void(self.template, [item.id], "thử"))

    @rule()
    def issue(self) -> None:
        how = programs.Issue(ISSUED_ON, SIGNER)
        self._attempt(lambda: programs.issue(self.template, self.program.id, how))

    @rule(place=st.integers(0, 50), state=st.sampled_from(["NOT_STARTED", "IN_PROGRESS", "DONE"]))
    def record(self, place: int, state: str) -> None:
        if self.items:
            item = self.items[place % len(self.items)]
            step = program_progress.Step(item.subjects[0].key, state, None, ISSUED_ON)
            self._attempt(lambda: program_progress.record_progress(self.template, item.id, [step]))

    @rule(name=st.text("aăâbcđ", min_size=1, max_size=6))
    def add_member(self, name: str) -> None:
        blank = members.blank(self.template)
        self._attempt(
            lambda: members.save(self.template, dataclasses.replace(blank, full_name=name))
        )

    @rule()
    def undo(self) -> None:
        self._attempt(lambda: history.undo(self.template))

    @rule()
    def redo(self) -> None:
        self._attempt(lambda: history.redo(self.template))

    @invariant()
    def replays(self) -> None:
        report = maintenance.check(self.template)
        assert report.sound, report
        assert report.conflicts == 0


def test_whatever_a_clerk_does_the_journal_replays(
    office_file: object, clock: Clock, tmp_path: object
) -> None:
    import itertools
    import shutil
    from pathlib import Path

    source = Path(str(office_file))
    numbers = itertools.count()
    opened: list[Workspace] = []

    class Life(OfficeLife):
        def __init__(self) -> None:
            super().__init__()
            home = Path(str(tmp_path)) / f"life-{next(numbers)}"
            home.mkdir()
            for ending in (".ktgsdb", ".keys"):
                shutil.copyfile(source.with_suffix(ending), home / f"office{ending}")
            self.template = open_workspace(
                home / "office.ktgsdb", login="mau", password=PASSWORD, clock=clock
            )
            opened.append(self.template)

        def teardown(self) -> None:
            self.template.close()

    from hypothesis.stateful import run_state_machine_as_test

    runs, steps = _RUNS
    run_state_machine_as_test(
        Life, settings=settings(max_examples=runs, stateful_step_count=steps, deadline=None)
    )
    assert opened
