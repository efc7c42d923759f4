"""The text an office has for a kind of paper, in place of the one that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.gui.dialogs.paper_text import FoundText, PaperTextDialog
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import paper_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.paper_texts import KindText
    from ktgs_desktop.services.printing import Printed


class KindTextDialog(PaperTextDialog):
    """Edits the text of a kind of paper.

    Args:
        session: the session.
        shown: the text in force.
        parent: the window.
    """

    def __init__(self, session: Session, shown: KindText, parent: QWidget) -> None:
        self._kind = shown.kind
        super().__init__(session, "paper_text", shown.kind, shown.name, parent)

    @override
    def found(self) -> FoundText:
        found = paper_texts.get(self._session.workspace, self._kind)
        said = _("New papers of this kind get this text; issued papers stay as they are.")
        own = found.text if found.own else ""
        return FoundText(own, found.shipped, paper_texts.fields(self._kind), said)

    @override
    def make(self, text: str, others: Mapping[str, str], progress: Progress) -> Printed:
        wanted = text or self._usual
        return paper_texts.preview(self._session.workspace, self._kind, wanted, progress)

    @override
    def write(self, text: str, others: Mapping[str, str]) -> None:
        chosen = self.editor.citations.chosen
        paper_texts.put(self._session.workspace, self._kind, text or self._usual, chosen)
