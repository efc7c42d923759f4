"""At which of the office's computers a record is worked on, and asking before another edits it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QRadioButton

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.users import ask
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import assignments

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.assignments import Whereabouts

_ANYWHERE, _HUB = "", "hub"
Record = tuple[str, UUID]
"""Kind of a record and its id."""


class AssignDialog(FormDialog):
    """Asks at which computer a record is worked on.

    Args:
        session: the session.
        record: the record.
        found: where it is worked on now.
        whole: what it belongs to and that may be assigned in its place, None for nothing.
        parent: the window.

    Attributes:
        computer: the computer chosen.
        this, all: which of both is assigned.
    """

    def __init__(
        self,
        session: Session,
        record: Record,
        found: Whereabouts,
        whole: Record | None,
        parent: QWidget,
    ) -> None:
        super().__init__(_("Who works on it"), parent, width=560)
        self._session, self._record, self._whole = session, record, whole
        self.head.addWidget(label(found.label, wrap=True))
        text = _(
            "At other computers the program asks before this is changed there. Nothing is locked; "
            "what both changed is compared when their work meets."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        choices = [(_ANYWHERE, _("at any computer"))]
        choices += [(_HUB if one is None else str(one), name) for one, name in found.computers]
        self.computer = ChoiceField(choices)
        if found.assigned:
            self.computer.set_value(_HUB if found.desk is None else str(found.desk))
        self.form.add(_("&Computer"), self.computer)
        self.this, self.all = QRadioButton(_("This &line")), QRadioButton(_("The whole &program"))
        self.this.setChecked(True)
        if whole is not None:
            self.head.addWidget(self.this)
            self.head.addWidget(self.all)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.computer.setFocus()

    def _save(self) -> None:
        workspace, chosen = self._session.workspace, self.computer.value()
        entity, record = self._record
        if self._whole is not None and self.all.isChecked():
            entity, record = self._whole

        def work(_progress: Progress) -> None:
            if chosen == _ANYWHERE:
                assignments.free(workspace, record)
            else:
                desk = None if chosen == _HUB else UUID(chosen)
                assignments.assign(workspace, entity, record, desk)

        self.submit(self._session.tasks, work, lambda _none: self.accept())


def assign(session: Session, record: Record, parent: QWidget, whole: Record | None = None) -> None:
    """Ask at which computer a record is worked on.

    Args:
        session: the session.
        record: the record.
        parent: the window.
        whole: what it belongs to and that may be assigned in its place.
    """
    workspace = session.workspace

    def then(found: Whereabouts) -> None:
        if not found.computers:
            session.said.emit(_("Make a copy for another computer first: Settings, Copies."))
            return
        dialog = AssignDialog(session, record, found, whole, parent)
        if dialog.exec():
            session.said.emit(_("Noted who works on it"))
        dialog.deleteLater()

    session.tasks.ask(
        parent,
        lambda _progress: assignments.whereabouts(workspace, *record),
        then,
        lambda error: errors.show(parent, error),
    )


class SoftLock(QObject):
    """Asks once for each record before it is changed that another computer works on.

    Args:
        session: the session.
        entity: kind of the records.
        parent: the panel in which they are edited.
    """

    def __init__(self, session: Session, entity: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._entity, self._panel = session, entity, parent
        self._asked: set[UUID] = set()

    def check(self, record: UUID | None) -> None:
        """Refuse the change if the user has to be asked; runs in the writer's thread.

        Args:
            record: the record, None for a new one.

        Raises:
            UserError: `worked_on_elsewhere`.
        """
        if record is not None and record not in self._asked:
            assignments.check_here(self._session.workspace, self._entity, record)

    def agreed(self, error: BaseException, record: UUID | None) -> bool:
        """Whether a change was refused for that alone and the user wants it all the same.

        Args:
            error: what the writing ended with.
            record: the record.
        """
        if not (isinstance(error, UserError) and error.code == "worked_on_elsewhere"):
            return False
        told = messages.sentence(error)
        if record is None or not ask(
            self._panel.window(), _("Worked on elsewhere"), told, _("&Change it here too")
        ):
            return False
        self._asked.add(record)
        return True

    def before(self, record: UUID, run: Callable[[], object]) -> None:
        """Do something to a record, once the user was asked if need be.

        Args:
            record: the record.
            run: does it.
        """

        def failed(error: BaseException) -> None:
            if self.agreed(error, record):
                run()
            elif isinstance(error, KtgsError) and error.code != "worked_on_elsewhere":
                errors.show(self._panel, error)

        def then(_none: None) -> None:
            run()

        self._session.tasks.ask(self._panel, lambda _progress: self.check(record), then, failed)
