"""Three offices for exercises: province, district, commune, and the authority they all believe.

Everything says that it is a trial (THỬ NGHIỆM). The district is the training office with its
programs; it leaves a package for its province, so that somebody can take it in at once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ktgs_desktop.domain.package_log import SentPackage
from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.errors import place_error
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import offices, unit_register
from ktgs_desktop.services.demo import office
from ktgs_desktop.services.demo.calendar import TODAY
from ktgs_desktop.services.demo.exchange_trust import (
    PLACES,
    Authority,
    believe,
    new_authority,
    statements,
)
from ktgs_desktop.services.exchange import sending
from ktgs_desktop.services.exchange.own_keys import write_file
from ktgs_desktop.services.exchange.sending import Sending
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.sync.statement_file import encode_file
from ktgs_desktop.trust.exchange_training import PIN, ROOT_FILE, write_regulation_keys


@dataclass(frozen=True, slots=True)
class TrainingHouse:
    """What was made.

    Attributes:
        workspaces: the offices' files: province, district, commune.
        login: login name in all of them.
        password: password of all of them.
        root: file with the root of trust, the trust lists and the revocation list.
        fingerprint: of the root, as it would be printed.
        package: the district's package for the province.
        sent: what the district's books say of it.
        regulation_keys: files with the keys that sign lists of regulations, two of which suffice;
            the last is a certificate.
        pin: PIN of that certificate.
    """

    workspaces: tuple[Path, Path, Path]
    login: str
    password: str
    root: Path
    fingerprint: str
    package: Path
    sent: SentPackage
    regulation_keys: tuple[Path, ...]
    pin: str = PIN


def make(folder: Path, progress: Progress | None = None) -> TrainingHouse:
    """Make the three offices, the authority and one package.

    Args:
        folder: where to; made if missing.
        progress: is told how far it is.

    Raises:
        StorageError: `file_exists` if there is one already; `disk_error`.
    """
    steps = progress or Progress()
    authority = new_authority()
    password = os.environ.get("KTGS_PASSWORD") or office.PASSWORD
    made: list[Path] = []
    for number, (place, code, _level) in enumerate(PLACES):
        steps.step(number, len(PLACES) + 1, place)
        home = folder / place
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise place_error(error, home) from error
        if place == "huyen":
            done = office.make(home, screens=False, believe=partial(believe, authority=authority))
            made.append(done.workspace)
        else:
            made.append(_small_office(home / f"{place}.ktgsdb", code, password, authority))
    root = folder / ROOT_FILE
    write_file(root, encode_file(statements(authority.tree)))
    steps.step(len(PLACES), len(PLACES) + 1, "package")
    sent = _sent(made[1], password, folder)
    return TrainingHouse(
        workspaces=(made[0], made[1], made[2]),
        login=office.LOGIN,
        password=password,
        root=root,
        fingerprint=root_fingerprint(authority.tree.root_statement.body),
        package=folder / sent.name,
        sent=sent,
        regulation_keys=write_regulation_keys(folder, authority.tree),
    )


def _small_office(path: Path, code: str, password: str, authority: Authority) -> Path:
    new = offices.NewOffice(
        unit_code=code,
        login=office.LOGIN,
        password=password,
        full_name="Nguyễn Văn Thử Nghiệm",
        position="cán bộ",
    )
    created = offices.create_workspace(path, new, unit_register.read_units(), clock=lambda: TODAY)
    try:
        believe(created.workspace, authority)
    finally:
        created.workspace.close()
    return path


def _sent(path: Path, password: str, folder: Path) -> SentPackage:
    workspace = open_workspace(path, login=office.LOGIN, password=password, clock=lambda: TODAY)
    try:
        return sending.send(workspace, Sending(), folder)
    finally:
        workspace.close()
