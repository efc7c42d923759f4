"""The signer's folder (trình ký): papers that wait, with a preview; sign several, or return one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.return_paper import ask_remark
from ktgs_desktop.gui.dialogs.sign_folder import SignFolderDialog
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, submissions

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import Printed
    from ktgs_desktop.services.submissions import Laid

WAITING, RETURNED = "waiting", "returned"
_WIDTHS = (118, 180, 124, 88)
_SHEET_WIDTHS = (16, 60, 24, 12, 40, 40)
_SHARES = (540, 580)
_PLACE = Qt.ItemDataRole.UserRole


class FolderPane(QWidget):
    """Papers that wait for signature, and those that came back.

    Signals:
        counted: how many papers wait, and how many came back to the user.

    Attributes:
        which: choice between the papers that wait and those that came back.
        filter: words that narrow the list.
        list: the papers; several can be chosen.
        view: the current paper.
        sign: signs the chosen papers.
        give_back: returns the current one.
    """

    counted = Signal(int, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._reading: Task | None = None
        self._seen: UUID | None = None  # whose preview is shown or under way
        self._all: dict[str, list[Laid]] = {WAITING: [], RETURNED: []}
        self._laid: dict[str, list[Laid]] = {WAITING: [], RETURNED: []}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._build_head())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._build_list())
        self._split.addWidget(self._build_preview())
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([theme.scaled(width) for width in _SHARES])
        self.empty = EmptyState("pen-nib")
        self.stack = QStackedWidget()
        self.stack.addWidget(self._split)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        self._split.restoreState(session.state.value("folder/split") or QByteArray())

    # Building ---------------------------------------------------------------------------

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.which = ChoiceField([(WAITING, ""), (RETURNED, "")])
        self.which.setAccessibleName(_("Papers shown"))
        self.which.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.which.activated.connect(lambda _place: self._show())
        line.addWidget(self.which)
        self.filter = FilterBar(_("Filter: number, abstract, drafter"))
        self.filter.changed.connect(self._show)
        self.filter.left.connect(self.take_focus)
        line.addWidget(self.filter, 1)
        self._chosen = label("", "muted")
        line.addWidget(self._chosen)
        self.give_back = button(_("&Return…"), self._give_back, icon="arrow-u-up-left")
        self.noted = button(_("&Noted"), self._note, icon="check")
        self.open = button(_("&Open…"), self.open_paper, icon="printer")
        self.sign = button(_("&Sign…"), self._sign, icon="pen-nib", primary=True)
        for part in (self.give_back, self.noted, self.open, self.sign):
            line.addWidget(part)
        return line

    def _build_list(self) -> QTreeWidget:
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHeaderLabels(_heads())
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, theme.scaled(width))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(lambda _now, _former: self._preview())
        self.list.itemSelectionChanged.connect(self._tell_chosen)
        self.list.itemActivated.connect(lambda _item, _column: self.open_paper())
        return self.list

    def _build_preview(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(8, 0, 0, 0)
        self.remark = label("", "warning", wrap=True)
        self.remark.hide()
        layout.addWidget(self.remark)
        self.view = PaperView(self._session.tasks)
        layout.addWidget(self.view, 1)
        return box

    # Showing ----------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Let keys go to the papers, or to the choice while there are none."""
        shown = self.stack.currentWidget() is self._split
        (self.list if shown else self.which).setFocus()

    def refresh(self) -> None:
        """Read the folder anew."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> tuple[list[Laid], list[Laid]]:
            return submissions.waiting(workspace), submissions.to_mend(workspace)

        def then(found: tuple[list[Laid], list[Laid]]) -> None:
            self._all = {WAITING: found[0], RETURNED: found[1]}
            self.counted.emit(len(found[0]), len(found[1]))
            self._show()

        self._reading = self._session.tasks.read(self, work, then, instead_of=self._reading)

    def count(self) -> None:
        """Tell how many papers wait, and how many came back, without showing them."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> tuple[int, int]:
            return len(submissions.waiting(workspace)), len(submissions.to_mend(workspace))

        self._reading = self._session.tasks.read(
            self, work, lambda found: self.counted.emit(*found), instead_of=self._reading
        )

    def show_kind(self, which: str) -> None:
        """Show the papers that wait, or those that came back to the user.

        Args:
            which: `waiting` or `returned`.
        """
        self.which.set_value(which)
        self._show()

    def _show(self) -> None:
        kept, current = self.which.value() or WAITING, self._current()
        words = fold(self.filter.words).split()
        self._laid = {
            which: [laid for laid in laid_down if all(word in _text(laid) for word in words)]
            for which, laid_down in self._all.items()
        }
        waiting, returned = len(self._all[WAITING]), len(self._all[RETURNED])
        self.which.set_choices(
            [
                (WAITING, _("Waiting for signature ({count})").format(count=waiting)),
                (RETURNED, _("Returned to you ({count})").format(count=returned)),
            ]
        )
        self.which.set_value(kept)
        self.list.setAccessibleName(_title(kept))
        self.list.clear()
        for place, laid in enumerate(self._laid[kept]):
            self.list.addTopLevelItem(_item(place, laid))
        self._show_actions(waiting=kept == WAITING)
        if not self._laid[kept]:
            self._show_empty(kept)
            return
        self.stack.setCurrentWidget(self._split)
        wanted = [laid.submission.id for laid in self._laid[kept]]
        known = current is not None and current.submission.id in wanted
        place = wanted.index(current.submission.id) if current is not None and known else 0
        item = self.list.topLevelItem(place)
        if item is not None:
            self.list.setCurrentItem(item)

    def _show_actions(self, *, waiting: bool) -> None:
        free = not self._session.workspace.read_only
        some = bool(self._laid[WAITING if waiting else RETURNED])
        self.sign.setVisible(waiting)
        self.give_back.setVisible(waiting)
        self.noted.setVisible(not waiting)
        for part in (self.sign, self.give_back, self.noted):
            part.setEnabled(free and some)
        self.open.setEnabled(some)
        self._tell_chosen()

    def _show_empty(self, which: str) -> None:
        self.remark.hide()
        if self._all[which]:
            self.empty.say(
                _("No paper meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all papers"), self.filter.reset),
            )
        elif which == RETURNED:
            self.empty.say(
                _("No paper came back to you"),
                _("What the signer returns with a remark appears here until you have noted it."),
            )
        else:
            self.empty.say(
                _("No paper waits for signature"),
                _("Open an issued paper and lay it before the signer; it then appears here."),
            )
        self.stack.setCurrentWidget(self.empty)

    def _tell_chosen(self) -> None:
        number = len(self.list.selectedItems())
        self._chosen.setText(_("{count} chosen").format(count=number) if number > 1 else "")

    def _current(self) -> Laid | None:
        item = self.list.currentItem()
        place = item.data(0, _PLACE) if item is not None else None
        shown = self._laid[self.which.value() or WAITING]
        return shown[place] if place is not None and place < len(shown) else None

    def chosen(self) -> list[Laid]:
        """The chosen papers in the order of the list."""
        shown = self._laid[self.which.value() or WAITING]
        places = sorted(int(item.data(0, _PLACE)) for item in self.list.selectedItems())
        return [shown[place] for place in places if place < len(shown)]

    def _preview(self) -> None:
        laid, workspace = self._current(), self._session.workspace
        if laid is None:
            return
        self._show_remark(laid)
        document = laid.document.id
        if document != self._seen:
            self.view.clear()  # never one paper beside the number of another
            self._seen = document

        def still() -> bool:
            now = self._current()
            return now is not None and now.document.id == document

        def then(printed: Printed) -> None:
            if still():
                self.view.show_pdf(printed.data)

        def failed(error: BaseException) -> None:
            if still() and isinstance(error, KtgsError):
                self.view.clear()
                self.remark.setText("▲ " + messages.sentence(error))
                self.remark.show()
            elif not isinstance(error, KtgsError):
                errors.show(self, error)

        self._session.tasks.read(
            self, lambda _progress: papers.file_of_document(workspace, document), then, failed
        )

    def _show_remark(self, laid: Laid) -> None:
        told = laid.submission
        if told.answer:
            text = _("{name} returned it on {date}: {remark}")
            name, day, remark = told.decided_by, told.decided_on, told.answer
        else:
            text = _("{name} laid it down on {date}: {remark}")
            name, day, remark = told.drafter_name, told.submitted_on, told.remark
        shown = text.format(name=name, date=i18n.day(day) if day else "", remark=remark)
        self.remark.setText(shown)
        self.remark.setVisible(bool(remark))

    def export(self) -> None:
        """Save the list as an Excel sheet."""
        which = self.which.value() or WAITING
        rows = [
            [
                *_texts(laid),
                laid.submission.remark,
                laid.submission.answer,
            ]
            for laid in self._laid[which]
        ]
        heads = [*_heads(), _("Remark"), _("Answer")]
        export_table(self._session, _title(which), heads, rows, _SHEET_WIDTHS, self)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self._session.state.setValue("folder/split", self._split.saveState())

    # Doing ------------------------------------------------------------------------------

    def open_paper(self) -> None:
        """Show the current paper in a window of its own."""
        laid = self._current()
        if laid is not None:
            PaperDialog.of_document(self._session, laid.document.id, self).show_modal()

    def _sign(self) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        dialog = SignFolderDialog(self._session, [one.document for one in chosen], self)
        dialog.exec()
        if dialog.signed:
            self._session.said.emit(_("Signed: {count} papers").format(count=dialog.signed))
        dialog.deleteLater()

    def _give_back(self) -> None:
        laid, workspace = self._current(), self._session.workspace
        if laid is None:
            return
        remark = ask_remark(laid.document.symbol, self)
        if not remark:
            return
        submission, symbol = laid.submission.id, laid.document.symbol
        self._session.tasks.write(
            self,
            lambda _progress: submissions.give_back(workspace, submission, remark),
            lambda _done: self._session.said.emit(_("Returned: {name}").format(name=symbol)),
            lambda error: errors.show(self, error),
        )

    def _note(self) -> None:
        workspace, noted = self._session.workspace, [one.submission.id for one in self.chosen()]

        def work(_progress: Progress) -> None:
            for submission in noted:
                submissions.note_return(workspace, submission)

        self._session.tasks.write(
            self, work, lambda _none: None, lambda error: errors.show(self, error)
        )


def _item(place: int, laid: Laid) -> QTreeWidgetItem:
    texts = _texts(laid)
    item = QTreeWidgetItem(texts)
    item.setData(0, _PLACE, place)
    for column, text in enumerate(texts):
        item.setToolTip(column, text)
    return item


def _title(which: str) -> str:
    if which == RETURNED:
        return _("Papers returned to be mended")
    return _("Papers waiting for signature")


def _heads() -> list[str]:
    return [_("Number, symbol"), _("Abstract"), _("Drafter"), _("Since")]


def _texts(laid: Laid) -> list[str]:
    told = laid.submission
    since = told.decided_on or told.submitted_on
    return [laid.document.symbol, laid.document.abstract, told.drafter_name, i18n.day(since)]


def _text(laid: Laid) -> str:
    return fold(" ".join(_texts(laid)))
