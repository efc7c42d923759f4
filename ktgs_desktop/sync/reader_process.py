"""Reading packages in a process of its own, with limits of memory and time.

A package can be made to harm its reader. The process reads what the parent names and says what it
found; it can be stopped at any moment, and one that dies, hangs or talks nonsense is no more than
a refused package. One process reads many packages.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

from ktgs_desktop import own_program
from ktgs_desktop.domain.packages import MIB, Header
from ktgs_desktop.errors import PackageError, reading_error
from ktgs_desktop.sync.container import CarrierJudge, Outer, check_outer
from ktgs_desktop.sync.package_reader import ApprovalJudge, Reading, open_inner
from ktgs_desktop.sync.reader_messages import (
    Head,
    content_message,
    content_of,
    header_message,
    header_of,
    outer_message,
    outer_of,
    receive,
    send,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import Self

    from ktgs_desktop.sync.contents import Content

_BREATH = 0.05
_STDIN, _STDOUT = 0, 1


class Judge(CarrierJudge, ApprovalJudge, Protocol):
    """Who knows all keys."""


class Material(Protocol):
    """What a judge is made of, in a form that can be handed to a process."""

    def facts(self) -> Head:
        """What JSON can say of it."""
        ...

    def data(self) -> bytes:
        """The bytes that go with it."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may use.

    Attributes:
        memory: bytes.
        seconds: for one package.
    """

    memory: int = 1024 * MIB
    seconds: float = 600


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Request:
    """What the process is to read.

    Attributes:
        path: the file.
        trust: who may sign; None to check the seal alone, then nothing is opened.
        me: our unit; None to look at the outside alone.
        identities: our secret encryption keys.
        opening_only: stop after the manifest.
        sealed: gets the header once a trusted seal was found on it, even if the rest is refused.
    """

    path: Path
    trust: Material | None = None
    me: UUID | None = None
    identities: tuple[str, ...] = ()
    opening_only: bool = False
    sealed: Callable[[Header], None] | None = None


class ReaderProcess:
    """A reading process; it is started when it is first needed.

    Args:
        limits: what it may use.
        command: what starts the program that reads, without the memory it may use; it calls
            `serve`. Empty for this program's own.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, command: Sequence[str] = ()) -> None:
        self._limits, self._command = limits, command or own_program.command(own_program.READER)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process, None while there is none."""
        return None if self._process is None else self._process.pid

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def check(self, path: Path, trust: Material | None = None) -> Outer:
        """Check the outside of a package.

        Args:
            path: the file.
            trust: who may sign; None to check the seal alone.

        Raises:
            PackageError: what is wrong with it, or `reader_stopped`.
            StorageError: the file cannot be read.
        """
        # Heard to its end, the process goes on to the next package.
        outers = [found for found in self.read(Request(path, trust)) if isinstance(found, Outer)]
        if len(outers) != 1:
            raise PackageError("reader_stopped")
        return outers[0]

    def read(self, request: Request) -> Generator[Outer | Content]:
        """Read a package: its outside first, then what is in it, piece by piece.

        Args:
            request: what to read, and as whom.

        Raises:
            PackageError: what is wrong with it, or `reader_stopped`; nothing that came before may
                be used then.
            StorageError: the file cannot be read.
        """
        try:
            with request.path.open("rb"):
                pass
        except OSError as error:
            raise reading_error(error, request.path) from error
        process = self._running()
        sound = False
        watch = _Watch(process, self._limits)
        try:
            yield from self._talk(process, request)
            sound = True
        except _RefusedError as refused:
            sound = True
            raise PackageError(refused.code, **refused.params) from None
        except (OSError, KeyError, TypeError, ValueError):
            raise PackageError("reader_stopped") from None
        finally:
            watch.stop()
            if not sound:
                self.close()

    def _talk(
        self, process: subprocess.Popen[bytes], request: Request
    ) -> Iterator[Outer | Content]:
        to, back = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        send(to, *_spelled(request))
        while (message := receive(back)) is not None:
            head, payload = message
            match head["t"]:
                case "end":
                    return
                case "refused":
                    raise _RefusedError(str(head["code"]), dict(head["params"]))
                case "sealed":
                    if request.sealed is not None:
                        request.sealed(header_of(payload))
                case "outer":
                    yield outer_of(head, payload)
                case _:
                    yield content_of(head, payload)
        raise PackageError("reader_stopped")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*self._command, str(self._limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
            )
        return self._process


class _RefusedError(Exception):
    """The process refused the package."""

    def __init__(self, code: str, params: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class _Watch:
    """Ends the process when its time is over or it takes too much memory."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self._process, self._limits = process, limits
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="package-watch", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        import psutil  # the reading process itself has no need of it

        end = time.monotonic() + self._limits.seconds
        try:
            facts = psutil.Process(self._process.pid)
            while not self._over.wait(_BREATH):
                too_large = facts.memory_info().rss > self._limits.memory
                if too_large or time.monotonic() > end:
                    self._process.kill()
                    return
        except psutil.Error:
            return

    def stop(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._thread.join()


def _spelled(request: Request) -> tuple[Head, bytes]:
    head: Head = {
        "path": str(request.path),
        "me": None if request.me is None else str(request.me),
        "identities": list(request.identities),
        "opening_only": request.opening_only,
        "trust": None if request.trust is None else request.trust.facts(),
    }
    return head, b"" if request.trust is None else request.trust.data()


def _limit_memory(most: int) -> None:
    """Where the system can hold a process to it; elsewhere the parent watches alone."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _teller(to: IO[bytes]) -> Callable[[Header], None]:
    return lambda header: send(to, *header_message(header))


def _answer(head: Head, trust: Judge | None, to: IO[bytes]) -> None:
    with Path(head["path"]).open("rb") as source:
        sealed = None if trust is None else _teller(to)
        outer = check_outer(source, trust, sealed)
        send(to, *outer_message(outer))
        if head["me"] is None or trust is None:
            return
        reading = Reading(UUID(head["me"]), tuple(head["identities"]), trust)
        opened = open_inner(source, outer, reading)
        if head["opening_only"]:
            send(to, *content_message(opened.opening))
            return
        for content in opened.contents():
            send(to, *content_message(content))


def serve(judge_of: Callable[[Head, bytes], Judge], memory: int) -> None:
    """Read what the parent names until it says no more.

    Args:
        judge_of: makes the judge of what `Material` gave.
        memory: bytes this process may use.
    """
    _limit_memory(memory)
    # A frozen program without a console has no `sys.stdin`; the pipes are there all the same.
    source = os.fdopen(_STDIN, "rb", closefd=False)
    to = os.fdopen(_STDOUT, "wb", closefd=False)
    while (message := receive(source)) is not None:
        head, payload = message
        try:
            trust = None if head["trust"] is None else judge_of(head["trust"], payload)
            _answer(head, trust, to)
            send(to, {"t": "end"})
        except PackageError as error:
            send(to, {"t": "refused", "code": error.code, "params": error.params})
        except (MemoryError, OSError):
            send(to, {"t": "refused", "code": "reader_stopped", "params": {}})


def main(arguments: Sequence[str]) -> int:
    """Be the reading process.

    Args:
        arguments: the bytes of memory it may use.

    Returns:
        Exit code.
    """
    from ktgs_desktop.sync.trust_material import judge_of  # the parent has no need of it

    serve(judge_of, int(arguments[0]))
    return 0
