"""Edits an issuing body, or adds an advisory one, with its printed heading beside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui.dialogs.bodies.preview import BodyPreview
from ktgs_desktop.gui.dialogs.bodies.tables import SeriesTable, SignersTable
from ktgs_desktop.gui.dialogs.users import ask
from ktgs_desktop.gui.widgets.completion import Suggestion
from ktgs_desktop.gui.widgets.fields import LinesField, TextField
from ktgs_desktop.gui.widgets.form import Form, FormDialog
from ktgs_desktop.gui.widgets.named_field import NamedField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session

_FORM_WIDTH, _PREVIEW_WIDTH, _HEIGHT = 560, 560, 520
_MARGINS = 36


class _LineByLine(LinesField):
    """Lines of a list: Enter begins the next one, Tab leaves."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        QPlainTextEdit.keyPressEvent(self, event)


class BodyDialog(FormDialog):
    """Edits a body; a new one is chosen from the register first.

    Attributes:
        saved: the body as saved, None until then.
    """

    def __init__(
        self, session: Session, body: IssuingBody, parent: QWidget, *, new: bool = False
    ) -> None:
        title = _("Add an advisory body") if new else body.name
        super().__init__(title, parent, width=_FORM_WIDTH + _PREVIEW_WIDTH + _MARGINS)
        self._session = session
        self._body = body
        self._new = new
        self._edited = False
        self.saved: IssuingBody | None = None
        self.form.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._heading_tab(), _("Heading"))
        self.signers = SignersTable(body.signers)
        self.tabs.addTab(self.signers, _("Signers"))
        self.tabs.addTab(self._recipients_tab(), _("Recipients"))
        self.series = SeriesTable(body.series, codes("document_types"), codes("terms"))
        self.tabs.addTab(self.series, _("Numbers"))
        self.preview = BodyPreview(session)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(self.tabs)
        parts.addWidget(self.preview)
        parts.setSizes([_FORM_WIDTH, _PREVIEW_WIDTH])
        parts.setMinimumSize(_FORM_WIDTH + _PREVIEW_WIDTH, _HEIGHT)
        self.head.addWidget(parts, 1)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Save"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        for part in (self.fields, self.signers, self.recipients, self.series):
            part.edited.connect(self._on_edited)
        self.preview.show_body(body)
        (self.organization if new else self.name).setFocus()

    def _heading_tab(self) -> Form:
        body = self._body
        self.fields = form = Form()
        self.organization = NamedField(self._session.tasks, self._suggest)
        self.name, self.header_above, self.header_own = TextField(), TextField(), TextField()
        self.symbol, self.place = TextField(), TextField()
        if self._new:
            help_text = _("Type part of its name and pick it from the register.")
            form.add(_("&Organisation"), self.organization, help_text)
            self.organization.setPlaceholderText(_("for example: ban tuyen giao"))
            self.organization.picked.connect(self._on_picked)
        for field, text, value, help_text in (
            (self.name, _("&Name"), body.name, _("As papers call it: Ban Thường vụ Huyện uỷ.")),
            (
                self.header_above,
                _("&First header line"),
                body.header_above,
                _("The body above, in capitals; may be empty."),
            ),
            (
                self.header_own,
                _("S&econd header line"),
                body.header_own,
                _("The body itself, in capitals; printed bold."),
            ),
            (self.symbol, _("S&ymbol"), body.symbol, _("In numbers, e.g. HU in 02-CTr/HU.")),
            (self.place, _("&Place"), body.place, _("Before the date: Phú Bình, ngày …")),
        ):
            field.set_value(value)
            form.add(text, field, help_text)
        return form

    def _recipients_tab(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 8, 0, 0)
        text = _(
            "One recipient in a line, the archive line last; dashes and commas are set in print."
        )
        layout.addWidget(label(text, "muted", wrap=True))
        self.recipients = _LineByLine(12)
        self.recipients.set_value("\n".join(self._body.recipients))
        self.recipients.setAccessibleName(_("Recipients"))
        layout.addWidget(self.recipients)
        layout.addStretch(1)
        box.setFocusProxy(self.recipients)
        return box

    # Choosing the organisation ----------------------------------------------------------

    def _suggest(self, text: str) -> list[Suggestion]:
        found = organizations.suggest(self._session.workspace, text, 12)
        return [Suggestion(row.name, row.id) for row in found]

    def _on_picked(self, suggestion: Suggestion) -> None:
        if not self.name.value():
            self.name.set_value(suggestion.text)
        if not self.header_own.value():
            self.header_own.set_value(suggestion.text.upper())
        self._on_edited()

    # Saving -----------------------------------------------------------------------------

    def value(self) -> IssuingBody:
        """The body as it stands in the fields."""
        organization = self.organization.value()
        picked = organization.id if organization is not None else None
        return dataclasses.replace(
            self._body,
            organization=picked or self._body.organization,
            name=self.name.value(),
            header_above=self.header_above.value(),
            header_own=self.header_own.value(),
            symbol=self.symbol.value(),
            place=self.place.value(),
            signers=self.signers.value(),
            recipients=tuple(self.recipients.value().splitlines()),
            series=self.series.value(),
        )

    def _on_edited(self) -> None:
        self._edited = True
        self.preview.show_body(self.value())

    def _save(self) -> None:
        organization = self.organization.value()
        if self._new and (organization is None or organization.id is None):
            self.say(
                _(
                    "Pick the organisation from the list that opens while you type. If it is not "
                    "there, add it on the page “Organisations, members” first."
                )
            )
            self.tabs.setCurrentIndex(0)
            self.organization.setFocus()
            return
        self.signers.grid.settle()
        self.series.grid.settle()
        workspace, changed = self._session.workspace, self.value()

        def then(saved: IssuingBody) -> None:
            self.saved = saved
            self.accept()

        self.submit(
            self._session.tasks, lambda _progress: offices.save_body(workspace, changed), then
        )

    @override
    def reject(self) -> None:
        text = _("Leave without saving? What you changed here is lost.")
        saving = self._task is not None
        if saving or not self._edited or ask(self, self.windowTitle(), text, _("&Leave")):
            super().reject()
