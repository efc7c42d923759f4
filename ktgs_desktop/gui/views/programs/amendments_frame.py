"""What the pane of amendments is made of; what it does stands in `amendments_pane`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.amendment_text import AmendmentTextDialog
from ktgs_desktop.gui.dialogs.table_export import export_view
from ktgs_desktop.gui.views.programs.changes_table import ChangesTable
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session

_ID = Qt.ItemDataRole.UserRole


class AmendmentsFrame(ProgramPane):
    """A list of amendments at the left; head, table and buttons of the chosen one at the right.

    Args:
        session: the session.

    Attributes:
        list: the program as issued, then its amendments.
        table: lines, and what is made of them.
        drafting: buttons that only a draft has.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._build_head())
        self.stack = QStackedWidget()
        self.empty = EmptyState("article")
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._build_body())
        layout.addWidget(self.stack, 1)
        self.drafting = (
            self.add_button,
            self.change_button,
            self.postpone_button,
            self.drop_button,
            self.take_out_button,
            self.edit_button,
            self.text_button,
            self.void_button,
            self.issue_button,
        )

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.said = label("", "muted", wrap=True)
        line.addWidget(self.said, 1)
        self.version = button(_("The program on an&y day…"), icon="calendar")
        self.begin_button = button(_("&Amend the program"), icon="pencil-simple", primary=True)
        line.addWidget(self.version)
        line.addWidget(self.begin_button)
        return line

    def _build_body(self) -> QWidget:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Amendments"))
        self.list.setWordWrap(True)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(10, 0, 0, 0)
        self.title = label("", "sectionTitle", wrap=True)
        self.about = label("", "muted", wrap=True)
        inner.addWidget(self.title)
        inner.addWidget(self.about)
        heads = (_("Change"), _("No."), _("Line"), _("Before → after"), _("Why"))
        self.table = ChangesTable(heads, _("Changes"), {2: 4, 3: 4, 4: 2})
        inner.addWidget(self.table, 1)
        inner.addLayout(self._build_line_buttons())
        inner.addLayout(self._build_paper_buttons())
        self.splitter = QSplitter()
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.scaled(250), theme.scaled(800)])
        return self.splitter

    def _build_line_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.add_button = button(_("&Add a line…"), icon="plus")
        self.change_button = button(_("&Change…"), icon="pencil-simple")
        self.postpone_button = button(_("&Put off…"))
        self.drop_button = button(_("D&rop…"))
        self.take_out_button = button(_("Ta&ke out"))
        self.name_button = button(_("&Name subjects…"))
        for part in (
            self.add_button,
            self.change_button,
            self.postpone_button,
            self.drop_button,
            self.take_out_button,
            self.name_button,
        ):
            line.addWidget(part)
        line.addStretch(1)
        return line

    def _build_paper_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.edit_button = button(_("&Title and reason…"))
        self.text_button = button(_("Te&xt…"))
        self.text_button.clicked.connect(self.edit_text)
        self.void_button = button(_("&Delete the draft…"))
        self.paper_button = button(_("&Look at the paper"), icon="printer")
        self.issue_button = button(_("&Issue…"), icon="mdi6.seal", primary=True)
        line.addWidget(self.edit_button)
        line.addWidget(self.text_button)
        line.addWidget(self.void_button)
        line.addStretch(1)
        line.addWidget(self.paper_button)
        line.addWidget(self.issue_button)
        return line

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {"export_list": self.export} if self.table.rowCount() else {}

    def export(self) -> None:
        """Save the changes that are seen as an Excel sheet."""
        export_view(self.session, _("Amendments"), self.table, self)

    def edit_text(self) -> None:
        """Edit the text of the draft that is chosen."""
        chosen = self.chosen_id()
        if chosen is not None:
            dialog = AmendmentTextDialog(self.session, chosen, self)
            dialog.exec()
            dialog.deleteLater()

    # Entries ----------------------------------------------------------------------------

    def show_empty(self, *, any_program: bool) -> None:
        """Say why nothing can be amended.

        Args:
            any_program: whether a program is chosen, which is not issued then.
        """
        if any_program:
            self.empty.say(
                _("Not issued yet"),
                _("A draft is changed in its list; only an issued program is amended."),
            )
        else:
            self.say_none(self.empty, _("Choose an issued program above."))
        self.said.setText("")
        self.stack.setCurrentIndex(0)

    def show_entries(self, entries: Iterable[tuple[UUID | None, str]], row: int) -> None:
        """Fill the list; nobody is told that its row changed meanwhile.

        Args:
            entries: ids of the amendments, None for the program as issued, and what each says.
            row: the one that is chosen.
        """
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.clear()
        for identifier, text in entries:
            item = QListWidgetItem(text)
            item.setData(_ID, identifier)
            item.setToolTip(text)
            self.list.addItem(item)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def chosen_id(self) -> UUID | None:
        """The amendment that is chosen in the list, None for the program as issued."""
        row = self.list.currentRow()
        found: UUID | None = self.list.item(row).data(_ID) if row >= 0 else None
        return found
