"""Three offices that believe one training authority: province, district, commune."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.services import offices, unit_register
from ktgs_desktop.services.exchange import hearing, keys, receipts, receiving, sending, spool
from ktgs_desktop.services.exchange.sending import Sending
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.exchange_keys import ExchangeKeys
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, new_tree
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind
from tests.conftest import PASSWORD, Clock, opens_quickly

if TYPE_CHECKING:
    from ktgs_desktop.domain.package_log import ImportJob, SentPackage

CODES = ("19", "173", "05911")
"""Thái Nguyên, Phú Bình, and a commune of it."""
START = date(2021, 1, 1)


@dataclass
class House:
    """The offices, superiors first, and the authority they believe."""

    offices: list[Workspace]
    tree: TrainingTree

    def copy(self, place: int) -> Path:
        """A copy of an office's files, as it keeps one on a disk in the safe."""
        office = self.offices[place]
        office.settle()
        kept = office.files.database.parent / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for file in (office.files.database, office.files.keys):
            shutil.copyfile(file, kept / file.name)
        return kept

    def restore(self, place: int, kept: Path) -> None:
        """The office goes on with a copy of its files, on the same computer."""
        office = self.offices[place]
        office.close()
        folder = office.files.database.parent
        for file in kept.iterdir():
            shutil.copyfile(file, folder / file.name)
        for rest in ("-wal", "-shm"):
            (folder / (office.files.database.name + rest)).unlink(missing_ok=True)
        code = office.office.unit_code
        self.offices[place] = opened(folder, code, office.clock)  # type: ignore[arg-type]

    @property
    def province(self) -> Workspace:
        return self.offices[0]

    @property
    def district(self) -> Workspace:
        return self.offices[1]

    @property
    def commune(self) -> Workspace:
        return self.offices[2]

    def close(self) -> None:
        for office in self.offices:
            office.close()


def an_office(folder: Path, code: str, clock: Clock) -> Workspace:
    """A workspace of its own, on a computer of its own."""
    os.environ["KTGS_HOME"] = str(folder / code / "home")
    office = offices.create_workspace(
        folder / code / f"office-{code}.ktgsdb",
        offices.NewOffice(code, "mau", PASSWORD, f"Người dùng {code}", "cán bộ"),
        unit_register.read_units(),
        clock=clock,
    ).workspace
    opens_quickly(office.files.keys, "mau")
    return office


@cache
def _template(codes: tuple[str, ...]) -> tuple[Path, TrainingTree]:
    """Offices one below the other, with their keys and the root taken; made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="ktgs-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = [an_office(folder, code, Clock()) for code in codes]
    secrets = [new_identity() for _code in codes]
    units = [
        TrainingUnit(
            unit=office.office.unit,
            code=office.office.unit_code,
            name=office.office.name,
            level=("T", "H", "CS")[place],
            parent=made[place - 1].office.unit if place else None,
            certificate=False,
            encryption=secrets[place][1],
        )
        for place, office in enumerate(made)
    ]
    tree = new_tree(units, START)
    for office, (secret, _public) in zip(made, secrets, strict=True):
        believe(office, tree, secret)
        office.close()
    return folder, tree


def a_house(folder: Path, clock: Clock, codes: Sequence[str] = CODES) -> House:
    """Offices of one's own, one below the other, each on its computer."""
    before = os.environ.get("KTGS_HOME")
    template, tree = _template(tuple(codes))
    shutil.copytree(template, folder)
    made = [opened(folder / code, code, clock) for code in codes]
    if before is not None:
        os.environ["KTGS_HOME"] = before
    return House(made, tree)


def opened(folder: Path, code: str, clock: Clock) -> Workspace:
    """An office of a house, from the folder of its computer."""
    os.environ["KTGS_HOME"] = str(folder / "home")
    file = folder / f"office-{code}.ktgsdb"
    return open_workspace(file, login="mau", password=PASSWORD, clock=clock)


def believe(office: Workspace, tree: TrainingTree, secret: str) -> None:
    """Give an office its keys and let it take the root and all statements."""
    mine = tree.offices[office.office.unit]
    assert isinstance(mine.approval, Ed25519Key)
    keys.keep_own(
        office,
        ExchangeKeys(office.office.unit, mine.device, mine.carrier, (secret,), mine.approval),
    )
    hearing.take_root(
        office, tree.root_statement, fingerprint=root_fingerprint(tree.root_statement.body)
    )
    arriving = [
        *(
            TravellingStatement(StatementKind.TRUST_LIST, one.body, one.signatures)
            for one in tree.lists
        ),
        TravellingStatement(
            StatementKind.BINDING, mine.carrier_binding.body, mine.carrier_binding.signatures
        ),
        TravellingStatement(keys.REVOCATIONS, tree.revocations),
    ]
    with office.store.local_writing() as connection:
        hearing.hear(office, connection, arriving)


def sent(office: Workspace, stick: Path, **wanted: object) -> SentPackage:
    """A package on the stick."""
    stick.mkdir(exist_ok=True)
    return sending.send(office, Sending(**wanted), stick)  # type: ignore[arg-type]


def taken(office: Workspace, file: Path) -> ImportJob:
    """A file copied, looked at and taken in."""
    job = spool.take_copy(office, file)
    receiving.examine(office, job.id)
    return receiving.apply(office, job.id)


def answered(office: Workspace, job: ImportJob, stick: Path) -> Path:
    """The receipt on the stick."""
    return stick / receipts.send_receipt(office, job.id, stick).name
