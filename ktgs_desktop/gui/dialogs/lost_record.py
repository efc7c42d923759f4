"""A record of the office that came back otherwise than it stands, or was withheld: decide it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.package_words import spelled_value
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.record_words import entity_text, field_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import recovery
from ktgs_desktop.services.exchange.recovery import Loss

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.recovery import LostRecord

_HEIGHT = 180


class LostRecordDialog(FormDialog):
    """Asks what becomes of a record that came back after a copy was restored.

    Args:
        session: the session.
        record: the record.
        parent: the window.

    Attributes:
        keep: lets it stand as it is here, and go to other offices again.
        take: takes it as it was issued last.
    """

    def __init__(self, session: Session, record: LostRecord, parent: QWidget) -> None:
        super().__init__(_("A record that came back"), parent, width=640)
        self._session, self._record = session, record
        withheld = record.loss == Loss.WITHHELD
        named = _("{kind}: {record}").format(kind=entity_text(record.entity), record=record.label)
        self.head.addWidget(label(named, wrap=True))
        if withheld:
            text = _(
                "After the copy was made that this computer went on with, this record was taken "
                "back from other offices, perhaps because it was marked secret. It stays here "
                "until you release it. See first whether it may go, and mark it if it may not."
            )
        else:
            text = _(
                "It was issued otherwise than it stands here. Take it as it was issued, or keep "
                "it as it is; the next package then sends that."
            )
        self.head.addWidget(label(text, "muted", wrap=True))
        if record.fields:
            self.head.addWidget(self._fields())
        self.form.hide()
        self.keep = button(
            _("&Release it") if withheld else _("&Keep it as it is"), self._keep, primary=withheld
        )
        self.take = button(_("&Take it as it was issued"), self._take, primary=True)
        self.take.setVisible(not withheld)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(self.keep)
        self.buttons.addWidget(self.take)
        self.keep.setFocus()

    def _fields(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setRootIsDecorated(False)
        tree.setHeaderLabels([_("Field"), _("As it is here"), _("As it was issued")])
        tree.setAccessibleName(_("What differs"))
        tree.setMaximumHeight(theme.scaled(_HEIGHT))
        for one in self._record.fields:
            shown = [
                spelled_value(self._record.entity, one.field, value) or _("(empty)")
                for value in (one.before, one.after)
            ]
            tree.addTopLevelItem(QTreeWidgetItem([field_text(one.field), *shown]))
        return tree

    def _keep(self) -> None:
        self._do(lambda: recovery.keep_own(self._session.workspace, [self._record]))

    def _take(self) -> None:
        self._do(lambda: recovery.take_back(self._session.workspace, [self._record]))

    def _do(self, run: Callable[[], object]) -> None:
        self.submit(self._session.tasks, lambda _progress: run(), lambda _done: self.accept())
