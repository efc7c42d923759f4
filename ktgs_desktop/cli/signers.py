"""Who signs a paper, as typed on the command line and known of the issuing body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody


def signer_of(body: IssuingBody, given: Signer) -> Signer:
    """Who signs: what was given, the rest from the body's signer of that name.

    Args:
        body: the issuing body.
        given: what was typed, empty where nothing was.

    Raises:
        Refused: nobody of that name signs for the body, and what is printed above it is not given.
    """
    wanted = accented(nfc(given.name))
    known = [one for one in body.signers if not wanted or accented(nfc(one.name)) == wanted]
    known = known or [one for one in body.signers if not one.name]  # a position still unnamed
    if wanted and not known and not given.position:
        said = _("{name} is no signer of {body}; give --position, or choose one of {choices}.")
        choices = ", ".join(one.name for one in body.signers)
        raise Refused(said.format(name=given.name, body=body.name, choices=choices))
    usual = known[0] if known else Signer("", "", "")
    return Signer(
        given.name or usual.name,
        given.position or usual.position,
        given.authority or usual.authority,
    )
