"""The page of regulations: the library and what is done with its texts, behind tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ktgs_desktop.gui.records.paned_page import OFFERED, PanedPage
from ktgs_desktop.gui.views.regulations.library_pane import LibraryPane
from ktgs_desktop.gui.views.regulations.panes import PANES
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session

_REMEMBERED = "regulations/pane"
LIBRARY = "library"
_OF_A_TEXT = ("family", "compare")
_OFFERED = (
    *OFFERED, "new_regulation", "import_regulations", "copy_citation", "regulation_words",
    "attach_pdf",
)  # fmt: skip


class RegulationsPage(PanedPage):
    """Texts the work is based on, with what belongs to them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Regulations"), PANES, _REMEMBERED, _OFFERED)
        self._actions_of["add_item"].setText(_("Add a text"))
        self._actions_of["void_item"].setText(_("Void the text"))
        self.show_first(session.recall(_REMEMBERED))

    @override
    def _on_chosen(self) -> None:
        """Let the picture and the comparison begin with the text in hand in the library."""
        library = self._made.get(LIBRARY)
        if self._wanted is None and self.name in _OF_A_TEXT and isinstance(library, LibraryPane):
            self._wanted = (self.name, library.panel.record)
        super()._on_chosen()

    @override
    def show_record(self, kind: str, record: Any) -> None:
        """Show a pane, or a regulation in the library.

        Args:
            kind: name of a pane, or `regulation`.
            record: what it is to show there, as the pane takes it; the id of a regulation.
        """
        super().show_record(LIBRARY if kind == "regulation" else kind, record)
