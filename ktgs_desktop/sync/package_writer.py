"""Writing a package: sections first, then the manifest that lists them, then the container.

The file is written beside its place on the local disk, flushed, read back by the code that reads
what others send, and only then given its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.manifests import FeedState, Manifest
from ktgs_desktop.domain.package_sections import (
    MAX_CHANGES_SECTION_BYTES,
    Codec,
    Section,
    SectionType,
)
from ktgs_desktop.domain.packages import (
    MAX_MANIFEST_BYTES,
    NO_NEEDS,
    Header,
    PackageName,
    Statement,
)
from ktgs_desktop.errors import PackageError
from ktgs_desktop.progress import Progress
from ktgs_desktop.sync import age_envelope
from ktgs_desktop.sync.container import Ciphertext, check_outer, write_container
from ktgs_desktop.sync.package_reader import Reading, open_inner
from ktgs_desktop.sync.sealed_spool import SealedSpool
from ktgs_desktop.sync.sections import differs, frame, opening, packed
from ktgs_desktop.sync.statement_list import encode_statements
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import Signature, encode_signatures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.sync.package_plan import BundlePlan, PackagePlan

_NO_DIGEST = "0" * 64


class _Facts(msgspec.Struct):
    """What the manifest says of changes."""

    e: str
    sv: int


_facts = msgspec.json.Decoder(_Facts).decode


@dataclass(slots=True)
class _Tally:
    """How many changes there are of each kind, and the newest schema among them."""

    counts: Counter[str]
    schema: int


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package that was written and read back.

    Attributes:
        path: where it lies.
        header: what stands on it.
        manifest: what was signed.
        name: its identifier and the digest of its file.
        size: bytes of the file.
    """

    path: Path
    header: Header
    manifest: Manifest
    name: PackageName
    size: int


@dataclass(frozen=True, slots=True)
class Sealing:
    """Keys for a package.

    Attributes:
        approve: signs the manifest for the office; asks for a PIN if need be.
        carrier: the key of this computer.
        binding: the statement that binds it to the office.
        recipients: public encryption keys: those of the plan's units, our own, a recovery key.
        reread: who we are when the package is read back; None reads back its outside only.
    """

    approve: Callable[[bytes], tuple[Signature, ...]]
    carrier: Ed25519Key
    binding: Statement
    recipients: Sequence[str]
    reread: Reading | None = None


@dataclass(slots=True)
class _Prepared:
    """A section as it will stand, and how its bytes are got."""

    section: Section
    read: Callable[[], Iterator[bytes]]


def write_package(
    plan: PackagePlan, path: Path, sealing: Sealing, progress: Progress | None = None
) -> WrittenPackage:
    """Write a package.

    Args:
        plan: what goes into it.
        path: its place on a local disk; an older file there is replaced.
        sealing: the keys.
        progress: told how far it is.

    Raises:
        PackageError: the plan breaks a limit, or the file read back is not what was written.
        OSError: the disk cannot do it.
    """
    _check_keys(plan, sealing)
    progress = progress or Progress()
    with closing(SealedSpool()) as spool:
        tally = _Tally(Counter(), plan.schema)
        prepared, feeds = _prepare(plan, (spool, tally), progress)
        manifest = _manifest(plan, prepared, feeds, tally)
        body = canonical(manifest.to_json())
        Manifest.from_json(manifest.to_json())
        if len(body) > MAX_MANIFEST_BYTES:
            raise PackageError("manifest_malformed", reason="length")
        signatures = encode_signatures(sealing.approve(body))
        inner = _inner(opening(body, signatures), prepared, progress)
        return _seal(plan, path, sealing, (manifest, inner))


def _check_keys(plan: PackagePlan, sealing: Sealing) -> None:
    """Every unit the manifest names can open the package."""
    known = {age_envelope.recipient_fingerprint(public) for public in sealing.recipients}
    if not {recipient.key for recipient in plan.to} <= known:
        raise PackageError("manifest_malformed", reason="to")


def _prepare(
    plan: PackagePlan, facts: tuple[SealedSpool, _Tally], progress: Progress
) -> tuple[list[_Prepared], list[FeedState]]:
    spool, tally = facts
    prepared: list[_Prepared] = []
    feeds: list[FeedState] = []
    for feed in plan.feeds:
        before = len(prepared)
        for raw, number in _runs(feed.changes, tally):
            progress.step(len(prepared))
            prepared.append(_kept(SectionType.CHANGES, feed.channel, (raw, number), spool))
        sent = sum(each.section.count for each in prepared[before:])
        feeds.append(FeedState(feed.channel, feed.base, feed.heads, sent, feed.digest))
    if plan.statements:
        data = encode_statements(plan.statements)
        prepared.append(_kept(SectionType.KEYS, "", (data, len(plan.statements)), spool))
    for name, data in plan.lists:
        prepared.append(_kept(SectionType.REGLIST, name, (data, 1), spool))
    if plan.answer is not None:
        data = canonical(plan.answer.to_json())
        prepared.append(_kept(SectionType.RECEIPT, "", (data, 1), spool))
    prepared += [_bundle(bundle) for bundle in plan.bundles]
    for blob in plan.blobs:
        name, size = blob.digest.hex(), blob.size
        section = Section(SectionType.BLOB, 0, name, Codec.NONE, 1, size, size, name)
        prepared.append(_Prepared(section, blob.read))
    return prepared, feeds


def _runs(changes: Iterable[bytes], tally: _Tally) -> Iterator[tuple[bytes, int]]:
    """Changes as lines, in runs short enough for a section, with their number."""
    lines: list[bytes] = []
    size = 0
    for change in changes:
        if size + len(change) + 1 > MAX_CHANGES_SECTION_BYTES:
            yield b"\n".join([*lines, b""]), len(lines)
            lines, size = [], 0
        said = _facts(change)
        tally.counts[said.e] += 1
        tally.schema = max(tally.schema, said.sv)
        lines.append(change)
        size += len(change) + 1
    if lines:
        yield b"\n".join([*lines, b""]), len(lines)


def _kept(kind: SectionType, name: str, facts: tuple[bytes, int], spool: SealedSpool) -> _Prepared:
    raw, count = facts
    compressed = kind in (SectionType.CHANGES, SectionType.REGLIST)
    codec, stored = packed(raw) if compressed else (Codec.NONE, raw)
    digest = hashlib.sha256(stored).hexdigest()
    section = Section(kind, 0, name, codec, count, len(raw), len(stored), digest)
    number = spool.put(stored)
    return _Prepared(section, lambda: spool.get(number))


def _bundle(bundle: BundlePlan) -> _Prepared:
    digest, size = hashlib.sha256(), 0
    for piece in bundle.read():
        digest.update(piece)
        size += len(piece)
    name = str(bundle.unit)
    section = Section(SectionType.BUNDLE, 0, name, Codec.NONE, 1, size, size, digest.hexdigest())
    return _Prepared(section, bundle.read)


def _manifest(
    plan: PackagePlan, prepared: list[_Prepared], feeds: list[FeedState], tally: _Tally
) -> Manifest:
    return Manifest(
        package=plan.package,
        kind=plan.kind,
        unit=plan.sender,
        to=plan.to,
        feeds=tuple(feeds),
        counts=tuple(sorted(tally.counts.items())),
        schema=tally.schema,
        min_schema=plan.min_schema,
        approved=plan.approved,
        sections=tuple(each.section for each in prepared),
        audit_head=plan.audit_head,
        ack=plan.ack,
        relay=plan.relay,
        part=plan.part,
    )


def _inner(front: bytes, prepared: list[_Prepared], progress: Progress) -> Iterator[bytes]:
    """The inner part; a source that changed since it was listed is found here."""
    yield front
    total = sum(each.section.stored for each in prepared)
    done = 0
    for each in prepared:
        section = each.section
        yield frame(section.kind, section.flags, section.stored)
        digest, size = hashlib.sha256(), 0
        for piece in each.read():
            digest.update(piece)
            size += len(piece)
            done += len(piece)
            progress.step(done, total)
            yield piece
        if size != section.stored or digest.hexdigest() != section.sha256:
            differs("digest")
    yield frame(SectionType.END, 0, 0)


def _seal(
    plan: PackagePlan, path: Path, sealing: Sealing, contents: tuple[Manifest, Iterator[bytes]]
) -> WrittenPackage:
    manifest, inner = contents
    handle, name = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
    written = Path(name)
    try:
        with (
            os.fdopen(handle, "w+b") as target,
            tempfile.TemporaryFile(prefix="ktgs-", dir=path.parent) as body,
        ):
            ciphertext = Ciphertext(body)
            age_envelope.encrypt(inner, sealing.recipients, ciphertext.write)
            table = ciphertext.table()
            header = _header(plan, sealing, ciphertext.length, table)
            digest = write_container(target, header, (body, table), sealing.carrier)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        _read_back(written, sealing, digest)
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return WrittenPackage(path, header, manifest, PackageName(plan.package, digest), size)


def _header(plan: PackagePlan, sealing: Sealing, length: int, table: bytes) -> Header:
    header = Header(
        package=plan.package,
        kind=plan.kind,
        sender=plan.sender,
        device=plan.device,
        to=tuple(recipient.unit for recipient in plan.to),
        created=plan.created,
        app=plan.app,
        need=NO_NEEDS,
        length=length,
        root=hashlib.sha256(table).hexdigest(),
        part=plan.part,
        note=plan.note,
        binding=sealing.binding,
    )
    return Header.from_json(header.to_json())


def _read_back(path: Path, sealing: Sealing, digest: str) -> None:
    with path.open("rb") as source:
        outer = check_outer(source, None)
        if outer.sha256 != digest:
            raise PackageError("package_differs", path=str(path))
        if sealing.reread is not None:
            for _content in open_inner(source, outer, sealing.reread).contents():
                pass
