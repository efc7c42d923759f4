"""What is said of a signature that was checked: who, when, and what to think of it."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    "verdict_unsigned": late("The file carries no digital signature."),
    "verdict_valid": late("Valid signature of {signer} ({organisation}), {time} by its clock."),
    "verdict_changed": late("The file was changed after {signer} signed it. Do not rely on it."),
    "verdict_untrusted": late(
        "Signed by {signer} ({organisation}), {time}, but it is not known whether to trust that."
    ),
    "verdict_expired": late(
        "Signed by {signer} ({organisation}), {time} by its clock; the certificate has expired "
        "since."
    ),
    "verdict_revoked": late(
        "The certificate of {signer} ({organisation}) was revoked. Ask the signer before you use "
        "the file."
    ),
    "verdict_revocation_unknown": late(
        "Signed by {signer} ({organisation}), {time} by its clock; whether the certificate was "
        "revoked is not known."
    ),
    "verdict_unreadable": late("A signature cannot be read. Ask for the file again."),
    "verdict_detail_evidence_appended": late(
        "Proof of its validity was appended after signing, which changes nothing in the paper."
    ),
    "verdict_detail_content_changed": late("Its contents are not those that were signed."),
    "verdict_detail_signature_wrong": late("The signature does not belong to this file."),
    "verdict_detail_coverage_unclear": late("The signature does not cover the whole file."),
    "verdict_detail_appended": late("Something was appended after signing."),
    "verdict_detail_authority_unknown": late(
        "The authority that issued the certificate is not among those this office trusts; import "
        "its certificate under Settings → Trust."
    ),
    "verdict_detail_certificate_unsuitable": late(
        "The certificate is not made for signing papers; ask for a signature with one that is."
    ),
    "verdict_detail_certificate_not_yet_valid": late(
        "The certificate is valid from {moment} only."
    ),
    "verdict_detail_signed_outside_validity": late(
        "It was signed while the certificate was not valid."
    ),
    "verdict_detail_later_signature_untrusted": late("A later signature is not trusted."),
    "verdict_detail_time_claimed": late(
        "It expired on {moment}; that it was signed before rests on the signing computer's clock."
    ),
    "verdict_detail_time_claimed_revocation_unknown": late(
        "It expired on {moment}, and whether it was revoked is not known."
    ),
    "verdict_detail_revoked": late("It was revoked on {moment}."),
    "verdict_detail_revocations_missing": late(
        "Import the authority's revocation list under Settings → Trust, then check again."
    ),
    "verdict_detail_revocations_stale": late(
        "The stored revocation list was due on {moment}; import a newer one under Settings → Trust."
    ),
    "verdict_detail_revocations_unusable": late(
        "The stored revocation list cannot be used; import a new one under Settings → Trust."
    ),
    "verdict_detail_not_pdf": late(
        "This is no PDF file, so it carries no signature. Choose the signed PDF."
    ),
    "verdict_detail_document_damaged": late("The file is damaged; ask for it again."),
    "verdict_detail_signature_damaged": late(
        "The signature is damaged; ask for the file again, and for a new signature if it stays so."
    ),
    "verdict_detail_signature_unsupported": late(
        "The signature is of a kind this program does not read; check it with the software it was "
        "made with."
    ),
}
