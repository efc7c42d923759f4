"""A certificate of a training authority, made once a run."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import KeyKind, TrainingAuthority, Validity

if TYPE_CHECKING:
    from ktgs_desktop.trust.certificates import SigningIdentity

VALIDITY = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC))
PIN = "123456"


@lru_cache(maxsize=1)
def the_authority() -> TrainingAuthority:
    """The authority of this run."""
    return training.new_authority(VALIDITY, kind=KeyKind.EC)


@lru_cache(maxsize=8)
def a_certificate(name: str = "Nguyễn Văn Mẫu", until: int = 2035) -> SigningIdentity:
    """A certificate with its key, valid until the beginning of a year."""
    validity = Validity(VALIDITY.start, datetime(until, 1, 1, tzinfo=UTC))
    return training.issue(
        the_authority(), validity, name=name, organisation="Huyện uỷ Phú Bình", kind=KeyKind.EC
    )
