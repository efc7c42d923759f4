"""Taking a root of trust: the first by its printed fingerprint, each later one by signatures."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from ktgs_desktop.domain.trust_roots import RootFile, root_fingerprint
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.key_checks import check_public, check_threshold, genuine_keys
from ktgs_desktop.trust.statements import StatementKind, decode_signatures

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement


def first_root(statement: Statement, *, fingerprint: str) -> RootFile:
    """Take the first root, whose fingerprint people have compared with the paper decision.

    Args:
        statement: the root.
        fingerprint: what was typed from the paper; case, spaces and hyphens do not matter.

    Raises:
        PackageError: `root_fingerprint_other`, `root_malformed`, `json_not_canonical`, and what
            is wrong with its own signatures (`threshold_not_met`, `signature_wrong`, …).
    """
    typed = "".join(sign for sign in fingerprint.upper() if sign.isalnum())
    own = root_fingerprint(statement.body).replace(" ", "")
    if not hmac.compare_digest(typed.encode(), own.encode()):
        raise PackageError("root_fingerprint_other")
    root = RootFile.from_bytes(statement.body)
    _check_keys(root)
    keys = {key.fingerprint: key for key in root.keys}
    found = genuine_keys(
        StatementKind.ROOT, statement.body, decode_signatures(statement.signatures), keys
    )
    check_threshold(found, root.root)
    return root


def next_root(current: Statement, statement: Statement) -> RootFile:
    """Take the root that follows the one in force (TUF 5.3.4, 5.3.5).

    Args:
        current: the root in force, taken before.
        statement: the root to be; the same one again changes nothing.

    Raises:
        PackageError: `root_rollback`, `root_skipped` with the `version` that is missing,
            `root_equivocation`, `root_training`, `threshold_not_met`, and what is wrong with the
            root or its signatures.
    """
    former = RootFile.from_bytes(current.body)
    if statement.body == current.body:
        return former
    root = RootFile.from_bytes(statement.body)
    if root.version < former.version:
        raise PackageError("root_rollback", version=root.version, known=former.version)
    if root.version == former.version:
        raise PackageError("root_equivocation", version=root.version)
    if root.version != former.version + 1:
        raise PackageError("root_skipped", version=former.version + 1)
    if root.training is not former.training:
        raise PackageError("root_training")
    _check_keys(root)
    allowed = {
        key.fingerprint: key
        for one in (former, root)
        for key in one.keys
        if key.fingerprint in one.root.keys
    }
    found = genuine_keys(
        StatementKind.ROOT, statement.body, decode_signatures(statement.signatures), allowed
    )
    check_threshold(found, former.root)
    check_threshold(found, root.root)
    return root


def _check_keys(root: RootFile) -> None:
    for key in root.keys:
        check_public(key.suite, key.public)
