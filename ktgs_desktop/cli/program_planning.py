"""`ktgs programs coverage` and `propose`: who never came up, and what the next draft may hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import several, texts
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import YEAR_STATE, CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.coverage import Cell, Coverage
    from ktgs_desktop.domain.proposals import Proposal

_YEAR = click.IntRange(1900, 2199)
_ALL = "all"
_SUGGESTED = ("CARRIED", "TERM")
_TITLE = late("Coverage of the term")
_PROPOSALS = Sheet(
    late("Proposals for next year"), ("proposal", "reason", "task_kind", "content", "subjects")
)


@click.command()
@click.option("--never", is_flag=True, help="Only those neither inspected nor supervised.")
@click.option("--direct", is_flag=True, help="Only those directly below the committee.")
@several("--type", "org_type", kind=CodeOf("organization_types"), help="Only this type.")
@several("--level", kind=CodeOf("levels"), help="Only this level.")
@several("--times", kind=click.IntRange(min=0), help="Only those that came up so often.")
@several(
    "--in",
    "happened",
    kind=YEAR_STATE,
    help="Only those of which a year came to this, e.g. 2023=NEVER.",
)
@click.option("--term", type=CodeOf("terms"), help="Another term than the office's.")
@click.option("--search", default="", help="Words of the name; accents make it strict.")
@click.option(
    "--sort",
    default="type",
    show_default=True,
    type=click.Choice(["type", "name", "times", "last"]),
    help="What orders the list.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def coverage(state: State, /, *, search: str, sort: str, **options: Any) -> None:
    """List the organisations below the committee with what became of each year of the term.

    In a cell KT is inspected, GS supervised, > in a line of an issued program, ~ in a draft, and
    nothing stands for none of it.
    """
    from ktgs_desktop.services import coverage as service  # after --help
    from ktgs_desktop.services.list_values import PREFIX  # after --help

    wanted = Wanted(options["limit"], options["sheet"])
    chosen: dict[str, tuple[str, ...]] = {
        "type": options["org_type"],
        "level": options["level"],
        "times": texts(options["times"]),
    }
    for year, came_to in options["happened"]:
        chosen[year] = (*chosen.get(year, ()), came_to)
    filters: Filters = {PREFIX + name: values for name, values in chosen.items() if values}
    if options["term"]:
        filters["term"] = options["term"]
    filters |= {name: True for name in ("never", "direct") if options[name]}
    query = Listing(sort, options["descending"], search, filters)
    with state.opened() as workspace:
        years = service.years(workspace, options["term"] or "")
        _check_years(options["happened"], years)
        found = service.whole(workspace, query)
    nested = state.as_json and wanted.sheet is None
    rows = [_covered(one, as_json=nested) for one in first_of(found, wanted)]
    columns = ("name", "org_type", *map(str, years), "times", "last")
    show_list(state, rows, Sheet(_TITLE, columns), wanted)


def _check_years(happened: Sequence[tuple[str, str]], years: range) -> None:
    """Refuse a year that is none of the term's.

    Raises:
        WrongUsage: it is not.
    """
    for year, _came_to in happened:
        if int(year) not in years:
            said = _("{year} is no year of the term; it has {first} to {last}.")
            raise WrongUsage(said.format(year=year, first=years[0], last=years[-1]))


def _covered(one: Coverage, *, as_json: bool) -> dict[str, Any]:
    years = {str(cell.year): to_document(cell) if as_json else _short(cell) for cell in one.cells}
    return {
        "name": one.name,
        "org_type": one.org_type,
        "level": one.level,
        **({"years": years} if as_json else years),
        "times": one.times,
        "never": one.never,
        "last": one.last,
        "last_inspected": one.last_inspected,
        "last_supervised": one.last_supervised,
        "id": one.id,
    }


def _short(cell: Cell) -> str:
    counts = {"KT": cell.inspected, "GS": cell.supervised, ">": cell.planned, "~": cell.drafted}
    return " ".join(
        sign if count == 1 else f"{sign}×{count}" for sign, count in counts.items() if count
    )


@click.command()
@click.argument("year", type=_YEAR)
@click.option("--body", default="", help="Symbol of the issuing body or its id; else the first.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="SOURCE|all",
    help="Add this proposal, by its source, once for each; all: what is carried over or due.",
)
@listed
@common
@pass_state
def propose(
    state: State,
    *,
    year: int,
    body: str,
    accepted: tuple[str, ...],
    limit: int | None,
    sheet: Path | None,
) -> None:
    """Propose lines for the draft of YEAR: unfinished ones, those due by the term, who never came.

    With --accept the lines are added; a draft is begun if there is none. `ktgs undo` takes them
    out again.
    """
    from ktgs_desktop.services import offices, proposals  # after --help

    with state.opened() as workspace:
        issuing = records.body(workspace, body) if body else offices.bodies(workspace)[0]
        found = proposals.propose(workspace, issuing.id, year)
        if accepted:
            chosen = _accepted(accepted, found.proposals)
            lines = proposals.accept(workspace, issuing.id, year, chosen)
            program = lines[0].program if lines else found.program and found.program.id
            state.show({"added": len(lines), "program": program, "lines": [x.id for x in lines]})
            return
        wanted = Wanted(limit, sheet)
        kinds, coded = proposals.KINDS, state.as_json and wanted.sheet is None
        rows = [
            {"proposal": one.kind if coded else str(kinds[one.kind]), **_proposed(one)}
            for one in first_of(found.proposals, wanted)
        ]
    show_list(state, rows, _PROPOSALS, wanted)


def _proposed(one: Proposal) -> dict[str, Any]:
    from ktgs_desktop.services import proposals  # after --help

    return {
        "code": one.reason,
        "reason": proposals.reason(one),
        "task_kind": one.line.task_kind,
        "content": one.line.content,
        "subjects": "; ".join(subject.name for subject in one.line.subjects),
        "quarter": one.line.quarter,
        "source": one.source,
    }


def _accepted(texts: tuple[str, ...], found: tuple[Proposal, ...]) -> list[Any]:
    from ktgs_desktop.services.proposals import Accepted  # after --help

    known = {one.source: one.kind for one in found}
    chosen: dict[UUID, None] = {}
    for text in texts:
        if text == _ALL:
            chosen |= {source: None for source, kind in known.items() if kind in _SUGGESTED}
            continue
        source = records.identifier(text)
        if source not in known:
            said = _("“{text}” is the source of no proposal; “ktgs programs propose” shows them.")
            raise Refused(said.format(text=text))
        chosen[source] = None
    return [Accepted(source) for source in chosen]
