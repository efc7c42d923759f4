"""A copy of the office's file for another computer: made, known as a copy, brought together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.desks import Role
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.services import numbering, outgoing, programs, registered, scans
from ktgs_desktop.services.exchange import assignments, own_copies
from ktgs_desktop.services.registered import Registered
from ktgs_desktop.store import own_merge, queries, records
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, standing
from tests.helpers.own_desks import NAME, OwnDesks, carry

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[OwnDesks]:
    opened = OwnDesks(tmp_path, monkeypatch, clock)
    yield opened
    opened.close()


@pytest.fixture
def hub(desks: OwnDesks, office_file: Path) -> Workspace:
    return desks.at(office_file, "hub")


def _paper(workspace: Workspace, **values: object) -> Registered:
    usual: dict[str, object] = {
        "series": SeriesKey(standing(workspace).id, "BC", workspace.office.term),
        "issued_on": date(2021, 7, 1),
        "abstract": "tình hình thực hiện",
        "signer": SIGNER,
    }
    return Registered(**{**usual, **values})  # type: ignore[arg-type]


def test_a_copy_holds_everything_and_knows_what_it_is(hub, desks):
    a_line(hub, a_program(hub))
    registered.register(hub, _paper(hub, scan=("quet.pdf", PDF)))
    copy = desks.copy_of(hub)
    with hub.reading() as here, copy.reading() as there:
        assert queries.counts(here) == queries.counts(there)
        assert own_merge.heads(here) == own_merge.heads(there)
    assert own_copies.missing_files(copy) == ()
    known = own_copies.desks(copy)
    assert (known.role, known.name_of(known.own)) == (Role.COPY, NAME)
    assert own_copies.desks(hub).role is Role.HUB
    assert [one.name for one in own_copies.desks(hub).desks] == [NAME]
    assert copy.device != hub.device
    assert list(hub.files.backups.glob("*")) == []


def test_a_copy_is_refused_where_it_cannot_be_made(hub, desks, tmp_path):
    stick = tmp_path / "stick"
    with pytest.raises(StorageError, match="folder_missing"):
        own_copies.make(hub, stick, NAME)
    stick.mkdir()
    made = own_copies.make(hub, stick, NAME)
    assert made.parent == stick
    assert made.name.isascii()
    with pytest.raises(UserError, match="desk_name_taken"):
        own_copies.make(hub, stick, NAME.upper())
    with pytest.raises(UserError, match="name_missing"):
        own_copies.make(hub, stick, " ")
    with pytest.raises(UserError, match="hub_makes_copies"):
        own_copies.make(desks.copy_of(hub, "Máy hai"), stick, "Máy ba")


def test_a_copy_that_could_not_be_carried_leaves_no_computer(hub, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "office-may-cua-pho-chu-nhiem.ktgsdb").write_bytes(b"")
    with pytest.raises(StorageError, match="file_exists"):
        own_copies.make(hub, stick, NAME)
    assert own_copies.desks(hub).desks == ()
    assert [path.name for path in stick.iterdir()] == ["office-may-cua-pho-chu-nhiem.ktgsdb"]
    assert list(hub.files.backups.glob("*")) == []


def test_a_copy_gives_no_numbers_but_those_the_hub_reserved(hub, desks):
    program = a_program(hub)
    a_line(hub, program)
    key = SeriesKey(standing(hub).id, "BC", hub.office.term)
    issued = registered.register(hub, _paper(hub))
    (kept,) = outgoing.reserve(hub, outgoing.Reservation(key, "cho máy phó"))
    copy = desks.copy_of(hub)
    issue = numbering.Issue(ISSUED_ON, SIGNER)
    for refused in (
        lambda: programs.issue(copy, program.id, issue),
        lambda: registered.register(copy, _paper(copy)),
        lambda: registered.register(copy, _paper(copy, number=77)),
        lambda: outgoing.reserve(copy, outgoing.Reservation(key, "thử")),
        lambda: outgoing.renumber(copy, issued.id, "thử"),
    ):
        with pytest.raises(UserError, match="number_of_hub"):
            refused()
    made = registered.register(copy, _paper(copy, number=kept.number))
    carry(copy, hub)
    with hub.reading() as connection:
        papers = records.get_all(connection, Document)
    assert {(one.id, one.state) for one in papers} == {
        (issued.id, "ISSUED"), (made.id, "ISSUED"),
    }  # fmt: skip
    assert programs.issue(hub, program.id, issue).number == 1


def test_the_hub_can_be_taken_over(hub, desks):
    copy = desks.copy_of(hub)
    own_copies.take_over(copy)
    assert own_copies.desks(copy).role is Role.HUB
    registered.register(copy, _paper(copy))
    with pytest.raises(UserError, match="is_hub"):
        own_copies.take_over(copy)


def test_files_of_papers_made_on_the_other_computer_are_told_apart(hub, desks):
    made = registered.register(hub, _paper(hub))
    copy = desks.copy_of(hub)
    scans.attach(copy, made.id, scans.Scan("quet.pdf", PDF, 1))
    with hub.reading() as connection:
        known = own_merge.heads(connection)
    work = own_copies.outgoing(copy, known)
    assert work.base == tuple(known)
    assert len(work.files) == 1
    assert work.missing == ()
    report = own_copies.take(hub, work.changes, "máy phó")
    assert report.missing == work.files == own_copies.missing_files(hub)
    hub.attachments.put(copy.attachments.get(work.files[0]))
    assert own_copies.missing_files(hub) == ()
    assert own_copies.outgoing(hub, own_copies.outgoing(copy).heads).changes == ()


def test_a_record_is_worked_on_at_one_computer(hub, desks):
    line = a_line(hub, a_program(hub))
    copy = desks.copy_of(hub)
    own = own_copies.desks(copy).own
    assignments.assign(hub, "program_item", line.id, own)
    assert assignments.elsewhere(hub, "program_item", line.id) == NAME
    carry(hub, copy)
    assert assignments.elsewhere(copy, "program_item", line.id) is None
    assert assignments.places(copy, "program_item", [line.id]) == {line.id: NAME}
    assignments.assign(copy, "program_item", line.id, None)
    assert assignments.elsewhere(copy, "program_item", line.id) == "máy chính"
    carry(copy, hub)
    assert assignments.elsewhere(hub, "program_item", line.id) is None
    assignments.free(hub, line.id)
    assert assignments.places(hub, "program_item", [line.id]) == {}
    assignments.assign(hub, "program", line.program, own)
    (number,) = next(iter(programs.stream(hub, Listing())))
    assert programs.rows(hub, [number])[0].desk == NAME
    assignments.assign(hub, "program_item", line.id, None)
    assert programs.rows(hub, [number])[0].desk == "máy chính"
    with pytest.raises(UserError, match="not_assignable"):
        assignments.assign(hub, "office", hub.office.id, None)
    with hub.reading() as connection:
        assert len(records.get_all(connection, Program)) == 1
