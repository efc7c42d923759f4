"""Which commands of the page can be run with what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.gui.views.programs.life import COMMANDS as LIFE
from ktgs_desktop.services.programs import ProgramSummary

if TYPE_CHECKING:
    from ktgs_desktop.domain.program_life import Move

_LINES = ("void_item", "duplicate_item", "item_up", "item_down", "fill_down", "paste_items")
_WHOLE = ("program_text", "edit_in_word", "void_program")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Attributes:
        one: the program, None for the lines of many, or none.
        many: whether the lines of many programs are shown.
        as_list: whether its lines are seen as a list.
        writable: whether the workspace may be written.
    """

    one: ProgramSummary | None
    many: bool
    as_list: bool
    writable: bool

    @property
    def draft(self) -> bool:
        """Whether lines may be edited now."""
        return self.one is not None and not self.one.program.locked and self.writable

    @property
    def issued(self) -> bool:
        """Whether progress may be recorded now."""
        return self.one is not None and self.one.program.issued and self.writable

    @property
    def issuable(self) -> bool:
        """Whether the program may be issued now."""
        return self.one is not None and not self.one.program.issued and self.writable

    @property
    def amendable(self) -> bool:
        """Whether the program may be amended now."""
        return self.issued and self.one is not None and self.one.program.closed_on is None

    def usable(self, moves: frozenset[Move]) -> dict[str, bool]:
        """Whether each command can be run, by name.

        Args:
            moves: what can be done with the program as a whole.
        """
        one, term = self.one, self.one is not None and self.one.program.kind == ProgramKind.TERM
        return {
            "add_item": self.draft,
            "new_program": self.writable,
            "save": self.writable and self.as_list,
            "progress": self.issued,
            "print": one is not None,
            "export_list": (one is not None or self.many) and self.as_list,
            "filter": True,
            "assign_record": self.writable and self.as_list,
            "filter_column": self.as_list,
            "clear_filters": self.as_list,
            "issue_program": self.issuable,
            "amend_program": self.amendable,
            "lay_into_year": term and self.writable,
            "annual_lines": term,
            **dict.fromkeys(_LINES, self.draft and self.as_list),
            **dict.fromkeys(_WHOLE, self.draft),
            **{name: move in moves for move, name in LIFE.items()},
        }
