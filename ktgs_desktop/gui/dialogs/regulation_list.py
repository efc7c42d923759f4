"""What a list of regulations from above would change, before anything changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.record_words import entity_text
from ktgs_desktop.gui.widgets.regulation_list_words import (
    difference_name,
    ending_text,
    facts_text,
    warning_texts,
)
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.regulation_differences import FieldDifference
    from ktgs_desktop.domain.regulation_items import ListItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.regulations.lists import ListPreview

_SIZE = (940, 620)
_RESULT, _TEXT, _WHAT = range(3)
_SHORT = 160
NEW, CHANGED, ENDED, CLASH, CITED = "new", "changed", "ended", "clash", "cited"
_TINTS = {NEW: "done", CHANGED: "in_progress", ENDED: "muted", CLASH: "due_soon", CITED: "due_soon"}


class RegulationListDialog(QDialog):
    """Shows what a list changes; it is installed or left.

    Args:
        session: the session.
        found: what was found.
        install: installs it, in the writer's thread.
        parent: the window.

    Attributes:
        tabs: which texts are shown.
        texts: the texts, each with its fields below it.
        install_button: installs the list.
        installed: whether it was installed.
    """

    def __init__(
        self,
        session: Session,
        found: ListPreview,
        install: Callable[[], ListPreview],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._found, self._install = session, found, install
        self._task: Task | None = None
        self.installed = False
        self.setWindowTitle(_("What the list changes"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        self._build_head(layout)
        self._build_texts(layout)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        layout.addWidget(self._fault)
        layout.addLayout(self._build_foot())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.install)
        (self.later_button if found.known else self.install_button).setFocus()

    # Building ---------------------------------------------------------------------------

    def _build_head(self, layout: QVBoxLayout) -> None:
        found = self._found
        title = _("List of regulations: {facts}").format(facts=facts_text(found.facts))
        layout.addWidget(label(title, "dialogTitle", wrap=True))
        layout.addWidget(label(self._standing(), "muted", wrap=True))
        holders = ", ".join(one.holder for one in found.signers)
        signed = _("The signatures are valid: {holders} ({found} of {needed} needed).").format(
            holders=holders, found=len(found.signers), needed=found.needed
        )
        layout.addWidget(label("✔ " + signed, "doneText", wrap=True))
        for text in warning_texts(found.warnings, found.facts.expires):
            layout.addWidget(label("▲ " + text, "warning", wrap=True))

    def _standing(self) -> str:
        found = self._found
        if found.known:
            return _("This very version is installed already; there is nothing to do.")
        if found.former is None:
            return _("Nothing has changed yet. No list is installed.")
        told = _("Nothing has changed yet. Installed is version {version}.")
        return told.format(version=found.former.version)

    def _build_texts(self, layout: QVBoxLayout) -> None:
        self._rows: dict[str, Sequence[_Row]] = {
            NEW: [_new(one) for one in self._found.difference.new],
            CHANGED: [_changed(one.item, "", one.fields) for one in self._found.difference.changed],
            ENDED: [
                _changed(one.item, ending_text(one), one.fields)
                for one in self._found.difference.ended
            ],
            CLASH: [
                (one.own.label, _clash_text(same=one.same), ()) for one in self._found.clashes
            ],
            CITED: [
                (one.name, entity_text(one.entity), ()) for one in self._found.affected
            ],
        }  # fmt: skip
        words = {
            NEW: _("New"),
            CHANGED: _("Changed"),
            ENDED: _("Ended"),
            CLASH: _("Also of the office's own"),
            CITED: _("Papers citing what ends"),
        }
        self._words = words
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Which texts are shown"))
        for name, rows in self._rows.items():
            if rows:
                text = f"{words[name]}  {i18n.number(len(rows))}"
                self.tabs.setTabData(self.tabs.addTab(text), name)
        self.tabs.currentChanged.connect(lambda _at: self._show())
        self.texts = QTreeWidget()
        self.texts.setAccessibleName(_("Texts of the list"))
        self.texts.setHeaderLabels([_("Result"), _("Text"), _("What changes")])
        self.texts.setUniformRowHeights(True)
        head = self.texts.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(_RESULT, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.ResizeToContents)
        self.same = label("", "muted", wrap=True)
        told = _("Texts that stay as they are: {count}. Notes and files of the office stay too.")
        self.same.setText(told.format(count=i18n.number(self._found.difference.unchanged)))
        layout.addWidget(self.tabs)
        layout.addWidget(self.texts, 1)
        layout.addWidget(self.same)
        some = any(self._rows.values())
        self.tabs.setVisible(some)
        self.texts.setVisible(some)
        if not some:
            layout.addStretch(1)
        self._show()

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.task_bar = TaskBar()
        foot.addWidget(self.task_bar)
        foot.addStretch(1)
        self.later_button = button(_("Close") if self._found.known else _("&Leave it"), self.reject)
        self.install_button = button(
            _("&Install version {version}").format(version=self._found.facts.version),
            self.install,
            icon="check",
            primary=True,
        )
        self.install_button.setVisible(not self._found.known)
        foot.addWidget(self.later_button)
        foot.addWidget(self.install_button)
        return foot

    # Showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        name = self.tabs.tabData(self.tabs.currentIndex()) or NEW
        self.texts.clear()
        for head, said, fields in self._rows[name]:
            item = QTreeWidgetItem([self._words[name], head, _short(said)])
            item.setForeground(_RESULT, theme.colour(_TINTS[name]))
            item.setToolTip(_WHAT, said)
            item.addChildren([_field_item(one) for one in fields])
            self.texts.addTopLevelItem(item)
        if (first := self.texts.topLevelItem(0)) is not None:
            self.texts.setCurrentItem(first)
            first.setExpanded(True)

    # Doing ------------------------------------------------------------------------------

    def install(self) -> None:
        """Install the list, in one step."""
        if self._task is not None or self._found.known:
            return
        install = self._install
        self.install_button.setEnabled(False)
        self.later_button.setEnabled(False)
        self._task = self._session.tasks.write(
            self, lambda _progress: install(), self._done, self._refused,
            label=_("Installing the list"),
        )  # fmt: skip
        self.task_bar.follow(self._task, self._ended)

    def _ended(self) -> None:
        self._task = None
        self.install_button.setEnabled(True)
        self.later_button.setEnabled(True)

    def _done(self, _found: ListPreview) -> None:
        self.installed = True
        self.accept()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._fault.setText(messages.sentence(error))
            self._fault.show()
        else:
            errors.show(self, error)

    @override
    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()


_Row = tuple[str, str, Sequence["FieldDifference"]]


def _new(item: ListItem) -> _Row:
    return item.label, item.regulation.title, ()


def _changed(item: ListItem, said: str, fields: Sequence[FieldDifference]) -> _Row:
    names = ", ".join(dict.fromkeys(difference_name(one) for one in fields))
    return item.label, "; ".join(part for part in (said, names) if part), fields


def _clash_text(*, same: bool) -> str:
    if same:
        return _("Says the same as the list; yours stays, and can be voided.")
    return _("Differs from the list; yours stays as it is. Compare the two in the library.")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT] + "…"


def _field_item(one: FieldDifference) -> QTreeWidgetItem:
    before, after = one.before or _("(empty)"), one.after or _("(empty)")
    told = _("{before} → {after}").format(before=before, after=after)
    item = QTreeWidgetItem(["", difference_name(one), _short(told)])
    item.setForeground(_TEXT, theme.colour("muted"))
    item.setToolTip(_WHAT, told)
    return item
