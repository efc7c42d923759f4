"""Renumbering and cancelling of a paper, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outgoing, papers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.rows import NumberedPaper
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


def renumber(session: Session, paper: Document | NumberedPaper, parent: QWidget) -> None:
    """Give a paper the next number of its series, with a reason.

    Args:
        session: the session.
        paper: the paper.
        parent: the window.
    """
    workspace = session.workspace
    text = _("{symbol} gets the next number of its series; the history keeps the former one.")
    reason = ask_reason(
        _("Give another number"), text.format(symbol=paper.symbol), _("Re&number"), parent
    )
    if not reason:
        return

    def then(changed: Document) -> None:
        said = _("{former} is now {symbol}").format(former=paper.symbol, symbol=changed.symbol)
        session.said.emit(said)

    session.tasks.write(
        parent,
        lambda _progress: outgoing.renumber(workspace, paper.id, reason),
        then,
        lambda error: errors.show(parent, error),
    )


def cancel(session: Session, paper: Document | NumberedPaper, parent: QWidget) -> None:
    """Cancel a paper or a reserved number, with a reason.

    Args:
        session: the session.
        paper: the paper.
        parent: the window.
    """
    workspace = session.workspace
    text = (
        _(
            "The number {symbol} stays taken and is struck through. The program that the paper "
            "issued becomes a draft again. This cannot be undone."
        )
        if paper.program is not None
        else _("The number {symbol} stays taken and is struck through. This cannot be undone.")
    )
    reason = ask_reason(
        _("Cancel the paper"), text.format(symbol=paper.symbol), _("&Cancel the paper"), parent
    )
    if not reason:
        return

    def work(_progress: Progress) -> None:
        kept = papers.kept_before_cancelling(workspace, paper.id)
        outgoing.cancel(workspace, paper.id, reason, kept)

    session.tasks.write(
        parent,
        work,
        lambda _none: session.said.emit(_("Cancelled: {symbol}").format(symbol=paper.symbol)),
        lambda error: errors.show(parent, error),
    )
