"""The form of a program line: every column of the annex as a field."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.programs import Named, Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.programs.suggestions import Suggestions, new_subject
from ktgs_desktop.gui.widgets.fields import (
    ChoiceField,
    CountField,
    LinesField,
    TextField,
)
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.gui.widgets.named_field import NamedField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.gui.widgets.span_fields import Span, SpanField, Work, WorkField
from ktgs_desktop.gui.widgets.subjects import SubjectsField
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.errors import KtgsError
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "task_kind": late("Kind of work"),
    "content": late("Content"),
    "subjects": late("Subjects"),
    "unnamed_organizations": late("Organisations to be named"),
    "unnamed_members": late("Members to be named"),
    "subject_note": late("To be named later"),
    "period_from": late("Examined from"),
    "period_to": late("Examined to"),
    "quarter": late("Quarter"),
    "work_from": late("Work from"),
    "work_to": late("Work to"),
    "method": late("Method"),
    "lead": late("In the lead"),
    "support": late("Taking part"),
    "directing_member": late("Directing member"),
    "team_leader": late("Team leader"),
    "term_item": late("Term line"),
    "note": late("Note"),
    "seq": late("Place"),
    "year": late("Year"),
}


class ItemForm(Form):
    """All fields of a line.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._item: ProgramItem | None = None
        tasks = session.tasks
        offers = Suggestions(session)
        tongue = language()
        kinds = codes("task_kinds").codes.values()
        methods = codes("methods").codes.values()
        self.kind = ChoiceField([(kind.code, kind.name(tongue)) for kind in kinds])
        self.content = LinesField(3, most=limits.CONTENT, name="content")
        self.subjects = SubjectsField(tasks, offers.subjects, new_subject)
        self.organizations = CountField()
        self.members = CountField()
        self.later = TextField(most=limits.LINE)
        self.period = SpanField()
        self.work = WorkField()
        self.method = ChoiceField([("", "")] + [(m.code, m.name(tongue)) for m in methods])
        self.lead = NamedField(tasks, offers.bodies)
        self.support = TextField(most=limits.LINE)
        self.directing = NamedField(tasks, offers.people)
        self.leader = NamedField(tasks, offers.people)
        self.term_item = ChoiceField([("", "")])
        self.note = LinesField(2)
        self.year = ChoiceField([])
        self.year.edited.connect(self._on_year)
        self._place_fields()

    def _place_fields(self) -> None:
        self.add(
            _("&Kind of work"), self.kind, _("What the body does (Điều lệ Đảng, Điều 30, 32).")
        )
        self.add(
            _("&Content"),
            self.content,
            _("The theme (chuyên đề). Enter goes on, Shift+Enter begins a new line."),
        )
        self.add(
            _("Sub&jects"),
            self.subjects,
            _(
                "Type a few letters, choose with the arrow keys; Enter adds, Delete takes out. A "
                "name in no register is marked; Space there says what it is."
            ),
        )
        self.add(
            _("To be named"),
            self._later_fields(),
            _("How many organisations and members are named later, and how they are described."),
        )
        self.add(
            _("&Examined period"),
            self.period,
            _("The time whose facts are examined (mốc thời gian kiểm tra): 2019-2020."),
        )
        self.add(_("&Work"), self.work, _("When the work is done: q2, or 15/5 - 30/6."))
        self.add(_("Year"), self.year, _("The year of the term in which the line is carried out."))
        self.add(_("&Method"), self.method)
        self.add(_("In the &lead"), self.lead, _("The body in the lead (cơ quan chủ trì)."))
        self.add(
            _("&Taking part"),
            self.support,
            _("Bodies that take part (cơ quan phối hợp), separated by “;”."),
        )
        self.add(_("&Directing"), self.directing, _("Thành viên chỉ đạo."))
        self.add(_("Team leade&r"), self.leader, _("Trưởng đoàn, once the decision is made."))
        self.add(_("Term line"), self.term_item, _("The line of the term program it carries out."))
        self.add(_("&Note"), self.note)

    def _later_fields(self) -> QWidget:
        box = QWidget()
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        later = ((self.organizations, _("organisations")), (self.members, _("members")))
        words = "".join(text for _field, text in later)
        narrow = self.fontMetrics().horizontalAdvance(words) > theme.scaled(125)
        lines = [QHBoxLayout(), QHBoxLayout()] if narrow else [QHBoxLayout()] * 2
        for line, (field, text) in zip(lines, later, strict=True):
            field.setFixedWidth(theme.scaled(50))
            field.setAccessibleName(text)
            line.addWidget(field)
            line.addWidget(label(text, "muted"))
            self.watch(field)
        self.later.setPlaceholderText(_("e.g. 03 members managed by the committee"))
        self.later.setAccessibleName(_("To be named later"))
        self.watch(self.later)
        for line in dict.fromkeys(lines):
            line.addStretch(1)
            outer.addLayout(line)
        outer.addWidget(self.later)
        box.setFocusProxy(self.organizations)
        return box

    # Values ---------------------------------------------------------------------------------

    def show_item(
        self, item: ProgramItem, program: Program, term_items: Sequence[ProgramItem]
    ) -> None:
        """Show a line.

        Args:
            item: the line.
            program: its program; if it is issued, the fields are locked.
            term_items: lines of the term program it may carry out.
        """
        self._show_years(item, program)
        self._show_term_items(item, program, term_items)
        self.show_values(item)
        self._lock(locked=program.locked or self._session.workspace.read_only)

    def show_values(self, item: ProgramItem, names: Collection[str] | None = None) -> None:
        """Show values of the line in hand; fields of other names stay as they are.

        Args:
            item: the line.
            names: the fields, None for all.
        """
        self._item = item
        years = names is None or "year" in names
        if years:
            self.year.set_value(str(item.year))
            self._take_year()
        for parts, show in self._setters(item):
            if names is None or not parts.isdisjoint(names):
                show()

    def _setters(self, item: ProgramItem) -> Iterator[tuple[frozenset[str], Callable[[], None]]]:
        """Names of fields, and what shows them."""
        plain: tuple[tuple[str, Any], ...] = (
            ("task_kind", self.kind),
            ("content", self.content),
            ("subjects", self.subjects),
            ("unnamed_organizations", self.organizations),
            ("unnamed_members", self.members),
            ("subject_note", self.later),
            ("method", self.method),
            ("lead", self.lead),
            ("directing_member", self.directing),
            ("team_leader", self.leader),
            ("note", self.note),
        )
        for name, field in plain:
            yield frozenset((name,)), partial(field.set_value, getattr(item, name))
        support = "; ".join(named.name for named in item.support)
        above = str(item.term_item) if item.term_item else ""
        yield frozenset(("support",)), partial(self.support.set_value, support)
        yield frozenset(("term_item",)), partial(self.term_item.set_value, above)
        period = partial(self.period.set_span, item.period_from, item.period_to)
        yield frozenset(("period_from", "period_to")), period
        work = partial(self.work.set_work, item.quarter, item.work_from, item.work_to)
        yield frozenset(("quarter", "work_from", "work_to")), work

    def _take_year(self) -> None:
        """Let times without a year mean the line's; a quarter shown moves with it."""
        for field in (self.period, self.work):
            field.year = int(self.year.value() or field.year)

    def _on_year(self) -> None:
        try:
            work = self.work.value_as_work()
        except UserError:
            work = None
        self._take_year()
        if work is not None and work[0] is not None:
            self.work.set_work(*work)

    def _show_years(self, item: ProgramItem, program: Program) -> None:
        first, _dash, last = program.term.partition("-")
        years = range(int(first), int(last) + 1) if program.kind == "TERM" else [item.year]
        self.year.set_choices([(str(year), str(year)) for year in years])
        self.show_field(self.year, visible=program.kind == "TERM")

    def _show_term_items(
        self, item: ProgramItem, program: Program, term_items: Sequence[ProgramItem]
    ) -> None:
        shown = [("", _("(none)"))]
        shown += [(str(above.id), f"{above.year} · {above.content[:70]}") for above in term_items]
        if item.term_item is not None and all(one.id != item.term_item for one in term_items):
            shown.append((str(item.term_item), _("(a line that is no longer there)")))
        self.term_item.set_choices(shown)
        usable = program.kind == "ANNUAL" and bool(term_items or item.term_item)
        self.show_field(self.term_item, visible=usable)

    def _lock(self, *, locked: bool) -> None:
        for field in (
            self.kind, self.content, self.subjects, self.organizations, self.members,
            self.later, self.period, self.work, self.method, self.lead, self.support,
            self.directing, self.leader, self.term_item, self.note, self.year,
        ):  # fmt: skip
            field.set_locked(locked)

    def value(self) -> ProgramItem:
        """The line as the fields say.

        Raises:
            UserError: a date is not understood; the field is marked.
            RuntimeError: no line is shown.
        """
        self.period.settle()
        self.work.settle()
        return self._value(self.period.value_as_span(), self.work.value_as_work())

    def drafted(self) -> ProgramItem:
        """The line as typed so far; a time that is not understood yet stays as it was.

        Raises:
            RuntimeError: no line is shown.
        """
        item = self._shown()
        period = (item.period_from, item.period_to)
        work = (item.quarter, item.work_from, item.work_to)
        with contextlib.suppress(UserError):
            period = self.period.value_as_span()
        with contextlib.suppress(UserError):
            work = self.work.value_as_work()
        return self._value(period, work)

    def rebase(self, item: ProgramItem) -> None:
        """Go on editing a line that was saved meanwhile; the fields stay as they are.

        Args:
            item: the line as saved.
        """
        self._item = item

    def texts(self) -> dict[str, str]:
        """Times typed that are not understood, by field."""
        times = {"period": self.period, "work": self.work}
        return {name: field.text() for name, field in times.items() if not field.settle()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Show times that are not understood.

        Args:
            texts: as `texts` gave them.
        """
        for name, field in (("period", self.period), ("work", self.work)):
            if name in texts:
                field.set_value(texts[name])
                field.settle()

    @override
    def faulty_field(self, error: KtgsError) -> QWidget | None:
        found = next((one for one in (self.period, self.work) if one.property("faulty")), None)
        where: dict[str, QWidget] = {
            "content_missing": self.content,
            "task_kind_missing": self.kind,
            "too_long": self._long_field(),
            "year_outside_program": self.year,
        }
        return found or where.get(error.code)

    def _long_field(self) -> QWidget:
        """The field with too long a text."""
        return self.note if self.note.property("faulty") else self.content

    def _shown(self) -> ProgramItem:
        if self._item is None:
            raise RuntimeError("no line is shown")
        return self._item

    def _value(self, period: Span, work: Work) -> ProgramItem:
        item = self._shown()
        quarter, start, end = work
        known = {named.name: named for named in item.support}
        names = [part.strip() for part in self.support.value().split(";") if part.strip()]
        return dataclasses.replace(
            item,
            year=int(self.year.value() or item.year),
            task_kind=self.kind.value(),
            content=self.content.value(),
            subjects=self.subjects.value(),
            unnamed_organizations=self.organizations.value(),
            unnamed_members=self.members.value(),
            subject_note=self.later.value(),
            period_from=period[0],
            period_to=period[1],
            quarter=quarter,
            work_from=start,
            work_to=end,
            method=self.method.value(),
            lead=self.lead.value(),
            support=tuple(known.get(name, Named(name)) for name in names),
            directing_member=self.directing.value(),
            team_leader=self.leader.value(),
            note=self.note.value(),
            term_item=UUID(self.term_item.value()) if self.term_item.value() else None,
        )
