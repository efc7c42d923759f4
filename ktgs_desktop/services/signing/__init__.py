"""Use cases of digital signatures: sign a paper, or sign it anew or further, and check one."""

from ktgs_desktop.services.signing.checking import (
    Finding,
    findings,
    is_no_pdf,
    verify,
    verify_with,
)
from ktgs_desktop.services.signing.keys import (
    CertificateFile,
    KeySource,
    certificates_on,
    facts_of,
    found_modules,
    module_at,
    open_certificate,
    opened,
    tokens_of,
)
from ktgs_desktop.services.signing.paper import (
    SignatureRequest,
    document_of_program,
    doubt_of_signer,
    sign_document,
    signed,
    spelling_of,
)
from ktgs_desktop.trust.certificates import CertificateFacts as Certificate
from ktgs_desktop.trust.certificates import SigningIdentity as Identity
from ktgs_desktop.trust.pdf_signatures import PdfVerdict as Verdict
from ktgs_desktop.trust.token_facts import Token, TokenCertificate, TokenChoice
from ktgs_desktop.trust.token_modules import TokenModule

__all__ = [
    "Certificate",
    "CertificateFile",
    "Finding",
    "Identity",
    "KeySource",
    "SignatureRequest",
    "Token",
    "TokenCertificate",
    "TokenChoice",
    "TokenModule",
    "Verdict",
    "certificates_on",
    "document_of_program",
    "doubt_of_signer",
    "facts_of",
    "findings",
    "found_modules",
    "is_no_pdf",
    "module_at",
    "open_certificate",
    "opened",
    "sign_document",
    "signed",
    "spelling_of",
    "tokens_of",
    "verify",
    "verify_with",
]
