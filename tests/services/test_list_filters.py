"""The filters of column heads on every long list, against SQL written by hand."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.documents import PaperStanding
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.members import Position
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.services import (
    history,
    incoming,
    list_values,
    members,
    organizations,
    outgoing,
    papers,
    programs,
    registered,
)
from ktgs_desktop.store import dialect, listing
from ktgs_desktop.store.list_tables import LISTS
from tests.helpers.builders import (
    DISTRICT,
    a_cell,
    a_member,
    an_issued_program,
    standing,
)

if TYPE_CHECKING:
    from types import ModuleType

    from ktgs_desktop.services.workspace import Workspace

# What each column holds, by hand: the value as the filter has it, and how many rows have it.
BY_HAND: dict[tuple[str, str], str] = {
    ("organizations", "type"): "SELECT org_type, count(*) FROM organization",
    ("organizations", "level"): "SELECT level, count(*) FROM organization",
    ("organizations", "superior"): "SELECT lower(hex(parent)), count(*) FROM organization",
    ("organizations", "exists"): (
        "SELECT CASE WHEN ended IS NULL OR ended >= '2021-07-06' THEN 'EXISTING' ELSE 'ENDED' END, "
        "count(*) FROM organization"
    ),
    ("members", "organization"): "SELECT lower(hex(organization)), count(*) FROM party_member",
    ("members", "position"): "SELECT lower(hex(position_key)), count(*) FROM party_member",
    ("documents", "type"): "SELECT document_type, count(*) FROM document",
    ("documents", "body"): "SELECT lower(hex(body)), count(*) FROM document",
    ("documents", "year"): "SELECT strftime('%Y', issued_on), count(*) FROM document",
    ("documents", "signer"): "SELECT lower(hex(signer_key)), count(*) FROM document",
    ("documents", "state"): (
        "SELECT CASE WHEN state <> 'ISSUED' THEN state WHEN signed THEN 'SIGNED' "
        "WHEN scanned THEN 'SCANNED' ELSE 'UNSIGNED' END, count(*) FROM document"
    ),
    ("incoming", "year"): "SELECT CAST(year AS TEXT), count(*) FROM incoming_document",
    ("incoming", "sender"): "SELECT lower(hex(sender_key)), count(*) FROM incoming_document",
    ("incoming", "assignee"): "SELECT lower(hex(assignee_key)), count(*) FROM incoming_document",
    ("incoming", "state"): (
        "SELECT CASE WHEN done_on IS NOT NULL THEN 'DONE' WHEN due_on < '2021-07-06' THEN 'LATE' "
        "WHEN due_on IS NULL AND assignee = '' THEN 'FILED' ELSE 'OPEN' END, count(*) "
        "FROM incoming_document"
    ),
}
SERVICES: dict[str, ModuleType] = {
    "organizations": organizations,
    "members": members,
    "documents": papers,
    "incoming": incoming,
}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """An office with a few of everything, voided and ended ones among them."""
    cells = [a_cell(workspace, f"Chi bộ Mẫu {n}") for n in range(3)]
    organizations.void(workspace, cells[2].id, "nhập nhầm")
    for name, home, title in (
        ("Trần Thị Thí Dụ", cells[0].id, "Bí thư"),
        ("Lê Văn Ví Dụ", cells[0].id, "Đảng viên"),
        ("Phạm Thị Mẫu", cells[1].id, "bí thư"),
        ("Nguyễn Văn Thử", None, ""),
    ):
        positions = (Position(title),) if title else ()
        a_member(workspace, name, organization=home, positions=positions)
    an_issued_program(workspace)
    series = SeriesKey(standing(workspace).id, "QĐ", "2020-2025")
    for name, year in (("Nguyễn Văn Mẫu", 2021), ("Trần Văn Ký", 2021), ("Trần Văn Ký", 2020)):
        signer = Signer(name, "BÍ THƯ", "")
        made = registered.Registered(series, date(year, 1, 1 + year % 10), "x", signer)
        registered.register(workspace, made)
    outgoing.reserve(workspace, outgoing.Reservation(series, "chờ ký", count=2))
    for place, (sender, assignee, due) in enumerate(
        (
            ("Tỉnh uỷ", "đ/c Mẫu", date(2021, 7, 5)),
            ("tỉnh ủy", "đ/c Mẫu", date(2021, 7, 20)),
            ("Văn phòng", "", None),
            ("Văn phòng", "đ/c Thử", None),
        )
    ):
        blank = incoming.blank(workspace)
        paper = dataclasses.replace(
            blank,
            received_on=date(2020 if place == 3 else 2021, 7, 1),
            sender=sender,
            assignee=assignee,
            due_on=due,
            abstract=f"Công văn {place}",
        )
        incoming.save(workspace, paper)
    return workspace


def by_hand(workspace: Workspace, name: str, key: str) -> dict[str, int]:
    with workspace.reading() as connection:
        query = f"{BY_HAND[name, key]} WHERE voided IS NULL GROUP BY 1"
        found = connection.exec_driver_sql(query).all()
    return {str(value or ""): int(number) for value, number in found}


def counts(workspace: Workspace, name: str, query: Listing, key: str) -> dict[str, int]:
    found = list_values.values(workspace, name, query, key)
    return {one.value.replace("-", ""): one.count for one in found}


def numbers(workspace: Workspace, name: str, query: Listing) -> list[int]:
    chunks: Iterator[Sequence[int]] = SERVICES[name].stream(workspace, query)
    return [number for chunk in chunks for number in chunk]


def test_values_are_counted_as_sql_by_hand_counts_them(filled: Workspace) -> None:
    for name, key in BY_HAND:
        found = counts(filled, name, Listing(), key)
        assert found == by_hand(filled, name, key), (name, key)
        assert len(found) > 1 or key in ("exists", "body"), (name, key)


def test_each_value_finds_its_rows_and_several_find_those_of_each(filled: Workspace) -> None:
    for name, key in BY_HAND:
        found = list_values.values(filled, name, Listing(), key)
        rows = {
            one.value: numbers(filled, name, Listing(filters={f"in_{key}": (one.value,)}))
            for one in found
        }
        assert [len(them) for them in rows.values()] == [one.count for one in found], (name, key)
        assert all(one.row in rows[one.value] for one in found)
        two = tuple(rows)[:2]
        both = numbers(filled, name, Listing(filters={f"in_{key}": two}))
        assert sorted(both) == sorted({number for value in two for number in rows[value]})


@pytest.mark.parametrize("value", ["NOTHING", "ffff", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_value_gives_an_empty_list(filled: Workspace, value: str) -> None:
    for name, key in BY_HAND:
        asked = Listing(filters={f"in_{key}": (value,)})
        assert numbers(filled, name, asked) == [], (name, key)


def test_several_columns_narrow_together_in_every_order(filled: Workspace) -> None:
    key = list_values.narrowing("documents", {"signer": ["TRẦN VĂN KÝ"], "year": ["2021", "2020"]})
    both = {**key, "in_state": (str(PaperStanding.UNSIGNED),)}
    for sort in ("issued", "number", "abstract", "signer", "type"):
        for descending in (False, True):
            found = numbers(filled, "documents", Listing(sort, descending, filters=both))
            rows = papers.rows(filled, found)
            assert len(rows) == 2
            assert {row.signer for row in rows} == {"Trần Văn Ký"}
    only = {**both, "in_year": ("2020",)}
    assert len(numbers(filled, "documents", Listing(filters=only))) == 1
    offered = counts(filled, "documents", Listing(filters=only), "year")
    assert offered == {"2020": 1, "2021": 1}, "its own narrowing does not count"
    assert counts(filled, "documents", Listing(filters=only), "type") == {"QĐ": 1}


def test_names_are_one_value_however_they_are_spelled(filled: Workspace) -> None:
    told = list_values.narrowing("incoming", {"sender": ["Tỉnh ủy"], "assignee": []})
    assert set(told) == {"in_sender"}
    rows = incoming.rows(filled, numbers(filled, "incoming", Listing(filters=told)))
    assert sorted(row.sender for row in rows) == ["Tỉnh uỷ", "tỉnh ủy"]
    posts = list_values.narrowing("members", {"position": ["BÍ THƯ"]})
    assert len(numbers(filled, "members", Listing(filters=posts))) == 2


def test_who_has_no_organisation_is_a_value_too(filled: Workspace) -> None:
    rows = members.rows(
        filled, numbers(filled, "members", Listing(filters={"in_organization": ("",)}))
    )
    assert "Nguyễn Văn Thử" in {row.full_name for row in rows}
    assert all(not row.organization for row in rows)


def test_an_organisation_that_ended_is_found_by_its_state(filled: Workspace) -> None:
    gone = a_cell(filled, "Chi bộ Giải thể", DISTRICT, founded=date(2015, 1, 1))
    with filled.writing("edit_organization", gone.name_on()) as writer:
        writer.put(dataclasses.replace(gone, ended=date(2020, 5, 1)))
    found = numbers(filled, "organizations", Listing(filters={"in_exists": ("ENDED",)}))
    assert [row.name for row in organizations.rows(filled, found)] == ["Chi bộ Giải thể"]


def test_the_history_is_narrowed_in_sql_and_counted_as_a_whole(filled: Workspace) -> None:
    whole = history.operations(filled)
    by_name = Counter(one.name for one in whole)
    assert {one.value: one.count for one in history.values(filled, "operation")} == by_name
    (me,) = history.values(filled, "user")
    assert (me.value, me.text, me.count) == (str(filled.user.id), filled.user.full_name, len(whole))
    for name, number in by_name.items():
        met = history.operations(filled, chosen={"operation": (name,), "user": (me.value,)})
        assert [one.name for one in met] == [name] * number
    two = {"operation": ("add_member", "save_incoming")}
    assert history.operations(filled, chosen=two) == [
        one for one in whole if one.name in two["operation"]
    ]
    assert len(history.values(filled, "operation", two)) == len(by_name), "its own does not count"
    for unknown in ({"operation": ("nothing",)}, {"user": ("nobody",)}):
        assert history.operations(filled, chosen=unknown) == []
    limited = history.operations(filled, 1, {"operation": ("save_incoming",)})
    assert [one.name for one in limited] == ["save_incoming"]


FILTERS: dict[str, dict[str, tuple[str, ...]]] = {
    "organizations": {"in_type": ("CELL", "PARTY_BODY"), "in_exists": ("EXISTING",)},
    "members": list_values.narrowing("members", {"position": ["Bí thư", "Đảng viên"]}),
    "documents": {"in_type": ("QĐ", "CTr"), "in_year": ("2021",), "in_state": ("SIGNED",)},
    "incoming": {"in_year": ("2021", "2020"), "in_state": ("LATE", "OPEN")},
    "items": {"in_quarter": ("1", "2"), "in_kind": ("INSPECTION_PROGRAM",)},
}


def plan(workspace: Workspace, name: str, asked: Listing) -> list[str]:
    """The steps in which the engine finds the first rows."""
    with workspace.reading() as connection:
        return dialect.query_plan(connection, listing.page_query(name, asked, None, 40))


def test_a_head_that_narrows_leaves_the_order_to_its_index(filled: Workspace) -> None:
    program = str(programs.programs(filled)[0].program.id)
    today = {"today": "2021-07-06"}
    for name, chosen in FILTERS.items():
        for sort in LISTS[name].sorts:
            whole = plan(filled, name, Listing(sort, filters=today))
            assert plan(filled, name, Listing(sort, filters={**today, **chosen})) == whole
    for sort in ("order", "due"):
        base = {**today, "program": program}
        narrowed = {**base, **FILTERS["items"]}
        whole = plan(filled, "items", Listing(sort, filters=base))
        assert plan(filled, "items", Listing(sort, filters=narrowed)) == whole
