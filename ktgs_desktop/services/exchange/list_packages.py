"""Lists of regulations in packages: judged and kept on arrival, installed by a person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.identity import installed_list_id
from ktgs_desktop.domain.installed_lists import REGULATIONS, InstalledList
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import beliefs, kept_lists, permissions
from ktgs_desktop.services.exchange import packing
from ktgs_desktop.services.exchange.trust_statements import lacking
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.package_log import SentPackage
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.sync.contents import RegulationList
    from ktgs_desktop.trust.certificates import SigningIdentity


def hear(
    workspace: Workspace, connection: Reader, arriving: Iterable[RegulationList]
) -> tuple[int, ...]:
    """Judge and keep lists that came in a package; nothing of them is installed.

    One that is older than what is installed came late, and is kept for nothing but the record.
    Lists by other names are for other versions of the program; they stay in the package alone.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        arriving: the lists.

    Returns:
        The versions among them that can be installed.

    Raises:
        PackageError: why one of them is refused; then none counts.
    """
    found = []
    for one in arriving:
        if one.name != REGULATIONS:
            continue
        judged = kept_lists.judge(beliefs.trust_in(workspace, connection), one.data)
        kept_lists.keep(workspace, connection, judged)
        found.append(judged.contents.version)
    here = _installed(workspace, connection)
    return tuple(sorted({version for version in found if version > here}))


def _installed(workspace: Workspace, connection: Reader) -> int:
    known = installed_list_id(workspace.office.unit, REGULATIONS)
    installed = records.find(connection, InstalledList, known)
    return 0 if installed is None else installed.version


def send(
    workspace: Workspace,
    unit: UUID,
    folder: Path,
    *,
    version: int | None = None,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
) -> SentPackage:
    """Write a package with the list of regulations for another office, as it was signed.

    Args:
        workspace: the workspace.
        unit: the unit it is for.
        folder: the folder on the stick.
        version: which version; the one that is installed if left out.
        identity: the certificate that signs the package; None for the office's own key.
        progress: is told how far it is.

    Raises:
        UserError: `regulations_list_gone` if the version is not kept here as it was signed;
            `exchange_not_set_up`, `recipient_key_missing`, `certificate_needed`.
        PackageError: what trust, packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    with workspace.reading() as connection:
        wanted = version or _installed(workspace, connection)
        files = kept_lists.files(connection, wanted)
        statements = lacking(workspace, connection, unit)
    if not files:
        raise UserError("regulations_list_gone", version=wanted)
    draft = packing.Draft(
        PackageKind.REGLIST, unit, statements=tuple(statements), lists=((REGULATIONS, files[0]),)
    )
    made = packing.write(workspace, draft, identity, progress)
    return packing.carry(workspace, made.id, folder, progress)
