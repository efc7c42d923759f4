"""First pages of the set-up: which office, where its file lies, who works first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
    QWizardPage,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages, paths
from ktgs_desktop.domain.units import Unit
from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.setup_fields import (
    NewPassword,
    PageForm,
    act_on_enter,
    file_row,
    headed,
)
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, unit_register, users
from ktgs_desktop.services.offices import NewOffice
from ktgs_desktop.services.unit_register import OfficeChoice
from ktgs_desktop.services.workspace import SUFFIX, codes, system_clock

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.progress import Progress

_PAUSE_MS = 150
_MOST_SHOWN = 200
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(slots=True)
class Plan:
    """What the pages have asked so far.

    Attributes:
        units: the unit list.
        office: the office chosen, None before.
        path: where its file is to lie.
        new: what the set-up is told, None before the last question.
    """

    units: list[Unit] = field(default_factory=list)
    office: OfficeChoice | None = None
    path: str = ""
    new: NewOffice | None = None


class FaultLine(QWidget):
    """A line in a page that says what is wrong, and takes no room while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._label = label("", "error", wrap=True)
        layout.addWidget(self._label)
        self.hide()

    def say(self, text: str) -> None:
        """Say what is wrong, or nothing.

        Args:
            text: the sentence, empty to hide it.
        """
        self._label.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What is said now."""
        return self._label.text()


class OfficePage(QWizardPage):
    """Which office: found by its unit's name without diacritics."""

    def __init__(self, tasks: TaskRunner, plan: Plan) -> None:
        super().__init__()
        self._tasks = tasks
        self._plan = plan
        self._found: list[OfficeChoice] = []
        self._asked: str | None = None
        layout = headed(
            self,
            _("Which office is this?"),
            _("Type the name of its province, district or commune; accents may be left out."),
        )
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("for example: phu binh"))
        self.line.setAccessibleName(_("Name of the unit"))
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Offices found"))
        self.list.setUniformItemSizes(True)
        self._note = label("", "muted", wrap=True)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._note)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(self._on_text)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(lambda _item: self.wizard().next())
        self._note.setText(_("Reading the list of units…"))
        self._tasks.read(self, lambda _progress: unit_register.read_units(), self._take_units)

    @override
    def initializePage(self) -> None:
        self.line.setFocus()

    def _take_units(self, units: list[Unit]) -> None:
        self._plan.units = units
        self._ask()

    def _on_text(self) -> None:
        # What was marked belongs to the words before; Enter must not take it.
        self.list.setCurrentRow(-1)
        self._pause.start()

    def _ask(self) -> None:
        units, text = self._plan.units, self.line.text()
        if not units:
            return
        self._asked = text

        def work(_progress: Progress) -> list[OfficeChoice]:
            return unit_register.find_offices(units, text)

        self._tasks.read(self, work, lambda found: self._show(text, found))

    def _show(self, text: str, found: list[OfficeChoice]) -> None:
        if text != self._asked or text != self.line.text():
            return
        self._found = found[:_MOST_SHOWN]
        self.list.clear()
        for office in self._found:
            self.list.addItem(QListWidgetItem(f"{office.name} — {office.place}"))
        more = len(found) - len(self._found)
        if not found:
            self._note.setText(_("No unit is called so. Type less, or only its name."))
        elif more > 0:
            self._note.setText(_("… and {count} more: type more of the name.").format(count=more))
        else:
            self._note.setText("")
        typed = bool(words(fold(text)))
        self.list.setCurrentRow(0 if typed and self._found else -1)

    def _on_row(self, row: int) -> None:
        self._plan.office = self._found[row] if 0 <= row < len(self._found) else None
        self.completeChanged.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in _MOVES and self.list.count():
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}
                row = self.list.currentRow() + step.get(Qt.Key(event.key()), 8)
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
        return False

    @override
    def isComplete(self) -> bool:
        return self._plan.office is not None


class FilePage(QWizardPage):
    """Where the office's file lies, and the term in force."""

    def __init__(self, tasks: TaskRunner, plan: Plan) -> None:
        super().__init__()
        self._tasks = tasks
        self._plan = plan
        self._own_path = False
        self._proven: Path | None = None
        self._proving: Task | None = None
        layout = headed(
            self,
            _("Where shall the workspace lie?"),
            _(
                "The workspace is one encrypted file with a folder of copies beside it. Keep it "
                "on this computer's own disk; copies go to a USB stick later."
            ),
        )
        self.path = TextField()
        self.term = ChoiceField(
            [(one.code, one.name(i18n.language())) for one in codes("terms").codes.values()]
        )
        self.term.set_value(offices.term_on(system_clock().date()))
        self.fault = FaultLine()
        form = PageForm()
        form.add(
            _("&File"),
            file_row(self.path, self._browse),
            _("The name may be changed; it ends with .ktgsdb."),
        )
        form.watch(self.path)
        self.path.setAccessibleName(_("File"))
        act_on_enter(self.path, self.term.setFocus)
        form.add_last(_("&Term"), self.term, _("The term in force; it can be changed later."))
        form.add_wide(self.fault)
        self._office = label("", "sectionTitle", wrap=True)
        layout.addWidget(self._office)
        layout.addWidget(form, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self.path.textChanged.connect(self._on_path)
        self.path.textEdited.connect(self._on_own_path)

    @override
    def initializePage(self) -> None:
        office = self._plan.office
        if office is None:
            return
        self._office.setText(f"{office.name} — {office.place}")
        if not self._own_path:
            name = "-".join(words(fold(office.name))) + SUFFIX
            self.path.set_value(str(paths.default_workspace_dir() / name))
        self.path.setFocus()

    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Where shall the workspace lie?"),
            self.path.value(),
            f"KTGS (*{SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self._own_path = True
            self.path.set_value(chosen)

    def _on_own_path(self) -> None:
        self._own_path = True

    def _on_path(self) -> None:
        self.fault.say("")
        self._pause.start()
        self.completeChanged.emit()

    def _check(self) -> None:
        typed = self.path.value()
        if not typed:
            return

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError) and typed == self.path.value():
                self.fault.say(messages.sentence(error))
                self.completeChanged.emit()

        self._tasks.read(
            self,
            lambda _progress: offices.check_new_file(_chosen(typed)),
            lambda _none: None,
            failed,
        )

    @override
    def isComplete(self) -> bool:
        return bool(self.path.value()) and not self.fault.text()

    @override
    def validatePage(self) -> bool:
        path = _chosen(self.path.value())
        proven, self._proven = self._proven, None
        if proven != path:
            self._prove(path)
            return False
        self._plan.path = str(path)
        return True

    def _prove(self, path: Path) -> None:
        """Try writing there, which a disk may take long about; then go on."""

        def then(_none: None) -> None:
            if path == _chosen(self.path.value()) and self.wizard().currentPage() is self:
                self._proven = path
                self.wizard().next()

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError):
                self.fault.say(messages.sentence(error))
                self.completeChanged.emit()
            else:
                errors.show(self, error)

        self._proving = self._tasks.read(
            self,
            lambda _progress: offices.check_new_file(path, probe=True),
            then,
            failed,
            instead_of=self._proving,
        )


def _chosen(typed: str) -> Path:
    """The file that is meant: one typed without its folder lies where workspaces usually do."""
    path = Path(typed)
    return path if path.is_absolute() else paths.default_workspace_dir() / path


class UserPage(QWizardPage):
    """The first user."""

    def __init__(self, plan: Plan, file_page: FilePage) -> None:
        super().__init__()
        self._plan = plan
        self._file_page = file_page
        layout = headed(
            self,
            _("Who works here first?"),
            _(
                "Everybody of the office gets a login of their own later, under Settings → Users. "
                "Nobody can look a lost password up; it can only be replaced, with the recovery "
                "code that comes next."
            ),
        )
        self.full_name, self.position, self.login = TextField(), TextField(), TextField()
        form = PageForm()
        form.add(_("Full &name"), self.full_name, _("As the history is to show it."))
        self.position.setPlaceholderText(_("for example: cán bộ địa bàn"))
        form.add(_("P&osition"), self.position)
        form.add(
            _("&Login name"),
            self.login,
            _("Letters without accents, digits and “_”; for example lan or nv_lan."),
        )
        self.password = NewPassword(form)
        form.let_through(self.password.again)
        self.fault = FaultLine()
        form.add_wide(self.fault)
        layout.addWidget(form)
        for part in (self.full_name, self.login, self.password.first, self.password.again):
            part.textChanged.connect(lambda _text: self._on_edited())

    @override
    def initializePage(self) -> None:
        self.full_name.setFocus()

    def _on_edited(self) -> None:
        self.fault.say("")
        self.completeChanged.emit()

    @override
    def isComplete(self) -> bool:
        fields = (self.full_name, self.login, self.password.first, self.password.again)
        return all(part.text().strip() for part in fields)

    @override
    def validatePage(self) -> bool:
        office = self._plan.office
        if office is None:
            return False
        login, name = self.login.value(), self.full_name.value()
        try:
            users.check_new_user(login=login, full_name=name, password=self.password.value())
        except KtgsError as error:
            self.fault.say(messages.sentence(error))
            return False
        if self.password.fault():
            self.fault.say(self.password.fault())
            self.password.first.setFocus()
            return False
        self._plan.new = offices.NewOffice(
            unit_code=office.code,
            login=login,
            password=self.password.value(),
            full_name=name,
            position=self.position.value(),
            term=self._file_page.term.value(),
        )
        return True
