"""The session of dissemination in hand: its facts, its minutes, its history."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dissemination import DisseminationSession, percent
from ktgs_desktop.domain.dissemination_checks import remarks
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.records.scan_tab import ScanTab, ScanTexts
from ktgs_desktop.gui.views.regulations.session_form import (
    FIELD_NAMES,
    EnteredSession,
    SessionForm,
    texts_of,
)
from ktgs_desktop.gui.widgets.dissemination_words import REMARKS
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import dissemination, dissemination_sessions
from ktgs_desktop.services.regulations.dissemination import Followed

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import Dissemination
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.scans import Scan


class Minutes(ScanTab):
    """The minutes of a session."""

    @override
    def texts(self) -> ScanTexts:
        return ScanTexts(
            attach=_("K&eep minutes…"),
            none=_("No minutes yet. Choose a PDF or pictures, or drop them here."),
            choose=_("Keep minutes"),
            kept=_("Minutes kept"),
        )

    @override
    def read(self, record: UUID) -> tuple[str, bytes] | None:
        return dissemination_sessions.minutes_of(self.session.workspace, record)

    @override
    def keep(self, record: UUID, scan: Scan) -> None:
        workspace = self.session.workspace
        found = dissemination_sessions.get(workspace, record)
        dissemination_sessions.save(workspace, found, (scan.name, scan.data))


@dataclass(frozen=True, slots=True)
class _Detail:
    """A session with its plan."""

    followed: Followed
    session: DisseminationSession


class SessionPanel(RecordPanel):
    """Shows and edits one session of a plan."""

    draft_form = "dissemination_session"

    def __init__(self, session: Session) -> None:
        self.fields = SessionForm(session)
        super().__init__(session, self.fields, _("Session"))
        self._plan: UUID | None = None
        self.minutes = Minutes(session)
        self.tabs.addTab(self.minutes, _("Minutes"))
        self.history = HistoryPanel(session, "dissemination_session", FIELD_NAMES)
        self.tabs.addTab(self.history, _("History"))
        self.clear()

    @property
    def plan(self) -> UUID | None:
        """The plan whose session is in hand."""
        return self._plan

    def open(self, plan: UUID, record: UUID | None) -> None:
        """Show a session of a plan, or begin a new one.

        Args:
            plan: the plan.
            record: the session, None for a new one.
        """
        if plan != self._plan:
            self.keep_draft()
            self._dirty = False
            self._plan = plan
            # What is begun for one plan is no draft of another's session.
            self.draft_form = f"dissemination_session {plan}"
        if record is None:
            self.begin_new()
        else:
            self.show_record(record)

    @override
    def clear(self) -> None:
        self.say_empty(_("No session chosen"), _("Go back and choose one of the plan."))

    def _shown_of(self, found: Followed, one: DisseminationSession, record: UUID | None) -> Shown:
        if record is None:
            title = _("New session")
            told = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
        else:
            title = _("Session of {day}").format(day=i18n.day(one.held_on))
            told = _told(one)
        return Shown(record, texts_of(one), title, told, detail=_Detail(found, one))

    @override
    def read_record(self, record: UUID) -> Shown:
        workspace = self.session.workspace
        one = dissemination_sessions.get(workspace, record)
        return self._shown_of(dissemination.followed(workspace, one.plan), one, record)

    def begin_new(self) -> None:
        """Begin a new session of the plan: held today."""
        plan, workspace = self._plan, self.session.workspace
        if plan is None:
            return

        def make() -> Shown:
            found = dissemination.followed(workspace, plan)
            return self._shown_of(found, dissemination_sessions.blank(workspace, plan), None)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        self.begin_new()

    @override
    def _show(self, shown: Shown, draft: dict[str, str]) -> None:  # type: ignore[override] # a draft is one
        detail: _Detail = shown.detail
        plan = detail.followed.plan
        # Who is missing comes first: those are the rows people come to fill.
        missing = {one.id for one in detail.followed.missing}
        ordered = sorted(plan.targets, key=lambda one: one.id not in missing)
        here = self.shown
        if not (self.dirty and here is not None and here.record == shown.record):
            self.fields.offer(plan, ordered)
        super()._show(shown, draft)

    @override
    def write_record(self, entered: EnteredSession, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        if record is None:
            found = dissemination_sessions.blank(workspace, entered.plan)
        else:
            found = dissemination_sessions.get(workspace, record)
        changed = dataclasses.replace(found, **dict(entered.values))  # type: ignore[arg-type] # as the form names them
        saved, _remarks = dissemination_sessions.save(workspace, changed)
        return saved.id

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        dissemination_sessions.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    @override
    def show_more(self, shown: Shown | None) -> None:
        record = shown.record if shown is not None else None
        self.minutes.show_record(record)
        self.history.show_record(record)
        detail: _Detail | None = shown.detail if shown is not None else None
        if detail is not None and record is not None and not self.dirty:
            self._say(_odd(detail.session, detail.followed.plan))


def _told(one: DisseminationSession) -> str:
    came = sum(unit.attended > 0 for unit in one.attendance)
    if not one.invited:
        text = _("{units} units, {attended} people came")
        return text.format(units=came, attended=one.attended)
    text = _("{units} units, {attended} of {invited} people came ({percent}%)")
    return text.format(
        units=came,
        attended=one.attended,
        invited=one.invited,
        percent=percent(one.attended, one.invited),
    )


def _odd(one: DisseminationSession, plan: Dissemination) -> str:
    return " ".join(str(REMARKS[odd]) for odd in remarks(one, plan))
