"""The record in hand: shown, edited in place, saved; for every page that lists records."""
