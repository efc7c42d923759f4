"""A unit below in full: its packages, its channels, its gaps, the periods it has sent for."""

from __future__ import annotations

import html
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.unit_words import PERIOD_SIGNS, period_name, period_told, state_told
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.units import UnitStanding

_WIDTH, _HEIGHT = 640, 480


class UnitStandingDialog(QDialog):
    """Shows all that is known of what a unit sent.

    Args:
        session: the session.
        unit: the unit.
        parent: the window.
    """

    def __init__(self, session: Session, unit: UnitStanding, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(unit.name)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(unit.name, "dialogTitle", wrap=True))
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("What the unit sent"))
        self.text.setHtml(_told(unit))
        layout.addWidget(self.text, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        self.close_button = button(_("&Close"), self.accept, primary=True)
        line.addWidget(self.close_button)
        layout.addLayout(line)
        self.close_button.setFocus()


def _told(unit: UnitStanding) -> str:
    parts = [_table([(_("State"), state_told(unit)), *_package(unit), *_channels(unit)])]
    if unit.waiting:
        parts.append(_heading(_("Gaps")))
        parts += _gaps(unit)
    parts.append(_heading(_("Periods")))
    if unit.periods:
        parts.append(
            _table(
                [
                    (f"{PERIOD_SIGNS[one.state]} {period_name(one)}", period_told(one))
                    for one in unit.periods
                ]
            )
        )
    else:
        none = _("No period has ended yet.")
        parts.append(f"<p>{html.escape(none)}</p>")
    return "".join(parts)


def _package(unit: UnitStanding) -> list[tuple[str, str]]:
    rows = [(_("Superior"), unit.superior)]
    rows.append((_("Last package"), unit.last_file or _("none")))
    if unit.last_made:
        rows.append((_("Made"), i18n.moment(datetime.fromisoformat(unit.last_made))))
    if unit.last_taken:
        rows.append((_("Taken in"), i18n.moment(datetime.fromisoformat(unit.last_taken))))
    rows.append((_("Programs of"), ", ".join(map(str, unit.years))))
    rows.append((_("Program version"), unit.program))
    rows.append((_("Data version"), str(unit.schema or "")))
    rows.append((_("Conflicts"), str(unit.conflicts or "")))
    return rows


def _channels(unit: UnitStanding) -> list[tuple[str, str]]:
    names = {"up.sum": _("Figures"), "up.det": _("Names of persons")}
    rows = []
    for channel, (number, heads) in sorted(unit.channels.items()):
        told = _("up to number {number}, {heads}").format(
            number=i18n.number(number), heads=", ".join(head[:12] for head in heads)
        )
        rows.append((names.get(channel, channel), told))
    return rows


def _gaps(unit: UnitStanding) -> list[str]:
    told = _("{count} changes wait since {since}: the numbers {first} to {last} are missing.")
    found = []
    for one in unit.waiting:
        shown = told.format(
            count=one.count,
            since=i18n.moment(datetime.fromisoformat(one.since)),
            first=one.here + 1,
            last=one.first - 1,
        )
        found.append(f"<p>{html.escape(shown)}</p>")
    return found


def _heading(text: str) -> str:
    return f"<p style='margin:12px 0 4px'><b>{html.escape(text)}</b></p>"


def _table(rows: list[tuple[str, str]]) -> str:
    muted = theme.colour("muted").name()
    lines = [
        f"<tr><td style='color:{muted};padding:2px 14px 2px 0'>{html.escape(name)}</td>"
        f"<td style='padding:2px 0'>{html.escape(value)}</td></tr>"
        for name, value in rows
        if value
    ]
    return f"<table>{''.join(lines)}</table>"
