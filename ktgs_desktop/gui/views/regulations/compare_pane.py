"""Two texts, or two versions of one, side by side: words that went and words that came."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout
from typing_extensions import override

from ktgs_desktop.domain.regulation_sides import Pair, Side, side_by_side
from ktgs_desktop.domain.regulations import RelationKind
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.records.pane import Pane
from ktgs_desktop.gui.views.regulations.contents_tab import begun, in_force_on
from ktgs_desktop.gui.views.regulations.side_chooser import SideChooser
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_articles import RegulationText
    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_Text = tuple["Regulation", list["RegulationText"], int]


class ComparePane(Pane):
    """The two sides with what differs.

    Args:
        session: the session.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(("regulation", "regulation_text"))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pairs: tuple[Pair, ...] = ()
        self._differences: list[int] = []
        self._at = -1
        self._reading: Task | None = None
        self._counting: Task | None = None
        self.left = SideChooser(session, _("Text on the left"))
        self.right = SideChooser(session, _("Text on the right"))
        for side in (self.left, self.right):
            side.changed.connect(self._compare)
        self.said = label("", "muted")
        self.before = button(_("Pre&vious difference"), lambda: self.step(-1), icon="arrow-up")
        self.before.setToolTip("Shift+F7")
        self.after = button(_("Ne&xt difference"), lambda: self.step(1), icon="arrow-down")
        self.after.setToolTip("F7")
        self.swap = button(_("S&wap sides"), self.swap_sides, icon="swap")
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("The two texts side by side"))
        self.text.setWhatsThis(
            _("What the left text alone says is struck out, what the right one alone says is bold. "
              "F7 and Shift+F7 go from difference to difference.")
        )  # fmt: skip
        self.empty = EmptyState("columns")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.text)
        self._lay_out()
        for keys, steps in (("F7", 1), ("Shift+F7", -1)):
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            made = QShortcut(QKeySequence(keys), self, context=context)
            made.activated.connect(self._stepper(steps))
        self._compare()

    def _stepper(self, steps: int) -> Callable[[], None]:
        return lambda: self.step(steps)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        for side in (self.left, self.right):
            sides.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(sides)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        for one in (self.swap, self.before, self.after):
            line.addWidget(one)
        layout.addLayout(line)
        layout.addWidget(self.stack, 1)

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        for side in (self.left, self.right):
            if side.regulation is not None:
                side.ask(side.regulation.id, side.part.value())

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Show a text beside what it replaced, an earlier version of it, or what replaces it.

        Args:
            wanted: its id, or its id and the path of a part.
        """
        record, path = wanted if isinstance(wanted, tuple) else (wanted, "")
        if not isinstance(record, UUID):
            return
        shown = (self.left.regulation, self.right.regulation)
        if not path and any(one is not None and one.id == record for one in shown):
            return
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[_Text | None, _Text]:
            found = library.details(workspace, record)
            texts = list(found.texts)
            at = in_force_on(texts, workspace.today)
            this: _Text = (found.regulation, texts, at)
            if at > 0:
                return (found.regulation, texts, at - 1), this
            earlier = [one.target for one in found.regulation.related(RelationKind.REPLACES)]
            later = [
                one.id
                for one in found.named.values()
                if any(r.target == record for r in one.related(RelationKind.REPLACES))
            ]
            for other in (*earlier, *later):
                if other is None or other not in found.named:
                    continue
                words = library.texts(workspace, other)
                beside: _Text = (found.named[other], words, in_force_on(words, workspace.today))
                return (this, beside) if other in later else (beside, this)
            return None, this

        def then(found: tuple[_Text | None, _Text]) -> None:
            left, right = found
            self.right.show_text(*right, path)
            if left is not None:
                self.left.show_text(*left, path)
            else:
                self.left.clear()

        self._reading = self.session.tasks.read(
            self, work, then, lambda error: errors.show(self, error), instead_of=self._reading
        )

    def _compare(self) -> None:
        left, right = self.left.parts, self.right.parts

        def then(pairs: tuple[Pair, ...]) -> None:
            self._pairs, self._at = pairs, -1
            self._differences = [at for at, pair in enumerate(pairs) if pair.differs]
            self._show()

        self._counting = self.session.tasks.read(
            self, lambda _progress: side_by_side(left, right), then, instead_of=self._counting
        )

    def _show(self) -> None:
        both = bool(self.left.parts) and bool(self.right.parts)
        self.stack.setCurrentWidget(self.text if both else self.empty)
        count = len(self._differences)
        for one in (self.before, self.after):
            one.setEnabled(both and bool(count))
        self.swap.setEnabled(self.left.regulation is not None or self.right.regulation is not None)
        if not both:
            self.said.setText("")
            self._say_lacking()
            return
        if not count:
            self.said.setText(_("Both say the same."))
        elif self._at < 0:
            self.said.setText(_("Differences: {count}. F7 goes to the first.").format(count=count))
        else:
            text = _("Difference {number} of {count}")
            self.said.setText(text.format(number=self._at + 1, count=count))
        place = self.text.verticalScrollBar().value()
        here = self._differences[self._at] if self._at >= 0 else -1
        self.text.setHtml("".join(_told(self._pairs, here)))
        self.text.verticalScrollBar().setValue(place)

    def _say_lacking(self) -> None:
        for side in (self.left, self.right):
            if side.regulation is not None and side.text is None:
                self.empty.say(
                    _("The words of {number} are not here").format(number=side.regulation.number),
                    _("Open the text in the library and paste its words there; then the two can "
                      "stand side by side."),
                    self._opener(side.regulation.id),
                )  # fmt: skip
                return
        self.empty.say(
            _("Choose two texts"),
            _("Type a number on each side, e.g. 22-QĐ/TW and 296-QĐ/TW, and choose the part."),
        )

    def _opener(self, regulation: UUID) -> Any:
        return button(_("Open in the library"), lambda: self.elsewhere.emit("library", regulation))

    # Doing ------------------------------------------------------------------------------

    def step(self, steps: int) -> None:
        """Go to another difference; after the last comes the first.

        Args:
            steps: how many further, negative for back.
        """
        count = len(self._differences)
        if not count or self.stack.currentWidget() is not self.text:
            return
        start = self._at if self._at >= 0 or steps > 0 else 0
        self._at = (start + steps) % count
        self._show()
        self.text.scrollToAnchor("here")

    def swap_sides(self) -> None:
        """Put the left text to the right and the right one to the left."""
        sides = [
            (side.regulation, side.texts, side.versions.currentIndex(), side.part.value())
            for side in (self.right, self.left)
        ]
        for side, (regulation, texts, at, path) in zip((self.left, self.right), sides, strict=True):
            if regulation is None:
                side.clear()
                side.line.clear()
            else:
                side.show_text(regulation, texts, at, path)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {"filter": self.left.line.setFocus}

    @override
    def take_focus(self) -> None:
        (self.text if self.stack.currentWidget() is self.text else self.left.line).setFocus()


def _told(pairs: Sequence[Pair], here: int) -> Iterator[str]:
    line, back = theme.colour("line").name(), theme.colour("warning_back").name()
    yield "<table width='100%' cellspacing='0' cellpadding='6'>"
    for at, pair in enumerate(pairs):
        ground = f" bgcolor='{back}'" if at == here else ""
        anchor = "<a name='here'></a>" if at == here else ""
        sides = (_side(pair.left, "overdue"), _side(pair.right, "done"))
        style = f"style='border-bottom:1px solid {line}'"
        yield f"<tr{ground}>"
        yield f"<td width='50%' {style}>{anchor}{sides[0]}</td>"
        yield f"<td width='50%' {style}>{sides[1]}</td></tr>"
    yield "</table>"


def _side(side: Side | None, tint: str) -> str:
    if side is None:
        return f"<span style='color:{theme.colour('muted').name()}'>–</span>"
    colour = theme.colour(tint).name()
    how = "text-decoration:line-through" if tint == "overdue" else "font-weight:600"
    parts = []
    for piece in side.pieces:
        text = html.escape(piece.text).replace("\n", "<br>")
        marked = f"<span style='color:{colour};{how}'>{text}</span>"
        parts.append(marked if piece.differs and piece.text.strip() else text)
    muted = theme.colour("muted").name()
    name = html.escape(begun(side.label))
    return f"<span style='color:{muted}'>{name}</span> {''.join(parts)}"
