"""Statements of trust in a file of their own: a root, a superior's answer to a request for keys.

Nothing in it is secret, and every statement proves itself up to the root of trust; so it can be
read by an office whose keys nobody has certified yet, which no package can.

{"statements": [{"body": base64, "kind": media type, "sigs": base64}, …], "v": 1}
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, NoReturn

from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.statement_list import (
    MAX_STATEMENTS,
    TravellingStatement,
    decode_statements,
    encode_statements,
)
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_FILE_BYTES = 32 * 1024 * 1024
_VERSION = 1


def encode_file(statements: Iterable[TravellingStatement]) -> bytes:
    """The bytes of a file.

    Args:
        statements: what is in it.
    """
    listed = [
        {"body": _spelled(one.body), "kind": one.kind, "sigs": _spelled(one.signatures)}
        for one in statements
    ]
    return json.dumps(
        {"statements": listed, "v": _VERSION}, ensure_ascii=True, indent=1, sort_keys=True
    ).encode("ascii")


def decode_file(data: bytes) -> tuple[TravellingStatement, ...]:
    """Read a file; whether its statements can be trusted is not looked at here.

    A root or trust list that stands alone, as `{"body": …, "sigs": …}`, is read too.

    Args:
        data: the bytes.

    Raises:
        PackageError: `statements_malformed`.
    """
    if len(data) > MAX_FILE_BYTES:
        _refuse("too large")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        _refuse("no JSON")
    if isinstance(value, dict) and value.keys() == {"body", "sigs"}:
        value = {"statements": [{**value, "kind": _kind_of(value["body"])}], "v": _VERSION}
    if not isinstance(value, dict) or value.keys() != {"statements", "v"}:
        _refuse("keys")
    listed = value["statements"]
    if value["v"] != _VERSION or not isinstance(listed, list) or len(listed) > MAX_STATEMENTS:
        _refuse("version")
    found = [_statement(one) for one in listed]
    # The limits of statements on their way hold here too.
    return tuple(decode_statements(encode_statements(found)))


def _kind_of(body: Any) -> str:
    """Which of the two stands alone; its signatures are checked as what is found here."""
    named = b'"issuer":' in _read(body)
    return str(StatementKind.TRUST_LIST if named else StatementKind.ROOT)


def _statement(value: Any) -> TravellingStatement:
    if not isinstance(value, dict) or value.keys() != {"body", "kind", "sigs"}:
        _refuse("keys")
    kind = value["kind"]
    if not isinstance(kind, str) or not kind.isascii() or len(kind) > 100:  # noqa: PLR2004
        _refuse("kind")
    return TravellingStatement(kind, _read(value["body"]), _read(value["sigs"]))


def _read(value: Any) -> bytes:
    if not isinstance(value, str):
        _refuse("base64")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        _refuse("base64")


def _spelled(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _refuse(reason: str) -> NoReturn:
    raise PackageError("statements_malformed", reason=reason)
