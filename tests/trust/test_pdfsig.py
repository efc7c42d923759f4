"""The same papers in the eyes of poppler's `pdfsig` with NSS, a program that is not ours."""

import shutil
import subprocess

import pytest

from ktgs_desktop.trust.pdf_signatures import SignatureStatus, verify_pdf
from tests.trust.conftest import NOW

TOOLS = ("pdfsig", "certutil")
pytestmark = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS), reason="poppler-utils or libnss3-tools missing"
)


@pytest.fixture(scope="module")
def pdfsig(office, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nss")
    store = f"sql:{folder}"
    (folder / "root.der").write_bytes(office.root.certificate)
    for command in (
        ["certutil", "-N", "-d", store, "--empty-password"],
        ["certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", f"{folder}/root.der"],
    ):
        subprocess.run(command, check=True, capture_output=True)

    def run(pdf):
        path = folder / "paper.pdf"
        path.write_bytes(pdf)
        command = ["pdfsig", "-nssdir", store, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    return run


def test_a_signed_paper(pdfsig, office, signed_paper):
    said = pdfsig(signed_paper)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said.replace("Not total", "")
    assert "Nguyễn Thị Tập Huấn" in said
    assert verify_pdf(signed_paper, [office.root.certificate], [office.revocations], now=NOW).valid


def test_two_signatures(pdfsig, twice_signed_paper):
    said = pdfsig(twice_signed_paper)
    assert said.count("Signature is Valid.") == 2
    assert said.count("Certificate is Trusted.") == 2
    assert said.count("Total document signed") == 1
    assert said.count("Not total document signed") == 1


def test_a_changed_byte(pdfsig, office, signed_paper):
    damaged = bytearray(signed_paper)
    damaged[signed_paper.index(b"stream\n") + 12] ^= 1
    said = pdfsig(bytes(damaged))
    assert "Signature is Valid." not in said
    assert "Digest Mismatch" in said
    verdict = verify_pdf(bytes(damaged), [office.root.certificate], [office.revocations], now=NOW)
    assert [entry.status for entry in verdict.signatures] == [SignatureStatus.CHANGED]
