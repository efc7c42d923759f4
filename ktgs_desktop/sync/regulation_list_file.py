"""A list of regulations in a file of its own (`.ktgsdm`), to which signatures are added one by one.

It is a statement file with exactly one statement, spelled in exactly one way, so that no byte of
it can change unnoticed. It is never packed: what unpacks to more than was read is refused unread.
"""

from __future__ import annotations

import base64
import binascii
from typing import NoReturn

import msgspec
import zstandard

from ktgs_desktop.domain.packages import MAX_SIGNATURE_BYTES, Statement
from ktgs_desktop.domain.regulation_lists import MAX_LIST_BYTES
from ktgs_desktop.errors import PackageError, StorageError
from ktgs_desktop.trust.statements import StatementKind

FILE_ENDING = ".ktgsdm"
"""Of a file with a list (danh mục)."""
MAX_FILE_BYTES = MAX_LIST_BYTES // 3 * 4 + 64 * 1024
_VERSION = 1
_STEM = "application/vnd.ktgs.regulation-list."
_MAX_KIND = 100
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ",
           b"7z\xbc\xaf", b"Rar!")  # fmt: skip


class _One(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    kind: str
    sigs: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    statements: list[_One]
    v: int


_decode = msgspec.json.Decoder(_File).decode


def encode_list(statement: Statement) -> bytes:
    """The bytes of a file.

    Args:
        statement: the list; without signatures while nobody has signed.
    """
    kind = str(StatementKind.REGULATION_LIST)
    return _form(_spelled(statement.body), kind, _spelled(statement.signatures))


def _form(body: str, kind: str, signatures: str) -> bytes:
    """The file as JSON with its keys in order, as `statement_file` writes it."""
    lines = (
        "{",
        ' "statements": [',
        "  {",
        f'   "body": "{body}",',
        f'   "kind": "{kind}",',
        f'   "sigs": "{signatures}"',
        "  }",
        " ],",
        f' "v": {_VERSION}',
        "}",
    )
    return "\n".join(lines).encode("ascii")


def decode_list(data: bytes) -> Statement:
    """Read a file; whether its signatures count is not looked at here.

    Args:
        data: the bytes.

    Returns:
        The list; its signatures may be missing.

    Raises:
        PackageError: `regulations_file_too_large`, `regulations_file_packed`,
            `regulations_file_foreign`, `regulations_file_damaged`, `regulations_file_other`,
            `regulations_newer_format`.
    """
    if len(data) > MAX_FILE_BYTES:
        raise PackageError("regulations_file_too_large", megabytes=MAX_LIST_BYTES >> 20)
    if data.startswith(_PACKED):
        raise PackageError("regulations_file_packed")
    if not data.startswith(b"{"):
        raise PackageError("regulations_file_foreign")
    try:
        found = _decode(data)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        _damaged("form")
    if found.v != _VERSION or len(found.statements) != 1:
        _damaged("version")
    (one,) = found.statements
    _check_kind(one.kind)
    statement = Statement(_read(one.body), _read(one.sigs))
    if len(statement.body) > MAX_LIST_BYTES or len(statement.signatures) > MAX_SIGNATURE_BYTES:
        raise PackageError("regulations_file_too_large", megabytes=MAX_LIST_BYTES >> 20)
    if encode_list(statement) != data:
        _damaged("spelling")
    return statement


def pack_body(body: bytes) -> bytes:
    """The bytes of a list as the office keeps them, which is for ever.

    Args:
        body: the signed bytes.
    """
    return zstandard.ZstdCompressor(level=1, write_content_size=True).compress(body)


def unpack_body(kept: bytes) -> bytes:
    """The signed bytes that `pack_body` packed.

    Args:
        kept: the packed bytes.

    Raises:
        StorageError: `file_damaged`.
    """
    try:
        size = zstandard.get_frame_parameters(kept).content_size
        if size > MAX_LIST_BYTES:
            raise StorageError("file_damaged", path="")
        return zstandard.ZstdDecompressor().decompress(kept, max_output_size=MAX_LIST_BYTES)
    except zstandard.ZstdError as error:
        raise StorageError("file_damaged", path="") from error


def _check_kind(kind: str) -> None:
    if kind == StatementKind.REGULATION_LIST:
        return
    version = kind.removeprefix(_STEM).removesuffix("+json").removeprefix("v")
    if kind.startswith(_STEM) and version.isdecimal():
        raise PackageError("regulations_newer_format", format=version[:9])
    raise PackageError("regulations_file_other", type=kind[:_MAX_KIND])


def _spelled(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _read(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        _damaged("base64")


def _damaged(reason: str) -> NoReturn:
    raise PackageError("regulations_file_damaged", reason=reason)
