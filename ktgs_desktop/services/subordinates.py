"""Which organisations stand below the office's committee, and whom decisions about them name."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.coverage import term_years
from ktgs_desktop.domain.organizations import Organization, OrganizationType
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.store import coverage, records
from ktgs_desktop.store.coverage import Scope

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


def scope(workspace: Workspace, connection: Reader, term: str = "") -> Scope:
    """All organisations subordinate to the office's committee, over a term.

    Args:
        workspace: the workspace.
        connection: any.
        term: code of the term, empty for the office's.
    """
    committee = records.find(connection, Organization, workspace.office.committee)
    above = committee.parent_on() if committee is not None else None
    years = term_years(term or workspace.office.term)
    return Scope(above or workspace.office.committee, years, workspace.today.isoformat())


def committees(connection: Reader, organizations: Collection[UUID]) -> dict[UUID, Named]:
    """The executive committee (cấp uỷ) of each organisation that has one.

    Decisions name the committee, not the Party body it leads (Điều lệ Đảng, Điều 10).

    Args:
        connection: any.
        organizations: their ids.
    """
    organ = OrganizationType.EXEC_COMMITTEE
    return {
        parent: Named(name, identifier)
        for parent, identifier, name in coverage.organs(connection, organizations, organ)
    }
