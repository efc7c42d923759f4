"""Papers signed with tokens, by several signers in turn, checked by poppler's pdfsig and by us."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.documents import FileRole
from ktgs_desktop.errors import Cancelled
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    history,
    papers,
    programs,
    signer_images,
    signing,
    signing_round,
    submissions,
)
from ktgs_desktop.services.signing import CertificateFile
from ktgs_desktop.trust import pdf_signatures, training
from ktgs_desktop.trust.training import KeyKind
from tests.helpers.builders import SIGNER, a_line, a_program, refusal
from tests.helpers.certificates import PIN as FILE_PIN
from tests.helpers.certificates import VALIDITY, a_certificate, the_authority
from tests.helpers.signature_pictures import a_seal, a_signature, opaque
from tests.helpers.signing import trust_the_authority
from tests.helpers.token_desk import a_token_desk, choice, needs_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace
    from tests.helpers.token_desk import TokenDesk

SIGNERS = ("Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Lê Văn Ví Dụ")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TokenDesk]:
    with a_token_desk(tmp_path / "softhsm") as made:
        yield made


@pytest.fixture
def paper(workspace: Workspace) -> UUID:
    return a_paper(workspace)


def a_paper(workspace: Workspace, year: int = 2021) -> UUID:
    program = a_program(workspace, year)
    a_line(workspace, program)
    programs.issue(workspace, program.id, programs.Issue(date(min(year, 2021), 7, 5), SIGNER))
    return signing.document_of_program(workspace, program.id)


def of(name: str, kind: KeyKind = KeyKind.EC) -> training.SigningIdentity:
    return training.issue(
        the_authority(), VALIDITY, name=name, organisation="Huyện uỷ Phú Bình", kind=kind
    )


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says of a file, given the authority of this run."""
    store = f"sql:{folder}"
    (folder / "root.der").write_bytes(the_authority().certificate)
    (folder / "paper.pdf").write_bytes(pdf)
    for command in (
        ["certutil", "-N", "-d", store, "--empty-password"],
        ["certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", f"{folder}/root.der"],
    ):
        subprocess.run(command, check=True, capture_output=True)
    command = ["pdfsig", "-nssdir", store, str(folder / "paper.pdf")]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


# Several signers with tokens -------------------------------------------------------------------


@needs_tokens
@pytest.mark.skipif(
    not all(map(shutil.which, ("pdfsig", "certutil"))),
    reason="poppler-utils or libnss3-tools missing",
)
def test_three_signers_with_tokens(
    workspace: Workspace, paper: UUID, desk: TokenDesk, tmp_path: Path
) -> None:
    trust_the_authority(workspace)
    for number, name in enumerate(SIGNERS):
        serial = desk.plug_in(f"token {number}", of(name, (KeyKind.RSA, KeyKind.EC)[number % 2]))
        request = signing_round.request_of(workspace, paper)
        assert request.further == (number > 0)
        with signing.opened(choice(serial), workspace.clock()) as identity:
            doubt = signing.doubt_of_signer(
                workspace, paper, signing.facts_of(identity), request.data if number else b""
            )
            assert (doubt.code if doubt else "") == ("signer_not_printed" if number else "")
            signing.sign_document(
                workspace, paper, request, identity, other_signer=doubt is not None
            )
    found = papers.get(workspace, paper)
    versions = [
        workspace.attachments.get(file.digest)
        for file in found.files
        if file.role == FileRole.SIGNED_PDF
    ]
    assert len(versions) == 3
    for former, later in itertools.pairwise(versions):
        assert later.startswith(former), "an incremental update leaves the former bytes alone"
    latest = found.latest(FileRole.SIGNED_PDF)
    assert latest is not None
    assert latest.signed_by == ", ".join(SIGNERS)

    verdict = signing.verify(workspace, versions[-1])
    assert verdict.valid
    assert [one.signer for one in verdict.signatures] == list(SIGNERS)
    findings = signing.findings(verdict)
    assert [one.status for one in findings] == ["VALID"] * 3
    said = pdfsig(versions[-1], tmp_path)
    assert said.count("Signature is Valid.") == 3
    assert said.count("Certificate is Trusted.") == 3
    for name in SIGNERS:
        assert name in said

    fields = pdf_signatures.signature_fields(versions[-1])
    assert [one.field for one in fields] == ["ChuKy1", "ChuKy2", "ChuKy3"]
    for place, one in enumerate(fields):
        for other in fields[place + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart = apart or one.y + one.height <= other.y or other.y + other.height <= one.y
            assert apart or one.page != other.page, (one, other)


def test_nobody_signs_twice_and_nobody_over_another(workspace: Workspace, paper: UUID) -> None:
    first = signing_round.request_of(workspace, paper)
    signing.sign_document(workspace, paper, first, a_certificate())
    again = signing_round.request_of(workspace, paper)
    error = refusal(lambda: signing.sign_document(workspace, paper, again, a_certificate()))
    assert error.code == "signer_signed"
    signing.sign_document(workspace, paper, again, of(SIGNERS[1]), other_signer=True)
    error = refusal(
        lambda: signing.sign_document(workspace, paper, again, of(SIGNERS[2]), other_signer=True),
    )
    assert error.code == "signature_stale"
    assert len(papers.get(workspace, paper).files) == 2


def test_a_signer_printed_elsewhere_on_the_paper_is_no_doubt(
    workspace: Workspace, paper: UUID
) -> None:
    """The second signer of minutes: the name is printed, so the place is above it."""
    from reportlab.pdfgen.canvas import Canvas

    path = workspace.files.database.parent / "minutes.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(80, 200, "Tran Thi Thu Ky")
    canvas.drawString(380, 200, "Nguyen Van Mau")
    canvas.save()
    facts = signing.facts_of(of("Tran Thi Thu Ky"))
    assert signing.doubt_of_signer(workspace, paper, facts, path.read_bytes()) is None
    assert signing.doubt_of_signer(workspace, paper, facts) is not None
    request = signing.SignatureRequest(path.read_bytes(), "minutes.pdf", None)
    for name in ("Nguyen Van Mau", "Tran Thi Thu Ky"):
        data = signing.signed(request, of(name), workspace.clock())
        request = signing.SignatureRequest(data, "minutes.pdf", None, further=True)
    first, second = pdf_signatures.signature_fields(request.data)
    assert first.x < 380 + 45 < first.x + first.width
    assert second.x < 80 + 45 < second.x + second.width
    assert first.y > 200
    assert abs(first.y - second.y) < 1


# The signer's folder ---------------------------------------------------------------------------


@needs_tokens
def test_the_folder_is_signed_with_one_pin(workspace: Workspace, desk: TokenDesk) -> None:
    trust_the_authority(workspace)
    first, second = a_paper(workspace), a_paper(workspace, 2020)
    for one in (first, second):
        submissions.submit(workspace, one, "Gấp")
    assert [laid.document.id for laid in submissions.waiting(workspace)] == [first, second]
    serial = desk.plug_in("UBKT", a_certificate())
    steps: list[tuple[int, int, str]] = []
    done = signing_round.sign_all(
        workspace, [first, second], choice(serial), Progress(lambda *step: steps.append(step))
    )
    assert [one.id for one in done.signed] == [first, second]
    assert not done.failed
    assert steps[0][:2] == (0, 2)
    assert submissions.waiting(workspace) == []
    (told,) = submissions.of_document(workspace, first)
    assert (told.state, told.decided_by) == ("SIGNED", "Nguyễn Văn Mẫu")
    assert signing.verify(workspace, papers.file_of_document(workspace, second).data).valid


def test_what_fails_is_named_and_the_rest_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    first, second = a_paper(workspace), a_paper(workspace, 2020)
    for one in (first, second):
        submissions.submit(workspace, one)
    signing.sign_document(
        workspace, first, signing_round.request_of(workspace, first), a_certificate()
    )
    submissions.submit(workspace, first, "once more by mistake")
    path = tmp_path / "mau.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=FILE_PIN))
    source = CertificateFile(path, FILE_PIN)
    done = signing_round.sign_all(workspace, [first, second], source, Progress())
    assert [one.id for one in done.signed] == [second]
    (failure,) = done.failed
    assert (failure.document, failure.error.code) == (first, "signer_signed")
    assert [laid.document.id for laid in submissions.waiting(workspace)] == [first]


@needs_tokens
def test_a_token_pulled_out_in_the_middle_leaves_the_rest(
    workspace: Workspace, desk: TokenDesk
) -> None:
    wanted = [a_paper(workspace), a_paper(workspace, 2020), a_paper(workspace, 2022)]
    serial = desk.plug_in("UBKT", a_certificate())

    def step(done: int, _total: int, _label: str) -> None:
        if done == 1:
            desk.pull_out(serial)

    done = signing_round.sign_all(workspace, wanted, choice(serial), Progress(step))
    assert [one.id for one in done.signed] == wanted[:1]
    assert [(one.document, one.error.code) for one in done.failed] == [(wanted[1], "token_removed")]
    assert done.left == (wanted[2],)
    assert [bool(papers.get(workspace, one).files) for one in wanted] == [True, False, False]


def test_stopping_keeps_what_is_signed(workspace: Workspace, tmp_path: Path) -> None:
    wanted = [a_paper(workspace), a_paper(workspace, 2020)]
    path = tmp_path / "mau.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=FILE_PIN))
    source = CertificateFile(path, FILE_PIN)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        signing_round.sign_all(workspace, wanted, source, progress)
    stopping = Progress(lambda _done, _total, _label: stopping.cancel())
    done = signing_round.sign_all(workspace, wanted, source, stopping)
    assert [one.id for one in done.signed] == wanted[:1]
    assert done.left == (wanted[1],)


# Submitting and returning ----------------------------------------------------------------------


def test_a_paper_is_returned_with_a_remark_and_laid_down_again(
    workspace: Workspace, paper: UUID
) -> None:
    made = submissions.submit(workspace, paper, "  Kính trình  ")
    assert (made.remark, made.drafter_name) == ("Kính trình", "Nguyễn Văn Mẫu")
    error = refusal(lambda: submissions.submit(workspace, paper))
    assert error.code == "submission_waiting"
    error = refusal(lambda: submissions.give_back(workspace, made.id, " "))
    assert error.code == "remark_missing"
    submissions.give_back(workspace, made.id, "Sửa mục 2")
    error = refusal(lambda: submissions.give_back(workspace, made.id, "nữa"))
    assert error.code == "submission_closed"
    (laid,) = submissions.to_mend(workspace)
    assert (laid.submission.answer, laid.submission.decided_by) == ("Sửa mục 2", "Nguyễn Văn Mẫu")
    assert submissions.waiting(workspace) == []
    submissions.submit(workspace, paper)
    assert submissions.to_mend(workspace) == [], "laid down again, it is mended"
    assert [one.state for one in submissions.of_document(workspace, paper)] == [
        "RETURNED",
        "WAITING",
    ]
    history.undo(workspace)
    assert [one.state for one in submissions.of_document(workspace, paper)] == ["RETURNED"]
    (laid,) = submissions.to_mend(workspace)
    submissions.note_return(workspace, laid.submission.id)
    assert submissions.to_mend(workspace) == []


# Pictures --------------------------------------------------------------------------------------


def test_pictures_are_kept_once_per_signer_and_put_on_the_paper(
    workspace: Workspace, paper: UUID, tmp_path: Path
) -> None:
    pen, seal, junk, cover = (tmp_path / name for name in ("k.png", "d.png", "x.png", "o.png"))
    pen.write_bytes(a_signature())
    seal.write_bytes(a_seal())
    junk.write_bytes(b"no picture")
    cover.write_bytes(opaque())
    name = "Nguyễn Văn Mẫu"
    for path, code in ((junk, "image_unreadable"), (cover, "image_opaque")):
        bad = path
        error = refusal(
            lambda: signer_images.choose(workspace, name, "SIGNATURE", bad)  # noqa: B023
        )
        assert error.code == code
    signer_images.choose(workspace, name, "SIGNATURE", pen)
    signer_images.choose(workspace, "Đồng chí Nguyễn Văn Mẫu", "SEAL", seal)
    (kept,) = signer_images.all_of(workspace)
    assert [one.role for one in kept.images] == ["SIGNATURE", "SEAL"]
    assert not list(workspace.files.attachments.rglob("*.png"))
    for file in workspace.files.attachments.rglob("*"):
        assert file.is_dir() or b"PNG" not in file.read_bytes()
    plain = signing.signed(
        signing_round.request_of(workspace, paper), a_certificate(), workspace.clock()
    )
    signing.sign_document(
        workspace, paper, signing_round.request_of(workspace, paper), a_certificate()
    )
    signed = papers.file_of_document(workspace, paper).data
    assert signed.count(b"/SMask") >= plain.count(b"/SMask") + 2, "both pictures, transparent"
    signer_images.remove(workspace, name, "SEAL")
    left = signer_images.of_signer(workspace, name)
    assert left is not None
    assert left.of("SEAL") is None
