"""Lists from above: which one is installed and who signed it, installing, making and signing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.publish_list import PublishListDialog, SignListDialog
from ktgs_desktop.gui.dialogs.regulation_list import RegulationListDialog
from ktgs_desktop.gui.records.pane import Pane
from ktgs_desktop.gui.widgets.page import Card, button, clear, label
from ktgs_desktop.gui.widgets.regulation_list_words import (
    facts_text,
    origin_text,
    signers_text,
    warning_texts,
)
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import lists, publishing, verifying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.installed_lists import InstalledList
    from ktgs_desktop.domain.regulation_lists import ListFacts
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.regulations.lists import ListPreview, ListStanding
    from ktgs_desktop.services.regulations.publishing import ListFile, ListPlan
    from ktgs_desktop.services.regulations.verifying import ListVerdict

_FOLDER = "regulations/list-folder"
_ID = Qt.ItemDataRole.UserRole
_WIDE = 3


class ListsPane(Pane):
    """The list that is installed, those before it, and what came and is not installed.

    Args:
        session: the session.

    Attributes:
        past: the lists installed one after another.
        install_button: looks at a list in a file.
        publish_button: makes the next version.
        sign_button: adds a signature to a file.
        check_button: says who signed a file.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(("installed_list", "import_job"))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._reading: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._build_present(layout)
        self._build_newer(layout)
        self._build_past(layout)
        self.publish_button = button(_("Ma&ke the next version…"), self.publish)
        self.sign_button = button(_("Si&gn a file…"), self.sign, icon="pen-nib")
        self.check_button = button(_("C&heck a file…"), self.check)
        self.install_button = button(
            _("&Install a list…"), self.install, icon="download-simple", primary=True
        )
        self.install_button.setToolTip("F5")

    def _build_present(self, layout: QVBoxLayout) -> None:
        self.present = Card(_("Installed list"), "scales")
        self._facts = QFormLayout()
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._facts.setHorizontalSpacing(18)
        self.present.body.addLayout(self._facts)
        self.warnings = label("", "warning", wrap=True)
        self.present.body.addWidget(self.warnings)
        layout.addWidget(self.present)

    def _build_newer(self, layout: QVBoxLayout) -> None:
        self.newer = Card(_("Newer lists that came in packages"), "package")
        self._newer_rows = QVBoxLayout()
        self.newer.body.addLayout(self._newer_rows)
        self.newer.hide()
        layout.addWidget(self.newer)

    def _build_past(self, layout: QVBoxLayout) -> None:
        layout.addWidget(label(_("Lists installed so far"), "sectionTitle"))
        self.past = QTreeWidget()
        self.past.setAccessibleName(_("Lists installed so far"))
        self.past.setRootIsDecorated(False)
        self.past.setUniformRowHeights(True)
        self.past.setHeaderLabels(
            [
                _("Version"),
                _("Issued on"),
                _("Good until"),
                _("Signed by"),
                _("How it came"),
                _("Installed"),
            ]
        )
        head = self.past.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_WIDE, QHeaderView.ResizeMode.Stretch)
        layout.addWidget(self.past, 1)

    @override
    def buttons(self) -> Sequence[QPushButton]:
        if self.session.workspace.read_only:
            return (self.check_button,)
        return (self.check_button, self.sign_button, self.publish_button, self.install_button)

    @override
    def offers(self) -> dict[str, Callable[[], object]]:
        return {} if self.session.workspace.read_only else {"add_item": self.install}

    @override
    def take_focus(self) -> None:
        self.past.setFocus()

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        workspace = self.session.workspace
        self._reading = self.session.tasks.read(
            self,
            lambda _progress: (lists.standing(workspace), lists.past(workspace)),
            self._show,
            instead_of=self._reading,
        )

    def _show(self, found: tuple[ListStanding | None, list[InstalledList]]) -> None:
        standing, past = found
        while self._facts.rowCount():
            self._facts.removeRow(0)
        clear(self._newer_rows)
        warnings: list[str] = []
        newer: Sequence[ListFacts] = ()
        if standing is None:
            warnings.append(_("No list of regulations is installed."))
        else:
            self._show_present(standing.installed)
            warnings += warning_texts(standing.warnings, standing.installed.expires)
            newer = standing.newer
        self.warnings.setText("\n".join(f"▲ {text}" for text in warnings))
        self.warnings.setVisible(bool(warnings))
        for one in newer:
            self._newer_rows.addLayout(self._newer_row(one))
        self.newer.setVisible(bool(newer))
        self.counted.emit(len(newer), standing is not None and lists.EXPIRED in standing.warnings)
        self.past.clear()
        self.past.addTopLevelItems([_past_item(one) for one in past])
        if (first := self.past.topLevelItem(0)) is not None:
            self.past.setCurrentItem(first)

    def _show_present(self, one: InstalledList) -> None:
        rows = (
            (_("Version"), str(one.version)),
            (_("Issued on"), i18n.day(one.issued) if one.issued else "?"),
            (_("Good until"), i18n.day(one.expires) if one.expires else "?"),
            (_("Signed by"), signers_text(one)),
            (_("How it came"), f"{origin_text(one.came)}, {i18n.day(one.installed_on)}"),
            (_("Fingerprint"), " ".join(one.digest[at : at + 4] for at in range(0, 32, 4)) + " …"),
        )
        for name, value in rows:
            said = label(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(label(name, "muted"), said)

    def _newer_row(self, facts: ListFacts) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(label(facts_text(facts), wrap=True), 1)
        if not self.session.workspace.read_only:
            line.addWidget(button(_("Look at it…"), partial(self.look_at, facts.version)))
        return line

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Look at a list that came in a package.

        Args:
            wanted: its version.
        """
        if isinstance(wanted, int):
            self.look_at(wanted)

    # Installing -------------------------------------------------------------------------

    def install(self) -> None:
        """Look at a list in a file, and install it if the user agrees."""
        path = self._file(_("Install a list of regulations"))
        if path is not None:
            workspace = self.session.workspace
            self._examine(
                lambda progress: lists.examine(workspace, path, progress),
                lambda: lists.apply(workspace, path),
            )

    def look_at(self, version: int) -> None:
        """Look at a list that came in a package.

        Args:
            version: its version.
        """
        workspace = self.session.workspace
        self._examine(
            lambda progress: lists.examine_kept(workspace, version, progress),
            lambda: lists.apply_kept(workspace, version),
        )

    def _examine(
        self, examine: Callable[[Progress], ListPreview], install: Callable[[], ListPreview]
    ) -> None:
        def then(found: ListPreview) -> None:
            dialog = RegulationListDialog(self.session, found, install, self.window())
            dialog.exec()
            if dialog.installed:
                said = _("Version {version} of the list is installed; Ctrl+Z takes it back.")
                self.session.said.emit(said.format(version=found.facts.version))
            dialog.deleteLater()

        # A look writes and rolls back, by the very code that installs.
        self.session.tasks.write(self, examine, then, self._refused, label=_("Looking at the list"))

    def _refused(self, error: BaseException) -> None:
        errors.show(self, error)

    # The issuing office -----------------------------------------------------------------

    def publish(self) -> None:
        """Make the next version of the list."""
        workspace = self.session.workspace

        def then(planned: ListPlan) -> None:
            dialog = PublishListDialog(self.session, planned, self.window())
            if dialog.exec() and dialog.made is not None:
                said = _("Saved: {file}. Now have it signed.")
                self.session.said.emit(said.format(file=dialog.made.path.name))
            dialog.deleteLater()

        self.session.tasks.ask(
            self, lambda _progress: publishing.plan(workspace), then, self._refused
        )

    def sign(self) -> None:
        """Add a signature to a list in a file."""
        path = self._file(_("Sign a list of regulations"))
        if path is None:
            return

        def then(found: ListFile) -> None:
            dialog = SignListDialog(self.session, found, self.window())
            if dialog.exec() and dialog.signed is not None:
                said = _("Signed: {file}, {count} signatures.")
                count = len(dialog.signed.signatures)
                self.session.said.emit(said.format(file=path.name, count=count))
            dialog.deleteLater()

        self.session.tasks.ask(self, lambda _progress: publishing.look(path), then, self._refused)

    def check(self) -> None:
        """Say who signed a list in a file."""
        path, workspace = self._file(_("Check a list of regulations")), self.session.workspace
        if path is not None:
            self.session.tasks.ask(
                self,
                lambda _progress: verifying.verify(workspace, path),
                self._tell_verdict,
                self._refused,
            )

    def _tell_verdict(self, found: ListVerdict) -> None:
        holders = ", ".join(one.holder for one in found.signers)
        told = _("Genuine: {facts}. Signed by {holders}.")
        text = told.format(facts=facts_text(found.facts), holders=holders)
        if found.expired:
            text += " ▲ " + messages.text_of(lists.EXPIRED, {"date": found.facts.expires})
        self.session.said.emit(text)

    def _file(self, title: str) -> Path | None:
        start = self.session.recall(_FOLDER) or str(Path.home())
        kinds = _("Lists of regulations") + f" (*{publishing.LIST_ENDING})"
        chosen, _kind = QFileDialog.getOpenFileName(self, title, start, kinds)
        if not chosen:
            return None
        self.session.remember(_FOLDER, str(Path(chosen).parent))
        return Path(chosen)


def _past_item(one: InstalledList) -> QTreeWidgetItem:
    item = QTreeWidgetItem(
        [
            str(one.version),
            i18n.day(one.issued) if one.issued else "?",
            i18n.day(one.expires) if one.expires else "?",
            signers_text(one),
            origin_text(one.came),
            i18n.day(one.installed_on),
        ]
    )
    item.setData(0, _ID, one.version)
    if not one.signers:
        item.setForeground(_WIDE, theme.colour("due_soon"))
    return item
