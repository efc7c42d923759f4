"""The texts of papers, and which of them this office replaced."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ktgs_desktop import i18n
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.kind_text import KindTextDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_text
from ktgs_desktop.services import paper_texts, papers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.paper_texts import KindText

_LAST_FOLDER = "paper_texts/folder"


class TextsSection(Section):
    """List of the kinds of papers, and the sections of the chosen one's text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Texts of papers"),
            _(
                "What new papers say unless one has a text of its own, in Word and in PDF. A text "
                "replaced here counts for papers to come; issued papers stay as they are."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self._texts: list[KindText] = []
        heads = [_("Paper"), _("In use"), _("Sections"), _("Changed"), _("By"), _("On")]
        self.list = SmallList(_("Texts of papers"), heads, 0)
        self.list.itemActivated.connect(lambda _item, _column: self.edit())
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_current())
        self.body.addWidget(self.list, LIST_STRETCH)
        self.edit_button = button(_("&Edit…"), self.edit, icon="pencil-simple", primary=True)
        self.reset_button = button(_("&Usual text"), self.reset, icon="arrow-counter-clockwise")
        self.import_button = button(_("Take from a &file…"), self.take_file)
        self.export_button = button(_("Sa&ve as a file…"), self.save_file)
        self.add_buttons(
            self.edit_button, self.reset_button, self.import_button, self.export_button
        )
        for made in (self.edit_button, self.reset_button, self.import_button):
            made.setVisible(not session.workspace.read_only)
        self.body.addWidget(label(_("Sections of this text"), "sectionTitle"))
        self.sections = SmallList(_("Sections of this text"), [_("Section"), _("State")], 0)
        self.body.addWidget(self.sections, LIST_STRETCH)
        self.body.addStretch(1)
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Read the texts again."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: paper_texts.texts(workspace),
            self._take,
            instead_of=self._reading,
        )

    def _take(self, found: list[KindText]) -> None:
        self._texts = found
        self.list.fill([(one.kind, _texts(one)) for one in found])
        for row, one in enumerate(found):
            if one.own:
                self.list.tint(row, 1, theme.colour("accent"))
        self._show_current()

    def _show_current(self) -> None:
        one = self._current()
        self.reset_button.setEnabled(one is not None and one.own)
        changed = {section.line for section in one.changed} if one is not None else set()
        rows = []
        for section in one.sections if one is not None else ():
            state = _("changed") if section.line in changed else _("usual")
            rows.append((section.line, (section.title or _("(before the first heading)"), state)))
        self.sections.fill(rows)

    def _on_changed(self, changes: object) -> None:
        if "paper_text" in touched(changes):
            self.reload()

    def _current(self) -> KindText | None:
        return next((one for one in self._texts if one.kind == self.list.current()), None)

    def edit(self) -> None:
        """Edit the text of the current kind."""
        one = self._current()
        if one is None or self._session.workspace.read_only:
            return
        dialog = KindTextDialog(self._session, one, self.window())
        dialog.exec()
        dialog.deleteLater()

    def reset(self) -> None:
        """Take the text that ships again; undo takes that back."""
        one, workspace = self._current(), self._session.workspace
        if one is not None and one.own:
            self._session.tasks.write(
                self,
                lambda _progress: paper_texts.reset(workspace, one.kind),
                lambda shown: self._session.said.emit(
                    _("Usual text again: {name}").format(name=shown.name)
                ),
                lambda error: errors.show(self, error),
            )

    def take_file(self) -> None:
        """Put the text of a file in place of the current one; one that cannot print is refused."""
        one, workspace = self._current(), self._session.workspace
        if one is None:
            return
        start = self._session.recall(_LAST_FOLDER) or str(Path.home())
        kinds = _("Texts of papers")
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Take the text from a file"),
            start,
            f"{kinds} (*.j2 *.md *.txt);;" + _("All Files (*)"),
        )
        if not chosen:
            return
        self._session.remember(_LAST_FOLDER, str(Path(chosen).parent))

        def work(_progress: Progress) -> KindText:
            return paper_texts.put(workspace, one.kind, read_text(Path(chosen)))

        self._session.tasks.write(
            self,
            work,
            lambda shown: self._session.said.emit(_("Saved: {name}").format(name=shown.name)),
            lambda error: errors.show(self, error),
        )

    def save_file(self) -> None:
        """Save the text in force as a file, for another office."""
        one, workspace = self._current(), self._session.workspace
        if one is None:
            return
        folder = Path(self._session.recall(_LAST_FOLDER) or Path.home())
        kinds = _("Texts of papers") + " (*.j2)"
        where = ask_where(
            self.window(), _("Save the text as a file"), folder / f"{one.kind}.md.j2", kinds
        )
        if where is None:
            return
        self._session.remember(_LAST_FOLDER, str(where.parent))
        self._session.tasks.read(
            self,
            lambda _progress: papers.save_file(paper_texts.as_file(workspace, one.kind), where),
            lambda _digest: self._session.said.emit(_("Saved: {name}").format(name=where.name)),
            lambda error: errors.show(self, error),
        )


def _texts(one: KindText) -> list[str]:
    if not one.own:
        return [one.name, _("usual"), str(len(one.sections)), "", "", ""]
    changed = str(len(one.changed))
    return [one.name, _("of this office"), str(len(one.sections)), changed, one.by, _day(one.at)]


def _day(at: str) -> str:
    return i18n.moment(datetime.fromisoformat(at)) if at else ""
