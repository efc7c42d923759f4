"""The one table importer: paste or a sheet, columns to fields, each row judged before any is kept.

A list that takes tables describes itself by a `TableImport`; this dialog shows the table with a
choice of field above each column and what each row will become, and writes all rows or none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.legacy_text import TextEncoding
from ktgs_desktop.domain.table_import import ColumnMapping
from ktgs_desktop.domain.text_recognition import TextTable
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.widgets.encoding_choice import EncodingChoice
from ktgs_desktop.gui.widgets.fields import CountField
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.gui.widgets.table_preview import TablePreview
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import tables

if TYPE_CHECKING:
    from ktgs_desktop.domain.table_import import Field, PlannedRow, TablePlan
    from ktgs_desktop.gui.dialogs.import_plan import TableImport
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_PAUSE_MS = 250
_COUNT_WIDTH = 72
_PATTERNS = " (*.xlsx *.xls *.ods *.csv *.docx *.html *.htm *.txt)"


_Reader = Callable[[TextEncoding | None], TextTable]


def _tell(part: QLabel, text: str) -> None:
    part.setText(text)
    part.setVisible(bool(text))


class ImportTableDialog(QDialog):
    """Asks for a table, shows what would become of it, and imports it.

    Attributes:
        imported: how many records were added or changed.
    """

    def __init__(self, session: Session, kind: TableImport, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self._reading: Task | None = None
        self._reader: _Reader = lambda _encoding: TextTable([])
        self._name = ""
        self._table: list[list[str]] = []
        self._plan: TablePlan[PlannedRow] | None = None
        self._asked = 0
        names = {"": _("All"), "new": _("To be added"), "changed": _("To be changed")}
        names |= {"existing": _("There already"), "refused": _("Refused")}
        self._kinds = {key: name for key, name in names.items() if kind.changes or key != "changed"}
        self.imported = 0
        self.setWindowTitle(kind.title)
        self.resize(1040, 660)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(18, 16, 18, 14)
        self._layout.setSpacing(10)
        self._layout.addWidget(label(kind.title, "dialogTitle"))
        self._layout.addWidget(label(kind.hint, "muted", wrap=True))
        self._build_source()
        self._build_table()
        self._build_foot()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_plan)
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        self._show_state()

    # Building ---------------------------------------------------------------------------

    def _build_source(self) -> None:
        line = QHBoxLayout()
        self.paste_button = button(
            _("&Paste from the clipboard"), self.paste, icon="clipboard-text"
        )
        self.paste_button.setToolTip("Ctrl+V")
        self.file_button = button(
            _("Choose a &file…"), self.choose_file, icon="mdi6.file-excel-outline"
        )
        self._source = label("", "muted")
        line.addWidget(self.paste_button)
        line.addWidget(self.file_button)
        line.addWidget(self._source, 1)
        self._first_label = label(_("Data &begin in row"), "muted")
        self.first = CountField()
        self.first.setMinimum(1)
        self.first.setMinimumWidth(_COUNT_WIDTH)
        self.first.setAccessibleName(_("Data begin in row"))
        self._first_label.setBuddy(self.first)
        self.first.edited.connect(self._on_mapping)
        line.addWidget(self._first_label)
        line.addWidget(self.first)
        self._layout.addLayout(line)
        self.encoding = EncodingChoice()
        self.encoding.edited.connect(self._read_again)
        self._layout.addWidget(self.encoding)
        options = self._kind.options(self._on_options)
        if options is not None:
            self._layout.addWidget(options)

    def _build_table(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Which rows"))
        for _kind in self._kinds:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._show_rows)
        self._layout.addWidget(self.tabs)
        self._lack = label("", "error", wrap=True)
        self._taken = label("", "warning", wrap=True)
        for part in (self._lack, self._taken):
            part.hide()
            self._layout.addWidget(part)
        names = [(part.name, self._name_of(part)) for part in self._kind.fields]
        self.preview = TablePreview(names)
        self.preview.mapping_changed.connect(self._on_chosen)
        self.preview.taken.connect(self._on_taken)
        self.empty = EmptyState("clipboard-text")
        self.empty.say(
            _("No table yet"),
            _(
                "Copy the rows in Excel or Word, then press Ctrl+V here; or choose a file "
                "(.xlsx, .ods, .csv, .docx). Nothing is written before you have seen the preview."
            ),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.preview)
        self._layout.addWidget(self.stack, 1)

    def _build_foot(self) -> None:
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        self._layout.addWidget(self._fault)
        line = QHBoxLayout()
        self.leave_out = QCheckBox()
        self.leave_out.toggled.connect(lambda _on: self._show_state())
        self.task_bar = TaskBar()
        self.close_button = button(_("Close"), self.reject)
        self.do = button("", self.run, primary=True)
        line.addWidget(self.leave_out)
        line.addStretch(1)
        for part in (self.task_bar, self.close_button, self.do):
            line.addWidget(part)
        self._layout.addLayout(line)

    def _names(self) -> list[tuple[str, str]]:
        """Each field and what it is called."""
        return [(part.name, self._name_of(part).removesuffix(" *")) for part in self._kind.fields]

    @staticmethod
    def _name_of(part: Field) -> str:
        known = messages.FIELD_NAMES.get(part.name)
        text = str(known) if known is not None else part.headings[0]
        return text[:1].upper() + text[1:] + (" *" if part.required else "")

    # The table --------------------------------------------------------------------------

    def paste(self) -> None:
        """Take the table that is on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        text, html = data.text(), data.html()
        if not text.strip() and not html:
            self._say(_("The clipboard holds no text. Copy the rows first."))
            return
        self._take(lambda encoding: tables.read_clipboard(text, html, encoding), _("pasted"))

    def choose_file(self) -> None:
        """Ask for a file and take its table."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self,
            _("Choose a table"),
            "",
            _("Tables") + _PATTERNS,
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Take the table of a file.

        Args:
            path: .xlsx, .xls, .ods, .csv, .docx or .html.
        """
        self._take(lambda encoding: tables.read_file(path, encoding), path.name)

    def _take(self, read: _Reader, source: str) -> None:
        self.encoding.forget()
        self._reader, self._name = read, source
        self._read_again()

    def _read_again(self) -> None:
        """Read the table with the character set as it is chosen now."""
        read, source, encoding = self._reader, self._name, self.encoding.value()

        def then(table: TextTable) -> None:
            self._table = table.rows
            rows = _("rows: {count}").format(count=i18n.number(len(table.rows)))
            self._source.setText(f"{source} · {rows}")
            self.encoding.show_reading(table.reading)
            self.first.setMaximum(max(1, len(table.rows)))
            self.leave_out.setChecked(False)
            self._ask_plan(found_out=True)

        self._say("")
        self._reading = self._session.tasks.read(
            self, lambda _progress: read(encoding), then, self._refused, instead_of=self._reading
        )

    # The plan ---------------------------------------------------------------------------

    def _on_mapping(self) -> None:
        self._pause.start()

    def _on_chosen(self) -> None:
        _tell(self._taken, "")
        self._on_mapping()

    def _on_taken(self, field: str, former: str, now: str) -> None:
        text = _("“{field}” is taken from column {now} now; column {former} is not used any more.")
        _tell(self._taken, text.format(field=field, now=now, former=former))

    def _on_options(self) -> None:
        if self._table:
            self._pause.start()

    def _ask_plan(self, *, found_out: bool = False) -> None:
        """Judge every row anew.

        Args:
            found_out: whether the columns are to be found out from the headings.
        """
        mapping = (
            None
            if found_out
            else ColumnMapping(self.first.value() - 1, self.preview.chosen_columns())
        )
        table, plan = self._table, self._kind.planner()
        self._asked += 1
        asked = self._asked

        def then(found: TablePlan[PlannedRow]) -> None:
            if asked == self._asked:
                self._take_plan(found, found_out=found_out)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self._plan = None
                self._refused(error)
                self._show_state()

        self._session.tasks.read(self, lambda _progress: plan(table, mapping), then, failed)

    def _take_plan(self, plan: TablePlan[PlannedRow], *, found_out: bool) -> None:
        self._plan = plan
        self._say("")
        if found_out:
            _tell(self._taken, "")
            self.first.set_value(plan.mapping.first_row + 1)
            self.preview.show_table(self._table, plan.mapping)
        lacking = [name for part, name in self._names() if part in plan.missing]
        text = _("No column is chosen for “{field}”. Choose it above the column that holds it.")
        _tell(self._lack, text.format(field=", ".join(lacking)) if lacking else "")
        outcomes = {one.row.number: self._kind.outcome(one) for one in plan.rows}
        self.preview.show_outcomes(outcomes, plan.mapping.first_row, judged=not plan.missing)
        self._show_state()

    def _counts(self) -> dict[str, int]:
        counts = dict.fromkeys(self._kinds, 0)
        for outcome in self.preview.outcomes().values():
            if outcome.kind in counts:
                counts[outcome.kind] += 1
                counts[""] += 1
        return counts

    def _show_state(self) -> None:
        there, plan = bool(self._table), self._plan
        self.stack.setCurrentWidget(self.preview if there else self.empty)
        counts = self._counts() if plan is not None else dict.fromkeys(self._kinds, 0)
        for place, (kind, text) in enumerate(self._kinds.items()):
            self.tabs.setTabText(place, f"{text}  {i18n.number(counts[kind])}")
        for head in (self.tabs, self.encoding, self._first_label, self.first):
            head.setVisible(there)
        refused = counts["refused"]
        self.leave_out.setText(
            _("Leave out refused rows ({count})").format(count=i18n.number(refused))
        )
        running = self.task_bar.running
        self.leave_out.setVisible(bool(refused) and not running)
        new = counts["new"] + counts.get("changed", 0)
        self.do.setText(_("&Import ({count})").format(count=i18n.number(new)))
        ready = new > 0 and (not refused or self.leave_out.isChecked())
        self.do.setVisible(there)
        self.do.setEnabled(ready and not running)
        held = (self.paste_button, self.file_button, self.encoding, self.preview)
        for part in (*held, self.close_button):
            part.setEnabled(not running)

    def _show_rows(self, place: int) -> None:
        self.preview.show_only(list(self._kinds)[place])

    # Importing --------------------------------------------------------------------------

    def run(self) -> None:
        """Import the rows."""
        if self.preview.settle():
            return  # a column was chosen by key just now; the rows are judged anew first
        plan = self._plan
        if plan is None or not self.do.isEnabled():
            return
        if plan.refused:
            plan = self._kind.without_refused(plan)
        sure = plan

        def work(progress: Progress) -> int | None:
            try:
                return self._kind.apply(sure, progress)
            except Cancelled:
                return None

        self.task_bar.watch(self._session.tasks.write(self, work, self._done, self._refused))
        self._show_state()

    def _done(self, number: int | None) -> None:
        self.task_bar.clear()
        self._show_state()
        if number is None:
            self._say(_("Stopped; nothing was imported."))
            return
        self.imported = number
        self._session.said.emit(_("{count} imported").format(count=i18n.number(number)))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        if self.task_bar.running:
            self.task_bar.clear()
            self._show_state()
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        _tell(self._fault, text)

    @override
    def reject(self) -> None:
        if self.task_bar.running:
            self.task_bar.cancel()
        else:
            super().reject()
