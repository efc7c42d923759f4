"""First set-up of an office: which one, where, who, then the code for the safe and the signers."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QFrame,
    QMessageBox,
    QProgressBar,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.gui.dialogs.setup_code import CodeSheet
from ktgs_desktop.gui.dialogs.setup_fields import PageForm, headed
from ktgs_desktop.gui.dialogs.setup_office import FaultLine, FilePage, OfficePage, Plan, UserPage
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.offices import CreatedWorkspace
    from ktgs_desktop.services.workspace import Workspace

_LOOK_MS = 100
_FIELD_HEIGHT, _FORM_SPACE = 28, 16


class CreatePage(QWizardPage):
    """Makes the workspace and says how far it is, or what stands in the way."""

    def __init__(self, tasks: TaskRunner, plan: Plan) -> None:
        super().__init__()
        self._tasks = tasks
        self._plan = plan
        self._task: Task | None = None
        self.created: CreatedWorkspace | None = None
        layout = headed(
            self,
            _("Setting up the office"),
            _("This takes some seconds; a whole province takes up to a minute."),
        )
        self.setCommitPage(True)
        self._what = label("", wrap=True)
        self._bar = QProgressBar()
        self.fault = FaultLine()
        layout.addWidget(self._what)
        layout.addWidget(self._bar)
        layout.addWidget(self.fault)
        layout.addStretch(1)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show_step)

    @property
    def running(self) -> bool:
        """Whether the workspace is being made just now."""
        return self._task is not None

    @override
    def initializePage(self) -> None:
        plan, new = self._plan, self._plan.new
        if new is None or plan.office is None:
            return
        self.fault.say("")
        self._what.setText(
            _(
                "The workspace of {office} is made in {file}: encrypted, with the organisations "
                "of the unit and the bodies whose papers you prepare."
            ).format(office=plan.office.name, file=plan.path)
        )
        self._bar.setRange(0, 0)
        self._bar.show()
        units, path = plan.units, Path(plan.path)

        def work(progress: Progress) -> CreatedWorkspace | None:
            try:
                return offices.create_workspace(path, new, units, progress=progress)
            except Cancelled:
                return None

        self._task = self._tasks.write(self, work, self._made, self._failed)
        self._task.ended = self._end
        self._look.start()
        # QWizard sets its buttons after this; going back must wait until the work has ended.
        QTimer.singleShot(0, self, lambda: self._allow_back(allowed=not self.running))

    def _allow_back(self, *, allowed: bool) -> None:
        self.wizard().button(QWizard.WizardButton.BackButton).setEnabled(allowed)

    def _show_step(self) -> None:
        if self._task is not None and self._task.total:
            self._bar.setRange(0, self._task.total)
            self._bar.setValue(self._task.done)

    def _end(self) -> None:
        self._task = None
        self._look.stop()
        self._bar.hide()
        self._what.setText(_("The office could not be set up; nothing was made."))
        self._allow_back(allowed=True)

    def _made(self, created: CreatedWorkspace | None) -> None:
        self.created = created
        if created is None:
            self._what.setText(_("Stopped; nothing was made."))
            return
        self._plan.new = None
        self.completeChanged.emit()
        self.wizard().next()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            go_back = _("Go back to change what you typed.")
            self.fault.say(f"{messages.sentence(error)} {go_back}")

    def stop(self) -> None:
        """Ask the work to stop; what was begun is taken back."""
        if self._task is not None:
            self._task.cancel()

    @override
    def isComplete(self) -> bool:
        return self.created is not None


class CodePage(QWizardPage):
    """Shows the recovery code until it is on paper."""

    def __init__(self, tasks: TaskRunner, create: CreatePage) -> None:
        super().__init__()
        self._create = create
        layout = headed(
            self,
            _("The recovery code"),
            _("The office is set up. One thing belongs on paper before you begin."),
        )
        self.setFinalPage(True)
        self.sheet = CodeSheet(tasks)
        self.sheet.kept.connect(lambda _kept: self.completeChanged.emit())
        layout.addWidget(self.sheet)
        layout.addStretch(1)
        self.setButtonText(QWizard.WizardButton.NextButton, _("Enter the si&gners >"))

    @override
    def initializePage(self) -> None:
        created = self._create.created
        if created is not None:
            self.sheet.show_code(created.workspace, created.recovery_code)

    @override
    def isComplete(self) -> bool:
        return self.sheet.done.isChecked()


class SignersPage(QWizardPage):
    """Who usually signs for the two bodies; may be left empty."""

    def __init__(self, tasks: TaskRunner, create: CreatePage) -> None:
        super().__init__()
        self._tasks = tasks
        self._create = create
        self._rows: list[tuple[IssuingBody, TextField, TextField]] = []
        layout = headed(
            self,
            _("Who signs the papers?"),
            _("May be left empty; more signers are entered under Settings → Issuing bodies."),
        )
        self._boxes = QVBoxLayout()
        self.fault = FaultLine()
        layout.addLayout(self._boxes)
        layout.addWidget(self.fault)
        layout.addStretch(1)

    @override
    def initializePage(self) -> None:
        created = self._create.created
        if created is None or self._rows:
            return
        workspace = created.workspace
        self._tasks.read(self, lambda _progress: offices.bodies(workspace), self._fill)

    def _fill(self, bodies: list[IssuingBody]) -> None:
        for body in bodies:
            usual = body.signers[0] if body.signers else Signer("", "", "")
            box = self._box(body, usual, last=body is bodies[-1])
            self._boxes.addWidget(box)
            box.show()  # a layout shows it later only; until then Enter would pass it by
        if self._rows:
            self._rows[0][1].setFocus()

    def _box(self, body: IssuingBody, usual: Signer, *, last: bool) -> QWidget:
        frame = QFrame()
        frame.setObjectName("card")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(14, 10, 14, 12)
        inner.addWidget(label(f"{body.name} · {usual.authority}", "sectionTitle", wrap=True))
        name, position = TextField(), TextField()
        name.set_value(usual.name)
        position.set_value(usual.position)
        form = PageForm()
        form.add(_("Full name"), name, _("Without academic or military title."))
        add = form.add_last if last else form.add
        add(_("Position"), position, _("As under the signature, e.g. BÍ THƯ or PHÓ BÍ THƯ."))
        for part in (name, position):
            part.setAccessibleName(f"{body.name}: {part.accessibleName()}")
        form.setFixedHeight(2 * max(name.sizeHint().height(), _FIELD_HEIGHT) + _FORM_SPACE)
        inner.addWidget(form)
        self._rows.append((body, name, position))
        return frame

    def changed(self) -> list[IssuingBody]:
        """Bodies whose signer was entered or changed."""
        found = []
        for body, name, position in self._rows:
            usual = body.signers[0] if body.signers else Signer("", "", "")
            signer = Signer(name.value(), position.value(), usual.authority)
            if signer != usual:
                found.append(dataclasses.replace(body, signers=(signer, *body.signers[1:])))
        return found


class SetupWizard(QWizard):
    """Leads through the first set-up.

    Attributes:
        workspace: the open workspace, None until it is made.
    """

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.plan = Plan()
        self.setWindowTitle(_("Set up an office"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.resize(820, 600)
        self.office_page = OfficePage(tasks, self.plan)
        self.file_page = FilePage(tasks, self.plan)
        self.user_page = UserPage(self.plan, self.file_page)
        self.create_page = CreatePage(tasks, self.plan)
        self.code_page = CodePage(tasks, self.create_page)
        self.signers_page = SignersPage(tasks, self.create_page)
        for page in (
            self.office_page,
            self.file_page,
            self.user_page,
            self.create_page,
            self.code_page,
            self.signers_page,
        ):
            self.addPage(page)
        self.setButtonText(QWizard.WizardButton.CommitButton, _("&Next >"))
        self.currentIdChanged.connect(lambda _page: self._dress_buttons())

    def _dress_buttons(self) -> None:
        """One button leads on and looks so; once the office is made nothing can be cancelled."""
        kinds = QWizard.WizardButton
        last = self.currentPage() is self.signers_page
        for kind in (kinds.NextButton, kinds.FinishButton):
            made = self.button(kind)
            made.setProperty("primary", (kind == kinds.FinishButton) == last)
            made.style().unpolish(made)
            made.style().polish(made)
        if self.workspace is not None:
            self.setButtonLayout(
                [kinds.Stretch, kinds.BackButton, kinds.NextButton, kinds.FinishButton]
            )

    @property
    def workspace(self) -> Workspace | None:
        """The open workspace, None until it is made."""
        created = self.create_page.created
        return created.workspace if created else None

    @override
    def accept(self) -> None:
        workspace, changed = self.workspace, self.signers_page.changed()
        if workspace is None or not changed or self.currentPage() is not self.signers_page:
            super().accept()
            return

        def work(_progress: Progress) -> None:
            for body in changed:
                offices.save_body(workspace, body)

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError):
                self.signers_page.fault.say(messages.sentence(error))

        self._tasks.write(self, work, lambda _none: super(SetupWizard, self).accept(), failed)

    @override
    def reject(self) -> None:
        if self.workspace is not None:
            self._leave_made()
        elif self.create_page.running:
            self.create_page.stop()
        elif self.plan.office is None or self._really():
            super().reject()

    def _leave_made(self) -> None:
        """Once the office is made, closing means finishing; the code must be on paper first."""
        if self.code_page.isComplete():
            super().accept()
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.windowTitle())
        box.setText(_("Print the recovery code or write it down first, then say so below it."))
        box.exec()

    def _really(self) -> bool:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.windowTitle())
        box.setText(_("Leave the set-up? What you typed is lost; nothing has been made yet."))
        leave = box.addButton(_("&Leave"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(_("&Go on with it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is leave
