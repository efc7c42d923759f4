"""The page of settings: its sections at the left, one of them open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from ktgs_desktop.gui import actions, theme
from ktgs_desktop.gui.actions import SECTIONS
from ktgs_desktop.gui.dialogs.table_export import export_view
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.views.settings.about import AboutSection
from ktgs_desktop.gui.views.settings.bodies import BodiesSection
from ktgs_desktop.gui.views.settings.check import CheckSection
from ktgs_desktop.gui.views.settings.copies import CopiesSection
from ktgs_desktop.gui.views.settings.exchange import ExchangeSection
from ktgs_desktop.gui.views.settings.interface import InterfaceSection
from ktgs_desktop.gui.views.settings.office import OfficeSection
from ktgs_desktop.gui.views.settings.section import Section, SmallList
from ktgs_desktop.gui.views.settings.texts import TextsSection
from ktgs_desktop.gui.views.settings.trust import TrustSection
from ktgs_desktop.gui.views.settings.users import UsersSection
from ktgs_desktop.gui.widgets.page import Page, button
from ktgs_desktop.i18n import translate as _

_LIST_WIDTH = 190
_REMEMBERED = "settings/section"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A section in the list."""

    name: str
    icon: str
    make: Callable[[Session], Section]


_ENTRIES = (
    _Entry("interface", "monitor", InterfaceSection),
    _Entry("office", "buildings", OfficeSection),
    _Entry("bodies", "bank", BodiesSection),
    _Entry("texts", "article", TextsSection),
    _Entry("users", "users", UsersSection),
    _Entry("trust", "mdi6.seal", TrustSection),
    _Entry("exchange", "arrows-left-right", ExchangeSection),
    _Entry("copies", "copy", CopiesSection),
    _Entry("check", "shield-check", CheckSection),
    _Entry("about", "info", AboutSection),
)
_NAMES = [entry.name for entry in _ENTRIES]


class SettingsPage(Page):
    """Everything that is set once: a list of sections, each made when it is first opened."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Settings"))
        self.session = session
        self._made: dict[str, Section] = {}
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setFixedWidth(theme.scaled(_LIST_WIDTH))
        # A part of the page, no box in it.
        self.list.setStyleSheet("QListWidget { border: 0; background: transparent; }")
        self.list.setIconSize(QSize(17, 17))
        self.list.setSpacing(1)
        self.list.setAccessibleName(_("Sections of the settings"))
        for entry in _ENTRIES:
            item = QListWidgetItem(theme.icon(entry.icon, "muted"), str(SECTIONS[entry.name]))
            item.setData(Qt.ItemDataRole.UserRole, entry.name)
            item.setSizeHint(QSize(0, self.list.fontMetrics().height() + 14))
            self.list.addItem(item)
        self.stack = QStackedWidget()
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.list)
        line.addWidget(self.stack, 1)
        self.body.addLayout(line, 1)
        self.excel = self.add_action(button("Excel", self.export, icon="mdi6.file-excel-outline"))
        self.commands = {"export_list": actions.make("export_list", self, self.export)}
        self.list.currentRowChanged.connect(self._open)
        self.setFocusProxy(self.list)
        self.show_section(session.recall(_REMEMBERED) or _ENTRIES[0].name)

    def show_section(self, name: str) -> None:
        """Open a section.

        Args:
            name: one of `actions.SECTIONS`.
        """
        self.list.setCurrentRow(_NAMES.index(name) if name in _NAMES else 0)

    def show_record(self, kind: str, record: object) -> None:
        """Open what another page points at.

        Args:
            kind: `section`, or the kind of a record kept here.
            record: name of the section, or the record's id.
        """
        homes = {"issuing_body": "bodies", "office_user": "users", "trust_anchor": "trust"}
        self.show_section(str(record) if kind == "section" else homes.get(kind, "office"))

    def section(self, name: str) -> Section:
        """A section, made if it has not been opened yet.

        Args:
            name: the section.
        """
        if name not in self._made:
            entry = next(entry for entry in _ENTRIES if entry.name == name)
            made = entry.make(self.session)
            self._made[name] = made
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(made)
            self.stack.addWidget(area)
        return self._made[name]

    def _open(self, row: int) -> None:
        if not 0 <= row < len(_ENTRIES):
            return
        name = _ENTRIES[row].name
        area = _area_of(self.section(name))
        if area is not None:
            self.stack.setCurrentWidget(area)
        self.session.remember(_REMEMBERED, name)
        there = bool(self._lists())
        self.excel.setVisible(there)
        self.commands["export_list"].setEnabled(there)

    def _lists(self) -> list[SmallList]:
        shown = self.stack.currentWidget()
        return shown.findChildren(SmallList) if shown is not None else []

    def export(self) -> None:
        """Save the list of the section as an Excel sheet."""
        lists = self._lists()
        chosen = [one for one in lists if one.hasFocus()] or lists
        if chosen:
            export_view(self.session, chosen[0].accessibleName(), chosen[0], self)


def _area_of(section: QWidget) -> QScrollArea | None:
    step = section.parentWidget()
    while step is not None and not isinstance(step, QScrollArea):
        step = step.parentWidget()
    return step
