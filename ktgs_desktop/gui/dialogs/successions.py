"""Dialogs by which organisations follow one another: merging several, splitting one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.organizations import NewOrganization, Organization
from ktgs_desktop.domain.programs import Named, Subject
from ktgs_desktop.gui.dialogs.organizations import DatedDialog, required_day
from ktgs_desktop.gui.widgets.fields import ChoiceField, LinesField, TextField
from ktgs_desktop.gui.widgets.organization_field import OrganizationField, suggestions
from ktgs_desktop.gui.widgets.subjects import SubjectsField
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organizations, program_items, successions
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.completion import Suggestion
    from ktgs_desktop.services.workspace import Workspace


def _made(suggestion: Suggestion) -> Subject:
    return program_items.new_subject("TCD", suggestion.text, suggestion.id)


class _FollowerFields:
    """Type, level and superior of the organisations that follow."""

    def __init__(self, dialog: DatedDialog, found: Organization) -> None:
        tongue, today = language(), dialog.session.workspace.today
        self.kind = ChoiceField(
            [(code.code, code.name(tongue)) for code in codes("organization_types").usable(today)]
        )
        self.kind.set_value(found.org_type)
        self.level = ChoiceField(
            [(code.code, code.name(tongue)) for code in codes("levels").usable(today)]
        )
        self.level.set_value(found.level)
        self.superior = OrganizationField(dialog.session)
        dialog.form.add(_("&Type"), self.kind)
        dialog.form.add(_("&Level"), self.level)
        dialog.form.add(
            _("&Superior"),
            self.superior,
            _("Type a few letters without accents; choose with the arrow keys and Enter."),
        )

    def reader(self, workspace: Workspace) -> Callable[[Sequence[str]], list[NewOrganization]]:
        """A function for the writer's thread that describes those that follow by their names.

        Args:
            workspace: the workspace.
        """
        kind, level, above = self.kind.value(), self.level.value(), self.superior.value()

        def described(names: Sequence[str]) -> list[NewOrganization]:
            parent = organizations.resolved(workspace, above)
            return [NewOrganization(name, kind, level, parent) for name in names]

        return described


class MergeDialog(DatedDialog):
    """Several organisations become a new one.

    Attributes:
        made: id of the new organisation, None until they are merged.
    """

    def __init__(
        self, session: Session, found: Organization, others: Mapping[UUID, str], parent: QWidget
    ) -> None:
        super().__init__(
            session,
            _("Merge organisations"),
            _(
                "The organisations end with their committees and a new one follows; all else that "
                "stands below them moves under the new one."
            ),
            parent,
        )
        self.made: UUID | None = None
        workspace = session.workspace
        self.merged = SubjectsField(session.tasks, lambda text: suggestions(workspace, text), _made)
        self.merged.list.setAccessibleName(_("Organisations that merge"))
        self.merged.line.setAccessibleName(_("Add an organisation"))
        self.form.add(
            _("Organisations that &merge"),
            self.merged,
            _("Type a few letters, choose with the arrow keys; Enter adds, Delete takes out."),
        )
        own = {found.id: found.name_on(), **others}
        self.merged.set_value([_subject(one, name) for one, name in own.items()])
        self.name = LinesField(2, most=limits.NAME, name="name")
        self.form.add(_("New &name"), self.name, _("The full official name of the new one."))
        self.fields = _FollowerFields(self, found)
        self.add_dates(_("&From"), _("The first day of the new organisation: 1/7/2021."))
        self.add_buttons(_("&Merge"), self._merge)
        _propose_superior(self, found, self.fields.superior)

    def _merge(self) -> None:
        chosen, name = self.merged.value(), " ".join(self.name.value().split())
        workspace, basis, start = (
            self.session.workspace,
            self.basis.value(),
            required_day(self.start),
        )
        described = self.fields.reader(workspace)

        def work() -> None:
            named = [Named(one.name, one.id) for one in chosen]
            found = [organizations.resolved(workspace, one) for one in named]
            ids = [one for one in found if one is not None]
            (new,) = described([name])
            self.made = successions.merge(workspace, ids, new, on=start, basis=basis).id

        self.write(work)


class SplitDialog(DatedDialog):
    """One organisation becomes several."""

    def __init__(self, session: Session, found: Organization, parent: QWidget) -> None:
        super().__init__(
            session,
            _("Split the organisation"),
            _(
                "“{name}” ends with its committees and new ones follow. What else stands below it "
                "is to be moved by hand."
            ).format(name=found.name_on()),
            parent,
        )
        self._found = found
        self.names = NamesField()
        self.form.add(
            _("New &names"), self.names, _("One full official name in each line, two or more.")
        )
        self.form.watch(self.names)
        self.fields = _FollowerFields(self, found)
        self.add_dates(_("&From"), _("The first day of the new organisations: 1/7/2021."))
        self.add_buttons(_("Spli&t"), self._split)
        _propose_superior(self, found, self.fields.superior)

    def _split(self) -> None:
        names, found = self.names.value(), self._found.id
        workspace, basis, start = (
            self.session.workspace,
            self.basis.value(),
            required_day(self.start),
        )
        described = self.fields.reader(workspace)
        self.write(
            lambda: successions.split(workspace, found, described(names), on=start, basis=basis)
        )


class NamesField(QWidget):
    """Names one below the other; there is always an empty line for the next."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.lines: list[TextField] = []
        for _place in range(2):
            self._add()
        self.setFocusProxy(self.lines[0])

    def _add(self) -> None:
        line = TextField(most=limits.NAME)
        line.setAccessibleName(_("Name {number}").format(number=len(self.lines) + 1))
        line.edited.connect(self._on_edited)
        line.returnPressed.connect(line.focusNextChild)
        self._layout.addWidget(line)
        if self.lines:
            QWidget.setTabOrder(self.lines[-1], line)
        line.setVisible(True)  # at once, so that Enter can go to it
        self.lines.append(line)

    def _on_edited(self) -> None:
        if self.lines[-1].value():
            self._add()
        self.edited.emit()

    def value(self) -> list[str]:
        """The names typed."""
        return [line.value() for line in self.lines if line.value()]


def _subject(record: UUID, name: str) -> Subject:
    return program_items.new_subject("TCD", name, record)


def _propose_superior(dialog: DatedDialog, found: Organization, field: OrganizationField) -> None:
    """Propose the superior of the organisation that ends."""
    above, workspace = found.parent_on(), dialog.session.workspace
    if above is None:
        return

    def then(names: Mapping[UUID, str]) -> None:
        if field.value() is None:
            field.set_value(Named(names.get(above, ""), above))

    dialog.session.tasks.read(
        dialog, lambda _progress: organizations.names(workspace, [above]), then
    )
