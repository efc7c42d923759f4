"""What a text does to others and others to it, both ways; Enter goes to the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import i18n
from ktgs_desktop.domain.regulations import Relation
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.regulation_words import RELATIONS, REVERSED, partial
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.services.regulations.library import RegulationDetails

_TARGET = Qt.ItemDataRole.UserRole
_RELATION = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of the text in hand to another one.

    Attributes:
        words: what the one does to the other.
        label: the other one.
        title: its title, or that it is not in the list.
        since: from when.
        note: which part, or what is not certain.
        target: the other one, None if it is not in the list.
        relation: the relation, if it stands in the text in hand.
    """

    words: str
    label: str
    title: str
    since: str
    note: str
    target: UUID | None
    relation: Relation | None = None


def links_of(found: RegulationDetails, day: date) -> Iterator[Link]:
    """What is said of a text and others: to go by on the day, its own relations, those to it.

    Args:
        found: the text with what belongs to it.
        day: the day of which is asked.
    """
    this, named = found.regulation, found.named
    told = _("to go by on {day}").format(day=i18n.day(day))
    for one in found.line.texts:
        if one.id != this.id:
            yield Link(told, one.label, one.title, "", "", one.id)
    beside = _("stands beside it on {day}").format(day=i18n.day(day))
    for one in found.line.beside:
        if one.id != this.id:
            yield Link(beside, one.label, one.title, "", "", one.id)
    for relation in this.relations:
        other = named.get(relation.target) if relation.target is not None else None
        title = other.title if other is not None else _("not in the list yet")
        shown = other.label if other is not None else relation.key.label
        since = partial(relation.since or this.effective_from)
        words = str(RELATIONS[relation.kind])
        target = other.id if other is not None else None
        yield Link(words, shown, title, since, relation.note, target, relation)
    for other in named.values():
        for relation in other.relations:
            if relation.target == this.id:
                since = partial(relation.since or other.effective_from)
                words = str(REVERSED[relation.kind])
                yield Link(words, other.label, other.title, since, relation.note, other.id)


class RelationsTab(QWidget):
    """The relations of the text in hand.

    Signals:
        wanted: the user wants to see another text; its id.
        picture_wanted: the user wants to see the family as a picture.
        add_wanted: the user wants to add a relation.
        removed: the user takes a relation away; it.
    """

    wanted = Signal(object)
    picture_wanted = Signal()
    add_wanted = Signal()
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([_("Relation"), _("Text"), _("Since")])
        self.list.setRootIsDecorated(False)
        header, mode = self.list.header(), QHeaderView.ResizeMode
        header.setStretchLastSection(False)
        for column, how in enumerate((mode.ResizeToContents, mode.Stretch, mode.ResizeToContents)):
            header.setSectionResizeMode(column, how)
        self.list.setAccessibleName(_("Relations to other texts"))
        self.list.setWhatsThis(_("What the text does to earlier ones, and later ones to it. Enter "
                                 "goes to the text."))  # fmt: skip
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.list.itemActivated.connect(lambda item, _column: self._go(item))
        layout.addWidget(self.list, 1)
        line = QHBoxLayout()
        self.picture = button(
            _("&Family as a picture"), self.picture_wanted.emit, icon="tree-structure"
        )
        self.add = button(_("Add a re&lation…"), self.add_wanted.emit, icon="plus")
        self.remove = button(_("Take away"), self._remove, flat=True)
        line.addWidget(self.picture)
        line.addStretch(1)
        line.addWidget(self.remove)
        line.addWidget(self.add)
        layout.addLayout(line)

    def show_details(self, found: RegulationDetails | None, day: date, *, writable: bool) -> None:
        """Show the relations of a text.

        Args:
            found: the text with what belongs to it, None for none.
            day: the day of which is asked.
            writable: whether relations of the office's own texts can be changed.
        """
        own = writable and found is not None and not found.regulation.listed
        self.add.setVisible(own)
        self.remove.setVisible(own)
        self.list.clear()
        self.picture.setEnabled(found is not None)
        if found is None:
            self.said.setText("")
            return
        for link in links_of(found, day):
            item = QTreeWidgetItem([link.words, link.label, link.since])
            item.setData(0, _TARGET, link.target)
            item.setData(0, _RELATION, link.relation)
            tip = " · ".join(part for part in (link.title, link.note) if part)
            for column in range(3):
                item.setToolTip(column, tip)
            if link.target is None:
                item.setForeground(1, theme.colour("muted"))
                item.setText(1, f"{link.label} ({link.title})")
            self.list.addTopLevelItem(item)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.said.setText(self._told(found, day))

    def _told(self, found: RegulationDetails, day: date) -> str:
        if not found.line.texts:
            text = _("For {day} the list has no text of this line yet.")
            return text.format(day=i18n.day(day))
        if not self.list.topLevelItemCount():
            return _("The list says of no other text that it has to do with this one.")
        return _("Enter goes to the text.")

    def _go(self, item: QTreeWidgetItem) -> None:
        target = item.data(0, _TARGET)
        if isinstance(target, UUID):
            self.wanted.emit(target)

    def _on_current(self) -> None:
        item = self.list.currentItem()
        own = item is not None and item.data(0, _RELATION) is not None
        self.remove.setEnabled(own)

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.removed.emit(item.data(0, _RELATION))
