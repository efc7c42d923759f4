"""How a list of regulations is spelled: the exact keys and types of its JSON, and no others.

The names stand in the order of the alphabet, as canonical JSON has them. The reader is told this
form and refuses everything else at its own speed.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ktgs_desktop.domain.journal import MAX_INTEGER

MAX_LIST_ITEMS = 20_000
MAX_VERSIONS = 50


class ArticleForm(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An article as a list spells it."""

    heading: str
    kind: str
    label: str
    path: str
    text: str


class TextForm(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The words of a text as a list spells them."""

    articles: list[ArticleForm]
    note: str
    since: str | None
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]


class RelationForm(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """What a text does to another, as a list spells it."""

    issued: str | None
    issuer: str
    kind: str
    note: str
    number: str
    since: str | None
    target: str | None


class ItemForm(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A text as a list spells it."""

    classification: str
    confidence: str
    date_note: str
    doubtful_from: str | None
    effective_from: str | None
    effective_to: str | None
    ended_by: str | None
    group: str
    id: str
    issued: str | None
    issuer: str
    kind: str
    note: str
    number: str
    partners: list[str]
    relations: list[RelationForm]
    review_on: str | None
    standing: str
    texts: Annotated[list[TextForm], msgspec.Meta(max_length=MAX_VERSIONS)]
    title: str
    title_kind: str


ItemForms = Annotated[list[ItemForm], msgspec.Meta(max_length=MAX_LIST_ITEMS)]


class BaseForm(msgspec.Struct, forbid_unknown_fields=True):
    """The version a delta is made from."""

    sha256: str
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]


class EndingForm(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A text of which only the last day is new."""

    effective_to: str
    id: str


class DeltaForm(msgspec.Struct, forbid_unknown_fields=True):
    """What changed since an earlier version."""

    added: ItemForms
    changed: ItemForms
    ended: Annotated[list[EndingForm], msgspec.Meta(max_length=MAX_LIST_ITEMS)]


class ListForm(msgspec.Struct, forbid_unknown_fields=True):
    """One version of the list."""

    base: BaseForm | None
    delta: DeltaForm | None
    expires: str
    format: int
    full_sha256: str
    issued: str
    items: ItemForms | None
    name: str
    product: str
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]


class ListHead(msgspec.Struct):
    """What a list for another program, or of later times, says as well."""

    product: str = ""
    format: int = 0


class FactsForm(msgspec.Struct):
    """What a list says of itself beside its texts."""

    base: BaseForm | None
    expires: str
    full_sha256: str
    issued: str
    version: int
