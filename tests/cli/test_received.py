"""`ktgs received` and `ktgs remarks` on an office to which a commune has sent its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD
from tests.helpers.delivery import deliver
from tests.services.test_units_below import a_year

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock
    from tests.helpers.terminal import Terminal

NAME = "UBKT Đảng uỷ xã Bàn Đạt"


@pytest.fixture
def delivered(ktgs: Terminal, commune: Workspace, clock: Clock) -> Workspace:
    """The commune, whose year the office at the terminal has."""
    a_year(commune)
    workspace = open_workspace(ktgs.file, login="mau", password=PASSWORD, clock=clock)
    deliver(commune, workspace)
    workspace.close()
    return commune


def test_units_records_and_figures_are_listed(ktgs: Terminal, delivered: Workspace):
    units = {one["unit"]: one for one in ktgs.json("received", "units", "--limit", "0")}
    assert len(units) == 20
    assert units[NAME]["state"] == "SENT"
    assert units[NAME]["id"] == str(delivered.office.unit)
    assert not ktgs.json("received", "units", "--late")
    lines = ktgs.json("received", "list", "--unit", "05911", "--record", "program_item")
    assert len(lines) == 4
    assert {one["unit"] for one in lines} == {NAME}
    by_name = ktgs.json("received", "list", "--unit", "ban dat", "noi", "dung", "thu")
    assert {one["id"] for one in by_name} == {one["id"] for one in lines}
    thematic = ktgs.json(
        "received", "list", "--record", "program_item", "--code", "SUPERVISION_THEMATIC"
    )
    assert len(thematic) == 2
    assert not ktgs.json("received", "list", "--standing", "withdraw")
    (figure,) = ktgs.json("received", "figures", "--by", "year")
    assert (figure["planned"], figure["done"], figure["year"]) == (4, 2, 2021)
    assert len(ktgs.json("received", "figures", "--kind", "INSPECTION_PROGRAM")) == 1
    shown = ktgs.json("received", "show", lines[0]["id"])
    assert shown["document"]["content"] == lines[0]["label"]
    assert shown["versions_all"][0]["signed_by"] == "Nguyễn Văn Ký"


@pytest.mark.parametrize("what", [("units",), ("list",), ("figures",)])
def test_each_list_becomes_a_sheet(ktgs: Terminal, delivered: Workspace, what):
    assert delivered
    sheet = ktgs.folder / "danh-sach.xlsx"
    said = ktgs.json("received", *what, "--xlsx", sheet)
    assert said["rows"] > 0
    assert sheet.stat().st_size > 4000


def test_a_remark_is_written_edited_and_taken_back(ktgs: Terminal, delivered: Workspace):
    line = ktgs.json("received", "list", "--record", "program_item")[0]
    made = ktgs.json(
        "remarks", "add", "05911", "Bổ sung kết quả", "--record", line["id"], "--due", "20.12.2027"
    )
    assert made["entity"] == "program_item"
    ktgs.json("remarks", "edit", made["id"], "--text", "Bổ sung ngay", "--kind", "directive")
    (row,) = ktgs.json("remarks", "list", "--open")
    assert (row["text"], row["kind"], row["due_on"]) == ("Bổ sung ngay", "DIRECTIVE", "2027-12-20")
    assert row["about"] == line["label"]
    assert ktgs.json("remarks", "list", "--record", line["id"]) == [row]
    assert ktgs.json("received", "show", line["id"])["remarks"][0]["text"] == "Bổ sung ngay"
    ktgs.json("remarks", "edit", made["id"], "--due", "")
    assert ktgs.json("remarks", "list")[0]["due_on"] is None
    ktgs("remarks", "void", made["id"], "--reason", "nhầm")
    assert ktgs.json("remarks", "list") == []
    ktgs.json("remarks", "add", "ban dat", "Số liệu lệch", "--figure", "done", "--year", "2021")
    assert ktgs.json("remarks", "list")[0]["about"] == "done/2021/"
    assert delivered


def test_what_cannot_be_is_refused(ktgs: Terminal, delivered: Workspace):
    ktgs("remarks", "add", "05911", " ", code=1, says="remark_empty")
    ktgs("remarks", "add", "00000", "Gửi chậm", code=1, says="ktgs received units")
    ktgs("remarks", "add", "Đảng uỷ xã", "Gửi chậm", code=1, says="19")
    ktgs("remarks", "edit", delivered.office.id, code=2)
    ktgs("received", "show", delivered.office.committee, code=1, says="record_gone")
