"""The page of the exchange between offices."""

from ktgs_desktop.gui.views.exchange.page import ExchangePage

__all__ = ["ExchangePage"]
