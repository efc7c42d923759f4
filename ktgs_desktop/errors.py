"""Every error that is raised on purpose.

An error carries a code and its parameters, never a sentence: the sentence is looked up in
`messages` at the edge (window or command line), in the user's language.
"""

from __future__ import annotations

import errno

from typing_extensions import override


class KtgsError(Exception):
    """An error the program foresaw.

    Attributes:
        code: name of the message in `messages.TEXTS`, in snake_case.
        params: values for the message's fields.
    """

    exit_code = 1

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @override
    def __str__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({fields})"


class UserError(KtgsError):
    """The request cannot be met as it stands: wrong input, wrong state, not allowed."""

    exit_code = 1


class PackageError(KtgsError):
    """A signed thing (paper, package, certificate) is damaged, untrusted or not for us."""

    exit_code = 3


class StorageError(KtgsError):
    """The workspace or its disk cannot do it: locked, full, read-only, damaged, too new."""

    exit_code = 4


class ConflictError(KtgsError):
    """Two versions stand against each other and a person has to choose."""

    exit_code = 5


def place_error(error: OSError, path: object) -> StorageError:
    """What the system's refusal to write a file means to a person.

    Args:
        error: what the system said.
        path: the file, for the message.
    """
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            code = "disk_full"
        case errno.ENOENT | errno.ENOTDIR:
            code = "folder_missing"
        case errno.EROFS | errno.EACCES | errno.EPERM:
            code = "place_not_writable"
        case _:
            code = "disk_error"
    return StorageError(code, path=str(path))


def reading_error(error: OSError, path: object) -> StorageError:
    """What the system's refusal to read a file means to a person.

    Args:
        error: what the system said.
        path: the file, for the message.
    """
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR | errno.EINVAL | errno.ENAMETOOLONG:
            code = "file_missing"  # also under a name that no file can have
        case errno.EACCES | errno.EPERM | errno.EISDIR:
            code = "file_not_opened"
        case _:
            code = "disk_error"
    return StorageError(code, path=str(path))


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user stopped the work; the transaction is rolled back."""
