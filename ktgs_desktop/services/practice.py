"""Use case: certificates for practice, which prove nothing and say so in every name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ktgs_desktop.errors import place_error
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import Validity

PIN = "tap-huan"
MARK = "(TẬP HUẤN)"
VALIDITY = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate is made for.

    Attributes:
        file: name of the file, without its ending.
        name: the person or unit.
        organisation: where the person works.
    """

    file: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Practice:
    """Certificates for practice.

    Attributes:
        authority: the training authority's certificate, DER.
        revocations: its revocation list, DER.
        signers: certificate files (.p12) in the order of their holders.
        pin: password of all of them.
    """

    authority: bytes
    revocations: bytes
    signers: tuple[Path, ...]
    pin: str = PIN


def make(folder: Path, holders: Sequence[Holder]) -> Practice:
    """Make an authority for practice and certificate files of its own.

    Args:
        folder: where the certificate files go; made if missing.
        holders: whom they are for.

    Raises:
        StorageError: `disk_error`.
    """
    authority = training.new_authority(VALIDITY)
    files = []
    for holder in holders:
        name = f"{holder.name} {MARK}"
        identity = training.issue(authority, VALIDITY, name=name, organisation=holder.organisation)
        path = folder / f"{holder.file}.p12"
        _write(path, training.pkcs12_file(identity, password=PIN))
        files.append(path)
    revocations = training.revocation_list(authority, VALIDITY)
    return Practice(authority.certificate, revocations, tuple(files))


def save_authority(folder: Path, practice: Practice) -> tuple[Path, Path]:
    """Write the authority's certificate and its revocation list, to be trusted in an office.

    Args:
        folder: where to.
        practice: whose.

    Raises:
        StorageError: `disk_error`.
    """
    certificate, revocations = folder / "authority.crt", folder / "authority.crl"
    _write(certificate, practice.authority)
    _write(revocations, practice.revocations)
    return certificate, revocations


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise place_error(error, path) from error
