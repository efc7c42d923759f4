"""Lists from above: looked at, installed as one step, refused without a trace, undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.installed_lists import ListOrigin
from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.domain.regulation_items import ListItem
from ktgs_desktop.domain.regulation_lists import RegulationList, digest_of
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.services import history, maintenance
from ktgs_desktop.services.regulations import library, lists
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import records
from tests.helpers.believing import believe_tree, journal_of
from tests.helpers.regulation_lists import (
    an_item,
    bent,
    changes,
    file_of,
    ordered,
    text_of,
    whole,
)
from tests.trust.houses import the_tree

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

ISSUED, EXPIRES = date(2021, 7, 1), date(2022, 7, 1)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    believe_tree(workspace)
    return workspace


def seed(workspace: Workspace) -> tuple[ListItem, ...]:
    with workspace.reading() as connection:
        return lists.items(connection)


def written(folder: Path, contents: RegulationList, name: str = "list.ktgsdm") -> Path:
    path = folder / name
    path.write_bytes(file_of(contents, *the_tree().regulation_keys[:2]))
    return path


def a_list(version: int, items: Iterable[ListItem], **values: object) -> RegulationList:
    return whole(version, items, **{"issued": ISSUED, "expires": EXPIRES, **values})


def newer(office: Workspace) -> tuple[tuple[ListItem, ...], ListItem, ListItem]:
    """The list that ships, with a text more, one ended, one mended."""
    before = seed(office)
    old = next(one for one in before if one.regulation.number == "208-QĐ/TW")
    fresh = an_item("99-QĐ/TW", "2021-06-30", replaces=(old,), articles=("Phạm vi", "Đối tượng"))
    mended = next(one for one in before if one.regulation.number == "37-QĐ/TW")
    after = [
        bent(one, title="Về những điều đảng viên không được làm (mới)") if one is mended else one
        for one in before
    ]
    return ordered([*after, fresh]), fresh, old


def test_the_list_that_ships_says_that_nobody_signed_it(office: Workspace) -> None:
    found = lists.standing(office)
    assert found is not None
    assert (found.installed.version, found.installed.came) == (1, ListOrigin.SHIPPED)
    assert found.warnings == (lists.UNSIGNED,)
    assert found.newer == ()
    assert digest_of(seed(office)) == found.installed.digest


def test_a_list_is_looked_at_and_installed(office: Workspace, tmp_path: Path) -> None:
    after, fresh, old = newer(office)
    path = written(tmp_path, a_list(2, after))
    before = journal_of(office)
    seen = lists.examine(office, path)
    assert journal_of(office) == before
    assert [one.holder[-1] for one in sorted(seen.signers, key=lambda one: one.holder)] == [
        "1",
        "2",
    ]
    assert seen.needed == 2
    assert [one.label for one in seen.difference.new] == ["99-QĐ/TW (30/06/2021)"]
    assert [one.item.id for one in seen.difference.ended] == [old.id]
    (changed,) = seen.difference.changed
    assert [(one.name, one.after[-5:]) for one in changed.fields] == [("title", "(mới)")]
    assert seen.difference.unchanged == len(after) - 3
    done = lists.apply(office, path)
    assert (done.difference, done.signers, done.known) == (seen.difference, seen.signers, False)
    found = lists.standing(office)
    assert found is not None
    assert (found.installed.version, found.installed.came) == (2, ListOrigin.FILE)
    assert (found.installed.issued, found.installed.expires) == (ISSUED, EXPIRES)
    assert found.warnings == ()
    assert [one.label for one in library.texts(office, fresh.id)[0].articles] == [
        "Điều 1",
        "Điều 2",
    ]
    assert seed(office) == after
    again = lists.examine(office, path)
    assert again.known
    assert not again.difference.touched
    assert not maintenance.check(office).journal_faults


def test_changes_alone_lead_to_the_same(office: Workspace, tmp_path: Path) -> None:
    first, _fresh, _old = newer(office)
    delta = changes(1, seed(office), 2, first, issued=ISSUED, expires=EXPIRES)
    lists.apply(office, written(tmp_path, delta))
    assert seed(office) == first
    words = ListItem(first[0].regulation, (text_of(first[0].regulation, ("Một",)),))
    second = (words, *first[1:])
    lists.apply(office, written(tmp_path, changes(2, first, 3, second)))
    assert seed(office) == second
    lists.apply(office, written(tmp_path, changes(3, second, 7, first)))  # words taken out again
    assert seed(office) == first


def test_it_is_undone_and_done_again(office: Workspace, tmp_path: Path) -> None:
    before = seed(office)
    after, _fresh, _old = newer(office)
    path = written(tmp_path, a_list(2, after))
    lists.apply(office, path)
    history.undo(office)
    assert seed(office) == before
    found = lists.standing(office)
    assert found is not None
    assert found.installed.version == 1
    assert [one.version for one in found.newer] == [2]  # it is here still
    lists.apply_kept(office, 2)
    assert seed(office) == after
    history.undo(office)
    history.redo(office)
    assert seed(office) == after
    assert not maintenance.check(office).journal_faults


def test_what_is_the_offices_own_stays(office: Workspace, tmp_path: Path) -> None:
    after, fresh, _old = newer(office)
    unit = office.office.unit
    twin = fresh.regulation.__class__(
        unit, new_id(), "99-QĐ/TW ", fresh.regulation.issuer, "Bản của cơ quan", "REGULATION",
        PartialDate("2021-06-30"),
    )  # fmt: skip
    other = Regulation(unit, new_id(), "01-QC/HU", "Huyện uỷ", "Quy chế phối hợp", "COORDINATION")
    words = RegulationText(unit, new_id(), after[0].id, note="gõ tại cơ quan")
    with office.writing("add_regulation", "own") as writer:
        writer.put_many([twin, other])
        writer.put(words)
    path = written(tmp_path, a_list(2, after))
    (clash,) = lists.examine(office, path).clashes
    assert (clash.own, clash.listed, clash.same) == (twin, fresh.regulation, False)
    lists.apply(office, path)
    with office.reading() as connection:
        assert records.get(connection, Regulation, twin.id) == twin
        assert records.get(connection, Regulation, other.id) == other
        assert records.get(connection, RegulationText, words.id) == words
        assert records.get(connection, Regulation, fresh.id).owner == REGISTER_OWNER


def test_a_list_out_of_date_warns_for_as_long_as_it_stands(
    office: Workspace, tmp_path: Path
) -> None:
    after, _fresh, _old = newer(office)
    old = a_list(2, after, issued=date(2020, 1, 1), expires=date(2021, 7, 5))
    seen = lists.examine(office, written(tmp_path, old))
    assert lists.EXPIRED in seen.warnings
    lists.apply(office, tmp_path / "list.ktgsdm")
    found = lists.standing(office)
    assert found is not None
    assert found.warnings == (lists.EXPIRED,)
    office.clock.forward(days=600)  # type: ignore[attr-defined]
    late = lists.standing(office)
    assert late is not None
    assert late.warnings == (lists.OVERDUE,)
