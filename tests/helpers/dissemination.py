"""A plan of dissemination and sessions of it in one call."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.dissemination import Attendance
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.services.regulations import dissemination, dissemination_sessions
from tests.helpers.entities import an_id

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import Dissemination
    from ktgs_desktop.services.workspace import Workspace

TEXTS = tuple(Named(name, an_id(name)) for name in ("22-QĐ/TW", "37-QĐ/TW"))
COMMUNES = ("PARTY_BODY",)


def a_plan(workspace: Workspace, units: int = 3, **values: Any) -> Dissemination:
    found = dissemination.units(workspace, COMMUNES, direct=True)[:units]
    usual: dict[str, Any] = {
        "title": "Quán triệt Quy định số 22-QĐ/TW",
        "regulations": TEXTS,
        "starts_on": date(2021, 7, 1),
        "ends_on": date(2021, 7, 31),
        "targets": tuple(Named(one.name, one.id) for one in found),
    }
    blank = dissemination.blank(workspace)
    return dissemination.save(workspace, dataclasses.replace(blank, **{**usual, **values}))


def hold(workspace: Workspace, plan: Dissemination, units: slice, **values: Any) -> Any:
    """A session to which three of each unit came."""
    blank = dissemination_sessions.blank(workspace, plan.id)
    rows = tuple(Attendance(one, 4, 3, 3, 1) for one in plan.targets[units])
    session = dataclasses.replace(blank, attendance=rows, **values)
    return dissemination_sessions.save(workspace, session)
