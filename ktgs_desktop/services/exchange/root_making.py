"""Use cases: a real root of trust is made by several people, signed in turn, printed, followed.

No workspace is needed: each holder works on a computer of their own, with the draft on a stick.
The unit at the top has its keys certified by the root itself, in the same file.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.key_requests import KeyRequest, plain_digits, request_code
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.domain.trust_lists import UnitEntry
from ktgs_desktop.domain.trust_roots import RootFile, RootKey, root_fingerprint
from ktgs_desktop.errors import PackageError, StorageError, UserError
from ktgs_desktop.papers.root_sheet import root_sheet
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.exchange.own_keys import YEARS, write_file, years_after
from ktgs_desktop.services.printing import Printed
from ktgs_desktop.sync.statement_file import MAX_FILE_BYTES, decode_file, encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import certificates, key_requests, root_ceremony
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.root_ceremony import Change, NewRoot
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ktgs_desktop.trust.certificates import SigningIdentity

KEY_ENDING, PUBLIC_ENDING = ".ktgsgoc", ".ktgspub"
"""Of a root key under its holder's password, and of its public half."""
_ROOT_YEARS = 10


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A root key that was made.

    Attributes:
        file: the key, for its holder alone.
        public: its public half, for whoever drafts the root.
        fingerprint: what names it, in hexadecimal.
    """

    file: Path
    public: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A root that is being signed, or is ready.

    Attributes:
        root: what it says.
        fingerprint: what the decision prints, 16 groups of four.
        signed: holders whose keys have signed.
        missing: how many signatures it still needs.
    """

    root: RootFile
    fingerprint: str
    signed: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a first root is to be.

    Attributes:
        name: what people know it by.
        level: level of the unit at the top, as data.
        keys: files with public halves of its keys.
        threshold: how many of them sign.
        authorities: files with certificates of authorities whose certificates count.
    """

    name: str
    level: str
    keys: Sequence[Path]
    threshold: int
    authorities: Sequence[Path] = ()


# Keys -----------------------------------------------------------------------------------------


def make_key(folder: Path, holder: str, password: str) -> MadeKey:
    """Make a root key under its holder's password, and its public half beside it.

    Args:
        folder: where to.
        holder: who holds it.
        password: the holder's.

    Raises:
        UserError: `name_missing`, `password_too_short`.
        StorageError: `file_exists`; the folder is not there, or full.
    """
    key = Ed25519Key.generate()
    stem = "goc-" + key.fingerprint.hex()[:8]
    file, public = folder / f"{stem}{KEY_ENDING}", folder / f"{stem}{PUBLIC_ENDING}"
    for path in (file, public):
        if path.exists():
            raise StorageError("file_exists", path=str(path))
    write_file(file, root_ceremony.seal_key(key, holder, password))
    half = RootKey(Suite.ED25519, key.public, holder)
    write_file(public, root_ceremony.public_half(half))
    return MadeKey(file, public, key.fingerprint.hex())


def _keys(paths: Iterable[Path]) -> tuple[RootKey, ...]:
    found = (
        root_ceremony.read_public(read_file(one, root_ceremony.MAX_KEY_BYTES), one.name)
        for one in paths
    )
    return tuple({key.fingerprint: key for key in found}.values())


def _authorities(paths: Iterable[Path]) -> tuple[bytes, ...]:
    return tuple(
        one.der
        for path in paths
        for one in certificates.read_anchors(read_file(path, MAX_FILE_BYTES))
        if one.kind == AnchorKind.AUTHORITY
    )


# Drafts ---------------------------------------------------------------------------------------


def make(file: Path, request: Path, code: str, wanted: Wanted, today: date) -> Draft:
    """Draft the first root, with the keys of the unit at the top in the same file.

    Args:
        file: the draft to be.
        request: the request of the unit at the top.
        code: what that office read out by telephone.
        wanted: what the root is to be.
        today: the day.

    Raises:
        UserError: `root_threshold`, `request_code_other`, `root_key_unreadable`, `name_missing`.
        PackageError: `request_missing`, `signature_wrong`, `root_malformed`.
        StorageError: a file cannot be read or written; `file_exists`.
    """
    if file.exists():
        raise StorageError("file_exists", path=str(file))
    if not wanted.name.strip():
        raise UserError("name_missing")
    asked = _request(request, code)
    root = root_ceremony.first_draft(
        NewRoot(
            name=wanted.name,
            unit=UnitEntry(asked.unit, asked.code, asked.name, wanted.level, None, today),
            keys=_keys(wanted.keys),
            threshold=wanted.threshold,
            issued=today,
            expires=years_after(today, _ROOT_YEARS),
            authorities=_authorities(wanted.authorities),
        )
    )
    binding = KeyBinding(
        unit=asked.unit,
        purpose=KeyPurpose.APPROVAL,
        device=None,
        public=asked.public,
        suite=asked.suite,
        valid_from=min(asked.made, today),
        valid_to=years_after(today, YEARS),
        serial=1,
        issuer=asked.unit,
        holder=asked.holder,
    )
    _save(
        file,
        [
            TravellingStatement(StatementKind.ROOT, root.body),
            TravellingStatement(StatementKind.BINDING, root_ceremony.spelled(binding.to_json())),
            *_own(asked),
        ],
    )
    return look(file)


def _request(path: Path, code: str) -> KeyRequest:
    found = [
        Statement(one.body, one.signatures)
        for one in decode_file(read_file(path, MAX_FILE_BYTES))
        if one.kind == StatementKind.KEY_REQUEST
    ]
    if len(found) != 1:
        raise PackageError("request_missing", name=path.name)
    asked = key_requests.check_request(found[0])
    typed, own = plain_digits(code), plain_digits(request_code(found[0].body))
    if not hmac.compare_digest(typed.encode(), own.encode()):
        raise UserError("request_code_other")
    return asked


def _own(asked: KeyRequest) -> list[TravellingStatement]:
    """What the unit at the top signed itself."""
    one = asked.encryption
    return [TravellingStatement(StatementKind.BINDING, one.body, one.signatures)]


@dataclass(frozen=True, slots=True)
class Following:
    """What is otherwise in the root that follows one.

    Attributes:
        add: files with public halves of further keys.
        drop: beginnings of fingerprints of keys that count no more.
        threshold: how many sign; as before if None.
        authorities: files with certificates of further authorities.
    """

    add: Sequence[Path] = ()
    drop: Sequence[str] = ()
    threshold: int | None = None
    authorities: Sequence[Path] = ()


def follow(file: Path, former: Path, today: date, change: Following) -> Draft:
    """Draft the root that follows one: keys of its own and of the former sign it.

    Args:
        file: the draft to be.
        former: the root in force.
        today: the day.
        change: what is otherwise.

    Raises:
        UserError: `root_threshold`, `root_key_unreadable`.
        PackageError: `root_missing`, `root_malformed`.
        StorageError: a file cannot be read or written; `file_exists`.
    """
    if file.exists():
        raise StorageError("file_exists", path=str(file))
    before = _root_of(former)
    root = RootFile.from_bytes(before.body)
    gone = tuple(one.lower() for one in change.drop if one)
    stay = [one for one in root.keys if not (gone and one.fingerprint.hex().startswith(gone))]
    keys = {key.fingerprint: key for key in (*stay, *_keys(change.add))}
    made = root_ceremony.next_draft(
        root,
        Change(
            keys=tuple(keys.values()),
            threshold=change.threshold or root.root.threshold,
            issued=today,
            expires=years_after(today, _ROOT_YEARS),
            authorities=_authorities(change.authorities),
        ),
    )
    _save(file, [before, TravellingStatement(StatementKind.ROOT, made.body)])
    return look(file)


def _root_of(path: Path) -> TravellingStatement:
    roots = _roots(decode_file(read_file(path, MAX_FILE_BYTES)))
    if not roots:
        raise PackageError("root_missing", name=path.name)
    return roots[-1]


def _roots(statements: Iterable[TravellingStatement]) -> list[TravellingStatement]:
    found = (one for one in statements if one.kind == StatementKind.ROOT)
    return sorted(found, key=lambda one: RootFile.from_bytes(one.body).version)


# Signing --------------------------------------------------------------------------------------


def sign(file: Path, key: SigningIdentity | Ed25519Key) -> Draft:
    """Add a holder's signature to everything in a draft that still needs signatures of the root.

    Args:
        file: the draft; it is written anew.
        key: the key: opened with `open_key`, or a certificate.

    Raises:
        UserError: `root_key_foreign`, `root_drafts_missing`, what a token says.
        PackageError: what is wrong with the draft.
        StorageError: the file cannot be read or written.
    """
    statements = list(decode_file(read_file(file, MAX_FILE_BYTES)))
    roots = _roots(statements)
    if not roots:
        raise UserError("root_drafts_missing", name=file.name)
    newest = RootFile.from_bytes(roots[-1].body)
    allowed = root_ceremony.by_fingerprint(*(RootFile.from_bytes(one.body) for one in roots[-2:]))
    own = root_ceremony.by_fingerprint(newest)
    done: list[TravellingStatement] = []
    for one in statements:
        if one is roots[-1]:
            done.append(_signed(one, key, allowed))
        elif one.kind == StatementKind.BINDING and _of_root(one, newest):
            done.append(_signed(one, key, own))
        else:
            done.append(one)
    _save(file, done)
    return look(file)


def _of_root(one: TravellingStatement, root: RootFile) -> bool:
    """Whether a binding is that of the approval key at the top, which the root signs."""
    binding = KeyBinding.from_bytes(one.body)
    return binding.purpose is KeyPurpose.APPROVAL and binding.unit == root.unit.unit


def _signed(
    one: TravellingStatement,
    key: SigningIdentity | Ed25519Key,
    allowed: dict[bytes, RootKey],
) -> TravellingStatement:
    kind = StatementKind(one.kind)
    made = root_ceremony.add_signature(kind, Statement(one.body, one.signatures), key, allowed)
    return TravellingStatement(kind, made.body, made.signatures)


def open_key(path: Path, password: str) -> Ed25519Key:
    """A root key, with its holder's password.

    Args:
        path: its file.
        password: the holder's.

    Raises:
        UserError: `root_key_wrong`, `root_key_unreadable`.
        StorageError: the file cannot be read.
    """
    data = read_file(path, root_ceremony.MAX_KEY_BYTES)
    return root_ceremony.unseal_key(data, password, path.name)


# Looking --------------------------------------------------------------------------------------


def look(file: Path) -> Draft:
    """How far a root is: who signed, how many are missing.

    Args:
        file: the draft, or the root.

    Raises:
        UserError: `root_drafts_missing`.
        PackageError: what is wrong with it.
        StorageError: the file cannot be read.
    """
    roots = _roots(decode_file(read_file(file, MAX_FILE_BYTES)))
    if not roots:
        raise UserError("root_drafts_missing", name=file.name)
    found = [RootFile.from_bytes(one.body) for one in roots[-2:]]
    newest = roots[-1]
    allowed = root_ceremony.by_fingerprint(*found)
    statement = Statement(newest.body, newest.signatures)
    signed = root_ceremony.signers(StatementKind.ROOT, statement, allowed)
    have = {key.fingerprint for key in signed}
    missing = max(one.root.threshold - len(have & set(one.root.keys)) for one in found)
    return Draft(
        root=found[-1],
        fingerprint=root_fingerprint(newest.body),
        signed=tuple(key.holder for key in signed),
        missing=max(0, missing),
    )


def page(file: Path, made_on: date) -> Printed:
    """The page with a root's fingerprint, for the decision that all offices get on paper.

    Args:
        file: the root, with all its signatures.
        made_on: the day it is printed.

    Raises:
        UserError: `root_unsigned` with how many signatures are missing, as `look`.
    """
    found = look(file)
    if found.missing:
        raise UserError("root_unsigned", count=found.missing)
    holders = tuple(key.holder for key in found.root.keys)
    data = root_sheet(found.root, found.fingerprint, holders, made_on)
    return Printed("Van tay goc tin cay.pdf", data, 1)


def _save(file: Path, statements: Sequence[TravellingStatement]) -> None:
    write_file(file, encode_file(statements))
