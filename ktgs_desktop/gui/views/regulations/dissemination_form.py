"""The form of a plan of dissemination: what, when, whom, how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMenu
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.widgets.completion import Suggestion
from ktgs_desktop.gui.widgets.dissemination_words import WAYS
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, LinesField, mark
from ktgs_desktop.gui.widgets.names_field import NamesField, read_back, written
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.organization_field import suggestions as organizations_called
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import dissemination, library
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.dissemination import Dissemination
    from ktgs_desktop.domain.rows import OrganizationRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

FIELD_NAMES: Mapping[str, Late] = {
    "title": late("Plan"),
    "regulations": late("Regulations"),
    "starts_on": late("From"),
    "ends_on": late("To"),
    "targets": late("Units to be briefed"),
    "body": late("Body responsible"),
    "way": late("How"),
    "note": late("Note"),
}
_OFFERED, _TEXTS, _UNITS = 12, 4, 7


def regulations_called(workspace: Workspace, text: str) -> Sequence[Suggestion]:
    """Regulations that hold every word typed, the latest first.

    Args:
        workspace: the workspace; this runs in a reader's thread.
        text: words of number, title or issuer.
    """
    query = Listing("issued", descending=True, search=text)
    numbers = next(library.stream(workspace, query), ())
    found = library.rows(workspace, list(numbers)[:_OFFERED])
    named = dissemination.regulations_named(workspace, [one.id for one in found])
    return [Suggestion(one.name, one.id, row.title) for one, row in zip(named, found, strict=True)]


@dataclass(frozen=True, slots=True)
class EnteredPlan:
    """What the form gives.

    Attributes:
        values: fields of the plan by name.
    """

    values: Mapping[str, object]


def texts_of(plan: Dissemination) -> dict[str, str]:
    """What the fields show of a plan.

    Args:
        plan: the plan.
    """
    return {
        "title": plan.title,
        "regulations": written(plan.regulations),
        "starts_on": i18n.day(plan.starts_on),
        "ends_on": i18n.day(plan.ends_on),
        "targets": written(plan.targets),
        "body": written([plan.body]) if plan.body else "",
        "way": plan.way,
        "note": plan.note,
    }


class UnitsField(NamesField):
    """The units of a plan, added one by one, by their type, or all at once."""

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        super().__init__(session.tasks, lambda text: organizations_called(workspace, text), _UNITS)
        self._session = session
        line = QHBoxLayout()
        line.setSpacing(6)
        self.many = button(_("Add man&y"))
        self.menu = QMenu(self.many)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.many.setMenu(self.menu)
        self.none = button("", lambda: self._replace([]), flat=True)
        line.addWidget(self.many)
        line.addStretch(1)
        line.addWidget(self.none)
        self.box.addLayout(line)
        self.edited.connect(self._tell)
        self._rows_below: list[OrganizationRow] = []

    def ask_units(self) -> None:
        """Read which units stand below, for the menu."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> list[OrganizationRow]:
            return dissemination.units(workspace)

        self._session.tasks.read(self, work, self._take_units)

    def _take_units(self, found: list[OrganizationRow]) -> None:
        self._rows_below = found

    def _fill_menu(self) -> None:
        """All directly below, all, and those of each type, with their numbers."""
        self.menu.clear()
        rows, types = self._rows_below, codes("organization_types")
        ids = {one.id for one in rows}
        direct = [one for one in rows if one.parent not in ids]
        offered = [(_("All units directly below"), direct), (_("All units below"), rows)]
        for code in dict.fromkeys(one.org_type for one in rows):
            of_type = [one for one in rows if one.org_type == code]
            offered.append((types.get(code).name(i18n.language()), of_type))
        for text, chosen in offered:
            action = self.menu.addAction(f"{text} ({len(chosen)})")
            action.triggered.connect(
                lambda _checked=False, chosen=chosen: self.add(
                    [Named(one.name, one.id) for one in chosen]
                )
            )
            action.setEnabled(bool(chosen))

    def _replace(self, names: Sequence[Named]) -> None:
        if self.value() != tuple(names):
            self.set_value(names)
            self.edited.emit()

    def _tell(self) -> None:
        number = len(self.value())
        self.none.setText(_("Clear all {count}").format(count=number))
        self.none.setVisible(bool(number) and not self._locked)

    @override
    def set_value(self, names: Sequence[Named]) -> None:
        super().set_value(names)
        self._tell()

    @override
    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.many.setVisible(not locked)
        self._tell()


class DisseminationForm(RecordForm):
    """Fields of a plan.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        workspace = session.workspace
        self.plan_title = LinesField(3, most=limits.LINE, name="title")
        self.regulations = NamesField(
            session.tasks, lambda text: regulations_called(workspace, text), _TEXTS
        )
        self.starts, self.ends = DateField(), DateField()
        self.units = UnitsField(session)
        self.body = OrganizationField(session)
        self.way = ChoiceField([(code, str(word)) for code, word in WAYS.items()])
        self.note = LinesField(2)
        for one in (self.starts, self.ends):
            one.year = workspace.today.year
        self.add(_("&Plan"), self.plan_title, _("What the plan is called, as people will look "
                                                "for it."))  # fmt: skip
        self.add(
            _("R&egulations"),
            self.regulations,
            _("The texts to be studied; type a number or words of the title."),
        )
        self.add(_("F&rom"), self.starts, _("First day, e.g. 0107 or 1/7/2021."))
        self.add(_("&To"), self.ends, _("Last day; a unit that is missing then is late."))
        self.add(
            _("&Units"),
            self.units,
            _("Who is to be briefed: chosen one by one, by type, or all that stand below."),
        )
        self.add(_("&Body"), self.body, _("Who is responsible for the plan."))
        self.add(_("&How"), self.way, _("How the units are briefed."))
        self.add(_("Note"), self.note)
        self.faults = {
            "dissemination_title_missing": self.plan_title,
            "dissemination_regulation_missing": self.regulations.line,
            "dissemination_regulation_used": self.regulations.line,
            "dissemination_unit_missing": self.units.line,
            "dissemination_days_reversed": self.ends,
        }

    @override
    def texts(self) -> dict[str, str]:
        body = self.body.value()
        return {
            "title": self.plan_title.value(),
            "regulations": written(self.regulations.value()),
            "starts_on": self.starts.text(),
            "ends_on": self.ends.text(),
            "targets": written(self.units.value()),
            "body": written([body]) if body else "",
            "way": self.way.value(),
            "note": self.note.value(),
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        self.plan_title.set_value(texts.get("title", ""))
        self.regulations.set_value(read_back(texts.get("regulations", "")))
        self.starts.set_value(texts.get("starts_on", ""))
        self.ends.set_value(texts.get("ends_on", ""))
        self.units.set_value(read_back(texts.get("targets", "")))
        body = read_back(texts.get("body", ""))
        self.body.set_value(body[0] if body else None)
        self.way.set_value(texts.get("way", ""))
        self.note.set_value(texts.get("note", ""))
        for one in (self.starts, self.ends, *self.faults.values()):
            mark(one, "")

    @override
    def entered(self) -> EnteredPlan:
        days = {"starts_on": self._day(self.starts), "ends_on": self._day(self.ends)}
        return EnteredPlan(
            {
                "title": self.plan_title.value(),
                "regulations": self.regulations.value(),
                **days,
                "targets": self.units.value(),
                "body": self.body.value(),
                "way": self.way.value(),
                "note": self.note.value(),
            }
        )

    def _day(self, field: DateField) -> date:
        try:
            return whole_day(field)
        except UserError as error:
            self.show_fault(error, field)
            raise

    @override
    def set_locked(self, *, locked: bool) -> None:
        fields = (self.plan_title, self.regulations, self.starts, self.ends, self.units, self.body)
        lock((*fields, self.way, self.note), locked=locked)

    @override
    def focus_first(self) -> None:
        self.plan_title.setFocus()


def whole_day(field: DateField) -> date:
    """The day typed into a field.

    Args:
        field: the field.

    Raises:
        UserError: `date_not_understood`, `date_impossible`, or `day_not_whole`.
    """
    found = field.value_as_date()
    if found is None:
        raise UserError("date_not_understood", text=field.text())
    if not found.exact:
        raise UserError("day_not_whole", text=field.text())
    return found.first
