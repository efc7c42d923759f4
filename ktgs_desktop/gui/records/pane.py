"""What every part of a page with tabs is: a pane behind one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session


class Pane(QWidget):
    """A part of a page; it is made when its tab is first chosen.

    A pane asks for its data in `refresh`, which is called when it comes to be seen, and when an
    operation touched records of `kinds` while it is.

    Args:
        session: the session.

    Signals:
        counted: how many of its records need action, and whether any of them is late.
        elsewhere: the user wants to see something of another pane; its name and what to show.

    Attributes:
        kinds: kinds of records it shows, by which it is refreshed.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    counted = Signal(int, bool)
    elsewhere = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def refresh(self) -> None:
        """Read what is shown again."""
        raise NotImplementedError

    def buttons(self) -> Sequence[QPushButton]:
        """Buttons of the head line that are seen with the pane, the primary one last."""
        return ()

    def offers(self) -> Mapping[str, Callable[[], object]]:
        """The page's commands that the pane takes while it is seen, by name (`gui/actions.py`)."""
        return {}

    def show_wanted(self, wanted: Any) -> None:
        """Show what another pane or page asked for.

        Args:
            wanted: depends on the pane.
        """

    def take_focus(self) -> None:
        """Let keys go to where the pane begins."""
        self.setFocus()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""

    def remember(self) -> None:
        """Keep sizes for the next start."""
