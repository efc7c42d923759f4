"""Setting up an office, the bodies it works for, their headers, symbols and numbers."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop.domain.offices import NumberSeries, Signer
from ktgs_desktop.domain.units import organization_id, select
from ktgs_desktop.errors import Cancelled, StorageError, UserError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import offices, organizations, programs, unit_register
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import NOW, PASSWORD, Clock
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    changes,
    refusal,
    standing,
)
from tests.helpers.paper_text import pdf_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ktgs_desktop.domain.units import Unit
    from ktgs_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return unit_register.read_units()


def new_office(code: str = "173", **values: str) -> offices.NewOffice:
    usual = {"login": "mau", "password": PASSWORD, "full_name": "Nguyễn Văn Mẫu"}
    return offices.NewOffice(code, **{**usual, **values})


@pytest.fixture
def commune(tmp_path: Path, units: list[Unit], clock: Clock) -> Iterator[Workspace]:
    """The office of a commune."""
    made = offices.create_workspace(tmp_path / "xa" / "xa", new_office("05911"), units, clock=clock)
    yield made.workspace
    made.workspace.close()


# Setting up -----------------------------------------------------------------------------------


def test_a_district_office_knows_whose_it_is(workspace: Workspace) -> None:
    office = workspace.office
    assert office.name == "UBKT Huyện uỷ Phú Bình"
    assert office.id == office.owner == office.unit
    assert office.unit == organization_id("173", "INSPECTION_COMMITTEE")
    assert office.committee == organization_id("173", "EXEC_COMMITTEE")
    assert office.superior == organization_id("19", "INSPECTION_COMMITTEE")
    assert (office.unit_code, office.province, office.term) == ("173", "19", "2020-2025")
    superior = organizations.get(workspace, office.superior or uuid4())
    assert superior.name_on() == "Uỷ ban Kiểm tra Tỉnh uỷ Thái Nguyên"
    user = workspace.user
    assert (user.login, user.full_name, user.owner) == ("mau", "Nguyễn Văn Mẫu", office.unit)


def test_a_new_office_opens_again_with_its_password_and_code(
    tmp_path: Path, units: list[Unit], clock: Clock
) -> None:
    path = tmp_path / "thai-nguyen.ktgsdb"
    made = offices.create_workspace(path, new_office("19", position="thư ký"), units, clock=clock)
    assert made.organizations == 4 * len(select(units, "19")) > 700
    assert made.workspace.office.superior is None
    assert [body.symbol for body in offices.bodies(made.workspace)] == ["TU", "UBKTTU"]
    made.workspace.close()
    opened = open_workspace(path, login="MAU", password=PASSWORD, clock=clock)
    assert opened.office.name == "UBKT Tỉnh uỷ Thái Nguyên"
    assert opened.user.position == "thư ký"
    assert len(made.recovery_code) > 20
    opened.close()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "999"}, "unit_unknown"),
        ({"login": "mẫu"}, "login_bad"),
        ({"full_name": " "}, "name_missing"),
        ({"password": "ngan"}, "password_too_short"),
    ],
)
def test_a_set_up_that_is_refused_leaves_no_file(
    tmp_path: Path, units: list[Unit], values: dict[str, str], code: str
) -> None:
    home = tmp_path / "new"
    error = refusal(lambda: offices.create_workspace(home / "x", new_office(**values), units))
    assert isinstance(error, UserError)
    assert error.code == code
    assert not home.exists() or list(home.iterdir()) == []


def test_a_set_up_that_is_stopped_leaves_no_file(tmp_path: Path, units: list[Unit]) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        offices.create_workspace(tmp_path / "new" / "x", new_office(), units, progress=progress)
    left = {path.name for path in (tmp_path / "new").iterdir()}
    assert left <= {"x.lock"}


def test_a_workspace_is_never_overwritten(office_file: Path, units: list[Unit]) -> None:
    before = office_file.read_bytes()
    for refused in (
        lambda: offices.create_workspace(office_file, new_office(), units),
        lambda: offices.check_new_file(office_file.with_suffix("")),
    ):
        error = refusal(refused)
        assert isinstance(error, StorageError)
        assert error.code == "file_exists"
    assert office_file.read_bytes() == before
    offices.check_new_file(office_file.with_name("other"))


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2015, 1, 1), "2015-2020"),
        (date(2019, 12, 31), "2015-2020"),
        (date(2020, 1, 1), "2020-2025"),
        (date(2024, 12, 31), "2020-2025"),
        (date(2025, 1, 1), "2025-2030"),
        (date(2001, 1, 1), "2015-2020"),
    ],
)
def test_the_term_of_a_day(day: date, term: str) -> None:
    assert offices.term_on(day) == term


def test_the_offices_facts_are_edited_and_the_open_workspace_knows_it(
    workspace: Workspace,
) -> None:
    offices.save_office(
        workspace, dataclasses.replace(workspace.office, name=" UBKT  Phú Bình ", term="2025-2030")
    )
    assert (workspace.office.name, workspace.office.term) == ("UBKT Phú Bình", "2025-2030")
    nameless = dataclasses.replace(workspace.office, name=" ")
    assert refusal(lambda: offices.save_office(workspace, nameless)).code == "name_missing"


# Its bodies -----------------------------------------------------------------------------------


def test_a_district_works_for_its_standing_and_inspection_committees(
    workspace: Workspace,
) -> None:
    standing_committee, inspection = offices.bodies(workspace)
    assert standing_committee.name == "Ban Thường vụ Huyện uỷ"
    assert standing_committee.header_above == "ĐẢNG BỘ TỈNH THÁI NGUYÊN"
    assert standing_committee.header_own == "HUYỆN UỶ PHÚ BÌNH"
    assert (standing_committee.symbol, standing_committee.place) == ("HU", "Phú Bình")
    assert standing_committee.organization == organization_id("173", "STANDING_COMMITTEE")
    assert standing_committee.signers == (Signer("", "BÍ THƯ", "T/M BAN THƯỜNG VỤ"),)
    assert inspection.name == "Uỷ ban Kiểm tra Huyện uỷ"
    assert inspection.header_above == "HUYỆN UỶ PHÚ BÌNH"
    assert inspection.header_own == "UỶ BAN KIỂM TRA"
    assert (inspection.symbol, inspection.order) == ("UBKTHU", 2)
    assert inspection.organization == workspace.office.unit
    assert inspection.signers == (Signer("", "CHỦ NHIỆM", "T/M UỶ BAN KIỂM TRA"),)
    for body in (standing_committee, inspection):
        assert body.recipients[0] == "Uỷ ban Kiểm tra Tỉnh uỷ Thái Nguyên,"
        assert body.recipients[-1].startswith("Lưu ")


def test_a_commune_stands_below_its_district(commune: Workspace) -> None:
    standing_committee, inspection = offices.bodies(commune)
    assert commune.office.name == "UBKT Đảng uỷ xã Bàn Đạt"
    assert standing_committee.header_above == "ĐẢNG BỘ HUYỆN PHÚ BÌNH"
    assert standing_committee.header_own == "ĐẢNG UỶ XÃ BÀN ĐẠT"
    assert (standing_committee.symbol, inspection.symbol) == ("ĐU", "UBKTĐU")
    assert commune.office.superior == organization_id("173", "INSPECTION_COMMITTEE")


def test_an_advisory_body_is_added_and_put_first(workspace: Workspace) -> None:
    committee, inspection = offices.bodies(workspace)
    blank = offices.blank_body(workspace, workspace.office.committee)
    assert (blank.header_above, blank.place, blank.order) == ("HUYỆN UỶ PHÚ BÌNH", "Phú Bình", 3)
    filled = dataclasses.replace(
        blank,
        name=" Ban Tổ chức  Huyện uỷ ",
        header_own="BAN TỔ CHỨC",
        symbol="BTCHU",
        recipients=(" Thường trực Huyện uỷ, ", "", "Lưu Ban Tổ chức."),
    )
    saved = offices.save_body(workspace, filled)
    assert saved.name == "Ban Tổ chức Huyện uỷ"
    assert saved.recipients == ("Thường trực Huyện uỷ,", "Lưu Ban Tổ chức.")
    assert offices.body(workspace, saved.id) == saved
    offices.order_bodies(workspace, [saved.id, committee.id, inspection.id])
    assert [body.symbol for body in offices.bodies(workspace)] == ["BTCHU", "HU", "UBKTHU"]
    before = changes(workspace)
    offices.order_bodies(workspace, [saved.id, committee.id, inspection.id])
    assert changes(workspace) == before


def test_two_bodies_do_not_share_a_symbol(workspace: Workspace) -> None:
    _committee, inspection = offices.bodies(workspace)
    error = refusal(
        lambda: offices.save_body(workspace, dataclasses.replace(inspection, symbol=" HU "))
    )
    assert (error.code, error.params["name"]) == ("symbol_taken", "Ban Thường vụ Huyện uỷ")
    assert offices.body(workspace, inspection.id) == inspection


def test_a_body_that_could_not_issue_a_paper_is_refused(workspace: Workspace) -> None:
    body = standing(workspace)
    bad = dataclasses.replace(body, series=(NumberSeries("CTr", "2020-2025", 0),))
    assert refusal(lambda: offices.save_body(workspace, bad)).code == "series_start_bad"
    assert offices.body(workspace, body.id) == body
    assert refusal(lambda: offices.body(workspace, uuid4())).code == "record_gone"
    assert refusal(lambda: offices.order_bodies(workspace, [uuid4()])).code == "record_gone"


def test_numbers_of_a_series_begin_where_the_office_says(workspace: Workspace) -> None:
    body = dataclasses.replace(
        standing(workspace), series=(NumberSeries("CTr", "2020-2025", 12),), signers=(SIGNER,)
    )
    offices.save_body(workspace, body)
    assert offices.next_number(workspace, body, "CTr", "2020-2025") == 12
    assert offices.next_number(workspace, body, "KH", "2020-2025") == 1
    program = a_program(workspace)
    a_line(workspace, program)
    paper = programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    assert paper.symbol == "12-CTr/HU"
    assert offices.next_number(workspace, body, "CTr", "2020-2025") == 13
    assert offices.next_number(workspace, body, "CTr", "2025-2030") == 1


def test_a_sample_paper_shows_the_bodys_header_signer_and_recipients(
    workspace: Workspace,
) -> None:
    body = dataclasses.replace(standing(workspace), signers=(SIGNER,))
    text = pdf_text(offices.sample_paper(body, NOW.date()))
    for shown in (
        "ĐẢNG BỘ TỈNH THÁI NGUYÊN",
        "HUYỆN UỶ PHÚ BÌNH",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "01-CTr/HU",
        "ngày 06 tháng 7 năm 2021",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        SIGNER.name,
        "Lưu Văn phòng Huyện uỷ",
    ):
        assert shown in text, text
    later = pdf_text(offices.sample_paper(body, date(2026, 5, 27)))
    assert "HUYỆN ỦY PHÚ BÌNH" in later
