"""The page of regulations: which text is in force on which day, and what it says."""

from ktgs_desktop.gui.views.regulations.page import RegulationsPage

__all__ = ["RegulationsPage"]
