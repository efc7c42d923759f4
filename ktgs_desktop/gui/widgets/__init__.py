"""Reusable widgets; they know no screen."""
