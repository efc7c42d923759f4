"""A session of dissemination over the whole pane: who came at the left, its facts at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.regulations.session_panel import SessionPanel
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session

_SIZES = [700, 400]


class SessionEditor(QWidget):
    """The session in hand with the table of who came.

    Signals:
        left: the user goes back to the plans.
    """

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.back = button(_("Bac&k to the plans"), self.left.emit, icon="arrow-left")
        self.back.setToolTip("Esc")
        self.title = label("", "sectionTitle", wrap=True)
        line.addWidget(self.back)
        line.addWidget(self.title, 1)
        layout.addLayout(line)
        self.panel = SessionPanel(session)
        self.panel.setMinimumWidth(theme.scaled(350))
        self.table = self.panel.fields.attendance
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes(_SIZES)
        layout.addWidget(self.splitter, 1)
        self.panel.fields.at_end = self._to_table
        self.panel.dropped.connect(self.left)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+Return"), self, self.panel.save_and_add, context=within)
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=within)

    def _to_table(self) -> None:
        self.table.view.setFocus()

    def open(self, plan: UUID, title: str, record: UUID | None) -> None:
        """Show a session of a plan, or begin a new one.

        Args:
            plan: the plan.
            title: what it is called.
            record: the session, None for a new one.
        """
        self.title.setText(title)
        self.panel.open(plan, record)

    def take_focus(self) -> None:
        """Let keys go to the table, or to the form of a new session."""
        if self.panel.is_new:
            self.panel.fields.focus_first()
        else:
            self.table.view.setFocus()
