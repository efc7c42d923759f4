"""The training office made: its workspace, registers, programs, papers and pictures."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop import paths
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.members import PartyMember, Position
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    members,
    offices,
    organization_import,
    organizations,
    practice,
    unit_register,
)
from ktgs_desktop.services.demo import (
    desk_work,
    exchange_trust,
    pictures,
    plans,
    signed_papers,
)
from ktgs_desktop.services.demo.calendar import TODAY, Clock
from ktgs_desktop.services.workspace import new_id

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

LOGIN, PASSWORD = "demo", "demo-phu-binh"
WORKSPACE = "demo.ktgsdb"


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """What was made.

    Attributes:
        workspace: path of the workspace.
        login: login name.
        password: password.
        recovery_code: the recovery code.
        papers: paths of the papers.
        certificates: paths of the certificate files.
        pin: password of the certificate files.
        screens: paths of the pictures of the pages.
    """

    workspace: Path
    login: str
    password: str
    recovery_code: str
    papers: tuple[Path, ...]
    certificates: tuple[Path, ...]
    pin: str
    screens: tuple[Path, ...]


def make(
    folder: Path,
    progress: Progress | None = None,
    *,
    screens: bool = True,
    believe: Callable[[Workspace], None] | None = None,
) -> DemoOffice:
    """Make the training office in a folder.

    Args:
        folder: where to; made if missing.
        progress: is told how far it is.
        screens: whether pictures of every page are made too.
        believe: gives the office its keys for the exchange; None for those of a training
            authority of its own.

    Raises:
        StorageError: `file_exists` if there is one already; `disk_error`.
    """
    steps = progress or Progress()
    plan = json.loads(paths.resource("demo", "phu_binh.json").read_text("utf-8"))
    password = os.environ.get("KTGS_PASSWORD") or PASSWORD
    clock = Clock(TODAY)
    clock.go_to(date(2020, 11, 2))
    steps.step(0, 7, "workspace")
    created = offices.create_workspace(
        folder / WORKSPACE,
        offices.NewOffice(
            unit_code=plan["unit"],
            login=plan["user"]["login"],
            password=password,
            full_name=plan["user"]["full_name"],
            position=plan["user"]["position"],
        ),
        unit_register.read_units(),
        clock=clock,
    )
    workspace = created.workspace
    try:
        certificates = signed_papers.trust(workspace, plan, folder)
        written = _fill(workspace, clock, plan, folder, steps)
        (believe or exchange_trust.believe_alone)(workspace)
    finally:
        workspace.close()
    steps.step(6, 7, "screens")
    taken = pictures.take(folder / WORKSPACE, LOGIN, password) if screens else ()
    return DemoOffice(
        workspace=folder / WORKSPACE,
        login=LOGIN,
        password=password,
        recovery_code=created.recovery_code,
        papers=tuple(written),
        certificates=certificates,
        pin=practice.PIN,
        screens=tuple(taken),
    )


def _fill(
    workspace: Workspace,
    clock: Clock,
    plan: Mapping[str, Any],
    folder: Path,
    steps: Progress,
) -> list[Path]:
    steps.step(1, 7, "organizations")
    _add_organizations(workspace, plan)
    for entry in plan["members"]:
        _add_member(workspace, entry)
    written: list[Path] = []
    issued = []
    for number, entry in enumerate(plan["programs"]):
        steps.step(2 + number, 7, "programs")
        clock.go_to(date.fromisoformat(entry["issued_on"]))
        program = plans.add_program(workspace, plan, entry)
        issued.append(program)
        written += signed_papers.issued(workspace, program, folder)
    for entry in plan["amendments"]:
        clock.go_to(date.fromisoformat(entry["issued_on"] or entry["begun_on"]))
        written += plans.amend(workspace, plan, entry, folder)
    steps.step(5, 7, "progress")
    desk_work.lay_out(workspace, clock, plan)
    clock.now = TODAY
    for program, entry in zip(issued, plan["programs"], strict=True):
        plans.record_progress(workspace, program, entry["items"])
    return written


def _add_organizations(workspace: Workspace, plan: Mapping[str, Any]) -> None:
    table = [["Tên tổ chức", "Loại"]]
    table += [[entry["name"], entry["type"]] for entry in plan["organizations"]]
    parent = organization_id(plan["unit"], OrganizationType.PARTY_BODY)
    planned = organization_import.plan(workspace, table, parent=parent)
    organization_import.apply(workspace, planned)


def _add_member(workspace: Workspace, entry: Mapping[str, str]) -> None:
    home = organizations.named(workspace, "Chi bộ Văn phòng Huyện uỷ")
    members.save(
        workspace,
        PartyMember(
            owner=workspace.office.unit,
            id=new_id(),
            full_name=entry["full_name"],
            birth_date=PartialDate(entry["birth_date"]),
            organization=home,
            positions=(Position(entry["position"], workspace.office.committee),),
        ),
    )
