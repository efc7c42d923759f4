"""KTGS Desktop: the working program of the Party's inspection committees (uỷ ban kiểm tra)."""

__version__ = "0.1.0"
