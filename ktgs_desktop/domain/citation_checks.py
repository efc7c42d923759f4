"""Whether the texts a paper cites are in force on its day, and what to cite instead.

A law that has ended cannot be what an act of today is based on; one that ended later is right for
an act of its time (`domain.md` 0, trap 4: the law in force depends on the date of the act).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.cited_texts import Mention, mentions
from ktgs_desktop.domain.regulation_force import Force, ForceStatus, RegulationLibrary
from ktgs_desktop.domain.regulations import Regulation, number_form

if TYPE_CHECKING:
    from ktgs_desktop.domain.dates import PartialDate


class CitationFault(StrEnum):
    """What is to be said of a citation; empty if it is right.

    ENDED: the text was no longer in force on the day.
    NOT_YET: it was not in force yet.
    UNCERTAIN: a day that decides is not known.
    DATE_DIFFERS: the library has the number, but of another date.
    PART_UNKNOWN: the text has no such article, clause or point.
    """

    NONE = ""
    ENDED = "ENDED"
    NOT_YET = "NOT_YET"
    UNCERTAIN = "UNCERTAIN"
    DATE_DIFFERS = "DATE_DIFFERS"
    PART_UNKNOWN = "PART_UNKNOWN"


_FAULTS = {
    ForceStatus.IN_FORCE: CitationFault.NONE,
    ForceStatus.ENDED: CitationFault.ENDED,
    ForceStatus.NOT_YET: CitationFault.NOT_YET,
    ForceStatus.UNCERTAIN: CitationFault.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a citation says, held against the library.

    Attributes:
        mention: where it stands and what it names.
        words: the citation as it stands.
        regulation: the text it means.
        fault: what is to be said of it.
        force: how the text stood on the day.
        instead: the texts of its line to go by on the day, where it is not one of them.
        parts: of `PART_UNKNOWN` the paths that the text does not have.
    """

    mention: Mention
    words: str
    regulation: Regulation
    fault: CitationFault
    force: Force
    instead: tuple[Regulation, ...] = ()
    parts: tuple[str, ...] = ()


class CitationJudge:
    """Holds citations against the library.

    Args:
        library: the texts.
        articles: paths of the articles, clauses and points of the texts whose wording is known.
    """

    def __init__(
        self, library: RegulationLibrary, articles: Mapping[UUID, Collection[str]] | None = None
    ) -> None:
        self._library, self._articles = library, articles or {}
        self._numbered: dict[str, list[Regulation]] = defaultdict(list)
        for one in library:
            self._numbered[number_form(one.number)].append(one)

    def findings(
        self, text: str, day: date, linked: Mapping[str, UUID] | None = None
    ) -> list[Finding]:
        """Every citation of a text that the library knows, with what is to be said of it.

        Numbers the library does not have are left alone: papers name many that are no regulations.

        Args:
            text: composed Vietnamese.
            day: the day of the act, on which the cited texts have to be in force.
            linked: the texts a person chose, by `number_form`; they go before a guess.
        """
        found: list[Finding] = []
        for mention in mentions(text):
            number = number_form(mention.number)
            candidates = self._numbered.get(number, [])
            chosen = (linked or {}).get(number)
            picked = [one for one in candidates if one.id == chosen]
            agreeing = [one for one in candidates if _agrees(one.issued, mention.dated)]
            if candidates:
                meant = self._likeliest(picked or agreeing or candidates, day)
                differs = not picked and not agreeing
                found.append(self._judged(text, mention, meant, day, differs=differs))
        return found

    def _likeliest(self, candidates: Collection[Regulation], day: date) -> Regulation:
        """The text to go by on the day; else the latest issued by then; else the next one."""
        standing = [one for one in candidates if self._library.span(one.id).stands(day)]
        issued = [one for one in candidates if one.issued is None or one.issued.first <= day]
        if standing or issued:
            return max(standing or issued, key=_by_issue)
        return min(candidates, key=_by_issue)

    def _judged(
        self, text: str, mention: Mention, meant: Regulation, day: date, *, differs: bool
    ) -> Finding:
        force = self._library.force(meant.id, day)
        fault = CitationFault.DATE_DIFFERS if differs else _FAULTS[force.status]
        known = self._articles.get(meant.id)
        parts = tuple(part for part in mention.parts if known is not None and part not in known)
        if fault == CitationFault.NONE and parts:
            fault = CitationFault.PART_UNKNOWN
        instead: tuple[Regulation, ...] = ()
        if fault in (CitationFault.ENDED, CitationFault.NOT_YET):
            line = self._library.in_line_on(meant.id, day)
            instead = tuple(one for one in line.texts if one.id != meant.id)
        words = text[mention.start : mention.end]
        return Finding(mention, words, meant, fault, force, instead, parts)


def _agrees(issued: PartialDate | None, written: PartialDate | None) -> bool:
    """Whether a date known only in part can be the one written."""
    if issued is None or written is None:
        return True
    return issued.first <= written.last and written.first <= issued.last


def _by_issue(one: Regulation) -> tuple[str, UUID]:
    return (one.issued.iso if one.issued else "", one.id)
