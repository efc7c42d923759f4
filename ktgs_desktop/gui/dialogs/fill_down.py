"""One change for many lines: values of the line in hand, ticked, go into all marked lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QWidget

from ktgs_desktop.domain.dates import ROMAN_QUARTERS, show_span
from ktgs_desktop.domain.fill_down import FILLED
from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import Late, language, late, number
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Named, ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_items import ItemDetail

NAMES: dict[str, Late] = {
    "task_kind": late("&Kind of work"),
    "year": late("&Year"),
    "work": late("&Work"),
    "period": late("&Examined period"),
    "method": late("&Method"),
    "lead": late("In the &lead"),
    "support": late("&Taking part"),
    "directing_member": late("&Directing"),
    "team_leader": late("Team leade&r"),
    "note": late("&Note"),
}
_REMEMBERED = "programs/fill_down"
_LONGEST = 60


def _work(item: ProgramItem) -> str:
    if item.quarter is not None:
        return _("quarter {number}").format(number=ROMAN_QUARTERS[item.quarter])
    return show_span(item.work_from, item.work_to)


def _method(item: ProgramItem) -> str:
    return codes("methods").get(item.method).name(language()) if item.method else ""


def _named(name: str) -> Callable[[ProgramItem], str]:
    def text(item: ProgramItem) -> str:
        named: Named | None = getattr(item, name)
        return named.name if named is not None else ""

    return text


_TEXTS: Mapping[str, Callable[[ProgramItem], str]] = {
    "task_kind": lambda item: codes("task_kinds").get(item.task_kind).name(language()),
    "year": lambda item: str(item.year),
    "work": _work,
    "period": lambda item: show_span(item.period_from, item.period_to),
    "method": _method,
    "lead": _named("lead"),
    "support": lambda item: "; ".join(named.name for named in item.support),
    "directing_member": _named("directing_member"),
    "team_leader": _named("team_leader"),
    "note": lambda item: item.note,
}


class FillDownDialog(FormDialog):
    """Asks which values of a line the marked lines get.

    Args:
        session: the session.
        detail: the line whose values they are.
        wanted: the marked lines.

    Attributes:
        changed: how many lines changed, None while nothing was written.
    """

    def __init__(
        self, session: Session, detail: ItemDetail, wanted: Sequence[UUID], parent: QWidget
    ) -> None:
        super().__init__(
            _("Fill down into {count} lines").format(count=number(len(wanted))), parent
        )
        self._session = session
        self._item = detail.item
        self._wanted = wanted
        self.changed: int | None = None
        hint = _("The marked lines get the ticked values of “{content}”. One undo takes it back.")
        self.head.addWidget(
            label(hint.format(content=_short(detail.item.content)), "muted", wrap=True)
        )
        remembered = session.recall(_REMEMBERED).split(",")
        self.ticks: dict[str, QCheckBox] = {}
        for name in FILLED:
            if name == "year" and detail.program.kind == ProgramKind.ANNUAL:
                continue
            self._add_tick(name, ticked=name in remembered)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.fill = button(_("&Fill down"), self._fill, primary=True)
        self.buttons.addWidget(self.fill)
        self.faults["fields_missing"] = next(iter(self.ticks.values()))
        next(iter(self.ticks.values())).setFocus()

    def _add_tick(self, name: str, *, ticked: bool) -> None:
        value = _short(_TEXTS[name](self._item)) or _("(empty)")
        tick = QCheckBox(value)
        tick.setChecked(ticked)
        tick.setMinimumHeight(tick.fontMetrics().height() + 10)  # its text beside its label's
        self.form.add(str(NAMES[name]), tick)
        self.ticks[name] = tick

    def _fill(self) -> None:
        names = [name for name, tick in self.ticks.items() if tick.isChecked()]
        workspace, source, wanted = self._session.workspace, self._item.id, self._wanted

        def work(_progress: Progress) -> int:
            return len(program_items.fill_down(workspace, source, wanted, names))

        def then(count: int) -> None:
            self._session.remember(_REMEMBERED, ",".join(names))
            self.changed = count
            self.accept()

        self.submit(self._session.tasks, work, then)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
