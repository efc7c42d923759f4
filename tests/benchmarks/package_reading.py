"""A package of 20,000 records verified, decrypted and set aside, against what cannot be avoided.

Run from the top of the project: `python -m tests.benchmarks.package_reading`.
Own is the reading process with the receiver's trust, the head of every change checked and the
change handed to the program. Raw is SHA-256 of the file, age and zstd of the same bytes in one
process. All of a change is read strictly once, where it is taken in (`package_import` counts it);
what that costs is told beside, and what both together are to raw.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pyrage
import zstandard

from ktgs_desktop.domain.feeds import named_many, state_digest
from ktgs_desktop.domain.journal import change_hash, decode_change, encode_change
from ktgs_desktop.sync.contents import Changes
from ktgs_desktop.sync.package_plan import FeedPlan
from ktgs_desktop.sync.reader_process import ReaderProcess, Request
from tests.benchmarks.exchange import CHANNEL, SEED, Node, a_country, written
from tests.benchmarks.package_import import changes

RECORDS = 20_000
ROUNDS = 5
GOAL = 6.0
_SYLLABLES = [
    first + rest
    for first in ("b", "ch", "đ", "g", "h", "k", "l", "m", "ng", "nh", "ph", "qu", "t", "tr", "v")
    for rest in ("ai", "ăn", "ấp", "ẻ", "ên", "ình", "oà", "ỗi", "ơn", "ủ", "ược", "iệt", "uyền")
]


def worded(raws: list[bytes]) -> list[bytes]:
    """The same feed with texts and identifiers as varied as those of real records."""
    chance = random.Random(SEED)
    made: list[bytes] = []
    previous = None
    for raw in raws:
        change = decode_change(raw)
        text = " ".join(chance.choices(_SYLLABLES, k=60))
        record = UUID(bytes=chance.randbytes(16))
        document = {**change.document, "id": str(record), "content": text}
        change = dataclasses.replace(change, id=record, document=document, previous=previous)
        made.append(encode_change(change))
        previous = change_hash(made[-1])
    return made


def main() -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as name, ReaderProcess() as reader:
        country = a_country(Path(name), 1, 1, 1)
        node = country.of(3)[0]
        raws = worded(changes(RECORDS, node.unit))
        names = [change_hash(raw) for raw in raws]
        feed = FeedPlan(CHANNEL, (), (names[-1],), state_digest(names), tuple(raws))
        path = written(country, node, (feed,))
        to = node.parent
        assert to is not None
        request = Request(path, country.material(to), to.unit, (to.secret,))
        list(reader.read(request))
        own, raw, strict = [], [], []
        for _ in range(ROUNDS):
            own.append(_timed(lambda: _set_aside(reader, request)))
            raw.append(_timed(lambda: _raw(path, to)))
            strict.append(_timed(lambda: named_many(raws)))
        size = f"{sum(map(len, raws)) / 2**20:.1f} MiB in {path.stat().st_size / 2**20:.1f} MiB"
        for one in country.nodes:
            if one.store is not None:
                one.store.close()
    ours, theirs = statistics.median(own), statistics.median(raw)
    print(f"package_reading of {RECORDS:,} records, {size}: own {ours:.2f} s, raw {theirs:.3f} s")
    print(f"package_reading ratio {ours / theirs:.2f} (goal <= {GOAL})")
    read = statistics.median(strict)
    print(f"strict reading {read:.2f} s; with it ratio {(ours + read) / theirs:.2f} (no goal)")


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _set_aside(reader: ReaderProcess, request: Request) -> None:
    lines: list[bytes] = []
    for content in reader.read(request):
        if isinstance(content, Changes):
            lines += content.lines
    assert len(lines) == RECORDS


def _raw(path: Path, to: Node) -> None:
    data = path.read_bytes()
    hashlib.sha256(data).digest()
    start = data.index(b"age-encryption.org/v1\n")
    plain = pyrage.decrypt(data[start:-40], [pyrage.x25519.Identity.from_str(to.secret)])
    at = plain.index(b"\x28\xb5\x2f\xfd")
    raw = zstandard.ZstdDecompressor().decompressobj().decompress(plain[at:])
    assert raw.count(b"\n") == RECORDS


if __name__ == "__main__":
    main()
