"""Statements keep their bytes, no byte of them can change, and other programs agree."""

from __future__ import annotations

import base64
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import KeyBinding, Suite
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.domain.trust_roots import RootFile
from ktgs_desktop.errors import PackageError, StorageError
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.trust import exchange_keys, tokens
from ktgs_desktop.trust.exchange_keys import ExchangeKeys
from ktgs_desktop.trust.keyring import WorkspaceKeys
from ktgs_desktop.trust.raw_keys import Ed25519Key, verify_raw
from ktgs_desktop.trust.statements import (
    Signature,
    StatementKind,
    decode_signatures,
    encode_signatures,
    pae,
    sign,
)
from ktgs_desktop.trust.token_facts import TokenChoice
from tests.helpers.token_desk import MODULE, PIN, a_token_desk, needs_tokens
from tests.trust.houses import BODY, COMMUNE, DISTRICT, MANIFEST, TOP, bound, certified, house
from tests.trust.profiles import randomised

SIGNATURES = st.lists(
    st.builds(
        Signature,
        st.sampled_from((Suite.ED25519, Suite.CMS)),
        st.binary(min_size=32, max_size=32),
        st.binary(min_size=1, max_size=600),
    ),
    min_size=1,
    max_size=16,
    unique_by=lambda one: one.fingerprint,
)


def test_the_encoding_is_that_of_dsse() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@randomised(200)
@given(SIGNATURES)
def test_signatures_survive_their_block(signatures: list[Signature]) -> None:
    block = encode_signatures(signatures)
    assert set(decode_signatures(block)) == set(signatures)
    assert encode_signatures(reversed(signatures)) == block


@randomised(300)
@given(st.binary(max_size=300))
def test_any_block_is_read_or_refused(data: bytes) -> None:
    try:
        found = decode_signatures(data)
    except PackageError as error:
        refused = error.code
    else:
        refused = "signature_malformed"
        assert encode_signatures(found) == data
    assert refused == "signature_malformed"


def test_statements_of_a_house_survive_reading() -> None:
    tree = house().tree
    assert RootFile.from_bytes(tree.root_statement.body) == tree.root
    for one in tree.lists:
        contents = TrustList.from_bytes(one.body)
        assert canonical(contents.to_json()) == one.body
        for binding in contents.bindings:
            assert canonical(KeyBinding.from_bytes(binding.body).to_json()) == binding.body


@lru_cache(maxsize=2)
def _signed_once(unit: UUID) -> bytes:
    return encode_signatures([sign(MANIFEST, BODY, house().key(unit))])


@randomised(150)
@given(st.data())
def test_no_byte_of_a_signed_body_or_its_signatures_can_change(choice: st.DataObject) -> None:
    store, unit = house().store(), choice.draw(st.sampled_from((COMMUNE, DISTRICT)))
    block = _signed_once(unit)
    store.check(MANIFEST, BODY, decode_signatures(block), unit)
    data = bytearray(BODY + block)
    data[choice.draw(st.integers(0, len(data) - 1))] ^= choice.draw(st.integers(1, 255))
    body, changed = bytes(data[: len(BODY)]), bytes(data[len(BODY) :])
    with pytest.raises(PackageError):
        store.check(MANIFEST, body, decode_signatures(changed), unit)


@randomised(150)
@given(st.data())
def test_no_byte_of_a_list_or_binding_can_change(choice: st.DataObject) -> None:
    """A house with a byte changed somewhere believes a commune no more, or refuses to stand."""
    lists = list(house().lists)
    which = choice.draw(st.integers(0, len(lists) - 1))
    body, block = bytearray(lists[which].body), bytearray(lists[which].signatures)
    part = choice.draw(st.sampled_from((body, block)))
    part[choice.draw(st.integers(0, len(part) - 1))] ^= choice.draw(st.integers(1, 255))
    issuer = TrustList.from_bytes(lists[which].body).issuer
    lists[which] = type(lists[which])(bytes(body), bytes(block))
    below = {TOP: DISTRICT, DISTRICT: COMMUNE}[issuer]
    made = sign(MANIFEST, BODY, house().key(below))
    with pytest.raises(PackageError):
        house().with_(lists=tuple(lists)).store().check(MANIFEST, BODY, [made], below)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
@pytest.mark.parametrize("rsa", [False, True])
def test_openssl_agrees_about_cms(tmp_path: Path, rsa: bool) -> None:  # noqa: FBT001
    identity = certified("openssl", rsa_key=rsa)
    made = sign(MANIFEST, BODY, identity)
    (tmp_path / "pae.bin").write_bytes(pae(MANIFEST, BODY))
    (tmp_path / "other.bin").write_bytes(pae(StatementKind.RECEIPT, BODY))
    (tmp_path / "sig.der").write_bytes(made.value)
    authority = base64.encodebytes(house().tree.authority.certificate).decode()
    (tmp_path / "ca.pem").write_text(
        f"-----BEGIN CERTIFICATE-----\n{authority}-----END CERTIFICATE-----\n"
    )
    for content, good in (("pae.bin", True), ("other.bin", False)):
        command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "sig.der", "-binary"]
        command += ["-content", content, "-CAfile", "ca.pem", "-purpose", "any", "-cades"]
        command += ["-attime", "1614600000", "-out", "out.bin"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode == 0) is good, done.stderr


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_openssl_agrees_about_ed25519(tmp_path: Path) -> None:
    key = house().key(COMMUNE)
    (tmp_path / "sig.bin").write_bytes(sign(MANIFEST, BODY, key).value)
    spki = bytes.fromhex("302a300506032b6570032100" + key.public)
    (tmp_path / "key.der").write_bytes(spki)
    for kind, good in ((MANIFEST, True), (StatementKind.RECEIPT, False)):
        (tmp_path / "pae.bin").write_bytes(pae(kind, BODY))
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER"]
        command += ["-inkey", "key.der", "-rawin", "-in", "pae.bin", "-sigfile", "sig.bin"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode == 0) is good, done.stderr


@needs_tokens
def test_a_token_signs_a_statement(tmp_path: Path) -> None:
    identity = certified("token", rsa_key=True)
    with a_token_desk(tmp_path) as desk:
        serial = desk.plug_in("UBKT", identity)
        listed = tokens.certificates_on(MODULE, serial, PIN)[0]
        choice = TokenChoice(MODULE, serial, listed.facts.fingerprint, PIN)
        with tokens.opened(choice) as held:
            made = sign(MANIFEST, BODY, held)
    bent = house().with_(bindings=(bound(DISTRICT, identity, TOP, *house().tree.root_keys[:2]),))
    found = bent.store().check(MANIFEST, BODY, [made], DISTRICT)
    assert found.certificate is not None
    assert found.certificate.subject == "token"


# Secret keys at rest --------------------------------------------------------------------------


def some_keys(*, approval: bool) -> ExchangeKeys:
    return ExchangeKeys(
        uuid4(),
        uuid4(),
        Ed25519Key.generate(),
        (new_identity()[0], new_identity()[0]),
        Ed25519Key.generate() if approval else None,
    )


@pytest.mark.parametrize("approval", [True, False])
def test_secret_keys_come_back_from_their_seal(approval: bool) -> None:  # noqa: FBT001
    workspace, keys = WorkspaceKeys(uuid4(), b"m" * 32), some_keys(approval=approval)
    sealed = exchange_keys.seal_keys(keys, workspace)
    assert exchange_keys.unseal_keys(sealed, workspace) == keys
    assert keys.carrier.seed not in sealed
    assert "AGE-SECRET" not in repr(keys)
    assert keys.carrier.seed.hex() not in repr(keys)


def test_secret_keys_open_nowhere_else_and_not_changed() -> None:
    master = b"m" * 32
    workspace, keys = WorkspaceKeys(uuid4(), master), some_keys(approval=True)
    sealed = exchange_keys.seal_keys(keys, workspace)
    others = (WorkspaceKeys(uuid4(), master), WorkspaceKeys(workspace.workspace, b"n" * 32))
    broken = [(sealed, other) for other in others]
    broken += [(b"", workspace), (sealed[:-1], workspace), (sealed + b"\0" * 70_000, workspace)]
    for at in range(0, len(sealed), 7):
        flipped = bytearray(sealed)
        flipped[at] ^= 1
        broken.append((bytes(flipped), workspace))
    for data, place in broken:
        with pytest.raises(StorageError, match="exchange_keys_damaged"):
            exchange_keys.unseal_keys(data, place)


def test_raw_signatures() -> None:
    key = Ed25519Key.from_seed(bytes(32))
    assert key.public == "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
    made = key.sign(b"x")
    assert verify_raw(key.public, b"x", made)
    assert not verify_raw(key.public, b"y", made)
    assert not verify_raw("01" + "00" * 31, b"x", made)
    order = 2**252 + 27742317777372353535851937790883648493
    again = made[:32] + (int.from_bytes(made[32:], "little") + order).to_bytes(32, "little")
    assert not verify_raw(key.public, b"x", again), "a second signature made of the first"
