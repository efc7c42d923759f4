"""The lists of papers and of coverage: first rows, middle and end, as the list of program lines.

Run from the top of the project: `python -m tests.benchmarks.lists [PAPERS [ORGANISATIONS]]`.
The limit is that of `listing`: 2 × the raw query of the same rows by the driver alone + one frame.
Coverage sorted by what happened, and the numbers by series with their gaps, are one answer about
all rows; there the raw side too asks for all of it, and the list only has to show its beginning.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.exchange.records_pane import RECORD_COLUMNS, RecordSource
from ktgs_desktop.gui.views.papers.incoming_pane import IncomingSource, incoming_columns
from ktgs_desktop.gui.views.papers.numbers import NUMBER_COLUMNS, NumberSource
from ktgs_desktop.gui.views.papers.papers_pane import PAPER_COLUMNS, PaperSource
from ktgs_desktop.gui.views.programs import coverage_columns
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel, ListSource
from ktgs_desktop.services import offices
from ktgs_desktop.services.exchange.units import standings
from ktgs_desktop.services.workspace import Workspace, new_id, open_workspace
from ktgs_desktop.store.bulk_insert import insert_rows
from ktgs_desktop.store.exchange_tables import replica
from ktgs_desktop.trust import keyring
from tests.benchmarks import coverage
from tests.benchmarks.listing import SHOWN, Side, connect, timed, wait_for
from tests.benchmarks.offices import LOGIN, PASSWORD, new_office

PAPERS, ORGANIZATIONS, NUMBERS = 100_000, 5_000, 2_000
ROUNDS = 5
BATCH = 20_000
TERM = "2020-2025"
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
_PLACES = ("Bảo Lý", "Tân Hoà", "Xuân Phương", "Úc Kỳ", "Kha Sơn", "Điềm Thuỵ", "Nhã Lộng")

_INCOMING = (
    "SELECT row, id, year, number, received_on, sender, symbol, dated, abstract, assignee, due_on, "
    "done_on, instruction, urgency, classification, files FROM incoming_document WHERE row IN ({})"
)
_PAPER = (
    "SELECT p.row, p.id, p.symbol, p.document_type, p.abstract, p.issued_on, p.signer_name, "
    "p.signed, p.state, p.scanned, p.urgency, p.classification, b.name FROM document p "
    "LEFT JOIN issuing_body b ON b.id = p.body WHERE p.row IN ({})"
)
_NUMBERS = (
    "SELECT body, document_type, number, id, symbol, abstract, issued_on, signer_name, state, "
    "urgency, classification, reason, copies, archived_by FROM document "
    f"WHERE voided IS NULL AND term = '{TERM}' ORDER BY body, document_type, number, row"
)
_RECEIVED = (
    "SELECT r.*, o.name, (SELECT p.label FROM replica p WHERE p.id = r.parent AND p.unit = r.unit "
    "AND p.kind = 'put' LIMIT 1) FROM replica r LEFT JOIN organization o ON o.id = r.unit "
    "WHERE r.row IN ({})"
)
_SHOWN_ORGANIZATIONS = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM organization WHERE parent = x'{root}' AND voided IS NULL
  UNION ALL
  SELECT o.id FROM organization o JOIN below b ON o.parent = b.id WHERE o.voided IS NULL
)
SELECT row FROM organization
WHERE id IN (SELECT id FROM below) AND voided IS NULL
  AND org_type NOT IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
  AND (ended IS NULL OR ended >= '2024-12-01')
ORDER BY type_rank, name_key, row LIMIT 40
"""
_COVERED = """
WITH counted AS (
  SELECT id AS organization, id AS record FROM organization WHERE row IN ({})
  UNION ALL
  SELECT parent, id FROM organization WHERE voided IS NULL
    AND parent IN (SELECT id FROM organization WHERE row IN ({}))
    AND org_type IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
),
happened AS (
  SELECT c.organization, s.year,
    sum(s.done_on IS NOT NULL AND s.part = 'A') AS inspected,
    sum(s.done_on IS NOT NULL AND s.part = 'B') AS supervised,
    sum(s.done_on IS NULL AND s.in_force AND p.state IN ('ISSUED', 'CLOSED')) AS planned,
    sum(s.done_on IS NULL AND s.in_force AND p.state NOT IN ('ISSUED', 'CLOSED')) AS drafted,
    max(s.done_on) AS last
  FROM counted c
  JOIN item_subject s ON s.record = c.record
  JOIN program p ON p.id = s.program
  WHERE p.voided IS NULL AND (p.kind = 'ANNUAL' OR s.item NOT IN (
    SELECT t.row FROM program_item t JOIN program_item a ON a.term_item = t.id
    WHERE a.voided IS NULL))
  GROUP BY c.organization, s.year
)
SELECT o.row, o.id, o.name, o.org_type, o.level, above.name, h.*
FROM organization o LEFT JOIN organization above ON above.id = o.parent
LEFT JOIN happened h ON h.organization = o.id WHERE o.row IN ({})
"""


@dataclass(frozen=True)
class Measured:
    """A list to measure.

    Attributes:
        name: what it is called in the output.
        listing: its order.
        show: its columns and its source.
        first: the beginning of the list by the driver alone.
        rows: rows by their numbers by the driver alone, None where the beginning is all.
    """

    name: str
    listing: Listing
    show: Callable[[Workspace], tuple[Sequence[Column], ListSource]]
    first: Callable[[Any], Any]
    rows: Callable[[Any, Sequence[int]], list[Any]] | None = None


def by_rows(sql: str) -> Callable[[Any, Sequence[int]], list[Any]]:
    """Rows by their numbers, by the driver alone.

    Args:
        sql: the query, with a place for the numbers.
    """

    def ask(connection: Any, wanted: Sequence[int]) -> list[Any]:
        numbers = ", ".join(map(str, wanted))
        return list(connection.execute(sql.replace("{}", numbers)).fetchall())

    return ask


def first_rows(order: str, sql: str) -> Callable[[Any], list[Any]]:
    """The beginning of a list by the driver alone: numbers in their order, then their rows.

    Args:
        order: the query of the first numbers, which are its last column.
        sql: the query of the rows.
    """
    ask = by_rows(sql)
    return lambda connection: ask(
        connection, [row[-1] for row in connection.execute(order).fetchall()]
    )


def _coverage(workspace: Workspace) -> tuple[Sequence[Column], ListSource]:
    source = coverage_columns.CoverageSource(workspace)
    return coverage_columns.columns(source, range(2020, 2026)), source


def lists() -> tuple[Measured, ...]:
    """The lists there are beside those of program lines."""
    root = organization_id("173", "PARTY_BODY")
    known = {"root": root.bytes, "today": NOW.date().isoformat()}
    return (
        Measured(
            "incoming papers",
            Listing("received", descending=True),
            lambda workspace: (incoming_columns(workspace.today), IncomingSource(workspace)),
            first_rows(
                "SELECT row FROM incoming_document WHERE voided IS NULL "
                "ORDER BY received_on DESC, number DESC, row DESC LIMIT 40",
                _INCOMING,
            ),
            by_rows(_INCOMING),
        ),
        Measured(
            "papers",
            Listing("issued", descending=True),
            lambda workspace: (PAPER_COLUMNS, PaperSource(workspace)),
            first_rows(
                "SELECT row FROM document WHERE voided IS NULL "
                "ORDER BY issued_on DESC, number DESC, row DESC LIMIT 40",
                _PAPER,
            ),
            by_rows(_PAPER),
        ),
        Measured(
            "records from below",
            Listing("year", descending=True, filters={"entity": "program_item"}),
            lambda workspace: (RECORD_COLUMNS, RecordSource(workspace)),
            first_rows(
                "SELECT year, row FROM replica WHERE entity = 'program_item' AND kind = 'put' AND "
                "channel IN ('up.sum', 'up.det') AND year IS NOT NULL "
                "ORDER BY year DESC, row DESC LIMIT 40",
                _RECEIVED,
            ),
            by_rows(_RECEIVED),
        ),
        Measured(
            "coverage",
            Listing("type"),
            _coverage,
            first_rows(_SHOWN_ORGANIZATIONS.replace("{root}", root.hex), _COVERED),
            by_rows(_COVERED),
        ),
        Measured(
            "coverage by the last time",
            Listing("last"),
            _coverage,
            lambda connection: connection.execute(coverage.SQL, known).fetchall(),
        ),
        Measured(
            "numbers by series",
            Listing(filters={"term": TERM}),
            lambda workspace: (NUMBER_COLUMNS, NumberSource(workspace)),
            lambda connection: connection.execute(_NUMBERS).fetchall(),
        ),
    )


# What is listed -------------------------------------------------------------------------------


def fill(workspace: Workspace, count: int, numbers: int) -> None:
    """Write incoming papers and papers; those of the term in force stand in two series.

    Args:
        workspace: a new office.
        count: how many of each.
        numbers: how many of the papers belong to the term in force.
    """
    unit, body = workspace.office.unit, offices.bodies(workspace)[0]
    for start in range(0, count, BATCH):
        places = range(start, min(count, start + BATCH))
        days = {
            place: date(2000, 1, 1) + timedelta(days=place * 7_600 // count) for place in places
        }
        with workspace.writing("save_incoming", "benchmark") as writer:
            writer.put_many([_incoming(unit, place, days[place]) for place in places])
        with workspace.writing("register_document", "benchmark") as writer:
            writer.put_many(
                [_paper(unit, body.id, place, days[place], place < numbers) for place in places]
            )
        print(f"\r{places[-1] + 1:,} papers", end="", flush=True)
    print()


def fill_received(workspace: Workspace, count: int) -> None:
    """Write records of communes, as their packages leave them.

    Args:
        workspace: a new office.
        count: how many.
    """
    units = [one.unit for one in standings(workspace)]
    programs = {unit: new_id() for unit in units}
    with workspace.store.local_writing() as connection:
        rows = [_received(place, units[place % len(units)], programs) for place in range(count)]
        insert_rows(connection, replica, rows)


def _received(place: int, unit: Any, programs: dict[Any, Any]) -> dict[str, Any]:
    return {
        "row": place + 1, "unit": unit, "channel": "up.sum", "entity": "program_item",
        "id": new_id(), "head": place.to_bytes(32, "big"), "kind": "put", "leaves": 1,
        "source": None, "year": 2000 + place * 25 // 100_000 % 25, "code": "INSPECTION_PROGRAM",
        "state": "ACTIVE", "parent": programs[unit], "label": f"Nội dung kiểm tra thứ {place}",
    }  # fmt: skip


def _incoming(unit: Any, place: int, day: date) -> IncomingDocument:
    return IncomingDocument(
        unit, new_id(), day.year, place + 1, day, f"Đảng uỷ xã {_PLACES[place % 7]}",
        f"Báo cáo kết quả thực hiện chương trình kiểm tra, giám sát ({place})",
        symbol=f"{place % 400 + 1}-BC/ĐU", dated=day, assignee="Nguyễn Văn Mẫu",
        instruction="Giao nghiên cứu, tham mưu", due_on=day + timedelta(days=20),
        done_on=day + timedelta(days=10) if place % 3 else None,
    )  # fmt: skip


def _paper(unit: Any, body: Any, place: int, day: date, in_force: bool) -> Document:  # noqa: FBT001
    kind, number = ("BC", "TB")[place % 2], place // 2 + place // 100 + 1
    return Document(
        unit, new_id(), kind, body, TERM if in_force else "2015-2020", number,
        f"{number}-{kind}/HU", f"Kết quả kiểm tra, giám sát xã {_PLACES[place % 7]} ({place})",
        day, "Phú Bình", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn Mẫu",
    )  # fmt: skip


# Measuring ------------------------------------------------------------------------------------


def there(model: ListingModel, first: int) -> bool:
    """Whether the rows in view are in the model, headings aside; looking asks for them."""
    places = range(first, first + SHOWN)
    if model.rowCount() <= places[-1]:
        return False
    for place in places:
        model.index(place, 0).data()
    return all(model.id_at(place) < 0 or model.row_at(place) for place in places)


def one_round(folder: Path, key: bytes, one: Measured, sides: dict[str, Side]) -> None:
    """Open the file anew and go to the beginning, the middle and the end of a list.

    Args:
        folder: where the office lies.
        key: of the database.
        one: the list.
        sides: gets what is compared.
    """
    path = folder / "office.ktgsdb"
    workspace = open_workspace(path, login=LOGIN, password=PASSWORD, clock=lambda: NOW)
    connection, tasks = connect(path, key), TaskRunner()
    columns, source = one.show(workspace)
    model = ListingModel(tasks, columns, source)

    def show() -> None:
        model.show(one.listing)
        wait_for(model, lambda: there(model, 0))

    def take(place: str, raw: Callable[[], Any], own: Callable[[], Any]) -> None:
        side = sides.setdefault(f"{one.name}, {place}", Side())
        raw_ms, found = timed(raw)
        assert len(found) >= SHOWN, f"{one.name}: {len(found)} rows by the driver"
        own_ms, _none = timed(own)
        side.raw.append(raw_ms)
        side.own.append(own_ms)

    take("first 40 rows", lambda: one.first(connection), show)
    wait_for(model, lambda: model.complete)
    count = model.rowCount()
    for name, place in (
        ("jump to the middle", count // 2 + random.randrange(count // 50)),
        ("jump to the end", count - SHOWN - random.randrange(count // 50)),
    ):
        if one.rows is None:
            break
        ids, ask = model.ids_at(range(place, place + SHOWN)), one.rows

        def jump(place: int = place) -> None:
            wait_for(model, lambda: there(model, place))

        take(name, lambda ids=ids, ask=ask: ask(connection, ids), jump)
    connection.close()
    tasks.stop()
    workspace.close()


def main() -> None:
    """Print the ratios."""
    given = [int(one) for one in sys.argv[1:]]
    papers, organizations = given + [PAPERS, ORGANIZATIONS][len(given) :]
    application = QApplication(sys.argv[:1])
    sides: dict[str, Side] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = new_office(folder)
        coverage.fill(workspace, organizations)
        fill(workspace, papers, NUMBERS)
        fill_received(workspace, papers)
        workspace.close()
        keys = keyring.unlock(folder / "office.keys", login=LOGIN, password=PASSWORD)
        for _round in range(ROUNDS):
            for one in lists():
                one_round(folder, keys.database, one, sides)
    print(
        f"{papers:,} papers of each kind, {NUMBERS:,} of them in the term in force, "
        f"{organizations:,} organisations, medians of {ROUNDS} rounds"
    )
    for name, side in sides.items():
        print(side.told(name))
    application.quit()


if __name__ == "__main__":
    main()
