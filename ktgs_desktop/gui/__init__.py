"""The window: PySide6 and nothing else. It holds no rule and no SQL; it asks the services."""
