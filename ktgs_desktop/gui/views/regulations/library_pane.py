"""The library: all texts with how they stand on a day, and the one in hand at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.regulation_force import ForceStatus
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.regulation_table import RegulationTable
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.regulations.day_field import DayField
from ktgs_desktop.gui.views.regulations.hits_list import HitsList
from ktgs_desktop.gui.views.regulations.library_rows import (
    FILTERED,
    LibrarySource,
    library_columns,
    of_number,
)
from ktgs_desktop.gui.views.regulations.regulation_panel import RegulationPanel
from ktgs_desktop.gui.views.regulations.standing_banner import StandingBanner
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.gui.widgets.regulation_words import status_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.listing import Filters
    from ktgs_desktop.domain.regulation_hits import RegulationHit
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_SPLITTER = "regulations/splitter"
_CHOSEN = "regulations/columns-chosen"
STANDS = "stands"
_WIDE = 980
_WHERE_WIDE = ("issued", "issuer")


class LibraryPane(ListPane):
    """Every text of the library, filtered and sorted, and the one in hand."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("regulation", "regulation_text", "regulation_note", "installed_list")
    )

    def __init__(self, session: Session) -> None:
        self.day = DayField(session)
        self.panel = RegulationPanel(session, lambda: self.day.day, lambda: self.filter.words)
        self.panel.setMinimumWidth(min(theme.scaled(360), 520))
        self.hits = HitsList(session)
        self.banner = StandingBanner(session)
        self._chosen: UUID | None = None
        self._following: Task | None = None
        self._reading: Task | None = None
        source = LibrarySource(session.workspace)
        self.cite = button(_("Copy cit&ation"), self._copy_citation, icon="quotes")
        self.paste = button(_("&Paste or Excel…"), self.import_regulations, icon="clipboard-text")
        self.new = button(_("A&dd a text"), self.add, icon="plus", primary=True)
        self.new.setToolTip("F5")
        look = Look(
            "regulations/library",
            _("Regulations"),
            _("Find: number, title, words, files"),
            "scales",
            library_columns(lambda: self.day.day),
            FILTERED,
            order="issued",
            descending=True,
        )
        super().__init__(session, look, source, source.values)
        states = (ForceStatus.ENDED, ForceStatus.NOT_YET, ForceStatus.UNCERTAIN)
        self.filter.add_choice(
            "state",
            _("All texts"),
            [
                (STANDS, _("To go by on that day")),
                *((state, status_text(state)) for state in states),
            ],
        )
        self.filter.add_widget(self.day)
        self.day.changed.connect(self._on_day)
        self._connect_panel()
        self._by_width = session.recall(_CHOSEN) != "1"
        self.list.installEventFilter(self)

    def _connect_panel(self) -> None:
        self.panel.saved.connect(self.reveal)
        self.panel.dropped.connect(self._choose_again)
        self.panel.elsewhere.connect(self.reveal)
        self.panel.picture_wanted.connect(lambda record: self.elsewhere.emit("family", record))
        self.panel.compare_wanted.connect(
            lambda record, path: self.elsewhere.emit("compare", (record, path))
        )
        self.hits.chosen.connect(self._go_to_hit)
        self._next = QShortcut(
            QKeySequence("Ctrl+Return"),
            self,
            self.panel.save_and_add,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    @override
    def place_parts(self) -> None:
        left = QWidget()
        self.rows_box.insertWidget(0, self.banner)
        left.setLayout(self.rows_box)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.rows_box.insertWidget(self.rows_box.count() - 1, self.hits)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([730, 400])
        saved = self.session.recall(_SPLITTER).encode("ascii")
        self.splitter.restoreState(QByteArray.fromHex(saved))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._by_width:
            self._show_columns()
        return False

    def _show_columns(self) -> None:
        """Show day and issuer of their own only where the titles keep enough room."""
        wide = self.list.width() >= theme.scaled(_WIDE)
        for place, column in enumerate(self.model.columns):
            if column.key in _WHERE_WIDE and self.list.isColumnHidden(place) == wide:
                self.list.setColumnHidden(place, not wide)

    def _chosen_columns(self) -> bool:
        """Whether the user shows or hides these columns otherwise than the width would."""
        wide = self.list.width() >= theme.scaled(_WIDE)
        shown = [
            not self.list.isColumnHidden(place)
            for place, column in enumerate(self.model.columns)
            if column.key in _WHERE_WIDE
        ]
        return shown != [wide] * len(shown)

    # What is shown ----------------------------------------------------------------------

    @override
    def filters(self) -> Filters:
        day = self.day.day.isoformat()
        chosen: Filters = {**self.filter.values(), "today": day}
        if chosen.get("state") == STANDS:
            del chosen["state"]
            chosen["stands_on"] = day
        return chosen

    @override
    def refresh(self) -> None:
        super().refresh()
        self.banner.refresh()
        self.hits.show_words(self.filter.words)
        self.panel.contents.mark_words(self.filter.words)
        self.panel.reload()

    def _on_day(self) -> None:
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._next.setEnabled(False)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._next.setEnabled(True)
        if self.day.recall():
            self.refresh()

    @override
    def on_current(self, number: int) -> None:
        if not number:
            return
        workspace = self.session.workspace

        def then(found: UUID | None) -> None:
            if found is not None and self.list.current_id() == number:
                self._show_chosen(found)

        self._reading = self.session.tasks.read(
            self, lambda _progress: of_number(workspace, number), then, instead_of=self._reading
        )

    def _show_chosen(self, record: UUID) -> None:
        """Show the text the cursor is on; a mere refresh does not push a new one aside."""
        focused = QApplication.focusWidget()
        by_user = focused is self.list or (focused is not None and self.list.isAncestorOf(focused))
        if not self.panel.is_new or (by_user and self._chosen != record):
            self.panel.show_record(record)
        self._chosen = record

    def _choose_again(self) -> None:
        """A new text was given up: show the one the cursor is on."""
        if self._chosen is not None:
            self.panel.show_record(self._chosen)
        else:
            self.panel.clear()

    def _go_to_hit(self, hit: RegulationHit) -> None:
        self.panel.show_hit(hit)
        self._follow(hit.regulation)

    @override
    def open_row(self, number: int) -> None:
        self.panel.edit()

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No regulation is here yet"),
            _("The list comes from above: take it in under “Lists from above”, or add the "
              "office's own texts."),
        )  # fmt: skip

    @override
    def sum_up(self) -> None:
        count = self.model.number_of_rows()
        text = _("{count} texts; how they stand is said for {day}.")
        day = i18n.day(self.day.day)
        self.totals.setText(text.format(count=i18n.number(count), day=day))

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Show a regulation.

        Args:
            wanted: its id.
        """
        if isinstance(wanted, UUID):
            self.reveal(wanted)

    def reveal(self, regulation: UUID) -> None:
        """Put the cursor on a regulation; a filter that hides it is taken away.

        Args:
            regulation: its id.
        """
        if self.filter.narrows:
            self.filter.reset()
        elif not self.model.complete:
            self.refresh()
        self.panel.show_record(regulation)
        self._follow(regulation)

    def _follow(self, regulation: UUID) -> None:
        workspace = self.session.workspace
        self._following = self.session.tasks.read(
            self,
            lambda _progress: library.row_number(workspace, regulation),
            self.list.go_to,
            instead_of=self._following,
        )

    # Doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new text of the office."""
        if not self.session.workspace.read_only:
            self.panel.begin_new()

    def import_regulations(self) -> None:
        """Import texts of the office by paste or from a sheet."""
        if self._writable:
            dialog = ImportTableDialog(self.session, RegulationTable(self.session), self)
            dialog.exec()
            dialog.deleteLater()

    @override
    def buttons(self) -> Sequence[QPushButton]:
        writing = (self.paste, self.new) if self._writable else ()
        return (*super().buttons(), self.cite, *writing)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        offered: dict[str, Callable[[], object]] = {
            **super().offers(),
            "copy_citation": self.panel.copy_citation,
            "regulation_words": self._show_words,
        }
        if self._writable:
            offered |= {
                "add_item": self.add,
                "new_regulation": self.add,
                "import_regulations": self.import_regulations,
                "void_item": self.panel.void_now,
                "save": self.panel.save_now,
                "attach_pdf": self._attach,
            }
        return offered

    @property
    def _writable(self) -> bool:
        return not self.session.workspace.read_only

    def _copy_citation(self) -> None:
        self.panel.copy_citation()

    def _attach(self) -> None:
        if self.panel.record is not None:
            self.panel.tabs.setCurrentWidget(self.panel.files)
            self.panel.files.choose()

    def _show_words(self) -> None:
        if self.panel.record is not None:
            self.panel.tabs.setCurrentWidget(self.panel.contents)
            self.panel.contents.tree.setFocus()

    @override
    def keep_draft(self) -> None:
        self.panel.keep_draft()

    @override
    def remember(self) -> None:
        super().remember()
        if self.list.isVisible():
            self.session.remember(_CHOSEN, "1" if self._chosen_columns() else "")
        state = self.splitter.saveState().toHex().data()
        self.session.remember(_SPLITTER, bytes(state).decode("ascii"))
