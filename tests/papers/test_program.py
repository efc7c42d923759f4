from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.documents import LayoutRule
from ktgs_desktop.domain.programs import Named, ProgramKind, ProgramState, Subject
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.letterhead import draft_letterhead
from ktgs_desktop.papers.paper import Heading
from ktgs_desktop.papers.program import default_text, program_paper, program_text
from tests.papers import samples

TITLES = (
    "STT",
    "Nội dung (chuyên đề)",
    "Loại hình",
    "Đối tượng",
    "Mốc thời gian kiểm tra",
    "Thời gian tiến hành",
    "Phương thức",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thành viên chỉ đạo",
    "Ghi chú",
)
PLAIN = {
    "subjects": (),
    "unnamed_members": 0,
    "subject_note": "",
    "quarter": None,
    "work_from": None,
    "work_to": None,
    "period_from": None,
    "period_to": None,
    "team_leader": None,
    "note": "",
}


def paper_of(*items, context=None, kind="STANDING_COMMITTEE", **program):
    head = draft_letterhead(samples.body(kind), "CTr")
    return program_paper(samples.program(**program), items, head, context or samples.context())


def row_of(context=None, **changes):
    paper = paper_of(samples.item(0, **{**PLAIN, **changes}), context=context)
    return dict(zip(TITLES, paper.annex.groups[0].rows[0], strict=True))


def subject(name, kind="TCD", position=""):
    return Subject(samples.make_id(name), kind, name, position=position)


def test_the_columns_of_practice_in_their_order():
    assert tuple(column.title for column in samples.issued(3).annex.columns) == TITLES


def test_a_term_program_has_the_year():
    item = samples.item(0, year=2023)
    head = draft_letterhead(samples.body(), "CTr")
    program = samples.program(kind=ProgramKind.TERM, year=2020, title="kiểm tra toàn khoá")
    paper = program_paper(program, [item], head, samples.context())
    titles = [column.title for column in paper.annex.columns]
    assert titles[5] == "Năm thực hiện"
    assert paper.annex.groups[0].rows[0][5] == "2023"
    assert "2020 - 2025" in paper.annex.title


def test_numbers_go_on_through_the_groups():
    groups = samples.issued(12).annex.groups
    assert [group.title for group in groups] == ["A. KIỂM TRA", "B. GIÁM SÁT"]
    assert [row[0] for group in groups for row in group.rows] == [str(n) for n in range(1, 13)]


def test_a_group_without_lines_is_left_out():
    paper = paper_of(samples.item(1))
    assert [group.title for group in paper.annex.groups] == ["B. GIÁM SÁT"]


def test_an_unknown_kind_is_shown_as_its_code():
    paper = paper_of(samples.item(0, task_kind="NEW_KIND"))
    (group,) = paper.annex.groups
    assert group.title == "C. NỘI DUNG KHÁC"
    assert group.rows[0][2] == "NEW_KIND"


def test_an_empty_program_says_so():
    (group,) = paper_of().annex.groups
    assert (group.title, group.rows) == ("(chưa có mục nào)", ())


def test_subjects_one_a_line_with_positions():
    row = row_of(
        subjects=(
            subject("Đảng uỷ xã Bảo Lý"),
            subject("Nguyễn Văn Mẫu", "DV", "Bí thư Đảng uỷ xã Bảo Lý"),
            subject("Trần Thị Thí Dụ", "DV"),
        )
    )
    assert row["Đối tượng"].split("\n") == [
        "- Đảng uỷ xã Bảo Lý",
        "- Đ/c Nguyễn Văn Mẫu, Bí thư Đảng uỷ xã Bảo Lý",
        "- Đ/c Trần Thị Thí Dụ",
    ]


def test_unnamed_subjects_with_two_digits():
    assert row_of(unnamed_members=3)["Đối tượng"] == "03 đảng viên"
    row = row_of(unnamed_organizations=2, unnamed_members=12, subject_note="do UBKT chọn")
    assert row["Đối tượng"] == "02 tổ chức đảng và 12 đảng viên (do UBKT chọn)"
    assert row_of(subject_note="khi có dấu hiệu vi phạm")["Đối tượng"] == "khi có dấu hiệu vi phạm"


def test_quarter_and_dates():
    assert row_of(quarter=2)["Thời gian tiến hành"] == "Quý II/2021"
    row = row_of(work_from=PartialDate("2021-03-15"), work_to=PartialDate("2021-04"))
    assert row["Thời gian tiến hành"] == "15/03/2021 – 04/2021"
    assert row_of(work_to=PartialDate("2021-06-30"))["Thời gian tiến hành"] == "Đến 30/06/2021"


def test_the_period_examined():
    year = PartialDate("2020")
    assert row_of(period_from=year, period_to=year)["Mốc thời gian kiểm tra"] == "Năm 2020"
    row = row_of(period_from=PartialDate("2018"), period_to=year)
    assert row["Mốc thời gian kiểm tra"] == "2018 – 2020"
    assert (
        row_of(period_from=PartialDate("2019-01-01"))["Mốc thời gian kiểm tra"] == "Từ 01/01/2019"
    )


def test_bodies_people_and_notes():
    context = samples.context(term_lines={samples.make_id("term line"): 7})
    row = row_of(
        context,
        support=(Named("Ban Tổ chức"), Named("Ban Dân vận")),
        directing_member=Named("Lê Văn Ví Dụ"),
        team_leader=Named("Trần Thị Thí Dụ"),
        note="Trọng tâm",
        term_item=samples.make_id("term line"),
    )
    assert row["Cơ quan phối hợp"] == "- Ban Tổ chức\n- Ban Dân vận"
    assert row["Thành viên chỉ đạo"] == "- Lê Văn Ví Dụ\n- Trưởng đoàn: Trần Thị Thí Dụ"
    assert row["Ghi chú"] == "Trọng tâm\nMục 07 Chương trình toàn khoá"


def test_the_text_counts_what_the_annex_lists():
    named = tuple(subject(f"Đảng uỷ {place}") for place in range(16))
    first = samples.item(0, **{**PLAIN, "subjects": named, "unnamed_members": 3})
    paper = paper_of(first, samples.item(1, **PLAIN))
    texts = [block.text for block in paper.blocks]
    assert "Kiểm tra 16 tổ chức đảng và 03 đảng viên (danh mục tại Phụ lục)." in texts
    assert "Giám sát 01 cuộc (danh mục tại Phụ lục)." in texts


@pytest.mark.parametrize(
    "kind", ["STANDING_COMMITTEE", "INSPECTION_COMMITTEE", "ADVISORY_BODY", "CELL"]
)
@pytest.mark.parametrize("count", [0, 6])
def test_each_kind_of_body_has_its_text(kind, count):
    paper = samples.draft(count, kind)
    headings = [block.text for block in paper.blocks if isinstance(block, Heading)]
    assert headings[0] == "I- MỤC ĐÍCH, YÊU CẦU"
    assert "II- NỘI DUNG" in headings
    assert headings[-1] == "IV- TỔ CHỨC THỰC HIỆN"
    for block in paper.blocks:
        assert "{" not in block.text
        assert "  " not in block.text


def test_the_inspection_committee_lists_its_kinds_of_work():
    texts = [block.text for block in samples.draft(6, "INSPECTION_COMMITTEE").blocks]
    assert "Kiểm tra tài chính đảng: 03 tổ chức đảng." in texts


def test_the_term_program_is_cited_when_there_is_one():
    program, head = samples.program(), draft_letterhead(samples.body(), "CTr")
    cited = program_text(program, [], head, samples.context(term_program="06-CTr/HU"))
    assert "toàn khoá số 06-CTr/HU, nhiệm kỳ 2020 - 2025" in cited
    assert "toàn khoá số" not in program_text(program, [], head, samples.context())


def test_the_own_text_stands_for_the_template():
    paper = paper_of(samples.item(0), text="# I- RIÊNG\nNăm {{ year }}: {{ inspection.text }}.")
    assert next(block.text for block in paper.blocks) == "I- RIÊNG"
    assert paper.blocks[1].text.startswith("Năm 2021: ")


def test_an_unknown_field_in_the_own_text_is_refused():
    with pytest.raises(UserError) as caught:
        paper_of(text="một\n{{ yaer }}")
    assert caught.value.code == "template_field_unknown"
    assert caught.value.params == {
        "template": "program.text",
        "name": "yaer",
        "line": 2,
        "column": 4,
        "section": "",
    }


def test_the_default_text_can_be_the_own_text():
    program = samples.program()
    own = replace(program, text=default_text(program, "STANDING_COMMITTEE"))
    head = draft_letterhead(samples.body(), "CTr")
    items, context = samples.items(4), samples.context()
    assert program_paper(own, items, head, context) == program_paper(program, items, head, context)


def test_drafts_are_marked_and_open():
    paper = samples.draft()
    assert paper.draft
    assert paper.issued_on is None
    assert paper.annex.subtitle.startswith("(Kèm theo Chương trình số       -CTr/HU, ngày    tháng")


def test_an_issued_program_names_its_paper():
    paper = samples.issued()
    assert not paper.draft
    assert paper.symbol_text == "Số 02-CTr/HU"
    assert paper.annex.subtitle == (
        "(Kèm theo Chương trình số 02-CTr/HU, ngày 05/01/2021 của Ban Thường vụ Huyện uỷ)"
    )
    assert samples.issued(issued_on=date(2026, 6, 1)).layout == LayoutRule.HD05
    assert not samples.issued(state=ProgramState.ISSUED).draft


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=20, unique=True))
def test_every_line_stands_once_in_the_annex(places):
    lines = [samples.item(place) for place in places]
    paper = paper_of(*lines)
    rows = [row for group in paper.annex.groups for row in group.rows]
    assert sorted(row[1] for row in rows) == sorted(line.content for line in lines)
    assert all(len(row) == len(TITLES) for row in rows)
