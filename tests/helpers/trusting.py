"""A province that the root vouches for, above a district and a commune that have no keys yet."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.services.exchange import certifying, own_keys, trust_files
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.sync.statement_file import encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, new_tree
from ktgs_desktop.trust.statements import StatementKind
from tests.conftest import Clock
from tests.helpers.exchange import CODES, START, House, an_office, believe, opened

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.certifying import Certified
    from ktgs_desktop.services.workspace import Workspace


@cache
def _template() -> tuple[Path, TrainingTree]:
    folder = Path(tempfile.mkdtemp(prefix="ktgs-bare-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = [an_office(folder, code, Clock()) for code in CODES]
    secret, public = new_identity()
    top = made[0].office
    unit = TrainingUnit(
        top.unit, top.unit_code, top.name, "T", None, certificate=False, encryption=public
    )
    tree = new_tree([unit], START)
    believe(made[0], tree, secret)
    for office in made:
        office.close()
    return folder, tree


def a_bare_house(folder: Path, clock: Clock) -> House:
    """Three offices; only the province has keys."""
    before = os.environ.get("KTGS_HOME")
    template, tree = _template()
    shutil.copytree(template, folder)
    made = [opened(folder / code, code, clock) for code in CODES]
    if before is not None:
        os.environ["KTGS_HOME"] = before
    return House(made, tree)


def root_file(house: House, folder: Path) -> Path:
    """The root as people get it."""
    path = folder / "root.json"
    one = house.tree.root_statement
    path.write_bytes(
        encode_file([TravellingStatement(StatementKind.ROOT, one.body, one.signatures)])
    )
    return path


def enrol(above: Workspace, below: Workspace, root: Path, stick: Path) -> Certified:
    """Keys, request, root, certificate, answer: what two offices do by stick and telephone."""
    asked = own_keys.make(below)
    file = own_keys.save_request(below, stick)
    trust_files.take_root(below, root, trust_files.look_at_root(root).fingerprint)
    made = certifying.certify(above, file, asked.code)
    trust_files.take(below, trust_files.save(above, below.office.unit, stick))
    return made
