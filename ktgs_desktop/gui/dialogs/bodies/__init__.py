"""The dialog of an issuing body: heading, signers, recipients, numbers, and how it prints."""

from ktgs_desktop.gui.dialogs.bodies.dialog import BodyDialog
from ktgs_desktop.gui.dialogs.bodies.preview import BodyPreview

__all__ = ["BodyDialog", "BodyPreview"]
