"""Whether a certificate is that of whoever is to sign a paper.

Names are written in many ways: a certificate may lack accents, be in capitals, carry a rank or
the mark of a training certificate, and it may be the seal of the body instead of a person's. Only
what certainly names somebody else is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ktgs_desktop.domain.vietnamese import accented, fold, has_accents, words


class SignerDoubt(StrEnum):
    """Why a certificate may be the wrong one."""

    OTHER_SIGNER = "signer_other"
    OTHER_ORGANIZATION = "signer_organization_other"


@dataclass(frozen=True, slots=True)
class ExpectedSigner:
    """Who is to sign a paper.

    Attributes:
        name: the signer as printed, without title.
        bodies: names of the issuing body and the office, whose seal may sign instead.
        above: further organisations a right certificate may name, e.g. the superior.
    """

    name: str
    bodies: tuple[str, ...]
    above: tuple[str, ...] = ()


_MARK = re.compile(r"\s*[(\[].*$", re.DOTALL)
_TITLES = (
    "đồng chí", "đ c", "ông", "bà", "bí thư", "phó bí thư", "chủ nhiệm", "phó chủ nhiệm",
    "tiến sĩ", "tiến sỹ", "thạc sĩ", "thạc sỹ", "cử nhân", "kỹ sư", "bác sĩ", "bác sỹ", "luật sư",
    "giáo sư", "phó giáo sư", "pgs", "gs", "ts", "ths", "bs", "ks", "cn",
    "thiếu uý", "trung uý", "thượng uý", "đại uý", "thiếu tá", "trung tá", "thượng tá", "đại tá",
    "thiếu tướng", "trung tướng", "thượng tướng", "đại tướng",
)  # fmt: skip
_SHORT = {"ubkt": "uỷ ban kiểm tra", "btv": "ban thường vụ", "bch": "ban chấp hành"}
_COMMITTEES = (
    "uỷ ban kiểm tra", "ban thường vụ", "ban chấp hành", "đảng bộ", "đảng uỷ", "chi bộ", "chi uỷ",
    "tỉnh uỷ", "thành uỷ", "huyện uỷ", "quận uỷ", "thị uỷ",
)  # fmt: skip
_LEVELS = (
    "ban tổ chức", "ban tuyên giáo", "ban dân vận", "ban nội chính", "văn phòng", "thành phố",
    "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "phường", "xã",
)  # fmt: skip
_LEAST_NAME = 2


def signer_doubt(name: str, organization: str, expected: ExpectedSigner) -> SignerDoubt | None:
    """What speaks against a certificate, None if nothing does.

    Args:
        name: common name in the certificate.
        organization: organisation in the certificate; may be empty.
        expected: who is to sign.
    """
    person = same_person(name, expected.name)
    if not person and not any(same_organization(name, body) for body in expected.bodies):
        return SignerDoubt.OTHER_SIGNER
    if _elsewhere(organization, (*expected.bodies, *expected.above)):
        return SignerDoubt.OTHER_ORGANIZATION
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two names may be those of one person; titles and marks do not count.

    Args:
        one: a full name.
        other: a full name; accents decide only where both names have them.
    """
    one, other = _unmarked(one), _unmarked(other)
    folded = not (has_accents(one) and has_accents(other))
    first, second = (
        _without_title(_plain(name, folded=folded), folded=folded) for name in (one, other)
    )
    return bool(first) and first == second


def bare_name(name: str) -> str:
    """A name in a certificate as a paper would print it: without marks in brackets.

    Args:
        name: common name in the certificate.
    """
    return _unmarked(name).strip()


def same_organization(one: str, other: str) -> bool:
    """Whether two names are those of one body, short forms (UBKT, BTV) written out.

    Args:
        one: a name.
        other: a name; accents decide only where both names have them.
    """
    one, other = _unmarked(one), _unmarked(other)
    folded = not (has_accents(one) and has_accents(other))
    first, second = _plain(one, folded=folded), _plain(other, folded=folded)
    return bool(first) and first == second


def _elsewhere(organization: str, known: Iterable[str]) -> bool:
    """Whether an organisation is a Party body of a place that none of the known ones names."""
    place = _place(organization)
    if not place:
        return False
    places = {found for found in map(_place, known) if found}
    return bool(places) and not any(_within(place, one) or _within(one, place) for one in places)


def _place(organization: str) -> str:
    """What is left of a Party body's name without its kind: its place; empty for any other."""
    text = _plain(_unmarked(organization), folded=True)
    begun = False
    while True:
        for phrase in map(fold, (*_COMMITTEES, *_LEVELS)):
            if _within_start(text, phrase):
                begun = begun or phrase in _FOLDED_COMMITTEES
                text = text[len(phrase) :].lstrip()
                break
        else:
            return text if begun else ""


_FOLDED_COMMITTEES = frozenset(map(fold, _COMMITTEES))


def _within_start(text: str, phrase: str) -> bool:
    return text == phrase or text.startswith(phrase + " ")


def _within(inner: str, outer: str) -> bool:
    return f" {inner} " in f" {outer} "


def _unmarked(text: str) -> str:
    """A name without what stands in brackets after it, as in "Nguyễn Văn Mẫu (TẬP HUẤN)"."""
    return _MARK.sub("", text)


def _plain(text: str, *, folded: bool) -> str:
    """The words of a name in one spelling."""
    found = words(accented(text))
    written = accented(" ".join(_SHORT.get(word, word) for word in found))
    return fold(written) if folded else written


def _without_title(name: str, *, folded: bool) -> str:
    titles = sorted(map(fold if folded else accented, _TITLES), key=len, reverse=True)
    while True:
        for title in titles:
            rest = name[len(title) :].lstrip()
            if _within_start(name, title) and rest.count(" ") + 1 >= _LEAST_NAME:
                name = rest
                break
        else:
            return name
