"""A program of Huyện uỷ Phú Bình as tests print it; people are invented."""

from __future__ import annotations

import json
import os
from datetime import date
from uuid import UUID, uuid5

from ktgs_desktop.domain.codes import CodeList, code_list
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.programs import (
    Named,
    Program,
    ProgramItem,
    ProgramKind,
    ProgramState,
    Subject,
)
from ktgs_desktop.papers.letterhead import draft_letterhead, issued_letterhead
from ktgs_desktop.papers.program import ProgramContext, program_paper
from ktgs_desktop.paths import resource

SPACE = UUID("6f1d6f3e-0000-5000-8000-000000000001")
COMMUNES = (
    "xã Bảo Lý",
    "xã Bàn Đạt",
    "xã Dương Thành",
    "xã Đào Xá",
    "xã Điềm Thuỵ",
    "xã Hà Châu",
    "xã Kha Sơn",
    "xã Lương Phú",
    "xã Nga My",
    "xã Nhã Lộng",
    "xã Tân Đức",
    "xã Tân Hoà",
    "xã Tân Khánh",
    "xã Tân Kim",
    "xã Tân Thành",
    "xã Thanh Ninh",
    "xã Thượng Đình",
    "xã Úc Kỳ",
    "xã Xuân Phương",
    "thị trấn Hương Sơn",
)
PEOPLE = ("Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Lê Văn Ví Dụ", "Phạm Thị Minh Hoạ")
CONTENTS = (
    (
        "Việc lãnh đạo, chỉ đạo, tổ chức thực hiện công tác quản lý đất đai, đầu tư xây dựng "
        "cơ bản và quản lý tài chính, ngân sách; việc thực hiện quy chế làm việc, nguyên tắc "
        "tập trung dân chủ, giữ gìn đoàn kết nội bộ và trách nhiệm nêu gương của cán bộ, đảng "
        "viên, nhất là người đứng đầu"
    ),
    (
        "Việc thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị về đẩy mạnh học "
        "tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh gắn với thực hiện Nghị "
        "quyết Trung ương 4 khoá XII về tăng cường xây dựng, chỉnh đốn Đảng"
    ),
    (
        "Việc thu, chi, quản lý, sử dụng ngân sách và tài chính đảng; việc thu, nộp đảng phí "
        "của tổ chức đảng và đảng viên theo quy định"
    ),
    (
        "Việc lãnh đạo thực hiện công tác kiểm tra, giám sát và thi hành kỷ luật trong Đảng "
        "theo Điều 30 Điều lệ Đảng; việc xây dựng và thực hiện chương trình kiểm tra, giám "
        "sát hằng năm; việc giải quyết đơn thư tố cáo, phản ánh, kiến nghị liên quan đến tổ "
        "chức đảng và đảng viên"
    ),
    "Công tác tuyển sinh, quản lý thu chi đầu năm học và thực hiện quy chế dân chủ ở cơ sở",
)
KINDS = (
    "INSPECTION_PROGRAM",
    "SUPERVISION_THEMATIC",
    "INSPECTION_FINANCE",
    "INSPECTION_KTGS_DUTY",
    "SUPERVISION_THEMATIC",
)


def make_id(name: str) -> UUID:
    return uuid5(SPACE, name)


def codes(name: str) -> CodeList:
    return code_list(json.loads(resource("codes", f"{name}.json").read_text("utf-8")))


def context(**changes) -> ProgramContext:
    return ProgramContext(codes("task_kinds"), codes("methods"), **changes)


def body(kind: str = "STANDING_COMMITTEE") -> IssuingBody:
    common = {"owner": make_id("office"), "organization": make_id("organization"), "kind": kind}
    if kind == "INSPECTION_COMMITTEE":
        return IssuingBody(
            id=make_id("ubkt"),
            name="Uỷ ban Kiểm tra Huyện uỷ",
            header_above="HUYỆN UỶ PHÚ BÌNH",
            header_own="UỶ BAN KIỂM TRA",
            symbol="UBKTHU",
            place="Phú Bình",
            signers=(Signer("Lê Văn Ví Dụ", "CHỦ NHIỆM", "T/M UỶ BAN KIỂM TRA"),),
            recipients=("Uỷ ban Kiểm tra Tỉnh uỷ", "Thường trực Huyện uỷ", "Lưu Cơ quan UBKT"),
            **common,
        )
    return IssuingBody(
        id=make_id("btv"),
        name="Ban Thường vụ Huyện uỷ",
        header_above="ĐẢNG BỘ TỈNH THÁI NGUYÊN",
        header_own="HUYỆN UỶ PHÚ BÌNH",
        symbol="HU",
        place="Phú Bình",
        signers=(Signer("Nguyễn Văn Mẫu", "BÍ THƯ", "T/M BAN THƯỜNG VỤ"),),
        recipients=(
            "Uỷ ban Kiểm tra Tỉnh uỷ",
            "Các đồng chí Huyện uỷ viên",
            "Các ban xây dựng Đảng, Văn phòng Huyện uỷ, Mặt trận Tổ quốc và các đoàn thể",
            "Các tổ chức đảng trực thuộc",
            "Lưu Văn phòng Huyện uỷ",
        ),
        **common,
    )


def program(**changes) -> Program:
    values = {
        "owner": make_id("office"),
        "id": make_id("program"),
        "kind": ProgramKind.ANNUAL,
        "body": make_id("btv"),
        "term": "2020-2025",
        "year": 2021,
        "state": ProgramState.ISSUED,
        "title": "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
    }
    return Program(**{**values, **changes})


def document(issued_on: date = date(2021, 1, 5), **changes) -> Document:
    of = body()
    values = {
        "owner": make_id("office"),
        "id": make_id("document"),
        "document_type": "CTr",
        "body": of.id,
        "term": "2020-2025",
        "number": 2,
        "symbol": "02-CTr/HU",
        "abstract": "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
        "issued_on": issued_on,
        "place": "Phú Bình",
        "authority": "T/M BAN THƯỜNG VỤ",
        "signer_position": "BÍ THƯ",
        "signer_name": "Nguyễn Văn Mẫu",
        "recipients": of.recipients,
        "header_above": of.header_above,
        "header_own": of.header_own,
    }
    return Document(**{**values, **changes})


def subjects(place: int) -> tuple[Subject, ...]:
    commune = COMMUNES[place % len(COMMUNES)]
    found = [
        Subject(
            make_id(f"subject {place} {more}"), "TCD", f"Đảng uỷ {COMMUNES[(place + more) % 20]}"
        )
        for more in range(1 + place % 4)
    ]
    if place % 3 == 0:
        person = PEOPLE[place % len(PEOPLE)]
        key = make_id(f"member {place}")
        found.append(
            Subject(key, "DV", person, position=f"Bí thư Đảng uỷ, Chủ tịch HĐND {commune}")
        )
    return tuple(found)


def item(place: int, **changes) -> ProgramItem:
    values = {
        "owner": make_id("office"),
        "id": make_id(f"item {place}"),
        "program": make_id("program"),
        "year": 2021,
        "seq": place + 1,
        "task_kind": KINDS[place % len(KINDS)],
        "content": CONTENTS[place % len(CONTENTS)],
        "subjects": subjects(place),
        "unnamed_members": 3 if place % 5 == 4 else 0,
        "subject_note": "thuộc diện Ban Thường vụ Huyện uỷ quản lý" if place % 5 == 4 else "",
        "period_from": PartialDate("2019-01-01"),
        "period_to": PartialDate("2020-12-31"),
        "quarter": 1 + place % 4 if place % 6 else None,
        "work_from": None if place % 6 else PartialDate("2021-03-15"),
        "work_to": None if place % 6 else PartialDate("2021-04-30"),
        "method": "DIRECT" if place % 2 else "INDIRECT",
        "lead": Named("Uỷ ban Kiểm tra Huyện uỷ"),
        "support": (Named("Ban Tổ chức Huyện uỷ"), Named("Ban Tuyên giáo Huyện uỷ"))[: place % 3],
        "directing_member": Named(PEOPLE[(place + 1) % len(PEOPLE)]),
        "team_leader": Named(PEOPLE[(place + 2) % len(PEOPLE)]) if place % 4 == 0 else None,
        "note": "Chuyển từ năm 2020" if place % 7 == 5 else "",
    }
    return ProgramItem(**{**values, **changes})


def items(count: int) -> list[ProgramItem]:
    return [item(place) for place in range(count)]


def issued(count: int = 12, issued_on: date = date(2021, 1, 5), **changes):
    head = issued_letterhead(document(issued_on), body())
    return program_paper(program(**changes), items(count), head, context(term_program="06-CTr/HU"))


def draft(count: int = 12, kind: str = "STANDING_COMMITTEE", **changes):
    head = draft_letterhead(body(kind), "CTr")
    changed = program(state=ProgramState.DRAFT, **changes)
    return program_paper(changed, items(count), head, context())


EXAMPLES = {"ci": 40, "nightly": 400, "release": 4000}[os.environ.get("KTGS_PROFILE", "ci")]
"""How often a property test tries."""
