"""Undo and redo against a pile of pictures: whatever a clerk does, each step back is exact."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.services import history, maintenance, members
from ktgs_desktop.store import records
from tests.conftest import PROFILE
from tests.helpers.builders import a_member, refusal

if TYPE_CHECKING:
    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.services.workspace import Workspace

EXAMPLES = {"ci": 25}.get(PROFILE, 250)
Picture = tuple["PartyMember | None", ...]
actions = st.lists(
    st.one_of(
        st.tuples(st.just("note"), st.integers(0, 1), st.sampled_from("abc")),
        st.tuples(st.just("void"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("undo"), st.just(0), st.just("")),
        st.tuples(st.just("redo"), st.just(0), st.just("")),
    ),
    max_size=14,
)


class Desk:
    """Two members, the pictures of every state they were in, and where among them we stand."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.people = (a_member(workspace, "Lê Văn Ví Dụ"), a_member(workspace, "Trần Thị Thí Dụ"))
        self.pictures: list[Picture] = [self.people]
        self.place = 0

    def seen(self) -> Picture:
        """The two members as the store has them."""
        with self.workspace.reading() as connection:
            return tuple(records.find(connection, type(one), one.id) for one in self.people)

    def note(self, which: int, note: str) -> None:
        """Write a note on a member that is there."""
        there = self.pictures[self.place][which]
        if there is not None and there.note != note:
            saved = members.save(self.workspace, dataclasses.replace(there, note=note))
            self._new_picture(which, saved)

    def void(self, which: int, _nothing: str) -> None:
        """Void a member that is there."""
        there = self.pictures[self.place][which]
        if there is not None:
            members.void(self.workspace, there.id, "nhập nhầm")
            self._new_picture(which, None)

    def undo(self, _which: int, _nothing: str) -> None:
        """Go one picture back, as far as the pile reaches."""
        if self.place:
            history.undo(self.workspace)
            self.place -= 1

    def redo(self, _which: int, _nothing: str) -> None:
        """Go one picture forward, if there is one."""
        if self.place + 1 < len(self.pictures):
            history.redo(self.workspace)
            self.place += 1
        else:
            assert refusal(lambda: history.redo(self.workspace)).code == "nothing_to_redo"

    def _new_picture(self, which: int, now: PartyMember | None) -> None:
        picture = list(self.pictures[self.place])
        picture[which] = now
        self.pictures[self.place + 1 :] = [tuple(picture)]
        self.place += 1


@settings(max_examples=EXAMPLES)
@given(actions)
def test_each_step_back_and_forward_is_exact(
    workspace: Workspace, drawn: list[tuple[str, int, str]]
) -> None:
    desk = Desk(workspace)
    for name, which, note in drawn:
        getattr(desk, name)(which, note)
        assert desk.seen() == desk.pictures[desk.place]
    while desk.place:
        desk.undo(0, "")
        assert desk.seen() == desk.pictures[desk.place]
    assert desk.seen() == desk.people


def test_after_all_the_going_back_and_forth_the_journal_replays(workspace: Workspace) -> None:
    desk = Desk(workspace)
    for name, note in (("note", "a"), ("note", "b"), ("void", ""), *[("undo", "")] * 3):
        getattr(desk, name)(0, note)
    for _time in range(3):
        desk.redo(0, "")
    assert desk.seen() == (None, desk.people[1])
    report = maintenance.check(workspace)
    assert report.sound, report
    assert report.conflicts == 0
