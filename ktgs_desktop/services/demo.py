"""The training office: a real district with invented people, its programs of 2021, signed papers.

A layer of its own above the use cases: it does, one after the other, what an office does from the
first set-up to the signed paper, by the same functions.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

from ktgs_desktop import paths
from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.members import PartyMember, Position
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import Named, Program, ProgramItem, ProgramKind
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.errors import StorageError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    amendment_papers,
    amendments,
    anchors,
    members,
    offices,
    organization_import,
    organizations,
    papers,
    practice,
    program_items,
    program_progress,
    programs,
    signing,
    unit_register,
)
from ktgs_desktop.services.workspace import Workspace, new_id

LOGIN, PASSWORD = "demo", "demo-phu-binh"
WORKSPACE = "demo.ktgsdb"
_ZONE = timezone(timedelta(hours=7))
_MORNING = 9
TODAY = datetime(2021, 7, 6, _MORNING, 15, tzinfo=_ZONE)
_SCREENSHOT_SECONDS = 180
_STANDING = "Ban Thường vụ "


class _Clock:
    """A clock that is set by hand: the office's days of 2020 and 2021."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, day: date) -> None:
        """Set the clock to the morning of a day."""
        self.now = datetime(day.year, day.month, day.day, _MORNING, 15, tzinfo=_ZONE)


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


def make(folder: Path, progress: Progress | None = None, *, screens: bool = True) -> DemoOffice:
    """Make the training office in a folder.

    Args:
        folder: where to; made if missing.
        progress: is told how far it is.
        screens: whether pictures of every page are made too.

    Raises:
        StorageError: `file_exists` if there is one already; `disk_error`.
    """
    steps = progress or Progress()
    plan = json.loads(paths.resource("demo", "phu_binh.json").read_text("utf-8"))
    password = os.environ.get("KTGS_PASSWORD") or PASSWORD
    clock = _Clock(TODAY)
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
        certificates = _trust(workspace, plan, folder)
        written = _fill(workspace, clock, plan, folder, steps)
    finally:
        workspace.close()
    steps.step(6, 7, "screens")
    pictures = _screenshots(folder, password) if screens else ()
    return DemoOffice(
        workspace=folder / WORKSPACE,
        login=LOGIN,
        password=password,
        recovery_code=created.recovery_code,
        papers=tuple(written),
        certificates=certificates,
        pin=practice.PIN,
        screens=tuple(pictures),
    )


def _fill(
    workspace: Workspace,
    clock: _Clock,
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
        program = _add_program(workspace, plan, entry)
        issued.append(program)
        written += _paper(workspace, program, folder)
    for entry in plan["amendments"]:
        clock.go_to(date.fromisoformat(entry["issued_on"] or TODAY.date().isoformat()))
        written += _amend(workspace, plan, entry, folder)
    clock.now = TODAY
    steps.step(5, 7, "progress")
    for program, entry in zip(issued, plan["programs"], strict=True):
        _record_progress(workspace, program, entry["items"])
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


def _add_program(
    workspace: Workspace, plan: Mapping[str, Any], entry: Mapping[str, Any]
) -> Program:
    body = next(one for one in offices.bodies(workspace) if one.kind == entry["body"])
    program = programs.add(workspace, kind=entry["kind"], body=body.id, year=entry["year"])
    seen: dict[str, int] = {}
    items = []
    for line in entry["items"]:
        part = program_items.part_of(line["kind"])
        seen[part] = seen.get(part, 0) + 1
        items.append(_item(workspace, program, line, (seen[part], plan["short_names"])))
    program_items.save_many(workspace, items, "import_items")
    programs.issue(
        workspace,
        program.id,
        programs.Issue(date.fromisoformat(entry["issued_on"]), body.signers[0]),
    )
    return programs.get(workspace, program.id)


def _item(
    workspace: Workspace,
    program: Program,
    line: Mapping[str, Any],
    where: tuple[int, Mapping[str, str]],
) -> ProgramItem:
    seq, short = where
    blank = program_items.blank(workspace, program.id, line["kind"])
    period, work = line.get("period"), line.get("work")
    return dataclasses.replace(
        blank,
        seq=seq,
        year=line.get("year", program.year),
        content=line["content"],
        subjects=tuple(
            program_items.new_subject(
                subject_kind_of(name), name, organizations.named(workspace, name)
            )
            for name in line["subjects"]
        ),
        unnamed_organizations=line.get("organizations", 0),
        unnamed_members=line.get("members", 0),
        subject_note=line.get("subject_note", ""),
        period_from=PartialDate(period[0]) if period else None,
        period_to=PartialDate(period[1]) if period else None,
        quarter=None if work else line["quarter"],
        work_from=PartialDate(work[0]) if work else None,
        work_to=PartialDate(work[1]) if work else None,
        method="DIRECT" if line["kind"] != "SUPERVISION_REGULAR" else "INDIRECT",
        lead=_named(workspace, line["lead"], short),
        support=tuple(_named(workspace, name, short) for name in line.get("support", ())),
        directing_member=Named(line["directing"]) if "directing" in line else None,
        team_leader=Named(line["leader"]) if "leader" in line else None,
    )


def _named(workspace: Workspace, name: str, short: Mapping[str, str]) -> Named:
    return Named(short.get(name, name), organizations.named(workspace, name))


def _amend(
    workspace: Workspace, plan: Mapping[str, Any], entry: Mapping[str, Any], folder: Path
) -> list[Path]:
    """Draft an amendment, and issue it if it has a day; its paper, if it has one."""
    body = next(one for one in offices.bodies(workspace) if one.kind == entry["body"])
    program = next(
        one.program
        for one in programs.programs(workspace)
        if (one.program.body, one.program.year, one.program.kind)
        == (body.id, entry["year"], ProgramKind.ANNUAL)
    )
    draft = amendments.begin(workspace, program.id, reason=entry["reason"]).id
    lines = {item.content: item for item in program_items.items(workspace, program.id)}
    for change in entry["changes"]:
        if "item" in change:
            line = _item(workspace, program, change["item"], (0, plan["short_names"]))
        else:
            there = lines[change["line"]]
            values = {name: change[name] for name in ("content", "quarter") if name in change}
            line = dataclasses.replace(there, **values)
        action = ChangeAction(change["action"])
        amendments.put_change(workspace, draft, action, line, change["why"])
    if not entry["issued_on"]:
        return []
    how = amendments.Issue(date.fromisoformat(entry["issued_on"]), body.signers[0])
    paper = amendments.issue(workspace, draft, how)
    printed = amendment_papers.print_amendment(workspace, draft)
    word = amendment_papers.word_of_amendment(workspace, draft)
    return _signed(workspace, body, paper.id, (printed, word), folder)


def _record_progress(
    workspace: Workspace, program: Program, lines: Sequence[Mapping[str, Any]]
) -> None:
    made = {item.content: item for item in program_items.items(workspace, program.id)}
    for line in lines:
        if not {"done", "started"} & line.keys():
            continue
        item = made[line["content"]]
        none: list[str | None] = [None] * len(item.subjects)
        done, started = line.get("done", none), line.get("started", none)
        steps = [
            program_progress.Step(
                subject=subject.key,
                state=ProgressState.DONE if concluded else ProgressState.IN_PROGRESS,
                started_on=date.fromisoformat(begun) if begun else None,
                done_on=date.fromisoformat(concluded) if concluded else None,
            )
            for subject, concluded, begun in zip(item.subjects, done, started, strict=True)
            if concluded or begun
        ]
        if steps:
            program_progress.record_progress(workspace, item.id, steps)


# What is handed out ---------------------------------------------------------------------------


def _trust(workspace: Workspace, plan: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Make the training authority and the signers' certificates, and trust the authority."""
    bodies = []
    for body in offices.bodies(workspace):
        signer = plan["signers"][body.kind]
        named = Signer(signer["name"], signer["position"], signer["authority"])
        bodies.append(offices.save_body(workspace, dataclasses.replace(body, signers=(named,))))
    holders = [
        practice.Holder(body.symbol, body.signers[0].name, _office_name(body)) for body in bodies
    ]
    made = practice.make(folder / "certificates", holders)
    for data in (made.authority, made.revocations):
        anchors.trust(workspace, data, "training")
    return made.signers


def _office_name(body: IssuingBody) -> str:
    """Whose certificate it is: Huyện uỷ Phú Bình, Uỷ ban Kiểm tra Huyện uỷ Phú Bình."""
    if body.kind == OrganizationType.STANDING_COMMITTEE:
        return f"{body.name.removeprefix(_STANDING)} {body.place}".strip()
    return f"{body.name} {body.place}"


def _paper(workspace: Workspace, program: Program, folder: Path) -> list[Path]:
    body = offices.body(workspace, program.body)
    printed = papers.print_program(workspace, program.id)
    word = papers.word_of_program(workspace, program.id)
    document = signing.document_of_program(workspace, program.id)
    return _signed(workspace, body, document, (printed, word), folder)


def _signed(
    workspace: Workspace,
    body: IssuingBody,
    document: UUID,
    files: tuple[papers.Printed, papers.Printed],
    folder: Path,
) -> list[Path]:
    """Sign the PDF of a paper and hand it out with its Word file."""
    printed, word = files
    certificate = folder / "certificates" / f"{body.symbol}.p12"
    if printed.signature_place is not None:
        identity = signing.open_certificate(certificate, practice.PIN)
        request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
        signing.sign_document(workspace, document, request, identity)
        printed = papers.file_of_document(workspace, document)
    home = folder / "papers"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("disk_error", path=str(home)) from error
    written = []
    for one in (printed, word):
        papers.save_file(one, home / one.name)
        written.append(home / one.name)
    return written


def _screenshots(folder: Path, password: str) -> list[Path]:
    """Pictures of every page, by a process of its own: the core knows no window."""
    home = folder / "screens"
    environment = {**os.environ, "KTGS_PASSWORD": password, "QT_QPA_PLATFORM": "offscreen"}
    command = [
        sys.executable,
        "-m",
        "ktgs_desktop",
        "--screenshots",
        str(home),
        "--workspace",
        str(folder / WORKSPACE),
        "--user",
        LOGIN,
        "--now",
        TODAY.isoformat(),
    ]
    try:
        subprocess.run(  # noqa: S603 - our own program
            command, env=environment, capture_output=True, timeout=_SCREENSHOT_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise StorageError("screens_failed", folder=str(home)) from error
    return sorted(home.glob("*.png"))
