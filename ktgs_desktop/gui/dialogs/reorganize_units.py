"""The rearrangement of administrative units of 2025: what becomes of each unit, then doing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.reorganisation import Unmatched
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.gui.widgets.unit_changes import UnitChangesTable
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import reorganisation
from ktgs_desktop.services.exchange.reorganisation import Choice

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.reorganisation import Lists, Preview, PreviewRow

_PAUSE_MS = 250
_MOST_NAMED = 4
_WHY: dict[Unmatched, Late] = {
    Unmatched.OLD_UNKNOWN: late("{unit}: not in the list of before"),
    Unmatched.NEW_UNKNOWN: late("{unit}: what it became is not in the new list"),
    Unmatched.WITHOUT_SUCCESSOR: late("{unit}: the list does not say what it became"),
    Unmatched.WITHOUT_PREDECESSOR: late("{unit}: the list does not say what it was made of"),
    Unmatched.WITHOUT_RECEIVER: late("{unit}: in parts, and no part has the records"),
}


class ReorganizeUnitsDialog(QDialog):
    """Asks for province and decision, shows what becomes of each unit, carries it out.

    Attributes:
        preview: what would be done, None until that is known.
        done_with: what was done last, None until then.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Task | None = None
        self._looking: Task | None = None
        self._lists: Lists | None = None
        self._receivers: dict[str, str] = {}
        self.preview: Preview | None = None
        self.done_with: Preview | None = None
        self.setWindowTitle(_("Administrative rearrangement of 2025"))
        self.resize(1060, 660)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 14)
        outer.setSpacing(10)
        outer.addWidget(label(_("Administrative rearrangement of 2025"), "dialogTitle"))
        outer.addWidget(
            label(
                _(
                    "From 1/7/2025 new communes begin, old ones and the districts end. What is "
                    "known of an old unit stays as it was and is found under the new one, too. "
                    "One undo takes it back."
                ),
                "muted",
                wrap=True,
            )
        )
        outer.addLayout(self._build_choice())
        self._counts = label("", wrap=True)
        self._doubts = label("", "warning", wrap=True)
        self._doubts.hide()
        outer.addWidget(self._counts)
        outer.addWidget(self._doubts)
        outer.addLayout(self._build_search())
        self.table = UnitChangesTable()
        outer.addWidget(self.table, 1)
        outer.addLayout(self._build_receiver())
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        outer.addWidget(self._fault)
        outer.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.table.chosen.connect(self._offer_receivers)
        self.search.textChanged.connect(self.table.narrow)
        self._show_preview(None)
        self.province.setFocus()
        self._read(None)

    # Building ---------------------------------------------------------------------------

    def _build_choice(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        self.province = ChoiceField(())
        self.province.setMinimumWidth(theme.scaled(230))
        self.province.edited.connect(self._choose_province)
        self.basis = QLineEdit(reorganisation.USUAL_BASIS)
        self.basis.textChanged.connect(lambda _text: self._pause.start())
        for column, (text, field) in enumerate(
            ((_("&Province afterwards"), self.province), (_("&Decision"), self.basis))
        ):
            head = label(text)
            head.setBuddy(field)
            grid.addWidget(head, 0, column)
            grid.addWidget(field, 1, column)
        self.file = button(_("Other list (&CSV)…"), self._choose_file)
        grid.addWidget(self.file, 1, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _build_search(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a unit, old or new (accents may be left out)"))
        self.search.setAccessibleName(_("Find a unit"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            theme.icon("magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._source = label("", "muted")
        line.addWidget(self.search, 1)
        line.addWidget(self._source)
        return line

    def _build_receiver(self) -> QHBoxLayout:
        """Of a commune that was parted, who goes on with its records."""
        line = QHBoxLayout()
        self._parted = label("")
        self.receiver = ChoiceField(())
        self.receiver.setMinimumWidth(theme.scaled(230))
        self.receiver.edited.connect(self._choose_receiver)
        self._parted.setBuddy(self.receiver)
        line.addWidget(self._parted)
        line.addWidget(self.receiver)
        line.addStretch(2)
        self._offer_receivers(None)
        return line

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        self.task_bar = TaskBar()
        self.close_button = button(_("Close"), self.reject)
        self.do = button(_("&Rearrange"), self.run, primary=True)
        for part in (self.task_bar, self.close_button, self.do):
            line.addWidget(part)
        return line

    # The lists --------------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("List of changes"), "", _("Lists of units") + " (*.csv)"
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Take the changes from a CSV file.

        Args:
            path: with the columns of the shipped list.
        """
        self._read(path)

    def _read(self, path: Path | None) -> None:
        workspace = self._session.workspace

        def work(_progress: Progress) -> tuple[Lists, str]:
            lists = reorganisation.read_lists(path)
            return lists, reorganisation.own_province(workspace, lists)

        def then(found: tuple[Lists, str]) -> None:
            self._say("")
            self._source.setText(path.name if path else _("List of the program (1/7/2025)"))
            self._take(*found)

        self._reading = self._session.tasks.read(
            self, work, then, self._refused, instead_of=self._reading
        )

    def _take(self, lists: Lists, own: str) -> None:
        chosen = self.province.value() or own
        self._lists = lists
        self._receivers.clear()
        self.province.set_choices(reorganisation.provinces(lists))
        self.province.setCurrentIndex(self.province.findData(chosen))
        self._look()

    def _choose_province(self) -> None:
        self._receivers.clear()
        self._look()

    # What would be done -----------------------------------------------------------------

    def _choice(self) -> Choice | None:
        code = self.province.value()
        if self._lists is None or not code:
            return None
        return Choice(code, self.basis.text(), dict(self._receivers))

    def _look(self) -> None:
        lists, choice, workspace = self._lists, self._choice(), self._session.workspace
        if lists is None or choice is None:
            self._show_preview(None)
            return
        self.do.setEnabled(False)
        self._looking = self._session.tasks.read(
            self,
            lambda _progress: reorganisation.preview(workspace, lists, choice),
            self._looked,
            self._refused,
            instead_of=self._looking,
        )

    def _looked(self, found: Preview) -> None:
        self._say("")
        self._show_preview(found)

    def _show_preview(self, found: Preview | None) -> None:
        self.preview = found
        self._enable()
        if found is None:
            self._counts.setText(_("Choose the province."))
            return
        self._counts.setText(" · ".join(_counted(found)))
        doubts = _doubted(found)
        self._doubts.setText("\n".join(doubts))
        self._doubts.setVisible(bool(doubts))
        self.table.show_rows(found.rows)

    def _offer_receivers(self, row: PreviewRow | None) -> None:
        open_still = self.preview is not None and self.preview.writes
        choices = row.receivers if row is not None and open_still else ()
        self.receiver.set_choices(choices)
        for part in (self._parted, self.receiver):
            part.setVisible(bool(choices))
        if row is not None and choices:
            text = _("Records of {unit} &go to").format(unit=row.name.replace("&", "&&"))
            self._parted.setText(text)
            self.receiver.set_value(row.new_code)

    def _choose_receiver(self) -> None:
        row, code = self.table.current(), self.receiver.value()
        if row is not None and code and code != row.new_code:
            self._receivers[row.code] = code
            self._look()

    # Doing it ---------------------------------------------------------------------------

    def run(self) -> None:
        """Carry out what is shown."""
        lists, choice, workspace = self._lists, self._choice(), self._session.workspace
        if lists is None or choice is None or not self.do.isEnabled():
            return

        def work(progress: Progress) -> Preview | None:
            try:
                return reorganisation.reorganize(workspace, lists, choice, progress)
            except Cancelled:
                return None

        self._say("")
        self.task_bar.watch(self._session.tasks.write(self, work, self._done, self._refused))
        self._enable()

    def _enable(self) -> None:
        idle = not self.task_bar.running
        for part in (self.province, self.basis, self.file, self.receiver, self.close_button):
            part.setEnabled(idle)
        self.do.setEnabled(idle and self.preview is not None and self.preview.writes)

    def _done(self, found: Preview | None) -> None:
        self.task_bar.clear()
        self._enable()
        if found is None:
            self._say(_("Stopped; nothing was changed."))
            return
        self.done_with = found
        text = _("{province} rearranged: {new} units begin, {ended} end.").format(
            province=found.province, new=i18n.number(found.new), ended=i18n.number(found.ended)
        )
        self._session.said.emit(text)
        self._look()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: BaseException) -> None:
        if self.task_bar.running:
            self.task_bar.clear()
        self._show_preview(None) if self.preview is None else self._enable()
        if isinstance(error, KtgsError):
            self.do.setEnabled(False)
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    @override
    def reject(self) -> None:
        if self.task_bar.running:
            self.task_bar.cancel()
        else:
            super().reject()


def _counted(found: Preview) -> list[str]:
    if not found.writes:
        return [_("All of this was carried out already; nothing is left to be done.")]
    told = (
        (_("{count} units begin"), found.new),
        (_("{count} go on"), found.continued),
        (_("{count} end"), found.ended),
        (_("{count} other organisations move along"), found.moved),
        (_("{count} handings over of records"), found.transfers),
    )
    return [text.format(count=i18n.number(count)) for text, count in told if count]


def _doubted(found: Preview) -> list[str]:
    doubts = []
    if found.stranded:
        text = _("Below a district that ends, to be moved by hand: {names}")
        doubts.append(text.format(names=_named(found.stranded)))
    units = [
        str(_WHY[why]).format(unit=f"{name} ({code})" if name else code)
        for code, name, why in found.unmatched
    ]
    if units:
        doubts.append(_named(units))
    return doubts


def _named(names: tuple[str, ...] | list[str]) -> str:
    shown = "; ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return shown
    return _("{names} … and {count} more").format(names=shown, count=i18n.number(more))
