"""Offices of several levels in one test, and what one hands to another."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.domain import reorganisation as rules
from ktgs_desktop.domain.channels import UPWARD, down
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.services import offices, unit_register
from ktgs_desktop.store import exchange_tables, feeds, issuing, lineage
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from tests.conftest import PASSWORD, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace

THAI_NGUYEN, PHU_BINH, BAN_DAT, TAN_KHANH = "19", "173", "05911", "05917"
AFTERWARDS = datetime(2025, 7, 15, 9, 15, tzinfo=timezone(timedelta(hours=7)))
ON = rules.REORGANIZED_ON


@contextmanager
def an_office(folder: Path, code: str, clock: Clock) -> Iterator[Workspace]:
    """The office of a unit of early 2025, newly set up, with the register of its province."""
    units = unit_register.read_units()
    new = offices.NewOffice(code, "mau", PASSWORD, "Nguyễn Văn Mẫu", "cán bộ")
    made = offices.create_workspace(folder / f"{code}.ktgsdb", new, units, clock=clock).workspace
    try:
        yield made
    finally:
        made.store.keep_off(None)
        made.close()


def issue(workspace: Workspace) -> issuing.Issued:
    """Write what may go into the office's feeds."""
    with workspace.store.local_writing() as connection:
        return issuing.issue(connection, workspace.author())


def carry(source: Workspace, target: Workspace, unit: UUID, channels: tuple[str, ...]) -> int:
    """Hand the feeds of a unit from one office's file to another's; how many changes were new."""
    new = 0
    for channel in channels:
        feed = Feed(unit, channel)
        with source.reading() as connection:
            raws = list(feeds.after(connection, feed, ()))
        if raws:
            with target.store.local_writing() as connection:
                done = admit(connection, feed, raws, Origin("2025-07-20T08:00:00+07:00"))
            assert done.held == 0
            new += len(done.new)
    return new


def send_up(workspace: Workspace, superior: Workspace) -> int:
    """Issue what may go, and carry it to the superior."""
    issue(workspace)
    return carry(workspace, superior, workspace.office.unit, UPWARD)


def send_down(superior: Workspace, workspace: Workspace) -> int:
    """Issue what may go, and carry what is for an office to it."""
    issue(superior)
    to = (down(workspace.office.unit),)
    return carry(superior, workspace, superior.office.unit, to)


def new_body(plan: rules.Plan, code: str, body: str = "PARTY_BODY") -> UUID:
    """The body after the rearrangement that goes on with the records of a unit of before."""
    for one in plan.followings:
        if one.same is not None and one.same.code == code:
            return organization_id(code, body)
        if code in {unit.code for unit in one.receives}:
            same = one.same
            return (
                organization_id(same.code, body)
                if same
                else organization_id(one.unit.code, body, ON)
            )
    district = code in {unit.code for unit in plan.districts}
    assert district, code
    return organization_id(THAI_NGUYEN, body)


def received(workspace: Workspace, unit: UUID) -> set[tuple[str, UUID]]:
    """What a superior finds under a unit."""
    table = exchange_tables.replica
    with workspace.reading() as connection:
        query = sa.select(table.c.entity, table.c.id).where(
            lineage.under(unit), table.c.kind == "put"
        )
        found = [(row.entity, row.id) for row in connection.execute(query)]
    assert len(found) == len(set(found)), "a record is shown twice"
    return set(found)
