"""The organisation in hand: its present values, its dated names and superiors, its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.organizations import NewOrganization, Organization
from ktgs_desktop.gui.dialogs.organizations import (
    CorrectNameDialog,
    CorrectSuperiorDialog,
    EndDialog,
    MoveDialog,
    RenameDialog,
)
from ktgs_desktop.gui.dialogs.successions import MergeDialog, SplitDialog
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.views.organizations.changes_view import ChangesView, OrganizationDetail
from ktgs_desktop.gui.views.organizations.organization_form import (
    FIELD_NAMES,
    EnteredOrganization,
    OrganizationForm,
    texts_of,
)
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

_FIRST_TYPE, _FIRST_LEVEL = "CELL", "CB"


class OrganizationPanel(RecordPanel):
    """Shows and edits one organisation.

    Signals:
        open_wanted: the user wants to see another organisation; its id.

    Args:
        session: the session.
        marked: gives local row numbers of organisations marked in the list, for a merger.
    """

    open_wanted = Signal(object)
    draft_form = "organization"

    def __init__(self, session: Session, marked: Callable[[], list[int]]) -> None:
        self.fields = OrganizationForm(session)
        super().__init__(session, self.fields, _("Organisation"))
        self._marked = marked
        self.changes = ChangesView()
        self.history = HistoryPanel(session, "organization", FIELD_NAMES)
        self.tabs.addTab(self.changes, _("Names, superiors"))
        self.tabs.addTab(self.history, _("History"))
        self.changes.wanted.connect(self.run)
        self.changes.correct_name.connect(self._correct_name)
        self.changes.correct_superior.connect(self._correct_superior)
        self.changes.open_wanted.connect(self.open_wanted)
        self.clear()

    @override
    def clear(self) -> None:
        self.say_empty(
            _("No organisation chosen"), _("Choose an organisation, or add one with F5.")
        )

    @property
    def detail(self) -> OrganizationDetail | None:
        """The organisation in hand with its history, None if there is none or it is new."""
        found = self.shown.detail if self.shown is not None else None
        return found if isinstance(found, OrganizationDetail) else None

    # Reading and writing, off the window's thread ---------------------------------------

    @override
    def read_record(self, record: UUID) -> Shown:
        workspace = self.session.workspace
        found = organizations.get(workspace, record)
        past = organizations.successions(workspace, record)
        others = {part.parent for part in found.parents}
        others |= {one for part in past for one in (*part.predecessors, *part.successors)}
        detail = OrganizationDetail(
            found,
            organizations.names(workspace, others),
            past,
            len(organizations.children(workspace, record)),
        )
        values = organizations.present(found)
        last = values.parent or (found.parents[-1].parent if found.parents else None)
        above = detail.name_of(last) if last is not None else ""
        return Shown(record, texts_of(values, above), values.name, _state(detail), detail=detail)

    @override
    def write_record(self, entered: EnteredOrganization, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        values = NewOrganization(
            name=entered.name,
            org_type=entered.org_type,
            level=entered.level,
            parent=organizations.resolved(workspace, entered.parent),
            founded=entered.founded,
            code=entered.code,
            note=entered.note,
        )
        if record is None:
            return organizations.add(workspace, values).id
        return organizations.correct(workspace, record, values).id

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        organizations.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _(
            "“{name}” leaves every list; the system log keeps it. An organisation that really was "
            "there is not taken out: end it instead."
        ).format(name=name)

    # Adding -----------------------------------------------------------------------------

    def begin_below(self, above: UUID | None) -> None:
        """Begin a new organisation.

        Args:
            above: the one in hand; the new one is proposed below or beside it.
        """

        def make() -> Shown:
            parent = organizations.superior_for_new(self.session.workspace, above)
            return self._blank(parent, _FIRST_TYPE, _FIRST_LEVEL)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        def make() -> Shown:
            found = organizations.get(self.session.workspace, record)
            return self._blank(found.parent_on(), found.org_type, found.level)

        self.begin(make)

    def _blank(self, parent: UUID | None, kind: str, level: str) -> Shown:
        workspace = self.session.workspace
        name = organizations.get(workspace, parent).name_on() if parent is not None else ""
        texts = texts_of(NewOrganization("", kind, level, parent), name)
        hint = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
        return Shown(None, texts, _("New organisation"), hint)

    # What stands beside the form --------------------------------------------------------

    @override
    def show_more(self, shown: Shown | None) -> None:
        detail = self.detail
        writable = not self.session.workspace.read_only
        self.changes.show_detail(detail, writable=writable)
        codes_there = detail.organization.codes if detail is not None else ()
        self.fields.show_unit_code(", ".join(c.code for c in codes_there if c.scheme == "GSO"))
        self.history.show_record(shown.record if shown is not None else None)
        if detail is not None and detail.organization.ended is not None:
            self.fields.lock_superior(locked=True)

    # Dated changes ----------------------------------------------------------------------

    def run(self, name: str) -> None:
        """Do what changes an organisation from a day on.

        Args:
            name: `rename`, `move`, `merge`, `split` or `end`.
        """
        detail = self.detail
        if detail is None or self.session.workspace.read_only:
            return
        found = detail.organization
        if found.ended is not None:
            self.session.said.emit(_("This organisation has ended already."))
            return
        if name == "merge":
            self._merge(found)
            return
        make: dict[str, Callable[[], Any]] = {
            "rename": lambda: RenameDialog(self.session, found, self),
            "move": lambda: MoveDialog(self.session, found, self),
            "split": lambda: SplitDialog(self.session, found, self),
            "end": lambda: EndDialog(self.session, found, self),
        }
        self._ask(make[name]())

    def _merge(self, found: Organization) -> None:
        marked, workspace = self._marked(), self.session.workspace

        def work(_progress: Progress) -> dict[UUID, str]:
            rows = organizations.rows(workspace, marked)
            return {row.id: row.name for row in rows if row.ended is None and row.id != found.id}

        def then(names: dict[UUID, str]) -> None:
            dialog = MergeDialog(self.session, found, names, self)
            if dialog.exec() and dialog.made is not None:
                self.open_wanted.emit(dialog.made)
            dialog.deleteLater()

        self.session.tasks.ask(self, work, then)

    def _correct_name(self, place: int) -> None:
        if self.detail is not None:
            self._ask(CorrectNameDialog(self.session, self.detail.organization, place, self))

    def _correct_superior(self, place: int) -> None:
        detail = self.detail
        if detail is None:
            return
        name = detail.name_of(detail.organization.parents[place].parent)
        self._ask(CorrectSuperiorDialog(self.session, detail.organization, place, name, self))

    def _ask(self, dialog: Any) -> None:
        record = self.record
        if dialog.exec():
            self.session.said.emit(_("Saved"))
            self.open_wanted.emit(record)
        dialog.deleteLater()


def _state(detail: OrganizationDetail) -> str:
    """A line about an organisation: what it is, its outside code, how many stand below it."""
    found, tongue = detail.organization, language()
    parts = [codes("organization_types").get(found.org_type).name(tongue)]
    parts += [
        _("unit code {code}").format(code=code.code) for code in found.codes if code.scheme == "GSO"
    ]
    if detail.below:
        parts.append(_("{count} directly below").format(count=i18n.number(detail.below)))
    if found.ended is not None:
        reason = codes("end_reasons").get(found.end_reason).name(tongue)
        ended = _("ended, last day {date}").format(date=i18n.day(found.ended))
        parts.append(f"{ended} ({reason})" if found.end_reason else ended)
    return " · ".join(parts)
