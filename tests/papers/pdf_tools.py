"""What poppler and LibreOffice see in a file: an eye that is not ours."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)


@dataclass(frozen=True)
class Word:
    """A word on a page, in points from the bottom left."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


def run(tool: str, *arguments: str, data: bytes = b"") -> str:
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([path, *arguments], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def words(pdf: bytes) -> list[list[Word]]:
    """The words of each page."""
    pages = []
    for _width, height, content in _PAGE.findall(run("pdftotext", "-bbox", "-", "-", data=pdf)):
        tall = float(height)
        pages.append(
            [
                Word(float(x0), tall - float(y1), float(x1), tall - float(y0), html.unescape(text))
                for x0, y0, x1, y1, text in _WORD.findall(content)
            ]
        )
    return pages


def text(pdf: bytes) -> str:
    return " ".join(word.text for page in words(pdf) for word in page)


def fonts(pdf: bytes, folder: Path) -> list[list[str]]:
    """A row for each font: name, type, encoding, embedded, subset, unicode …"""
    file = folder / "fonts.pdf"
    file.write_bytes(pdf)
    return [line.split() for line in run("pdffonts", str(file)).splitlines()[2:]]


def check(pdf: bytes, folder: Path) -> None:
    file = folder / "check.pdf"
    file.write_bytes(pdf)
    run("qpdf", "--check", str(file))


def office(file: Path, kind: str, folder: Path) -> Path:
    """A file converted by LibreOffice, with settings of its own so that tests do not meet."""
    profile = (folder / "office-profile").as_uri()
    run(
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(file),
    )
    return folder / f"{file.stem}.{kind.partition(':')[0]}"
