"""The history of a record: who changed what, when, from what to what."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.history import Version

_LONGEST = 160


class HistoryPanel(QWidget):
    """Shows every version of a record, the latest first.

    Args:
        session: the session.
        entity: name of the kind of record.
        names: what fields are called; others are not shown.
    """

    def __init__(
        self,
        session: Session,
        entity: str,
        names: Mapping[str, Late],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._entity = entity
        self._names = names
        self._record: UUID | None = None
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("History"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.text)

    def show_record(self, record: UUID | None) -> None:
        """Show the history of a record.

        Args:
            record: its id, None for none.
        """
        self._record = record
        if record is None:
            self.text.clear()
            return
        from ktgs_desktop.services import history  # brings the database along

        workspace, entity = self._session.workspace, self._entity

        def then(found: Sequence[Version]) -> None:
            if self._record == record:
                self.text.setHtml("".join(self._block(version) for version in found))

        self._session.tasks.read(
            self, lambda _progress: history.versions(workspace, entity, record), then
        )

    def _block(self, version: Version) -> str:
        when = datetime.fromisoformat(version.at)
        head = f"{when:%d/%m/%Y %H:%M} · {version.user} · {version.label}"
        lines = [f"<p style='margin:8px 0 2px'><b>{html.escape(head)}</b>"]
        if version.voided:
            lines.append("<br>" + html.escape(_("Voided: {why}").format(why=version.voided)))
        muted = theme.colour("muted").name()
        for change in version.fields:
            name = self._names.get(change.field)
            if name is None:
                continue
            before, after = shown_value(change.before), shown_value(change.after)
            if not before and not after:
                continue
            arrow = f"{html.escape(before)} → " if before else ""
            lines.append(
                f"<br><span style='color:{muted}'>{html.escape(str(name))}:</span> "
                f"{arrow}{html.escape(after) or '–'}"
            )
        return "".join(lines) + "</p>"


def shown_value(value: Any) -> str:
    """A value of a record as people read it.

    Args:
        value: as the journal keeps it.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "")
    if isinstance(value, list):
        return "; ".join(part for part in map(shown_value, value) if part)[:_LONGEST]
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
