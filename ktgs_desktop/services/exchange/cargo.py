"""What is in a package: read to its last byte, then taken into the tables of feeds.

Nothing of it is used before all of it was read and found genuine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import arrivals, newer_versions
from ktgs_desktop.domain import replicas as rules
from ktgs_desktop.domain.arrivals import ArrivingFeed, ArrivingRecord, Effect
from ktgs_desktop.domain.change_heads import record_of
from ktgs_desktop.domain.exchange_protocol import check_state
from ktgs_desktop.domain.manifests import FeedState
from ktgs_desktop.domain.package_log import ImportJob
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.packages import Part as VolumePart
from ktgs_desktop.domain.receipts import ResendRequest
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import files, hearing, list_packages, own_seal
from ktgs_desktop.services.exchange.answers import hear_answer, lost_heads
from ktgs_desktop.services.exchange.bundles import check_may_hold
from ktgs_desktop.services.exchange.kept_parts import check_kept
from ktgs_desktop.services.exchange.own_branches import describe, take_branch
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.store import feeds, replicas
from ktgs_desktop.store.admission import Admission, Origin, admit
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.contents import (
    Answer,
    BlobPiece,
    Changes,
    Closing,
    LeftOut,
    Opening,
    RegulationList,
    Statements,
)
from ktgs_desktop.sync.statement_list import TravellingStatement

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.domain.packages import Header
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.sync.contents import Content

_INTO_OWN = (PackageKind.INTERNAL, PackageKind.RECOVERY)
"""What these bring goes into the office's own records, which hold nothing unread."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a package brings.

    Attributes:
        job: the taking in.
        name: name of the office it is from.
        signed_by: who signed, as people know them.
        warnings: codes of what is doubtful about the signature.
        feeds: changes by feed.
        effects: how many records, by kind and by what becomes of them.
        records: some of them one by one, conflicts first.
        statements: how many statements of trust.
        blobs: how many attachments.
        answer: whether it is a receipt or a request.
        left_out: sections that a superior did not hand on, or that only a newer program knows.
        own: the office's own records that another of its computers changed, by kind.
        lost: heads of the office's own feeds that the sender holds and this office does not: a
            copy was restored here, and the sender can return what was lost.
        asked: digests of attachments that it asks for.
        part: which volume of a set it is, None for a package alone.
        computer: which of the office's own computers it is from, None if from another office.
        lacking: features for the lack of which parts of it are only kept and handed on.
        lists: versions of the list of regulations that can be installed now.
    """

    job: ImportJob
    name: str
    signed_by: str
    warnings: tuple[str, ...]
    feeds: tuple[ArrivingFeed, ...]
    effects: Counter[tuple[str, str]]
    records: tuple[ArrivingRecord, ...]
    statements: int
    blobs: int
    answer: bool
    left_out: int
    own: Mapping[str, set[UUID]] = field(default_factory=dict)
    lost: int = 0
    asked: tuple[str, ...] = ()
    part: VolumePart | None = None
    computer: UUID | None = None
    lacking: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()

    @property
    def new(self) -> int:
        """How many changes it brings."""
        return sum(feed.new for feed in self.feeds)

    @property
    def conflicts(self) -> int:
        """How many records would have two versions."""
        return sum(count for (_kind, effect), count in self.effects.items()
                   if effect == Effect.CONFLICT)  # fmt: skip


@dataclass(slots=True)
class Part:
    """The changes of one feed, and what the manifest says of them."""

    feed: Feed
    state: FeedState
    opening: Opening
    raws: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Cargo:
    """All that is in a package, set aside until the last byte was checked."""

    opening: Opening
    computer: UUID | None = None
    parts: list[Part] = field(default_factory=list)
    statements: list[TravellingStatement] = field(default_factory=list)
    lists: list[RegulationList] = field(default_factory=list)
    answer: Answer | None = None
    blobs: int = 0
    left_out: int = 0
    kept: list[Part] = field(default_factory=list)
    lacking: tuple[str, ...] = ()

    def check_kept(self) -> None:
        """Refuse what only a newer program can take in, unless a bundle alone needs it."""
        check_kept((part.raws for part in self.kept), self.opening.manifest.need.apply)


def read(
    workspace: Workspace,
    job: ImportJob,
    progress: Progress | None,
    sealed: Callable[[Header], None] | None = None,
) -> Cargo:
    """All of a package, every byte of it checked; attachments are counted only."""
    stamped: list[Header] = []

    def note(header: Header) -> None:
        stamped.append(header)
        if sealed is not None:
            sealed(header)

    contents = files.contents(workspace, files.spooled(workspace, job), note)
    with closing(contents):
        first = next(contents, None)
        if not isinstance(first, Opening):
            raise PackageError("reader_stopped")
        inner = first.manifest.internal and stamped
        cargo = Cargo(first, stamped[-1].device if inner else None)
        stack = [_parts(workspace, cargo, first)]
        found = 0
        for content in contents:
            match content:
                case Opening():
                    stack.append(_parts(workspace, cargo, content))
                case Closing():
                    stack.pop()
                case Changes() if content.channel in stack[-1]:
                    stack[-1][content.channel].raws += content.lines
                    found += len(content.lines)
                    if progress is not None:
                        progress.step(found)
                case _:
                    _set_aside(cargo, content)
    return cargo


def _set_aside(cargo: Cargo, content: Content) -> None:
    match content:
        case Statements():
            cargo.statements += content.statements
        case Answer():
            cargo.answer = content
        case BlobPiece():
            cargo.blobs += content.last
        case RegulationList():
            cargo.lists.append(content)
        case LeftOut():
            cargo.left_out += 1
        case _:
            raise PackageError("reader_stopped")


def _parts(workspace: Workspace, cargo: Cargo, opening: Opening) -> dict[str, Part]:
    """The feeds of a package; those that only a newer program can take in are only kept.

    A bundle of that kind is handed on, and holds up none of the rest.
    """
    manifest = opening.manifest
    returned = manifest.kind is PackageKind.RECOVERY
    unit = workspace.office.unit if returned else manifest.unit
    found = {
        state.channel: Part(Feed(unit, state.channel), state, opening) for state in manifest.feeds
    }
    lacks = newer_versions.lacking(manifest.need.apply)
    if lacks:
        cargo.lacking += lacks
        cargo.left_out += 1
        cargo.kept += found.values()
        return found
    if manifest.kind in _INTO_OWN and newer_versions.version_needed(
        manifest.schema, manifest.min_schema
    ):
        raise PackageError("package_version_needed", version=manifest.min_schema)
    arrivals.check_channels(manifest.kind, list(found), workspace.office.unit)
    cargo.parts += found.values()
    return found


def keep_blobs(workspace: Workspace, job: ImportJob, cargo: Cargo) -> None:
    """Attachments come before the records that name them; one nobody names does no harm."""
    if not cargo.blobs:
        return
    pieces: list[bytes] = []
    with closing(files.contents(workspace, files.spooled(workspace, job))) as contents:
        for content in contents:
            if isinstance(content, BlobPiece):
                pieces.append(content.piece)
                if content.last:
                    workspace.attachments.put(b"".join(pieces))
                    pieces.clear()


def take(workspace: Workspace, connection: Reader, job: ImportJob, cargo: Cargo) -> Arrival:
    """Take everything in, in the caller's transaction, and say what changed."""
    shown: list[ArrivingFeed] = []
    effects: Counter[tuple[str, str]] = Counter()
    listed: list[ArrivingRecord] = []
    own: Mapping[str, set[UUID]] = {}
    at = workspace.clock().isoformat(timespec="seconds")
    cargo.check_kept()
    alone = cargo.opening.manifest.kind is PackageKind.TRUST
    hearing.hear(workspace, connection, cargo.statements, by_the_way=not alone)
    versions = list_packages.hear(workspace, connection, cargo.lists)
    for part in cargo.parts:
        if part.opening.manifest.internal:
            branch = take_branch(workspace, connection, part.raws, job.name)
            own = branch.touched
            describe(connection, workspace.office.unit, branch, (effects, listed))
            shown.append(_feed(connection, part, len(branch.new), branch.known, 0))
            continue
        if part.opening.depth:
            check_may_hold(workspace, connection, part.feed.unit)
        before = _before(connection, part)
        least = part.opening.manifest.min_schema
        done = admit(connection, part.feed, part.raws, Origin(at, job=job.row, least=least))
        check_state(FeedHistory(connection, part.feed), part.state)
        shown.append(_feed(connection, part, len(done.new), done.known, done.held))
        _collect(connection, part, done, before, (effects, listed))
    shown += [replace(_feed(connection, one, 0, 0, 0), kept=len(one.raws)) for one in cargo.kept]
    lost = 0
    if cargo.answer is not None:
        lost = lost_heads(workspace, connection, cargo.answer.value)
        hear_answer(workspace, connection, cargo.answer.value, cargo.opening.manifest)
    listed.sort(key=lambda one: (one.effect != Effect.CONFLICT, one.entity, one.label))
    approver = cargo.opening.approver
    return Arrival(
        job=job,
        name=_name(workspace, connection, cargo),
        signed_by=approver.holder,
        warnings=approver.warnings,
        feeds=tuple(shown),
        effects=effects,
        records=tuple(listed[: arrivals.MAX_RECORDS]),
        statements=len(cargo.statements),
        lists=versions,
        blobs=cargo.blobs,
        answer=cargo.answer is not None,
        left_out=cargo.left_out,
        own=own,
        lost=lost,
        asked=_asked(cargo),
        part=cargo.opening.manifest.part,
        computer=cargo.computer,
        lacking=cargo.lacking,
    )


def _name(workspace: Workspace, connection: Reader, cargo: Cargo) -> str:
    if cargo.computer is not None:
        return own_seal.name_of(workspace, connection, cargo.computer)
    return unit_name(connection, cargo.opening.manifest.unit)


def _asked(cargo: Cargo) -> tuple[str, ...]:
    value = None if cargo.answer is None else cargo.answer.value
    return tuple(one.hex() for one in value.blobs) if isinstance(value, ResendRequest) else ()


def _feed(connection: Reader, part: Part, new: int, known: int, held: int) -> ArrivingFeed:
    here = feeds.heads(connection, part.feed)
    return ArrivingFeed(
        unit=part.feed.unit,
        name=unit_name(connection, part.feed.unit),
        channel=part.feed.channel,
        new=new,
        known=known,
        held=held,
        here=max((head.number for head in here), default=0),
        signed_by=part.opening.approver.holder,
        depth=part.opening.depth,
        base=tuple(head.hex() for head in part.state.base),
        heads=tuple(head.hex() for head in part.state.heads),
        least=part.opening.manifest.min_schema,
    )


def _before(connection: Reader, part: Part) -> dict[replicas.Record, bytes]:
    touched = set(map(record_of, part.raws))
    standing = replicas.standing_of(connection, part.feed, touched)
    return {record: head for record, (_row, head) in standing.items()}


def _collect(
    connection: Reader,
    part: Part,
    done: Admission,
    before: Mapping[replicas.Record, bytes],
    into: tuple[Counter[tuple[str, str]], list[ArrivingRecord]],
) -> None:
    """Count what became of each record, and describe some of them."""
    effects, listed = into
    conflicts = set(done.conflicts)
    last = {(one.change.entity, one.change.id): one for one in done.new}
    for record, one in last.items():
        former: Mapping[str, Json] | None = None
        described = len(listed) < arrivals.MAX_RECORDS or record in conflicts
        if record in before:
            version = feeds.version(connection, before[record]) if described else None
            former = version.change.document if version else {}
        effect = arrivals.effect_of(one, former, 2 if record in conflicts else 1)
        if newer_versions.version_needed(one.change.schema, part.opening.manifest.min_schema):
            effect, former = Effect.NEWER, None
        effects[(record[0], effect)] += 1
        if described:
            listed.append(_record(part.feed, one, former, effect))


def _record(
    feed: Feed, one: Named, former: Mapping[str, Json] | None, effect: Effect
) -> ArrivingRecord:
    change = one.change
    shown = {} if effect == Effect.NEWER else change.document or former or {}
    return ArrivingRecord(
        unit=feed.unit,
        channel=feed.channel,
        entity=change.entity,
        id=change.id,
        label=rules.facts(change.entity, shown).label,
        effect=effect,
        fields=arrivals.differences(former, change.document) if change.document else (),
    )


def report(arrival: Arrival) -> Json:
    """What is kept of a look: counts and the records described, as the window shows them."""
    return {
        "name": arrival.name,
        "signed_by": arrival.signed_by,
        "warnings": list(arrival.warnings),
        "feeds": [arrivals.to_json(feed) for feed in arrival.feeds],
        "effects": [[*pair, count] for pair, count in sorted(arrival.effects.items())],
        "records": [arrivals.to_json(record) for record in arrival.records],
        "statements": arrival.statements,
        "lists": list(arrival.lists),
        "blobs": arrival.blobs,
        "answer": arrival.answer,
        "left_out": arrival.left_out,
        "lost": arrival.lost,
        "asked": list(arrival.asked),
        "part": None if arrival.part is None else arrival.part.to_json(),
        own_seal.COMPUTER: None if arrival.computer is None else str(arrival.computer),
        newer_versions.LACKING: list(arrival.lacking),
    }
