"""The page of organisations and members: tree, list, members, the record in hand at the right."""

from ktgs_desktop.gui.views.organizations.page import OrganizationsPage

__all__ = ["OrganizationsPage"]
