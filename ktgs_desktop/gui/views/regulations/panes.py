"""The parts of the page of regulations as tabs.

A new part is a subclass of `Pane` in its own module and a line in `PANES`.
"""

from __future__ import annotations

from ktgs_desktop.gui.records.paned_page import View
from ktgs_desktop.gui.views.regulations.compare_pane import ComparePane
from ktgs_desktop.gui.views.regulations.dissemination_pane import DisseminationPane
from ktgs_desktop.gui.views.regulations.family_pane import FamilyPane
from ktgs_desktop.gui.views.regulations.library_pane import LibraryPane
from ktgs_desktop.gui.views.regulations.lists_pane import ListsPane
from ktgs_desktop.i18n import late

PANES: tuple[View, ...] = (
    View("library", late("List of texts"), LibraryPane),
    View("family", late("Relations"), FamilyPane),
    View("compare", late("Side by side"), ComparePane),
    View("dissemination", late("Dissemination"), DisseminationPane),
    View("lists", late("Lists from above"), ListsPane),
)
