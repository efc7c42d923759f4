"""Dialogs of an organisation: new name or superior from a day on, its end, correcting the past."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.organizations import DatedName, DatedParent, Organization
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.fields import DateField, LinesField, TextField, mark
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organizations, successions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


def exact_day(field: DateField) -> date | None:
    """The day in a field, None if it is empty; a field that holds none is marked.

    Args:
        field: the field.

    Raises:
        UserError: `date_not_understood` or `date_impossible`.
    """
    try:
        value = field.value_as_date()
    except UserError as error:
        mark(field, messages.sentence(error))
        field.setFocus()
        raise
    if value is not None and not value.exact:
        fault = UserError("date_not_understood", text=field.text())
        mark(field, messages.sentence(fault))
        field.setFocus()
        raise fault
    mark(field, "")
    return value.first if value is not None else None


def required_day(field: DateField) -> date:
    """The day in a field that must not be empty.

    Args:
        field: the field.

    Raises:
        UserError: `value_missing`, `date_not_understood` or `date_impossible`.
    """
    day = exact_day(field)
    if day is None:
        fault = UserError("value_missing", field=field.accessibleName())
        mark(field, messages.sentence(fault))
        field.setFocus()
        raise fault
    return day


class DatedDialog(FormDialog):
    """A dialog about a decision: what it changes, from which day, its number.

    Attributes:
        start: the day it takes effect.
        basis: number and date of the decision.
    """

    def __init__(self, session: Session, title: str, text: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.session = session
        self.head.addWidget(label(text, "muted", wrap=True))
        self.start = DateField()
        self.start.year = session.workspace.today.year
        self.basis = TextField(most=limits.LINE)
        self.basis.setPlaceholderText(_("e.g. 12-QĐ/HU, 15/6/2021"))

    @override
    def say(self, fault: str) -> None:
        """Say what is wrong; the dialog grows, so that no field is covered."""
        super().say(fault)
        layout = self.layout()
        if fault and layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def add_dates(self, start: str, help_text: str) -> None:
        """Add the fields for the day and the decision.

        Args:
            start: label of the day.
            help_text: what F1 says of it.
        """
        self.form.add(start, self.start, help_text)
        self.form.add(_("&Decision"), self.basis, _("Number and date of the decision."))

    def add_buttons(self, text: str, run: Callable[[], None]) -> None:
        """Add the buttons.

        Args:
            text: what the primary button says.
            run: writes; a fault it raises is said in the dialog.
        """

        def press() -> None:
            try:
                run()
            except UserError as error:
                self.say(messages.sentence(error))

        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.do = button(text, press, primary=True)
        self.buttons.addWidget(self.do)

    def write(self, work: Callable[[], object]) -> None:
        """Write, then close the dialog.

        Args:
            work: writes, in the writer's thread.
        """

        def run(_progress: Progress) -> None:
            work()

        self.submit(self.session.tasks, run, lambda _none: self.accept())


class RenameDialog(DatedDialog):
    """A new name from a day on."""

    def __init__(self, session: Session, found: Organization, parent: QWidget) -> None:
        super().__init__(
            session,
            _("Rename from a date"),
            _(
                "The present name stays in the history, and papers of its time keep it. To correct "
                "a typing error, change the name in the form instead."
            ),
            parent,
        )
        self.name = LinesField(2, most=limits.NAME, name="name")
        self.name.set_value(found.name_on())
        self.name.selectAll()
        self.form.add(_("New &name"), self.name, _("The full official name."))
        self.add_dates(_("&From"), _("The first day of the new name: 1/7/2021."))

        def run() -> None:
            name, start = " ".join(self.name.value().split()), required_day(self.start)
            workspace, basis = session.workspace, self.basis.value()
            self.write(
                lambda: organizations.rename(
                    workspace, found.id, name=name, start=start, basis=basis
                )
            )

        self.add_buttons(_("&Rename"), run)


class MoveDialog(DatedDialog):
    """Another superior from a day on."""

    def __init__(self, session: Session, found: Organization, parent: QWidget) -> None:
        super().__init__(
            session,
            _("Move to another superior from a date"),
            _("“{name}” and all that stands below it move.").format(name=found.name_on()),
            parent,
        )
        self.superior = OrganizationField(session)
        self.form.add(
            _("New &superior"),
            self.superior,
            _("Type a few letters without accents; choose with the arrow keys and Enter."),
        )
        self.add_dates(_("&From"), _("The first day under the new superior: 1/7/2021."))

        def run() -> None:
            chosen, start = self.superior.value(), required_day(self.start)
            workspace, basis = session.workspace, self.basis.value()
            if chosen is None:
                raise UserError("value_missing", field="parent")

            def work() -> None:
                above = organizations.resolved(workspace, chosen)
                if above is not None:
                    organizations.move(workspace, found.id, parent=above, start=start, basis=basis)

            self.write(work)

        self.add_buttons(_("&Move"), run)


class EndDialog(DatedDialog):
    """The organisation ends."""

    def __init__(self, session: Session, found: Organization, parent: QWidget) -> None:
        super().__init__(
            session,
            _("End the organisation"),
            _(
                "“{name}” ends with its committees; it stays in the list and in the papers of its "
                "time. What else stands below it is to be moved by hand."
            ).format(name=found.name_on()),
            parent,
        )
        self.add_dates(
            _("&Ended from"), _("The first day on which the organisation is no more: 1/7/2025.")
        )

        def run() -> None:
            day, basis, workspace = required_day(self.start), self.basis.value(), session.workspace
            self.write(lambda: successions.dissolve(workspace, found.id, on=day, basis=basis))

        self.add_buttons(_("&End it"), run)


class _CorrectDialog(DatedDialog):
    """Corrects an entry of the dated history; `end` is its last day."""

    def __init__(self, session: Session, title: str, parent: QWidget) -> None:
        text = _("Only for what was entered wrongly. The system log keeps what stood here before.")
        super().__init__(session, title, text, parent)
        self.end = DateField()
        self.end.year = self.start.year

    def add_span(self, entry: DatedName | DatedParent) -> None:
        """Add the fields for the days.

        Args:
            entry: what stands there now.
        """
        self.start.set_date(exactly(entry.start) if entry.start else None)
        self.end.set_date(exactly(entry.end) if entry.end else None)
        self.basis.set_value(entry.basis)
        self.form.add(_("&From"), self.start, _("The first day, empty if it is not known."))
        self.form.add(_("&To"), self.end, _("The last day, empty while it holds."))
        self.form.add(_("&Decision"), self.basis, _("Number and date of the decision."))


class CorrectNameDialog(_CorrectDialog):
    """Corrects one of the dated names."""

    def __init__(self, session: Session, found: Organization, place: int, parent: QWidget) -> None:
        super().__init__(session, _("Correct this name"), parent)
        entry = found.names[place]
        self.name = LinesField(2, most=limits.NAME, name="name")
        self.name.set_value(entry.name)
        self.form.add(_("&Name"), self.name)
        self.add_span(entry)

        def run() -> None:
            name = " ".join(self.name.value().split())
            start, end = exact_day(self.start), exact_day(self.end)
            changed = DatedName(name, start, end, self.basis.value())
            workspace = session.workspace
            self.write(lambda: organizations.correct_name(workspace, found.id, place, changed))

        self.add_buttons(_("&Save"), run)


class CorrectSuperiorDialog(_CorrectDialog):
    """Corrects one of the dated superiors."""

    def __init__(
        self,
        session: Session,
        found: Organization,
        place: int,
        superior: str,
        parent: QWidget,
    ) -> None:
        super().__init__(session, _("Correct this superior"), parent)
        entry = found.parents[place]
        self.superior = OrganizationField(session)
        self.superior.set_value(Named(superior, entry.parent))
        self.form.add(_("&Superior"), self.superior)
        self.add_span(entry)

        def run() -> None:
            chosen, workspace = self.superior.value(), session.workspace
            if chosen is None:
                raise UserError("value_missing", field="parent")
            start, end = exact_day(self.start), exact_day(self.end)
            changed = DatedParent(entry.parent, start, end, self.basis.value())

            def work() -> None:
                above = organizations.resolved(workspace, chosen) or entry.parent
                organizations.correct_parent(
                    workspace, found.id, place, dataclasses.replace(changed, parent=above)
                )

            self.write(work)

        self.add_buttons(_("&Save"), run)
