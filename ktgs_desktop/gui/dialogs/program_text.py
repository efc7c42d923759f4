"""Title and text of a draft program's paper."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui.dialogs.paper_text import FoundText, PaperTextDialog
from ktgs_desktop.gui.widgets.fields import TextField, mark
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, programs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed


class ProgramTextDialog(PaperTextDialog):
    """Edits title and text of a draft program.

    Args:
        session: the session.
        program: the program's id.
        parent: the window.

    Attributes:
        title: the title line.
        names_later: whether subjects left open may be named later.
    """

    def __init__(self, session: Session, program: UUID, parent: QWidget) -> None:
        self._program = program
        title = _("Title and text of the program")
        super().__init__(session, "program_text", str(program), title, parent)

    # Beside the text --------------------------------------------------------------------

    @override
    def add_above(self) -> None:
        self.title = TextField()
        self.title.setWhatsThis(_("The abstract (trích yếu) under CHƯƠNG TRÌNH."))
        self.editor.add(_("&Title (trích yếu)"), self.title)
        self.title.returnPressed.connect(self.text.setFocus)
        self.title.edited.connect(self.on_edited)

    @override
    def add_below(self) -> None:
        self.names_later = QCheckBox(
            _("Subjects left open may be &named later, no amendment needed")
        )
        self.editor.column.addWidget(self.names_later)
        self.names_later.toggled.connect(lambda _on: self.on_edited())

    @override
    def others(self) -> dict[str, str]:
        later = self.names_later.isChecked()
        return {"title": self.title.value(), "names_later": str(later)}

    @override
    def show_others(self, values: Mapping[str, str]) -> None:
        self.title.set_value(values["title"])
        self.names_later.setChecked(values["names_later"] == str(True))

    @override
    def names(self) -> dict[str, str]:
        return {"title": _("Title"), **super().names()}

    # The program ------------------------------------------------------------------------

    def _with(self, text: str, others: Mapping[str, str]) -> Program:
        there = programs.get(self._session.workspace, self._program)
        later = others["names_later"] == str(True)
        return dataclasses.replace(there, text=text, title=others["title"], names_later=later)

    @override
    def found(self) -> FoundText:
        workspace = self._session.workspace
        there = programs.get(workspace, self._program)
        others = {"title": there.title, "names_later": str(there.names_later)}
        usual = papers.usual_text(workspace, there)
        return FoundText(there.text, usual, papers.fields_of_text(), others=others)

    @override
    def make(self, text: str, others: Mapping[str, str], progress: Progress) -> Printed:
        typed = self._with(text, others)
        return papers.print_as_typed(self._session.workspace, typed, progress)

    @override
    def write(self, text: str, others: Mapping[str, str]) -> None:
        typed = self._with(text, others)
        papers.paper_as_typed(self._session.workspace, typed)
        programs.edit(self._session.workspace, typed, self.editor.citations.chosen)

    # What is wrong ----------------------------------------------------------------------

    @override
    def refused(self, error: BaseException) -> None:
        super().refused(error)
        if isinstance(error, KtgsError) and error.code == "title_missing":
            mark(self.title, messages.sentence(error))

    @override
    def say(self, fault: str, place: tuple[int, int] = (0, 0)) -> None:
        super().say(fault, place)
        mark(self.title, "")

    @override
    def show_fault(self) -> None:
        super().show_fault()
        if self.title.property("faulty"):
            self.title.setFocus()
