"""Names and superiors of an organisation with their days, what it came from and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.organizations import Organization, Succession, SuccessionKind
from ktgs_desktop.gui.widgets.page import Card, button, clear, label
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

_KINDS: dict[str, tuple[Late, Late]] = {
    SuccessionKind.MERGE: (late("Merged into: {names}"), late("Merged from: {names}")),
    SuccessionKind.SPLIT: (late("Split into: {names}"), late("Split from: {names}")),
    SuccessionKind.DISSOLVE: (late("Ended"), late("Ended")),
}


@dataclass(frozen=True, slots=True)
class OrganizationDetail:
    """An organisation with the names of all others its history tells of.

    Attributes:
        organization: the organisation.
        names: present names of the others by id.
        successions: mergers, splits and ends it took part in.
        below: how many organisations stand directly below it.
    """

    organization: Organization
    names: Mapping[UUID, str]
    successions: Sequence[Succession]
    below: int

    def name_of(self, record: UUID) -> str:
        """The present name of another organisation."""
        return self.names.get(record) or _("(taken out)")


class ChangesView(QScrollArea):
    """The dated history of an organisation, with the ways to go on with it.

    Signals:
        wanted: the user wants to do something: `rename`, `move`, `merge`, `split`, `end`.
        correct_name: the user wants to correct a name; its place.
        correct_superior: the user wants to correct a superior; its place.
        open_wanted: the user wants to see another organisation.
    """

    wanted = Signal(str)
    correct_name = Signal(int)
    correct_superior = Signal(int)
    open_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(0, 8, 8, 6)
        self._layout.setSpacing(10)
        self.setWidget(inner)

    def show_detail(self, detail: OrganizationDetail | None, *, writable: bool) -> None:
        """Show the history of an organisation.

        Args:
            detail: the organisation, None for none.
            writable: whether it may be changed.
        """
        clear(self._layout)
        if detail is None:
            return
        alive = writable and detail.organization.ended is None
        self._layout.addWidget(self._names(detail, writable=writable, alive=alive))
        self._layout.addWidget(self._superiors(detail, writable=writable, alive=alive))
        self._layout.addWidget(self._successions(detail, alive=alive))
        self._layout.addStretch(1)

    def _names(self, detail: OrganizationDetail, *, writable: bool, alive: bool) -> QWidget:
        card = Card(_("Names"))
        if alive:
            card.add_link(self._command(_("&Rename from a date…"), "rename"))
        for place, name in reversed(list(enumerate(detail.organization.names))):
            correct = self._correct(self.correct_name.emit, place) if writable else None
            card.body.addWidget(_entry(name.name, _days(name.start, name.end), name.basis, correct))
        return card

    def _superiors(self, detail: OrganizationDetail, *, writable: bool, alive: bool) -> QWidget:
        card = Card(_("Superiors"))
        if alive:
            card.add_link(self._command(_("&Move from a date…"), "move"))
        for place, part in reversed(list(enumerate(detail.organization.parents))):
            correct = self._correct(self.correct_superior.emit, place) if writable else None
            text = detail.name_of(part.parent)
            card.body.addWidget(_entry(text, _days(part.start, part.end), part.basis, correct))
        if not detail.organization.parents:
            card.body.addWidget(label(_("It stands at the top."), "muted", wrap=True))
        return card

    def _successions(self, detail: OrganizationDetail, *, alive: bool) -> QWidget:
        card = Card(_("Mergers, splits, end"))
        own = detail.organization.id
        for found in reversed(detail.successions):
            ended = own in found.predecessors
            into, out_of = _KINDS.get(found.kind, (late("Ended"), late("Ended")))
            others = found.successors if ended else found.predecessors
            names = "; ".join(detail.name_of(other) for other in others)
            text = str(into if ended else out_of).format(names=names)
            day = _("on {date}").format(date=i18n.day(found.on))
            first = others[0] if others else None
            card.body.addWidget(_entry(text, day, found.basis, self._open(first)))
        if not detail.successions:
            card.body.addWidget(label(_("None so far."), "muted", wrap=True))
        if alive:
            line = QHBoxLayout()
            line.setSpacing(6)
            for text, name in (
                (_("Mer&ge…"), "merge"),
                (_("Spli&t…"), "split"),
                (_("&End…"), "end"),
            ):
                line.addWidget(self._command(text, name, flat=False))
            line.addStretch(1)
            card.body.addSpacing(4)
            card.body.addLayout(line)
        return card

    def _command(self, text: str, name: str, *, flat: bool = True) -> QPushButton:
        made = button(text, lambda: self.wanted.emit(name), flat=flat)
        made.setObjectName(name)
        return made

    def _correct(self, run: Callable[[int], None], place: int) -> QWidget:
        made = button(_("Correct…"), lambda: run(place), flat=True)
        made.setObjectName("correct")
        return made

    def _open(self, other: UUID | None) -> QWidget | None:
        if other is None:
            return None
        return button(_("Show"), lambda: self.open_wanted.emit(other), flat=True)


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return _("since an unknown day")
    if end is None and start is not None:
        return _("since {date}").format(date=i18n.day(start))
    if start is None and end is not None:
        return _("until {date}").format(date=i18n.day(end))
    return f"{i18n.day(start) if start else ''} – {i18n.day(end) if end else ''}"


def _entry(text: str, days: str, basis: str, beside: QWidget | None) -> QWidget:
    frame = QFrame()
    line = QHBoxLayout(frame)
    line.setContentsMargins(0, 2, 0, 2)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(text, wrap=True))
    words.addWidget(label(" · ".join(part for part in (days, basis) if part), "muted", wrap=True))
    line.addLayout(words, 1)
    if beside is not None:
        line.addWidget(beside)
    return frame
