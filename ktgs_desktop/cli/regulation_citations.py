"""`ktgs regulations cite`, `ktgs regulations citations`: what papers cite, and whether it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import DAY

if TYPE_CHECKING:
    from ktgs_desktop.domain.citation_checks import Finding

_TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("cite")
@click.argument("regulation")
@click.option("--part", default="", help="Path of the part cited, e.g. 5.2.a.")
@common
@pass_state
def cite(state: State, regulation: str, *, part: str) -> None:
    """Print how REGULATION is cited in a paper."""
    from ktgs_desktop.services.regulations import citing  # after --help

    with state.opened() as workspace:
        text = wanted_regulation(workspace, regulation)
        state.show({"citation": citing.words_for(workspace, text, part), "regulation": text})


@click.command("citations")
@click.option("--all", "everything", is_flag=True, help="Those that are right too.")
@click.option("--of", "cited", multiple=True, help="Only what cites this regulation; repeatable.")
@common
@pass_state
def citations(state: State, *, everything: bool, cited: tuple[str, ...]) -> None:
    """List what programs, amendments, papers and texts of papers cite that is not in force."""
    from ktgs_desktop.services.regulations import citing  # after --help

    with state.opened() as workspace:
        wanted = [wanted_regulation(workspace, one) for one in cited]
        found = citing.review(workspace, regulations=wanted)
    state.show(
        [
            {
                "entity": one.entity,
                "record": one.record,
                "name": one.name,
                **_shown(finding, one.on),
            }
            for one in found
            for finding in one.findings
            if (everything or finding.fault) and (not wanted or finding.regulation.id in wanted)
        ]
    )


@click.command("check-text")
@click.argument("file", type=_TEXT)
@click.option("--on", "day", type=DAY, help="The day of the act; today if left out.")
@common
@pass_state
def check_text(state: State, file: Path, *, day: date | None) -> None:
    """List the citations of FILE, a text in UTF-8, with what is to be said of each."""
    from ktgs_desktop.services.regulations import citing  # after --help

    text = file.read_text(encoding="utf-8-sig", errors="replace")
    with state.opened() as workspace:
        on = day or workspace.today
        found = citing.findings(workspace, text, on)
    state.show([_shown(one, on) for one in found])


def _shown(finding: Finding, on: date) -> dict[str, Any]:
    from ktgs_desktop.services.regulations import citing  # after --help

    return {
        "words": finding.words,
        "regulation": finding.regulation.number,
        "issued": "" if finding.regulation.issued is None else str(finding.regulation.issued),
        "on": on,
        "fault": str(finding.fault),
        "instead": [one.label for one in finding.instead],
        "sentence": citing.sentence(finding, on),
    }
