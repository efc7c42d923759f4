"""Two versions of one record side by side, field by field, and the choice between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.merging import FieldMerge, Pick
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.conflict_words import (
    REASONS,
    entity_text,
    field_text,
    side_text,
    value_text,
)
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import conflicts

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.conflicts import Comparison

_SIZE = (1180, 620)
_FIELD_WIDTH = 190
_PADDING = 8
_HIGHEST = 10_000
_KEYS = {Pick.BASE: "F6", Pick.MINE: "F7", Pick.THEIRS: "F8", Pick.COMBINED: "F9"}


class _Versions(QTableWidget):
    """The fields; Enter or the space bar chooses the value the cursor is on."""

    def __init__(self, dialog: ConflictDialog) -> None:
        super().__init__()
        self._dialog = dialog

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._dialog.choose_here()
        else:
            super().keyPressEvent(event)

    def fit_row(self, row: int) -> None:
        """Make a row as high as its texts need; Qt counts padded cells too high."""
        heights = [
            QFontMetrics(item.font())
            .boundingRect(
                QRect(0, 0, self.columnWidth(column) - 2 * _PADDING, _HIGHEST),
                Qt.TextFlag.TextWordWrap,
                item.text(),
            )
            .height()
            for column in range(self.columnCount())
            if (item := self.item(row, column)) is not None
        ]
        self.setRowHeight(row, max(heights) + _PADDING)

    def fit_rows(self) -> None:
        """Make every row as high as its texts need."""
        for row in range(self.rowCount()):
            self.fit_row(row)


class ConflictDialog(QDialog):
    """Shows both versions; nothing is taken before every field that differs is chosen.

    Args:
        session: the session.
        shown: the versions.
        parent: the window.

    Attributes:
        table: a row for each field that differs, a column for each version.
        take: saves the choice.
        picks: what is chosen so far, by field.
    """

    def __init__(self, session: Session, shown: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._shown = session, shown
        self._fields = shown.merge.open
        self.picks: dict[str, Pick] = {
            one.field: one.suggested for one in self._fields if one.suggested is not None
        }
        self._columns = self._offered()
        self._items = [
            [QTableWidgetItem() for _column in range(1 + len(self._columns))]
            for _row in self._fields
        ]
        self.setWindowTitle(_("Two versions of one record"))
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        about = shown.conflict
        title = f"{entity_text(about.entity)}: {about.label}".removesuffix(": ")
        layout.addWidget(label(title, "sectionTitle", wrap=True))
        layout.addWidget(label(self._told(), "muted", wrap=True))
        self.table = _Versions(self)
        self._fill()
        layout.addWidget(self.table, 1)
        self.left = label("", "muted", wrap=True)
        layout.addWidget(self.left)
        layout.addLayout(self._foot())
        self.table.setFocus()
        self.table.setCurrentCell(self._first_open(), 1 + self._columns.index(Pick.MINE))
        self._tell()

    def _offered(self) -> tuple[Pick, ...]:
        picks = [Pick.MINE, Pick.THEIRS]
        if self._shown.merge.based:
            picks.insert(0, Pick.BASE)
        if any(one.combined is not None for one in self._fields):
            picks.append(Pick.COMBINED)
        return tuple(picks)

    def _told(self) -> str:
        said = _(
            "Two computers of the office changed this record before their work met. What only one "
            "of them changed is chosen already; look at it. What decides about people or papers "
            "you choose yourself. Both versions stay in the history, and the choice can be undone."
        )
        more = self._shown.conflict.versions - 2
        if more <= 0:
            return said
        rest = _("After this choice {count} more versions are to be compared.")
        return f"{said} {rest.format(count=more)}"

    # Building ---------------------------------------------------------------------------

    def _heads(self) -> list[str]:
        about = self._shown.conflict
        base = self._shown.base
        texts = {
            Pick.BASE: side_text(base, _("Before both")) if base else "",
            Pick.MINE: side_text(
                about.mine, _("This computer") if about.mine.here else _("Shown in the lists")
            ),
            Pick.THEIRS: side_text(
                about.theirs, _("This computer") if about.theirs.here else _("The other computer")
            ),
            Pick.COMBINED: _("Both together"),
        }
        return [_("Field"), *(texts[one] for one in self._columns)]

    def _fill(self) -> None:
        table = self.table
        table.setColumnCount(1 + len(self._columns))
        table.setRowCount(len(self._fields))
        table.setHorizontalHeaderLabels(self._heads())
        table.setAccessibleName(_("Fields that differ"))
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideNone)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.cellDoubleClicked.connect(lambda _row, _column: self.choose_here())
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        table.setColumnWidth(0, theme.scaled(_FIELD_WIDTH))
        for row, cells in enumerate(self._items):
            for column, item in enumerate(cells):
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                table.setItem(row, column, item)
            self._write_row(row)
        head.sectionResized.connect(lambda *_sizes: table.fit_rows())
        table.fit_rows()

    def _foot(self) -> QHBoxLayout:
        words = {
            Pick.BASE: _("&Before both (F6)"),
            Pick.MINE: _("&First (F7)"),
            Pick.THEIRS: _("&Second (F8)"),
            Pick.COMBINED: _("B&oth together (F9)"),
        }
        if self._shown.conflict.mine.here:
            words[Pick.MINE] = _("T&his computer (F7)")
            words[Pick.THEIRS] = _("The &other computer (F8)")
            words[Pick.COMBINED] = _("Both to&gether (F9)")
        self.choices: dict[Pick, QPushButton] = {}
        line = QHBoxLayout()
        for pick in self._columns:
            made = button(words[pick], partial(self.choose, pick))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.choices[pick] = made
            line.addWidget(made)
            QShortcut(QKeySequence(_KEYS[pick]), self, partial(self.choose, pick))
        line.addStretch(1)
        self.take = button(_("&Take these values"), self._take, primary=True)
        QShortcut(QKeySequence("Ctrl+S"), self, self._take)
        line.addWidget(button(_("Cancel"), self.reject))
        line.addWidget(self.take)
        self.table.currentCellChanged.connect(lambda *_cells: self._tell())
        return line

    # Choosing ---------------------------------------------------------------------------

    def choose_here(self) -> None:
        """Choose the value the cursor is on."""
        column = self.table.currentColumn() - 1
        if column >= 0:
            self.choose(self._columns[column])

    def choose(self, pick: Pick) -> None:
        """Choose a value of the field the cursor is on, and go to the next that is open.

        Args:
            pick: which.
        """
        row = self.table.currentRow()
        if row < 0 or pick not in self._shown.merge.offers(self._fields[row]):
            return
        self.picks[self._fields[row].field] = pick
        self._write_row(row)
        if len(self.picks) < len(self._fields):
            column = self.table.currentColumn()
            self.table.setCurrentCell(self._first_open(row), max(1, column))
        elif not self.take.isEnabled():
            self.take.setEnabled(True)
            self.take.setFocus()
        self._tell()

    def _first_open(self, after: int = -1) -> int:
        """The next row in which nothing is chosen; the one the cursor is on if there is none."""
        rows = [*range(after + 1, len(self._fields)), *range(after + 1)]
        found = (row for row in rows if self._fields[row].field not in self.picks)
        return next(found, max(0, after))

    def _write_row(self, row: int) -> None:
        one = self._fields[row]
        pick = self.picks.get(one.field)
        self._write_name(row, one, chosen=pick is not None)
        for place, side in enumerate(self._columns):
            item = self._items[row][1 + place]
            offered = side in self._shown.merge.offers(one)
            text = ""
            if offered or side == Pick.BASE:
                text = value_text(self._shown.conflict.entity, one.field, one.value(side))
            item.setText(f"✔ {text}" if side == pick else text)
            font = item.font()
            font.setBold(side == pick)
            item.setFont(font)
            plain = "muted" if side == Pick.BASE or not offered else "text"
            item.setForeground(theme.colour("done" if side == pick else plain))
            item.setBackground(theme.colour("alternate") if side == pick else QBrush())
        self.table.fit_row(row)

    def _write_name(self, row: int, one: FieldMerge, *, chosen: bool) -> None:
        item = self._items[row][0]
        name = field_text(one.field)
        why = str(REASONS[one.sensitive]) if one.sensitive else _("changed on both")
        if one.suggested is not None:
            why = _("suggested")
        item.setText(f"{name}\n{why}" if chosen else f"▲ {name}\n{why}")
        item.setForeground(theme.colour("text" if chosen else "due_soon"))

    def _tell(self) -> None:
        """Say how much is left, and let only be pressed what can be chosen."""
        left = len(self._fields) - len(self.picks)
        told = _("Still to choose: {count}. Arrow keys go from value to value, Enter chooses.")
        done = _("Everything is chosen. Look through it once more, then take these values.")
        self.left.setText(told.format(count=left) if left else done)
        writable = not self._session.workspace.read_only
        self.take.setEnabled(left == 0 and writable)
        row = self.table.currentRow()
        offers = self._shown.merge.offers(self._fields[row]) if row >= 0 else ()
        for pick, made in self.choices.items():
            made.setEnabled(pick in offers)

    def _take(self) -> None:
        if not self.take.isEnabled():
            return
        self.take.setEnabled(False)
        workspace, shown, picks = self._session.workspace, self._shown, dict(self.picks)

        def refused(error: BaseException) -> None:
            errors.show(self, error)
            self._tell()

        def done(_none: None) -> None:
            self._session.said.emit(_("Chosen; the history keeps both versions"))
            self.accept()

        self._session.tasks.write(
            self, lambda _progress: conflicts.choose(workspace, shown, picks), done, refused
        )
