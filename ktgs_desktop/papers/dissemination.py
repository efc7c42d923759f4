"""The report on the dissemination of regulations: who was briefed on what, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.dissemination_report import DisseminationReport
from ktgs_desktop.domain.regulations import Regulation, TitleKind
from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.paper import Align, Annex, AnnexGroup, Column, Paper
from ktgs_desktop.papers.phrases import Count
from ktgs_desktop.papers.templates import filled, template_source
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination_report import Briefing
    from ktgs_desktop.domain.programs import Named
    from ktgs_desktop.papers.letterhead import Letterhead

DOCUMENT_TYPE = "BC"
_TEMPLATE = "dissemination.md.j2"


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells of.

    Attributes:
        report: the figures.
        what: what was disseminated, as the abstract says it.
        regulations: the regulations in the library, for their titles.
        today: the day of the figures.
        sites: how many sites the sessions by video had.
    """

    report: DisseminationReport
    what: str
    regulations: Mapping[UUID, Regulation]
    today: date
    sites: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """A regulation in the letter."""

    name: str
    targets: Count
    reached: Count
    percent: int
    sessions: Count
    attended: Count


def about(
    *, term: str = "", year: int | None = None, plan: str | None = None, unit: str | None = None
) -> str:
    """What a report is about, as its abstract says it.

    Args:
        term: code of the term, e.g. `2020-2025`.
        year: the year, None for all of the term.
        plan: title of the one plan, None for all.
        unit: name of the one unit, None for all.
    """
    if plan is not None:
        what = wording("dissemination_what_plan", title=plan)
    elif year is not None:
        what = wording("dissemination_what_year", year=year)
    else:
        what = wording("dissemination_what_term", term=term.replace("-", " - "))
    return wording("dissemination_of_unit", what=what, unit=unit) if unit else what


def dissemination_paper(told: Told, head: Letterhead) -> Paper:
    """The report: figures in the letter, each unit in the annex.

    Args:
        told: what it tells of.
        head: the frame of the report, without number and date.
    """
    found = told.report
    late = [
        one
        for one in found.missing_units
        if any(briefing.due_on < told.today for briefing in one.missing)
    ]
    values = {
        "body": head.body_name,
        "what": told.what,
        "plans": Count(len(found.plans)),
        "sessions": Count(found.sessions),
        "by_video": Count(found.by_video),
        "sites": Count(told.sites),
        "attended": Count(found.attended),
        "missing": Count(len(found.missing_units)),
        "late": Count(len(late)),
        "today": f"{told.today:%d/%m/%Y}",
        "regulations": tuple(
            _Line(
                name=_titled(one.regulation, told.regulations),
                targets=Count(one.targets),
                reached=Count(one.reached),
                percent=one.percent,
                sessions=Count(one.sessions),
                attended=Count(one.attended),
            )
            for one in found.regulations
        ),
    }
    return Paper(
        layout=head.layout(told.today.year),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=head.symbol_text,
        place=head.place,
        issued_on=head.issued_on,
        year=told.today.year,
        type_name=wording("dissemination_type"),
        abstract=wording("dissemination_abstract", what=told.what),
        blocks=parse_blocks(filled(template_source(_TEMPLATE), values, template=_TEMPLATE)),
        signature=head.signature,
        recipients=head.recipients,
        annex=dissemination_annex(told),
    )


def _titled(named: Named, library: Mapping[UUID, Regulation]) -> str:
    """A regulation with its title; what is not confirmed is marked (issue 5, 3)."""
    known = library.get(named.id) if named.id is not None else None
    if known is None or not known.title.strip():
        return named.name
    title = known.title
    if known.title_kind == TitleKind.PARAPHRASE:
        title = wording("dissemination_paraphrase", title=title)
    elif not known.certain:
        title = wording("dissemination_unconfirmed", title=title)
    return wording("dissemination_named", label=known.label, title=title)


# Annex ----------------------------------------------------------------------------------------


def dissemination_annex(told: Told) -> Annex:
    """The table of the report: who was briefed, then who was not.

    Args:
        told: what it tells of.
    """
    columns = (
        Column(wording("dissemination_seq"), 12, Align.CENTER),
        Column(wording("dissemination_unit"), 52),
        Column(wording("dissemination_text"), 36),
        Column(wording("dissemination_plan"), 50),
        Column(wording("dissemination_days"), 24, Align.CENTER),
        Column(wording("dissemination_invited"), 16, Align.CENTER),
        Column(wording("dissemination_attended"), 16, Align.CENTER),
        Column(wording("dissemination_members"), 16, Align.CENTER),
        Column(wording("dissemination_committee"), 17, Align.CENTER),
        Column(wording("dissemination_result"), 28, Align.CENTER),
    )
    reached = tuple(_rows(told, reached=True))
    missing = tuple(_rows(told, reached=False))
    groups: tuple[AnnexGroup, ...] = (AnnexGroup(wording("dissemination_none"), ()),)
    if told.report.plans:
        groups = (
            _group("dissemination_group_reached", reached),
            _group("dissemination_group_missing", missing),
        )
    return Annex(
        title=wording("dissemination_annex"),
        subtitle=wording("dissemination_annex_of", what=told.what),
        columns=columns,
        groups=groups,
        labelled=False,
    )


def _group(title: str, rows: tuple[tuple[str, ...], ...]) -> AnnexGroup:
    nobody = ("", wording("dissemination_nobody"), *[""] * 8)
    return AnnexGroup(wording(title), rows or (nobody,))


def _rows(told: Told, *, reached: bool) -> Iterable[tuple[str, ...]]:
    """The briefings that were held, or those that were not; what a plan did alike is one row."""
    number = 0
    for unit in told.report.units:
        chosen = [one for one in unit.briefings if one.reached == reached]
        number += bool(chosen)
        alike = groupby(chosen, key=lambda one: (one.plan, one.title, _figures(one, told.today)))
        for place, ((_plan, title, figures), briefings) in enumerate(alike):
            texts = "\n".join(one.regulation.name for one in briefings)
            yield (str(number) if place == 0 else "", unit.unit.name, texts, title, *figures)


def _figures(one: Briefing, today: date) -> tuple[str, ...]:
    if one.reached:
        days = "\n".join(f"{day:%d/%m/%Y}" for day in one.days)
        counts = (one.invited, one.attended, one.members, one.committee)
        return (days, *(str(count or "") for count in counts), wording("dissemination_reached"))
    key = "dissemination_late" if one.due_on < today else "dissemination_waiting"
    return ("", "", "", "", "", wording(key, date=f"{one.due_on:%d/%m/%Y}"))
