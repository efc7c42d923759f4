"""One side of a comparison: which text, which version of its words, which part of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.regulation_articles import ArticleKind
from ktgs_desktop.domain.regulation_sides import parts_of
from ktgs_desktop.gui.views.regulations.contents_tab import in_force_on, name_of, version_text
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggestion
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_articles import Article, RegulationText
    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

_MOST = 12
_PARTS = (ArticleKind.DIVISION, ArticleKind.ARTICLE)


def suggestions(workspace: Workspace, typed: str) -> list[Suggestion]:
    """Texts whose number, title or words hold what is typed.

    Args:
        workspace: the workspace.
        typed: words typed.
    """
    query = Listing("issued", descending=True, search=typed)
    first = next(library.stream(workspace, query), ())
    rows = library.rows(workspace, list(first[:_MOST]))
    return [
        Suggestion(f"{row.number} ({row.issued})" if row.issued else row.number, row.id, row.title)
        for row in rows
    ]


class SideChooser(QWidget):
    """Chooses what stands on one side.

    Args:
        session: the session.
        name: which side it is.

    Signals:
        changed: something else is to be shown.
    """

    changed = Signal()

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self._session = session
        self._texts: Sequence[RegulationText] = ()
        self._regulation: Regulation | None = None
        self._reading: Task | None = None
        workspace = session.workspace
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.line = CompletingEdit(session.tasks, lambda typed: suggestions(workspace, typed))
        self.line.setPlaceholderText(_("Number or words of a text"))
        self.line.setAccessibleName(name)
        self.line.setWhatsThis(_("Type a number or words of a title and choose the text."))
        self.line.picked.connect(self._take)
        self.title = label("", "muted", wrap=True)
        self.versions = ChoiceField([])
        self.versions.setAccessibleName(_("Version of the words"))
        self.versions.edited.connect(self._on_version)
        self.part = ChoiceField([])
        self.part.setAccessibleName(_("Part of the text"))
        self.part.edited.connect(self.changed)
        lower = QHBoxLayout()
        lower.addWidget(self.part, 2)
        lower.addWidget(self.versions, 1)
        layout.addWidget(self.line)
        layout.addWidget(self.title)
        layout.addLayout(lower)
        self._fill()

    @property
    def regulation(self) -> Regulation | None:
        """The text, None for none."""
        return self._regulation

    @property
    def text(self) -> RegulationText | None:
        """The version of its words, None if there are none."""
        at = self.versions.currentIndex()
        return self._texts[at] if 0 <= at < len(self._texts) else None

    @property
    def texts(self) -> Sequence[RegulationText]:
        """All versions of its words."""
        return self._texts

    @property
    def parts(self) -> tuple[Article, ...]:
        """The parts chosen, none if there are no words."""
        text = self.text
        return parts_of(text.articles, self.part.value()) if text is not None else ()

    def _take(self, suggestion: Suggestion) -> None:
        if suggestion.id is not None:
            self.ask(suggestion.id, self.part.value())

    def ask(self, regulation: UUID, path: str) -> None:
        """Show a text.

        Args:
            regulation: its id.
            path: path of the part, empty for the whole.
        """
        workspace, today = self._session.workspace, self._session.workspace.today

        def work(_progress: Progress) -> tuple[Regulation, list[RegulationText]]:
            return library.get(workspace, regulation), library.texts(workspace, regulation)

        def then(found: tuple[Regulation, list[RegulationText]]) -> None:
            self.show_text(found[0], found[1], in_force_on(found[1], today), path)

        self._reading = self._session.tasks.read(
            self, work, then, lambda _error: self.clear(), instead_of=self._reading
        )

    def show_text(
        self, regulation: Regulation, texts: Sequence[RegulationText], version: int, path: str
    ) -> None:
        """Show a text.

        Args:
            regulation: the text.
            texts: the versions of its words.
            version: which of them, from 0.
            path: path of the part, empty for the whole.
        """
        self._regulation, self._texts = regulation, texts
        self.line.setText(regulation.label)
        self.line.setCursorPosition(0)
        self.title.setText(regulation.title)
        self._fill(version, path)
        self.changed.emit()

    def clear(self) -> None:
        """Show no text."""
        self._regulation, self._texts = None, ()
        self.title.setText("")
        self._fill()
        self.changed.emit()

    def _fill(self, version: int = -1, path: str = "") -> None:
        names = [(str(at), version_text(one)) for at, one in enumerate(self._texts)]
        self.versions.set_choices(names)
        self.versions.setCurrentIndex(version if names else -1)
        self.versions.setVisible(len(names) > 1)
        self._fill_parts(path)

    def _fill_parts(self, path: str) -> None:
        text = self.text
        articles = text.articles if text is not None else ()
        offered = [(one.path, name_of(one)) for one in articles if one.kind in _PARTS]
        known = {one for one, _name in offered}
        if path and path not in known and any(one.path == path for one in articles):
            chosen = next(one for one in articles if one.path == path)
            offered.append((path, name_of(chosen)))
            known.add(path)
        self.part.set_choices([("", _("the whole text")), *offered])
        self.part.set_value(path if path in known else "")
        self.part.setEnabled(bool(offered))

    def _on_version(self) -> None:
        self._fill_parts(self.part.value())
        self.changed.emit()
