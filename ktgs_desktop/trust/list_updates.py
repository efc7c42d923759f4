"""Taking a newer trust list in place of an older one: versions only grow, and so do the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.trust_lists import MAX_VERSION_JUMP, TrustList
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement


def next_list(former: Statement | None, statement: Statement) -> TrustList:
    """Refuse a list that goes back behind the one in force; who signed it says `TrustStore`.

    Args:
        former: the list of the same issuer in force, out of date or not; None for the first.
        statement: the list to be; the same one again changes nothing.

    Raises:
        PackageError: `list_rollback`, `list_equivocation`, `list_version_jump`,
            `list_issuer_other`, `list_entry_missing`, `trust_list_malformed`.
    """
    found = TrustList.from_bytes(statement.body)
    if former is None or former.body == statement.body:
        return found
    known = TrustList.from_bytes(former.body)
    if found.issuer != known.issuer:
        raise PackageError("list_issuer_other")
    if found.version < known.version:
        raise PackageError("list_rollback", version=found.version, known=known.version)
    if found.version == known.version:
        raise PackageError("list_equivocation", version=found.version)
    if found.version - known.version > MAX_VERSION_JUMP:
        raise PackageError("list_version_jump", version=found.version, known=known.version)
    lacking = found.lacking(known)
    if lacking is not None:
        raise PackageError("list_entry_missing", reason=lacking)
    return found
