"""Code lists: dated, versioned data that ships with the program.

An unknown code, from a newer program or another list, is shown as its code and never mapped to a
default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ktgs_desktop.domain.dates import Span


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list.

    Attributes:
        code: what is stored.
        vi: official Vietnamese name.
        en: English name.
        start: first day it may be used, None if always.
        end: last day it may be used, None if still.
        facts: further values of the entry by name.
    """

    code: str
    vi: str
    en: str
    start: date | None = None
    end: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Its name in a language, `vi` or `en`."""
        return self.en if language == "en" else self.vi

    def short(self, language: str) -> str:
        """Its name for narrow columns."""
        value = self.facts.get(f"short_{language}")
        return value if isinstance(value, str) else self.name(language)

    def text(self, fact: str) -> str:
        """A further value that is text, or empty."""
        value = self.facts.get(fact)
        return value if isinstance(value, str) else ""

    def number(self, fact: str) -> int:
        """A further value that is a whole number, or 0."""
        value = self.facts.get(fact)
        return value if isinstance(value, int) else 0

    def texts(self, fact: str) -> tuple[str, ...]:
        """A further value that is a list of texts, or empty."""
        value = self.facts.get(fact)
        return tuple(str(part) for part in value) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes of one version.

    Attributes:
        name: name of the list.
        version: number of its version.
        codes: entries by code, in the list's order.
    """

    name: str
    version: int
    codes: Mapping[str, Code]

    def get(self, code: str) -> Code:
        """The entry of a code; an unknown code stands for itself."""
        return self.codes.get(code) or Code(code, code, code)

    def usable(self, day: date) -> list[Code]:
        """Entries that may be used on a day, in the list's order."""
        return [code for code in self.codes.values() if Span(code.start, code.end).holds(day)]


_OWN_KEYS = frozenset(("code", "vi", "en", "start", "end"))


def code_list(document: Mapping[str, object]) -> CodeList:
    """The code list of a JSON object as `resources/codes` holds it.

    Args:
        document: the object.

    Raises:
        KeyError: a required key is missing.
    """
    entries = document["entries"]
    if not isinstance(entries, list):
        raise KeyError("entries")
    codes = {}
    for entry in entries:
        start, end = entry.get("start"), entry.get("end")
        codes[entry["code"]] = Code(
            code=entry["code"],
            vi=entry["vi"],
            en=entry["en"],
            start=date.fromisoformat(start) if start else None,
            end=date.fromisoformat(end) if end else None,
            facts={key: value for key, value in entry.items() if key not in _OWN_KEYS},
        )
    version = document["version"]
    return CodeList(str(document["list"]), version if isinstance(version, int) else 0, codes)
