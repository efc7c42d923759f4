"""Tables of programs: lines, progress, amendments, opinions; and of other bodies' plans."""

from __future__ import annotations

import sqlalchemy as sa

from ktgs_desktop.store.table_parts import (
    identifier,
    key,
    metadata,
    nested,
    number,
    records,
    text,
    yes_no,
)

program = records(
    "program",
    text("kind"),
    identifier("body"),
    text("term"),
    number("year"),
    text("state"),
    text("title"),
    identifier("document", empty=True),
    text("issued_on", empty=True),
    text("number"),
    text("signer"),
    text("province"),
    text("text"),
    yes_no("names_later"),
    text("submitted_on", empty=True),
    text("remark"),
    text("closed_on", empty=True),
    indexes={"year": ("year", "kind"), "body": ("body", "year")},
)

program_item = records(
    "program_item",
    identifier("program"),
    number("year"),
    number("seq"),
    text("task_kind"),
    text("content"),
    nested("subjects"),
    number("unnamed_organizations"),
    number("unnamed_members"),
    text("subject_note"),
    text("period_from", empty=True),
    text("period_to", empty=True),
    number("quarter", empty=True),
    text("work_from", empty=True),
    text("work_to", empty=True),
    text("method"),
    nested("lead", empty=True),
    nested("support"),
    nested("directing_member", empty=True),
    nested("team_leader", empty=True),
    text("note"),
    identifier("term_item", empty=True),
    text("province"),
    text("status"),
    number("postponed_to", empty=True),
    # derived from the line
    text("part"),
    key("content_key"),
    key("subject_key"),
    key("lead_key"),
    text("due_on"),
    number("due_quarter"),
    number("subject_count"),
    yes_no("in_force"),
    # computed from the progress of its subjects
    number("done_count"),
    yes_no("started"),
    yes_no("finished"),
    text("last_done", empty=True),
    indexes={
        "program": ("program", "part", "seq"),
        "part": ("part", "seq"),
        "kind": ("task_kind",),
        "content": ("content_key",),
        "subject": ("subject_key",),
        "lead": ("lead_key",),
        "due": ("due_on",),
        "state": ("finished", "due_on"),
        "year": ("year", "due_on"),
        "term_item": ("term_item",),
    },
)

# Who is named by lines not voided, and when they were done: derived, never journaled.
item_subject = sa.Table(
    "item_subject",
    metadata,
    number("item"),
    number("place"),
    identifier("subject"),
    text("kind"),
    identifier("record", empty=True),
    identifier("program"),
    number("year"),
    text("part"),
    yes_no("in_force"),
    text("done_on", empty=True),
    sa.PrimaryKeyConstraint("item", "place"),
)
# Holds all that coverage asks for, so that it is counted from the index alone.
sa.Index(
    "ix_item_subject_record",
    item_subject.c.record,
    item_subject.c.year,
    item_subject.c.part,
    item_subject.c.done_on,
    item_subject.c.in_force,
    item_subject.c.program,
    item_subject.c.item,
)

progress = records(
    "progress",
    identifier("item"),
    identifier("program"),
    identifier("subject", empty=True),
    text("state"),
    text("started_on", empty=True),
    text("done_on", empty=True),
    number("done_count"),
    text("note"),
    indexes={"item": ("item",), "program": ("program",)},
)

amendment = records(
    "amendment",
    identifier("program"),
    number("seq"),
    text("state"),
    text("title"),
    text("reason"),
    text("decided_on", empty=True),
    text("number"),
    text("signer"),
    identifier("document", empty=True),
    text("province"),
    text("text"),
    indexes={"program": ("program", "seq"), "document": ("document",)},
)

item_change = records(
    "item_change",
    identifier("program"),
    identifier("item"),
    text("action"),
    nested("after"),
    nested("before", empty=True),
    identifier("amendment", empty=True),
    text("on", empty=True),
    number("seq"),
    text("reason"),
    text("province"),
    indexes={"program": ("program", "seq"), "item": ("item", "seq"), "amendment": ("amendment",)},
)

opinion = records(
    "opinion",
    identifier("program"),
    text("giver"),
    text("asked_on"),
    text("due_on", empty=True),
    text("received_on", empty=True),
    text("text"),
    text("result"),
    text("answer"),
    indexes={"program": ("program", "asked_on")},
)

outside_line = records(
    "outside_line",
    number("year"),
    text("actor"),
    text("body"),
    nested("subjects"),
    text("content"),
    number("quarter", empty=True),
    text("work_from", empty=True),
    text("work_to", empty=True),
    text("note"),
    text("province"),
    indexes={"year": ("year", "actor")},
)

program_draft = records(
    "program_draft",
    identifier("program"),
    number("number"),
    text("origin"),
    nested("file"),
    identifier("handed_out", empty=True),
    text("province"),
    indexes={"program": ("program", "number")},
)
