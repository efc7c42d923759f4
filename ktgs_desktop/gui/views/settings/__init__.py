"""The page of settings: interface, office, bodies, users, trust, copies, check, about."""

from ktgs_desktop.gui.views.settings.page import SettingsPage

__all__ = ["SettingsPage"]
