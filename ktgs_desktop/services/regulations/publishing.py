"""Use cases of the issuing office: make the next version of the list, sign it, check it.

The next version holds every text of the list that is installed, the office's own texts that are
chosen, and the words the office has typed for texts of the list. A text of its own that is in the
list already corrects it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.identity import REGISTER_OWNER, installed_list_id, regulation_text_id
from ktgs_desktop.domain.installed_lists import REGULATIONS, InstalledList
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.domain.regulation_differences import ListDifference, difference
from ktgs_desktop.domain.regulation_items import ListItem, check_whole, key_form
from ktgs_desktop.domain.regulation_lists import (
    Base,
    ListFacts,
    RegulationList,
    digest_of,
    facts_of,
)
from ktgs_desktop.domain.regulation_versions import delta_between
from ktgs_desktop.domain.regulations import Regulation, RegulationKind
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.paths import read_file, write_atomically
from ktgs_desktop.services import beliefs, permissions
from ktgs_desktop.services.regulations.lists import items as installed_items
from ktgs_desktop.store import records
from ktgs_desktop.sync.regulation_list_file import (
    FILE_ENDING,
    MAX_FILE_BYTES,
    decode_list,
    encode_list,
)
from ktgs_desktop.trust import key_files
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    StatementKind,
    decode_signatures,
    encode_signatures,
    sign,
)

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity

LIST_ENDING = FILE_ENDING
"""Of a file with a list."""
LIST_DAYS = 400
"""How long a list counts as up to date: a year, and time for the next to arrive."""
_OWN_AFFAIRS = frozenset((RegulationKind.PROGRAM, RegulationKind.COORDINATION))
"""Kinds of texts that concern the office alone, and go into a list only if they are named."""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What the next version of the list would be.

    Attributes:
        version: its number.
        items: its texts.
        difference: what it changes.
        base: the version that is installed, with its texts.
        own: the office's own texts that can be chosen.
        chosen: those of them that are in it.
    """

    version: int
    items: tuple[ListItem, ...]
    difference: ListDifference
    base: tuple[Base, tuple[ListItem, ...]]
    own: tuple[Regulation, ...]
    chosen: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list in a file.

    Attributes:
        path: the file.
        facts: what the list says of itself.
        signatures: fingerprints of the keys that signed, in hexadecimal; nobody has judged them.
    """

    path: Path
    facts: ListFacts
    signatures: tuple[str, ...]


# Making -----------------------------------------------------------------------------------------


def plan(workspace: Workspace, chosen: Collection[UUID] | None = None) -> ListPlan:
    """What the next version of the list would be; nothing is made.

    Args:
        workspace: the workspace.
        chosen: the office's own texts that go into it; None for all but its own programs and
            coordination regulations.

    Raises:
        UserError: `regulations_list_missing` if no list is installed.
        PackageError: why the list would contradict itself.
    """
    with workspace.reading() as connection:
        installed = _installed(workspace, connection)
        before = installed_items(connection)
        own = records.get_all(connection, Regulation, owner=workspace.office.unit)
        words = records.get_all(connection, RegulationText, owner=workspace.office.unit)
    if chosen is None:
        taken = [one for one in own if one.kind not in _OWN_AFFAIRS]
    else:
        taken = [one for one in own if one.id in chosen]
    after = _laid(before, taken, words)
    check_whole(after)
    return ListPlan(
        version=installed.version + 1,
        items=after,
        difference=difference(before, after),
        base=(Base(installed.version, installed.digest), before),
        own=tuple(own),
        chosen=frozenset(one.id for one in taken),
    )


def _installed(workspace: Workspace, connection: Reader) -> InstalledList:
    known = installed_list_id(workspace.office.unit, REGULATIONS)
    found = records.find(connection, InstalledList, known)
    if found is None:
        raise UserError("regulations_list_missing")
    return found


def _laid(
    before: Sequence[ListItem], own: Sequence[Regulation], words: Iterable[RegulationText]
) -> tuple[ListItem, ...]:
    """The texts of a list with the office's own laid over them."""
    names = {one.id: _listed_id(before, one) for one in own}
    found = {one.id: one for one in before}
    for one in own:
        name = names[one.id]
        former = found.get(name)
        relations = tuple(
            dataclasses.replace(each, target=_target(each.target, names, found))
            for each in one.relations
        )
        regulation = dataclasses.replace(one, owner=REGISTER_OWNER, id=name, relations=relations)
        found[name] = ListItem(regulation, former.texts if former is not None else ())
    for text in words:
        name = names.get(text.regulation, text.regulation)
        if name in found:
            found[name] = _with_words(found[name], text)
    return tuple(sorted(found.values(), key=lambda one: one.id.bytes))


def _target(
    target: UUID | None, names: dict[UUID, UUID], listed: dict[UUID, ListItem]
) -> UUID | None:
    if target is None:
        return None
    name = names.get(target, target)
    return name if name in listed or name in names.values() else None


def _listed_id(before: Sequence[ListItem], own: Regulation) -> UUID:
    """The text of the list that one of the office's own corrects, else a new one's identifier.

    A day of issue that is known better now is no other text.
    """
    number, issuer, _day = key_form(own.key)
    alike = [
        one
        for one in before
        if key_form(one.regulation.key)[:2] == (number, issuer) and _same_day(one.regulation, own)
    ]
    return alike[0].id if len(alike) == 1 else own.key.id


def _same_day(one: Regulation, other: Regulation) -> bool:
    if one.issued is None or other.issued is None:
        return one.issued == other.issued
    return one.issued.first <= other.issued.last and other.issued.first <= one.issued.last


def _with_words(item: ListItem, text: RegulationText) -> ListItem:
    listed = dataclasses.replace(
        text,
        owner=REGISTER_OWNER,
        id=regulation_text_id(item.id, text.version),
        regulation=item.id,
    )
    others = [one for one in item.texts if one.version != text.version]
    texts = sorted((*others, listed), key=lambda one: one.version)
    return ListItem(item.regulation, tuple(texts))


def make(
    workspace: Workspace,
    path: Path,
    *,
    chosen: Collection[UUID] | None = None,
    expires: date | None = None,
    changes_only: bool = False,
) -> ListFile:
    """Write the next version of the list, which nobody has signed yet.

    Args:
        workspace: the workspace.
        path: the file; `.ktgsdm` is added if it has no ending.
        chosen: as for `plan`.
        expires: last day it counts as up to date; some 400 days from now if left out.
        changes_only: only what changed since the version that is installed.

    Raises:
        UserError: `regulations_list_missing`, `regulations_expires_early`.
        PackageError: why the list would contradict itself.
        StorageError: the file cannot be written.
    """
    permissions.check(workspace.user, "publish_regulations")
    last = expires or workspace.today + timedelta(days=LIST_DAYS)
    if last <= workspace.today:
        raise UserError("regulations_expires_early")
    planned = plan(workspace, chosen)
    base, before = planned.base
    made = RegulationList(
        version=planned.version,
        issued=workspace.today,
        expires=last,
        full_sha256=digest_of(planned.items),
        items=None if changes_only else planned.items,
        base=base if changes_only else None,
        delta=delta_between(before, planned.items) if changes_only else None,
    )
    body = made.to_bytes()
    RegulationList.from_bytes(body)  # what others would refuse is not made
    target = path if path.suffix else path.with_suffix(FILE_ENDING)
    _write(target, encode_list(Statement(body, b"")))
    return look(target)


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise place_error(error, path.parent) from error


# Signing ----------------------------------------------------------------------------------------


def look(path: Path) -> ListFile:
    """What a list in a file says of itself, and how many signed it; nothing is judged.

    Args:
        path: the file.

    Raises:
        PackageError: what is wrong with the file.
        StorageError: the file cannot be read.
    """
    return _looked(path, decode_list(read_file(path, MAX_FILE_BYTES)))


def _looked(path: Path, statement: Statement) -> ListFile:
    signatures = decode_signatures(statement.signatures) if statement.signatures else ()
    return ListFile(
        path, facts_of(statement.body), tuple(one.fingerprint.hex() for one in signatures)
    )


def add_signature(path: Path, key: Ed25519Key | SigningIdentity) -> ListFile:
    """Add a signature to a list in a file.

    Args:
        path: the file.
        key: the key, or a certificate with its key.

    Raises:
        PackageError: what is wrong with the file; nothing is signed that others would refuse.
        UserError: `regulations_signed_already`, what a token says.
        StorageError: the file cannot be read or written.
    """
    statement = decode_list(read_file(path, MAX_FILE_BYTES))
    contents = RegulationList.from_bytes(statement.body)
    if contents.items is not None:
        check_whole(contents.items)
    former = decode_signatures(statement.signatures) if statement.signatures else ()
    made = sign(StatementKind.REGULATION_LIST, statement.body, key)
    if any(one.fingerprint == made.fingerprint for one in former):
        raise UserError("regulations_signed_already")
    signed = Statement(statement.body, encode_signatures((*former, made)))
    _write(path, encode_list(signed))
    return _looked(path, signed)


def own_key(
    workspace: Workspace, identity: SigningIdentity | None = None
) -> Ed25519Key | SigningIdentity:
    """What signs for the office: the certificate if one is given, else its own key.

    Args:
        workspace: the workspace.
        identity: a certificate from a file or token.

    Raises:
        UserError: `exchange_not_set_up`, `certificate_needed`.
    """
    permissions.check(workspace.user, "publish_regulations")
    return beliefs.signing_key(workspace, identity)


# Keys of persons --------------------------------------------------------------------------------


def key_in(path: Path, password: Callable[[], str]) -> Ed25519Key:
    """The key in a key file.

    Args:
        path: the file.
        password: gives its password, asked for only if it has one.

    Raises:
        PackageError: `key_file_unreadable`.
        UserError: `key_file_password_wrong`.
        StorageError: the file cannot be read.
    """
    data = read_file(path, key_files.MAX_FILE_BYTES)
    try:
        return key_files.read_key(data)
    except UserError as error:
        if error.code != "key_file_password_missing":
            raise
    return key_files.read_key(data, password())


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made.

    Attributes:
        public: the public key, 64 hexadecimal digits.
        fingerprint: what names it, in hexadecimal.
    """

    public: str
    fingerprint: str


def new_key(path: Path, password: str) -> NewKey:
    """Make a key with which a person signs lists.

    Args:
        path: the file; must not exist.
        password: what will open it.

    Raises:
        UserError: `password_too_short`.
        StorageError: `file_exists`, or the file cannot be written.
    """
    made = Ed25519Key.generate()
    data = key_files.key_file(made, password)
    if path.exists():
        raise StorageError("file_exists", path=str(path))
    _write(path, data)
    return NewKey(made.public, made.fingerprint.hex())
