"""Whom the office trusts, as the journal carries it."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.encoding import from_document, to_document
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.errors import PackageError
from tests.helpers.entities import OFFICE, an_id


def an_anchor(kind: str = AnchorKind.AUTHORITY, der: bytes = b"DER") -> TrustAnchor:
    return TrustAnchor(
        owner=OFFICE,
        id=an_id("anchor"),
        kind=kind,
        subject="Tổ chức chứng thực mẫu",
        fingerprint="ab" * 32,
        valid_from=date(2020, 1, 1),
        valid_to=date(2035, 1, 1),
        content=base64.b64encode(der).decode("ascii"),
    )


@pytest.mark.parametrize("kind", list(AnchorKind))
def test_an_anchor_is_read_as_it_was_written(kind: AnchorKind) -> None:
    document = to_document(an_anchor(kind))
    assert document["kind"] == kind.value
    assert type(document["kind"]) is str
    assert from_document(TrustAnchor, document) == an_anchor(kind)


@given(st.binary(max_size=3000))
def test_its_bytes_come_through_the_journal_unchanged(der: bytes) -> None:
    document = to_document(an_anchor(der=der))
    assert base64.b64decode(str(document["content"])) == der
    assert canonical(document) == canonical(to_document(from_document(TrustAnchor, document)))


@pytest.mark.parametrize("missing", ["kind", "fingerprint", "valid_to", "content"])
def test_an_anchor_without_a_part_is_refused(missing: str) -> None:
    document = to_document(an_anchor())
    del document[missing]
    with pytest.raises(PackageError) as caught:
        from_document(TrustAnchor, document)
    assert caught.value.code == "record_malformed"
