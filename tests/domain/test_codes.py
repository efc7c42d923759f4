"""Code lists: dated data, and unknown codes that stand for themselves."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import paths
from ktgs_desktop.domain.codes import Code, CodeList, code_list
from ktgs_desktop.domain.organizations import Level, OrganizationType, SuccessionKind
from tests.helpers.entities import days

SHIPPED = sorted(path.stem for path in paths.resource("codes").glob("*.json"))
LIST: dict[str, Any] = {
    "list": "organization_types",
    "version": 3,
    "source": "left out",
    "entries": [
        {"code": "CELL", "vi": "Chi bộ", "en": "Party cell", "rank": 9, "short_vi": "CB"},
        {"code": "OLD", "vi": "Đảng đoàn", "en": "Delegation", "end": "2025-06-30"},
        {"code": "NEW", "vi": "Mới", "en": "New", "start": "2025-07-01", "bodies": ["A", "B"]},
    ],
}


def shipped(name: str) -> CodeList:
    return code_list(json.loads(paths.resource("codes", f"{name}.json").read_text("utf-8")))


def test_a_list_is_read_in_its_order_with_its_facts() -> None:
    found = code_list(LIST)
    assert (found.name, found.version, list(found.codes)) == (
        "organization_types",
        3,
        ["CELL", "OLD", "NEW"],
    )
    cell = found.get("CELL")
    assert (cell.name("vi"), cell.name("en"), cell.number("rank")) == ("Chi bộ", "Party cell", 9)
    assert (cell.short("vi"), cell.short("en")) == ("CB", "Party cell")
    assert found.get("NEW").texts("bodies") == ("A", "B")


def test_a_fact_of_another_kind_or_none_is_empty() -> None:
    cell = code_list(LIST).get("CELL")
    assert cell.text("rank") == ""
    assert cell.text("absent") == ""
    assert cell.number("short_vi") == 0
    assert cell.texts("absent") == cell.texts("rank") == ()


@given(st.text())
def test_an_unknown_code_is_shown_as_itself(code: str) -> None:
    found = code_list(LIST)
    if code not in found.codes:
        assert found.get(code) == Code(code, code, code)
        assert found.get(code).name("vi") == found.get(code).short("en") == code


@given(days)
def test_on_a_day_only_codes_of_that_day_may_be_used(day: date) -> None:
    usable = [code.code for code in code_list(LIST).usable(day)]
    assert usable == ["CELL", "OLD" if day <= date(2025, 6, 30) else "NEW"]


@pytest.mark.parametrize("missing", ["list", "version", "entries"])
def test_a_list_without_a_part_is_refused(missing: str) -> None:
    with pytest.raises(KeyError):
        code_list({key: value for key, value in LIST.items() if key != missing})


@pytest.mark.parametrize("entries", [None, {}, "CELL"])
def test_entries_that_are_no_list_are_refused(entries: object) -> None:
    with pytest.raises(KeyError):
        code_list({**LIST, "entries": entries})


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_list_has_names_in_both_languages_and_says_its_source(name: str) -> None:
    document = json.loads(paths.resource("codes", f"{name}.json").read_text("utf-8"))
    found = shipped(name)
    assert found.name == name
    assert found.version >= 1
    assert document["source"]
    assert len(found.codes) == len(document["entries"]), "a code stands twice"
    for code in found.codes.values():
        assert code.name("vi")
        assert code.name("en")
        assert code.start is None or code.end is None or code.start <= code.end


def test_the_programs_own_types_levels_and_reasons_are_in_the_lists() -> None:
    assert {str(kind) for kind in OrganizationType} <= set(shipped("organization_types").codes)
    assert {str(level) for level in Level} == set(shipped("levels").codes)
    assert {str(kind) for kind in SuccessionKind} <= set(shipped("end_reasons").codes)


def test_every_kind_of_work_has_its_part_of_the_annex_and_bodies_that_exist() -> None:
    bodies = set(shipped("organization_types").codes)
    for kind in shipped("task_kinds").codes.values():
        assert kind.text("group") in ("A", "B"), kind.code
        assert set(kind.texts("subjects")) <= {"TCD", "DV"}, kind.code
        assert set(kind.texts("bodies")) <= bodies, kind.code
