"""A terminal at which `ktgs` is typed, in this process, and what it takes to have a paper."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from ktgs_desktop import messages
from ktgs_desktop.cli import main
from ktgs_desktop.trust import training
from tests.helpers.certificates import PIN, VALIDITY, a_certificate, the_authority

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Said:
    """What a command ended with.

    Attributes:
        code: exit code.
        out: standard output.
        err: error output.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


class Terminal:
    """Runs `ktgs` in this process."""

    def __init__(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file = file
        self.folder = file.parent
        self._capsys = capsys

    def __call__(self, *words: object, code: int = 0, says: str = "", **fields: object) -> Said:
        """Run a command and compare its exit code.

        Args:
            words: the command line.
            code: the exit code it is to end with.
            says: code of the message whose sentence is to stand on the error output, or words of
                a sentence that is no message.
            fields: values that are to stand in the sentence; others may be anything.
        """
        self._capsys.readouterr()
        ended = main.run([str(word) for word in words])
        captured = self._capsys.readouterr()
        said = Said(ended, captured.out, captured.err)
        assert ended == code, said
        assert re.search(_pattern(says, fields), captured.err), (says, fields, said)
        return said

    def json(self, *words: object, code: int = 0) -> Any:
        """Run a command with --json and give what it printed."""
        return self(*words, "--json", code=code).json

    def write(self, name: str, text: str) -> Path:
        """A text file in the office's folder."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path


def _pattern(says: str, fields: dict[str, object]) -> str:
    """A message's sentence, in the language in force, with anything in the fields not given."""
    if says not in messages.TEXTS:
        assert not fields, fields
        return re.escape(says)
    parts = list(Formatter().parse(str(messages.TEXTS[says])))
    known = {field for _text, field, _, _ in parts if field is not None}
    assert fields.keys() <= known, (says, known)
    return "".join(
        re.escape(text)
        + (re.escape(str(fields[field])) if field in fields else ".*" if field is not None else "")
        for text, field, _, _ in parts
    )


def a_line(ktgs: Terminal, program: str = "HU/2021", **options: str) -> str:
    """A line of a draft; its id."""
    usual = {
        "kind": "INSPECTION_PROGRAM",
        "content": "Lãnh đạo thực hiện nghị quyết",
        "subject": "Đảng uỷ xã Bàn Đạt",
        "work": "q1",
    }
    words = [f"--{name.replace('_', '-')}={value}" for name, value in {**usual, **options}.items()]
    made: str = ktgs.json("programs", "add-line", program, *words)["id"]
    return made


def an_issued_program(ktgs: Terminal, **options: str) -> str:
    """A program of 2021 with one line, issued; number and symbol of its paper."""
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs, **options)
    issued = ktgs.json(
        "programs", "issue", "HU/2021", "--date", "2021-01-05", "--signer", "Nguyễn Văn Mẫu"
    )
    symbol: str = issued["symbol"]
    return symbol


class CertificateFiles(NamedTuple):
    """What a signer has on a stick, and what an office needs to check the signature."""

    key: Path
    pin: Path
    authority: Path
    revoked: Path


def certificate_files(folder: Path) -> CertificateFiles:
    """Key with its PIN, the authority's certificate, its empty revocation list, as files."""
    files = CertificateFiles(
        folder / "key.p12", folder / "pin.txt", folder / "authority.cer", folder / "revoked.crl"
    )
    files.key.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    files.pin.write_text(PIN, "ascii")
    files.authority.write_bytes(the_authority().certificate)
    files.revoked.write_bytes(training.revocation_list(the_authority(), VALIDITY))
    return files
