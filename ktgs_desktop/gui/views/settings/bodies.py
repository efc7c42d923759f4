"""The bodies whose papers the office prepares."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.bodies import BodyDialog, BodyPreview
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_PREVIEW_WIDTH, _PREVIEW_HEIGHT = 640, 200


class BodiesSection(Section):
    """List of the bodies in the order of the tabs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Issuing bodies"),
            _(
                "The bodies whose papers you prepare, in the order in which they stand as tabs. "
                "Each has its own heading, symbol, signers and numbers."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self._bodies: list[IssuingBody] = []
        heads = [_("Order"), _("Name"), _("Heading"), _("Symbol"), _("Usual signer")]
        self.list = SmallList(_("Issuing bodies"), heads, 2)
        self.list.itemActivated.connect(lambda _item, _column: self.edit())
        self.edit_button = button(_("&Edit…"), self.edit, icon="pencil-simple", primary=True)
        self.up = button(_("Move &up"), lambda: self.move_body(-1), icon="arrow-up")
        self.down = button(_("Move &down"), lambda: self.move_body(1), icon="arrow-down")
        self.add_button = button(_("&Add an advisory body…"), self.add, icon="plus")
        buttons = (self.edit_button, self.up, self.down, self.add_button)
        self.body.addWidget(self.list, LIST_STRETCH)
        self.add_buttons(*buttons)
        self.body.addWidget(label(_("How its papers print"), "sectionTitle"))
        self.preview = BodyPreview(session)
        self.preview.setMaximumWidth(_PREVIEW_WIDTH)
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT)
        self.body.addWidget(self.preview, LIST_STRETCH)
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_current())
        for made in buttons:
            made.setVisible(not session.workspace.read_only)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(
                QKeySequence(keys),
                self.list,
                lambda step=step: self.move_body(step),
                context=Qt.ShortcutContext.WidgetShortcut,
            )
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Read the bodies again."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self, lambda _progress: offices.bodies(workspace), self._take, instead_of=self._reading
        )

    def _take(self, bodies: list[IssuingBody]) -> None:
        self._bodies = bodies
        self.list.fill([(body.id, _texts(place, body)) for place, body in enumerate(bodies, 1)])

    def _show_current(self) -> None:
        body = self._current()
        if body is not None:
            self.preview.show_body(body)

    def _on_changed(self, changes: object) -> None:
        if "issuing_body" in touched(changes):
            self.reload()

    def _current(self) -> IssuingBody | None:
        return next((body for body in self._bodies if body.id == self.list.current()), None)

    def edit(self) -> None:
        """Edit the current body."""
        body = self._current()
        if body is None or self._session.workspace.read_only:
            return
        dialog = BodyDialog(self._session, body, self.window())
        if dialog.exec():
            self._session.said.emit(_("Saved: {name}").format(name=body.name))
        dialog.deleteLater()

    def add(self) -> None:
        """Add an advisory body."""
        workspace = self._session.workspace

        def then(blank: IssuingBody) -> None:
            dialog = BodyDialog(self._session, blank, self.window(), new=True)
            if dialog.exec() and dialog.saved is not None:
                self._session.said.emit(_("Added: {name}").format(name=dialog.saved.name))
            dialog.deleteLater()

        self._session.tasks.ask(
            self, lambda _progress: offices.blank_body(workspace, workspace.office.unit), then
        )

    def move_body(self, step: int) -> None:
        """Move the current body among the tabs.

        Args:
            step: -1 for up, 1 for down.
        """
        ids: list[UUID] = [body.id for body in self._bodies]
        current = self._current()
        workspace = self._session.workspace
        if current is None or workspace.read_only:
            return
        place = ids.index(current.id)
        if not 0 <= place + step < len(ids):
            return
        ids[place], ids[place + step] = ids[place + step], ids[place]
        self._session.tasks.write(
            self,
            lambda _progress: offices.order_bodies(workspace, ids),
            lambda _none: None,
            lambda error: errors.show(self, error),
        )


def _texts(place: int, body: IssuingBody) -> list[str]:
    signer = body.signers[0] if body.signers else None
    shown = " · ".join((signer.name or _("(name missing)"), signer.position)) if signer else ""
    heading = " / ".join(line for line in (body.header_above, body.header_own) if line)
    return [str(place), body.name, heading, body.symbol, shown]
