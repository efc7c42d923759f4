"""Links and days of regulations follow every edit, one by one and many at once."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulations import Regulation, Relation, RelationKind
from ktgs_desktop.services import history
from ktgs_desktop.store import records, regulation_links
from tests.helpers.entities import OFFICE, an_id

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

TEXTS, STEPS = 12, 40


def a_text(number: int, draw: random.Random) -> Regulation:
    """A text that replaces or amends some of the earlier ones, its days known more or less."""
    day = f"20{10 + number:02}-0{draw.randint(1, 9)}-15"
    return Regulation(
        owner=OFFICE,
        id=an_id(f"text {number}"),
        number=f"{number}-QĐ/TU",
        issuer="Tỉnh uỷ",
        title="Quy định",
        kind="REGULATION",
        issued=PartialDate(day),
        effective_from=draw.choice((None, PartialDate(day), PartialDate(day[:4]))),
        effective_to=draw.choice((None, None, PartialDate("2031-05"))),
        relations=tuple(
            Relation(
                draw.choice((RelationKind.REPLACES, RelationKind.REPLACES, RelationKind.AMENDS)),
                f"{target}-QĐ/TU",
                target=an_id(f"text {target}"),
                since=draw.choice((None, None, PartialDate("2032"))),
            )
            for target in draw.sample(range(number), draw.randint(0, min(number, 2)))
        ),
    )


@pytest.mark.parametrize("many", [0, 1000], ids=["many at once", "one by one"])
def test_links_and_days_are_those_of_the_texts(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(regulation_links, "_MANY", many)
    draw = random.Random(many)  # noqa: S311 - a test
    for _step in range(STEPS):
        match draw.choice(("put", "put", "put", "void", "undo", "redo")):
            case "put":
                numbers = draw.sample(range(TEXTS), draw.randint(1, 4))
                with workspace.writing("edit_regulation") as writer:
                    writer.put_many([a_text(number, draw) for number in numbers])
            case "void":
                with workspace.reading() as connection:
                    own = records.get_all(connection, Regulation, owner=OFFICE)
                if own:
                    with workspace.writing("void_regulation") as writer:
                        writer.void(draw.choice(own), "thử")
            case "undo" if history.undoable(workspace).undo:
                history.undo(workspace)
            case "redo" if history.undoable(workspace).redo:
                history.redo(workspace)
        with workspace.reading() as connection:
            assert regulation_links.faults(connection) == []


def test_the_check_finds_days_and_links_that_are_not_those_of_the_texts(
    workspace: Workspace,
) -> None:
    with workspace.store.local_writing() as connection:
        connection.exec_driver_sql("UPDATE regulation SET ended_key = '2020' WHERE row = 3")
        connection.exec_driver_sql("DELETE FROM regulation_link WHERE later < 40")
        connection.exec_driver_sql("DELETE FROM file_page_search")
        connection.exec_driver_sql(
            "INSERT INTO file_page VALUES (1, x'00112233445566778899aabbccddeeff', 'x', 1, 'chữ')"
        )
    with workspace.reading() as connection:
        found = regulation_links.faults(connection)
    assert [fault.split()[0] for fault in found] == [
        "days_differ", "links_differ", "words_differ",
    ]  # fmt: skip
