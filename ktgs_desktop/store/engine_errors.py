"""What the engine's errors mean to the people who use the program."""

from __future__ import annotations

from ktgs_desktop.errors import StorageError

_KINDS: tuple[tuple[str, str], ...] = (
    ("database is locked", "workspace_busy"),
    ("database table is locked", "workspace_busy"),
    ("database or disk is full", "disk_full"),
    ("readonly database", "workspace_read_only"),
    ("file is not a database", "file_unreadable"),
    ("database disk image is malformed", "file_damaged"),
    ("hmac verification", "file_damaged"),
    ("disk i/o error", "disk_error"),
    ("unable to open database file", "file_not_opened"),
)


def translated(error: BaseException, path: str) -> StorageError | None:
    """The storage error that an engine's error stands for, None if it is a fault of ours.

    Args:
        error: what the driver or SQLAlchemy raised.
        path: the file, for the message.
    """
    text = str(getattr(error, "orig", None) or error).lower()
    for part, code in _KINDS:
        if part in text:
            return StorageError(code, path=path)
    return None
