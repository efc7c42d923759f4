"""Reading a package: open it, check who signed it, and give out what is in it, piece by piece.

Nothing here touches a record or a file but the package. What is given out before the end may only
be set aside: the package is genuine as a whole once `contents` has come to its end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Protocol
from uuid import UUID

from ktgs_desktop.domain.change_heads import ChangeHead, heads_of
from ktgs_desktop.domain.journal import MAX_CHANGE_BYTES, parse
from ktgs_desktop.domain.manifests import Manifest
from ktgs_desktop.domain.package_sections import (
    LEFT_OUT_FLAG,
    Section,
    SectionType,
    known_section,
)
from ktgs_desktop.domain.packages import (
    FEATURES,
    MAX_BUNDLE_DEPTH,
    MAX_MANIFEST_BYTES,
    MAX_STANZAS,
    Header,
    PackageKind,
)
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync import age_envelope
from ktgs_desktop.sync.contents import (
    Answer,
    BlobPiece,
    Changes,
    Closing,
    Content,
    LeftOut,
    Opening,
    RegulationList,
    Statements,
)
from ktgs_desktop.sync.package_rights import check_right_to_read, check_right_to_write
from ktgs_desktop.sync.sections import (
    FRAME,
    InnerStream,
    checked,
    differs,
    malformed,
    opening,
    unpacked,
)
from ktgs_desktop.sync.statement_list import decode_statements
from ktgs_desktop.sync.trust_material import with_lists
from ktgs_desktop.trust.statements import StatementKind, decode_signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ktgs_desktop.sync.container import Outer
    from ktgs_desktop.trust.approvers import Approver
    from ktgs_desktop.trust.statements import Signature

_BATCH = 500
_MAX_ANSWER = 4 * 1024 * 1024


class ApprovalJudge(Protocol):
    """Who knows which keys may sign for a unit."""

    def check(
        self, kind: str, body: bytes, signatures: Sequence[Signature], unit: UUID
    ) -> Approver:
        """Who signed a body for a unit; refused if nobody had the right."""
        ...

    def check_channel(self, unit: UUID, channel: str) -> None:
        """Refuses a unit that writes where it has no right to."""
        ...

    def ancestors(self, unit: UUID) -> tuple[UUID, ...]:
        """The superiors of a unit."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, and with what.

    Attributes:
        me: our unit.
        identities: our secret encryption keys, older ones too.
        trust: who knows which keys may sign for a unit.
    """

    me: UUID
    identities: tuple[str, ...]
    trust: ApprovalJudge


class Opened:
    """A package whose manifest was read and whose signatures were checked.

    It reads the one file from front to back, so one pass has to end before the next begins.

    Args:
        source: the file, open for reading; it stays the caller's.
        outer: what `check_outer` said of it.
        reading: who reads.

    Attributes:
        header: what stands on the package.
        opening: manifest and who signed it.
    """

    def __init__(self, source: IO[bytes], outer: Outer, reading: Reading) -> None:
        self._source, self._outer, self._reading = source, outer, reading
        self.header = outer.header
        ours = {reading.me} & {*outer.header.to, outer.header.sender}
        if not ours or len(reading.identities) > MAX_STANZAS:
            raise PackageError("not_for_us")
        self.opening = _opening(self.stream(), reading, None)
        _check_outside(self.header, self.opening.manifest)

    @property
    def manifest(self) -> Manifest:
        """What the office signed."""
        return self.opening.manifest

    def stream(self) -> InnerStream:
        """The inner part, decrypted, from its beginning."""
        self._source.seek(self._outer.start)
        ciphertext = _Bounded(self._source, self.header.length)
        return InnerStream(age_envelope.decrypt(ciphertext, self._reading.identities))

    def contents(self) -> Iterator[Content]:
        """All that is in the package and in the bundles within, every byte of it checked.

        Raises:
            PackageError: what is wrong; then nothing that came before may be used.
        """
        stream = self.stream()
        # Opened a second time, it has to be what was judged.
        if stream.opening() != (self.opening.body, self.opening.signatures):
            differs("manifest")
        yield from _read_sections(stream, self.opening, self._reading)

    def changes(self) -> Iterator[bytes]:
        """The changes of the package itself, not of the bundles within, as they were signed."""
        depth = 0
        for content in self.contents():
            if isinstance(content, Opening):
                depth = content.depth
            elif isinstance(content, Closing):
                depth = content.depth - 1
            elif isinstance(content, Changes) and depth == 0:
                yield from content.lines

    def verbatim(self, keep: Callable[[Section], bool]) -> Iterator[bytes]:
        """The inner part as its office signed it, to be handed on as a bundle.

        Args:
            keep: which sections to hand on; the others are left out, which the bundle shows.

        Raises:
            PackageError: as `contents`.
        """
        stream = self.stream()
        if stream.opening() != (self.opening.body, self.opening.signatures):
            differs("manifest")
        yield opening(self.opening.body, self.opening.signatures)
        for section in self.manifest.sections:
            _kind, flags, _length = frame = stream.frame()
            check_frame(section, frame, bundled=False)
            kept = keep(section)
            left_out = 0 if kept else LEFT_OUT_FLAG
            yield FRAME.pack(section.kind, flags | left_out, 0, section.stored if kept else 0)
            for piece in checked(section, stream.body(section.stored)):
                if kept:
                    yield piece
        stream.closing()
        yield FRAME.pack(SectionType.END, 0, 0, 0)


def open_inner(source: IO[bytes], outer: Outer, reading: Reading) -> Opened:
    """Open a package whose outside was checked.

    Args:
        source: the file, open for reading; it stays the caller's.
        outer: what `check_outer` said of it.
        reading: who reads.

    Raises:
        PackageError: it is not for us, or what is wrong with manifest or signatures.
    """
    return Opened(source, outer, reading)


class _Bounded:
    """The next bytes of a file, and no further."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left = source, size

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted)
        self._left -= len(data)
        return data


def _opening(stream: InnerStream, reading: Reading, wrapper: Opening | None) -> Opening:
    """Read manifest and signatures, see that we may read it, and check who signed it."""
    body, signatures = stream.opening()
    manifest = Manifest.from_json(parse(body, limit=MAX_MANIFEST_BYTES))
    for feature in manifest.need.read:
        if feature not in FEATURES:
            raise PackageError("package_feature_unknown", feature=feature)
    if manifest.classification:
        raise PackageError("package_classified", mark=manifest.classification)
    verdict = reading.trust.check(
        StatementKind.MANIFEST, body, decode_signatures(signatures), manifest.unit
    )
    check_right_to_read(manifest, (reading.me, reading.trust), wrapper)
    check_right_to_write(manifest, reading.trust)
    return Opening(manifest, body, signatures, verdict, 0 if wrapper is None else wrapper.depth + 1)


def _check_outside(header: Header, manifest: Manifest) -> None:
    pairs = (
        ("package", header.package, manifest.package),
        ("kind", header.kind, manifest.kind),
        ("unit", header.sender, manifest.unit),
        ("to", header.to, tuple(recipient.unit for recipient in manifest.to)),
        ("part", header.part, manifest.part),
        ("need", header.need, manifest.need),
    )
    for reason, outside, inside in pairs:
        if outside != inside:
            raise PackageError("manifest_other", reason=reason)


def check_frame(section: Section, frame: tuple[int, int, int], *, bundled: bool) -> bool:
    """Whether a listed section is here; refused if something else stands in its place.

    Args:
        section: the section as the manifest lists it.
        frame: what stands before it in the stream.
        bundled: whether it may have been left out when the package was handed on.

    Raises:
        PackageError: `package_differs` or what `sections.differs` says.
    """
    kind, flags, length = frame
    if kind != section.kind:
        differs("type")
    if bundled and flags == section.flags | LEFT_OUT_FLAG and not length:
        return False
    if flags != section.flags:
        differs("flags")
    if length != section.stored:
        differs("length")
    return True


def _read_sections(stream: InnerStream, opened: Opening, reading: Reading) -> Iterator[Content]:
    yield opened
    counts: Counter[str] = Counter()
    whole = True
    for section in opened.manifest.sections:
        here = check_frame(section, stream.frame(), bundled=opened.depth > 0)
        if not here:
            whole = whole and section.kind != SectionType.CHANGES
            yield LeftOut(section, known=known_section(section.kind))
            continue
        match section.kind:
            case SectionType.BLOB:
                yield from _blob(section, stream)
            case SectionType.BUNDLE:
                yield from _bundle(section, stream, (opened, reading))
            case SectionType.CHANGES:
                stored = b"".join(checked(section, stream.body(section.stored)))
                yield from _changes(section, stored, (opened.manifest, counts))
            case SectionType.KEYS:
                stored = b"".join(checked(section, stream.body(section.stored)))
                statements = Statements(tuple(decode_statements(stored)))
                reading = replace(reading, trust=with_lists(reading.trust, statements.statements))
                yield statements
            case SectionType.RECEIPT | SectionType.REGLIST:
                stored = b"".join(checked(section, stream.body(section.stored)))
                yield from _other(section, stored, opened.manifest)
            case _:
                for _piece in checked(section, stream.body(section.stored)):
                    pass  # its digest is checked, but nothing of it is kept
                yield LeftOut(section, known=False)
    stream.closing()
    if whole and tuple(sorted(counts.items())) != opened.manifest.counts:
        raise PackageError("changes_miscounted")
    yield Closing(opened.depth)


def _changes(
    section: Section, stored: bytes, facts: tuple[Manifest, Counter[str]]
) -> Iterator[Changes]:
    manifest, counts = facts
    found = 0
    lines = _lines(section, stored)
    while batch := tuple(islice(lines, _BATCH)):
        found += len(batch)
        if found > section.count:
            raise PackageError("changes_miscounted")
        for head, many in heads_of(batch).items():
            _check_head(head, section, manifest)
            counts[head.entity] += many
        yield Changes(section.name, batch)
    if found != section.count:
        raise PackageError("changes_miscounted")


def _check_head(head: ChangeHead, section: Section, manifest: Manifest) -> None:
    """Refuse a change that may not stand where it does; what it says is read when it is taken in.

    What it says of its record comes from the same office as its head, and is checked by whoever
    takes it in, in the look at it and again when it is kept: nothing is believed of it before.
    """
    if head.unit not in manifest.writer_names:
        raise PackageError("changes_other", reason="unit")
    if head.channel != section.name:
        raise PackageError("changes_other", reason="channel")
    if head.schema > manifest.schema:
        raise PackageError("changes_other", reason="schema")


def _lines(section: Section, stored: bytes) -> Iterator[bytes]:
    """The lines of a section of changes, each ended by a line feed and of bounded length."""
    rest = b""
    for piece in unpacked(section, stored):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        yield from lines
        if len(rest) > MAX_CHANGE_BYTES:
            malformed("line")
    if rest:
        malformed("line")


def _blob(section: Section, stream: InnerStream) -> Iterator[BlobPiece]:
    for piece in checked(section, stream.body(section.stored)):
        yield BlobPiece(section.name, section.raw, piece, last=False)
    yield BlobPiece(section.name, section.raw, b"", last=True)


def _bundle(
    section: Section, stream: InnerStream, facts: tuple[Opening, Reading]
) -> Iterator[Content]:
    wrapper, reading = facts
    if wrapper.depth >= MAX_BUNDLE_DEPTH:
        raise PackageError("bundle_too_deep", limit=MAX_BUNDLE_DEPTH)
    inner = InnerStream(checked(section, stream.body(section.stored)))
    opened = _opening(inner, reading, wrapper)
    if str(opened.manifest.unit) != section.name:
        differs("unit of a bundle")
    yield from _read_sections(inner, opened, reading)


def _other(section: Section, stored: bytes, manifest: Manifest) -> Iterator[Content]:
    match section.kind:
        case SectionType.RECEIPT:
            value = parse(stored, limit=_MAX_ANSWER)
            asks = manifest.kind is PackageKind.REQUEST
            yield Answer(ResendRequest.from_json(value) if asks else Receipt.from_json(value))
        case _:
            yield RegulationList(section.name, b"".join(unpacked(section, stored)))
