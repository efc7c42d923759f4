"""What this program is, under which licences, and where it keeps what it writes."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from ktgs_desktop import __version__, paths
from ktgs_desktop.gui.views.settings.section import Section
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

_LICENCES = ("LICENSE", "THIRD-PARTY")


def _licences() -> str:
    """The texts of the licences, from the source tree or from the installed program."""
    texts = []
    root = Path(paths.__file__).resolve().parent.parent
    for name in _LICENCES:
        candidates = [root / name]
        try:
            files = metadata.files("ktgs-desktop") or []
            candidates += [Path(str(file.locate())) for file in files if file.name == name]
        except metadata.PackageNotFoundError:
            pass
        found = next((path for path in candidates if path.is_file()), None)
        if found is not None:
            texts.append(found.read_text("utf-8"))
    return "\n\n".join(texts)


class AboutSection(Section):
    """Version, places, licences, and what the program does not do."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("KTGS Desktop", _("Version {version}").format(version=__version__), parent)
        text = _(
            "This program has no network code: it opens no connection, sends nothing and fetches "
            "nothing. What leaves this computer, you carry yourself."
        )
        self.add_narrow(label(text, wrap=True))
        form = Form()
        for text, path in (
            (_("Workspace"), session.workspace.files.database),
            (_("Copies"), session.workspace.files.backups),
            (_("Settings"), paths.config_dir() / "settings.toml"),
            (_("Log"), paths.log_dir()),
        ):
            field = TextField()
            field.set_value(str(path))
            field.set_locked(True)
            form.add(text, field)
        inner = form.widget()
        if inner is not None:
            form.setFixedHeight(inner.sizeHint().height() + 8)
        self.body.addWidget(form)
        self._head = label(_("Licences"), "sectionTitle")
        self.licences = QPlainTextEdit()
        self.licences.setReadOnly(True)
        self.licences.setAccessibleName(_("Licences"))
        self.licences.setTabChangesFocus(True)
        self._head.hide()
        self.licences.hide()
        self.body.addWidget(self._head)
        self.body.addWidget(self.licences, 1)

        def work(_progress: Progress) -> str:
            return _licences()

        session.tasks.read(self, work, self._show)

    def _show(self, text: str) -> None:
        if text:
            self.licences.setPlainText(text)
            self._head.show()
            self.licences.show()
