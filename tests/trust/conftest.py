"""Authorities, certificates and signed papers that the tests of this folder share.

Keys take a moment to make, so each is made once in a run. Every name is invented.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.trust import training
from ktgs_desktop.trust.certificates import SigningIdentity
from ktgs_desktop.trust.pdf_signatures import (
    SignaturePlacement,
    SignatureText,
    sign_pdf,
    verify_pdf,
)
from ktgs_desktop.trust.training import KeyKind, TrainingAuthority, Validity

SIGNED_AT = datetime(2021, 1, 5, 8, 30, tzinfo=UTC)
NOW = SIGNED_AT + timedelta(days=1)
TEN_YEARS = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
FRESH = Validity(SIGNED_AT - timedelta(days=1), SIGNED_AT + timedelta(days=30))


@dataclass(frozen=True)
class Office:
    """Two people of an office with certificates of one authority, and its revocation list."""

    root: TrainingAuthority
    chief: SigningIdentity
    deputy: SigningIdentity
    revocations: bytes


def draw(text, size=(595, 842), pages=1):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True)
    for number in range(pages):
        canvas.drawString(20, 20, f"{text} {number}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def signed(pdf, identity, field="ChuKy1", *, now=SIGNED_AT, visible=True, page=0):
    left = 50 if field.endswith("1") else 320
    return sign_pdf(
        pdf,
        identity,
        SignaturePlacement(field, page, left, 100, 200, 60),
        appearance=draw("Da ky", (200, 60)) if visible else b"",
        text=SignatureText("Nguyễn Thị Tập Huấn", "Ban hành", "Phú Bình"),
        now=now,
    )


@pytest.fixture(scope="session")
def office():
    root = training.new_authority(TEN_YEARS)
    organisation = "Huyện uỷ Tập Huấn"
    return Office(
        root,
        training.issue(root, TEN_YEARS, name="Nguyễn Thị Tập Huấn", organisation=organisation),
        training.issue(
            root, TEN_YEARS, name="Trần Văn Thử", organisation=organisation, kind=KeyKind.EC
        ),
        training.revocation_list(root, FRESH),
    )


@pytest.fixture(scope="session")
def paper():
    return draw("Chuong trinh kiem tra", pages=2)


@pytest.fixture(scope="session")
def signed_paper(office, paper):
    return signed(paper, office.chief)


@pytest.fixture(scope="session")
def twice_signed_paper(office, signed_paper):
    later = SIGNED_AT + timedelta(hours=1)
    return signed(signed_paper, office.deputy, "ChuKy2", now=later)


@pytest.fixture(scope="session")
def verify(office):
    def run(pdf, anchors=None, revocations=None, now=NOW):
        anchors = [office.root.certificate] if anchors is None else anchors
        revocations = [office.revocations] if revocations is None else revocations
        return verify_pdf(pdf, anchors, revocations, now=now)

    return run
