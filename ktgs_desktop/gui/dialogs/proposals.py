"""Lines proposed for a draft: each with its reason, accepted or rejected one by one by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.proposals import Proposal, ProposalKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import proposals
from ktgs_desktop.services.proposals import Accepted, Proposed
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.gui.session import Session

_WIDTH, _HEIGHT = 1120, 620
_CONTENT, _SUBJECTS, _KIND, _REASON = range(4)
_WIDEST = {_SUBJECTS: 210, _KIND: 160, _REASON: 290}
_SHEET_WIDTHS = (24, 60, 50, 24, 50, 10)
_PLACE = int(Qt.ItemDataRole.UserRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SUGGESTED = (ProposalKind.CARRIED, ProposalKind.TERM)


class ProposalTree(QTreeWidget):
    """Proposals by kind; Enter takes one and goes on, Delete leaves it out, Space changes it.

    Signals:
        changed: what is chosen changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels([_("Content"), _("Subjects"), _("Kind of work"), _("Reason")])
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Proposed lines"))
        self.setExpandsOnDoubleClick(False)
        self.itemChanged.connect(lambda _item, _column: self.changed.emit())
        self.itemDoubleClicked.connect(lambda item, _column: self.edit_content(item))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_CONTENT, QHeaderView.ResizeMode.Stretch)

    def show_proposals(self, found: Proposed) -> None:
        """Show what is proposed; what is carried over or due is chosen already.

        Args:
            found: what is proposed.
        """
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        kinds, tongue = codes("task_kinds"), language()
        counts = proposals.by_kind(found)
        for kind in ProposalKind:
            if not counts[kind]:
                continue
            head = QTreeWidgetItem([f"{proposals.KINDS[kind]} ({i18n.number(counts[kind])})"])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            head.setForeground(0, theme.colour("muted"))
            self.addTopLevelItem(head)
            head.addChildren(
                [
                    _item(place, one, kinds.get(one.line.task_kind).short(tongue))
                    for place, one in enumerate(found.proposals)
                    if one.kind == kind
                ]
            )
            head.setExpanded(True)
            head.setFirstColumnSpanned(True)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        for section, most in _WIDEST.items():
            self.resizeColumnToContents(section)
            self.setColumnWidth(section, min(theme.scaled(most), self.columnWidth(section)))
        for first in self.items()[:1]:
            self.setCurrentItem(first)

    def items(self) -> list[QTreeWidgetItem]:
        """Every proposal's item, from the top."""
        heads = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        found = [
            head.child(place)
            for head in heads
            if head is not None
            for place in range(head.childCount())
        ]
        return [item for item in found if item is not None]

    def chosen(self) -> dict[int, str]:
        """The places of the proposals that are chosen, each with its content."""
        return {
            int(item.data(_CONTENT, _PLACE)): nfc(item.text(_CONTENT))
            for item in self.items()
            if item.checkState(_CONTENT) == Qt.CheckState.Checked
        }

    def edit_content(self, item: QTreeWidgetItem | None) -> None:
        """Let the content of a proposal be edited.

        Args:
            item: its item.
        """
        if item is not None and item.parent() is not None:
            self.setCurrentItem(item, _CONTENT)
            self.editItem(item, _CONTENT)

    def _settle(self, state: Qt.CheckState) -> None:
        """Choose the one in hand or leave it out, and go on to the next."""
        item = self.currentItem()
        if item is None:
            return
        if item.parent() is not None:
            item.setCheckState(_CONTENT, state)
        below = self.itemBelow(item)
        if below is not None and below.parent() is None:
            below = self.itemBelow(below) or below
        if below is not None:
            self.setCurrentItem(below)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in _ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._settle(Qt.CheckState.Checked)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._settle(Qt.CheckState.Unchecked)
        elif event.key() == Qt.Key.Key_F2:
            self.edit_content(self.currentItem())
        elif event.key() == Qt.Key.Key_Space:
            self._turn()
        else:
            super().keyPressEvent(event)

    def _turn(self) -> None:
        item = self.currentItem()
        if item is not None and item.parent() is not None:
            checked = item.checkState(_CONTENT) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            item.setCheckState(_CONTENT, state)


def _item(place: int, proposal: Proposal, kind: str) -> QTreeWidgetItem:
    line: ProgramItem = proposal.line
    subjects = [subject.name for subject in line.subjects]
    if line.subject_note:
        subjects.append(line.subject_note)
    texts = [line.content.replace("\n", " "), "; ".join(subjects), kind, proposals.reason(proposal)]
    item = QTreeWidgetItem(texts)
    flags = Qt.ItemFlag
    item.setFlags(
        flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsUserCheckable
        | flags.ItemIsEditable
    )  # fmt: skip
    checked = proposal.kind in _SUGGESTED
    item.setCheckState(_CONTENT, Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
    item.setData(_CONTENT, _PLACE, place)
    for column, text in enumerate(texts):
        item.setToolTip(column, text)
    return item


class ProposalsDialog(QDialog):
    """Shows what is proposed for a draft, and adds what is accepted.

    Args:
        session: the session.
        program: a draft, for which is proposed, or an issued program of the year before.

    Attributes:
        added: the lines added, none until then.
    """

    def __init__(self, session: Session, program: Program, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Proposed | None = None
        self.added: list[ProgramItem] = []
        year = program.year + 1 if program.locked else program.year
        title = _("Lines proposed for {year}").format(year=year)
        self.setWindowTitle(title)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(title, "dialogTitle", wrap=True))
        self.hint = label("", "muted", wrap=True)
        layout.addWidget(self.hint)
        self.tree = ProposalTree()
        self.tree.changed.connect(self._show_count)
        self.empty = EmptyState("calendar-check")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        layout.addWidget(self._fault)
        layout.addLayout(self._build_foot())
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.activated.connect(self.do.click)
        self._show_count()
        workspace = session.workspace
        session.tasks.read(
            self,
            lambda _progress: proposals.propose_next(workspace, program.id),
            self._show,
            self._refused,
        )

    def _build_foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.count = label("", "muted")
        self.task_bar = TaskBar()
        self.excel = button("Excel", self.export, icon="mdi6.file-excel-outline")
        self.close_button = button(_("Close"), self.reject)
        self.do = button("", self._accept, primary=True)
        self.do.setToolTip("Ctrl+S")
        line.addWidget(self.count)
        line.addStretch(1)
        for part in (self.task_bar, self.excel, self.close_button, self.do):
            line.addWidget(part)
        return line

    def _show(self, found: Proposed) -> None:
        self._found = found
        where = (
            _("They go into the draft of {body} for {year}.")
            if found.program is not None
            else _("{body} has no draft for {year} yet; it is begun with the lines accepted.")
        )
        keys = _("Enter accepts and goes on, Delete rejects, Space changes, F2 edits the content.")
        self.hint.setText(where.format(body=found.body.name, year=found.year) + " " + keys)
        self.tree.show_proposals(found)
        if not found.proposals:
            self.empty.say(
                _("Nothing is proposed"),
                _(
                    "All lines are finished or carried over, the term asks for nothing more in "
                    "this year, and every organisation has come up in this term."
                ),
            )
            self.stack.setCurrentWidget(self.empty)
            self.close_button.setFocus()
        else:
            self.tree.setFocus()
        self._show_count()

    def _show_count(self) -> None:
        chosen = len(self.tree.chosen())
        total = len(self._found.proposals) if self._found is not None else 0
        text = _("{chosen} of {total} accepted")
        self.count.setText(text.format(chosen=i18n.number(chosen), total=i18n.number(total)))
        self.do.setText(_("&Add {count} lines").format(count=i18n.number(chosen)))
        self.excel.setEnabled(total > 0)
        self.do.setEnabled(chosen > 0 and not self.task_bar.running)

    def export(self) -> None:
        """Save the proposals as an Excel sheet, each with whether it is accepted so far."""
        found = self._found
        if found is None:
            return
        head = self.tree.headerItem()
        heads = [head.text(section) for section in range(head.columnCount())]
        rows = []
        for item in self.tree.items():
            one = found.proposals[int(item.data(_CONTENT, _PLACE))]
            checked = item.checkState(_CONTENT) == Qt.CheckState.Checked
            rows.append(
                [
                    str(proposals.KINDS[one.kind]),
                    *(item.text(section) for section in range(len(heads))),
                    _("yes") if checked else _("no"),
                ]
            )
        heads = [_("Proposal"), *heads, _("Accepted")]
        export_table(self._session, self.windowTitle(), heads, rows, _SHEET_WIDTHS, self)

    def _accept(self) -> None:
        found, workspace = self._found, self._session.workspace
        if found is None or not self.do.isEnabled():
            return
        chosen = []
        for place, content in self.tree.chosen().items():
            if not content or len(content) > limits.CONTENT:
                self._say(
                    _("A line needs a content of at most {limit} letters.").format(
                        limit=i18n.number(limits.CONTENT)
                    )
                )
                return
            one = found.proposals[place]
            same = content == one.line.content.replace("\n", " ")
            chosen.append(Accepted(one.source, "" if same else content))

        def then(lines: list[ProgramItem]) -> None:
            self.added = lines
            text = _("{count} lines added to the draft")
            self._session.said.emit(text.format(count=i18n.number(len(lines))))
            self.accept()

        self._say("")
        task = self._session.tasks.write(
            self,
            lambda _progress: proposals.accept(workspace, found.body.id, found.year, chosen),
            then,
            self._refused,
        )
        self.task_bar.follow(task, self._show_count)
        self._show_count()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
