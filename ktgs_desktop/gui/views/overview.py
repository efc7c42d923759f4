"""The first page: what is late, what is due, what waits, how the year stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import days_between
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.remark_states import RemarkState
from ktgs_desktop.gui import actions, theme
from ktgs_desktop.gui.widgets.bars import Bar, Part, StackedBars
from ktgs_desktop.gui.widgets.page import Button, Card, EmptyState, Page, button, clear, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import maintenance, overview

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.maintenance import Copy
    from ktgs_desktop.services.overview import Overview

_LEAST_ROWS = 3
_HEAD, _GAP, _LINE_SPACE = 54, 12, 8
_STRETCH = (3, 2, 2)
_ROMAN = ("I", "II", "III", "IV")
_OLD_COPY_DAYS = 14


class OverviewPage(Page):
    """What needs attention today."""

    def __init__(self, session: Session) -> None:
        super().__init__(i18n.long_day(session.workspace.today))
        self.session = session
        self._reading: Task | None = None
        self._words = label("", "muted")
        self.body.addWidget(self._words)
        self._empty = EmptyState("squares-four")
        self.body.addWidget(self._empty, 1)
        self._cards = QWidget()
        grid = QGridLayout(self._cards)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        self._late = Card(_("Overdue"), "warning-circle")
        self._soon = Card(_("Due within 30 days"), "clock")
        self._waiting = Card(_("Waiting"), "hourglass")
        self._year = Card("", "chart-bar-horizontal")
        self._files = Card(_("Registers"), "tree-structure")
        self._safety = Card(_("Safety of the data"), "shield-check")
        self._late.add_link(button(_("All lines"), self._open_late, flat=True))
        self._waiting.add_link(button(_("Papers"), lambda: self._go("papers"), flat=True))
        self._files.add_link(button(_("Open"), lambda: self._go("organizations"), flat=True))
        self._safety.add_link(button(_("Settings"), lambda: self._go("settings"), flat=True))
        for card, place in (
            (self._late, (0, 0, 1, 1)),
            (self._soon, (0, 1, 1, 1)),
            (self._waiting, (0, 2, 1, 1)),
            (self._year, (1, 0, 2, 2)),
            (self._files, (1, 2, 1, 1)),
            (self._safety, (2, 2, 1, 1)),
        ):
            grid.addWidget(card, *place)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for row, share in enumerate(_STRETCH):
            grid.setRowStretch(row, share)
        self.bars = StackedBars(
            (
                Part(ProgressState.DONE, _("done"), "done"),
                Part(ProgressState.IN_PROGRESS, _("in progress"), "in_progress"),
                Part(ProgressState.OVERDUE, _("overdue"), "overdue"),
                Part(ProgressState.NOT_STARTED, _("not started"), "bar_empty", light=True),
            )
        )
        self._year.body.addWidget(self.bars, 1)
        self.bars.chosen.connect(self._open_quarter)
        self.body.addWidget(self._cards, 1)
        self._shown_year = session.workspace.today.year
        self._found: tuple[Overview, Sequence[Copy]] | None = None
        self._rows = _LEAST_ROWS
        self._fill = QTimer(self, singleShot=True, interval=0)
        self._fill.timeout.connect(self._fill_height)
        self._cards.hide()
        self._empty.hide()
        actions.make("refresh", self, self.reload)
        session.changed.connect(self._on_changed)
        self.reload()

    def _on_changed(self, _changes: object) -> None:
        self.reload()

    def _go(self, page: str) -> None:
        self.session.go.emit(page, None)

    def _open_late(self) -> None:
        self.session.go.emit("programs", ("lines", {"state": str(ProgressState.OVERDUE)}))

    def _open_quarter(self, row: int, state: str) -> None:
        behind = {"year": str(self._shown_year), "quarter": str(row + 1), "state": state}
        self.session.go.emit("programs", ("lines", behind))

    def reload(self) -> None:
        """Ask again what needs attention."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[Overview, list[Copy]]:
            return overview.overview(workspace), maintenance.copies(workspace.files.database)

        self._reading = self.session.tasks.read(
            self, work, lambda found: self._show(*found), instead_of=self._reading
        )

    # Showing ----------------------------------------------------------------------------

    def _fill_height(self) -> None:
        """Show as many lines on a card as its share of the height has room for."""
        cards = self._cards.height() - _GAP * (len(_STRETCH) - 1)
        room = cards * _STRETCH[0] // sum(_STRETCH) - theme.scaled(_HEAD)
        rows = max(_LEAST_ROWS, room // (self.fontMetrics().height() + _LINE_SPACE))
        if rows != self._rows and self._cards.isVisible() and self._found is not None:
            self._rows = rows
            self._show(*self._found)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill.start()

    def _shown(self, count: int) -> int:
        """How many of so many lines are shown; the last place is for the way to the others."""
        return count if count <= self._rows else self._rows - 1

    def _show(self, found: Overview, copies: Sequence[Copy]) -> None:
        self._found = (found, copies)
        self._fill.start()
        total = sum(quarter.total for quarter in found.quarters)
        anything = total or found.drafts or found.unsigned or found.remarks or found.packages
        self._empty.setVisible(not anything)
        self._cards.setVisible(bool(anything))
        self._words.setVisible(bool(anything))
        self.set_title(i18n.long_day(found.today))
        self._words.setText(_words(found))
        if not anything:
            self._empty.say(
                _("Nothing is planned yet"),
                _("Begin the program of the year; what is late and what is due then shows here."),
                button(_("Go to programs"), lambda: self._go("programs"), primary=True),
            )
            return
        late, soon = self._shown(found.overdue_count), self._shown(len(found.soon))
        late_ones = found.overdue[:late]
        self._show_lines(self._late, late_ones, found.today, _("Nothing is overdue."))
        self._show_more(self._late, found.overdue_count - len(late_ones), self._open_late)
        self._show_lines(self._soon, found.soon[:soon], found.today, _("Nothing is due soon."))
        self._show_more(self._soon, len(found.soon) - soon, partial(self._go, "programs"))
        self._show_waiting(found)
        self._shown_year = found.year
        self._year.set_title(_("Progress of {year} by quarter").format(year=found.year))
        self.bars.show_bars(
            [
                Bar(
                    _("Quarter {number}").format(number=_ROMAN[quarter.quarter - 1]),
                    (quarter.done, quarter.in_progress, quarter.overdue, quarter.not_started),
                )
                for quarter in found.quarters
            ]
        )
        self._show_files(found)
        self._show_safety(found.today, copies)

    def _show_lines(self, card: Card, rows: Sequence[ItemRow], today: date, nothing: str) -> None:
        clear(card.body)
        for row in rows:
            late = days_between(row.due_on, today)
            if late > 0:
                side, tint = _("▲ {days} d").format(days=late), "overdueText"
            else:
                side, tint = i18n.short_day(row.due_on), "muted"
            card.body.addWidget(self._line(row.content, side, tint, partial(self._open, row)))
        if not rows:
            card.body.addWidget(label(nothing, "muted", wrap=True))
        card.body.addStretch(1)

    @staticmethod
    def _show_more(card: Card, left: int, action: Callable[[], object]) -> None:
        """The way to what finds no room on a card."""
        if left > 0:
            more = _("… and {count} more").format(count=i18n.number(left))
            line = QHBoxLayout()
            line.addWidget(button(more, action, flat=True))
            line.addStretch(1)
            card.body.insertLayout(card.body.count() - 1, line)

    def _open(self, row: ItemRow) -> None:
        self.session.go.emit("programs", ("program_item", row.id))

    @staticmethod
    def _line(text: str, side: str, tint: str, action: Callable[[], object]) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        made = ElidedButton(text.replace("\n", " "), action)
        line.addWidget(made, 1)
        line.addWidget(label(side, tint))
        return box

    def _show_waiting(self, found: Overview) -> None:
        clear(self._waiting.body)
        room = self._shown(_waiting(found))
        room -= self._show_folder(found, room)
        room -= self._show_remarks(found, room)
        room -= self._show_packages(found, room)
        for draft in found.drafts[:room]:
            side = _("draft · {count} lines").format(count=draft.lines)
            where = ("program", draft.id)
            self._waiting.body.addWidget(
                self._line(
                    draft.title,
                    side,
                    "muted",
                    partial(self.session.go.emit, "programs", where),
                )
            )
        papers = max(0, room - len(found.drafts))
        for paper, symbol, day in found.unsigned[:papers]:
            where = ("document", paper)
            self._waiting.body.addWidget(
                self._line(
                    _("{symbol}: not signed").format(symbol=symbol),
                    i18n.day(day),
                    "muted",
                    partial(self.session.go.emit, "papers", where),
                )
            )
        if not _waiting(found):
            self._waiting.body.addWidget(
                label(_("No draft, no paper to sign."), "muted", wrap=True)
            )
        self._waiting.body.addStretch(1)
        page = "papers" if len(found.unsigned) > papers else "programs"
        left = _waiting(found) - self._shown(_waiting(found))
        self._show_more(self._waiting, left, partial(self._go, page))

    def _show_packages(self, found: Overview, room: int) -> int:
        """What needs action in the exchange of packages; how many lines it took."""
        told = (
            (_("Units whose earlier data is missing: {count}"), found.gaps, "receive"),
            (_("Packages long without a receipt: {count}"), found.unanswered, "send"),
            (_("Packages refused: {count}"), found.refused, "send"),
        )
        shown = [(text.format(count=count), pane) for text, count, pane in told if count][
            : max(0, room)
        ]
        for text, pane in shown:
            go = partial(self.session.go.emit, "exchange", (pane, None))
            self._waiting.body.addWidget(self._line(text, "▲", "overdueText", go))
        return len(shown)

    def _show_folder(self, found: Overview, room: int) -> int:
        """What lies before the signer, and what came back; how many lines it took."""
        lines = 0
        for paper in found.returned[:room]:
            text = _("{symbol} returned: {remark}").format(symbol=paper.symbol, remark=paper.remark)
            go = partial(self.session.go.emit, "papers", ("folder", "returned"))
            line = self._line(text, i18n.day(paper.returned_on), "overdueText", go)
            self._waiting.body.addWidget(line)
            lines += 1
        if found.laid and lines < room:
            text = _("Before the signer: {count} papers").format(count=found.laid)
            go = partial(self.session.go.emit, "papers", ("folder", "waiting"))
            self._waiting.body.addWidget(self._line(text, "", "muted", go))
            lines += 1
        return lines

    def _show_remarks(self, found: Overview, room: int) -> int:
        """What the superior waits for; how many lines it took."""
        shown = found.remarks[: max(0, room)]
        for one in shown:
            text = _("Superior: {text}").format(text=one.remark.text)
            due = i18n.day(one.remark.due) if one.remark.due else i18n.day(one.remark.on)
            tint = "overdueText" if one.state == RemarkState.LATE else "muted"
            go = partial(self.session.go.emit, "exchange", ("remarks", one.remark.id))
            self._waiting.body.addWidget(self._line(text, due, tint, go))
        return len(shown)

    def _show_files(self, found: Overview) -> None:
        clear(self._files.body)
        for text, number in (
            (_("Organisations"), found.organizations),
            (_("Party members"), found.members),
        ):
            self._files.body.addLayout(_pair(text, i18n.number(number)))
        self._files.body.addStretch(1)

    def _show_safety(self, today: date, copies: Sequence[Copy]) -> None:
        clear(self._safety.body)
        if copies:
            days = days_between(copies[0].made_at.date(), today)
            text = _("today") if days == 0 else _("{days} days ago").format(days=days)
        else:
            days, text = _OLD_COPY_DAYS + 1, _("never")
        tint = "overdueText" if days > _OLD_COPY_DAYS else "doneText"
        self._safety.body.addLayout(_pair(_("Last copy"), text, tint))
        workspace = self.session.workspace
        open_for = _("reading only") if workspace.read_only else _("writing")
        self._safety.body.addLayout(_pair(_("Opened for"), open_for))
        self._safety.body.addStretch(1)


class ElidedButton(Button):
    """A line of text that opens something; what does not fit is cut with an ellipsis."""

    def __init__(self, text: str, action: Callable[[], object]) -> None:
        super().__init__()
        self._text = text
        self.setProperty("flat", True)  # noqa: FBT003 - Qt's own signature
        self.setObjectName("lineLink")
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(40)
        self.clicked.connect(lambda _checked=False: action())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.width() - 6
        self.setText(self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, width))
        super().resizeEvent(event)


def _pair(text: str, value: str, tint: str = "") -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(QLabel(text), 1)
    line.addWidget(label(value, tint))
    return line


def _waiting(found: Overview) -> int:
    """How many lines the card of what waits would need."""
    folder = len(found.returned) + bool(found.laid)
    listed = len(found.drafts) + len(found.unsigned) + len(found.remarks)
    return listed + folder + found.packages


def _words(found: Overview) -> str:
    """One sentence on the day."""
    parts = []
    if found.overdue_count:
        parts.append(_("{count} lines are overdue").format(count=found.overdue_count))
    if found.soon:
        parts.append(_("{count} are due within 30 days").format(count=len(found.soon)))
    if found.drafts:
        parts.append(_("{count} drafts wait to be issued").format(count=len(found.drafts)))
    if found.unsigned:
        parts.append(_("{count} papers wait for a signature").format(count=len(found.unsigned)))
    if found.returned:
        parts.append(_("{count} papers came back to you").format(count=len(found.returned)))
    if found.remarks:
        parts.append(
            _("{count} remarks of the superior wait for an answer").format(count=len(found.remarks))
        )
    if not parts:
        return _("Nothing is late and nothing waits.")
    text = ", ".join(parts)
    return text[0].upper() + text[1:] + "."
