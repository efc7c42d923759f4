"""What leaves the office: issued states, once each; drafts and secrets never."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.services import program_items, program_progress, programs
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, issuing, records
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_member,
    a_program,
    an_issued_program,
    done,
)

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def _issue(workspace: Workspace) -> issuing.Issued:
    with workspace.store.local_writing() as connection:
        return issuing.issue(connection, workspace.author())


def _sent(workspace: Workspace, channel: str) -> list[tuple[str, str]]:
    with workspace.reading() as connection:
        feed = Feed(workspace.office.unit, channel)
        changes = [issuing.named(raw).change for raw in feeds.after(connection, feed, ())]
    return [(change.entity, change.kind) for change in changes]


def test_a_draft_stays_and_an_issued_program_goes_once(workspace: Workspace):
    draft = a_program(workspace, 2022)
    a_line(workspace, draft)
    _program, items = an_issued_program(workspace)
    first = _issue(workspace)
    assert first.written["program"] == 1
    assert first.written["program_item"] == len(items)
    assert first.kept[("program", Kept.DRAFT)] == 1
    assert first.kept[("program_item", Kept.DRAFT)] == 1
    assert not _issue(workspace).written
    program_progress.record_progress(workspace, items[0].id, done(items[0]))
    again = _issue(workspace)
    assert dict(again.written) == {"progress": 1}


def test_names_of_persons_go_by_the_channel_for_detail(workspace: Workspace):
    program = a_program(workspace)
    member = a_member(workspace)
    subject = program_items.new_subject("DV", member.full_name, member.id)
    a_line(workspace, program, task_kind="INSPECTION_PROGRAM", subjects=(subject,))
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    _issue(workspace)
    assert ("program_item", "put") in _sent(workspace, channels.DETAIL)
    assert ("party_member", "put") in _sent(workspace, channels.DETAIL)
    figures = _sent(workspace, channels.FIGURES)
    assert ("program", "put") in figures
    assert ("program_item", "put") not in figures
    with workspace.reading() as connection:
        raws = list(feeds.after(connection, Feed(workspace.office.unit, channels.FIGURES), ()))
    assert all(member.full_name.encode() not in raw for raw in raws)


def test_what_is_marked_secret_later_is_taken_back(workspace: Workspace):
    program, items = an_issued_program(workspace)
    _issue(workspace)
    with workspace.writing("issue_program") as writer:
        paper = records.get(writer.connection, Document, program.document)
        writer.put(dataclasses.replace(paper, classification="SECRET"))
    back = _issue(workspace)
    assert back.taken_back["program"] == 1
    assert back.taken_back["program_item"] == len(items)
    sent = _sent(workspace, channels.FIGURES)
    assert sent.count(("program", "withdraw")) == 1
    with workspace.reading() as connection:
        gone = connection.execute(
            sa.select(tables.replica).where(tables.replica.c.kind == "withdraw")
        ).all()
    assert all(row.label == "" for row in gone)
    assert not _issue(workspace).taken_back


def test_inner_matters_never_go(workspace: Workspace):
    an_issued_program(workspace)
    _issue(workspace)
    kinds = {kind for kind, _how in _sent(workspace, channels.FIGURES)}
    assert not kinds & {"office_user", "trust_anchor", "phrase", "submission", "opinion"}
    assert kinds <= {"program", "program_item", "document", "office", "issuing_body", "progress",
                     "organization"}  # fmt: skip
