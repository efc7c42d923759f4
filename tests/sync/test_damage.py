"""No package that was changed on its way is taken (P1, P2, P3 of the test plan)."""

from __future__ import annotations

import hashlib
import io
import json
import random
import resource
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync import age_envelope
from ktgs_desktop.sync.container import check_outer
from tests.conftest import PROFILE, SEED
from tests.sync.forging import FRAME, Outside, framed, parts_of, sealed
from tests.sync.judging import Pinned, read_all, refusal

if TYPE_CHECKING:
    from tests.sync.offices import Bench

OUTSIDE = 20_000  # some three seconds
WITHIN = {"ci": 2_000}.get(PROFILE, 20_000)
STRIDE = {"ci": 5}.get(PROFILE, 1)
"""Every so manieth byte has its bits flipped; another start for each kind of package."""
ODD = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
Small = Callable[[PackageKind], bytes]


@pytest.fixture
def seeded(record_property: Callable[[str, object], None]) -> random.Random:
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    record_property("KTGS_SEED", seed)
    sys.stdout.write(f"KTGS_SEED={seed}\n")  # shown with a failure
    return random.Random(seed)  # noqa: S311


def outside_refusal(data: bytes, judge: Pinned) -> str | None:
    try:
        check_outer(io.BytesIO(data), judge)
    except PackageError as error:
        return error.code
    return None


@pytest.mark.parametrize("kind", PackageKind)
def test_an_honest_package_is_taken(
    kind: PackageKind, small: Small, district: Bench, judge: Pinned
) -> None:
    assert read_all(small(kind), district, judge)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PackageKind)
def test_every_flipped_bit_is_found(kind: PackageKind, small: Small, judge: Pinned) -> None:
    data = bytearray(small(kind))
    taken = []
    start = list(PackageKind).index(kind) % STRIDE
    for place in range(start, len(data), STRIDE):
        for bit in range(8):
            data[place] ^= 1 << bit
            if outside_refusal(bytes(data), judge) is None:
                taken.append((place, bit))
            data[place] ^= 1 << bit
    assert taken == []


@pytest.mark.parametrize("kind", PackageKind)
def test_every_cut_is_found(kind: PackageKind, small: Small, judge: Pinned) -> None:
    data = small(kind)
    codes = Counter(outside_refusal(data[:length], judge) for length in range(len(data)))
    assert set(codes) <= {"package_cut", "package_foreign", "package_damaged"}
    assert outside_refusal(data + b"\0", judge) == "package_longer"
    assert outside_refusal(data + data, judge) == "package_longer"


def _lengths(data: bytes, place: int, form: str, draw: random.Random) -> bytes:
    """A length field made wrong."""
    size = struct.calcsize(form)
    (value,) = struct.unpack(form, data[place : place + size])
    odd = draw.choice((*ODD, value + 1, value - 1, value * 2)) % 2 ** (8 * size)
    return data[:place] + struct.pack(form, odd) + data[place + size :]


def _spliced(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """Ranges doubled, dropped, swapped, taken from another package, or changed."""
    start = draw.randrange(len(data))
    end = min(len(data), start + draw.choice((1, 4, 16, 64, 500)))
    match draw.randrange(6):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:]
        case 2:
            return data[:start] + other[start:end] + data[end:]
        case 3:
            return data[:start] + other[start:]
        case 4:
            return data[:start] + draw.randbytes(end - start) + data[end:]
        case _:
            at = draw.randrange(len(data))
            return data[:at] + data[start:end] + data[at:]


def _outer_mutant(data: bytes, other: bytes, draw: random.Random) -> bytes:
    parts, foreign = parts_of(data), parts_of(other)
    choice = draw.randrange(5)
    if choice == 0:
        place = parts[draw.choice(("header length", "seal length"))][0]
        changed = _lengths(data, place + (4 if place == 8 else 0), ">I", draw)
    elif choice == 1:
        name = draw.choice(list(parts))
        (start, end), (first, last) = parts[name], foreign[name]
        changed = data[:start] + other[first:last] + data[end:]
    elif choice == 2:
        one, two = sorted(draw.sample(list(parts.values()), 2))
        middle = data[one[1] : two[0]]
        changed = data[: one[0]] + data[slice(*two)] + middle + data[slice(*one)] + data[two[1] :]
    elif choice == 3:
        name = draw.choice(list(parts))
        start, end = parts[name]
        changed = data[:start] + data[end:] if draw.random() < 0.5 else data[:end] + data[start:]
    else:
        changed = _spliced(data, other, draw)
    if draw.random() < 0.5 and len(changed) > 40:  # as one who knows the form would mend it
        body = changed[:-40]
        changed = body + hashlib.sha256(body).digest() + b"KTGSEND\n"
    return changed


@pytest.mark.slow
def test_no_mutant_of_the_outside_is_taken(
    small: Small, district: Bench, judge: Pinned, seeded: random.Random
) -> None:
    every = [small(kind) for kind in PackageKind]
    codes: Counter[str | None] = Counter()
    slowest, before = 0.0, _peak()
    for _ in range(OUTSIDE):
        data, other = seeded.sample(every, 2)
        mutant = _outer_mutant(data, other, seeded)
        if mutant in every:
            continue
        begun = time.perf_counter()
        codes[refusal(mutant, district, judge)] += 1
        slowest = max(slowest, time.perf_counter() - begun)
    assert None not in codes, codes
    assert len(codes) > 5  # the mutants do reach different checks
    assert slowest < 2
    assert _peak() - before < 2**30


def _plain(data: bytes, me: Bench) -> bytes:
    start, end = parts_of(data)["ciphertext"]
    return b"".join(age_envelope.decrypt(io.BytesIO(data[start:end]), (me.encryption[0],)))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _frames(inner: bytes) -> list[tuple[int, int]]:
    """Where each section of an inner part begins and ends."""
    found, place = [], 0
    while place < len(inner):
        size = FRAME.unpack_from(inner, place)[3]
        found.append((place, place + FRAME.size + size))
        place += FRAME.size + size
    return found


def _envelope(
    kind: PackageKind, small: Small, commune: Bench, district: Bench
) -> tuple[bytes, Callable[[bytes], bytes]]:
    """The inner part, and the carrier's own way of closing it again, changed."""
    data = small(kind)
    header = slice(*parts_of(data)["header"])

    def close(inner: bytes) -> bytes:
        def keep(made: dict[str, object]) -> None:
            old = json.loads(data[header])
            made.update(pkg=old["pkg"], kind=old["kind"])

        return sealed(inner, Outside(commune, district, keep))

    return _plain(data, district), close


@pytest.mark.slow
@pytest.mark.parametrize("kind", [PackageKind.DATA, PackageKind.TRUST])
def test_every_flipped_bit_within_the_envelope_is_found(
    kind: PackageKind, small: Small, commune: Bench, district: Bench, judge: Pinned
) -> None:
    inner, close = _envelope(kind, small, commune, district)
    assert refusal(close(inner), district, judge) is None
    changed = bytearray(inner)
    taken = []
    frames = _frames(inner)
    framing = {place for start, _end in frames for place in range(start, start + FRAME.size)}
    step = {"ci": 7}.get(PROFILE, 1)
    for place in sorted(framing | set(range(0, len(inner), step))):
        for bit in range(8):
            changed[place] ^= 1 << bit
            if refusal(close(bytes(changed)), district, judge) is None:
                taken.append((place, bit))
            changed[place] ^= 1 << bit
    assert taken == []


def _inner_mutant(inner: bytes, other: bytes, draw: random.Random) -> bytes:
    frames = _frames(inner)
    pieces = [inner[start:end] for start, end in frames]
    number = draw.randrange(len(pieces))
    match draw.randrange(7):
        case 0:
            del pieces[number]
        case 1:
            pieces.insert(number, pieces[number])
        case 2:
            one, two = draw.sample(range(len(pieces)), 2)
            pieces[one], pieces[two] = pieces[two], pieces[one]
        case 3:
            foreign = _frames(other)
            start, end = draw.choice(foreign)
            pieces[number] = other[start:end]
        case 4:
            pieces.insert(number, framed([(draw.randrange(256), 1, 0, draw.randbytes(9))]))
        case 5:
            pieces[number] = _lengths(pieces[number], 4, ">Q", draw)
        case _:
            return _spliced(inner, other, draw)
    return b"".join(pieces)


@pytest.mark.slow
def test_no_mutant_within_the_envelope_is_taken(
    small: Small, commune: Bench, district: Bench, judge: Pinned, seeded: random.Random
) -> None:
    ways = {kind: _envelope(kind, small, commune, district) for kind in PackageKind}
    codes: Counter[str | None] = Counter()
    slowest, before = 0.0, _peak()
    for _ in range(WITHIN):
        kind, other = seeded.sample(list(PackageKind), 2)
        inner, close = ways[kind]
        mutant = _inner_mutant(inner, ways[other][0], seeded)
        if mutant == inner:
            continue
        package = close(mutant)
        begun = time.perf_counter()
        codes[refusal(package, district, judge)] += 1
        slowest = max(slowest, time.perf_counter() - begun)
    assert None not in codes, codes
    assert len(codes) > 3
    assert slowest < 2
    assert _peak() - before < 2**30
