"""The chain of changes: whatever is altered, taken out, put in or exchanged shows."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from ktgs_desktop.domain.journal import (
    Change,
    canonical,
    change_hash,
    decode_change,
    encode_change,
    leaves,
    parse,
)
from ktgs_desktop.errors import PackageError

RECORD = UUID(int=7)
texts = st.text(alphabet="aăâbcdđ 012", max_size=12)
documents = st.lists(
    st.dictionaries(st.sampled_from(["name", "note", "place"]), texts, min_size=1),
    min_size=2,
    max_size=6,
)
drawn = st.data()


def a_change(document: dict[str, str], number: int = 1, **values: object) -> Change:
    usual = {
        "at": "2021-07-06T09:15:00+07:00",
        "author": UUID(int=1),
        "channel": "int",
        "clock": "ok",
        "document": document,
        "device": UUID(int=2),
        "entity": "organization",
        "id": RECORD,
        "kind": "put",
        "lamport": number,
        "number": number,
        "parents": (),
        "previous": None,
        "schema": 1,
        "unit": UUID(int=3),
    }
    return Change(**{**usual, **values})  # type: ignore[arg-type]


def a_chain(documents: list[dict[str, str]]) -> list[bytes]:
    chain: list[bytes] = []
    for number, document in enumerate(documents, start=1):
        before = change_hash(chain[-1]) if chain else None
        change = a_change(
            document, number, previous=before, parents=() if before is None else (before,)
        )
        chain.append(encode_change(change))
    return chain


def holds(chain: list[bytes], head: bytes) -> bool:
    """Whether changes follow one another up to a head known from elsewhere."""
    try:
        links = [(change_hash(raw), decode_change(raw).previous) for raw in chain]
    except PackageError:
        return False
    follow = all(later[1] == earlier[0] for earlier, later in pairwise(links))
    return bool(links) and links[0][1] is None and follow and links[-1][0] == head


@given(documents)
def test_a_chain_as_it_was_written_holds(written: list[dict[str, str]]) -> None:
    chain = a_chain(written)
    assert holds(chain, change_hash(chain[-1]))
    assert [decode_change(raw).document for raw in chain] == written


@given(documents, drawn)
def test_one_byte_altered_anywhere_shows(
    written: list[dict[str, str]], data: st.DataObject
) -> None:
    chain = a_chain(written)
    head = change_hash(chain[-1])
    place = data.draw(st.integers(0, len(chain) - 1))
    altered = bytearray(chain[place])
    altered[data.draw(st.integers(0, len(altered) - 1))] ^= data.draw(st.integers(1, 255))
    assert not holds([*chain[:place], bytes(altered), *chain[place + 1 :]], head)


@given(documents, drawn)
def test_a_change_forged_with_all_its_parts_in_order_shows(
    written: list[dict[str, str]], data: st.DataObject
) -> None:
    chain = a_chain(written)
    head = change_hash(chain[-1])
    place = data.draw(st.integers(0, len(chain) - 1))
    forged = dataclasses.replace(decode_change(chain[place]), document={"name": "đổi lén"})
    assume(forged.document != written[place])
    assert not holds([*chain[:place], encode_change(forged), *chain[place + 1 :]], head)


@given(documents, drawn)
def test_a_change_taken_out_doubled_or_exchanged_shows(
    written: list[dict[str, str]], data: st.DataObject
) -> None:
    chain = a_chain(written)
    head = change_hash(chain[-1])
    place = data.draw(st.integers(0, len(chain) - 2))
    without = chain[:place] + chain[place + 1 :]
    doubled = chain[: place + 1] + chain[place:]
    exchanged = [*chain[:place], chain[place + 1], chain[place], *chain[place + 2 :]]
    for other in (without, doubled, exchanged, chain[:-1], []):
        assert not holds(other, head)


@given(documents)
def test_a_name_is_of_the_bytes_and_of_nothing_else(written: list[dict[str, str]]) -> None:
    chain = a_chain(written)
    assert len({change_hash(raw) for raw in chain}) == len(chain)
    for raw in chain:
        again = encode_change(decode_change(raw))
        assert again == raw == canonical(parse(raw))
        assert change_hash(again) == change_hash(raw)


@given(st.lists(st.lists(st.integers(0, 100), max_size=3), min_size=1, max_size=8), st.randoms())
def test_the_present_versions_are_those_nobody_replaces(
    parents: list[list[int]], chance: object
) -> None:
    versions: list[tuple[bytes, Change]] = []
    for number, wanted in enumerate(parents, start=1):
        above = tuple(sorted({versions[place % len(versions)][0] for place in wanted if versions}))
        change = a_change({"name": str(number)}, number, parents=above)
        versions.append((change_hash(encode_change(change)), change))
    replaced = {name for _own, change in versions for name in change.parents}
    found = leaves(versions)
    assert {name for name, _change in found} == {name for name, _ in versions} - replaced
    assert found[0] == versions[-1], "the latest was replaced by nobody"
    assert [change.lamport for _name, change in found] == sorted(
        (change.lamport for _name, change in found), reverse=True
    )
    chance.shuffle(versions)  # type: ignore[attr-defined]
    assert leaves(versions) == found
