"""An office whose keys are in order signs changes that are none: nothing of them is taken.

The reading process looks at the heads of changes alone; all of a change is read strictly where it
is taken in, in the look at the package as in its taking. Both are asked here.
"""

from __future__ import annotations

import json
import random
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import encode_change
from ktgs_desktop.domain.manifests import Relay
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.packages import Needs, PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import receiving, spool
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.store.table_parts import metadata
from tests.conftest import PROFILE, SEED, Clock
from tests.helpers.exchange import House, a_house
from tests.helpers.feeds import AT, a_change, unkept
from tests.helpers.forgers import OfficeBench, bundle_listed, forged, lines_listed, signed
from tests.sync.judging import Pinned, read_all
from tests.sync.offices import Bench

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

MUTANTS = {"ci": 400}.get(PROFILE, 20_000)
CHANNEL = "up.sum"
PAYLOAD = b'"d":{'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("hostile")
        patch.setenv("KTGS_HOME", str(folder / "home"))
        made = a_house(folder / "house", Clock())
        yield made
        made.close()


def a_line(unit: UUID, **values: Any) -> bytes:
    """An honest change of a unit."""
    record = UUID(int=5)
    document = {"id": str(record), "owner": str(unit), "title": "Chương trình", "year": 2021}
    one = a_change(id=record, unit=unit, document=document, **values)
    return one.raw


def spelled(line: bytes) -> dict[str, tuple[bytes, str]]:
    """The change said otherwise, each with the code it is to be refused by."""
    canonical = "json_not_canonical"
    title = '"title":"Chương trình"'.encode()

    def within(value: bytes, *, name: bytes = b"aaa") -> bytes:
        return line.replace(PAYLOAD, PAYLOAD + b'"' + name + b'":' + value + b",", 1)

    def titled(text: bytes) -> bytes:
        return line.replace(title, b'"title":"' + text + b'"', 1)

    nested = b"[" * 14 + b"]" * 14
    return {
        "key twice in the record": (within(b"1", name=b"id"), canonical),
        "key twice in the head": (line.replace(b'"sv":1', b'"sv":1,"sv":1', 1), canonical),
        "unit twice, the last honest": (
            line.replace(b'"unit":', b'"unit":"' + str(UUID(int=3)).encode() + b'","unit":', 1),
            canonical,
        ),
        "not a number": (within(b"NaN"), canonical),
        "infinity": (within(b"Infinity"), canonical),
        "float": (within(b"1.5"), canonical),
        "float that is whole": (within(b"1.0"), canonical),
        "float in the head": (line.replace(b'"n":1', b'"n":1.0', 1), canonical),
        "exponent": (within(b"1e2"), canonical),
        "integer of 54 bits": (within(b"9007199254740992"), canonical),
        "integer of 5,000 digits": (within(b"1" * 5000), canonical),
        "minus nothing": (within(b"-0"), canonical),
        "14 deep": (within(nested), canonical),
        "100,000 deep": (within(b"[" * 100_000 + b"]" * 100_000), canonical),
        "lone surrogate": (titled(b"\\ud800"), canonical),
        "escaped letter": (titled(b"\\u0041"), canonical),
        "decomposed letters": (titled("e\u0302\u0301".encode()), canonical),
        "no UTF-8": (titled(b"\xff"), canonical),
        "overlong UTF-8": (titled(b"\xc0\x80"), canonical),
        "NUL as it is": (titled(b"a\0b"), canonical),
        "text of 65 KiB": (titled(b"x" * 65 * 1024), canonical),
        "257 KiB": (titled(b"x" * 257 * 1024), canonical),
        "space": (line.replace(b'":', b'": ', 1), canonical),
        "space after": (line + b" ", canonical),
        "carriage return": (line + b"\r", canonical),
        "byte order mark": (b"\xef\xbb\xbf" + line, canonical),
        "two values": (line + line, canonical),
        "keys in another order": (
            line[:-1].replace(b'"at":"' + AT.encode() + b'",', b"", 1)
            + b',"at":"' + AT.encode() + b'"}',
            canonical,
        ),
        "key with a capital": (within(b"1", name=b"aAA"), canonical),
        "key of 41 signs": (within(b"1", name=b"a" * 41), canonical),
        "no key": (within(b"1", name=b""), canonical),
        "no object": (b"[" + line + b"]", "change_malformed"),
        "head without a part": (line.replace(b'"clk":"ok",', b"", 1), "change_malformed"),
        "record no object": (
            line[: line.index(PAYLOAD)] + b'"d":[]' + line[line.index(b',"dev"') :],
            "change_malformed",
        ),
        "number of a text": (line.replace(b'"n":1', b'"n":"1"', 1), "change_malformed"),
        "truth for a number": (line.replace(b'"lam":1', b'"lam":true', 1), "change_malformed"),
        "number nought": (line.replace(b'"n":1', b'"n":0', 1), "change_malformed"),
        "schema of a truth": (line.replace(b'"sv":1', b'"sv":true', 1), "change_malformed"),
        "author who is none": (
            line.replace(str(UUID(int=7)).encode(), b"x" * 36, 1), "change_malformed"
        ),
        "record of another name": (
            line.replace(b'"id":"' + str(UUID(int=5)).encode(),
                         b'"id":"' + str(UUID(int=6)).encode(), 1),
            "change_malformed",
        ),
        "record of another owner": (
            line.replace(b'"owner":"', b'"owner":"0', 1), "change_not_owner"
        ),
    }  # fmt: skip


def rows(office: Workspace) -> dict[str, list[Any]]:
    """Everything in an office's file but the books of what was taken in."""
    with office.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table is not tables.import_job
        }


def refused(office: Workspace, data: bytes, folder: Path) -> list[str]:
    """The codes by which a look at a package, and its taking, are refused."""
    file = folder / "hostile.ktgs"
    file.write_bytes(data)
    codes = []
    for step in (receiving.examine, receiving.apply):
        job = spool.take_copy(office, file)
        with pytest.raises(PackageError) as caught:
            step(office, job.id)
        closed = spool.get(office, job.id)
        assert (closed.state, closed.code) == (JobState.REFUSED, caught.value.code)
        codes.append(caught.value.code)
    return codes


def test_no_change_said_otherwise_is_taken(house: House, tmp_path: Path):
    sender, receiver = OfficeBench(house.commune), OfficeBench(house.district)
    line = a_line(sender.unit)
    facts, section = lines_listed([line])
    (tmp_path / "honest.ktgs").write_bytes(forged(sender, receiver, [section], **facts))
    honest = spool.take_copy(house.district, tmp_path / "honest.ktgs")
    assert receiving.examine(house.district, honest.id).new == 1  # the process is awake now
    before = rows(house.district)
    wrong, slow = {}, {}
    cases = spelled(line)
    assert len(cases) >= 40
    for name, (said, code) in cases.items():
        assert said != line, name
        facts, section = lines_listed([said])
        data = forged(sender, receiver, [section], **facts)
        begun = time.perf_counter()
        found = refused(house.district, data, tmp_path)
        if time.perf_counter() - begun > 2:
            slow[name] = time.perf_counter() - begun
        if found != [code, code]:
            wrong[name] = found
    assert wrong == {}
    assert slow == {}
    assert rows(house.district) == before


@pytest.mark.parametrize("feature", [(), ("post_quantum",)])
def test_nor_is_it_handed_on(house: House, tmp_path: Path, feature: tuple[str, ...]):
    """In a bundle, too, even one that nobody here can take in because it needs a newer program."""
    commune, district = OfficeBench(house.commune), OfficeBench(house.district)
    province = OfficeBench(house.province)
    line = a_line(commune.unit)
    before = rows(house.province)
    cases = spelled(line)
    for name in ("key twice in the record", "float", "decomposed letters", "record no object"):
        said, code = cases[name]
        facts, section = lines_listed([said])
        facts["relay"] = Relay.ANCESTORS
        inner = signed(commune, district, [section], need=Needs(apply=feature), **facts)
        data = forged(district, province, [bundle_listed(inner, commune.unit)])
        assert refused(house.province, data, tmp_path) == [code, code], name
    assert rows(house.province) == before


def test_nor_comes_it_back_as_one_s_own(house: House, tmp_path: Path):
    commune, district = OfficeBench(house.commune), OfficeBench(house.district)
    said, code = spelled(a_line(commune.unit))["float"]
    facts, section = lines_listed([said])
    data = forged(district, commune, [section], kind=PackageKind.RECOVERY, **facts)
    before = rows(house.commune)
    assert refused(house.commune, data, tmp_path) == [code, code]
    assert rows(house.commune) == before


# Chance -----------------------------------------------------------------------------------------


def mutant(line: bytes, other: bytes, draw: random.Random) -> bytes:
    """A change with something flipped, doubled, dropped, or taken from another; never broken up."""
    start = draw.randrange(len(line))
    end = min(len(line), start + draw.choice((1, 1, 2, 4, 20)))
    match draw.randrange(6):
        case 0:
            made = line[:start] + bytes((line[start] ^ 1 << draw.randrange(8),)) + line[start + 1 :]
        case 1:
            made = line[:start] + line[end:]
        case 2:
            made = line[:end] + line[start:]
        case 3:
            made = line[:start] + other[start:end] + line[end:]
        case 4:
            sign = draw.choice((b'"', b",", b":", b"{", b"}", b"[", b"1", b"-", b".", b"\\", b" "))
            made = line[:start] + sign + line[start:]
        case _:
            made = line[:start] + draw.randbytes(end - start) + line[end:]
    return made.replace(b"\n", b" ")


def check_canonical(raw: bytes) -> None:
    """Ask the standard library, which shares nothing with the program's own reader."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _value in pairs}) == len(pairs)
        return dict(pairs)

    def no_float(text: str) -> None:
        raise AssertionError(text)

    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    value = json.loads(text, object_pairs_hook=once, parse_float=no_float, parse_constant=no_float)
    again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again == text


def test_a_mutant_is_refused_or_a_change_like_any_other(workspace: Workspace, record_property: Any):
    """Signed by an office itself, so that nothing but the reading of it can find the fault."""
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    record_property("KTGS_SEED", seed)
    sys.stdout.write(f"KTGS_SEED={seed}\n")
    draw = random.Random(seed)  # noqa: S311 - repeatable on purpose
    commune, district = Bench("xã"), Bench("huyện")
    judge = Pinned(commune, district)
    line = a_line(commune.unit, number=3, lamport=9, previous=a_change(), title="Khác")
    other = encode_change(named(a_line(commune.unit, reason="vì thế", kind="del")).change)
    feed = Feed(commune.unit, CHANNEL)
    codes: Counter[str | None] = Counter()
    slowest = 0.0
    for _ in range(MUTANTS):
        said = mutant(line, other, draw)
        facts, section = lines_listed([said])
        data = forged(commune, district, [section], **facts)
        begun = time.perf_counter()
        code = None
        try:
            read_all(data, district, judge)
            with unkept(workspace) as connection:
                admit(connection, feed, [said], Origin(AT, job=1))
        except PackageError as error:
            code = error.code
        else:
            check_canonical(said)
        codes[code] += 1
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 2
    assert codes["json_not_canonical"] > MUTANTS / 4, codes
    assert len(codes) >= 4, codes
