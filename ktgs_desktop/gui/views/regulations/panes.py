"""The parts of the page of regulations as tabs.

A new part is a subclass of `Pane` in its own module and a line in `PANES`.
"""

from __future__ import annotations

from ktgs_desktop.gui.records.paned_page import View
from ktgs_desktop.gui.views.regulations.library_pane import LibraryPane
from ktgs_desktop.i18n import late

PANES: tuple[View, ...] = (View("library", late("Library"), LibraryPane),)
