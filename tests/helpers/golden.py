"""Golden packages: one of each kind, made once by each version of the program and kept for ever.

`python -m tests.helpers.golden` writes those of this version; it touches none that are there.
Keys, times and offices are kept beside them, so that any later version can take them in.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop import __version__
from ktgs_desktop.domain import channels
from ktgs_desktop.domain.journal import SCHEMA_VERSION
from ktgs_desktop.domain.manifests import Approval
from ktgs_desktop.domain.packages import PackageKind, Statement
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.services.exchange import (
    keys,
    own_copies,
    receipts,
    remarks,
)
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import feeds
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.sync.package_plan import BlobPlan, FeedPlan, PackagePlan
from ktgs_desktop.sync.package_writer import Sealing, write_package
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.exchange_training import (
    TrainingOffice,
    TrainingTree,
    TrainingUnit,
    new_tree,
)
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind
from tests.conftest import Clock
from tests.helpers.builders import a_cell, a_member, an_issued_program
from tests.helpers.exchange import (
    CODES,
    START,
    House,
    a_house,
    an_office,
    answered,
    believe,
    sent,
    taken,
)

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

FOLDER = Path(__file__).parent.parent / "data" / "golden"
BLOB = b"%PDF-1.7\nQuy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh\n%%EOF\n"
LISTS = (("discipline_forms", b'{"items":[]}'),)
Facts = dict[str, Any]


@dataclass(frozen=True)
class Golden:
    """What a version of the program left.

    Attributes:
        folder: its packages, named by kind; those of a commune by `commune`.
        facts: offices, keys, root and lists, and what is in the packages.
    """

    folder: Path
    facts: Facts

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.ktgs"

    def tree(self, units: dict[str, UUID]) -> TrainingTree:
        """Its authority, as far as an office needs it; unit ids by code."""
        offices = {}
        for code, kept in self.facts["offices"].items():
            unit = _unit(units[code], code)
            offices[units[code]] = TrainingOffice(
                unit,
                UUID(kept["device"]),
                Ed25519Key.from_seed(bytes.fromhex(kept["approval"])),
                Ed25519Key.from_seed(bytes.fromhex(kept["carrier"])),
                _statement(kept["binding"]),
            )
        root = _statement(self.facts["root"])
        blank = new_tree([_unit(units[CODES[0]], CODES[0])], START)
        return dataclasses.replace(
            blank,
            root=RootFile.from_bytes(root.body),
            root_statement=root,
            revocations=base64.b64decode(self.facts["revocations"]),
            offices=offices,
            lists=tuple(map(_statement, self.facts["lists"])),
        )


def _unit(unit: UUID, code: str) -> TrainingUnit:
    return TrainingUnit(
        unit=unit,
        code=code,
        name=code,
        level="",
        parent=None,
        certificate=False,
        encryption=new_identity()[1],
    )


def versions() -> list[Golden]:
    """What each version left, as far as it is kept."""
    return [
        Golden(file.parent, json.loads(file.read_text("utf-8")))
        for file in sorted(FOLDER.glob("*/facts.json"))
    ]


@contextmanager
def a_golden_house(golden: Golden, folder: Path, clock: Clock) -> Iterator[House]:
    """New offices with the keys of a version."""
    before = os.environ.get("KTGS_HOME")
    made = [an_office(folder, code, clock) for code in CODES]
    if before is not None:
        os.environ["KTGS_HOME"] = before
    tree = golden.tree({office.office.unit_code: office.office.unit for office in made})
    for office in made:
        kept = golden.facts["offices"][office.office.unit_code]
        assert kept["unit"] == str(office.office.unit), "the register names units otherwise"
        believe(office, tree, kept["identity"])
    house = House(made, tree)
    try:
        yield house
    finally:
        house.close()


def digests(office: Workspace, unit: UUID) -> dict[str, str]:
    """The state of a unit's feeds."""
    with office.reading() as connection:
        return {name: feeds.digest(connection, Feed(unit, name)) for name in channels.UPWARD}


def lines_of(office: Workspace, unit: UUID) -> str:
    """A digest of the very bytes of a unit's feeds, in an order of their own."""
    digest = hashlib.sha256()
    with office.reading() as connection:
        for name in channels.UPWARD:
            for raw in sorted(feeds.after(connection, Feed(unit, name), ())):
                digest.update(raw + b"\n")
    return digest.hexdigest()


# Making them ------------------------------------------------------------------------------------


def written(office: Workspace, to: UUID, kind: PackageKind, path: Path, **more: Any) -> Path:
    """A package of a kind that no use case writes, or with contents none would write."""
    with office.reading() as connection:
        readers = keys.recipients(office, connection, [to])
    at = office.clock().isoformat(timespec="seconds")
    plan = PackagePlan(
        package=new_id(),
        kind=kind,
        sender=office.office.unit,
        device=keys.own(office).device,
        to=readers.named,
        created=at,
        app=__version__,
        schema=SCHEMA_VERSION,
        approved=Approval(office.user.id, office.user.position, at),
    )
    sealing = Sealing(
        keys.approver(office, None),
        keys.carrier(office),
        keys.carrier_binding(office),
        readers.publics,
    )
    return write_package(dataclasses.replace(plan, **more), path, sealing).path


def make(folder: Path) -> None:
    """Write one package of each kind, and what a reader needs."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        house = a_house(Path(name) / "house", Clock())
        stick = Path(name) / "stick"
        expected = _packages(house, stick, folder)
        facts = {**_authority(house), "expected": expected}
        house.close()
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "facts.json").write_text(text, "utf-8")


def _packages(house: House, stick: Path, folder: Path) -> Facts:
    def keep(name: str, file: Path) -> Path:
        target = folder / f"{name}.ktgs"
        target.write_bytes(file.read_bytes())
        return file

    province, district, commune = house.offices
    unit = district.office.unit
    an_issued_program(commune)
    taken(district, keep("commune", stick / sent(commune, stick).name))
    an_issued_program(district)
    a_cell(district)
    a_member(district)
    job = taken(province, keep("data", stick / sent(district, stick).name))
    keep("receipt", answered(province, job, stick))
    remarks.add(province, remarks.NewRemark(unit, "Đề nghị bổ sung đối tượng kiểm tra."))
    keep("directive", stick / sent(province, stick, recipient=unit).name)
    expected = {
        "district": {"state": digests(district, unit), "lines": lines_of(district, unit)},
        "commune": {
            "state": digests(commune, commune.office.unit),
            "lines": lines_of(commune, commune.office.unit),
        },
    }
    internal = own_copies.outgoing(district)
    expected["internal"] = {"changes": len(internal.changes), "lines": _digest(internal.changes)}
    with province.reading() as connection:
        history = tuple(feeds.after(connection, Feed(unit, channels.FIGURES), ()))
        heads = tuple(head.hash for head in feeds.heads(connection, Feed(unit, channels.FIGURES)))
        state = feeds.digest(connection, Feed(unit, channels.FIGURES))
    written(
        province, unit, PackageKind.RECOVERY, folder / "recovery.ktgs",
        feeds=(FeedPlan(channels.FIGURES, (), heads, state, history),),
    )  # fmt: skip
    keep("request", stick / receipts.ask_again(district, province.office.unit, stick).name)
    lists = [
        TravellingStatement(StatementKind.TRUST_LIST, one.body, one.signatures)
        for one in house.tree.lists
    ]
    revoked = TravellingStatement(keys.REVOCATIONS, house.tree.revocations)
    written(province, unit, PackageKind.TRUST, folder / "trust.ktgs", statements=(*lists, revoked))
    written(province, unit, PackageKind.REGLIST, folder / "reglist.ktgs", lists=LISTS)
    blob = BlobPlan(hashlib.sha256(BLOB).digest(), len(BLOB), lambda: iter([BLOB]))
    written(district, province.office.unit, PackageKind.BLOB, folder / "blob.ktgs", blobs=(blob,))
    plan = FeedPlan("int", (), internal.heads, f"0:{'0' * 64}", internal.changes)
    written(district, unit, PackageKind.INTERNAL, folder / "internal.ktgs", feeds=(plan,))
    return expected


def _digest(raws: tuple[bytes, ...]) -> str:
    return hashlib.sha256(b"\n".join(raws)).hexdigest()


def _authority(house: House) -> Facts:
    offices = {}
    for office in house.offices:
        mine = house.tree.offices[office.office.unit]
        own = keys.own(office)
        assert own.approval is not None
        offices[office.office.unit_code] = {
            "unit": str(office.office.unit),
            "device": str(own.device),
            "approval": own.approval.seed.hex(),
            "carrier": own.carrier.seed.hex(),
            "identity": own.identities[0],
            "binding": _spelled(mine.carrier_binding),
        }
    return {
        "offices": offices,
        "root": _spelled(house.tree.root_statement),
        "lists": [_spelled(one) for one in house.tree.lists],
        "revocations": base64.b64encode(house.tree.revocations).decode("ascii"),
        "today": str(date(2021, 7, 6)),
    }


def _spelled(one: Statement) -> dict[str, str]:
    return {
        "body": base64.b64encode(one.body).decode("ascii"),
        "sigs": base64.b64encode(one.signatures).decode("ascii"),
    }


def _statement(kept: dict[str, str]) -> Statement:
    return Statement(base64.b64decode(kept["body"]), base64.b64decode(kept["sigs"]))


def main() -> None:
    """Write the packages of this version."""
    target = FOLDER / __version__
    if target.exists():
        sys.exit(f"{target} is kept for ever; raise the version of the program instead")
    make(target)


if __name__ == "__main__":
    main()
