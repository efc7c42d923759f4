"""It takes so many distinct keys as the root demands to publish a list of regulations."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import messages
from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.regulation_lists import RegulationList
from ktgs_desktop.domain.trust_lists import RevocationNotice, RevocationReason
from ktgs_desktop.domain.trust_roots import RoleKeys
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import training
from ktgs_desktop.trust.cms_signing import certificate_fingerprint
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    Signature,
    StatementKind,
    encode_signatures,
    sign,
)
from ktgs_desktop.trust.training import Validity
from tests.helpers.regulation_lists import an_item, signed, whole
from tests.trust.houses import TODAY, TOP, House, house, the_tree

if TYPE_CHECKING:
    from ktgs_desktop.trust.exchange_training import Key
    from ktgs_desktop.trust.regulation_signers import ListApproval

LIST = whole(2, (an_item(),), issued=date(2021, 2, 1))
STRANGER = Ed25519Key.from_seed(b"?" * 32)


def signers(which: str) -> tuple[Key, ...]:
    """The signers of the training authority by number, `r` a key of the root, `?` a stranger."""
    tree = the_tree()
    known = {"1": 0, "2": 1, "3": 2}
    others = {"r": tree.root_keys[0], "?": STRANGER}
    return tuple(tree.regulation_keys[known[one]] if one in known else others[one] for one in which)


def judged(statement: Statement, bent: House | None = None) -> ListApproval:
    def issued(body: bytes) -> date:
        return RegulationList.from_bytes(body).issued

    return (bent or house()).store().regulation_list(statement, issued)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PackageError) as caught:
        act()
    assert messages.sentence(caught.value) != caught.value.code
    return caught.value.code


def threshold(needed: int) -> House:
    root = the_tree().root
    role = RoleKeys(needed, root.regulations.keys)
    return house().with_(root=dataclasses.replace(root, regulations=role))


@pytest.mark.parametrize(
    ("needed", "which", "code"),
    [
        (1, "1", ""),
        (1, "", "regulations_unsigned"),
        (2, "1", "regulations_signatures_few"),
        (2, "3", "regulations_signatures_few"),
        (2, "12", ""),
        (2, "23", ""),
        (2, "123", ""),
        (2, "r", "regulations_signer_unknown"),
        (2, "1r", "regulations_signer_unknown"),
        (2, "12?", "regulations_signer_unknown"),
        (3, "12", "regulations_signatures_few"),
        (3, "123", ""),
    ],
)
def test_it_takes_enough_distinct_keys(needed: int, which: str, code: str) -> None:
    made = signed(LIST, *signers(which))
    if code:
        assert refused(lambda: judged(made, threshold(needed))) == code
        return
    found = judged(made, threshold(needed))
    assert found.needed == needed
    assert {one.holder[-1] for one in found.signers} == set(which)
    assert [one.certificate is not None for one in found.signers].count(True) == which.count("3")
    assert found.warnings == ("training_trust",)


def test_one_key_twice_is_no_second_signature() -> None:
    body = LIST.to_bytes()
    one = sign(StatementKind.REGULATION_LIST, body, signers("1")[0])
    block = encode_signatures([one])
    doubled = Statement(body, b"\x02" + block[1:] * 2)
    assert refused(lambda: judged(doubled)) == "signature_malformed"


def test_a_signature_is_for_one_list_alone() -> None:
    other = whole(3, (an_item(),))
    made = Statement(other.to_bytes(), signed(LIST, *signers("12")).signatures)
    assert refused(lambda: judged(made)) == "regulations_signature_wrong"
    body = LIST.to_bytes()
    trust_list = [sign(StatementKind.TRUST_LIST, body, key) for key in signers("12")]
    as_other = Statement(body, encode_signatures(trust_list))
    assert refused(lambda: judged(as_other)) == "regulations_signature_wrong"
    good = sign(StatementKind.REGULATION_LIST, body, signers("1")[0])
    stolen = Signature(Suite.ED25519, signers("2")[0].fingerprint, good.value)
    borrowed = Statement(body, encode_signatures([good, stolen]))
    assert refused(lambda: judged(borrowed)) == "regulations_signature_wrong"


def notice(key: Key) -> House:
    """The root's list says that a key may be used no longer."""
    named = (
        key.fingerprint if isinstance(key, Ed25519Key) else certificate_fingerprint(key.certificate)
    )
    return house().relisted(
        TOP, notices=(RevocationNotice(named, TOP, RevocationReason.EXPOSED, (), TODAY),)
    )


@pytest.mark.parametrize("which", ["1", "3"])
def test_a_revoked_key_signs_nothing(which: str) -> None:
    bent = notice(signers(which)[0])
    made = signed(LIST, *signers("123"))
    assert refused(lambda: judged(made, bent)) == "regulations_signer_revoked"
    other = {"1": "23", "3": "12"}[which]
    assert judged(signed(LIST, *signers(other)), bent).needed == 2


def test_a_revoked_certificate_signs_nothing() -> None:
    tree = the_tree()
    (identity,) = signers("3")
    assert not isinstance(identity, Ed25519Key)
    made_on = datetime(2021, 1, 2, tzinfo=UTC)
    crl = training.revocation_list(
        tree.authority,
        Validity(made_on, made_on.replace(year=2030)),
        revoked=[(identity.certificate, made_on)],
    )
    bent = house().with_(crls=(crl,))
    made = signed(LIST, *signers("13"))
    assert refused(lambda: judged(made, bent)) == "certificate_revoked"
    assert judged(signed(LIST, *signers("12")), bent).needed == 2
    without = house().with_(crls=())
    assert refused(lambda: judged(made, without)) == "crl_missing"


def test_a_key_the_root_no_longer_names_signs_nothing() -> None:
    root = the_tree().root
    gone = signers("1")[0].fingerprint
    left = tuple(one for one in root.regulations.keys if one != gone)
    bent = house().with_(root=dataclasses.replace(root, regulations=RoleKeys(2, left)))
    assert refused(lambda: judged(signed(LIST, *signers("12")), bent)) == (
        "regulations_signer_unknown"
    )
    assert judged(signed(LIST, *signers("23")), bent).needed == 2


def test_nothing_is_read_before_its_signatures() -> None:
    made = signed(b"{", *signers("1"))
    assert refused(lambda: judged(made)) == "regulations_signatures_few"
    assert refused(lambda: judged(signed(b"{", *signers("12")))) == "regulations_malformed"


def test_a_root_out_of_date_warns() -> None:
    late = house().with_(today=the_tree().root.expires + timedelta(days=1))
    assert "root_expired" in judged(signed(LIST, *signers("12")), late).warnings
