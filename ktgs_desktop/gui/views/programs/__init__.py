"""The page of programs: bodies as tabs, lines as a list, the line in hand at the right."""

from ktgs_desktop.gui.views.programs.page import ProgramsPage

__all__ = ["ProgramsPage"]
