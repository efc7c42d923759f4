"""A year of the country's exchange at 1/100 and 1/10.

Run from the top of the project: `python -m tests.benchmarks.exchange [hundredth] [tenth]`.

1/10 is 1,004 communes, 70 districts, 6 provinces and a centre; 16 records a commune, sent in two
packages; 2 % of the packages arrive twice, 2 % late (after their successor), 1 % damaged and once
more. All three levels are real: packages written, sealed, encrypted and signed, bundles handed on
with their originals, read by the reading process with the receiver's trust lists, admitted into a
workspace file of the receiver and held against the manifest's state. Only the books of jobs and
the windows are left out. Counted is what receiving costs, in processor time, for a machine that
is shared; making the packages is not.
"""

from __future__ import annotations

import random
import secrets
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import psutil
import sqlalchemy as sa

from ktgs_desktop.domain.exchange_protocol import check_state
from ktgs_desktop.domain.feeds import state_digest
from ktgs_desktop.domain.journal import SCHEMA_VERSION, change_hash
from ktgs_desktop.domain.manifests import Approval, FeedState, Recipient, Relay
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.database import Store
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.age_envelope import new_identity, recipient_fingerprint
from ktgs_desktop.sync.container import check_outer
from ktgs_desktop.sync.contents import Changes, Closing, Opening
from ktgs_desktop.sync.package_plan import BundlePlan, FeedPlan, PackagePlan
from ktgs_desktop.sync.package_reader import Reading, open_inner
from ktgs_desktop.sync.package_writer import Sealing, write_package
from ktgs_desktop.sync.reader_process import ReaderProcess, Request
from ktgs_desktop.sync.trust_material import TrustMaterial
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, new_tree
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind, sign
from tests.benchmarks.package_import import AT, changes

CHANNEL = "up.sum"
TODAY = date(2021, 12, 31)
START = date(2021, 10, 1)
SEED = 4
RECORDS_OF_COMMUNE = 16
SPREAD = 0.20
KEY = bytes(range(32))
SCALES = {"hundredth": (100, 7, 1), "tenth": (1004, 70, 6)}


@dataclass
class Node:
    """An office: where it stands, its keys, its file."""

    unit: UUID
    parent: Node | None
    secret: str
    public: str
    path: Path
    level: int
    taken: list[Path] = field(default_factory=list)
    store: Store | None = None


@dataclass
class Country:
    """All offices and their authority."""

    tree: TrainingTree
    nodes: list[Node]
    folder: Path

    def of(self, level: int) -> list[Node]:
        return [node for node in self.nodes if node.level == level]

    def material(self, node: Node) -> TrustMaterial:
        """What an office believes: the lists on the way to the root and of the units below."""
        wanted = {one.unit for one in self.nodes if one.parent is not None and _above(node, one)}
        wanted |= {one.unit for one in self.nodes if _above(one, node)} | {node.unit}
        lists = tuple(one for issuer, one in self.lists.items() if issuer in wanted)
        return TrustMaterial(self.tree.root, lists, (), (self.tree.revocations,), TODAY)

    @property
    def lists(self) -> dict[UUID, object]:
        issuers = [node.unit for node in self.nodes if node.level < 3]
        return dict(zip(issuers, self.tree.lists, strict=True))


def _above(upper: Node, lower: Node) -> bool:
    while lower.parent is not None:
        lower = lower.parent
        if lower is upper:
            return True
    return False


def a_country(folder: Path, communes: int, districts: int, provinces: int) -> Country:
    """The offices, superiors first, those of a level spread evenly below the level above."""
    empty = folder / "empty.ktgsdb"
    Store(empty, KEY, create=True).close()
    nodes: list[Node] = []
    above: list[Node] = []
    for level, count in enumerate((1, provinces, districts, communes)):
        made = []
        for number in range(count):
            secret, public = new_identity()
            parent = above[number * len(above) // count] if above else None
            unit = UUID(int=0xB000 + len(nodes) + len(made))
            path = folder / f"{unit}.ktgsdb"
            made.append(Node(unit, parent, secret, public, path, level))
        nodes += made
        above = made
    units = [
        TrainingUnit(
            unit=node.unit,
            code=str(node.unit.int),
            name=f"Đơn vị {node.unit.int}",
            level=str(node.level),
            parent=node.parent.unit if node.parent else None,
            certificate=False,
            encryption=node.public,
        )
        for node in nodes
    ]
    country = Country(new_tree(units, START), nodes, folder)
    for node in nodes:
        if node.level < 3:
            shutil.copyfile(empty, node.path)
            node.store = Store(node.path, KEY)
    return country


def written(
    country: Country, node: Node, feeds: tuple[FeedPlan, ...], bundles: tuple[BundlePlan, ...] = ()
) -> Path:
    """A package of an office to its superior."""
    office, to = country.tree.offices[node.unit], node.parent
    assert to is not None
    assert isinstance(office.approval, Ed25519Key)
    approval = office.approval
    plan = PackagePlan(
        package=UUID(bytes=secrets.token_bytes(16)),
        kind=PackageKind.DATA,
        sender=node.unit,
        device=office.device,
        to=(Recipient(to.unit, recipient_fingerprint(to.public)),),
        created=AT,
        app="0.1.0",
        schema=SCHEMA_VERSION,
        approved=Approval(UUID(int=1), "chủ nhiệm", AT),
        feeds=feeds,
        bundles=bundles,
        relay=Relay.ANCESTORS,
    )
    sealing = Sealing(
        lambda body: (sign(StatementKind.MANIFEST, body, approval),),
        office.carrier,
        office.carrier_binding,
        (to.public, node.public),
    )
    path = country.folder / f"{plan.package}.ktgs"
    return write_package(plan, path, sealing).path


def halves(country: Country, node: Node) -> list[Path]:
    """The two packages of a commune's year."""
    raws = changes(RECORDS_OF_COMMUNE, node.unit)
    names = [change_hash(raw) for raw in raws]
    middle = len(raws) // 2
    ends = ((0, middle), (middle, len(raws)))
    return [
        written(
            country,
            node,
            (
                FeedPlan(
                    CHANNEL,
                    (names[start - 1],) if start else (),
                    (names[end - 1],),
                    state_digest(names[:end]),
                    tuple(raws[start:end]),
                ),
            ),
        )
        for start, end in ends
    ]


# Receiving --------------------------------------------------------------------------------------


@dataclass
class Figures:
    """What was counted while packages were received; processor seconds of both processes."""

    seconds: float = 0
    busy: float = 0
    packages: int = 0
    refused: int = 0
    bytes: int = 0


def receive(reader: ReaderProcess, node: Node, material: TrustMaterial, path: Path) -> None:
    """Read a package and take all of it in, or nothing."""
    parts: list[tuple[Feed, FeedState, list[bytes]]] = []
    stack: list[dict[str, list[bytes]]] = []
    for content in reader.read(Request(path, material, node.unit, (node.secret,))):
        if isinstance(content, Opening):
            stack.append({})
            for state in content.manifest.feeds:
                lines = stack[-1].setdefault(state.channel, [])
                parts.append((Feed(content.manifest.unit, state.channel), state, lines))
        elif isinstance(content, Closing):
            stack.pop()
        elif isinstance(content, Changes):
            stack[-1][content.channel] += content.lines
    assert node.store is not None
    with node.store.local_writing() as connection:
        for feed, state, lines in parts:
            admit(connection, feed, lines, Origin(AT, job=1))
            check_state(FeedHistory(connection, feed), state)


def deliver(
    reader: ReaderProcess, country: Country, arriving: list[tuple[Node, Path]], said: Figures
) -> None:
    """Packages arrive, in this order."""
    materials: dict[UUID, TrustMaterial] = {}
    for node, path in arriving:
        material = materials.setdefault(node.unit, country.material(node))
        start, busy = time.perf_counter(), _busy(reader)
        try:
            receive(reader, node, material, path)
            node.taken.append(path)
        except PackageError:
            said.refused += 1
        said.seconds += time.perf_counter() - start
        said.busy += _busy(reader) - busy
        said.packages += 1
        said.bytes += path.stat().st_size


def _busy(reader: ReaderProcess) -> float:
    there = psutil.Process(reader.pid).cpu_times()
    return time.process_time() + there.user + there.system


def muddled(
    country: Country, years: dict[UUID, list[Path]], chance: random.Random
) -> tuple[list[tuple[Node, Path]], dict[str, int]]:
    """The communes' packages as they arrive: some twice, late, or damaged first."""
    communes = country.of(3)
    packages = [path for node in communes for path in years[node.unit]]
    late = {node.unit for node in chance.sample(communes, _share(packages, 2))}
    doubled = set(chance.sample(packages, _share(packages, 2)))
    damaged = set(chance.sample(packages, _share(packages, 1)))
    arriving: list[tuple[Node, Path]] = []
    for node in communes:
        assert node.parent is not None
        year_of_node = years[node.unit]
        for path in reversed(year_of_node) if node.unit in late else year_of_node:
            if path in damaged:
                arriving.append((node.parent, _damaged(path, chance)))
            arriving += [(node.parent, path)] * (2 if path in doubled else 1)
    return arriving, {"doubled": len(doubled), "late": len(late), "damaged": len(damaged)}


def _share(packages: list[Path], percent: int) -> int:
    return round(len(packages) * percent / 100)


def _damaged(path: Path, chance: random.Random) -> Path:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    bad = path.with_suffix(".bad")
    bad.write_bytes(data)
    return bad


def handed_on(country: Country, node: Node) -> Path:
    """A package with the originals of all that an office took in, each once."""
    trust = country.material(node).store()
    mine = Reading(node.unit, (node.secret,), trust)

    def original(path: Path) -> Iterator[bytes]:
        with path.open("rb") as source:
            yield from open_inner(source, check_outer(source, trust), mine).verbatim(
                lambda _s: True
            )

    bundles = []
    for path in dict.fromkeys(node.taken):
        with path.open("rb") as source:
            sender = check_outer(source, trust).header.sender
        bundles.append(BundlePlan(sender, lambda path=path: original(path)))  # type: ignore[misc]
    return written(country, node, (), tuple(bundles))


def year(communes: int, districts: int, provinces: int) -> float:
    """A year at one scale; gives the cost per record."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name, ReaderProcess() as reader:
        begun = time.perf_counter()
        country = a_country(Path(name), communes, districts, provinces)
        years = {node.unit: halves(country, node) for node in country.of(3)}
        arriving, muddle = muddled(country, years, chance)
        list(reader.read(Request(arriving[0][1])))  # the process is there
        made = time.perf_counter() - begun
        levels = [Figures(), Figures(), Figures()]
        deliver(reader, country, arriving, levels[0])
        for level, figures in ((2, levels[1]), (1, levels[2])):
            sent = [(node.parent, handed_on(country, node)) for node in country.of(level)]
            deliver(reader, country, [(to, path) for to, path in sent if to], figures)
        records = communes * RECORDS_OF_COMMUNE
        counts = defaultdict(int)
        for node in country.nodes:
            if node.store is not None:
                counts[node.level] += _records(node.store)
                node.store.close()
        assert dict(counts) == dict.fromkeys(range(3), records), counts
        assert [one.refused for one in levels] == [muddle["damaged"], 0, 0]
    total = sum(one.busy for one in levels)
    print(
        f"exchange: {communes:,} communes, {districts} districts, {provinces} provinces, "
        f"{records:,} records, {muddle}; made in {made:.1f} s; counts equal at every level"
    )
    for place, one in zip(("districts", "provinces", "centre"), levels, strict=True):
        print(
            f"  {place}: {one.packages:,} packages, {one.bytes / 2**20:.1f} MiB, "
            f"{one.seconds:.1f} s, of them {one.busy:.1f} busy, "
            f"{one.busy / records * 1000:.2f} ms a record"
        )
    return total / records


def _records(store: Store) -> int:
    """How many records an office shows, none of them waiting."""
    with store.reading() as connection:
        held = sa.select(sa.func.count()).select_from(tables.held_change)
        assert connection.execute(held).scalar_one() == 0
        shown = sa.select(sa.func.count()).select_from(tables.replica)
        return int(connection.execute(shown).scalar_one())


def main() -> None:
    """Print what was asked for, by default both scales."""
    costs = {}
    for name in sys.argv[1:] or list(SCALES):
        costs[name] = year(*SCALES[name])
        print(f"exchange {name}: {costs[name] * 1000:.2f} busy ms a record, all levels")
    if len(costs) == len(SCALES):
        ratio = costs["tenth"] / costs["hundredth"]
        print(f"exchange scale ratio {ratio:.2f} (goal within 1 +- {SPREAD})")


if __name__ == "__main__":
    main()
