"""Screens: one page of the window each; they do not know each other."""
