"""Words of a text typed or pasted as they are; articles, clauses and points are found in them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ktgs_desktop.domain.regulation_articles import Article, ArticleKind, parse_articles
from ktgs_desktop.gui.widgets.fields import DateField, LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import editing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.regulation_articles import RegulationText
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

_LONGEST = 400_000
_LINES = 16
_PAUSE_MS = 300


def plain_words(text: RegulationText) -> str:
    """The words of a text as they are typed, a part a paragraph.

    Args:
        text: the text.
    """
    return "\n".join(filter(None, map(_lines, text.articles)))


def _lines(article: Article) -> str:
    number = article.path.rpartition(".")[2]
    match article.kind:
        case ArticleKind.CLAUSE:
            number = article.label.rpartition(" ")[2] or number
            return f"{number}. {article.text}"
        case ArticleKind.POINT:
            return f"{number}) {article.text}"
        case ArticleKind.ARTICLE:
            head = f"{article.label}. {article.heading}".rstrip(". ")
            if article.label.startswith("mục "):
                head = f"{number}. {article.heading}"
        case _:
            head = f"{article.label}\n{article.heading}".strip()
    return "\n".join(filter(None, (head, article.text)))


class WordsDialog(FormDialog):
    """Takes the words of a text.

    Args:
        session: the session.
        text: the version that is typed.
        name: what the regulation is called.
        parent: the window.
    """

    def __init__(self, session: Session, text: RegulationText, name: str, parent: QWidget) -> None:
        super().__init__(_("Words of {number}").format(number=name), parent, width=760)
        self._session = session
        self._text = text
        self._parts: tuple[Article, ...] = ()
        told = _("Paste the words as they stand in the original, a paragraph a line. Shift+Enter "
                 "begins a line.")  # fmt: skip
        self.head.addWidget(label(told, "muted", wrap=True))
        self.words = LinesField(_LINES, most=_LONGEST, name="text")
        self.form.add(_("&Words"), self.words, _("Articles, clauses and points are found in them."))
        self.found = label("", "muted", wrap=True)
        self.form.add_wide(self.found)
        self.since = DateField()
        self.since.year = session.workspace.today.year
        self.form.add(
            _("In force &from"),
            self.since,
            _("From when these words are the ones in force; empty for the text's own first day."),
        )
        self.note = LinesField(1)
        self.form.add(_("S&ource"), self.note, _("Where the words are from."))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.words.edited.connect(self._pause.start)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.words.set_value(plain_words(text))
        self.since.set_date(text.since)
        self.note.set_value(text.note)
        self._look()
        self.words.setFocus()

    def _look(self) -> None:
        self._pause.stop()
        self._parts = parse_articles(self.words.toPlainText())
        kinds = [one.kind for one in self._parts]
        told = _("Found: {articles} articles, {clauses} clauses, {points} points.")
        self.found.setText(
            told.format(
                articles=kinds.count(ArticleKind.ARTICLE),
                clauses=kinds.count(ArticleKind.CLAUSE),
                points=kinds.count(ArticleKind.POINT),
            )
        )

    def _save(self) -> None:
        self._look()
        workspace = self._session.workspace
        if not self.since.settle():
            self.since.setFocus()
            return
        typed = dataclasses.replace(
            self._text,
            since=self.since.value_as_date(),
            note=self.note.value(),
            articles=self._parts,
        )

        def work(_progress: Progress) -> RegulationText:
            return editing.save_text(workspace, typed)

        self.submit(self._session.tasks, work, lambda _text: self.accept())
