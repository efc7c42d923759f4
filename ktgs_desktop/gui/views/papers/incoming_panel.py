"""The incoming paper in hand: fields, scan, history."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.gui.dialogs.assigning import SoftLock
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.records.scan_tab import ScanTab, ScanTexts
from ktgs_desktop.gui.views.papers.incoming_form import (
    FIELD_NAMES,
    EnteredIncoming,
    IncomingForm,
    texts_of,
)
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.mark_words import INCOMING_STATES, marks
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import incoming

if TYPE_CHECKING:
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.scans import Scan


class IncomingScan(ScanTab):
    """The scan of an incoming paper."""

    @override
    def texts(self) -> ScanTexts:
        return ScanTexts(
            attach=_("Attach a &scan…"),
            none=_("No scan yet. Choose a PDF or pictures, or drop them here."),
            choose=_("Attach a scan"),
            kept=_("Scan attached"),
        )

    @override
    def read(self, record: UUID) -> tuple[str, bytes] | None:
        return incoming.scan_of(self.session.workspace, record)

    @override
    def keep(self, record: UUID, scan: Scan) -> None:
        incoming.attach_scan(self.session.workspace, record, scan.name, scan.data)


class IncomingPanel(RecordPanel):
    """Shows and edits one incoming paper."""

    draft_form = "incoming_document"

    def __init__(self, session: Session) -> None:
        self.fields = IncomingForm(session)
        super().__init__(session, self.fields, _("Incoming paper"))
        self._lock = SoftLock(session, "incoming_document", self)
        self.scan = IncomingScan(session)
        self.tabs.addTab(self.scan, _("Scan"))
        self.history = HistoryPanel(session, "incoming_document", FIELD_NAMES)
        self.tabs.addTab(self.history, _("History"))
        self.clear()

    @override
    def clear(self) -> None:
        self.say_empty(_("No incoming paper chosen"), _("Choose a paper, or add one with F5."))

    @override
    def read_record(self, record: UUID) -> Shown:
        workspace = self.session.workspace
        found = incoming.get(workspace, record)
        reply = incoming.symbol_of(workspace, found.reply)
        state = str(INCOMING_STATES[found.state(workspace.today)])
        told = " · ".join(filter(None, (state, marks(found.classification, found.urgency))))
        return Shown(record, texts_of(found, reply), self._called(found), told)

    @staticmethod
    def _called(paper: IncomingDocument) -> str:
        text = _("Incoming paper {number} of {year}")
        return text.format(number=paper.number, year=paper.year)

    @override
    def write_record(self, entered: EnteredIncoming, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        self._lock.check(record)
        found = incoming.get(workspace, record) if record else incoming.blank(workspace)
        reply = incoming.reply_called(workspace, entered.reply, found.reply)
        changed = dataclasses.replace(found, reply=reply, **dict(entered.values))  # type: ignore[arg-type] # as the form names them
        return incoming.save(workspace, changed).id

    @override
    def _refused(self, error: BaseException) -> None:
        if self._lock.agreed(error, self.record):
            (self.save_and_add if self._again else self.save_now)()
        else:
            super()._refused(error)

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        incoming.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    def begin_new(self) -> None:
        """Begin a new incoming paper: it came today and has the next number."""

        def make() -> Shown:
            blank = incoming.blank(self.session.workspace)
            hint = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
            return Shown(None, texts_of(blank, ""), _("New incoming paper"), hint)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        self.begin_new()

    @override
    def show_more(self, shown: Shown | None) -> None:
        record = shown.record if shown is not None else None
        self.history.show_record(record)
        self.scan.show_record(record)
