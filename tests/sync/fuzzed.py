"""What is fuzzed: readers of all that comes from outside, each with sound inputs to begin with."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.change_heads import heads_of
from ktgs_desktop.domain.feeds import named, named_many
from ktgs_desktop.domain.journal import Json, canonical, parse
from ktgs_desktop.domain.key_bindings import KeyBinding
from ktgs_desktop.domain.manifests import Manifest
from ktgs_desktop.domain.package_sections import Codec
from ktgs_desktop.domain.packages import MAX_MANIFEST_BYTES, Header, PackageKind
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.sync.age_envelope import prescan
from ktgs_desktop.sync.container import check_outer
from ktgs_desktop.sync.sections import packed
from ktgs_desktop.sync.statement_list import (
    TravellingStatement,
    decode_statements,
    encode_statements,
)
from ktgs_desktop.trust.exchange_training import TrainingUnit, new_tree
from ktgs_desktop.trust.statements import decode_signatures
from tests.sync.forging import END_FRAME, framed, manifest_of, parts_of
from tests.sync.hostile import Hostile
from tests.sync.judging import Pinned, read_all
from tests.sync.offices import Bench, changes_of, plans, receipt_of, request_of, written

if TYPE_CHECKING:
    from tests.sync.fuzzing import Read


def _document(kind: Callable[[Json], Any]) -> Read:
    return lambda data: kind(parse(data, limit=MAX_MANIFEST_BYTES))


def _change(data: bytes) -> None:
    """A head alone, then all of it: one by one and together nothing else may be found."""
    heads_of((data,))
    assert named_many((data,)) == [named(data)]


def readers() -> dict[str, tuple[Read, list[bytes]]]:
    """The readers by name."""
    low, high = Bench("xã"), Bench("huyện")
    judge, hostile = Pinned(low, high), Hostile(low, high)
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, plan in plans(low, high).items():
            package = written(Path(folder), plan, low, high)
            made[kind] = (package.path.read_bytes(), canonical(package.manifest.to_json()))
    unit = TrainingUnit(low.unit, "05911", "xã", "CS", None, True, low.public)  # noqa: FBT003
    tree = new_tree([unit], date(2021, 1, 1))
    changes = changes_of(low, 1)
    binding = low.binding()
    whole = made[PackageKind.DATA][0]
    start, end = parts_of(whole)["ciphertext"]
    carried = [TravellingStatement("a", one.body, one.signatures) for one in tree.lists]

    def signed(data: bytes) -> None:
        """Signed by the office itself, whatever it says of sections that are not there."""
        read_all(hostile.package(data, framed([END_FRAME])), high, judge)

    def lines(data: bytes) -> None:
        """A section of changes whose digest and lengths are those the manifest says."""
        read_all(hostile.changes(data), high, judge)

    def compressed(data: bytes) -> None:
        raw = len(changes[0]) + 1
        read_all(hostile.changes(data, codec=Codec.ZSTD, raw=raw), high, judge)

    bare = canonical(manifest_of(low, (high.recipient,), ()).to_json())
    joined = b"".join(line + b"\n" for line in changes)
    _codec, small = packed(joined)
    return {
        "json": (parse, [*changes, b"[]", b'{"a":[1,null,true,"\xc3\xa1"]}']),
        "change": (_change, changes),
        "header": (_document(Header.from_json), [whole[slice(*parts_of(whole)["header"])]]),
        "manifest": (_document(Manifest.from_json), [one for _data, one in made.values()]),
        "receipt": (_document(Receipt.from_json), [canonical(receipt_of(low, high).to_json())]),
        "request": (
            _document(ResendRequest.from_json),
            [canonical(request_of(low, high).to_json())],
        ),
        "binding": (_document(KeyBinding.from_json), [binding.body]),
        "trust_list": (_document(TrustList.from_json), [one.body for one in tree.lists]),
        "root": (_document(RootFile.from_json), [tree.root_statement.body]),
        "signatures": (decode_signatures, [binding.signatures, tree.root_statement.signatures]),
        "statements": (
            lambda data: list(decode_statements(data)),
            [encode_statements(carried)],
        ),
        "envelope": (prescan, [whole[start:end]]),
        "container": (lambda data: check_outer(io.BytesIO(data), None), [whole]),
        "signed": (signed, [bare, *(one for _data, one in made.values())]),
        "lines": (lines, [joined]),
        "compressed": (compressed, [small]),
    }
