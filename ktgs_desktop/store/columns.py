"""Column types: identifiers and nested values."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from ktgs_desktop.domain.journal import Json, spelled

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Identifier(TypeDecorator[UUID]):
    """A UUID: 16 bytes in SQLite, `uuid` in PostgreSQL."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Uuid())
        return dialect.type_descriptor(sa.LargeBinary(16))

    @override
    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None or isinstance(value, UUID):
            return value
        return _identifier(value)


@lru_cache(maxsize=4096)
def _identifier(value: bytes) -> UUID:
    """Rows of a list name the same few bodies, programs and units again and again."""
    return UUID(bytes=bytes(value))


class Nested(TypeDecorator[Json]):
    """A list or object of a record, as canonical JSON text (never an engine's own JSON type)."""

    impl = sa.Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Json, dialect: Dialect) -> str | None:
        return None if value is None else spelled(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:
        return None if value is None else msgspec.json.decode(value)


def storing(column: sa.Column[Any], engine_dialect: Dialect) -> Any:
    """How a value of a column is handed to the driver, None if as it is.

    Drivers take bytes as they are; SQLAlchemy's own wrapping of them costs more than the rest.

    Args:
        column: the column.
        engine_dialect: the engine's dialect.
    """
    kind = column.type
    if isinstance(kind, Identifier):
        return None if engine_dialect.name == "postgresql" else _bytes_of
    if isinstance(kind, Nested):
        return _spelled
    if isinstance(kind, sa.LargeBinary):
        return None
    return kind.dialect_impl(engine_dialect).bind_processor(engine_dialect)


def _bytes_of(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _spelled(value: Json) -> str | None:
    return None if value is None else spelled(value)
