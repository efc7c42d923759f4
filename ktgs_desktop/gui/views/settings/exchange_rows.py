"""What the section of the exchange says of steps, units and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.key_bindings import KeyPurpose
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange.trust_page import KeyState, Step

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.trust_page import KeyStanding, TrustPage, UnitTrust

STATES: dict[KeyState, tuple[str, Late, str]] = {
    KeyState.VALID: ("✔", late("valid"), "done"),
    KeyState.REVOKED: ("✕", late("revoked"), "overdue"),
    KeyState.EXPIRED: ("▲", late("expired"), "due_soon"),
    KeyState.FUTURE: ("○", late("not valid yet"), "muted"),
    KeyState.UNPROVEN: ("▲", late("vouched for by nobody"), "due_soon"),
}
PURPOSES = {
    KeyPurpose.APPROVAL: late("signs"),
    KeyPurpose.CARRIER: late("seals (computer)"),
    KeyPurpose.ENCRYPTION: late("encryption"),
}


def step_texts(page: TrustPage) -> dict[Step, str]:
    """What each step says: what is to be done, or what was.

    Args:
        page: how everything stands.
    """
    own, root = page.own, page.root
    keys = _("1. Make the keys of this office, or choose the certificate that signs for it.")
    if own.made:
        keys = _("1. The keys of this office are made.")
    request = _("2. Save the request on a stick and bring it to your superior.")
    if own.code:
        request = _("2. Request of {day}. Its code, to be read out by telephone:\n{code}").format(
            day=i18n.day(own.requested) if own.requested else "", code=own.code
        )
    elif own.valid_to is not None:
        request = _("2. The keys were certified with the root.")
    asked = _("3. Take the root of trust; its fingerprint stands in the printed decision.")
    if root is not None:
        asked = _("3. Root of trust: {name}, version {version}.").format(
            name=root.name, version=root.version
        )
    answer = _("4. Take your superior's answer from the stick.")
    if own.valid_to is not None:
        answer = _("4. Certified until {day}. Newer answers come with trust packages.").format(
            day=i18n.day(own.valid_to)
        )
    return {Step.KEYS: keys, Step.REQUEST: request, Step.ROOT: asked, Step.ANSWER: answer}


def unit_texts(one: UnitTrust) -> list[str]:
    """The cells of a unit.

    Args:
        one: the unit.
    """
    state = _("no key yet")
    if one.state is not None:
        sign, text, _tint = STATES[one.state]
        state = f"{sign} {text}"
    return [one.name, one.superior, state, i18n.day(one.valid_to) if one.valid_to else ""]


def key_texts(one: KeyStanding) -> list[str]:
    """The cells of a key.

    Args:
        one: the key.
    """
    sign, text, _tint = STATES[one.state]
    return [one.name, str(PURPOSES[one.purpose]), one.holder, i18n.day(one.valid_to),
            f"{sign} {text}"]  # fmt: skip
