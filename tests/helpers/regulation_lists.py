"""Texts of lists of regulations, lists of them, and lists of which one follows the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER, regulation_text_id
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.regulation_articles import Article, ArticleKind, RegulationText
from ktgs_desktop.domain.regulation_items import ListItem
from ktgs_desktop.domain.regulation_lists import Base, RegulationList, digest_of
from ktgs_desktop.domain.regulation_versions import delta_between
from ktgs_desktop.domain.regulations import (
    Regulation,
    RegulationKey,
    RegulationKind,
    Relation,
    RelationKind,
)
from ktgs_desktop.sync.regulation_list_file import encode_list
from ktgs_desktop.trust.statements import StatementKind, encode_signatures, sign
from tests.helpers.entities import partial_dates

if TYPE_CHECKING:
    from ktgs_desktop.trust.exchange_training import Key

ISSUED, EXPIRES = date(2021, 3, 1), date(2022, 3, 1)
ISSUER = "Ban Chấp hành Trung ương"


def an_item(number: str = "22-QĐ/TW", issued: str = "2021-07-28", **values: Any) -> ListItem:
    """A text; `replaces` names those it takes the place of, `articles` its words."""
    key = RegulationKey(number, values.pop("issuer", ISSUER), PartialDate(issued))
    replaced: Sequence[ListItem] = values.pop("replaces", ())
    words: Sequence[str] = values.pop("articles", ())
    usual: dict[str, Any] = {
        "owner": REGISTER_OWNER,
        "id": key.id,
        "number": number,
        "issuer": key.issuer,
        "title": f"Quy định về công tác kiểm tra, giám sát và kỷ luật của Đảng ({number})",
        "kind": RegulationKind.REGULATION,
        "issued": key.issued,
        "effective_from": key.issued,
        "relations": tuple(replacing(one) for one in replaced),
    }
    regulation = Regulation(**{**usual, **values})
    return ListItem(regulation, (text_of(regulation, words),) if words else ())


def replacing(item: ListItem) -> Relation:
    """What a text says that takes the place of another."""
    one = item.regulation
    return Relation(RelationKind.REPLACES, one.number, one.issuer, one.issued, one.id)


def text_of(regulation: Regulation, words: Sequence[str], version: int = 1) -> RegulationText:
    """The words of a text, an article each."""
    return RegulationText(
        REGISTER_OWNER,
        regulation_text_id(regulation.id, version),
        regulation.id,
        version,
        articles=tuple(
            Article(str(place), ArticleKind.ARTICLE, f"Điều {place}", "", one)
            for place, one in enumerate(words, 1)
        ),
    )


def bent(item: ListItem, **values: Any) -> ListItem:
    """A text with some of its fields changed."""
    return ListItem(dataclasses.replace(item.regulation, **values), item.texts)


def ordered(items: Iterable[ListItem]) -> tuple[ListItem, ...]:
    return tuple(sorted(items, key=lambda one: one.id.bytes))


def whole(version: int, items: Iterable[ListItem], **values: Any) -> RegulationList:
    """A whole list."""
    several = ordered(items)
    usual: dict[str, Any] = {
        "issued": ISSUED,
        "expires": EXPIRES,
        "full_sha256": digest_of(several),
    }
    return RegulationList(version=version, items=several, **{**usual, **values})


def changes(
    base: int, before: Iterable[ListItem], version: int, after: Iterable[ListItem], **values: Any
) -> RegulationList:
    """What changed from a list to a later one."""
    former, later = ordered(before), ordered(after)
    usual: dict[str, Any] = {
        "issued": ISSUED,
        "expires": EXPIRES,
        "full_sha256": digest_of(later),
        "base": Base(base, digest_of(former)),
        "delta": delta_between(former, later),
    }
    return RegulationList(version=version, items=None, **{**usual, **values})


def signed(contents: RegulationList | bytes, *keys: Key) -> Statement:
    """A list with signatures."""
    body = contents if isinstance(contents, bytes) else contents.to_bytes()
    made = [sign(StatementKind.REGULATION_LIST, body, key) for key in keys]
    return Statement(body, encode_signatures(made) if made else b"")


def file_of(contents: RegulationList | bytes, *keys: Key) -> bytes:
    """The file of a list with signatures."""
    return encode_list(signed(contents, *keys))


# Strategies -------------------------------------------------------------------------------------

_WORDS = ("Tổ chức đảng", "đảng viên", "thi hành\nkỷ luật", "“khiển trách”", "Điều 5", "", "1.")


def _items() -> st.SearchStrategy[ListItem]:
    return st.builds(
        an_item,
        st.integers(1, 40).map(lambda number: f"{number}-QĐ/TW"),
        partial_dates().map(lambda day: day.iso),
        issuer=st.sampled_from((ISSUER, "Ban Bí thư", "")),
        title=st.sampled_from(("Quy định thi hành Điều lệ Đảng", "Hướng dẫn “kỷ luật”")),
        effective_to=st.none() | st.just(PartialDate("2100")),
        articles=st.lists(st.sampled_from(_WORDS), max_size=4),
    )


def lists() -> st.SearchStrategy[tuple[ListItem, ...]]:
    """Whole lists, each text once."""
    return st.lists(_items(), max_size=8, unique_by=lambda one: one.id).map(ordered)


@st.composite
def successions(draw: st.DrawFn) -> tuple[tuple[ListItem, ...], tuple[ListItem, ...]]:
    """A list and one that may follow it: nothing is gone, some of it changed or ended."""
    before = draw(lists())
    known = {one.id for one in before}
    after = [one for one in draw(lists()) if one.id not in known]
    for one in before:
        match draw(st.sampled_from(("same", "ended", "words", "title", "replaced"))):
            case "ended":
                after.append(one.ending(PartialDate(draw(st.sampled_from(("2101", "2102-03"))))))
            case "words":
                words = draw(st.lists(st.sampled_from(_WORDS), max_size=3))
                texts = (text_of(one.regulation, words),) if words else ()
                after.append(ListItem(one.regulation, texts))
            case "title":
                after.append(bent(one, title="Quy định khác", effective_to=None))
            case "replaced":
                after.append(one)
                successor = an_item(f"{one.regulation.number}-{one.id}", "2099", replaces=(one,))
                after.append(successor)
            case _:
                after.append(one)
    return before, ordered(after)
