"""`ktgs units reorganize` and `ktgs transfers`: the rearrangement of 2025 at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

HEAD = "old_commune_code,new_commune_code,kind\n"
DISTRICT = "Uỷ ban Kiểm tra Huyện uỷ Phú Bình"
COMMUNE = "Uỷ ban Kiểm tra Đảng uỷ xã Bàn Đạt"


def test_it_is_looked_at_done_once_and_undone(ktgs: Terminal) -> None:
    before = len(ktgs.json("history"))
    seen = ktgs.json("units", "reorganize", "--dry-run", "--rows")
    assert (seen["province"], seen["written"]) == ("Tỉnh Thái Nguyên", False)
    assert (seen["new"], seen["continued"], seen["unmatched"]) == (90, 3, [])
    row = next(one for one in seen["rows"] if one["code"] == "05911")
    assert (row["name"], row["new_name"]) == ("Xã Bàn Đạt", "Xã Tân Khánh")
    assert len(ktgs.json("history")) == before
    done = ktgs.json("units", "reorganize", "--province", "19", "--basis", "1683/NQ-UBTVQH15")
    assert done["written"]
    assert {key: done[key] for key in ("new", "ended", "successions")} == {
        key: seen[key] for key in ("new", "ended", "successions")
    }
    shown = ktgs.json("organizations", "show", "Đảng bộ xã Bàn Đạt")
    assert shown["ended"] == "2025-06-30"
    assert shown["successions"][0]["basis"] == "1683/NQ-UBTVQH15"
    assert len(ktgs.json("history")) == before + 1
    ktgs("undo", "--operation", ktgs.json("history")[0]["id"])
    assert ktgs.json("organizations", "show", "Đảng bộ xã Bàn Đạt")["ended"] is None


def test_a_list_of_ones_own_is_read_and_its_faults_are_said(ktgs: Terminal) -> None:
    own = ktgs.write("changes.csv", HEAD + "05911,05917,whole\n99999,05917,whole\n")
    seen = ktgs.json("units", "reorganize", own, "--province", "19", "--dry-run")
    assert {"code": "99999", "name": "", "why": "OLD_UNKNOWN"} in seen["unmatched"]
    assert any(one["why"] == "WITHOUT_SUCCESSOR" for one in seen["unmatched"])
    bad = ktgs.write("bad.csv", HEAD + "05911,05917,half\n")
    ktgs("units", "reorganize", bad, code=1, says="units_row_bad", row=2)
    none = ktgs.write("none.csv", "a,b\n1,2\n")
    ktgs("units", "reorganize", none, code=1, says="units_columns_missing")
    ktgs("units", "reorganize", "--province", "00", code=1, says="unit_unknown")
    ktgs("units", "reorganize", "--receiver", "05932", code=2, says="“05932” is not OLD=NEW.")
    ktgs("units", "reorganize", "--receiver", "05932=05911", code=1, says="receiver_unknown")
    chosen = ("units", "reorganize", "--receiver", "05932=05908", "--rows", "--dry-run")
    row = next(one for one in ktgs.json(*chosen)["rows"] if one["code"] == "05932")
    assert row["new_code"] == "05908"


def test_records_are_handed_over_by_the_superior_only(ktgs: Terminal) -> None:
    assert ktgs.json("transfers", "list") == []
    say = ("--on", "2025-07-01", "--basis", "01-QĐ/HU, 1/7/2025")
    ktgs("transfers", "add", COMMUNE, COMMUNE, *say, code=1, says="transfer_to_itself")
    other = "Uỷ ban Kiểm tra Đảng uỷ xã Tân Khánh"
    made = ktgs.json("transfers", "add", COMMUNE, other, *say)
    ktgs("transfers", "add", COMMUNE, other, *say)
    again = "Uỷ ban Kiểm tra Đảng uỷ xã Đào Xá"
    ktgs("transfers", "add", COMMUNE, again, *say, code=1, says="transfer_repeated")
    ktgs("transfers", "add", other, COMMUNE, *say, code=1, says="transfer_cycle")
    ((listed),) = ktgs.json("transfers", "list")
    assert (listed["source"], listed["target"], listed["records"]) == (COMMUNE, other, 0)
    assert ktgs.json("transfers", "open") == []
    ktgs("transfers", "take-over", COMMUNE, code=1, says="transfer_unknown", name=COMMUNE)
    ktgs("transfers", "void", made["id"], "--reason", "ghi nhầm")
    assert ktgs.json("transfers", "list") == []
    own = ktgs.json("transfers", "add", COMMUNE, DISTRICT, *say)
    assert own["target"] != own["source"]
    ((waiting),) = ktgs.json("transfers", "open")
    assert (waiting["name"], waiting["waiting"]) == (COMMUNE, 0)
    assert ktgs.json("transfers", "take-over", COMMUNE)["written"] == 0
