"""Keys for the exchange: which key signs for the office, and the certificate that does."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from ktgs_desktop.gui.dialogs.signing_key import KeyDialog
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing import KeySource

Result = TypeVar("Result")
OWN_KEY, CERTIFICATE = "own", "certificate"


class MakeKeysDialog(FormDialog):
    """Asks with what the office signs its packages.

    Attributes:
        way: key of its own, or a certificate.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Make the keys of this office"), parent, width=560)
        text = _(
            "Packages are signed for the office by its certificate, if it has one in a file or on "
            "a token; else by a key that the program makes and the superior certifies. Keys of "
            "this computer and for encryption are made in both cases and stay on this computer."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.way = ChoiceField(
            [
                (OWN_KEY, _("a key the program makes")),
                (CERTIFICATE, _("a certificate in a file or on a token")),
            ]
        )
        self.form.add(_("Sign &with"), self.way, _("What signs packages for this office."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Make the keys"), self.accept, primary=True))
        self.way.setFocus()


class ApprovalDialog(KeyDialog):
    """Asks for the certificate that signs for the office, and its PIN, once for the whole work.

    Attributes:
        chosen: the certificate, None until it was given.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, _("Sign for the office"), parent)
        self.chosen: KeySource | None = None
        row = self.text.parentWidget()
        if row is not None:
            row.hide()  # nothing is printed here
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Sign"), self._take, primary=True))
        self.begin()

    def _take(self) -> None:
        source = self.source()
        if source is not None:
            self.chosen = source
            self.remember_source()
            self.accept()


def ask_certificate(session: Session, parent: QWidget) -> KeySource | None:
    """Ask for the certificate that signs for the office.

    Args:
        session: the session.
        parent: the window.

    Returns:
        The certificate, None if the user changed their mind.
    """
    dialog = ApprovalDialog(session, parent)
    chosen = dialog.chosen if dialog.exec() else None
    dialog.deleteLater()
    return chosen


def signing_work(
    session: Session,
    source: KeySource | None,
    work: Callable[[signing.Identity | None], Result],
) -> Callable[[Progress], Result]:
    """Work that signs, to be run in the writer's thread; the certificate is open as long as it.

    Args:
        session: the session.
        source: the certificate; None to sign with the office's own key.
        work: gets what signs.
    """
    now = session.workspace.clock

    def run(_progress: Progress) -> Result:
        opened = signing.opened(source, now()) if source else contextlib.nullcontext()
        with opened as identity:
            return work(identity)

    return run
