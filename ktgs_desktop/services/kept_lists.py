"""Lists of regulations that came in: judged by what is believed here, and kept as signed.

A list is kept before it is installed, as it was signed: it can be handed on to the units below,
and a second list of the same number is known as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.regulation_lists import ListFacts, RegulationList, facts_of
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services import beliefs
from ktgs_desktop.store import package_log
from ktgs_desktop.sync.regulation_list_file import (
    decode_list,
    encode_list,
    pack_body,
    unpack_body,
)
from ktgs_desktop.trust.regulation_signers import ListApproval
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.trust_store import TrustStore

_KIND = StatementKind.REGULATION_LIST


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A list that enough keys signed.

    Attributes:
        contents: what it says.
        statement: as signed.
        approval: who signed.
    """

    contents: RegulationList
    statement: Statement
    approval: ListApproval

    @property
    def facts(self) -> ListFacts:
        """What it says of itself."""
        return self.contents.facts


def judge(believed: TrustStore, data: bytes) -> JudgedList:
    """Read the bytes of a list's file, and refuse one that too few of the right keys signed.

    Args:
        believed: whom the office believes.
        data: the bytes.

    Raises:
        PackageError: what is wrong with the file, its signatures, or what it says.
    """
    statement = decode_list(data)
    read: list[RegulationList] = []

    def issued(body: bytes) -> date:
        read.append(RegulationList.from_bytes(body))
        return read[0].issued

    approval = believed.regulation_list(statement, issued)
    return JudgedList(read[0], statement, approval)


def keep(workspace: Workspace, connection: Reader, judged: JudgedList) -> bool:
    """Keep a list that was judged.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        judged: the list.

    Returns:
        Whether it was not kept before.

    Raises:
        PackageError: `regulations_equivocation` if another list of its number is kept.
    """
    version = judged.contents.version
    for known in _kept(connection, version):
        if facts_of(known.body).sha256 != judged.contents.full_sha256:
            raise PackageError("regulations_equivocation", version=version)
    packed = Statement(pack_body(judged.statement.body), judged.statement.signatures)
    return beliefs.keep(workspace, connection, _KIND, packed, (None, version))


def _kept(connection: Reader, version: int) -> list[Statement]:
    found = package_log.statements(connection, _KIND, version=version)
    return [Statement(unpack_body(one.body), one.signatures) for one in found]


def newer(connection: Reader, version: int) -> list[ListFacts]:
    """Lists that are kept and newer than one that is installed, the oldest first.

    Args:
        connection: any.
        version: the one that is installed.
    """
    found = package_log.statement_versions(connection, _KIND)
    return [
        facts_of(one.body)
        for number in found
        if number > version
        for one in _kept(connection, number)
    ]


def files(connection: Reader, version: int) -> list[bytes]:
    """The files of a version that is kept, as they can be handed on; whole lists first.

    Args:
        connection: any.
        version: the version.
    """
    found = sorted(_kept(connection, version), key=lambda one: facts_of(one.body).base is not None)
    return [encode_list(one) for one in found]
