"""The dialog of an issuing body: heading, signers, recipients, numbers, and how it prints."""

from ktgs_desktop.gui.dialogs.bodies.dialog import BodyDialog

__all__ = ["BodyDialog"]
