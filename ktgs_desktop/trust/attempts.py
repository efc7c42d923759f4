"""Growing delay after wrong passwords, remembered outside the workspace.

The delay makes guessing at the keyboard slow; against somebody who takes the files away only the
cost of Argon2id helps. So this file never stands in the way of the rightful user: where it is
missing, damaged or cannot be written, counting starts anew. (Whoever could damage it could as
well delete it, and a missing file must mean "no failures", as on a new machine.) There is no
lock-out that somebody else has to lift.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.errors import PackageError
from ktgs_desktop.paths import write_atomically

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from ktgs_desktop.domain.journal import Json

FREE_FAILURES = 2
MAX_DELAY = 300
_FILE_NAME = "attempts.json"
_NAME_LETTERS = 40
# More names than people who ever sit at one machine; beyond, the smallest counts are forgotten.
_MAX_NAMES = 500
_MAX_COUNT = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failures:
    """Failures in a row of one login.

    Attributes:
        count: how many.
        last: when the last was, whole seconds since 1970; moved back when the clock was.
    """

    count: int
    last: int


def seconds_left(folder: Path, workspace: UUID, login: str, *, now: datetime) -> int:
    """How long this login has to wait before its next try.

    A clock before the last failure counts as no time passed; from then on time counts anew, so
    a clock that was wrong for a while locks nobody out.

    Args:
        folder: folder of the program's own state.
        workspace: identifier of the workspace.
        login: hash of the login name (`keyring.login_hash`), of an unknown one too.
        now: the time, aware.

    Returns:
        Whole seconds, 0 to 300.
    """
    known = _read(folder)
    name, moment = _name(workspace, login), _seconds(now)
    failures = known.get(name)
    if failures is None:
        return 0
    if moment < failures.last:
        failures = known[name] = _Failures(failures.count, moment)
        _write(folder, known)
    return max(0, _delay(failures.count) - (moment - failures.last))


def failed(folder: Path, workspace: UUID, login: str, *, now: datetime) -> int:
    """Remember a wrong password.

    Args:
        folder: folder of the program's own state; made if missing.
        workspace: identifier of the workspace.
        login: hash of the login name.
        now: the time, aware.

    Returns:
        Seconds to wait from now: 0 after the first two failures, then 1, 2, 4 up to 300.
    """
    known = _read(folder)
    name = _name(workspace, login)
    before = known[name].count if name in known else 0
    known[name] = _Failures(min(before + 1, _MAX_COUNT), _seconds(now))
    _write(folder, known)
    return _delay(known[name].count)


def succeeded(folder: Path, workspace: UUID, login: str) -> None:
    """Forget the failures of a login that has got in.

    Args:
        folder: folder of the program's own state.
        workspace: identifier of the workspace.
        login: hash of the login name.
    """
    known = _read(folder)
    if known.pop(_name(workspace, login), None) is not None:
        _write(folder, known)


def _delay(count: int) -> int:
    if count <= FREE_FAILURES:
        return 0
    return min(MAX_DELAY, 1 << min(count - FREE_FAILURES - 1, 10))


def _seconds(now: datetime) -> int:
    return (now - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def _name(workspace: UUID, login: str) -> str:
    return hashlib.sha256(f"{workspace}/{login}".encode()).hexdigest()[:_NAME_LETTERS]


def _read(folder: Path) -> dict[str, _Failures]:
    try:
        body = parse((folder / _FILE_NAME).read_bytes())
    except (OSError, PackageError):
        return {}
    if not isinstance(body, dict):
        return {}
    known: dict[str, _Failures] = {}
    for name, entry in body.items():
        match entry:
            case {"count": int(count), "last": int(last)} if 0 < count <= _MAX_COUNT:
                known[name] = _Failures(count, last)
    return known


def _write(folder: Path, known: dict[str, _Failures]) -> None:
    kept = sorted(known.items(), key=lambda pair: (pair[1].count, pair[1].last), reverse=True)
    body: dict[str, Json] = {
        name: {"count": failures.count, "last": failures.last}
        for name, failures in kept[:_MAX_NAMES]
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / _FILE_NAME, canonical(body))
    except OSError as error:
        _log.warning("failed log-ins cannot be remembered: errno %s", error.errno)
