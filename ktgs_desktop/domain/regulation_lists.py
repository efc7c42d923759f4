"""The signed list of regulations (danh mục từ trên): what one version of it says, byte by byte.

A file holds the whole list, or what changed since an earlier version (a delta); both name the
digest of the whole, so that both lead to the same. Versions only grow and texts never leave a
list: one that ended gets its last day (`sync.md` 3). Nothing here looks at signatures.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID

import msgspec

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.installed_lists import REGULATIONS as NAME
from ktgs_desktop.domain.regulation_forms import (
    BaseForm,
    DeltaForm,
    EndingForm,
    FactsForm,
    ListForm,
    ListHead,
)
from ktgs_desktop.domain.regulation_items import ListItem, hides_signs, read_items
from ktgs_desktop.errors import PackageError, UserError

PRODUCT = "ktgs"
FORMAT = 1
MAX_LIST_BYTES = 64 * 1024 * 1024
_CODE = "regulations_malformed"
_SHA256 = re.compile(r"[0-9a-f]{64}")


_decode = msgspec.json.Decoder(ListForm).decode
_decode_head = msgspec.json.Decoder(ListHead).decode
_decode_facts = msgspec.json.Decoder(FactsForm).decode
_encode = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True)
class Base:
    """The version a delta is made from.

    Attributes:
        version: its number.
        sha256: digest of its texts, as `digest_of` gives it.
    """

    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A text of which nothing changed but that it has ended.

    Attributes:
        id: the text.
        effective_to: its last day in force.
    """

    id: UUID
    effective_to: PartialDate


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since an earlier version.

    Attributes:
        added: texts that are new, by id ascending.
        changed: texts of which something changed, as they are now, by id ascending.
        ended: texts of which only the last day is new, by id ascending.
    """

    added: tuple[ListItem, ...] = ()
    changed: tuple[ListItem, ...] = ()
    ended: tuple[Ending, ...] = ()


@dataclass(frozen=True, slots=True)
class RegulationList:
    """One version of the list as its file says it.

    Attributes:
        version: from 1; only grows.
        issued: the day it was made.
        expires: the day after which it counts as out of date, which warns and refuses nothing.
        full_sha256: digest of the whole list, as `digest_of` gives it.
        items: the whole list by id ascending; None in a delta.
        base: the version a delta is made from; None with the whole list.
        delta: what changed since; None with the whole list.
        name: name of the list.
    """

    version: int
    issued: date
    expires: date
    full_sha256: str
    items: tuple[ListItem, ...] | None
    base: Base | None = None
    delta: Delta | None = None
    name: str = NAME

    def to_bytes(self) -> bytes:
        """The bytes that are signed: canonical JSON."""
        base = None if self.base is None else BaseForm(self.base.sha256, self.base.version)
        delta = None
        if self.delta is not None:
            delta = DeltaForm(
                [one.form() for one in self.delta.added],
                [one.form() for one in self.delta.changed],
                [EndingForm(one.effective_to.iso, str(one.id)) for one in self.delta.ended],
            )
        return _encode(
            ListForm(
                base=base,
                delta=delta,
                expires=self.expires.isoformat(),
                format=FORMAT,
                full_sha256=self.full_sha256,
                issued=self.issued.isoformat(),
                items=None if self.items is None else [one.form() for one in self.items],
                name=self.name,
                product=PRODUCT,
                version=self.version,
            )
        )

    @classmethod
    def from_bytes(cls, body: bytes) -> RegulationList:
        """Read the signed bytes.

        Args:
            body: canonical JSON.

        Raises:
            PackageError: `regulations_file_too_large`, `regulations_other_product`,
                `regulations_newer_format`, `regulations_malformed`,
                `regulations_item_too_large`.
        """
        form, plain = _form_of(body)
        if (form.items is None, form.base is not None) != (form.delta is not None,) * 2:
            _refuse("neither the whole list nor a delta")
        try:
            found = cls(
                version=form.version,
                issued=_exact_day(form.issued),
                expires=_exact_day(form.expires),
                full_sha256=_sha256(form.full_sha256),
                items=None if form.items is None else read_items(form.items, plain=plain),
                base=None if form.base is None else _base(form.base),
                delta=None if form.delta is None else _delta(form.delta, plain=plain),
                name=form.name,
            )
        except (ValueError, UserError) as error:
            raise PackageError(_CODE, reason="date or id") from error
        if found.name != NAME or found.expires < found.issued:
            _refuse("name or expires")
        if found.base is not None and found.base.version >= found.version:
            _refuse("base")
        if found.items is not None and found.full_sha256 != _digest_within(body):
            _refuse("full_sha256")
        return found

    @property
    def facts(self) -> ListFacts:
        """What it says of itself."""
        base = None if self.base is None else self.base.version
        return ListFacts(self.version, self.issued, self.expires, self.full_sha256, base)

    def expired(self, today: date) -> bool:
        """Whether a newer one should have come: somebody may be holding it back.

        Args:
            today: the day by the guarded clock.
        """
        return self.expires < today


def _form_of(body: bytes) -> tuple[ListForm, bool]:
    """A list in its one spelling, and whether no sign of it is hidden."""
    if len(body) > MAX_LIST_BYTES:
        raise PackageError("regulations_file_too_large", megabytes=MAX_LIST_BYTES >> 20)
    try:
        text = body.decode("utf-8")
        form = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _check_made_for_us(body)
        raise PackageError(_CODE, reason=str(error)[:80]) from error
    if form.product != PRODUCT or form.format != FORMAT:
        _check_made_for_us(body)
    if _encode(form) != body:
        _refuse("spelling")
    if not unicodedata.is_normalized("NFC", text):
        _refuse("text not NFC")
    return form, not hides_signs(text)


def _check_made_for_us(body: bytes) -> NoReturn:
    """Say in plain words what else a list is for; refuse it in any case."""
    try:
        head = _decode_head(body)
    except (msgspec.DecodeError, RecursionError):
        _refuse("no list")
    if head.product != PRODUCT:
        raise PackageError("regulations_other_product", product=head.product[:40])
    if head.format > FORMAT:
        raise PackageError("regulations_newer_format", format=head.format)
    _refuse("form")


def _digest_within(body: bytes) -> str:
    """The digest of the texts in a whole list, whose spelling was found to be the one.

    Nothing before them holds words, and nothing behind them does.
    """
    start, end = body.index(b'"items":') + len(b'"items":'), body.rindex(b',"name":')
    return hashlib.sha256(memoryview(body)[start:end]).hexdigest()


def _exact_day(value: str) -> date:
    found = date.fromisoformat(value)
    if found.isoformat() != value:
        raise ValueError(value)
    return found


def _sha256(value: str) -> str:
    if _SHA256.fullmatch(value) is None:
        _refuse("digest")
    return value


def _base(form: BaseForm) -> Base:
    return Base(form.version, _sha256(form.sha256))


def _delta(form: DeltaForm, *, plain: bool) -> Delta:
    ended = [one.id for one in form.ended]
    if ended != sorted(set(ended)) or any(str(UUID(one)) != one for one in ended):
        _refuse("ended")
    return Delta(
        read_items(form.added, plain=plain),
        read_items(form.changed, plain=plain),
        tuple(Ending(UUID(one.id), PartialDate(one.effective_to)) for one in form.ended),
    )


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What a list says of itself; its texts are not read.

    Attributes:
        version: its number.
        issued: the day it was made.
        expires: the day after which it counts as out of date.
        sha256: digest of the whole list.
        base: the version a delta is made from, None for the whole list.
    """

    version: int
    issued: date
    expires: date
    sha256: str
    base: int | None


def facts_of(body: bytes) -> ListFacts:
    """What a list that was read before says of itself.

    Args:
        body: the signed bytes, as they were kept.

    Raises:
        PackageError: `regulations_malformed`.
    """
    try:
        head = _decode_facts(body)
        return ListFacts(
            head.version,
            date.fromisoformat(head.issued),
            date.fromisoformat(head.expires),
            head.full_sha256,
            None if head.base is None else head.base.version,
        )
    except (msgspec.DecodeError, ValueError) as error:
        raise PackageError(_CODE, reason="no list") from error


def digest_of(items: Iterable[ListItem]) -> str:
    """The digest of a whole list, however it came.

    Args:
        items: all its texts, in any order.
    """
    ordered = sorted(items, key=lambda one: one.id.bytes)
    return hashlib.sha256(_encode([one.form() for one in ordered])).hexdigest()


def _refuse(reason: str) -> NoReturn:
    raise PackageError(_CODE, reason=reason)
