"""Whose certificate signs a paper, a paper signed anew, and how its visible block looks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import messages
from ktgs_desktop.services import history, maintenance, papers, signing
from tests.helpers.builders import an_issued_program, changes, refusal
from tests.helpers.certificates import a_certificate
from tests.helpers.signing import trust_the_authority

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.papers import PageImage
    from ktgs_desktop.services.workspace import Workspace

SIGNER = "Nguyễn Văn Mẫu"


@pytest.fixture
def paper(workspace: Workspace) -> UUID:
    """An issued paper."""
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    return program.document


def request_for(workspace: Workspace, paper: UUID) -> signing.SignatureRequest:
    printed = papers.file_of_document(workspace, paper, anew=True)
    assert printed.signature_place is not None
    return signing.SignatureRequest(printed.data, printed.name, printed.signature_place)


def test_another_persons_certificate_signs_only_if_it_is_said_to(
    workspace: Workspace, paper: UUID
) -> None:
    request, other = request_for(workspace, paper), a_certificate("Trần Thị Thí Dụ")
    before = changes(workspace)
    error = refusal(lambda: signing.sign_document(workspace, paper, request, other))
    assert error.code == "signer_other"
    assert all(
        name in messages.sentence(error) for name in (SIGNER, "Trần Thị Thí Dụ", "01-CTr/HU")
    )
    assert changes(workspace) == before
    signed = signing.sign_document(workspace, paper, request, other, other_signer=True)
    assert signed.files[-1].signed_by == "Trần Thị Thí Dụ"


@pytest.mark.parametrize(
    ("name", "organisation", "code"),
    [
        ("NGUYEN VAN MAU (TẬP HUẤN)", "Huyện uỷ Phú Bình", ""),
        ("Huyện ủy Phú Bình", "Tỉnh uỷ Thái Nguyên", ""),
        ("UBKT Huyện uỷ Phú Bình", "", ""),
        ("Ban Thường vụ Huyện uỷ Phú Bình", "Ban Cơ yếu Chính phủ", ""),
        ("Huyện uỷ Đại Từ", "", "signer_other"),
        (SIGNER, "Huyện uỷ Đại Từ", "signer_organization_other"),
        ("Nguyễn Văn Mậu", "Huyện uỷ Phú Bình", "signer_other"),
    ],
)
def test_the_certificate_is_compared_with_the_signer_and_the_bodies(
    workspace: Workspace, paper: UUID, name: str, organisation: str, code: str
) -> None:
    facts = dataclasses.replace(
        signing.facts_of(a_certificate()), subject=name, organisation=organisation
    )
    doubt = signing.doubt_of_signer(workspace, paper, facts)
    assert (doubt.code if doubt else "") == code


def test_a_paper_signed_wrongly_is_signed_anew_with_a_reason(
    workspace: Workspace, paper: UUID
) -> None:
    trust_the_authority(workspace)
    request, other = request_for(workspace, paper), a_certificate("Trần Thị Thí Dụ")
    signing.sign_document(workspace, paper, request, other, other_signer=True)
    former = papers.file_of_document(workspace, paper)
    unsigned = papers.file_of_document(workspace, paper, anew=True)
    assert unsigned.data == request.data, "the paper as it was before it was signed"
    assert unsigned.signature_place is not None
    anew = signing.SignatureRequest(unsigned.data, unsigned.name, unsigned.signature_place)
    without = refusal(
        lambda: signing.sign_document(workspace, paper, anew, a_certificate(), again=" ")
    )
    assert without.code == "reason_missing"
    changed = signing.sign_document(
        workspace, paper, anew, a_certificate(), again="ký nhầm chứng thư"
    )
    assert [one.signed_by for one in changed.files] == ["Trần Thị Thí Dụ", SIGNER]
    latest = papers.file_of_document(workspace, paper)
    assert workspace.attachments.get(changed.files[0].digest) == former.data, "nothing is lost"
    (found,) = signing.verify(workspace, latest.data).signatures
    assert (found.status, found.signer) == ("VALID", SIGNER)
    told = history.operations(workspace)[0]
    assert "ký nhầm chứng thư" in told.subject
    assert maintenance.check(workspace).sound


def ink(image: PageImage, columns: range, rows: range) -> float:
    """How much black the pixels of an area hold, in whole pixels."""
    lines = (image.data[row * image.stride : (row + 1) * image.stride] for row in rows)
    return sum(255 - line[4 * column] for line in lines for column in columns) / 255


@pytest.mark.parametrize("dpi", [70, 80, 90, 96, 100, 110, 150])
def test_all_four_lines_of_the_block_show_alike(
    workspace: Workspace, paper: UUID, dpi: int
) -> None:
    request, scale = request_for(workspace, paper), dpi / 72
    signed = signing.signed(request, a_certificate(), workspace.clock())
    image, place = papers.page_image(signed, request.place.page, scale), request.place
    left, right = place.x * scale, (place.x + place.width) * scale
    top = image.height - (place.y + place.height) * scale
    bottom = image.height - place.y * scale
    near = int(3.5 * scale) + 1
    high = range(int(top) + 2 * near, int(top) + 3 * near)  # beside no text
    wide = range(int(right) - 3 * near, int(right) - 2 * near)
    sides = [
        ink(image, range(int(left) - 1, int(left) + near), high) / len(high),
        ink(image, range(int(right) - near, int(right) + 2), high) / len(high),
        ink(image, wide, range(int(top) - 1, int(top) + near)) / len(wide),
        ink(image, wide, range(int(bottom) - near, int(bottom) + 2)) / len(wide),
    ]
    assert min(sides) > 0.9, sides
    assert max(sides) - min(sides) < 0.1, sides
