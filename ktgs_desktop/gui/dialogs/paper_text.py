"""The text of a paper, changed in an editor at the left and seen as a page at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import paper_texts as rules
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.text_editor import TextEditor
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.paper_texts import TextField

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed

_USUAL_SIZE, _USUAL_SPLIT = (1240, 680), (640, 560)
_PAUSE_MS = 500
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text as it is kept.

    Attributes:
        text: the text, empty for the usual one.
        usual: the usual text.
        fields: what it may show.
        said: what is said above it.
        others: what is kept beside it, by name.
    """

    text: str
    usual: str
    fields: Sequence[TextField]
    said: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


class PaperTextDialog(QDialog):
    """Edits the text of a paper; what is typed and not saved stays as a draft.

    What is read, printed and saved is said by the dialogs that build on it.

    Args:
        session: the session.
        form: name under which drafts and the size are kept.
        record: which record's text it is.
        title: heading of the dialog.
        parent: the window.

    Attributes:
        editor: sections, text and fields.
        text: the text with its fields.
        view: the paper as it would be printed.
    """

    def __init__(
        self, session: Session, form: str, record: str, title: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._form, self._record = form, record
        self._base: dict[str, str] = {}  # the values as they are kept, none until they are read
        self._usual = ""
        self._faulty = (0, 0)
        self._kept = False  # whether a draft of it is kept
        self._making: Task | None = None
        self._saving = False
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(label(title, "dialogTitle", wrap=True))
        self._notice = label("", "warning", wrap=True)
        self._notice.hide()
        layout.addWidget(self._notice)
        self.editor = TextEditor(session)
        self.text = self.editor.text
        self.add_above()
        self.editor.lay_out()
        self.add_below()
        self.editor.edited.connect(self.on_edited)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.editor)
        self.view = PaperView(session.tasks)
        self.view.setMinimumWidth(260)
        self._split.addWidget(self.view)
        layout.addWidget(self._split, 1)
        layout.addLayout(self._build_fault())
        layout.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.resize(*self._recalled("size", _USUAL_SIZE))
        self._split.setSizes(self._recalled("split", _USUAL_SPLIT))
        self._enable()
        self._read()

    # Said by the dialogs that build on it ------------------------------------------------

    def found(self) -> FoundText:
        """What is kept, read away from the window's thread."""
        raise NotImplementedError

    def make(self, text: str, others: Mapping[str, str], progress: Progress) -> Printed:
        """The paper of what is typed, made away from the window's thread.

        Args:
            text: the text, empty for the usual one.
            others: what is typed beside it.
            progress: is told how far it is.
        """
        raise NotImplementedError

    def write(self, text: str, others: Mapping[str, str]) -> None:
        """Keep what is typed; called away from the window's thread.

        Args:
            text: the text, empty for the usual one.
            others: what is typed beside it.
        """
        raise NotImplementedError

    def add_above(self) -> None:
        """Add fields above the sections; a text alone has none."""

    def add_below(self) -> None:
        """Add fields below the text; a text alone has none."""

    def others(self) -> dict[str, str]:
        """What is typed beside the text, by name."""
        return {}

    def show_others(self, values: Mapping[str, str]) -> None:
        """Show what is kept beside the text.

        Args:
            values: the values, by name.
        """

    def names(self) -> dict[str, str]:
        """What the values are called to the user, by name."""
        return {_TEXT: _("Text")}

    # Building ---------------------------------------------------------------------------

    def _build_fault(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        self.go_to_fault = button(_("Go to the &line"), self.show_fault)
        self.go_to_fault.hide()
        line.addWidget(self._fault, 1)
        line.addWidget(self.go_to_fault)
        return line

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.usual = button(_("&Usual text"), self.take_usual, icon="arrow-counter-clockwise")
        self.usual.setToolTip(_("Puts the usual text in place of this one."))
        self.drop = button(_("&Give up"), self.give_up)
        self.drop.setToolTip(_("Forgets what was typed and not saved."))
        self.task_bar = TaskBar()
        self.close_button = button(_("Close"), self.reject)
        self.save_button = button(_("&Save"), self.save, primary=True)
        self.save_button.setToolTip("Ctrl+S")
        for part in (self.usual, self.drop, self.task_bar):
            line.addWidget(part)
        line.addStretch(1)
        for part in (self.close_button, self.save_button):
            line.addWidget(part)
        return line

    # What is shown ----------------------------------------------------------------------

    def _read(self) -> None:
        draft = self._session.drafts.reader(self._form, self._record)
        self._session.tasks.read(
            self,
            lambda _progress: (self.found(), draft()),
            lambda both: self._show(*both),
            self._gone,
        )

    def _gone(self, error: BaseException) -> None:
        errors.show(self, error)
        super().reject()

    def _show(self, kept: FoundText, draft: Mapping[str, str]) -> None:
        self._usual = nfc(kept.usual)
        base = {_TEXT: kept.text or self._usual, **kept.others}
        self.editor.offer(kept.fields)
        self.text.setPlainText(draft.get(_TEXT, base[_TEXT]))
        self.show_others({name: draft.get(name, base[name]) for name in kept.others})
        self._base, self._kept = base, bool(draft)
        words = [kept.said] if kept.said else []
        if self._kept and self.dirty:
            words += self._about_draft(draft)
        self._notice.setText(" ".join(words))
        self._notice.setVisible(bool(words))
        self._enable()
        self.text.setFocus()
        self._preview()

    def _about_draft(self, draft: Mapping[str, str]) -> list[str]:
        words = [_("These values were typed earlier and not saved yet.")]
        changed = [
            name
            for key, name in self.names().items()
            if draft.get(f"base_{key}", self._base[key]) != self._base[key]
        ]
        if changed:
            text = _("Changed meanwhile too: {fields}. Saving puts what you typed in its place.")
            words.append(text.format(fields=", ".join(changed)))
        return words

    def _values(self) -> dict[str, str]:
        return {_TEXT: self.editor.typed(), **self.others()}

    @property
    def dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return bool(self._base) and self._values() != self._base

    def _own(self) -> str:
        """What stands in the editor, empty for the usual text."""
        text = self.editor.typed()
        return "" if rules.same(text, self._usual) else text

    def on_edited(self) -> None:
        """Something was typed: the page follows after a pause."""
        if self._base:
            self._pause.start()
            self._enable()

    def _enable(self) -> None:
        here = bool(self._base) and not self._saving
        self.save_button.setEnabled(here)
        self.drop.setVisible(self.dirty)
        self.usual.setEnabled(here and self.editor.typed() != self._usual)

    # The paper --------------------------------------------------------------------------

    def _preview(self) -> None:
        """Make the paper of what is typed, away from the window's thread."""
        if not self._base:
            return
        self.editor.list_sections(self._usual)
        typed, own, others = self._values(), self._own(), self.others()
        if self._making is not None:
            self._making.cancel()

        def then(printed: Printed) -> None:
            if self._values() == typed:
                self.say("")
                self.view.show_pdf(printed.data, keep_place=True)

        def failed(error: BaseException) -> None:
            if self._values() == typed:
                self.refused(error)

        self._making = self._session.tasks.read(
            self,
            lambda progress: self.make(own, others, progress),
            then,
            failed,
            label=_("Making the paper"),
        )

    def refused(self, error: BaseException) -> None:
        """Say what is wrong with what was typed, and where.

        Args:
            error: why it cannot be printed or kept.
        """
        if not isinstance(error, KtgsError):
            errors.show(self, error)
            return
        line, column = error.params.get("line"), error.params.get("column")
        place = (0, 0)
        if isinstance(line, int) and isinstance(column, int):
            place = (self.editor.line_of(line), column)
        self.say(messages.sentence(error), place)

    def say(self, fault: str, place: tuple[int, int] = (0, 0)) -> None:
        """Show what is wrong.

        Args:
            fault: a sentence, empty for nothing.
            place: line and column of the editor, zeros for none.
        """
        self._faulty = place
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.go_to_fault.setVisible(bool(place[0]))

    def show_fault(self) -> None:
        """Put the cursor where something is wrong, if it is in the text."""
        if self._faulty[0]:
            self.editor.go_to(*self._faulty)

    # Doing ------------------------------------------------------------------------------

    def take_usual(self) -> None:
        """Put the usual text in place of the one typed; Ctrl+Z in the editor takes it back."""
        self.editor.replace(self._usual)

    def give_up(self) -> None:
        """Show everything as it is kept, and forget what was typed."""
        if self._base:
            self.show_others(self._base)
            self.editor.replace(self._base[_TEXT])
            self._notice.hide()
            self.on_edited()

    def save(self) -> None:
        """Save and close; a text that could not be printed is refused."""
        if not self._base or self._saving:
            return
        if not self.dirty:
            self.accept()
            return
        own, others, drafts = self._own(), self.others(), self._session.drafts

        def work(_progress: Progress) -> None:
            self.write(own, others)
            drafts.forget(self._form, self._record)

        def then(_none: None) -> None:
            self._session.said.emit(_("Saved"))
            self.accept()

        def failed(error: BaseException) -> None:
            self.refused(error)
            self.show_fault()

        self._saving = True
        self._enable()
        self.task_bar.follow(self._session.tasks.write(self, work, then, failed), self._on_saved)

    def _on_saved(self) -> None:
        self._saving = False
        self._enable()

    # Leaving ----------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        if not self._base or self._saving or not (self.dirty or self._kept):
            return
        base = {f"base_{name}": value for name, value in self._base.items()}
        typed = {_TEXT: self.text.toPlainText(), **self.others()}
        content = {**typed, **base} if self.dirty else {}
        self._kept = bool(content)
        self._session.drafts.keep(self._form, self._record, content)

    @override
    def reject(self) -> None:
        if self._saving:
            return  # it closes as soon as it is saved; what is refused stays to be mended
        self.keep_draft()
        if self.dirty:
            self._session.said.emit(_("What you typed is kept; it is not saved yet."))
        super().reject()

    @override
    def done(self, result: int) -> None:
        self._pause.stop()
        if self._making is not None:
            self._making.cancel()
        sizes = ",".join(str(size) for size in self._split.sizes())
        self._session.remember(f"{self._form}/size", f"{self.width()},{self.height()}")
        self._session.remember(f"{self._form}/split", sizes)
        super().done(result)

    def _recalled(self, key: str, usual: tuple[int, int]) -> tuple[int, int]:
        first, _comma, second = self._session.recall(f"{self._form}/{key}").partition(",")
        known = first.isdecimal() and second.isdecimal()
        return (int(first), int(second)) if known else usual
