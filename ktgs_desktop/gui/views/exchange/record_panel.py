"""A record of a unit below in full, read-only: what it says, its versions, remarks on it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.journal import DELETE, WITHDRAW
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.attached_files import AttachedFilesDialog
from ktgs_desktop.gui.dialogs.remark import RemarkDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.record_words import (
    entity_text,
    field_text,
    points_elsewhere,
    shown_fields,
    value_text,
)
from ktgs_desktop.gui.widgets.remark_words import state_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import remarks, replicas
from ktgs_desktop.services.exchange.remarks import NewRemark

if TYPE_CHECKING:
    from ktgs_desktop.domain.remark_states import RemarkRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.replicas import Received, ReceivedVersion


class RecordPanel(QWidget):
    """Shows the record in hand.

    Args:
        session: the session.

    Signals:
        shown: a record has come.
    """

    shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._reading: Task | None = None
        self._record: Received | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(6)
        self.title = label("", "sectionTitle", wrap=True)
        self.unit = label("", "muted", wrap=True)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("The record and its versions"))
        self.remark = button(_("&Write a remark…"), self.write_remark, icon="chat-text")
        self.remark.setEnabled(False)
        self.files = button(_("&Attached files…"), self.show_files, icon="paperclip")
        self.files.hide()
        line = QHBoxLayout()
        line.addWidget(self.files)
        line.addStretch(1)
        line.addWidget(self.remark)
        for part in (self.title, self.unit):
            layout.addWidget(part)
        layout.addWidget(self.text, 1)
        layout.addLayout(line)

    def show_row(self, number: int) -> None:
        """Show a record.

        Args:
            number: its local row number, 0 for none.
        """
        workspace = self.session.workspace
        if not number:
            self._show(None, ())
            return

        def work(_progress: Progress) -> tuple[Received, list[RemarkRow]]:
            found = replicas.received(workspace, number)
            return found, remarks.of_record(workspace, found.row.id)

        self._reading = self.session.tasks.read(
            self,
            work,
            lambda found: self._show(*found),
            lambda _error: self._show(None, ()),
            instead_of=self._reading,
        )

    def _show(self, found: Received | None, said: Sequence[RemarkRow]) -> None:
        self._record = found
        self.remark.setEnabled(found is not None and not self.session.workspace.read_only)
        self.files.setVisible(found is not None and bool(found.document.get("files")))
        if found is None:
            self.title.setText(_("No record is chosen"))
            self.unit.setText("")
            self.text.clear()
            return
        self.title.setText(found.row.label or found.row.above or entity_text(found.row.entity))
        self.unit.setText(_("{unit} · read only").format(unit=found.row.unit_name))
        self.text.setHtml("".join(_told(found, said)))
        self.shown.emit()

    def show_files(self) -> None:
        """Show the files the paper in hand names."""
        if self._record is not None:
            about, record = self.title.text(), self._record.row.id
            dialog = AttachedFilesDialog(self.session, record, about, self.window())
            dialog.exec()
            dialog.deleteLater()

    def write_remark(self) -> None:
        """Write a remark on the record in hand."""
        if self._record is None or not self.remark.isEnabled():
            return
        row = self._record.row
        about = f"{row.unit_name} · {entity_text(row.entity)}: {self.title.text()}"
        said = NewRemark(row.unit, "", record=row.id)
        dialog = RemarkDialog(self.session, said, about, self.window())
        dialog.exec()
        dialog.deleteLater()


def _told(found: Received, said: Sequence[RemarkRow]) -> Iterator[str]:
    row = found.row
    if row.leaves > 1:
        told = _("{count} versions stand side by side; its office has to decide.")
        yield _line(told.format(count=row.leaves), "overdue")
    if row.standing == WITHDRAW:
        yield _line(_("Its office took it back."), "overdue")
    elif row.standing == DELETE:
        yield _line(_("Its office voided it."), "overdue")
    document = {} if row.needs else found.document
    if row.needs:
        told = _(
            "A newer version of this program wrote it (data version {number}). It is kept and "
            "handed on as it is, and shows here once this program is updated."
        )
        yield _line(told.format(number=row.needs), "due_soon")
    rows = [
        (field_text(field), value_text(row.entity, field, document[field]))
        for field in shown_fields(document)
    ]
    if row.above:
        rows.insert(0, (_("Belongs to"), row.above))
    yield _table(rows)
    if said:
        yield _heading(_("Remarks"))
        for one in said:
            day = i18n.day(one.remark.on)
            yield _line(f"{day} · {state_text(one.state)}: {one.remark.text}")
    yield _heading(_("Versions"))
    for version in found.versions:
        yield _version(row.entity, version)


def _version(entity: str, version: ReceivedVersion) -> str:
    when = i18n.moment(datetime.fromisoformat(version.at))
    head = f"<b>{html.escape(when)}</b>"
    if version.signed_by:
        head += html.escape(" · " + _("signed by {who}").format(who=version.signed_by))
    if version.file:
        head += f" · {html.escape(version.file)}"
    if version.clock != "ok":
        head += " · " + html.escape(_("clock in doubt"))
    lines = [head]
    if version.reason:
        lines.append(html.escape(_("Voided: {why}").format(why=version.reason)))
    muted = theme.colour("muted").name()
    for change in version.fields:
        if points_elsewhere(change.field):
            continue
        before = value_text(entity, change.field, change.before) or "–"
        after = value_text(entity, change.field, change.after) or "–"
        lines.append(
            f"<span style='color:{muted}'>{html.escape(field_text(change.field))}:</span> "
            f"{html.escape(before)} → {html.escape(after)}"
        )
    return f"<p style='margin:4px 0 6px'>{'<br>'.join(lines)}</p>"


def _line(text: str, tint: str = "") -> str:
    colour = f"color:{theme.colour(tint).name()};" if tint else ""
    return f"<p style='{colour}margin:4px 0'>{html.escape(text)}</p>"


def _heading(text: str) -> str:
    return f"<p style='margin:12px 0 2px'><b>{html.escape(text)}</b></p>"


def _table(rows: Sequence[tuple[str, str]]) -> str:
    muted = theme.colour("muted").name()
    lines = [
        f"<tr><td style='color:{muted};padding:2px 12px 2px 0'>{html.escape(name)}</td>"
        f"<td style='padding:2px 0'>{html.escape(value)}</td></tr>"
        for name, value in rows
        if value
    ]
    return f"<table>{''.join(lines)}</table>"
