"""Entities without a workspace, and strategies that draw them; people are invented."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.organizations import DatedName, DatedParent, Organization
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem, Subject

SPACE = UUID("6f1d6f3e-0000-5000-8000-0000000000aa")
OFFICE = uuid5(SPACE, "office")
TODAY = date(2021, 7, 6)


def an_id(name: str) -> UUID:
    """The same identifier for the same name."""
    return uuid5(SPACE, name)


def an_organization(name: str = "Chi bộ Trường Tiểu học Mẫu", **values: Any) -> Organization:
    parent = values.pop("parent", None)
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id(name),
        "org_type": "CELL",
        "level": "CB",
        "names": (DatedName(name),),
        "parents": () if parent is None else (DatedParent(parent),),
    }
    return Organization(**{**usual, **values})


def a_member(name: str = "Nguyễn Văn Mẫu", **values: Any) -> PartyMember:
    return PartyMember(**{"owner": OFFICE, "id": an_id(name), "full_name": name, **values})


def a_body(**values: Any) -> IssuingBody:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("body"),
        "organization": an_id("standing committee"),
        "kind": "STANDING_COMMITTEE",
        "name": "Ban Thường vụ Huyện uỷ",
        "header_above": "ĐẢNG BỘ TỈNH THÁI NGUYÊN",
        "header_own": "HUYỆN UỶ PHÚ BÌNH",
        "symbol": "HU",
        "place": "Phú Bình",
        "signers": (Signer("Nguyễn Văn Mẫu", "BÍ THƯ", "T/M BAN THƯỜNG VỤ"),),
    }
    return IssuingBody(**{**usual, **values})


def a_draft(**values: Any) -> Program:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("program"),
        "kind": "ANNUAL",
        "body": an_id("body"),
        "term": "2020-2025",
        "year": 2021,
        "state": "DRAFT",
        "title": "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
    }
    return Program(**{**usual, **values})


def an_item(**values: Any) -> ProgramItem:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("item"),
        "program": an_id("program"),
        "year": 2021,
        "seq": 1,
        "task_kind": "INSPECTION_PROGRAM",
        "content": "Lãnh đạo, chỉ đạo thực hiện nghị quyết",
        "quarter": 2,
    }
    return ProgramItem(**{**usual, **values})


def a_subject(name: str = "Đảng uỷ xã Bàn Đạt", kind: str = "TCD") -> Subject:
    return Subject(an_id(f"subject {name}"), kind, name)


def a_progress(item: ProgramItem, subject: UUID | None = None, **values: Any) -> Progress:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": uuid4(),
        "item": item.id,
        "program": item.program,
        "subject": subject,
        "state": "IN_PROGRESS",
    }
    return Progress(**{**usual, **values})


def a_paper(**values: Any) -> Document:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("paper"),
        "document_type": "CTr",
        "body": an_id("body"),
        "term": "2020-2025",
        "number": 2,
        "symbol": "02-CTr/HU",
        "abstract": "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
        "issued_on": date(2021, 1, 5),
        "place": "Phú Bình",
        "authority": "T/M BAN THƯỜNG VỤ",
        "signer_position": "BÍ THƯ",
        "signer_name": "Nguyễn Văn Mẫu",
    }
    return Document(**{**usual, **values})


# Strategies -----------------------------------------------------------------------------------

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def partial_dates() -> st.SearchStrategy[PartialDate]:
    """Dates known to the day, the month or the year."""
    return st.tuples(days, st.sampled_from((4, 7, 10))).map(
        lambda drawn: PartialDate(drawn[0].isoformat()[: drawn[1]])
    )


def name_words() -> st.SearchStrategy[str]:
    """Names as offices write them, with every kind of accent."""
    words = ("Chi bộ", "Đảng uỷ", "xã", "Bàn Đạt", "Úc Kỳ", "Trường", "số", "1", "10", "Thuỵ")
    return st.lists(st.sampled_from(words), min_size=1, max_size=5).map(" ".join)
