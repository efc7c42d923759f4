"""A text in a list of regulations: the regulation with its words, and what no list may say of it.

What is signed must have one meaning only, so nothing is forgiven here; records of the office are
read by `encoding`, which forgives.
"""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID

import msgspec

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.identity import REGISTER_OWNER, regulation_text_id
from ktgs_desktop.domain.journal import MAX_CHANGE_BYTES, MAX_TEXT_BYTES, canonical
from ktgs_desktop.domain.regulation_articles import Article, RegulationText, check_text
from ktgs_desktop.domain.regulation_forms import (
    ArticleForm,
    ItemForm,
    RelationForm,
    TextForm,
)
from ktgs_desktop.domain.regulations import (
    Confidence,
    Regulation,
    RegulationKey,
    Relation,
    Standing,
    TitleKind,
    check_regulation,
    circle,
    number_form,
)
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import PackageError, UserError

MAX_ITEM_BYTES = MAX_CHANGE_BYTES - 16 * 1024
"""So that the record of a text, with what the journal says besides, is one change."""
_CODE = "regulations_malformed"
_STANDINGS, _CONFIDENCES, _TITLES = frozenset(Standing), frozenset(Confidence), frozenset(TitleKind)
_FEW, _AROUND, _WIDEST = 20, 500, 4
_ESCAPED = ("\\b", "\\f", "\\r", "\\t", "\\u")
"""How canonical JSON spells the signs below the blank, but for the end of a line."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One text of a list.

    Attributes:
        regulation: the text, owned by the register.
        texts: its words, by version ascending; none where the list has no words of it.
    """

    regulation: Regulation
    texts: tuple[RegulationText, ...] = ()

    @property
    def id(self) -> UUID:
        """Identifier of the text, the same in every version of the list."""
        return self.regulation.id

    @property
    def label(self) -> str:
        """How it is called in a line."""
        return self.regulation.label

    def ending(self, last: PartialDate) -> ListItem:
        """It with a last day in force.

        Args:
            last: the day.
        """
        return ListItem(dataclasses.replace(self.regulation, effective_to=last), self.texts)

    def form(self) -> ItemForm:
        """How a list spells it."""
        one = self.regulation
        return ItemForm(
            classification=one.classification,
            confidence=str(one.confidence),
            date_note=one.date_note,
            doubtful_from=_iso(one.doubtful_from),
            effective_from=_iso(one.effective_from),
            effective_to=_iso(one.effective_to),
            ended_by=_iso(one.ended_by),
            group=one.group,
            id=str(one.id),
            issued=_iso(one.issued),
            issuer=one.issuer,
            kind=str(one.kind),
            note=one.note,
            number=one.number,
            partners=list(one.partners),
            relations=[_relation_form(relation) for relation in one.relations],
            review_on=None if one.review_on is None else one.review_on.isoformat(),
            standing=str(one.standing),
            texts=[_text_form(text) for text in self.texts],
            title=one.title,
            title_kind=str(one.title_kind),
        )


def _iso(value: PartialDate | None) -> str | None:
    return None if value is None else value.iso


def _relation_form(relation: Relation) -> RelationForm:
    return RelationForm(
        issued=_iso(relation.issued),
        issuer=relation.issuer,
        kind=str(relation.kind),
        note=relation.note,
        number=relation.number,
        since=_iso(relation.since),
        target=None if relation.target is None else str(relation.target),
    )


def _text_form(text: RegulationText) -> TextForm:
    articles = [
        ArticleForm(one.heading, str(one.kind), one.label, one.path, one.text)
        for one in text.articles
    ]
    return TextForm(articles, text.note, _iso(text.since), text.version)


# Reading ----------------------------------------------------------------------------------------


def read_items(forms: Sequence[ItemForm], *, plain: bool) -> tuple[ListItem, ...]:
    """Texts by id ascending, each once.

    Args:
        forms: as the list spells them.
        plain: whether it is known that no sign in them is hidden (`hides_signs`).

    Raises:
        PackageError: `regulations_malformed`, `regulations_item_too_large`.
    """
    found = tuple(map(_item, forms))
    if any(one.id >= following.id for one, following in itertools.pairwise(forms)):
        raise PackageError(_CODE, reason="order of the texts")
    for item in found:
        _check(item, plain=plain)
    return found


def hides_signs(data: str) -> bool:
    """Whether spelled texts may hold signs that cannot be seen; a quick look at all of them.

    Args:
        data: canonical JSON.
    """
    return not data.isprintable() or any(sign in data for sign in _ESCAPED)


def _item(form: ItemForm) -> ListItem:
    try:
        regulation = Regulation(
            owner=REGISTER_OWNER,
            id=_uuid(form.id),
            number=form.number,
            issuer=form.issuer,
            title=form.title,
            kind=form.kind,
            issued=_day(form.issued),
            effective_from=_day(form.effective_from),
            effective_to=_day(form.effective_to),
            ended_by=_day(form.ended_by),
            doubtful_from=_day(form.doubtful_from),
            standing=form.standing,
            classification=form.classification,
            group=form.group,
            confidence=form.confidence,
            title_kind=form.title_kind,
            date_note=form.date_note,
            note=form.note,
            relations=tuple(map(_relation, form.relations)),
            partners=tuple(form.partners),
            review_on=None if form.review_on is None else date.fromisoformat(form.review_on),
        )
        texts = tuple(_text(regulation.id, one) for one in form.texts)
    except (ValueError, UserError) as error:
        raise PackageError(_CODE, reason=f"{form.number[:60]}: date or id") from error
    return ListItem(regulation, texts)


def _relation(form: RelationForm) -> Relation:
    return Relation(
        form.kind,
        form.number,
        form.issuer,
        _day(form.issued),
        None if form.target is None else _uuid(form.target),
        _day(form.since),
        form.note,
    )


def _text(regulation: UUID, form: TextForm) -> RegulationText:
    return RegulationText(
        owner=REGISTER_OWNER,
        id=regulation_text_id(regulation, form.version),
        regulation=regulation,
        version=form.version,
        since=_day(form.since),
        note=form.note,
        articles=tuple(
            Article(one.path, one.kind, one.label, one.heading, one.text) for one in form.articles
        ),
    )


def _day(value: str | None) -> PartialDate | None:
    return None if value is None else PartialDate(value)


def _uuid(value: str) -> UUID:
    found = UUID(value)
    if str(found) != value:
        raise ValueError(value)
    return found


def _check(item: ListItem, *, plain: bool) -> None:
    """Refuse what no list may say of a text."""
    one = item.regulation
    versions = [text.version for text in item.texts]
    if versions != sorted(set(versions)):
        _refuse("versions", one)
    known = one.standing in _STANDINGS and one.confidence in _CONFIDENCES
    if not (known and one.title_kind in _TITLES):
        _refuse("kind", one)
    try:
        check_regulation(one)
        for text in item.texts:
            check_text(text)
    except UserError as error:
        if error.code == "articles_too_long":
            raise _too_large(item) from error
        raise PackageError(_CODE, reason=f"{one.number[:60]}: {error.code}") from error
    for name, line in _lines_of(item):
        if "\n" in line:
            _refuse(f"lines in {name}", one)
    if not plain:
        _check_signs(item)
    _check_sizes(item)


def _lines_of(item: ListItem) -> Iterator[tuple[str, str]]:
    """Texts that stand in a line, and so have one."""
    one = item.regulation
    yield from (("number", one.number), ("issuer", one.issuer), ("group", one.group))
    yield from (("partners", partner) for partner in one.partners)
    for relation in one.relations:
        yield from (("number", relation.number), ("issuer", relation.issuer))
    yield from (("label", part.label) for text in item.texts for part in text.articles)


def _check_signs(item: ListItem) -> None:
    """No text has signs that cannot be seen, or that turn round what is read."""
    spelled = "".join(_every_text(item))
    if any(
        unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in set(spelled) - {"\n"}
    ):
        _refuse("hidden sign", item.regulation)


def _every_text(item: ListItem) -> Iterator[str]:
    form = item.form()
    for value in msgspec.structs.astuple(form):
        if isinstance(value, str):
            yield value
    yield from form.partners
    for relation in form.relations:
        yield from (one for one in msgspec.structs.astuple(relation) if isinstance(one, str))
    for text in form.texts:
        yield text.note
        for article in text.articles:
            yield from msgspec.structs.astuple(article)


def _check_sizes(item: ListItem) -> None:
    several: tuple[Regulation | RegulationText, ...] = (item.regulation, *item.texts)
    for one in several:
        if _most_bytes(one) <= MAX_TEXT_BYTES:
            continue
        try:
            fits = len(canonical(to_document(one))) <= MAX_ITEM_BYTES
        except PackageError:  # one article alone is too long
            fits = False
        if not fits:
            raise _too_large(item)


def _too_large(item: ListItem) -> PackageError:
    return PackageError(
        "regulations_item_too_large", number=item.label, kilobytes=MAX_ITEM_BYTES >> 10
    )


def _most_bytes(one: Regulation | RegulationText) -> int:
    """What the words of a text can take at most; only a long one is spelled to know exactly."""
    if isinstance(one, Regulation):
        return MAX_ITEM_BYTES if len(one.relations) + len(one.partners) > _FEW else 0
    return sum(_AROUND + _WIDEST * (len(part.heading) + len(part.text)) for part in one.articles)


def _refuse(reason: str, regulation: Regulation) -> NoReturn:
    raise PackageError(_CODE, reason=f"{regulation.number[:60]}: {reason}")


# The whole list ---------------------------------------------------------------------------------


def check_whole(items: Iterable[ListItem]) -> None:
    """Refuse a whole list that contradicts itself.

    Args:
        items: all texts.

    Raises:
        PackageError: `regulations_key_twice`, `regulations_target_missing`,
            `regulations_circle`.
    """
    by_id = {one.id: one.regulation for one in items}
    seen: dict[tuple[str, str, str], Regulation] = {}
    for one in by_id.values():
        if seen.setdefault(key_form(one.key), one) is not one:
            raise PackageError("regulations_key_twice", number=one.label)
        for relation in one.relations:
            if relation.target is not None and relation.target not in by_id:
                raise PackageError(
                    "regulations_target_missing", number=one.label, target=relation.number
                )
    round_about = circle(by_id.values())
    if round_about:
        numbers = ", ".join(by_id[each].number for each in round_about[:6])
        raise PackageError("regulations_circle", numbers=numbers)


def key_form(key: RegulationKey) -> tuple[str, str, str]:
    """What tells a text apart, without case, accents and blanks, so that no second spelling does.

    Args:
        key: number, issuer and day of issue.
    """
    issued = key.issued.iso if key.issued else ""
    return number_form(key.number), "".join(fold(key.issuer).split()), issued
