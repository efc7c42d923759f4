"""Whatever an office decides about a program: on any day exactly the lines in force are shown.

The office works on a real workspace; beside it a clerk keeps a notebook of plain texts.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.services import amendments, history, maintenance, program_items, programs
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import NOW, PASSWORD, PROFILE, Clock
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, refusal

if TYPE_CHECKING:
    import pytest

    from ktgs_desktop.domain.amendments import Amendment
    from ktgs_desktop.domain.programs import ProgramItem

EXAMPLES, STEPS = {"ci": (12, 20)}.get(PROFILE, (120, 40))
LINES = 3
places = st.integers(0, 50)
words = st.sampled_from(("đất đai", "đảng phí", "nghị quyết", "đoàn kết"))
Page = dict[UUID, dict[str, Any]]


def _copied(page: Page) -> Page:
    return {key: {**line, "names": [*line["names"]]} for key, line in page.items()}


class Decisions(RuleBasedStateMachine):
    """A program of three lines, its drafts and decisions; a page of the notebook for each day."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        for name in ("office.ktgsdb", "office.keys"):
            shutil.copyfile(self.template / name, self.folder / name)
        self.clock = Clock(NOW.replace(month=1, day=6))
        self.workspace = open_workspace(
            self.folder / "office.ktgsdb", login="mau", password=PASSWORD, clock=self.clock
        )
        program = a_program(self.workspace)
        items = [
            a_line(
                self.workspace, program, content=f"Nội dung {n}", subjects=(),
                unnamed_organizations=2,
            )
            for n in range(LINES)
        ]  # fmt: skip
        programs.issue(self.workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
        self.program = program.id
        self.now: Page = {
            item.id: {"content": item.content, "quarter": 1, "names": []} for item in items
        }
        self.original = _copied(self.now)
        self.pages: dict[date, Page] = {}
        self.draft: Amendment | None = None
        self.drafted: dict[UUID, tuple[str, dict[str, Any]]] = {}

    # What the office does -----------------------------------------------------------------

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        later: datetime = self.clock.now + timedelta(days=days)
        if later.year == ISSUED_ON.year:
            self.clock.now = later

    @precondition(lambda self: self.draft is None)
    @rule()
    def begin(self) -> None:
        self.draft = amendments.begin(self.workspace, self.program, reason="chỉ đạo")

    @precondition(lambda self: self.draft is not None)
    @rule(text=words, quarter=st.integers(1, 4))
    def add(self, text: str, quarter: int) -> None:
        assert self.draft is not None
        blank = amendments.blank(self.workspace, self.draft.id, "INSPECTION_PROGRAM")
        line = dataclasses.replace(blank, content=text, quarter=quarter)
        self._put(ChangeAction.ADDED, line, {"content": text, "quarter": quarter, "names": []})

    @precondition(lambda self: self.draft is not None and self.now)
    @rule(place=places, text=words)
    def change(self, place: int, text: str) -> None:
        item = self._line(place)
        if item.content != text:
            noted = {**self.now[item.id], "content": text}
            self._put(ChangeAction.CHANGED, dataclasses.replace(item, content=text), noted)

    @precondition(lambda self: self.draft is not None and self.now)
    @rule(place=places)
    def drop(self, place: int) -> None:
        self._put(ChangeAction.DROPPED, self._line(place), {})

    @precondition(lambda self: self.draft is not None and self.now)
    @rule(place=places, quarter=st.integers(2, 4))
    def put_off(self, place: int, quarter: int) -> None:
        item = self._line(place)
        if quarter > self.now[item.id]["quarter"]:
            noted = {**self.now[item.id], "quarter": quarter}
            self._put(ChangeAction.POSTPONED, dataclasses.replace(item, quarter=quarter), noted)

    @precondition(lambda self: self.draft is not None and self.now)
    @rule(place=places)
    def put_off_beyond(self, place: int) -> None:
        item = dataclasses.replace(self._line(place), postponed_to=2022)
        self._put(ChangeAction.POSTPONED, item, {})

    @precondition(lambda self: self.drafted)
    @rule(place=places)
    def take_out(self, place: int) -> None:
        assert self.draft is not None
        item = sorted(self.drafted)[place % len(self.drafted)]
        own = amendments.draft_change_of(self.workspace, item)
        assert own is not None
        amendments.drop_change(self.workspace, own.id)
        del self.drafted[item]

    @precondition(lambda self: self.drafted)
    @rule()
    def issue(self) -> None:
        assert self.draft is not None
        how = amendments.Issue(self.workspace.today, SIGNER)
        amendments.issue(self.workspace, self.draft.id, how)
        for item, (_action, noted) in self.drafted.items():
            if noted:
                names = self.now.get(item, noted)["names"]
                self.now[item] = {**noted, "names": names}
            else:
                del self.now[item]
        self.draft, self.drafted = None, {}
        self.pages[self.workspace.today] = _copied(self.now)

    @precondition(lambda self: self.draft is not None)
    @rule()
    def give_up(self) -> None:
        assert self.draft is not None
        amendments.void(self.workspace, self.draft.id, "thôi")
        self.draft, self.drafted = None, {}

    @precondition(lambda self: self.now)
    @rule(place=places, text=words)
    def name(self, place: int, text: str) -> None:
        item, named = self._line(place), program_items.new_subject("TCD", f"Chi bộ {text}")
        noted = self.now[item.id]

        def act() -> object:
            return amendments.name_subjects(self.workspace, item.id, [named])

        if item.id in self.drafted:
            assert refusal(act).code == "item_in_amendment"
        elif item.unnamed_organizations:
            act()
            noted["names"].append(named.name)
            self.pages[self.workspace.today] = _copied(self.now)
        else:
            assert refusal(act).code == "naming_too_many"

    @rule()
    def undo_and_redo(self) -> None:
        if refusal_or_done(self.workspace):
            history.redo(self.workspace)

    # What must hold -----------------------------------------------------------------------

    @invariant()
    def every_day_shows_the_lines_in_force(self) -> None:
        days = {*self.pages, *(day - timedelta(days=1) for day in self.pages)}
        days |= {ISSUED_ON, self.workspace.today}
        for day in sorted(days):
            assert self._shown(day) == self._noted(day), day
        assert self._shown(None) == self.original
        present = [
            item for item in program_items.items(self.workspace, self.program) if item.in_force
        ]
        assert _written(present) == self.now

    def teardown(self) -> None:
        try:
            assert maintenance.check(self.workspace).sound
        finally:
            self.workspace.close()
            shutil.rmtree(self.folder)

    # ----------------------------------------------------------------------------------------

    def _line(self, place: int) -> ProgramItem:
        item = sorted(self.now)[place % len(self.now)]
        return program_items.get(self.workspace, item).item

    def _put(self, action: ChangeAction, line: ProgramItem, noted: dict[str, Any]) -> None:
        assert self.draft is not None
        amendments.put_change(self.workspace, self.draft.id, action, line)
        self.drafted[line.id] = (action, noted)

    def _shown(self, day: date | None) -> Page:
        lines = amendments.version(self.workspace, self.program, day)
        return _written([line for line in lines if line.in_force])

    def _noted(self, day: date) -> Page:
        past = [written for written in self.pages if written <= day]
        return self.pages[max(past)] if past else self.original


def _written(lines: list[ProgramItem]) -> Page:
    """Lines as the notebook writes them."""
    return {
        line.id: {
            "content": line.content,
            "quarter": line.quarter,
            "names": [subject.name for subject in line.subjects],
        }
        for line in lines
    }


def refusal_or_done(workspace: Any) -> bool:
    """Undo the last step if it can be undone; an issue cannot."""
    last = history.operations(workspace, limit=1)[0]
    if last.name in ("issue_program", "issue_amendment"):
        assert refusal(lambda: history.undo(workspace)).code == "not_undoable"
        return False
    history.undo(workspace)
    return True


def test_any_day_shows_exactly_the_lines_in_force(
    office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Decisions, "template", office_file.parent, raising=False)
    run_state_machine_as_test(
        Decisions, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    )
