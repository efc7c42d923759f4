"""The library: all texts with how they stand on a day, and the one in hand at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.regulation_force import ForceStatus
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.regulations.day_field import DayField
from ktgs_desktop.gui.views.regulations.library_rows import (
    FILTERED,
    LibrarySource,
    library_columns,
)
from ktgs_desktop.gui.views.regulations.standing_banner import StandingBanner
from ktgs_desktop.gui.widgets.regulation_words import status_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Filters
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_SPLITTER = "regulations/splitter"
STANDS = "stands"


class LibraryPane(ListPane):
    """Every text of the library, filtered and sorted, and the one in hand."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("regulation", "regulation_text", "regulation_note", "installed_list")
    )

    def __init__(self, session: Session) -> None:
        self.day = DayField(session)
        self.banner = StandingBanner(session)
        self._following: Task | None = None
        self._reading: Task | None = None
        source = LibrarySource(session.workspace)
        look = Look(
            "regulations/library",
            _("Regulations"),
            _("Find: number, title, articles, files (accents may be left out)"),
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

    @override
    def place_parts(self) -> None:
        left = QWidget()
        self.rows_box.insertWidget(0, self.banner)
        left.setLayout(self.rows_box)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        saved = self.session.recall(_SPLITTER).encode("ascii")
        self.splitter.restoreState(QByteArray.fromHex(saved))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

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

    def _on_day(self) -> None:
        self.refresh()

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
        workspace = self.session.workspace
        if self.filter.narrows:
            self.filter.reset()
        elif not self.model.complete:
            self.refresh()
        self._following = self.session.tasks.read(
            self,
            lambda _progress: library.row_number(workspace, regulation),
            self.list.go_to,
            instead_of=self._following,
        )

    @override
    def remember(self) -> None:
        super().remember()
        state = self.splitter.saveState().toHex().data()
        self.session.remember(_SPLITTER, bytes(state).decode("ascii"))
