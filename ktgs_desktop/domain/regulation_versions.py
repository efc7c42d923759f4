"""Which version of a list may follow which, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from ktgs_desktop.domain.regulation_items import ListItem
from ktgs_desktop.domain.regulation_lists import Delta, Ending, RegulationList, digest_of
from ktgs_desktop.domain.trust_lists import MAX_VERSION_JUMP
from ktgs_desktop.errors import PackageError

_CODE = "regulations_malformed"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The list that is installed.

    Attributes:
        version: its number.
        sha256: digest of its texts.
        items: its texts, by id ascending.
    """

    version: int
    sha256: str
    items: tuple[ListItem, ...]


def check_follows(found: RegulationList, installed: Snapshot | None) -> None:
    """Refuse a list that goes back behind the one installed, bears its number, or leaps.

    Args:
        found: the list to be, its signatures checked.
        installed: the one installed, out of date or not; None for the first.

    Raises:
        PackageError: `regulations_rollback`, `regulations_equivocation`,
            `regulations_version_jump`.
    """
    if installed is None:
        return
    if found.version < installed.version:
        raise PackageError("regulations_rollback", version=found.version, known=installed.version)
    if found.version == installed.version and found.full_sha256 != installed.sha256:
        raise PackageError("regulations_equivocation", version=found.version)
    if found.version - installed.version > MAX_VERSION_JUMP:
        raise PackageError(
            "regulations_version_jump", version=found.version, known=installed.version
        )


def whole_of(found: RegulationList, installed: Snapshot | None) -> tuple[ListItem, ...]:
    """All texts of a list that was read, a delta laid upon the version it is made from.

    Args:
        found: the list to be.
        installed: the one installed, None if none is.

    Raises:
        PackageError: `regulations_delta_order` if another version is installed,
            `regulations_delta_other` if another list of that version is,
            `regulations_malformed` if the whole is not what the list says.
    """
    if found.base is None or found.delta is None:
        return found.items or ()
    known = installed.version if installed is not None else 0
    if installed is None or found.base.version != known:
        raise PackageError(
            "regulations_delta_order",
            base=found.base.version,
            version=found.version,
            known=known,
        )
    if found.base.sha256 != installed.sha256:
        raise PackageError("regulations_delta_other", version=known)
    items = apply_delta(installed.items, found.delta)
    if digest_of(items) != found.full_sha256:
        raise PackageError(_CODE, reason="full_sha256")
    return items


def apply_delta(base: Sequence[ListItem], delta: Delta) -> tuple[ListItem, ...]:
    """A list with what changed since.

    Args:
        base: all texts of the earlier version.
        delta: what changed.

    Returns:
        All texts of the later version, by id ascending.

    Raises:
        PackageError: `regulations_malformed` if the delta does not fit the list.
    """
    found = {one.id: one for one in base}
    for one in delta.added:
        if one.id in found:
            _refuse(f"added {one.label}")
        found[one.id] = one
    touched = {one.id for one in delta.added}
    for one in delta.changed:
        if one.id not in found or one.id in touched:
            _refuse(f"changed {one.label}")
        found[one.id] = one
        touched.add(one.id)
    for ending in delta.ended:
        if ending.id not in found or ending.id in touched:
            _refuse(f"ended {ending.id}")
        found[ending.id] = found[ending.id].ending(ending.effective_to)
    return tuple(sorted(found.values(), key=lambda one: one.id.bytes))


def delta_between(before: Sequence[ListItem], after: Sequence[ListItem]) -> Delta:
    """What changed from one list to a later one.

    Args:
        before: all texts of the earlier version.
        after: all texts of the later one.

    Raises:
        PackageError: `regulations_item_missing` if a text left the list.
    """
    check_none_left(before, after)
    former = {one.id: one for one in before}
    added, changed, ended = [], [], []
    for one in sorted(after, key=lambda item: item.id.bytes):
        was = former.get(one.id)
        last = one.regulation.effective_to
        if was is None:
            added.append(one)
        elif was == one:
            continue
        elif last is not None and was.ending(last) == one:
            ended.append(Ending(one.id, last))
        else:
            changed.append(one)
    return Delta(tuple(added), tuple(changed), tuple(ended))


def check_none_left(before: Iterable[ListItem], after: Iterable[ListItem]) -> None:
    """Refuse a list from which a text disappeared; one that ended stays with its last day.

    Args:
        before: all texts of the earlier version.
        after: all texts of the later one.

    Raises:
        PackageError: `regulations_item_missing`.
    """
    here = {one.id for one in after}
    for one in before:
        if one.id not in here:
            raise PackageError("regulations_item_missing", number=one.label)


def _refuse(reason: str) -> NoReturn:
    raise PackageError(_CODE, reason=reason)
