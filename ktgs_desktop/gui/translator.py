"""Qt's own strings (OK, Cancel, Copy …) through our catalogue; Qt ships none in Vietnamese."""

from __future__ import annotations

from PySide6.QtCore import QTranslator
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.i18n import Late, late

# What Qt's widgets say in the windows this program shows; kept here so that they are extracted.
QT_TEXTS: tuple[Late, ...] = (
    late("OK"),
    late("Save"),
    late("Save All"),
    late("Open"),
    late("&Yes"),
    late("Yes to &All"),
    late("&No"),
    late("N&o to All"),
    late("Abort"),
    late("Retry"),
    late("Ignore"),
    late("Close"),
    late("Cancel"),
    late("Discard"),
    late("Help"),
    late("Apply"),
    late("Reset"),
    late("Restore Defaults"),
    late("&Undo"),
    late("&Redo"),
    late("Cu&t"),
    late("&Copy"),
    late("&Paste"),
    late("Delete"),
    late("Select All"),
    late("Print"),
    late("Show Details..."),
    late("Hide Details..."),
    late("Look in:"),
    late("File &name:"),
    late("Files of type:"),
    late("&Open"),
    late("&Save"),
    late("&Choose"),
    late("Directory:"),
    late("All Files (*)"),
    late("Create New Folder"),
    late("Parent Directory"),
    late("Back"),
    late("Forward"),
    late("List View"),
    late("Detail View"),
    late("Name"),
    late("Size"),
    late("Type"),
    late("Date Modified"),
    late("My Computer"),
    late("Computer"),
    late("&Rename"),
    late("&Delete"),
    late("Show &hidden files"),
    late("&New Folder"),
    late("New Folder"),
    late("Find Directory"),
    late("Save As"),
    late("Recent Places"),
    late("%1 already exists.\nDo you want to replace it?"),
    late("Next"),
    late("&Next"),
    late("&Next >"),
    late("< &Back"),
    late("&Finish"),
    late("Go Back"),
    late("Commit"),
    late("Done"),
)


class CatalogueTranslator(QTranslator):
    """Looks Qt's strings up in the catalogue in force."""

    @override
    def translate(
        self,
        context: str,
        source: str,
        disambiguation: str | None = None,
        number: int = -1,
    ) -> str | None:
        return i18n.translate(source) if i18n.has_translation(source) else None

    @override
    def isEmpty(self) -> bool:
        return False
