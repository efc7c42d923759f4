"""Title and text of a draft program's paper: typed at the left, seen as a page at the right."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.phrases import PhraseField
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.phrases import PhraseKey
from ktgs_desktop.gui.dialogs.text_explanation import text_explanation
from ktgs_desktop.gui.widgets.fields import TextField, mark
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, programs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import Printed

_FORM = "program_text"
_SIZE, _SPLIT = "program_text/size", "program_text/split"
_USUAL_SIZE, _USUAL_SPLIT = (1180, 680), (600, 540)
_PAUSE_MS = 500
_Found = tuple["Program", str, "Mapping[str, str]"]


class ProgramTextDialog(QDialog):
    """Edits title and text of a draft program; what is typed and not saved stays as a draft.

    Args:
        session: the session.
        program: the program's id.
        parent: the window.

    Attributes:
        title: the title line.
        text: the text with its fields.
        view: the paper as it would be printed.
    """

    def __init__(self, session: Session, program: UUID, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = program
        self._program: Program | None = None
        self._usual = ""
        self._faulty_line = 0
        self._kept = False  # whether a draft of it is kept
        self._making: Task | None = None
        self._saving = False
        self.setWindowTitle(_("Title and text"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(label(_("Title and text of the program"), "dialogTitle"))
        self._notice = label("", "warning", wrap=True)
        self._notice.hide()
        layout.addWidget(self._notice)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._build_editor())
        self.view = PaperView(session.tasks)
        self.view.setMinimumWidth(260)
        self._split.addWidget(self.view)
        layout.addWidget(self._split, 1)
        layout.addLayout(self._build_fault())
        layout.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self._restore_size()
        self._enable()
        self._read()

    # Building ---------------------------------------------------------------------------

    def _build_editor(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(5)
        self.title = TextField()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumWidth(320)
        for text, field in ((_("&Title (trích yếu)"), self.title), (_("Te&xt"), self.text)):
            named = label(text, "fieldLabel")
            named.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            column.addWidget(named)
            column.addWidget(field)
        column.setStretchFactor(self.text, 1)
        self.names_later = QCheckBox(
            _("Subjects left open may be &named later, no amendment needed")
        )
        self.names_later.toggled.connect(lambda _on: self._on_edited())
        column.addWidget(self.names_later)
        column.addWidget(label(text_explanation(), "hint", wrap=True))
        self.title.setWhatsThis(_("The abstract (trích yếu) under CHƯƠNG TRÌNH."))
        self.text.setWhatsThis(text_explanation())
        PhraseKey(self._session, self.text, PhraseField.PAPER)
        self.title.returnPressed.connect(self.text.setFocus)
        self.title.edited.connect(self._on_edited)
        self.text.textChanged.connect(self._on_edited)
        return box

    def _build_fault(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        self.go_to_fault = button(_("Go to the &line"), self._go_to_fault)
        self.go_to_fault.hide()
        line.addWidget(self._fault, 1)
        line.addWidget(self.go_to_fault)
        return line

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.usual = button(_("&Usual text"), self.take_usual, icon="arrow-counter-clockwise")
        self.usual.setToolTip(_("Puts the text that ships with the program in place of this one."))
        self.drop = button(_("&Give up"), self.give_up)
        self.drop.setToolTip(_("Forgets what was typed and not saved."))
        self.task_bar = TaskBar()
        self.close_button = button(_("Close"), self.reject)
        self.save_button = button(_("&Save"), self.save, primary=True)
        self.save_button.setToolTip("Ctrl+S")
        line.addWidget(self.usual)
        line.addWidget(self.drop)
        line.addWidget(self.task_bar)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.save_button)
        return line

    # What is shown ----------------------------------------------------------------------

    def _read(self) -> None:
        workspace, wanted = self._session.workspace, self._wanted
        draft = self._session.drafts.reader(_FORM, str(wanted))

        def work(_progress: Progress) -> _Found:
            found = programs.get(workspace, wanted)
            usual = nfc(papers.usual_text(workspace, found))
            return found, usual, draft()

        self._session.tasks.read(self, work, lambda found: self._show(*found), self._gone)

    def _gone(self, error: BaseException) -> None:
        errors.show(self, error)
        super().reject()

    def _show(self, program: Program, usual: str, draft: Mapping[str, str]) -> None:
        self._program, self._usual = program, usual
        typed = {name: draft[name] for name in ("title", "text") if name in draft}
        self.title.set_value(typed.get("title", program.title))
        self.text.setPlainText(typed.get("text", program.text or usual))
        self.names_later.setChecked(draft.get("names_later", str(program.names_later)) == "True")
        self._kept = bool(draft)
        if self.dirty and self._kept:
            self._notice.setText(self._about_draft(program, draft))
            self._notice.show()
        self._enable()
        self.text.setFocus()
        self._preview()

    def _about_draft(self, program: Program, draft: Mapping[str, str]) -> str:
        words = _("These values were typed earlier and not saved yet.")
        names = {"title": _("Title"), "text": _("Text")}
        changed = [
            name
            for field, name in names.items()
            if draft.get(f"base_{field}") not in (None, getattr(program, field))
        ]
        if changed:
            text = _("Changed meanwhile too: {fields}. Saving puts what you typed in its place.")
            words += " " + text.format(fields=", ".join(changed))
        return words

    def _replace(self, text: str) -> None:
        """Put another text into the editor, in one step that its Ctrl+Z takes back."""
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.setFocus()

    def _typed(self) -> Program | None:
        """The program with what stands in the fields; the usual text is kept as no text."""
        if self._program is None:
            return None
        text = nfc(self.text.toPlainText())
        own = "" if text == self._usual else text
        later = self.names_later.isChecked()
        title = self.title.value()
        return dataclasses.replace(self._program, title=title, text=own, names_later=later)

    @property
    def dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._typed() != self._program

    def _on_edited(self) -> None:
        if self._program is not None:
            self._pause.start()
            self._enable()

    def _enable(self) -> None:
        here = self._program is not None and not self._saving
        self.save_button.setEnabled(here)
        self.drop.setVisible(self.dirty)
        self.usual.setEnabled(here and nfc(self.text.toPlainText()) != self._usual)

    # The paper --------------------------------------------------------------------------

    def _preview(self) -> None:
        """Make the paper of what is typed, away from the window's thread."""
        typed, workspace = self._typed(), self._session.workspace
        if typed is None:
            return
        if self._making is not None:
            self._making.cancel()

        def work(progress: Progress) -> Printed:
            return papers.print_as_typed(workspace, typed, progress)

        def then(printed: Printed) -> None:
            if self._typed() == typed:
                self._say("")
                self.view.show_pdf(printed.data, keep_place=True)

        def failed(error: BaseException) -> None:
            if self._typed() == typed:
                self._refused(error)

        self._making = self._session.tasks.read(
            self, work, then, failed, label=_("Making the paper")
        )

    def _refused(self, error: BaseException) -> None:
        """Say what is wrong with what was typed, and where."""
        if not isinstance(error, KtgsError):
            errors.show(self, error)
            return
        line = error.params.get("line")
        self._say(messages.sentence(error), self._line_typed(line if isinstance(line, int) else 0))
        mark(self.title, messages.sentence(error) if error.code == "title_missing" else "")

    def _line_typed(self, line: int) -> int:
        """A line of the tidy text as a line of the editor, 0 for none."""
        typed = self.text.toPlainText()
        blank = typed[: len(typed) - len(typed.lstrip())].count("\n")
        return line + blank if line else 0

    def _say(self, fault: str, line: int = 0) -> None:
        self._faulty_line = line
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.go_to_fault.setVisible(bool(line))
        if not fault:
            mark(self.title, "")

    def _go_to_fault(self) -> None:
        """Put the cursor on the line that is wrong and mark all of it."""
        block = self.text.document().findBlockByNumber(self._faulty_line - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            self.text.setTextCursor(cursor)
            self.text.centerCursor()
        self.text.setFocus()

    # Doing ------------------------------------------------------------------------------

    def take_usual(self) -> None:
        """Put the usual text in place of the one typed; Ctrl+Z in the editor takes it back."""
        self._replace(self._usual)

    def give_up(self) -> None:
        """Show title and text as they are kept, and forget what was typed."""
        if self._program is not None:
            self.title.set_value(self._program.title)
            self._replace(self._program.text or self._usual)
            self.names_later.setChecked(self._program.names_later)
            self._notice.hide()
            self._on_edited()

    def save(self) -> None:
        """Save title and text and close; a text that could not be printed is refused."""
        typed, workspace, drafts = self._typed(), self._session.workspace, self._session.drafts
        if typed is None or self._saving:
            return
        if not self.dirty:
            self.accept()
            return

        def work(_progress: Progress) -> None:
            papers.paper_as_typed(workspace, typed)
            programs.edit(workspace, typed)
            drafts.forget(_FORM, str(typed.id))

        def then(_none: None) -> None:
            self._session.said.emit(_("Saved"))
            self.accept()

        def failed(error: BaseException) -> None:
            self._refused(error)
            if self._faulty_line:
                self._go_to_fault()
            elif self.title.property("faulty"):
                self.title.setFocus()

        self._saving = True
        self._enable()
        task = self._session.tasks.write(self, work, then, failed)
        self.task_bar.follow(task, self._on_saved)

    def _on_saved(self) -> None:
        self._saving = False
        self._enable()

    # Leaving ----------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        base = self._program
        if base is None or self._saving or not (self.dirty or self._kept):
            return
        content = {
            "title": self.title.text(),
            "text": self.text.toPlainText(),
            "base_title": base.title,
            "base_text": base.text,
            "names_later": str(self.names_later.isChecked()),
        }
        content = content if self.dirty else {}
        self._kept = bool(content)
        self._session.drafts.keep(_FORM, str(self._wanted), content)

    @override
    def reject(self) -> None:
        if self._saving:
            return  # it closes as soon as it is saved; what is refused stays to be mended
        self.keep_draft()
        if self.dirty and self._program is not None:
            self._session.said.emit(_("What you typed is kept; it is not saved yet."))
        super().reject()

    @override
    def done(self, result: int) -> None:
        self._pause.stop()
        if self._making is not None:
            self._making.cancel()
        self._session.remember(_SIZE, f"{self.width()},{self.height()}")
        self._session.remember(_SPLIT, ",".join(str(size) for size in self._split.sizes()))
        super().done(result)

    def _restore_size(self) -> None:
        width, height = self._recalled(_SIZE, _USUAL_SIZE)
        self.resize(width, height)
        self._split.setSizes(self._recalled(_SPLIT, _USUAL_SPLIT))

    def _recalled(self, key: str, usual: tuple[int, int]) -> tuple[int, int]:
        first, _comma, second = self._session.recall(key).partition(",")
        known = first.isdecimal() and second.isdecimal()
        return (int(first), int(second)) if known else usual
