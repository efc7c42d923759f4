"""The table of who came, as people use Excel: Enter goes on, F7 fills down, cells are pasted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import messages
from ktgs_desktop.domain import attendance_table as rules
from ktgs_desktop.domain.dissemination import Attendance, percent
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.regulations.attendance_cells import AttendanceCells, CellDelegate
from ktgs_desktop.gui.views.regulations.attendance_model import (
    COLUMNS,
    FIELDS,
    FIRST,
    AttendanceModel,
    read_back,
    written,
)
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import tables
from ktgs_desktop.services.regulations import dissemination

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.completion import Suggestion
    from ktgs_desktop.progress import Progress


class AttendanceTable(QWidget):
    """Who came: the table, what it adds up to, and the ways to fill it.

    Signals:
        edited: something was typed, pasted or filled in.
    """

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._targets: tuple[Named, ...] = ()
        self.view = AttendanceCells()
        self.view.setAccessibleName(_("Who came"))
        self.model = AttendanceModel(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.view))
        self.view.paste_wanted.connect(self.paste)
        self.view.fill_wanted.connect(self.fill_down)
        self.model.edited.connect(self._on_edited)
        self.model.refused.connect(self._refuse)
        self._set_widths()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._build_tools())
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        layout.addWidget(self.fault)
        layout.addWidget(self.view, 1)
        self.totals = label("", "muted", wrap=True)
        layout.addWidget(self.totals)

    def _build_tools(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label(_("Who came"), "sectionTitle"))
        line.addStretch(1)
        self.filling = button(_("&Fill down") + " (F7)", self.fill_down, icon="arrow-line-down")
        self.filling.setToolTip(
            _("Mark cells, then F7: the first row's values go into all rows marked below it.")
        )
        self.pasting = button(_("&Paste"), self.paste, icon="clipboard-text")
        self.pasting.setToolTip(
            _("A table from Excel or Word: by the names of the units, or numbers from this cell.")
        )
        self.other = OrganizationField(self._session)
        self.other.setPlaceholderText(_("Another unit that came"))
        self.other.setAccessibleName(_("Another unit that came"))
        self.other.setFixedWidth(theme.scaled(190))
        self.other.picked.connect(self._add_other)
        for part in (self.other, self.filling, self.pasting):
            line.addWidget(part)
        return line

    def _set_widths(self) -> None:
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        for place, (_title, width) in enumerate(COLUMNS.values()):
            how = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, how.Interactive if width else how.Stretch)
            if width:
                self.view.setColumnWidth(place, theme.scaled(width))

    # What is shown ----------------------------------------------------------------------

    def show_targets(self, targets: Sequence[Named]) -> None:
        """Say which units the plan names.

        Args:
            targets: the units.
        """
        self._targets = tuple(targets)
        self.model.targets = {one.id for one in targets}

    def value(self) -> tuple[Attendance, ...]:
        """The rows, also those of which nothing is said."""
        return tuple(self.model.rows)

    def set_value(self, rows: Sequence[Attendance]) -> None:
        """Show who came; units of the plan of which nothing is said come last.

        Args:
            rows: the rows.
        """
        there = {one.unit.id for one in rows}
        rest = [Attendance(one) for one in self._targets if one.id not in there]
        here = self.view.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), FIRST)
        self.model.show([*rows, *rest])
        self.view.setCurrentIndex(self.model.index(min(row, len(self.model.rows) - 1), column))
        self.say("")
        self._sum_up()

    def text(self) -> str:
        """The rows as a draft keeps them."""
        return written(one for one in self.model.rows if one.counted)

    def set_text(self, text: str) -> None:
        """Show the rows of a draft.

        Args:
            text: as `text` gave it.
        """
        self.set_value(read_back(text))

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow typing."""
        self.model.writable = not locked
        for part in (self.other, self.filling, self.pasting):
            part.setVisible(not locked)

    def say(self, fault: str) -> None:
        """Say what is wrong above the table, or nothing.

        Args:
            fault: the sentences.
        """
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def show_fault(self, error: KtgsError) -> bool:
        """Put the cursor into the row an error is about.

        Args:
            error: why the session is refused.

        Returns:
            Whether it is about a row.
        """
        for place, one in enumerate(self.model.rows):
            if one.unit.name == error.params.get("name"):
                self.view.setCurrentIndex(self.model.index(place, 2))
                self.view.setFocus()
                return True
        return False

    def _refuse(self, error: UserError) -> None:
        self.say(messages.sentence(error))

    def _on_edited(self) -> None:
        self.say("")
        self._sum_up()
        self.edited.emit()

    def _sum_up(self) -> None:
        rows = self.model.rows
        invited, attended = (sum(getattr(one, n) for one in rows) for n in ("invited", "attended"))
        members, committee = (
            sum(getattr(one, n) for one in rows) for n in ("members", "committee")
        )
        came = sum(one.attended > 0 for one in rows)
        text = _("{came} of {units} units came · {attended} people")
        if invited:
            text = _("{came} of {units} units came · {attended} of {invited} people ({percent}%)")
        more = _("{members} Party members, {committee} of committees")
        self.totals.setText(
            text.format(
                came=came,
                units=len(rows),
                attended=attended,
                invited=invited,
                percent=percent(attended, invited),
            )
            + " · "
            + more.format(members=members, committee=committee)
        )

    # Filling ----------------------------------------------------------------------------

    def _add_other(self, picked: Suggestion) -> None:
        self.other.clear()
        if picked.id is None:
            return
        if all(one.unit.id != picked.id for one in self.model.rows):
            self.model.show([*self.model.rows, Attendance(Named(picked.text, picked.id))])
            self._sum_up()
        place = next(n for n, one in enumerate(self.model.rows) if one.unit.id == picked.id)
        self.view.setCurrentIndex(self.model.index(place, FIRST))
        self.view.setFocus()

    def fill_down(self) -> None:
        """Put the first marked row's values into the rows marked below it.

        With one row marked, its values come from the row above.
        """
        marked = sorted((one.row(), one.column()) for one in self.view.selectedIndexes())
        typed = [(row, column) for row, column in marked if column >= FIRST]
        if not typed or not self.model.writable:
            return
        rows = sorted({row for row, _column in typed})
        source = rows[0] if len(rows) > 1 else rows[0] - 1
        if source < 0:
            return
        self.model.put(
            [
                (row, column, self.model.text(self.model.rows[source], FIELDS[column]))
                for row, column in typed
                if row != source
            ]
        )

    def paste(self) -> None:
        """Take a table from the clipboard: by the names of the units, or from this cell on."""
        data = QGuiApplication.clipboard().mimeData()
        if not self.model.writable:
            return
        text, html = data.text(), data.html()
        here, workspace = [one.unit for one in self.model.rows], self._session.workspace

        def work(_progress: Progress) -> list[list[str]] | rules.ReadAttendance:
            found = tables.read_clipboard(text, html).rows
            if not rules.names_units(found):
                return found
            others = [Named(one.name, one.id) for one in dissemination.units(workspace)]
            return rules.read_attendance(found, here, others)

        def then(found: list[list[str]] | rules.ReadAttendance) -> None:
            if isinstance(found, rules.ReadAttendance):
                self._take_named(found)
            else:
                self._take_numbers(found)

        self._session.tasks.read(self, work, then, self._on_unreadable)

    def _on_unreadable(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self.say(messages.sentence(error))

    def _take_named(self, read: rules.ReadAttendance) -> None:
        self.model.take(read.rows)
        faults = [fault for row in read.faults for fault in row.faults]
        said = [messages.sentence(UserError(one.code, **one.params)) for one in faults]
        self.say("\n".join(said[:3]))
        self.view.setFocus()

    def _take_numbers(self, found: list[list[str]]) -> None:
        here = self.view.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), FIRST)
        self.model.put(
            [
                (row + down, column + right, text)
                for down, line in enumerate(found)
                for right, text in enumerate(line)
            ]
        )
        self.view.setFocus()
