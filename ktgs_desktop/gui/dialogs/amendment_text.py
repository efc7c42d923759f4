"""The text of a draft amendment's paper."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.gui.dialogs.paper_text import FoundText, PaperTextDialog
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendment_papers, amendments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.amendments import Amendment
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed


class AmendmentTextDialog(PaperTextDialog):
    """Edits the text of a draft amendment.

    Args:
        session: the session.
        amendment: the draft's id.
        parent: the window.
    """

    def __init__(self, session: Session, amendment: UUID, parent: QWidget) -> None:
        self._amendment = amendment
        title = _("Text of the amendment")
        super().__init__(session, "amendment_text", str(amendment), title, parent)

    def _with(self, text: str) -> Amendment:
        there = amendments.get(self._session.workspace, self._amendment).amendment
        return dataclasses.replace(there, text=text)

    @override
    def found(self) -> FoundText:
        workspace = self._session.workspace
        there = amendments.get(workspace, self._amendment).amendment
        usual = amendment_papers.usual_text(workspace, there)
        return FoundText(there.text, usual, amendment_papers.fields_of_text())

    @override
    def make(self, text: str, others: Mapping[str, str], progress: Progress) -> Printed:
        typed = self._with(text)
        amendment_papers.check_text(typed)
        return amendment_papers.print_as_typed(self._session.workspace, typed, progress=progress)

    @override
    def write(self, text: str, others: Mapping[str, str]) -> None:
        typed = self._with(text)
        amendment_papers.check_text(typed)
        amendments.edit(self._session.workspace, typed, self.editor.citations.chosen)
