"""The list that ships: rows of `tests/data/regulations_seed.csv` become version 1 of the list.

`python -m tests.helpers.regulation_seed` writes `resources/regulations/list_1.json` and says its
digest, which the program knows. What a row says in words (whom it replaces, since when it is not
confirmed) is written out here by hand, row by row; what it does not say stays unknown.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ktgs_desktop import paths
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_items import ListItem, check_whole
from ktgs_desktop.domain.regulation_lists import RegulationList, digest_of
from ktgs_desktop.domain.regulations import (
    Regulation,
    RegulationKey,
    Relation,
    RelationKind,
    Standing,
    check_regulation,
    kind_of,
)

CSV = Path(__file__).parent.parent / "data" / "regulations_seed.csv"
ISSUED, EXPIRES = date(2026, 11, 23), date(2027, 11, 23)
_AS_OF = PartialDate("2026-11-23")
_ISSUERS = {
    "Ban Chấp hành Trung ương (BCHTW)": "Ban Chấp hành Trung ương",
    "BCHTW": "Ban Chấp hành Trung ương",
    "BCHTW khoá XIII": "Ban Chấp hành Trung ương",
    "BCHTW khoá XIV": "Ban Chấp hành Trung ương",
    "UBKT Trung ương (UBKTTW)": "Uỷ ban Kiểm tra Trung ương",
    "UBKTTW": "Uỷ ban Kiểm tra Trung ương",
    "VPTW": "Văn phòng Trung ương Đảng",
    "Thủ tướng": "Thủ tướng Chính phủ",
    "Ban Chỉ đạo TW về PCTN, tiêu cực":
        "Ban Chỉ đạo Trung ương về phòng, chống tham nhũng, tiêu cực",
    "–": "",
}  # fmt: skip
_NUMBERS = {
    "1": "Điều lệ Đảng Cộng sản Việt Nam",
    "8": "20-QĐ/TW",
    "18": "05-NQ/TW",
    "19": "21-QĐ/TW",
    "43": "210-QĐ/TW",
    "43b": "211-QĐ/TW",
    "47": "04-NQ/TW",
    "68": "01-QĐ/TW",
    "90": "26/2020/NĐ-CP",
    "90b": "24/2020/TT-BCA",
}
"""Numbers without what a row adds in brackets; rows that hold two texts are two."""
_TITLES = {
    "43": "(về phối hợp, chế độ công tác của uỷ ban kiểm tra; trích yếu chưa xác nhận)",
    "43b": "(về phối hợp, chế độ công tác của uỷ ban kiểm tra; trích yếu chưa xác nhận)",
    "44": "(về phối hợp giữa uỷ ban kiểm tra với các cơ quan khác; trích yếu chưa xác nhận)",
    "86": "Nghị định về công tác văn thư",
    "90": "Chi tiết Luật Bảo vệ bí mật nhà nước",
    "90b": "Mẫu dấu, sổ, biểu mẫu về bảo vệ bí mật nhà nước",
}
_SPLIT_ISSUERS = {"90": "Chính phủ", "90b": "Bộ Công an"}
_SPLIT_DATES = {"90": "2020-02-28", "90b": "2020-03-10"}
_YEARS = {"8": "2026", "36": "2025"}
_DATE_NOTES = {
    "8": "Ban hành năm 2026, chưa rõ ngày",
    "9": "Ngày hiệu lực chưa xác nhận, lấy theo ngày ban hành",
    "19": "Ngày hiệu lực chưa xác nhận, lấy theo ngày ban hành",
    "26": "Ngày hiệu lực chưa xác nhận, lấy theo ngày ban hành",
    "30": "Ngày hiệu lực chưa xác nhận, lấy theo ngày ban hành",
    "36": "Ban hành năm 2025, chưa rõ ngày",
    "61": "Có danh mục ghi ngày 02/01/2021",
    "66": "Ngày ban hành chưa xác nhận",
}
_NOTES = {
    "1": "Không số; chưa xác nhận sau Đại hội XIV (01/2026)",
    "8": "Khoá XIV",
    "12": "Hết hiệu lực cùng Quy định 30-QĐ/TW",
    "17": "Quy định được hướng dẫn đã bị thay thế, chưa xác nhận còn hiệu lực",
    "18": "Khoá XIV",
    "19": "Khoá XIV",
    "22": "Đã hết hiệu lực, chưa rõ ngày; quy định được hướng dẫn hết hiệu lực từ 06/7/2022",
    "29": "Quy định được hướng dẫn đã bị thay thế, chưa xác nhận còn hiệu lực",
    "32": "Chưa xác nhận còn hiệu lực sau Quy định 296-QĐ/TW và 21-QĐ/TW (2026)",
    "36": "Thay các mẫu trước đó",
    "38": "Hết hiệu lực sau đại hội đảng bộ các cấp, chưa rõ ngày",
    "43": "Chưa xác nhận cơ quan ban hành là Bộ Chính trị hay Ban Bí thư",
    "43b": "Chưa xác nhận cơ quan ban hành là Bộ Chính trị hay Ban Bí thư",
    "47": "Khoá XII",
    "48": "Khoá XIII",
    "53": "Phải có trong căn cứ của mọi đoàn kiểm tra, giám sát",
    "60": "Bị thay thế bởi 377-QĐ/TW (10/2025), văn bản chưa có trong danh mục",
    "64": "Đã được sửa đổi, bổ sung",
    "86": "Cho cơ quan nhà nước; Đảng có quy định riêng",
    "90": "Chưa xác nhận còn hiệu lực sau 01/3/2026",
    "90b": "Chưa xác nhận còn hiệu lực sau 01/3/2026",
    "94": "Chưa xác nhận cơ quan ban hành là Bộ Chính trị hay Ban Bí thư",
}
_LAST_DAYS = {"12": "2021-07-27"}
"""“HHL with 30”: the day before 22-QĐ/TW replaced 30-QĐ/TW."""
_ENDED_BY = {"22": _AS_OF.iso, "38": _AS_OF.iso, "60": "2025-10"}
"""Ended for certain, on an unknown day, by the day of the list or by the month that is given."""
_DOUBTFUL_FROM = {
    "1": "2026-01",
    "17": "2026-04-11",
    "22": "2022-07-06",
    "29": "2026-07-26",
    "32": "2025-05-30",
    "38": "2020",
    "60": "2025-10",
    "90": "2026-03-01",
    "90b": "2026-03-01",
}

_R, _A, _I, _P = (
    RelationKind.REPLACES,
    RelationKind.AMENDS,
    RelationKind.IMPLEMENTS,
    RelationKind.REPEALS_PART,
)


@dataclass(frozen=True)
class _Unlisted:
    """A text that a row names and that is not in the list."""

    number: str
    issued: str = ""
    issuer: str = ""


_Target = str | _Unlisted
_UNSURE = "Chưa chắc chắn"
_RELATIONS: dict[str, tuple[tuple[RelationKind, _Target, str], ...]] = {
    "1": ((_R, _Unlisted("Điều lệ Đảng (khoá X)", issuer="Đại hội X"), ""),),
    "2": ((_R, _Unlisted("45-QĐ/TW", "2011"), ""),),
    "3": ((_R, "2", ""),),
    "4": ((_R, _Unlisted("01-HD/TW", "2016"), ""), (_I, "3", "")),
    "5": ((_R, "3", ""),),
    "6": ((_R, "5", ""),),
    "7": ((_R, "4", ""), (_I, "6", "")),
    "8": ((_R, "6", ""),),
    "9": ((_R, "8", ""),),
    "10": ((_R, _Unlisted("25-QĐ/TW", "2006"), ""),),
    "11": ((_R, "10", ""),),
    "12": ((_I, "11", ""),),
    "13": ((_R, "11", ""),),
    "14": ((_I, "13", ""), (_P, "12", f"Một phần. {_UNSURE}")),
    "15": ((_A, "13", ""),),
    "16": (
        (_R, "13", ""), (_R, "15", ""), (_R, "41", ""), (_R, "42", ""), (_R, "43", ""),
        (_R, "43b", ""), (_R, "44", ""),
    ),
    "17": ((_R, "14", ""), (_I, "16", "")),
    "19": ((_R, "16", ""),),
    "20": ((_R, _Unlisted("181-QĐ/TW", "2013"), ""),),
    "21": ((_R, _Unlisted("263-QĐ/TW", "2014"), ""),),
    "22": ((_I, "21", ""),),
    "23": ((_R, "20", ""), (_R, "21", "")),
    "24": ((_I, "23", ""),),
    "25": ((_A, "23", ""),),
    "26": ((_R, "23", ""), (_R, "25", "")),
    "27": ((_R, _Unlisted("115-QĐ/TW", "2007"), ""),),
    "28": ((_R, "27", ""),),
    "29": ((_R, _Unlisted("03-HD/UBKTTW", "2012"), _UNSURE), (_I, "28", "")),
    "30": ((_R, "28", ""),),
    "32": ((_R, "31", ""),),
    "52": ((_R, "51", ""),),
    "66": ((_P, _Unlisted("112/2020/NĐ-CP", "2020"), "Một phần"),),
    "68": ((_R, "67", ""),),
    "70": ((_I, "69", ""),),
    "78": ((_R, "77", ""),),
    "79": ((_R, "76", ""),),
    "80": ((_R, "78", ""),),
    "82": ((_R, "81", ""),),
    "90": ((_I, "89", ""),),
    "90b": ((_I, "89", ""),),
    "91": ((_R, "89", ""),),
    "93": ((_R, "92", ""),),
}  # fmt: skip
"""What a text does to earlier ones, by rows, from “replaces” and from “HHL, by …” of the other."""


def rows() -> dict[str, dict[str, str]]:
    """The rows of the table by their number; a row that holds two texts stands there twice."""
    with CSV.open(encoding="utf-8", newline="") as file:
        found = {row["no"]: row for row in csv.DictReader(file)}
    for name in ("43", "90"):
        found[f"{name}b"] = found[name]
    return found


def regulations() -> dict[str, Regulation]:
    """The texts of the list by their row."""
    table = rows()
    made = {name: _regulation(name, row) for name, row in table.items()}
    return {
        name: replace(
            one,
            relations=tuple(
                _relation(kind, target, note, made)
                for kind, target, note in _RELATIONS.get(name, ())
            ),
        )
        for name, one in made.items()
    }


def _partial(iso: str) -> PartialDate | None:
    return PartialDate(iso) if iso else None


def _regulation(name: str, row: dict[str, str]) -> Regulation:
    number = _NUMBERS.get(name, row["number"])
    issuer = _SPLIT_ISSUERS.get(name, _ISSUERS.get(row["issuer"], row["issuer"]))
    issued = _partial(_YEARS.get(name, "") or _SPLIT_DATES.get(name, row["issued_on"]))
    title = _TITLES.get(name, row["title"])
    return Regulation(
        owner=REGISTER_OWNER,
        id=RegulationKey(number, issuer, issued).id,
        number=number,
        issuer=issuer,
        title=title,
        kind=kind_of(number, title),
        issued=issued,
        effective_from=_partial(_SPLIT_DATES.get(name, row["effective_on"])),
        effective_to=_partial(_LAST_DAYS.get(name, "")),
        ended_by=_partial(_ENDED_BY.get(name, "")),
        doubtful_from=_partial(_DOUBTFUL_FROM.get(name, "")),
        standing=_standing(row["status_note_2026_11"]),
        group=row["group"],
        confidence=row["confidence"],
        title_kind=row["title_kind"],
        date_note=_DATE_NOTES.get(name, ""),
        note=_NOTES.get(name, ""),
    )


def _standing(said: str) -> Standing:
    if said.startswith("HL?"):
        return Standing.LIKELY
    return Standing.UNCONFIRMED if "?" in said else Standing.CONFIRMED


def _relation(
    kind: RelationKind, target: _Target, note: str, made: dict[str, Regulation]
) -> Relation:
    if isinstance(target, _Unlisted):
        issued = _partial(target.issued)
        return Relation(kind, target.number, target.issuer, issued, note=note)
    earlier = made[target]
    return Relation(
        kind, earlier.number, earlier.issuer, earlier.issued, target=earlier.id, note=note
    )


def shipped() -> RegulationList:
    """Version 1 of the list."""
    found = list(regulations().values())
    for one in found:
        check_regulation(one)
    items = tuple(ListItem(one) for one in sorted(found, key=lambda one: one.id.bytes))
    check_whole(items)
    return RegulationList(1, ISSUED, EXPIRES, digest_of(items), items)


def main() -> None:
    """Write the list and say its digest."""
    body = shipped().to_bytes()
    target = paths.resource("regulations") / "list_1.json"
    target.write_bytes(body)
    print(hashlib.sha256(body).hexdigest(), len(body), "bytes", target)  # noqa: T201


if __name__ == "__main__":
    main()
