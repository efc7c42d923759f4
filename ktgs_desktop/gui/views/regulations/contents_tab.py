"""The words of a text: its articles as a tree, and what the one in hand says, hits in colour."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop.domain.regulation_articles import Node, tree
from ktgs_desktop.domain.regulation_hits import WantedWords
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.found_words import with_words
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.regulation_words import partial
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.regulation_articles import Article, RegulationText

_NODE = Qt.ItemDataRole.UserRole
_LONGEST = 90
_EXPANDED = 60


def begun(text: str) -> str:
    """A text that begins with a capital letter, the rest as it is.

    Args:
        text: any text.
    """
    return text[:1].upper() + text[1:]


def name_of(article: Article) -> str:
    """What a part is called in the tree: label and heading, else its first words.

    Args:
        article: the part.
    """
    words = article.heading or " ".join(article.text.split())
    name = begun(article.label) or _("Preamble")
    text = f"{name}. {words}" if words else name
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def in_force_on(texts: Sequence[RegulationText], day: date) -> int:
    """Which version of the words stands on a day.

    Args:
        texts: the versions in their order.
        day: the day.
    """
    begun = [at for at, one in enumerate(texts) if one.since is None or one.since.last <= day]
    return begun[-1] if begun else 0


def version_text(text: RegulationText) -> str:
    """What a version of the words is called.

    Args:
        text: the version.
    """
    if text.since is None:
        return _("as issued") if text.version == 1 else _("version {n}").format(n=text.version)
    return _("version {n}, from {day}").format(n=text.version, day=partial(text.since))


class ContentsTab(QWidget):
    """The words of the text in hand.

    Signals:
        edit_wanted: the user wants to type or paste the words.
        cite_wanted: the user wants the citation of a part; its path.
        compare_wanted: the user wants to see a part beside that of another text; its path.
    """

    edit_wanted = Signal()
    cite_wanted = Signal(str)
    compare_wanted = Signal(str)

    def __init__(self, *, writable: bool) -> None:
        super().__init__()
        self._texts: Sequence[RegulationText] = ()
        self._typed = ""
        self._wanted = WantedWords("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.versions = ChoiceField([])
        self.versions.setAccessibleName(_("Version of the words"))
        self.versions.edited.connect(self._show_version)
        layout.addWidget(self.versions)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Articles"))
        self.tree.setWhatsThis(
            _("Articles, clauses and points. Those with words you looked for are in colour.")
        )
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_part())
        self.words = QTextBrowser()
        self.words.setAccessibleName(_("Words of the part"))
        self.split.addWidget(self.tree)
        self.split.addWidget(self.words)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        layout.addWidget(self.split, 1)
        line = QHBoxLayout()
        self.cite = button(_("Copy &citation"), self._cite, icon="quotes")
        self.compare = button(_("Side &by side"), self._compare, icon="columns")
        self.edit = button(_("T&ype, paste…"), self.edit_wanted.emit, icon="clipboard-text")
        self.edit.setVisible(writable)
        for one in (self.cite, self.compare):
            line.addWidget(one)
        line.addStretch(1)
        line.addWidget(self.edit)
        layout.addLayout(line)

    @property
    def text(self) -> RegulationText | None:
        """The version shown, None if there are no words."""
        at = self.versions.currentIndex()
        return self._texts[at] if 0 <= at < len(self._texts) else None

    @property
    def path(self) -> str:
        """Path of the part in hand, empty for none."""
        item = self.tree.currentItem()
        node = item.data(0, _NODE) if item is not None else None
        return node.article.path if isinstance(node, Node) else ""

    def show_texts(self, texts: Sequence[RegulationText], day: date, typed: str) -> None:
        """Show the words of a text.

        Args:
            texts: its versions in their order.
            day: the day of which is asked; its version is shown.
            typed: words that were looked for, empty for none.
        """
        self._texts, self._typed = texts, typed
        self._wanted = WantedWords(typed)
        self.versions.set_choices([(str(one.version), version_text(one)) for one in texts])
        self.versions.setCurrentIndex(in_force_on(texts, day) if texts else -1)
        self.versions.setVisible(len(texts) > 1)
        self._show_version()

    def mark_words(self, typed: str) -> None:
        """Show other words in colour.

        Args:
            typed: words that were looked for, empty for none.
        """
        if typed != self._typed:
            path, self._typed, self._wanted = self.path, typed, WantedWords(typed)
            self._show_version()
            if not typed:
                self.go_to(path)

    def _show_version(self) -> None:
        text = self.text
        self.tree.clear()
        self.split.setVisible(text is not None)
        for one in (self.cite, self.compare):
            one.setEnabled(text is not None)
        if text is None:
            self.words.clear()
            self.said.setText(
                _("The library does not hold the words of this text yet. Paste them from the "
                  "original; articles and clauses are found by themselves.")
            )  # fmt: skip
            self.said.show()
            return
        self.said.setText(text.note)
        self.said.setVisible(bool(text.note))
        for node in tree(text.articles):
            self._add(node, None)
        if len(text.articles) <= _EXPANDED:
            self.tree.expandAll()
        found = next(self._with_words(), None) or self.tree.topLevelItem(0)
        if found is not None:
            self.tree.setCurrentItem(found)

    def _add(self, node: Node, above: QTreeWidgetItem | None) -> None:
        item = QTreeWidgetItem([name_of(node.article)])
        item.setData(0, _NODE, node)
        item.setToolTip(0, node.article.heading or node.article.text)
        if above is None:
            self.tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        if self._holds(node.article):
            item.setForeground(0, theme.colour("due_soon"))
            step: QTreeWidgetItem | None = above
            while step is not None:
                step.setExpanded(True)
                step = step.parent()
        for part in node.parts:
            self._add(part, item)

    def _holds(self, article: Article) -> bool:
        return self._wanted.count(f"{article.heading} {article.text}") > 0

    def _items(self, above: QTreeWidgetItem | None = None) -> Iterator[QTreeWidgetItem]:
        holder = above or self.tree.invisibleRootItem()
        for at in range(holder.childCount()):
            item = holder.child(at)
            if item is not None:
                yield item
                yield from self._items(item)

    def _with_words(self) -> Iterator[QTreeWidgetItem]:
        """The parts with the words, those with most of them first."""
        if not self._typed:
            return
        counted = []
        for item in self._items():
            article = item.data(0, _NODE).article
            counted.append((self._wanted.count(f"{article.heading} {article.text}"), item))
        most = max((count for count, _item in counted), default=0)
        if most:
            yield from (item for count, item in counted if count == most)

    def go_to(self, path: str) -> None:
        """Put the cursor on a part.

        Args:
            path: its path.
        """
        for item in self._items():
            if item.data(0, _NODE).article.path == path:
                self.tree.setCurrentItem(item)
                self.tree.scrollToItem(item)
                return

    def _show_part(self) -> None:
        item = self.tree.currentItem()
        node = item.data(0, _NODE) if item is not None else None
        if isinstance(node, Node):
            self.words.setHtml("".join(self._told(node)))

    def _told(self, node: Node) -> Iterator[str]:
        article = node.article
        head = begun(article.label)
        heading = with_words(article.heading, self._typed)
        bold = " ".join(filter(None, (html.escape(f"{head}." if head else ""), heading)))
        words = with_words(article.text, self._typed)
        yield f"<p style='margin:4px 0'><b>{bold}</b> {words}</p>"
        for part in node.parts:
            yield from self._told(part)

    def _cite(self) -> None:
        self.cite_wanted.emit(self.path)

    def _compare(self) -> None:
        self.compare_wanted.emit(self.path)
