"""Dialogs: what cannot be undone, and wizards; they may use widgets, never views."""
