"""Signing with tokens (PKCS#11), real ones as far as software goes: SoftHSM2 and OpenSC's tools."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.errors import KtgsError
from ktgs_desktop.trust import token_modules, tokens, training
from ktgs_desktop.trust.certificates import check_validity
from ktgs_desktop.trust.pdf_signatures import (
    SignaturePlacement,
    SignatureText,
    sign_pdf,
    verify_pdf,
)
from ktgs_desktop.trust.token_facts import TokenChoice
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.helpers.certificates import VALIDITY, a_certificate, the_authority
from tests.helpers.token_desk import (
    MODULE,
    PIN,
    a_token_desk,
    choice,
    needs_compiler,
    needs_tokens,
    pad_library,
)
from tests.trust.conftest import NOW, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.helpers.token_desk import TokenDesk

pytestmark = needs_tokens


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TokenDesk]:
    with a_token_desk(tmp_path / "softhsm") as made:
        yield made


def refused(code: str, act: Callable[[], object]) -> KtgsError:
    with pytest.raises(KtgsError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def open_with(wanted: TokenChoice) -> None:
    with tokens.opened(wanted) as identity:
        assert identity.certificate


# What is there --------------------------------------------------------------------------------


def test_what_is_plugged_in_is_listed_with_its_certificates(desk: TokenDesk) -> None:
    refused("token_missing", lambda: tokens.tokens(MODULE))
    serial = desk.plug_in("UBKT huyện", a_certificate())
    other = desk.plug_in("Trống")
    assert {(one.label, one.serial) for one in tokens.tokens(MODULE)} == {
        ("UBKT huyện", serial),
        ("Trống", other),
    }
    desk.put_certificate("UBKT huyện", the_authority().certificate, "02")
    (found,) = tokens.certificates_on(MODULE, serial)
    assert found.facts.subject == "Nguyễn Văn Mẫu"
    assert "TẬP HUẤN" in found.facts.issuer
    assert found.facts.valid_to == VALIDITY.end
    assert refused("token_without_certificate", lambda: tokens.certificates_on(MODULE, other))


def test_libraries_are_found_where_drivers_put_them(tmp_path: Path) -> None:
    ending = ".dll" if os.name == "nt" else ".so"
    for name in ("viettel-ca_v6", "eTPKCS11", "unknown"):
        (tmp_path / f"{name}{ending}").touch()
    found = token_modules.found_modules((tmp_path / "none", tmp_path))
    assert [(one.name, one.path) for one in found] == [
        ("SafeNet eToken", str(tmp_path / f"eTPKCS11{ending}")),
        ("Viettel-CA", str(tmp_path / f"viettel-ca_v6{ending}")),
    ]
    assert MODULE in {one.path for one in token_modules.found_modules()}
    assert token_modules.named("/opt/x/gclib.so").name == "Gemalto Classic"
    assert token_modules.named("/opt/x/mine.so").name == "mine"


# Signing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyKind.RSA, KeyKind.EC])
def test_a_paper_signed_with_a_token_is_valid(desk: TokenDesk, kind: KeyKind) -> None:
    identity = training.issue(
        the_authority(), VALIDITY, name="Trần Thị Thí Dụ", organisation="Huyện uỷ", kind=kind
    )
    serial = desk.plug_in("UBKT", identity)
    with tokens.opened(choice(serial)) as on_token:
        signed = sign_pdf(
            draw("Quyet dinh"),
            on_token,
            SignaturePlacement("ChuKy1", 0, 300, 100, 150, 60),
            appearance=b"",
            text=SignatureText(name="Trần Thị Thí Dụ", reason="Ban hành"),
            now=NOW,
        )
    revocations = training.revocation_list(the_authority(), VALIDITY)
    verdict = verify_pdf(signed, [the_authority().certificate], [revocations], now=NOW)
    assert verdict.valid, verdict
    assert verdict.signatures[0].signer == "Trần Thị Thí Dụ"


def test_the_pin_is_shown_nowhere(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT", a_certificate())
    wanted = choice(serial)
    assert PIN not in repr(wanted)
    with tokens.opened(wanted) as identity:
        assert PIN not in repr(identity)
        assert PIN not in repr(identity.key)


# Each fault its own words ---------------------------------------------------------------------


def test_a_library_that_is_none(tmp_path: Path) -> None:
    missing = str(tmp_path / "no.so")
    assert refused("token_module_missing", lambda: tokens.tokens(missing)).params["path"] == missing
    junk = tmp_path / "junk.so"
    junk.write_bytes(b"not a library")
    error = refused("token_module_unloadable", lambda: tokens.tokens(str(junk)))
    assert error.params["path"] == str(junk)
    assert error.params["reason"]


def test_a_wrong_pin_then_the_last_try_then_locked(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT", a_certificate())
    good, bad = choice(serial), choice(serial, pin="999999")
    refused("token_pin_wrong", lambda: open_with(bad))
    assert tokens.tokens(MODULE)[0].few_tries
    open_with(good)
    assert not tokens.tokens(MODULE)[0].few_tries, "the right PIN counts from the beginning"
    refused("token_pin_wrong", lambda: open_with(choice(serial, pin="1")))
    desk.leave_one_try(serial)
    assert tokens.tokens(MODULE)[0].last_try
    refused("token_pin_last_try", lambda: open_with(bad))
    desk.lock(serial)
    assert tokens.tokens(MODULE)[0].locked
    refused("token_pin_locked", lambda: open_with(good))


def test_a_token_pulled_out_before_or_while_it_signs(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT", a_certificate())
    wanted = choice(serial)

    def pulled_while_open() -> None:
        with tokens.opened(wanted) as identity:
            desk.pull_out(serial)
            identity.key.sign_bytes(b"paper")  # type: ignore[union-attr]

    refused("token_removed", pulled_while_open)
    refused("token_missing", lambda: open_with(wanted))
    again = desk.plug_in("UBKT", a_certificate())
    open_with(choice(again))


def test_a_certificate_without_its_key_and_with_a_foreign_one(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT")
    desk.put_certificate("UBKT", a_certificate().certificate)
    wanted = choice(serial)
    refused("token_without_key", lambda: open_with(wanted))
    desk.put_key("UBKT", a_certificate("Lê Văn Khác"))

    def sign() -> None:
        with tokens.opened(wanted) as identity:
            identity.key.sign_bytes(b"paper")  # type: ignore[union-attr]

    refused("token_without_key", sign)


def test_an_expired_certificate_on_a_token(desk: TokenDesk) -> None:
    validity = Validity(datetime(2018, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC))
    old = training.issue(
        the_authority(), validity, name="Cũ", organisation="Huyện uỷ", kind=KeyKind.EC
    )
    serial = desk.plug_in("UBKT", old)
    with tokens.opened(choice(serial)) as identity:
        refused("certificate_expired", lambda: check_validity(identity.certificate, now=NOW))


def test_an_authority_certificate_is_not_to_sign_with(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT")
    desk.put_certificate("UBKT", the_authority().certificate)
    refused("token_without_certificate", lambda: tokens.certificates_on(MODULE, serial))


def test_a_certificate_that_is_not_there_any_more(desk: TokenDesk) -> None:
    serial = desk.plug_in("UBKT", a_certificate())
    gone = TokenChoice(MODULE, serial, "0" * 64, PIN)
    refused("token_certificate_gone", lambda: open_with(gone))


# The PIN typed on the token itself ------------------------------------------------------------


@needs_compiler
def test_a_token_with_keys_of_its_own_is_given_no_pin(
    desk: TokenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = desk.plug_in("UBKT", a_certificate())
    assert not tokens.tokens(MODULE)[0].own_pad
    desk.give_keys(serial)
    module = pad_library(tmp_path)
    assert tokens.tokens(module)[0].own_pad
    for pin in ("", "typed on the computer by mistake"):
        wanted = choice(serial, pin=pin, module=module)
        monkeypatch.setenv("KTGS_TEST_PAD", PIN)
        with tokens.opened(wanted) as identity:
            assert identity.key.sign_bytes(b"x")
        monkeypatch.setenv("KTGS_TEST_PAD", "999999")
        refused("token_pin_wrong", lambda wanted=wanted: open_with(wanted))
        monkeypatch.delenv("KTGS_TEST_PAD")
        refused("token_pin_cancelled", lambda wanted=wanted: open_with(wanted))
