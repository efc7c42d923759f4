"""Use cases: a signed list of regulations is looked at, and installed as one step or left alone.

What it would change is found by the very code that changes it, in a transaction that is rolled
back. A list never touches what is the office's own: its texts, its notes, its files; a text of its
own that is now in the list as well is shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.identity import REGISTER_OWNER, installed_list_id
from ktgs_desktop.domain.installed_lists import REGULATIONS, InstalledList, ListOrigin
from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.domain.regulation_differences import ListDifference, difference
from ktgs_desktop.domain.regulation_items import ListItem, check_whole, key_form
from ktgs_desktop.domain.regulation_lists import ListFacts, digest_of
from ktgs_desktop.domain.regulation_versions import (
    Snapshot,
    check_follows,
    check_none_left,
    whole_of,
)
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import beliefs, kept_lists
from ktgs_desktop.services.regulations import citing
from ktgs_desktop.services.regulations.citing import Citing
from ktgs_desktop.store import records
from ktgs_desktop.store.bulk_insert import undisturbed
from ktgs_desktop.sync.regulation_list_file import MAX_FILE_BYTES
from ktgs_desktop.trust.regulation_signers import ListSigner
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.kept_lists import JudgedList
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer

_OPERATION = "take_regulations"
EXPIRED, OVERDUE, UNSIGNED = (
    "regulations_list_expired",
    "regulations_list_overdue",
    "regulations_list_unsigned",
)
"""Codes of what a person should know of a list that is installed or about to be."""


@dataclass(frozen=True, slots=True)
class ListStanding:
    """The list that is installed.

    Attributes:
        installed: what the office's books say of it.
        warnings: codes of sentences, whose parameter is `date`, the day it expired.
        newer: versions that came and are not installed, the oldest first.
    """

    installed: InstalledList
    warnings: tuple[str, ...]
    newer: tuple[ListFacts, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A text of the office's own that stands in the list as well; it is left as it is.

    Attributes:
        own: the office's text.
        listed: the list's text.
        same: whether they say the same.
    """

    own: Regulation
    listed: Regulation
    same: bool


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a list is, and what installing it changes.

    Attributes:
        facts: what it says of itself.
        former: the list that is installed, None if there is none.
        signers: who signed.
        needed: how many signatures it takes.
        warnings: codes of sentences about the list and who signed it.
        difference: texts that are new, changed and ended.
        clashes: texts of the office's own that are in the list as well.
        affected: the office's papers that cite a text which ends with this list.
        known: whether this very version is installed already.
    """

    facts: ListFacts
    former: InstalledList | None
    signers: tuple[ListSigner, ...]
    needed: int
    warnings: tuple[str, ...]
    difference: ListDifference
    clashes: tuple[Clash, ...]
    affected: tuple[Citing, ...] = ()
    known: bool = False


class _OnlyLookedError(Exception):
    """Takes back what a look at a list did."""


# What is installed ------------------------------------------------------------------------------


def standing(workspace: Workspace) -> ListStanding | None:
    """The list that is installed, and what a person should know of it; None if none is.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = _installed(workspace, connection)
        if found is None:
            return None
        return ListStanding(
            installed=found,
            warnings=_warnings(workspace, connection, found.expires, signed=bool(found.signers)),
            newer=tuple(kept_lists.newer(connection, found.version)),
        )


def _installed(workspace: Workspace, connection: Reader) -> InstalledList | None:
    known = installed_list_id(workspace.office.unit, REGULATIONS)
    return records.find(connection, InstalledList, known)


def _warnings(
    workspace: Workspace, connection: Reader, expires: date | None, *, signed: bool
) -> tuple[str, ...]:
    """What is to be said of a list that is out of date, or that nobody signed."""
    found = [] if signed else [UNSIGNED]
    if expires is not None and expires < workspace.today:
        roots = beliefs.statements_of(connection, StatementKind.ROOT)
        grace = RootFile.from_bytes(roots[-1].body).grace_days if roots else 0
        over = bool(roots) and expires + timedelta(days=grace) < workspace.today
        found.append(OVERDUE if over else EXPIRED)
    return tuple(found)


def past(workspace: Workspace) -> list[InstalledList]:
    """The lists that were installed one after another, the present one first.

    Args:
        workspace: the workspace.
    """
    known = installed_list_id(workspace.office.unit, REGULATIONS)
    with workspace.reading() as connection:
        found = records.versions(connection, "installed_list", known)
    lists = [from_document(InstalledList, dict(change.document)) for _name, change in found]
    return lists[::-1]


# Looking ----------------------------------------------------------------------------------------


def examine(workspace: Workspace, path: Path, progress: Progress | None = None) -> ListPreview:
    """Look at a list in a file; nothing is changed.

    Args:
        workspace: the workspace.
        path: the file.
        progress: is told how far it is.

    Raises:
        PackageError: why the list is refused.
        UserError: `exchange_not_set_up` if no root of trust was taken; `file_too_large`.
        StorageError: the file cannot be read.
    """
    return _examine(workspace, read_file(path, MAX_FILE_BYTES), ListOrigin.FILE, progress)


def examine_kept(
    workspace: Workspace, version: int, progress: Progress | None = None
) -> ListPreview:
    """Look at a list that came in a package; nothing is changed.

    Args:
        workspace: the workspace.
        version: its number, one of `ListStanding.newer`.
        progress: is told how far it is.

    Raises:
        PackageError: why the list is refused.
        UserError: `regulations_list_gone`.
    """
    return _examine(workspace, _kept(workspace, version), ListOrigin.PACKAGE, progress)


def _examine(
    workspace: Workspace, data: bytes, came: ListOrigin, progress: Progress | None
) -> ListPreview:
    found: list[ListPreview] = []
    try:
        with undisturbed(), workspace.writing(_OPERATION) as writer:
            found.append(_take(workspace, writer, data, came))
            raise _OnlyLookedError  # noqa: TRY301 - rolls the transaction back
    except _OnlyLookedError:
        pass
    (preview,) = found
    ended = [one.item.id for one in preview.difference.ended]
    return dataclasses.replace(preview, affected=affected(workspace, ended, progress))


def affected(
    workspace: Workspace, ended: Sequence[UUID], progress: Progress | None = None
) -> tuple[Citing, ...]:
    """The office's papers that cite texts which end.

    Args:
        workspace: the workspace.
        ended: the texts.
        progress: is told how far it is.
    """
    if not ended:
        return ()
    return tuple(citing.review(workspace, progress, regulations=frozenset(ended)))


def _kept(workspace: Workspace, version: int) -> bytes:
    with workspace.reading() as connection:
        files = kept_lists.files(connection, version)
        installed = _installed(workspace, connection)
    if not files:
        raise UserError("regulations_list_gone", version=version)
    whole = len(files) == 1 or installed is None
    return files[0] if whole else files[-1]


# Installing -------------------------------------------------------------------------------------


def apply(workspace: Workspace, path: Path) -> ListPreview:
    """Install a list from a file, all of it or nothing; undo takes it back.

    Args:
        workspace: the workspace.
        path: the file.

    Returns:
        What changed.

    Raises:
        PackageError: why the list is refused; then nothing was changed.
        UserError: as `examine`.
        StorageError: the file cannot be read.
    """
    return _apply(workspace, read_file(path, MAX_FILE_BYTES), ListOrigin.FILE)


def apply_kept(workspace: Workspace, version: int) -> ListPreview:
    """Install a list that came in a package; as `apply`.

    Args:
        workspace: the workspace.
        version: its number.

    Raises:
        PackageError: why the list is refused; then nothing was changed.
        UserError: `regulations_list_gone`.
    """
    return _apply(workspace, _kept(workspace, version), ListOrigin.PACKAGE)


def _apply(workspace: Workspace, data: bytes, came: ListOrigin) -> ListPreview:
    with undisturbed(), workspace.writing(_OPERATION) as writer:
        found = _take(workspace, writer, data, came)
        writer.about = str(found.facts.version)
    return found


def _take(workspace: Workspace, writer: Writer, data: bytes, came: ListOrigin) -> ListPreview:
    """Judge a list, keep it as signed, and lay it over the one that is installed."""
    connection = writer.connection
    judged = kept_lists.judge(beliefs.trust_in(workspace, connection), data)
    former = _installed(workspace, connection)
    here = _snapshot(connection, former)
    check_follows(judged.contents, here)
    kept_lists.keep(workspace, connection, judged)
    known = here is not None and here.version == judged.contents.version
    after = here.items if here is not None and known else _whole(judged, here)
    before = here.items if here is not None else ()
    found = difference(before, after)
    if not known:
        _write(writer, before, after)
        writer.put(_record(workspace, judged, came))
    warnings = _warnings(workspace, connection, judged.contents.expires, signed=True)
    return ListPreview(
        facts=judged.facts,
        former=former,
        signers=judged.approval.signers,
        needed=judged.approval.needed,
        warnings=(*judged.approval.warnings, *warnings),
        difference=found,
        clashes=tuple(_clashes(workspace, connection, after)),
        known=known,
    )


def _snapshot(connection: Reader, installed: InstalledList | None) -> Snapshot | None:
    if installed is None:
        return None
    return Snapshot(installed.version, installed.digest, items(connection))


def items(connection: Reader) -> tuple[ListItem, ...]:
    """The texts of the list that is installed, by id ascending.

    Args:
        connection: any.
    """
    words: dict[UUID, list[RegulationText]] = {}
    for text in records.get_all(connection, RegulationText, owner=REGISTER_OWNER):
        words.setdefault(text.regulation, []).append(text)
    found = [
        ListItem(one, tuple(sorted(words.get(one.id, ()), key=lambda text: text.version)))
        for one in records.get_all(connection, Regulation, owner=REGISTER_OWNER)
    ]
    return tuple(sorted(found, key=lambda one: one.id.bytes))


def _whole(judged: JudgedList, here: Snapshot | None) -> tuple[ListItem, ...]:
    if judged.contents.delta is not None and here is not None:
        _check_undamaged(here)
    after = whole_of(judged.contents, here)
    check_whole(after)
    check_none_left(here.items if here is not None else (), after)
    return after


def _check_undamaged(here: Snapshot) -> None:
    """Changes can be laid on a list only that is here as it was signed."""
    if digest_of(here.items) != here.sha256:
        raise PackageError("regulations_library_differs", version=here.version)


def _write(writer: Writer, before: Sequence[ListItem], after: Sequence[ListItem]) -> None:
    former = {one.id: one for one in before}
    fresh = [one for one in after if one.id not in former]
    changed = [one for one in after if one.id in former and former[one.id] != one]
    known = records.known_ids(writer.connection, Regulation, [one.id for one in fresh])
    again = [one for one in fresh if one.id in known]  # taken back by an undo
    added = [one for one in fresh if one.id not in known]
    writer.add_many([one.regulation for one in added])
    writer.add_many([text for one in added for text in one.texts])
    writer.put_many([one.regulation for one in (*again, *changed)])
    writer.put_many([text for one in (*again, *changed) for text in one.texts])
    for one in changed:
        left = {text.id for text in one.texts}
        for text in former[one.id].texts:
            if text.id not in left:
                writer.void(text, _("Not in the list of regulations any more"))


def _record(workspace: Workspace, judged: JudgedList, came: ListOrigin) -> InstalledList:
    unit, contents = workspace.office.unit, judged.contents
    return InstalledList(
        owner=unit,
        id=installed_list_id(unit, REGULATIONS),
        name=REGULATIONS,
        version=contents.version,
        digest=contents.full_sha256,
        issued=contents.issued,
        expires=contents.expires,
        signers=tuple(one.holder for one in judged.approval.signers),
        came=came,
        installed_on=workspace.today,
    )


def _clashes(
    workspace: Workspace, connection: Reader, listed: Sequence[ListItem]
) -> Iterator[Clash]:
    own = records.get_all(connection, Regulation, owner=workspace.office.unit)
    by_key = {key_form(one.regulation.key): one.regulation for one in listed}
    for one in own:
        twin = by_key.get(key_form(one.key))
        if twin is not None:
            alike = dataclasses.replace(one, owner=twin.owner, id=twin.id) == twin
            yield Clash(one, twin, alike)
