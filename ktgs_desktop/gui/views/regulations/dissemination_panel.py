"""The plan of dissemination in hand: its fields, sessions, who is missing, history."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.views.regulations.dissemination_form import (
    FIELD_NAMES,
    DisseminationForm,
    EnteredPlan,
    texts_of,
)
from ktgs_desktop.gui.views.regulations.dissemination_tabs import MissingTab, SessionsTab
from ktgs_desktop.gui.widgets.dissemination_words import state_text
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import dissemination

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.regulations.dissemination import Followed


class DisseminationPanel(RecordPanel):
    """Shows and edits one plan.

    Signals:
        session_wanted: a session of the plan is to be shown; the plan, and the session's id or
            None for a new one.
    """

    draft_form = "dissemination"
    session_wanted = Signal(object, object)

    def __init__(self, session: Session) -> None:
        self.fields = DisseminationForm(session)
        super().__init__(session, self.fields, _("Plan"))
        self.sessions = SessionsTab(session)
        self.sessions.opened.connect(self._open_session)
        self.missing = MissingTab()
        self.missing.opened.connect(self._open_unit)
        self.history = HistoryPanel(session, "dissemination", FIELD_NAMES)
        self.tabs.addTab(self.sessions, _("Sessions"))
        self.tabs.addTab(self.missing, _("Missing"))
        self.tabs.addTab(self.history, _("History"))
        self.clear()

    def _open_session(self, record: UUID | None) -> None:
        if self.record is not None:
            self.session_wanted.emit(self.record, record)

    def _open_unit(self, unit: UUID) -> None:
        self.session.go.emit("organizations", ("organization", unit))

    @property
    def followed(self) -> Followed | None:
        """The plan in hand with its sessions, None if there is none."""
        found: Followed | None = self.shown.detail if self.shown is not None else None
        return found

    @override
    def clear(self) -> None:
        self.say_empty(_("No plan chosen"), _("Choose a plan, or make one with F5."))

    @override
    def read_record(self, record: UUID) -> Shown:
        found = dissemination.followed(self.session.workspace, record)
        return Shown(
            record, texts_of(found.plan), found.plan.title, self._told(found), detail=found
        )

    def _told(self, found: Followed) -> str:
        far = found.standing
        state = state_text(found.plan.state(far, self.session.workspace.today))
        text = _("{state} · {reached} of {targets} units ({percent}%)")
        return text.format(
            state=state, reached=far.reached, targets=far.targets, percent=far.percent
        )

    @override
    def write_record(self, entered: EnteredPlan, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        found = dissemination.get(workspace, record) if record else dissemination.blank(workspace)
        changed = dataclasses.replace(found, **dict(entered.values))  # type: ignore[arg-type] # as the form names them
        return dissemination.save(workspace, changed).id

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        dissemination.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    def begin_new(self) -> None:
        """Begin a new plan: from today on for a month."""

        def make() -> Shown:
            blank = dissemination.blank(self.session.workspace)
            hint = _("Enter goes on, Ctrl+S saves.")
            return Shown(None, texts_of(blank), _("New plan of dissemination"), hint)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        self.begin_new()

    @override
    def show_more(self, shown: Shown | None) -> None:
        found = shown.detail if shown is not None else None
        self.sessions.show_plan(found)
        self.missing.show_plan(found)
        number = len(found.missing) if found is not None else 0
        text = _("Missing ({count})").format(count=number) if number else _("Missing")
        self.tabs.setTabText(self.tabs.indexOf(self.missing), text)
        self.history.show_record(shown.record if shown is not None else None)
        self.fields.units.ask_units()
