"""Texts of the interface: extract them from the code, check that every one is translated.

    .venv/bin/python installer/texts.py check     fails and lists what is missing
    .venv/bin/python installer/texts.py update    adds new texts to the catalogue, to be translated

The source texts are English; `resources/locale/vi/LC_MESSAGES/ktgs.po` holds the Vietnamese ones.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "locale" / "vi" / "LC_MESSAGES" / "ktgs.po"
KEYWORDS = {"_": None, "late": None, "translate": None, "translate_many": (1, 2)}
_FIELD = re.compile(r"\{(\w*)[^}]*\}|%\d")


def sources() -> Iterator[str]:
    """Every text of the code, once."""
    seen: set[str] = set()
    found = extract_from_dir(
        str(ROOT / "ktgs_desktop"), [("**.py", "python")], {}, keywords=KEYWORDS
    )
    for _file, _line, message, _comments, _context in found:
        text = message if isinstance(message, str) else message[0]
        if text and text not in seen:
            seen.add(text)
            yield text


def read() -> Catalog:
    """The Vietnamese catalogue."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="vi")


def faults() -> list[str]:
    """What is wrong with the catalogue, a line each."""
    catalogue = read()
    wanted = set(sources())
    found = []
    for text in sorted(wanted):
        entry = catalogue.get(text)
        if entry is None or not entry.string:
            found.append(f"not translated: {text!r}")
        elif entry.fuzzy:
            found.append(f"translation unsure: {text!r}")
        elif sorted(_FIELD.findall(text)) != sorted(_FIELD.findall(str(entry.string))):
            found.append(f"fields differ: {text!r}")
    known = {entry.id for entry in catalogue if entry.id}
    found += [f"no longer used: {text!r}" for text in sorted(known - wanted)]
    return found


def update() -> None:
    """Write the catalogue with all texts of the code, keeping the translations there are."""
    old = read() if CATALOGUE.exists() else Catalog(locale="vi")
    new = Catalog(
        locale="vi",
        fuzzy=False,
        header_comment="# Vietnamese texts of KTGS Desktop.",
    )
    for text in sources():
        entry = old.get(text)
        new.add(text, string=entry.string if entry else "")
    buffer = BytesIO()
    write_po(buffer, new, no_location=True, width=0, sort_output=True)
    kept = ("Language:", "MIME-Version:", "Content-Type:", "Content-Transfer", "Plural-Forms:")
    lines, head = [], True
    for line in buffer.getvalue().decode("utf-8").split("\n"):
        if head and line.startswith('"') and not line[1:].startswith(kept):
            continue
        head = head and line != ""
        lines.append(line)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text("\n".join(lines), "utf-8")


def main() -> int:
    """Run what the command line asks for."""
    command = sys.argv[1] if len(sys.argv) > 1 else "check"
    if command == "update":
        update()
        return 0
    found = faults()
    for line in found:
        print(line)
    print(f"{len(found)} faults" if found else "all texts are translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
