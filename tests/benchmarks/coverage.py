"""Coverage and proposal over 5,000 organisations and five years: the program ÷ SQL by hand.

Run from the top of the project: `python -m tests.benchmarks.coverage [ORGANISATIONS]`. Both sides
give the same answer, which is compared: for each organisation and year how often it was inspected,
supervised, planned and drafted, and its last days; then for the last year's draft the lines to be
carried over and the organisations that never came up, in their order. The program's side ends with
its dataclasses, the other with the driver's tuples. Goal: ratio ≤ 3.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from ktgs_desktop.domain.identity import progress_id
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import NewOrganization, new_organization
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Named, Program, ProgramItem, Subject
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.services import coverage, offices, proposals
from ktgs_desktop.services.workspace import Workspace, new_id, open_workspace
from ktgs_desktop.trust import keyring
from tests.benchmarks.listing import connect, timed
from tests.benchmarks.offices import LOGIN, PASSWORD, new_office

ORGANIZATIONS = 5_000
ROUNDS = 9
YEARS = range(2020, 2025)
LAST = YEARS[-1]
NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
SKIPPED, DONE = 0.2, 0.7
_KINDS = ("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC")

SQL = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM organization WHERE parent = :root AND voided IS NULL
  UNION ALL
  SELECT o.id FROM organization o JOIN below b ON o.parent = b.id WHERE o.voided IS NULL
),
shown AS (
  SELECT row, id, name, type_rank, name_key FROM organization
  WHERE id IN (SELECT id FROM below) AND voided IS NULL
    AND org_type NOT IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
    AND (ended IS NULL OR ended >= :today)
),
counted AS (
  SELECT id AS organization, id AS record FROM shown
  UNION ALL
  SELECT parent, id FROM organization WHERE parent IN (SELECT id FROM shown) AND voided IS NULL
    AND org_type IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
)
SELECT c.organization, s.year,
  sum(s.done_on IS NOT NULL AND s.part = 'A'), sum(s.done_on IS NOT NULL AND s.part = 'B'),
  sum(s.done_on IS NULL AND s.in_force AND p.state IN ('ISSUED', 'CLOSED')),
  sum(s.done_on IS NULL AND s.in_force AND p.state NOT IN ('ISSUED', 'CLOSED')),
  max(CASE WHEN s.part = 'A' THEN s.done_on END), max(CASE WHEN s.part = 'B' THEN s.done_on END)
FROM counted c
JOIN item_subject s ON s.record = c.record
JOIN program p ON p.id = s.program
WHERE s.kind = 'TCD' AND p.voided IS NULL AND (p.kind = 'ANNUAL' OR s.item NOT IN (
  SELECT t.row FROM program_item t JOIN program_item a ON a.term_item = t.id AND a.voided IS NULL))
GROUP BY c.organization, s.year
"""


# What next year's proposal is made of: unfinished lines as they are printed, then who never came up
# in the term, those longest without first, with the committee that a decision names.
OPEN_SQL = """
SELECT * FROM (
  SELECT i.*, p.number AS of, row_number() OVER (PARTITION BY i.program
                                            ORDER BY i.part, i.seq, i.id) AS place
  FROM program_item i JOIN program p ON p.id = i.program
  WHERE i.voided IS NULL AND p.voided IS NULL AND p.kind = 'ANNUAL' AND p.year = :year
    AND p.body = :body)
WHERE NOT finished AND status <> 'DROPPED' AND postponed_to IS NULL
"""
NEVER_SQL = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM organization WHERE parent = :root AND voided IS NULL
  UNION ALL
  SELECT o.id FROM organization o JOIN below b ON o.parent = b.id WHERE o.voided IS NULL
),
shown AS (
  SELECT id FROM organization WHERE id IN (SELECT id FROM below) AND voided IS NULL
    AND org_type NOT IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
    AND (ended IS NULL OR ended >= :today)
),
counted AS (
  SELECT id AS organization, id AS record FROM shown
  UNION ALL
  SELECT parent, id FROM organization WHERE parent IN (SELECT id FROM shown) AND voided IS NULL
    AND org_type IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
),
happened AS (
  SELECT c.organization,
    sum(s.done_on IS NOT NULL AND s.year BETWEEN 2020 AND 2025) AS times,
    max(s.done_on) AS last,
    sum(s.in_force AND s.done_on IS NULL AND s.year = :year) AS open,
    sum(s.in_force AND s.year = :year + 1) AS planned
  FROM counted c JOIN item_subject s ON s.record = c.record JOIN program p ON p.id = s.program
  WHERE p.voided IS NULL AND (p.kind = 'ANNUAL' OR s.item NOT IN (
    SELECT t.row FROM program_item t JOIN program_item a ON a.term_item = t.id
    WHERE a.voided IS NULL))
  GROUP BY c.organization
)
SELECT o.id, o.name, coalesce(h.last, ''), e.id, e.name
FROM shown JOIN organization o ON o.id = shown.id LEFT JOIN happened h ON h.organization = o.id
LEFT JOIN organization e ON e.parent = o.id AND e.org_type = 'EXEC_COMMITTEE' AND e.voided IS NULL
WHERE coalesce(h.times, 0) = 0 AND coalesce(h.open, 0) = 0 AND coalesce(h.planned, 0) = 0
ORDER BY coalesce(h.last, ''), o.type_rank, o.name_key, o.row
"""


def fill(workspace: Workspace, count: int) -> None:
    """Write organisations and, for each year, a program with a line for most of them.

    Args:
        workspace: a new office.
        count: how many organisations.
    """
    draw = random.Random(2021)
    root, unit = organization_id("173", "PARTY_BODY"), workspace.office.unit
    cells = [
        new_organization(unit, new_id(), NewOrganization(f"Chi bộ số {n}", "CELL", "CB", root))
        for n in range(count)
    ]
    with workspace.writing("import_organizations", "benchmark") as writer:
        writer.put_many(cells)
    body, lead = offices.bodies(workspace)[0], Named("Uỷ ban Kiểm tra Huyện uỷ", unit)
    for year in YEARS:
        program = Program(unit, new_id(), "ANNUAL", body.id, "2020-2025", year, "ISSUED", "đo")
        lines, steps = [], []
        for number, cell in enumerate(cells):
            if draw.random() < SKIPPED or number % 50 == 0:
                continue
            subject = Subject(new_id(), "TCD", cell.name_on(), cell.id)
            kind = _KINDS[draw.randrange(2)]
            line = ProgramItem(
                unit, new_id(), program.id, year, number + 1, kind, "đo", (subject,),
                quarter=1 + number % 4, lead=lead,
            )  # fmt: skip
            lines.append(line)
            if draw.random() < DONE:
                on = date(year, 1 + number % 12, 15)
                identifier = progress_id(line.id, subject.key)
                steps.append(
                    Progress(
                        unit, identifier, line.id, program.id, subject.key, "DONE", None, on, 1
                    )
                )
        with workspace.writing("import_items", "benchmark") as writer:
            writer.put(program)
            writer.put_many(lines)
            writer.put_many(steps)
        print(f"\r{year}", end="", flush=True)
    print()


def raw(connection: Any, root: bytes, today: str) -> list[Any]:
    """The answer by the driver alone."""
    return list(connection.execute(SQL, {"root": root, "today": today}).fetchall())


def same(own: list[Any], found: list[Any]) -> None:
    """Both sides must say the same of every organisation and year."""
    there = {(bytes(row[0]), row[1]): tuple(row[2:6]) for row in found}
    here = {
        (one.id.bytes, cell.year): (cell.inspected, cell.supervised, cell.planned, cell.drafted)
        for one in own
        for cell in one.cells
        if cell.done or cell.planned or cell.drafted
    }
    assert here == there, "the two sides differ"


def raw_proposal(connection: Any, root: bytes, body: bytes, today: str) -> tuple[Any, Any]:
    """Unfinished lines and who never came up, by the driver alone."""
    given = {"root": root, "body": body, "today": today, "year": LAST}
    return (
        connection.execute(OPEN_SQL, given).fetchall(),
        connection.execute(NEVER_SQL, given).fetchall(),
    )


def same_proposal(own: proposals.Proposed, found: tuple[Any, Any]) -> None:
    """Both sides must propose the same lines, and the same organisations in the same order."""
    carried = {one.source for one in own.proposals if one.kind == "CARRIED"}
    never = [one.source for one in own.proposals if one.kind == "UNCOVERED"]
    assert carried == {UUID(bytes=row[2]) for row in found[0]}, "other lines are carried over"
    assert never == [UUID(bytes=row[0]) for row in found[1]], "others never came up"


@dataclasses.dataclass
class Measured:
    """Times of both sides in milliseconds."""

    own: list[float] = dataclasses.field(default_factory=list)
    raw: list[float] = dataclasses.field(default_factory=list)

    def told(self, name: str) -> str:
        """A line with both medians and their ratio."""
        own, raw = statistics.median(self.own), statistics.median(self.raw)
        return f"{name}: {own:.0f} ms, SQL by hand {raw:.0f} ms, ratio {own / raw:.2f} (goal <= 3)"


def one_round(folder: Path, key: bytes, seen: dict[str, Measured]) -> str:
    """Open the file anew and ask both sides both questions; what was found, in words."""
    workspace = open_workspace(
        folder / "office.ktgsdb", login=LOGIN, password=PASSWORD, clock=lambda: NOW
    )
    connection = connect(folder / "office.ktgsdb", key)
    root, today = organization_id("173", "PARTY_BODY").bytes, NOW.date().isoformat()
    body = offices.bodies(workspace)[0].id
    raw_ms, rows = timed(lambda: raw(connection, root, today))
    own_ms, covered = timed(lambda: coverage.whole(workspace, Listing("type")))
    same(covered, rows)
    seen["coverage"].own.append(own_ms)
    seen["coverage"].raw.append(raw_ms)
    raw_ms, found = timed(lambda: raw_proposal(connection, root, body.bytes, today))
    own_ms, proposed = timed(lambda: proposals.propose(workspace, body, LAST + 1))
    same_proposal(proposed, found)
    seen["proposal"].own.append(own_ms)
    seen["proposal"].raw.append(raw_ms)
    connection.close()
    workspace.close()
    return f"{len(covered):,} organisations, {len(proposed.proposals):,} proposals"


def main() -> None:
    """Print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ORGANIZATIONS
    seen = {"coverage": Measured(), "proposal": Measured()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = new_office(folder)
        fill(workspace, count)
        workspace.close()
        keys = keyring.unlock(folder / "office.keys", login=LOGIN, password=PASSWORD)
        for _round in range(ROUNDS):
            said = one_round(folder, keys.database, seen)
    print(f"{said}, {len(YEARS)} years, medians of {ROUNDS} rounds")
    for what, measured in seen.items():
        print(measured.told(what))


if __name__ == "__main__":
    main()
