"""What can be chosen above the lines: one program, or the lines of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.programs import ProgramSummary

ALL, NONE, ISSUED = "all", "none", "issued"
Conditions = dict[str, str | int | bool]


def issued_of(year: str) -> str:
    """The choice of the issued annual programs of all bodies.

    Args:
        year: their year, empty for every year.
    """
    return f"{ISSUED}:{year}" if year else ISSUED


def conditions(chosen: str) -> Conditions | None:
    """What a choice of many programs asks of their lines; None if it is one program or none.

    Args:
        chosen: the choice.
    """
    if chosen == ALL:
        return {}
    kind, _colon, year = chosen.partition(":")
    if kind != ISSUED:
        return None
    found: Conditions = {"issued": True}
    if year:
        found["year"] = int(year)
    return found


def choices(
    programs: Iterable[ProgramSummary], own: Iterable[ProgramSummary]
) -> list[tuple[str, str]]:
    """What is offered: a body's programs, then the lines of many, each with its words.

    Args:
        programs: those of all bodies.
        own: those of the body.
    """
    found = [(str(one.program.id), program_name(one)) for one in own]
    found = found or [(NONE, _("No program yet"))]
    issued = [one.program for one in programs if one.program.issued]
    years = {program.year for program in issued if program.kind == "ANNUAL"}
    for year in sorted(years, reverse=True):
        text = _("Year {year}, all bodies").format(year=year)
        found.append((issued_of(str(year)), text))
    found.append((ISSUED, _("All issued annual programs")))
    found.append((ALL, _("Lines of all programs")))
    return found


def program_name(one: ProgramSummary) -> str:
    """What a program is called in the choice: its year or term, and whether it is a draft.

    Args:
        one: the program.
    """
    program = one.program
    if program.kind == "TERM":
        text = _("Term {term}").format(term=program.term.replace("-", "–"))
    else:
        text = _("Year {year}").format(year=program.year)
    return text if program.issued else text + " · " + _("draft")


def program_title(one: ProgramSummary) -> str:
    """The title of the page for a program.

    Args:
        one: the program.
    """
    if one.program.kind == "TERM":
        return _("Inspection and supervision program {term}").format(
            term=one.program.term.replace("-", "–")
        )
    return _("Inspection and supervision program {year}").format(year=one.program.year)
