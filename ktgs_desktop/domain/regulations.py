"""Regulations (văn bản quy định): who issued what, from when to when, and what it changed.

A number alone names nothing: numbering begins anew with every term, so 20-QĐ/TW of 2011 and of
2026 are two texts. A text is known by number, issuer and day of issue together (`domain.md` 1).
What is not known stays empty, and is shown as unknown; nothing here guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER, register_id
from ktgs_desktop.domain.paper_marks import Classification
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import UserError

MAX_RELATIONS = 100
MAX_PARTNERS = 30


class RegulationKind(StrEnum):
    """What a text calls itself (tên loại)."""

    CHARTER = "CHARTER"
    REGULATION = "REGULATION"
    DECISION = "DECISION"
    GUIDANCE = "GUIDANCE"
    RESOLUTION = "RESOLUTION"
    CONCLUSION = "CONCLUSION"
    DIRECTIVE = "DIRECTIVE"
    RULES = "RULES"
    COORDINATION = "COORDINATION"
    PROGRAM = "PROGRAM"
    LAW = "LAW"
    DECREE = "DECREE"
    CIRCULAR = "CIRCULAR"
    OTHER = "OTHER"


class RelationKind(StrEnum):
    """What a text does to an earlier one: thay thế, sửa đổi, hướng dẫn, bãi bỏ một phần."""

    REPLACES = "REPLACES"
    AMENDS = "AMENDS"
    IMPLEMENTS = "IMPLEMENTS"
    REPEALS_PART = "REPEALS_PART"


class Confidence(StrEnum):
    """How sure the list is of a text's number, issuer and dates."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TitleKind(StrEnum):
    """Whether the title is the text's own (trích yếu) or only says what it is about."""

    TITLE = "title"
    PARAPHRASE = "paraphrase"


class Standing(StrEnum):
    """What the list says of a text that nothing known has ended: in force, likely, not known."""

    CONFIRMED = "CONFIRMED"
    LIKELY = "LIKELY"
    UNCONFIRMED = "UNCONFIRMED"


@dataclass(frozen=True, slots=True)
class RegulationKey:
    """What tells regulations apart.

    Attributes:
        number: number and symbol, e.g. "22-QĐ/TW"; of a text without one what it is called.
        issuer: who issued it, empty if unknown.
        issued: day of issue as far as known, None if unknown.
    """

    number: str
    issuer: str = ""
    issued: PartialDate | None = None

    @property
    def id(self) -> UUID:
        """Identifier of the text of this key in the lists, the same in every office."""
        return register_id(
            "regulation", self.number, self.issuer, self.issued.iso if self.issued else ""
        )

    @property
    def label(self) -> str:
        """How it is called in a line: "22-QĐ/TW (28/07/2021)"."""
        return f"{self.number} ({self.issued})" if self.issued else self.number


@dataclass(frozen=True, slots=True)
class Relation:
    """What a text does to an earlier one; it stands in the later text.

    Attributes:
        kind: a value of `RelationKind`.
        number: number and symbol of the earlier text.
        issuer: who issued it, empty if not said.
        issued: its day of issue as far as said, None if not.
        target: the earlier text in the library, None if it is not known which, or not there.
        since: from when it does so, None for the day the later text takes effect.
        note: which part, or what is not certain of it.
    """

    kind: str
    number: str
    issuer: str = ""
    issued: PartialDate | None = None
    target: UUID | None = None
    since: PartialDate | None = None
    note: str = ""

    @property
    def key(self) -> RegulationKey:
        """What tells the earlier text apart, as far as it is said."""
        return RegulationKey(self.number, self.issuer, self.issued)


@dataclass(frozen=True, slots=True)
class Regulation:
    """One text of one issuer of one day.

    Attributes:
        owner: the register for texts of the lists, the office's unit for its own.
        id: identifier.
        number: number and symbol; of a text without one what it is called.
        issuer: who issued it, empty if unknown.
        title: abstract (trích yếu), or what it is about.
        kind: a value of `RegulationKind`.
        issued: day of issue, as far as known.
        effective_from: first day in force, as far as known.
        effective_to: last day in force where the text or the list states it.
        ended_by: a day by which it is known to have ended while its last day is not known.
        doubtful_from: from when it is not confirmed that it is still in force.
        standing: a value of `Standing`.
        classification: a value of `Classification`, or empty.
        group: group of the list it stands in, e.g. "B".
        confidence: a value of `Confidence`.
        title_kind: a value of `TitleKind`.
        date_note: what is to be said of its dates.
        note: what is to be said of it.
        relations: what it does to earlier texts.
        partners: of a coordination regulation (quy chế phối hợp) the bodies it is made with.
        review_on: when it is to be looked through again, None for no day.
    """

    owner: UUID
    id: UUID
    number: str
    issuer: str
    title: str
    kind: str
    issued: PartialDate | None = None
    effective_from: PartialDate | None = None
    effective_to: PartialDate | None = None
    ended_by: PartialDate | None = None
    doubtful_from: PartialDate | None = None
    standing: str = Standing.CONFIRMED
    classification: str = ""
    group: str = ""
    confidence: str = Confidence.HIGH
    title_kind: str = TitleKind.TITLE
    date_note: str = ""
    note: str = ""
    relations: tuple[Relation, ...] = ()
    partners: tuple[str, ...] = ()
    review_on: date | None = None

    @property
    def key(self) -> RegulationKey:
        """What tells it apart."""
        return RegulationKey(self.number, self.issuer, self.issued)

    @property
    def label(self) -> str:
        """How it is called in a line: "22-QĐ/TW (28/07/2021)"."""
        return self.key.label

    @property
    def listed(self) -> bool:
        """Whether it is of the lists, and so not the office's to edit."""
        return self.owner == REGISTER_OWNER

    @property
    def certain(self) -> bool:
        """Whether title, dates and standing are confirmed; if not, screen and print say so."""
        return is_certain(self.title_kind, self.confidence, self.standing)

    def related(self, kind: str) -> tuple[Relation, ...]:
        """What it does to earlier texts in one way.

        Args:
            kind: a value of `RelationKind`.
        """
        return tuple(relation for relation in self.relations if relation.kind == kind)


def is_certain(title_kind: str, confidence: str, standing: str) -> bool:
    """Whether title, dates and standing of a text are confirmed.

    Args:
        title_kind: a value of `TitleKind`.
        confidence: a value of `Confidence`.
        standing: a value of `Standing`.
    """
    return (
        title_kind == TitleKind.TITLE
        and confidence != Confidence.LOW
        and standing == Standing.CONFIRMED
    )


_SYMBOL = re.compile(r"[^\W\d_][^/\d\W]*", re.UNICODE)
_KINDS = {
    "qdi": RegulationKind.REGULATION,
    "hd": RegulationKind.GUIDANCE,
    "nq": RegulationKind.RESOLUTION,
    "kl": RegulationKind.CONCLUSION,
    "ct": RegulationKind.DIRECTIVE,
    "ctr": RegulationKind.PROGRAM,
    "qc": RegulationKind.RULES,
    "nd": RegulationKind.DECREE,
    "tt": RegulationKind.CIRCULAR,
    "qh": RegulationKind.LAW,
}
_TITLES = (
    ("dieu le", RegulationKind.CHARTER),
    ("quy che phoi hop", RegulationKind.COORDINATION),
    ("quyet dinh", RegulationKind.DECISION),
    ("quy dinh", RegulationKind.REGULATION),
    ("huong dan", RegulationKind.GUIDANCE),
    ("nghi quyet", RegulationKind.RESOLUTION),
    ("ket luan", RegulationKind.CONCLUSION),
    ("chi thi", RegulationKind.DIRECTIVE),
    ("quy che", RegulationKind.RULES),
    ("chuong trinh", RegulationKind.PROGRAM),
    ("luat", RegulationKind.LAW),
    ("nghi dinh", RegulationKind.DECREE),
    ("thong tu", RegulationKind.CIRCULAR),
)


def kind_of(number: str, title: str) -> RegulationKind:
    """What a text calls itself, by the first words of its title, else by its symbol.

    Args:
        number: number and symbol, e.g. "22-QĐ/TW".
        title: its title.
    """
    begun = fold(title)
    for words, kind in _TITLES:
        if begun.startswith(words):
            return kind
    form = fold(number)
    if "/qd-" in form:  # state bodies give this symbol to decisions, the Party to regulations too
        return RegulationKind.DECISION
    for part in _SYMBOL.findall(form):
        if part in _KINDS:
            return _KINDS[part]
    return RegulationKind.OTHER


def number_form(number: str) -> str:
    """A number as it is compared: without case, accents, blanks and leading zeros.

    Args:
        number: number and symbol as typed, e.g. "07 - QĐi/TW".
    """
    plain = re.sub(r"[\s.–—]+", "", fold(number).replace("–", "-").replace("—", "-"))
    return re.sub(r"^0+(?=\d)", "", plain)


def check_regulation(regulation: Regulation) -> None:
    """Refuse a regulation that cannot be.

    Args:
        regulation: what is to be saved.

    Raises:
        UserError: `regulation_number_missing`, `regulation_title_missing`, `too_long`,
            `regulation_kind_unknown`, `classification_unknown`, `regulation_dates_reversed`,
            `relation_kind_unknown`, `relation_number_missing`, `relation_to_itself`,
            `relations_too_many`, `partners_too_many`.
    """
    if not regulation.number.strip():
        raise UserError("regulation_number_missing")
    if not regulation.title.strip():
        raise UserError("regulation_title_missing")
    if regulation.kind not in list(RegulationKind):
        raise UserError("regulation_kind_unknown", text=regulation.kind)
    if regulation.classification and regulation.classification not in list(Classification):
        raise UserError("classification_unknown", text=regulation.classification)
    _check_lengths(regulation)
    first, last = regulation.effective_from, regulation.effective_to
    if first is not None and last is not None and last.last < first.first:
        raise UserError("regulation_dates_reversed", start=str(first), end=str(last))
    _check_relations(regulation)


def _check_lengths(regulation: Regulation) -> None:
    limits.check_length("number", regulation.number, limits.NAME)
    limits.check_length("issuer", regulation.issuer, limits.NAME)
    limits.check_length("title", regulation.title, limits.CONTENT)
    limits.check_length("date_note", regulation.date_note, limits.LINE)
    limits.check_length("note", regulation.note, limits.NOTE)
    if len(regulation.partners) > MAX_PARTNERS:
        raise UserError("partners_too_many", limit=MAX_PARTNERS)
    for partner in regulation.partners:
        limits.check_length("partners", partner, limits.NAME)


def _check_relations(regulation: Regulation) -> None:
    if len(regulation.relations) > MAX_RELATIONS:
        raise UserError("relations_too_many", limit=MAX_RELATIONS)
    for relation in regulation.relations:
        if relation.kind not in list(RelationKind):
            raise UserError("relation_kind_unknown", text=relation.kind)
        if not relation.number.strip():
            raise UserError("relation_number_missing")
        if relation.target == regulation.id or relation.key == regulation.key:
            raise UserError("relation_to_itself", number=regulation.number)
        limits.check_length("number", relation.number, limits.NAME)
        limits.check_length("issuer", relation.issuer, limits.NAME)
        limits.check_length("note", relation.note, limits.LINE)


def circle(regulations: Iterable[Regulation]) -> tuple[UUID, ...]:
    """Texts that replace one another in a circle, which no line of texts can; empty if none do.

    Args:
        regulations: the whole library.
    """
    targets = {
        one.id: [
            relation.target
            for relation in one.relations
            if relation.target is not None and relation.kind == RelationKind.REPLACES
        ]
        for one in regulations
        if one.relations
    }
    done: set[UUID] = set()
    for start, first in targets.items():
        if start in done:
            continue
        path, walk = [start], [(start, iter(first))]
        while walk:
            here, following = walk[-1]
            step = next(following, None)
            if step is None:
                walk.pop()
                path.pop()
                done.add(here)
            elif step in path:
                return tuple(path[path.index(step) :])
            elif step in targets and step not in done:
                walk.append((step, iter(targets[step])))
                path.append(step)
    return ()
