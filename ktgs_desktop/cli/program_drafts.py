"""Drafts of a program in Word: hand one out, read one back, see which there were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file

if TYPE_CHECKING:
    from ktgs_desktop.domain.word_copies import Remark
    from ktgs_desktop.services.word_drafts import Proposal


@click.command("to-word")
@click.argument("program")
@click.argument("file", type=FILE)
@common
@pass_state
def to_word(state: State, program: str, file: Path) -> None:
    """Hand the draft PROGRAM out as FILE.docx, to be changed in Word and read back.

    The file lies readable where you put it; delete it once it is read back.
    """
    from ktgs_desktop.services import papers, word_drafts  # after --help

    _check_name(file)
    with state.opened() as workspace:
        handed = word_drafts.hand_out(workspace, records.program(workspace, program))
        digest = papers.save_file(handed.file, file)
    state.show({"file": file, "sha256": digest, "draft": handed.draft.number})


def _check_name(file: Path) -> None:
    if file.suffix.lower() != ".docx":
        raise WrongUsage(_("{path}: write a name that ends in .docx.").format(path=file))


@click.command("drafts")
@click.argument("program")
@common
@pass_state
def drafts(state: State, program: str) -> None:
    """List the drafts of PROGRAM that went out to Word or came back."""
    from ktgs_desktop.services import word_drafts  # after --help

    with state.opened() as workspace:
        found = word_drafts.drafts(workspace, records.program(workspace, program))
    state.show(
        [
            {
                "number": one.number,
                "origin": one.origin,
                "made_on": one.made_on,
                "name": one.file.name,
                "size": one.file.size,
                "id": one.id,
            }
            for one in found
        ]
    )


@click.command("draft-file")
@click.argument("program")
@click.argument("number", type=click.IntRange(min=1))
@click.argument("file", type=FILE)
@common
@pass_state
def draft_file(state: State, program: str, number: int, file: Path) -> None:
    """Write the draft NUMBER of PROGRAM to FILE.docx as it was kept."""
    from ktgs_desktop.services import papers, word_drafts  # after --help

    _check_name(file)
    with state.opened() as workspace:
        found = word_drafts.drafts(workspace, records.program(workspace, program))
        wanted = [one for one in found if one.number == number]
        if not wanted:
            raise Refused(_("The program has no draft {number}.").format(number=number))
        digest = papers.save_file(word_drafts.file_of(workspace, wanted[0]), file)
    state.show({"file": file, "sha256": digest, "draft": number})


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--program", default="", help="The program it must be of; else the file says it.")
@click.option("--dry-run", is_flag=True, help="Take nothing; only show the difference.")
@common
@pass_state
def import_word(state: State, file: Path, *, program: str, dry_run: bool) -> None:
    """Read FILE.docx, a draft changed in Word, back into its program as the next draft.

    What was changed and what cannot be taken is shown; all of it is one operation that can be
    undone.
    """
    from ktgs_desktop.services import word_drafts  # after --help
    from ktgs_desktop.services.printing import Printed

    data = read_file(file)
    with state.opened() as workspace:
        wanted = records.program(workspace, program) if program else None
        proposal = word_drafts.read_back(workspace, Printed(file.name, data), wanted)
        shown = _shown(proposal)
        if dry_run or proposal.empty:
            state.show({**shown, "draft": None})
            return
        draft = word_drafts.take(workspace, proposal)
        state.show({**shown, "draft": draft.number})


def _shown(proposal: Proposal) -> dict[str, Any]:
    found = proposal.difference
    return {
        "program": proposal.program.id,
        "title": None if found.title is None else {"old": found.title[0], "new": found.title[1]},
        "paragraphs": [
            {"kind": one.kind, "old": one.old, "new": one.new} for one in found.paragraphs
        ],
        "rows": [
            {
                "kind": one.kind,
                "row": one.row,
                "item": one.line,
                "moved": one.moved,
                "cells": [
                    {"column": cell.column, "old": cell.old, "new": cell.new} for cell in one.cells
                ],
            }
            for one in found.rows
        ],
        "remarks": [_remark(one) for one in proposal.remarks],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    text = messages.text_of(remark.code, dict(remark.params))
    return {"code": remark.code, "row": remark.row or None, "place": remark.place, "text": text}
