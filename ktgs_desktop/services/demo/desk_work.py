"""What lies on a desk of the training office: a draft out for opinions, the registers, phrases."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.documents import Document, FileRole
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.services import (
    incoming,
    offices,
    opinion_papers,
    opinions,
    organizations,
    outgoing,
    outside_lines,
    papers,
    phrases,
    program_items,
    program_life,
    proposals,
    registered,
    submissions,
)

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.services.demo.calendar import Clock
    from ktgs_desktop.services.workspace import Workspace


def lay_out(workspace: Workspace, clock: Clock, plan: Mapping[str, Any]) -> None:
    """Do what is under way on the day of the exercise.

    Args:
        workspace: the office.
        clock: is set to the days on which things were done.
        plan: what is done (`resources/demo/phu_binh.json`).
    """
    draft = plan["draft"]
    clock.go_to(date.fromisoformat(draft["begun_on"]))
    program = _draft(workspace, draft)
    for entry in plan["phrases"]:
        phrases.add(workspace, entry["field"], entry["text"])
    for entry in plan["outside_lines"]:
        _add_outside_line(workspace, entry)
    clock.go_to(date.fromisoformat(draft["answered_on"]))
    _take_opinions(workspace, program, draft)
    for entry in plan["incoming"]:
        _receive(workspace, entry)
    _keep_numbers(workspace, plan["numbers"])
    _lay_before_signer(workspace, program, plan["report"])


# The draft out for opinions -------------------------------------------------------------------


def _draft(workspace: Workspace, entry: Mapping[str, Any]) -> UUID:
    """A draft of what the coverage proposes, sent out; its id."""
    body = _body(workspace, entry["body"])
    found = proposals.propose(workspace, body.id, entry["year"]).proposals
    wanted = [
        proposals.Accepted(one.source)
        for one in found
        if one.kind == "UNCOVERED" and one.line.subjects[0].name in entry["subjects"]
    ]
    lines = proposals.accept(workspace, body.id, entry["year"], wanted)
    program = lines[0].program
    givers = [one["giver"] for one in entry["opinions"]]
    due = date.fromisoformat(entry["due_on"])
    program_life.send_for_opinions(workspace, program, givers, due)
    return program


def _take_opinions(workspace: Workspace, program: UUID, entry: Mapping[str, Any]) -> None:
    """Note the answers that have come; who has not answered stays open."""
    said = {one["giver"]: one for one in entry["opinions"]}
    answered = []
    for one in opinions.opinions(workspace, program):
        words = said[one.giver]
        if words["received_on"]:
            answered.append(
                dataclasses.replace(
                    one,
                    received_on=date.fromisoformat(words["received_on"]),
                    text=words["text"],
                    result=words["result"],
                    answer=words["answer"],
                )
            )
    opinions.save(workspace, answered)


# The registers --------------------------------------------------------------------------------


def _receive(workspace: Workspace, entry: Mapping[str, Any]) -> None:
    """Enter an incoming paper, with its reply if it has one."""
    days = ("received_on", "dated", "due_on", "done_on")
    values = {name: entry[name] for name in entry if name not in (*days, "reply")}
    values |= {name: date.fromisoformat(entry[name]) for name in days if entry.get(name)}
    reply = incoming.reply_called(workspace, entry.get("reply", ""))
    paper = dataclasses.replace(incoming.blank(workspace), **values, reply=reply)
    incoming.save(workspace, paper)


def _keep_numbers(workspace: Workspace, plan: Mapping[str, Any]) -> None:
    """One paper that was cancelled, and one number that is kept for a paper to come."""
    cancelled, reserved = plan["cancelled"], plan["reserved"]
    paper = _register(workspace, cancelled)
    outgoing.cancel(workspace, paper.id, cancelled["reason"])
    series = _series(workspace, reserved)
    outgoing.reserve(workspace, outgoing.Reservation(series, reserved["reason"]))


def _lay_before_signer(workspace: Workspace, program: UUID, entry: Mapping[str, Any]) -> None:
    """Register the report on the opinions, and lay it before its signer."""
    paper = _register(workspace, entry)
    printed = opinion_papers.printed(workspace, program, document=paper.id)
    papers.attach(workspace, paper.id, printed, FileRole.PDF)
    submissions.submit(workspace, paper.id, entry["remark"])


def _register(workspace: Workspace, entry: Mapping[str, Any]) -> Document:
    body = _body(workspace, entry["body"])
    paper = registered.Registered(
        series=_series(workspace, entry),
        issued_on=date.fromisoformat(entry["issued_on"]),
        abstract=entry["abstract"],
        signer=body.signers[0],
    )
    return registered.register(workspace, paper)


def _series(workspace: Workspace, entry: Mapping[str, Any]) -> SeriesKey:
    body = _body(workspace, entry["body"])
    return SeriesKey(body.id, entry["type"], workspace.office.term)


def _add_outside_line(workspace: Workspace, entry: Mapping[str, Any]) -> None:
    """Enter a line of another body's plan."""
    blank = outside_lines.blank(workspace, entry["year"], entry["actor"])
    subjects = tuple(
        program_items.new_subject(subject_kind_of(name), name, organizations.named(workspace, name))
        for name in entry["subjects"]
    )
    values = {name: entry[name] for name in ("body", "content", "quarter", "note")}
    outside_lines.save(workspace, dataclasses.replace(blank, subjects=subjects, **values))


def _body(workspace: Workspace, kind: str) -> IssuingBody:
    return next(one for one in offices.bodies(workspace) if one.kind == kind)
