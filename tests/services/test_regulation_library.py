"""The library of an office: the list that ships, own texts and words, notes, files, the search."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop import paths
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.installed_lists import REGULATIONS, InstalledList, ListOrigin
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.regulation_articles import parse_articles
from ktgs_desktop.domain.regulation_force import ForceStatus, RegulationLibrary
from ktgs_desktop.domain.regulation_hits import HitPlace
from ktgs_desktop.domain.regulations import Regulation, Relation, RelationKind
from ktgs_desktop.services import (
    history,
    list_values,
    maintenance,
    shipped_regulations,
)
from ktgs_desktop.services.regulations import editing, library, notes
from ktgs_desktop.store import records
from tests.helpers import regulation_seed
from tests.helpers.builders import refusal
from tests.helpers.paper_text import a_pdf

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace

_NUMBER = re.compile(r"(\d{1,4})(?:$|[-/])")
WORDS = """Điều 1. Phạm vi
1. Cấp uỷ và uỷ ban kiểm tra phối hợp với thanh tra.
Điều 2. Giải quyết tố cáo
1. Tiếp nhận, xử lý đơn tố cáo.
a) Đơn có tên, địa chỉ;
b) Đơn không ký tên thì không giải quyết.
"""


def the_id(workspace: Workspace, number: str) -> UUID:
    (found,) = library.called(workspace, number)
    return found.id


def own_rules(workspace: Workspace, **values: object) -> Regulation:
    usual = {
        "number": "05-QC/UBKTHU-TTr", "issuer": "UBKT Huyện uỷ Phú Bình",
        "title": "Quy chế phối hợp với Thanh tra huyện", "kind": "COORDINATION",
        "issued": PartialDate("2021-03-01"), "effective_from": PartialDate("2021-03-01"),
        "partners": ("Thanh tra  huyện",), "review_on": date(2022, 3, 1),
    }  # fmt: skip
    blank = editing.blank(workspace)
    return dataclasses.replace(blank, **{**usual, **values})


def test_the_list_that_ships_is_the_one_of_the_table(workspace: Workspace) -> None:
    body = regulation_seed.shipped().to_bytes()
    assert hashlib.sha256(body).hexdigest() == shipped_regulations.DIGEST
    assert paths.resource("regulations", "list_1.json").read_bytes() == body
    with workspace.reading() as connection:
        texts = records.get_all(connection, Regulation)
        (installed,) = records.get_all(connection, InstalledList, name=REGULATIONS)
    assert set(texts) == set(regulation_seed.regulations().values())
    assert len(texts) == 96
    assert (installed.version, installed.came, installed.signers) == (1, ListOrigin.SHIPPED, ())
    for row, found in regulation_seed.rows().items():
        said = regulation_seed.regulations()[row]
        assert said.number in found["number"]
        assert (said.confidence, said.title_kind) == (found["confidence"], found["title_kind"])


def test_each_word_of_the_table_about_another_text_is_a_relation() -> None:
    """Whatever the table names as replaced, amended or “by” stands in a relation of some text."""
    made = regulation_seed.regulations()
    for row, said in regulation_seed.rows().items():
        text = made[row]
        named = {one.number.split("-")[0].split("/")[0] for one in text.relations}
        for number in _numbers(said["replaces"]):
            assert number.lstrip("0") in {one.lstrip("0") for one in named}, (row, number)
        by = said["status_note_2026_11"].partition("HHL, by ")[2]
        for number in _numbers(by.partition(" ")[0]):
            replacers = [
                one
                for one in made.values()
                if text.id in {r.target for r in one.related("REPLACES")}
            ]
            numbers = {one.number.split("-")[0].split("/")[0].lstrip("0") for one in replacers}
            assert number.lstrip("0") in numbers | {"377"}, (row, number)


def _numbers(said: str) -> list[str]:
    """The numbers of texts, without symbols and the years in brackets behind them."""
    plain = re.sub(r"\(.*?\)", "", said)
    return [one[1] for word in re.split(r"[,;\s]+", plain) if (one := _NUMBER.match(word))]


def test_the_list_in_its_orders_and_what_narrows_it(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        every = RegulationLibrary(records.get_all(connection, Regulation))
    for day in (date(2016, 1, 1), date(2021, 7, 28), date(2026, 3, 1), date(2026, 11, 23)):
        standing = {one.id for one in library.in_force(workspace, day)}
        assert standing == {one.id for one in every if every.span(one.id).stands(day)}
        for status in ForceStatus:
            filters = {"in_state": (str(status),), "today": day.isoformat()}
            numbers = [
                n for part in library.stream(workspace, Listing(filters=filters)) for n in part
            ]
            found = {one.id: one for one in library.rows(workspace, numbers)}
            assert set(found) == {
                one.id for one in every if every.force(one.id, day).status == status
            }
            assert all(one.status(day) == status for one in found.values())
    counted = list_values.values(
        workspace, library.LIST, Listing(filters={"today": "2026-11-23"}), "state"
    )
    assert sum(one.count for one in counted) == 96
    assert {one.value for one in counted} == {"IN_FORCE", "UNCERTAIN", "ENDED"}


def test_two_texts_of_one_number_are_told_apart_by_their_year(workspace: Workspace) -> None:
    editing.save(
        workspace,
        own_rules(workspace, number="20-QĐ/TW", issued=PartialDate("2011-09-01")),
    )
    assert len(library.called(workspace, " 20 - qđ/tw")) == 2
    assert [one.issued for one in library.called(workspace, "20-QĐ/TW (2026)")] == [
        PartialDate("2026")
    ]
    assert len(library.called(workspace, "20-QĐ/TW 2011")) == 1


def test_an_own_text_joins_the_line_of_a_listed_one(workspace: Workspace) -> None:
    target = Relation(RelationKind.REPLACES, "22-qđ / tw")
    saved = editing.save(workspace, own_rules(workspace, relations=(target,)))
    meant = the_id(workspace, "22-QĐ/TW")
    assert saved.relations[0].target == meant
    assert saved.relations[0].issued == PartialDate("2021-07-28")
    assert saved.partners == ("Thanh tra huyện",)
    assert meant not in {one.id for one in library.in_force(workspace, date(2021, 8, 1))}
    history.undo(workspace)
    assert meant in {one.id for one in library.in_force(workspace, date(2021, 8, 1))}
    history.redo(workspace)
    editing.void(workspace, saved.id, "nhập nhầm")
    assert meant in {one.id for one in library.in_force(workspace, date(2021, 8, 1))}
    assert maintenance.check(workspace).sound


def test_what_cannot_be_saved_is_refused(workspace: Workspace) -> None:
    listed = library.get(workspace, the_id(workspace, "22-QĐ/TW"))
    old = library.get(workspace, the_id(workspace, "30-QĐ/TW"))
    saved = editing.save(workspace, own_rules(workspace))
    back = Relation(RelationKind.REPLACES, saved.number, target=saved.id)
    later = editing.save(workspace, own_rules(workspace, number="06-QC/UBKTHU", relations=(back,)))
    round_about = (Relation(RelationKind.REPLACES, later.number, target=later.id),)
    twin = own_rules(workspace, number="05-qc/UBKTHU-ttr", issuer="UBKT huyện uỷ Phú Bình")
    for regulation, code in (
        (dataclasses.replace(listed, title="Khác"), "regulation_of_list"),
        (twin, "regulation_exists"),
        (own_rules(workspace, number=" "), "regulation_number_missing"),
        (own_rules(workspace, title=""), "regulation_title_missing"),
        (own_rules(workspace, effective_to=PartialDate("2020")), "regulation_dates_reversed"),
        (dataclasses.replace(saved, relations=round_about), "regulation_circle"),
        (dataclasses.replace(saved, relations=(back,)), "relation_to_itself"),
    ):
        assert refusal(lambda one=regulation: editing.save(workspace, one)).code == code  # type: ignore[misc]
    assert refusal(lambda: editing.void(workspace, old.id, "thử")).code == "regulation_of_list"


def test_words_are_pasted_and_found(workspace: Workspace) -> None:
    regulation = the_id(workspace, "89-QĐ/TW")
    blank = editing.blank_text(workspace, regulation)
    text = editing.save_text(workspace, dataclasses.replace(blank, articles=parse_articles(WORDS)))
    shown = library.articles(workspace, regulation)
    assert shown == text
    hit = next(
        one for one in library.search(workspace, "khong ky ten") if one.place == HitPlace.ARTICLE
    )
    assert (hit.number, hit.path, hit.label) == (
        "89-QĐ/TW", "2.1.b", "điểm b, khoản 1, Điều 2",
    )  # fmt: skip
    marked = [hit.excerpt.text[start:end] for start, end in hit.excerpt.marks]
    assert marked[:3] == ["không", "ký", "tên"]
    assert library.search(workspace, "khống ký tên") == []
    # One word of the number, one of an article.
    assert library.search(workspace, "89 thanh tra")[0].number == "89-QĐ/TW"
    found = [
        n for part in library.stream(workspace, Listing(search="khong ky ten thi")) for n in part
    ]
    assert [one.id for one in library.rows(workspace, found)] == [regulation]
    later = dataclasses.replace(
        editing.blank_text(workspace, regulation), since=PartialDate("2021-09-01"),
        articles=parse_articles(WORDS.replace("thanh tra", "kiểm toán")),
    )  # fmt: skip
    assert editing.save_text(workspace, later).version == 2
    before, after = (
        library.articles(workspace, regulation, day)
        for day in (date(2021, 8, 31), date(2021, 9, 1))
    )
    assert (before, after) == (text, later)
    editing.void_text(workspace, later.id, "nhầm")
    assert library.search(workspace, "kiểm toán uỷ ban phối hợp") == []
    history.undo(workspace)
    assert library.search(workspace, "kiểm toán uỷ ban phối hợp")[0].path == "1.1"
    empty = dataclasses.replace(blank, articles=())
    assert refusal(lambda: editing.save_text(workspace, empty)).code == "articles_missing"
    assert maintenance.check(workspace).sound


def test_notes_and_files_of_a_listed_text(workspace: Workspace) -> None:
    regulation = the_id(workspace, "22-QĐ/TW")
    notes.save(workspace, regulation, "Đã quán triệt tháng 8", date(2022, 1, 1))
    attached = notes.attach(
        workspace, regulation, "QD 22.pdf", a_pdf("Thoi hieu ky luat", "", "Phu luc 2")
    )
    assert (attached.pages, attached.pages_with_words) == (3, 2)
    assert library.search(workspace, "quan triet")[0].place == HitPlace.NOTE
    hit = library.search(workspace, "thoi hieu")[0]
    assert (hit.place, hit.path, hit.label) == (HitPlace.FILE, "1", "QD 22.pdf")
    digest = attached.note.files[0].digest
    assert notes.file_of(workspace, regulation)[1][:5] == b"%PDF-"
    again = refusal(
        lambda: notes.attach(
            workspace, regulation, "x.pdf", notes.file_of(workspace, regulation)[1]
        )
    )
    assert again.code == "regulation_file_known"
    other = refusal(lambda: notes.attach(workspace, regulation, "x.doc", b"PK"))
    assert other.code == "regulation_file_kind"
    notes.detach(workspace, regulation, digest)
    assert library.search(workspace, "thoi hieu ky luat phu luc") == []
    assert "FILE" not in {one.place for one in library.search(workspace, "thoi hieu")}
    assert regulation not in {one.regulation for one in library.search(workspace, "thoi hieu")}
    query = Listing(search="thoi hieu ky luat phu luc")
    assert [row for part in library.stream(workspace, query) for row in part] == []
    history.undo(workspace)
    assert library.search(workspace, "thoi hieu")[0].place == HitPlace.FILE
    shown = library.details(workspace, regulation, date(2021, 8, 1)).note
    assert shown is not None
    assert shown.text == "Đã quán triệt tháng 8"
    assert maintenance.check(workspace).sound
