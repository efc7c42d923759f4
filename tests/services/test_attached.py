"""Three offices: files of papers are asked for, sent in volumes, refused, asked for below."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.attached_files import FileRefusal
from ktgs_desktop.domain.documents import Document, DocumentFile, FileRole
from ktgs_desktop.domain.package_log import JobState, SentState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import KtgsError, PackageError, StorageError, UserError
from ktgs_desktop.services.exchange import (
    attached,
    attachment_requests,
    packing,
    receipts,
    spool,
)
from ktgs_desktop.services.exchange.attached import Whereabouts
from ktgs_desktop.store import records
from ktgs_desktop.sync.package_plan import BlobPlan
from tests.helpers.builders import an_issued_program
from tests.helpers.exchange import House, a_house, answered, sent, taken

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.package_log import SentPackage
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

SMALL = 3000
FILES = tuple(bytes([number]) * size for number, size in enumerate((2000, 2000, 2500), start=1))


@pytest.fixture
def house(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    made = a_house(tmp_path / "house", clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _attach(workspace: Workspace, record: UUID, *contents: bytes) -> list[str]:
    """Let a paper name files, as its scans."""
    digests = [workspace.attachments.put(data) for data in contents]
    scans = [
        DocumentFile(FileRole.SCAN, digest, f"tep-{place}.pdf", len(data), workspace.today)
        for place, (digest, data) in enumerate(zip(digests, contents, strict=True), start=1)
    ]
    with workspace.writing("attach_file") as writer:
        paper = records.get(writer.connection, Document, record)
        writer.put(dataclasses.replace(paper, files=(*paper.files, *scans)))
    return digests


def _a_paper(workspace: Workspace, *contents: bytes) -> tuple[UUID, list[str]]:
    """An issued program's paper with files; its id and their digests."""
    program, _items = an_issued_program(workspace)
    assert program.document is not None
    return program.document, _attach(workspace, program.document, *contents)


def _upward(below: Workspace, above: Workspace, stick: Path) -> None:
    """What is new below goes up, its receipt down."""
    job = taken(above, stick / sent(below, stick).name)
    taken(below, answered(above, job, stick))


def _ask(office: Workspace, stick: Path, *digests: str, direct: bool = False) -> SentPackage:
    (request,) = attached.ask(office, stick, digests=digests, direct=direct)
    return request


def _blobs(made: list[SentPackage]) -> list[SentPackage]:
    return [one for one in made if one.kind == PackageKind.BLOB]


def _standings(office: Workspace, record: UUID) -> list[Whereabouts]:
    return [one.standing for one in attached.of_paper(office, record)]


def _code(error: pytest.ExceptionInfo[KtgsError]) -> str:
    return error.value.code


def test_files_come_on_demand_in_volumes_in_any_order_and_a_lost_one_again(
    house: House, stick: Path, tmp_path: Path
):
    paper, digests = _a_paper(house.district, *FILES)
    _upward(house.district, house.province, stick)
    assert _standings(house.province, paper) == [Whereabouts.MISSING] * 3
    request = _ask(house.province, stick)
    assert _standings(house.province, paper) == [Whereabouts.ASKED] * 3
    with pytest.raises(UserError) as again:
        attached.ask(house.province, stick)
    assert _code(again) == "nothing_to_ask"
    taken(house.district, stick / request.name)
    waiting = attachment_requests.waiting(house.district)
    assert [(one.digest, one.size, one.ready) for one in waiting] == sorted(
        (digest, len(data), True) for digest, data in zip(digests, FILES, strict=True)
    )
    assert {one.asker for one in waiting} == {house.province.office.unit}
    made = attachment_requests.answer(house.district, stick, most=SMALL)
    volumes = _blobs(made)
    assert len(volumes) == 3
    assert [one.name[-11:-5] for one in volumes] == ["T01_03", "T02_03", "T03_03"]
    assert attachment_requests.waiting(house.district) == []
    for volume in (volumes[2], volumes[0]):
        taken(house.province, stick / volume.name)
    (known,) = attached.volume_sets(house.province)
    assert (known.here, known.missing) == ((1, 3), (2,))
    assert _standings(house.province, paper).count(Whereabouts.HERE) == 2
    (lost,) = attached.missing(house.province)
    # The district kept the volume: it is copied once more.
    packing.carry(house.district, volumes[1].id, tmp_path)
    taken(house.province, tmp_path / volumes[1].name)
    assert attached.missing(house.province) == []
    assert attached.volume_sets(house.province)[0].missing == ()
    for digest, data in zip(digests, FILES, strict=True):
        assert attached.open_file(house.province, paper, digest)[1] == data
    written = attached.save(house.province, paper, lost.file.digest, tmp_path)
    assert written.name == lost.file.name
    assert written.read_bytes() == FILES[digests.index(lost.file.digest)]


def test_the_answer_closes_the_request_at_both_ends(house: House, stick: Path):
    _a_paper(house.district, FILES[0])
    _upward(house.district, house.province, stick)
    request = _ask(house.province, stick)
    job = taken(house.district, stick / request.name)
    made = attachment_requests.answer(house.district, stick)
    assert [one.kind for one in made] == [PackageKind.BLOB, PackageKind.RECEIPT]
    assert {one.state for one in made} == {SentState.CARRIED}
    assert spool.get(house.district, job.id).state == JobState.DONE
    for one in made:
        taken(house.province, stick / one.name)
    states = {one.id: one.state for one in packing.packages(house.province)}
    assert states[request.id] == SentState.RECEIVED
    with pytest.raises(UserError, match="nothing_to_answer"):
        attachment_requests.answer(house.district, stick)


def test_an_office_between_asks_further_down_and_then_answers(house: House, stick: Path):
    paper, (digest,) = _a_paper(house.commune, FILES[0])
    _upward(house.commune, house.district, stick)
    _upward(house.district, house.province, stick)
    (lacking,) = attached.missing(house.province)
    assert lacking.unit == house.commune.office.unit
    assert lacking.holder == house.district.office.unit
    taken(house.district, stick / _ask(house.province, stick).name)
    (waiting,) = attachment_requests.waiting(house.district)
    assert (waiting.here, waiting.refusal) == (False, None)
    with pytest.raises(UserError, match="nothing_to_answer"):
        attachment_requests.answer(house.district, stick)
    further = _ask(house.district, stick)
    assert further.recipient == house.commune.office.unit
    taken(house.commune, stick / further.name)
    for volume in _blobs(attachment_requests.answer(house.commune, stick)):
        taken(house.district, stick / volume.name)
    (waiting,) = attachment_requests.waiting(house.district)
    assert waiting.ready
    for volume in _blobs(attachment_requests.answer(house.district, stick)):
        taken(house.province, stick / volume.name)
    assert attached.open_file(house.province, paper, digest) == ("tep-1.pdf", FILES[0])


def test_the_paper_s_own_office_can_be_asked_past_those_between(house: House, stick: Path):
    paper, (digest,) = _a_paper(house.commune, FILES[0])
    _upward(house.commune, house.district, stick)
    _upward(house.district, house.province, stick)
    request = _ask(house.province, stick, direct=True)
    assert request.recipient == house.commune.office.unit
    taken(house.commune, stick / request.name)
    for volume in _blobs(attachment_requests.answer(house.commune, stick)):
        taken(house.province, stick / volume.name)
    assert attached.open_file(house.province, paper, digest)[1] == FILES[0]


def test_what_became_secret_does_not_go_and_the_asker_reads_why(house: House, stick: Path):
    paper, digests = _a_paper(house.district, *FILES[:2])
    _upward(house.district, house.province, stick)
    request = _ask(house.province, stick)
    taken(house.district, stick / request.name)
    with house.district.writing("edit_document") as writer:
        found = records.get(writer.connection, Document, paper)
        writer.put(dataclasses.replace(found, classification="MAT"))
    waiting = attachment_requests.waiting(house.district)
    assert {one.refusal for one in waiting} == {FileRefusal.SECRET}
    (said,) = attachment_requests.answer(house.district, stick)
    assert said.kind == PackageKind.RECEIPT
    taken(house.province, stick / said.name)
    assert _standings(house.province, paper) == [Whereabouts.REFUSED] * 2
    assert {one.refusal for one in attached.missing(house.province)} == {"attachment_secret"}
    (known, *_rest) = packing.packages(house.province)
    assert known.state == SentState.REFUSED
    for digest in digests:
        with pytest.raises(StorageError, match="attachment_missing"):
            attached.open_file(house.province, paper, digest)


def test_a_file_that_a_secret_paper_names_too_does_not_go(house: House, stick: Path):
    paper, _digests = _a_paper(house.district, *FILES[:2])
    _upward(house.district, house.province, stick)
    other = _a_secret_twin(house.district, paper)
    with house.district.writing("edit_document") as writer:
        writer.put(other)
    taken(house.district, stick / _ask(house.province, stick).name)
    by_name = {one.name: one.refusal for one in attachment_requests.waiting(house.district)}
    assert by_name == {"tep-1.pdf": FileRefusal.SECRET, "tep-2.pdf": None}
    made = attachment_requests.answer(house.district, stick)
    assert [one.kind for one in made] == [PackageKind.BLOB, PackageKind.RECEIPT]
    for one in made:
        taken(house.province, stick / one.name)
    assert sorted(_standings(house.province, paper)) == [Whereabouts.HERE, Whereabouts.REFUSED]


def _a_secret_twin(workspace: Workspace, paper: UUID) -> Document:
    """A secret paper that names the first file of another."""
    with workspace.reading() as connection:
        found = records.get(connection, Document, paper)
    scans = [one for one in found.files if one.role == FileRole.SCAN]
    return dataclasses.replace(
        found,
        id=packing.new_id(),
        number=found.number + 50,
        symbol="99-CTr/HU",
        program=None,
        classification="MAT",
        files=(scans[0],),
    )


def test_what_was_not_issued_or_is_unknown_does_not_go(house: House, stick: Path):
    _paper, (mine,) = _a_paper(house.district, FILES[0])
    stranger = "ab" * 32
    unit = house.district.office.unit
    asked = receipts.ask_again(house.province, unit, stick, blobs=(mine, stranger))
    taken(house.district, stick / asked.name)
    found = {one.digest: one.refusal for one in attachment_requests.waiting(house.district)}
    assert found == {mine: FileRefusal.NOT_ISSUED, stranger: FileRefusal.UNKNOWN}
    (said,) = attachment_requests.answer(house.district, stick)
    taken(house.province, stick / said.name)
    assert packing.packages(house.province)[0].state == SentState.REFUSED
    assert house.province.attachments.all() == []


def test_a_unit_below_gets_no_files_of_others_but_its_own_back(house: House, stick: Path):
    mine, (digest,) = _a_paper(house.commune, FILES[0])
    _upward(house.commune, house.district, stick)
    taken(house.commune, stick / _ask(house.district, stick).name)
    for volume in _blobs(attachment_requests.answer(house.commune, stick)):
        taken(house.district, stick / volume.name)
    _theirs, (foreign,) = _a_paper(house.district, FILES[1])
    _upward(house.district, house.province, stick)
    # The commune lost the folder of its files.
    kept = house.commune.files.attachments / digest[:2] / digest
    kept.unlink()
    (lacking,) = attached.missing(house.commune)
    assert (lacking.record, lacking.holder) == (mine, house.district.office.unit)
    district = house.district.office.unit
    asked = receipts.ask_again(house.commune, district, stick, blobs=(digest, foreign))
    taken(house.district, stick / asked.name)
    found = {one.digest: one.refusal for one in attachment_requests.waiting(house.district)}
    assert found == {digest: None, foreign: FileRefusal.NOT_THEIRS}
    for one in attachment_requests.answer(house.district, stick):
        taken(house.commune, stick / one.name)
    assert attached.missing(house.commune) == []
    assert house.commune.attachments.get(digest) == FILES[0]
    assert foreign not in house.commune.attachments.all()


def test_a_file_that_is_not_what_its_digest_says_is_not_sent(house: House, stick: Path):
    _paper, (digest,) = _a_paper(house.district, FILES[0])
    _upward(house.district, house.province, stick)
    wrong = BlobPlan(bytes.fromhex(digest), len(FILES[1]), lambda: iter((FILES[1],)))
    draft = packing.Draft(PackageKind.BLOB, house.province.office.unit, blobs=(wrong,))
    with pytest.raises(PackageError):
        packing.write(house.district, draft)
    taken(house.district, stick / _ask(house.province, stick).name)
    kept = house.district.files.attachments / digest[:2] / digest
    data = bytearray(kept.read_bytes())
    data[-1] ^= 1
    kept.write_bytes(data)
    with pytest.raises(StorageError, match="attachment_damaged"):
        attachment_requests.answer(house.district, stick)
    assert list(stick.glob("*-TEP-*")) == []
    assert len(attachment_requests.waiting(house.district)) == 1


def test_a_stick_without_room_keeps_what_it_took(
    house: House, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _a_paper(house.district, *FILES)
    _upward(house.district, house.province, stick)
    taken(house.district, stick / _ask(house.province, stick).name)
    carry, room = packing.carry, [1]

    def carried(*given, **named):
        if not room:
            raise PackageError("package_not_written", path="E:/", problem="full")
        room.pop()
        return carry(*given, **named)

    monkeypatch.setattr(packing, "carry", carried)
    made = attachment_requests.answer(house.district, stick, most=SMALL)
    assert [one.state for one in made] == [SentState.CARRIED, *[SentState.MADE] * 3]
    monkeypatch.undo()
    for one in made[1:]:
        packing.carry(house.district, one.id, tmp_path)
    for one in (made[0], *made[1:]):
        folder = stick if one is made[0] else tmp_path
        taken(house.province, folder / one.name)
    assert attached.missing(house.province) == []
