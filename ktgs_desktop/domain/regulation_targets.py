"""Which text of the library a relation means, from the number, issuer and day that were typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from ktgs_desktop.domain.regulations import Regulation, Relation, number_form
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import UserError


def resolved(relation: Relation, library: Iterable[Regulation]) -> Relation:
    """A relation with the text it means, written as the library writes it.

    A text that is not there stays as it was typed: it is shown as not in the list.

    Args:
        relation: what was typed; with a target it is taken as it is.
        library: the texts that may be meant.

    Raises:
        UserError: `regulation_ambiguous` if more than one text may be meant.
    """
    if relation.target is not None:
        return relation
    found = [one for one in library if _may_be(relation, one)]
    if not found:
        return relation
    if len(found) > 1:
        days = "; ".join(str(one.issued or "?") for one in found)
        raise UserError("regulation_ambiguous", number=relation.number, dates=days)
    meant = found[0]
    return dataclasses.replace(
        relation, number=meant.number, issuer=meant.issuer, issued=meant.issued, target=meant.id
    )


def _may_be(relation: Relation, text: Regulation) -> bool:
    if number_form(text.number) != number_form(relation.number):
        return False
    if relation.issuer and text.issuer and fold(relation.issuer) != fold(text.issuer):
        return False
    if relation.issued is None or text.issued is None:
        return True
    given, known = relation.issued.iso, text.issued.iso
    return known.startswith(given) or given.startswith(known)
