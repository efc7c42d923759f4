"""`ktgs regulations import`: tried first, refused as a whole, taken with its faults left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.legacy_writing import tcvn3
from tests.helpers.regulation_sheets import FOLDER

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

HEADS = "Số ký hiệu;Cơ quan ban hành;Trích yếu;Ngày ban hành;Thay thế\n"


def test_an_old_sheet_is_tried_taken_and_taken_back(ktgs: Terminal) -> None:
    file = str(FOLDER / "tcvn3.csv")
    tried = ktgs.json("regulations", "import", file, "--dry-run")
    assert (tried["new"], tried["added"], tried["encoding"]) == (6, 0, "tcvn3")
    assert (tried["sure"], tried["converted"] > 20) == (True, True)
    done = ktgs.json("regulations", "import", file, "--in-force-when-issued")
    assert (done["new"], done["changed"], done["added"], done["faults"]) == (6, 0, 6, [])
    day = ktgs.json("regulations", "in-force", "--on", "2024-06-01")
    own = {row["number"] for row in day if row["number"].endswith("HU")}
    assert own == {"12-QĐ/HU", "15-HD/UBKTHU", "03-QC/UBKTHU", "25-QĐ/HU", "31-CTr/HU"}
    again = ktgs.json("regulations", "import", str(FOLDER / "excel_days_as_text.xlsx"))
    assert (again["new"], again["changed"], again["existing"], again["added"]) == (0, 0, 6, 0)
    (latest, *_earlier) = ktgs.json("history")
    ktgs("undo", "--operation", latest["id"])
    assert ktgs.json("regulations", "import", file, "--dry-run")["new"] == 6


def test_faults_refuse_the_table_and_texts_of_the_lists_stay(ktgs: Terminal) -> None:
    rows = "12-QĐ/HU;Huyện uỷ;Quy định;31/2/2021;\n22-QĐ/TW;BCHTW;Tên khác;28/7/2021;\n"
    file = ktgs.write("bang.csv", HEADS + rows + "13-QĐ/HU;Huyện uỷ;Quy chế;1/2/2021;22-QĐ/TW\n")
    said = ktgs("regulations", "import", file, "--json", code=1, says="rows_refused", count=1)
    (fault,) = said.json["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (2, "issued", "date_impossible")
    kept, new = said.json["texts"]
    assert (kept["number"], kept["change"], kept["fields"]) == ("22-QĐ/TW", "kept", ["title"])
    assert (new["number"], new["change"]) == ("13-QĐ/HU", "new")
    done = ktgs.json("regulations", "import", file, "--leave-out-refused")
    assert (done["added"], done["existing"]) == (1, 1)


def test_the_encoding_can_be_said(ktgs: Terminal) -> None:
    file = ktgs.write("bang.csv", HEADS + f"12-QĐ/HU;;{tcvn3('xã minh phú')};2021;\n")
    words = ("regulations", "import", file, "--dry-run")
    assert ktgs.json(*words)["texts"][0]["title"] == "x· minh phó"
    said = ktgs.json(*words, "--encoding", "tcvn3")
    assert (said["encoding"], said["texts"][0]["title"]) == ("tcvn3", "xã minh phú")
