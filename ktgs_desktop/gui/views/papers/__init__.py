"""The page of papers: the register, and the papers that wait for signature."""

from ktgs_desktop.gui.views.papers.page import PapersPage

__all__ = ["PapersPage"]
