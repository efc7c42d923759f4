"""Coverage-guided fuzzing of what reads packages: what reaches new lines is kept and changed on.

`python -m tests.sync.fuzzing SECONDS` works so long on each reader and adds what it found to the
corpus in `tests/data/fuzz`, from which every run of the tests begins.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import ktgs_desktop
from ktgs_desktop.errors import PackageError

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
_OURS = str(Path(ktgs_desktop.__file__).parent)
_LONGEST = 64 * 1024
_STRUCTURE = 0.6
_KEPT = 12
"""Entries of the corpus that are kept of one reader; the shortest that reach what they reach."""
_WORDS = (
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b" ", b"null", b"true", b"-1", b"0",
    b"1.0", b"1e9", b"NaN", b"9007199254740992", b'""', b"{}", b"[]", b"\\u0041", b"\\ud800",
    b"\xff", b"\xc3", b"e\xcc\x82", b"\x00", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff",
)  # fmt: skip
Read = Callable[[bytes], object]
Line = tuple[CodeType, int]


@dataclass
class Found:
    """What came of fuzzing one reader.

    Attributes:
        rounds: how many inputs were read.
        codes: how many were refused by which code; None for those taken.
        slowest: seconds of the slowest.
        corpus: inputs that reach lines no shorter one reaches.
    """

    rounds: int = 0
    codes: Counter[str | None] = field(default_factory=Counter)
    slowest: float = 0
    corpus: list[bytes] = field(default_factory=list)


@contextmanager
def _watching(lines: set[Line]) -> Iterator[None]:
    def line(frame: FrameType, event: str, _said: Any) -> Any:
        if event == "line":
            lines.add((frame.f_code, frame.f_lineno))
        return line

    def call(frame: FrameType, _event: str, _said: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(_OURS) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a JSON value, as what holds it and where."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(parts):
        yield value, key
        if isinstance(part, dict | list):
            yield from _places(part)


def restructured(data: bytes, draw: random.Random) -> bytes:
    """A JSON document with one part changed, dropped or doubled, spelled canonically again."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    places = list(_places(value)) if isinstance(value, dict | list) else []
    if not places:
        return data
    holder, key = draw.choice(places)
    other, name = draw.choice(places)
    match draw.randrange(5):
        case 0:
            del holder[key]
        case 1:
            holder[key] = draw.choice((None, True, 0, -1, 2**53 - 1, "", "x" * 600, [], {}, "é"))
        case 2:
            holder[key] = json.loads(json.dumps(other[name]))
        case 3 if isinstance(holder, list):
            holder.append(holder[key])
        case 3:
            holder[draw.choice(("a", "v", "unit", "x" * 41))] = holder[key]
        case _ if isinstance(holder[key], int):
            holder[key] += draw.choice((1, -1, 1000, 2**31))
        case _ if isinstance(holder[key], str) and holder[key]:
            text = holder[key]
            at = draw.randrange(len(text))
            holder[key] = text[:at] + draw.choice("0aZ-: /\u0007") + text[at + 1 :]
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def changed(data: bytes, others: list[bytes], draw: random.Random) -> bytes:
    """An input with one to four things done to it."""
    if data[:1] in (b"{", b"[") and draw.random() < _STRUCTURE:
        for _ in range(draw.choice((1, 1, 2))):
            data = restructured(data, draw)
        return data[:_LONGEST]
    for _ in range(draw.choice((1, 1, 2, 4))):
        start = draw.randrange(len(data) + 1)
        end = min(len(data), start + draw.choice((0, 1, 1, 4, 16, 200)))
        match draw.randrange(6):
            case 0 if data:
                at = draw.randrange(len(data))
                data = data[:at] + bytes((data[at] ^ 1 << draw.randrange(8),)) + data[at + 1 :]
            case 1:
                data = data[:start] + data[end:]
            case 2:
                data = data[:end] + data[start:]
            case 3:
                data = data[:start] + draw.choice(_WORDS) + data[end:]
            case 4:
                other = draw.choice(others)
                first = draw.randrange(len(other) + 1)
                data = data[:start] + other[first : first + end - start + 8] + data[end:]
            case _:
                data = data[:start] + draw.randbytes(end - start) + data[end:]
    return data[:_LONGEST]


def fuzz(read: Read, seeds: list[bytes], seconds: float, draw: random.Random) -> Found:
    """Read inputs for some seconds; whatever is raised but a refusal goes on up."""
    found, seen = Found(), set[Line]()

    def once(data: bytes) -> None:
        lines: set[Line] = set()
        begun = time.perf_counter()
        code = None
        try:
            with _watching(lines):
                read(data)
        except PackageError as error:
            code = error.code
        found.slowest = max(found.slowest, time.perf_counter() - begun)
        found.rounds += 1
        found.codes[code] += 1
        if lines - seen:
            seen.update(lines)
            found.corpus.append(data)

    for seed in sorted(seeds, key=len):
        once(seed)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        once(changed(draw.choice(found.corpus), found.corpus, draw))
    return found


def kept(name: str) -> list[bytes]:
    """The corpus of a reader."""
    file = CORPUS / f"{name}.json"
    return [base64.b64decode(one) for one in json.loads(file.read_text("ascii"))]


def keep(name: str, corpus: list[bytes]) -> None:
    """Write the corpus of a reader."""
    CORPUS.mkdir(exist_ok=True)
    shortest = sorted({*corpus}, key=lambda one: (len(one), one))[:_KEPT]
    text = [base64.b64encode(one).decode("ascii") for one in shortest]
    (CORPUS / f"{name}.json").write_text(json.dumps(text, indent=0) + "\n", "ascii")


def main() -> None:
    """Add to the corpus of every reader."""
    from tests.sync.fuzzed import readers

    for name, (read, seeds) in readers().items():
        known = kept(name) if (CORPUS / f"{name}.json").is_file() else []
        seed = random.SystemRandom().randrange(2**32)
        found = fuzz(read, [*seeds, *known], float(sys.argv[1]), random.Random(seed))  # noqa: S311
        own = [one for one in found.corpus if one not in seeds]
        keep(name, own)
        sys.stdout.write(f"{name}: {found.rounds} read, {len(own)} kept, {dict(found.codes)}\n")


if __name__ == "__main__":
    main()
