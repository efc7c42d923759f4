"""The lists there are: how each is ordered and filtered, and what a row of it shows.

Every order has an index that ends in `row` (`tables.py`), so that `listing.py` can stream it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import ISSUED_STATES
from ktgs_desktop.domain.rows import (
    DocumentRow,
    IncomingRow,
    ItemRow,
    MemberRow,
    OrganizationRow,
)
from ktgs_desktop.store import conditions, dialect, projections, regulation_lists, tables
from ktgs_desktop.store.dissemination_list import DISSEMINATIONS
from ktgs_desktop.store.list_table import ListTable, equals

# Organisations --------------------------------------------------------------------------------

_org = tables.organization


def _organization_exists(value: Any, filters: Mapping[str, Any]) -> Any:
    today = str(filters.get("today", "9999"))
    alive = sa.or_(_org.c.ended.is_(None), _org.c.ended >= today)
    return alive if value else sa.not_(alive)


def _organization_below(value: Any, _filters: Mapping[str, Any]) -> Any:
    below = (
        sa.select(_org.c.id.label("id"))
        .where(_org.c.parent == UUID(str(value)), _org.c.voided.is_(None))
        .cte("below", recursive=True)
    )
    deeper = sa.select(_org.c.id).where(_org.c.parent == below.c.id, _org.c.voided.is_(None))
    return _org.c.id.in_(sa.select(below.union_all(deeper).c.id))


def _organization_called(value: Any, _filters: Mapping[str, Any]) -> Any:
    return _org.c.name_key == projections.organization_key(str(value))


def organization_row(row: Any) -> OrganizationRow:
    """A row of the organisations' list.

    Args:
        row: its columns.
    """
    return OrganizationRow(
        row=row.row,
        id=row.id,
        name=row.name,
        org_type=row.org_type,
        level=row.level,
        code=row.code,
        parent=row.parent,
        ended=date.fromisoformat(row.ended) if row.ended else None,
    )


# Members --------------------------------------------------------------------------------------

_member = tables.party_member
_home = tables.organization.alias("home")


def _member_called(value: Any, _filters: Mapping[str, Any]) -> Any:
    """By the key of the name; one who is sorted otherwise is found by the words of the name."""
    alive = _member.c.voided.is_(None)  # said in each part, for the index holds no voided rows
    key = projections.member_key(str(value))
    by_key = sa.select(_member.c.row).where(_member.c.name_key == key, alive)
    words = dialect.search_condition(_member.c.row, _member.name, str(value))
    if words is None:
        return _member.c.row.in_(by_key)
    by_words = sa.select(_member.c.row).where(words, _member.c.sort_name != "", alive)
    return _member.c.row.in_(sa.union_all(by_key, by_words))


def _member_row(row: Any) -> MemberRow:
    return MemberRow(
        row=row.row,
        id=row.id,
        full_name=row.full_name,
        birth_date=str(PartialDate(row.birth_date)) if row.birth_date else "",
        organization=row.home_name or "",
        position=row.position,
    )


# Program lines --------------------------------------------------------------------------------

_item = tables.program_item
_program = tables.program.alias("program_of_item")
_issuer = tables.issuing_body.alias("issuer")
_annual = tables.program_item.alias("annual")
_carrying = sa.and_(
    _annual.c.term_item == _item.c.id, _annual.c.voided.is_(None), _annual.c.in_force.is_(True)
)


def _how_many(*conditions: Any) -> Any:
    """How many annual lines carry out a line of a term."""
    counted = sa.select(sa.func.count()).select_from(_annual).where(_carrying, *conditions)
    return counted.correlate(_item).scalar_subquery()


def _item_state(value: Any, filters: Mapping[str, Any]) -> Any:
    return conditions.in_state(str(filters["today"]))[ProgressState(value)]


def _of_issued(_value: Any, _filters: Mapping[str, Any]) -> Any:
    """Lines of issued annual programs, as the overview counts them."""
    return conditions.of_issued_annual()


def _among(value: Any, _filters: Mapping[str, Any]) -> Any:
    """Lines named one by one, their ids with commas between."""
    return _item.c.id.in_([UUID(one) for one in str(value).split(",")])


def _about_organization(value: Any, filters: Mapping[str, Any]) -> Any:
    """Lines that name an organisation or an organ of it, those that coverage counts once."""
    return conditions.about_organization(UUID(str(value)), str(filters.get("term", "")))


def _any_line(_value: Any, _filters: Mapping[str, Any]) -> Any:
    return sa.true()


def _item_row(row: Any) -> ItemRow:
    subjects = [subject["name"] for subject in row.subjects]
    if row.subject_note:
        subjects.append(row.subject_note)
    return ItemRow(
        row=row.row,
        id=row.id,
        program=row.program,
        year=row.year,
        part=row.part,
        seq=row.seq,
        task_kind=row.task_kind,
        content=row.content,
        subjects="; ".join(subjects),
        due_on=date.fromisoformat(row.due_on),
        due_quarter=row.due_quarter,
        lead=row.lead["name"] if row.lead else "",
        progress=LineProgress(
            done=row.done_count,
            total=row.subject_count,
            started=bool(row.started),
            last_done=date.fromisoformat(row.last_done) if row.last_done else None,
            issued=row.program_state in ISSUED_STATES,
            in_force=bool(row.in_force),
        ),
        status=row.status,
        postponed_to=row.postponed_to,
        body_kind=row.body_kind or "",
        carried=row.carried,
        carried_done=row.carried_done,
    )


# Papers ---------------------------------------------------------------------------------------

_paper = tables.document
_body = tables.issuing_body.alias("body")


def _document_row(row: Any) -> DocumentRow:
    return DocumentRow(
        row=row.row,
        id=row.id,
        symbol=row.symbol,
        document_type=row.document_type,
        abstract=row.abstract,
        issued_on=date.fromisoformat(row.issued_on),
        signer=row.signer_name,
        body=row.body_name or "",
        signed=bool(row.signed),
        state=row.state,
        scanned=bool(row.scanned),
        urgency=row.urgency,
        classification=row.classification,
    )


# Incoming papers ------------------------------------------------------------------------------

_incoming = tables.incoming_document


def _incoming_row(row: Any) -> IncomingRow:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return IncomingRow(
        row=row.row,
        id=row.id,
        year=row.year,
        number=row.number,
        received_on=date.fromisoformat(row.received_on),
        sender=row.sender,
        symbol=row.symbol,
        dated=day(row.dated),
        abstract=row.abstract,
        assignee=row.assignee,
        due_on=day(row.due_on),
        done_on=day(row.done_on),
        instruction=row.instruction,
        urgency=row.urgency,
        classification=row.classification,
        scanned=bool(row.files),
    )


def _incoming_state(value: Any, filters: Mapping[str, Any]) -> Any:
    return conditions.incoming_in_state(str(filters["today"]))[IncomingState(value)]


LISTS: dict[str, ListTable] = {
    "organizations": ListTable(
        table=_org,
        sorts={
            "name": (_org.c.name_key,),
            "type": (_org.c.type_rank, _org.c.name_key),
            "level": (_org.c.level, _org.c.name_key),
            "code": (_org.c.code,),
        },
        natural="name",
        filters={
            "type": equals(_org.c.org_type),
            "level": equals(_org.c.level),
            "parent": equals(_org.c.parent),
            "below": _organization_below,
            "exists": _organization_exists,
            "called": _organization_called,
        },
        columns=(
            _org.c.row, _org.c.id, _org.c.name, _org.c.org_type, _org.c.level, _org.c.code,
            _org.c.parent, _org.c.ended,
        ),
        read=organization_row,
    ),
    "members": ListTable(
        table=_member,
        sorts={
            "name": (_member.c.name_key,),
            "birth": (_member.c.birth_key,),
            "position": (_member.c.position_key,),
        },
        natural="name",
        filters={"organization": conditions.member_of, "called": _member_called},
        columns=(
            _member.c.row, _member.c.id, _member.c.full_name, _member.c.birth_date,
            _member.c.position, _home.c.name.label("home_name"),
        ),
        read=_member_row,
        parents=_member.outerjoin(_home, _home.c.id == _member.c.organization),
    ),
    "items": ListTable(
        table=_item,
        sorts={
            "order": (_item.c.part, _item.c.seq),
            "kind": (_item.c.task_kind,),
            "content": (_item.c.content_key,),
            "subject": (_item.c.subject_key,),
            "lead": (_item.c.lead_key,),
            "due": (_item.c.due_on,),
            "state": (_item.c.finished, _item.c.due_on),
            "year": (_item.c.year, _item.c.due_on),
        },
        natural="year",
        filters={
            "program": equals(_item.c.program),
            "kind": equals(_item.c.task_kind),
            "part": equals(_item.c.part),
            "year": equals(_item.c.year),
            "quarter": equals(_item.c.due_quarter),
            "term_item": equals(_item.c.term_item),
            "state": _item_state,
            "issued": _of_issued,
            "organization": _about_organization,
            "term": _any_line,
            "among": _among,
        },
        columns=(
            _item.c.row, _item.c.id, _item.c.program, _item.c.year, _item.c.part, _item.c.seq,
            _item.c.task_kind, _item.c.content, _item.c.subjects, _item.c.subject_note,
            _item.c.due_on, _item.c.due_quarter, _item.c.lead, _item.c.done_count,
            _item.c.subject_count, _item.c.started, _item.c.last_done, _item.c.in_force,
            _item.c.status, _item.c.postponed_to,
            _program.c.state.label("program_state"), _issuer.c.kind.label("body_kind"),
            _how_many().label("carried"),
            _how_many(_annual.c.finished.is_(True)).label("carried_done"),
        ),
        read=_item_row,
        parents=_item.outerjoin(_program, _program.c.id == _item.c.program).outerjoin(
            _issuer, _issuer.c.id == _program.c.body
        ),
    ),
    "documents": ListTable(
        table=_paper,
        sorts={
            "issued": (_paper.c.issued_on, _paper.c.number),
            "number": (_paper.c.number,),
            "abstract": (_paper.c.abstract_key,),
            "signer": (_paper.c.signer_key,),
            "type": (_paper.c.document_type, _paper.c.issued_on),
        },
        natural="issued",
        filters={
            "body": equals(_paper.c.body),
            "type": equals(_paper.c.document_type),
            "term": equals(_paper.c.term),
            "signed": equals(_paper.c.signed),
            "scanned": equals(_paper.c.scanned),
            "state": equals(_paper.c.state),
        },
        columns=(
            _paper.c.row, _paper.c.id, _paper.c.symbol, _paper.c.document_type,
            _paper.c.abstract, _paper.c.issued_on, _paper.c.signer_name, _paper.c.signed,
            _paper.c.state, _paper.c.scanned, _paper.c.urgency, _paper.c.classification,
            _body.c.name.label("body_name"),
        ),
        read=_document_row,
        parents=_paper.outerjoin(_body, _body.c.id == _paper.c.body),
    ),
    "incoming": ListTable(
        table=_incoming,
        sorts={
            "received": (_incoming.c.received_on, _incoming.c.number),
            "number": (_incoming.c.year, _incoming.c.number),
            "sender": (_incoming.c.sender_key,),
            "abstract": (_incoming.c.abstract_key,),
            "assignee": (_incoming.c.assignee_key,),
            "due": (_incoming.c.due_key,),
        },
        natural="received",
        filters={"year": equals(_incoming.c.year), "state": _incoming_state},
        columns=(
            _incoming.c.row, _incoming.c.id, _incoming.c.year, _incoming.c.number,
            _incoming.c.received_on, _incoming.c.sender, _incoming.c.symbol, _incoming.c.dated,
            _incoming.c.abstract, _incoming.c.assignee, _incoming.c.due_on, _incoming.c.done_on,
            _incoming.c.instruction, _incoming.c.urgency, _incoming.c.classification,
            _incoming.c.files,
        ),
        read=_incoming_row,
    ),
    "disseminations": DISSEMINATIONS,
    "regulations": regulation_lists.REGULATIONS,
}  # fmt: skip
