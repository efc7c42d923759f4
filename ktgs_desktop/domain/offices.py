"""Whose workspace this is: the office, the bodies it works for, their signers and numbers.

An inspection committee's office drafts papers for several bodies: the standing committee of the
committee that elected it, the inspection committee itself, and advisory bodies. Each issues under
its own header, symbol and number series (Hướng dẫn 36-HD/VPTW, mục II).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ktgs_desktop.errors import UserError


@dataclass(frozen=True, slots=True)
class Signer:
    """Who may sign for a body.

    Attributes:
        name: full name without academic or military title.
        position: e.g. "BÍ THƯ", "PHÓ CHỦ NHIỆM".
        authority: e.g. "T/M BAN THƯỜNG VỤ"; the line above the position.
    """

    name: str
    position: str
    authority: str


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """Where the numbers of one type of paper begin in one term.

    Attributes:
        document_type: abbreviation, e.g. `CTr`.
        term: code of the term.
        start: first number to give.
        kept_by: who keeps the series if it is not this office, e.g. "Văn phòng Huyện uỷ"; its
            numbers are typed as they were given there.
    """

    document_type: str
    term: str
    start: int = 1
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class IssuingBody:
    """A body (cơ quan ban hành) whose papers this office prepares.

    Attributes:
        owner: the office's unit.
        id: identifier.
        organization: the body in the register.
        kind: its type of organisation.
        name: how papers call it, e.g. "Ban Thường vụ Huyện uỷ".
        header_above: first header line, e.g. "ĐẢNG BỘ TỈNH THÁI NGUYÊN".
        header_own: second header line in bold, e.g. "HUYỆN UỶ PHÚ BÌNH".
        symbol: in numbers, e.g. `HU`, `UBKTHU`.
        place: place name in the date line, e.g. "Phú Bình".
        signers: who may sign, the usual one first.
        recipients: lines under "Nơi nhận", the archive line last.
        series: where its number series begin.
        order: place among the tabs, from 1.
    """

    owner: UUID
    id: UUID
    organization: UUID
    kind: str
    name: str
    header_above: str
    header_own: str
    symbol: str
    place: str
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    series: tuple[NumberSeries, ...] = ()
    order: int = 1

    def start_of(self, document_type: str, term: str) -> int:
        """First number of a series, 1 unless set."""
        series = self.series_of(document_type, term)
        return series.start if series else 1

    def kept_by(self, document_type: str, term: str) -> str:
        """Who keeps a series elsewhere, empty for one of this office's own."""
        series = self.series_of(document_type, term)
        return series.kept_by if series else ""

    def series_of(self, document_type: str, term: str) -> NumberSeries | None:
        """What is set of a series, None if nothing is."""
        for series in self.series:
            if (series.document_type, series.term) == (document_type, term):
                return series
        return None


@dataclass(frozen=True, slots=True)
class Office:
    """Whose workspace this is.

    Attributes:
        owner: the office's unit, the same as `unit`.
        id: identifier, the same as `unit`.
        unit: the inspection committee in the register.
        name: short name for the window, e.g. "UBKT Huyện uỷ Phú Bình".
        committee: the committee that elected it.
        superior: the inspection committee above, None at the top.
        unit_code: code of its administrative unit, empty for another kind of body.
        province: code of its province.
        term: code of the term in force.
    """

    owner: UUID
    id: UUID
    unit: UUID
    name: str
    committee: UUID
    superior: UUID | None
    unit_code: str
    province: str
    term: str


@dataclass(frozen=True, slots=True)
class OfficeUser:
    """A person of the office with a password slot of their own.

    Attributes:
        owner: the office's unit.
        id: identifier; the journal names it.
        login: name typed at log-in.
        full_name: name shown and journaled.
        position: e.g. "cán bộ địa bàn".
        active: whether the person may log in.
    """

    owner: UUID
    id: UUID
    login: str
    full_name: str
    position: str = ""
    active: bool = True


def check_body(body: IssuingBody) -> None:
    """Refuse a body that could not issue a paper.

    Args:
        body: what is to be saved.

    Raises:
        UserError: `body_field_missing` names the field, `series_start_bad` the series.
    """
    for field in ("name", "header_own", "symbol", "place"):
        if not getattr(body, field).strip():
            raise UserError("body_field_missing", field=field)
    for series in body.series:
        if series.start < 1:
            raise UserError("series_start_bad", type=series.document_type, start=series.start)


def check_symbol(body: IssuingBody, others: Iterable[IssuingBody]) -> None:
    """Refuse a body with the symbol of another, whose numbers could not be told from its own.

    Args:
        body: what is to be saved.
        others: bodies that are there; the body itself may be among them.

    Raises:
        UserError: `symbol_taken` names the other body.
    """
    for other in others:
        if other.id != body.id and other.symbol == body.symbol:
            raise UserError("symbol_taken", symbol=body.symbol, name=other.name)


def check_user(user: OfficeUser) -> None:
    """Refuse a user without a login or a name.

    Args:
        user: what is to be saved.

    Raises:
        UserError: `login_empty`, `login_bad` or `name_missing`.
    """
    if not user.login:
        raise UserError("login_empty")
    if not user.login.isascii() or not user.login.isidentifier():
        raise UserError("login_bad", login=user.login)
    if not user.full_name.strip():
        raise UserError("name_missing")


def default_recipients(kind: str, committee: str, superior: str) -> tuple[str, ...]:
    """Lines under "Nơi nhận" of a body's papers until the office sets its own.

    Args:
        kind: type of the body.
        committee: name of the committee, e.g. "Huyện uỷ".
        superior: name of the inspection committee above, or empty.
    """
    lines = [superior] if superior else []
    if kind == "STANDING_COMMITTEE":
        lines += [
            f"Các đồng chí {committee} viên",
            "Các tổ chức đảng trực thuộc",
            f"Uỷ ban Kiểm tra {committee}",
            f"Lưu Văn phòng {committee}",
        ]
    else:
        lines += [
            f"Ban Thường vụ {committee} (để báo cáo)",
            "Các tổ chức đảng trực thuộc",
            "Các đồng chí Uỷ viên Uỷ ban Kiểm tra",
            f"Lưu Uỷ ban Kiểm tra {committee}",
        ]
    last = len(lines) - 1
    return tuple(f"{line}{'.' if i == last else ','}" for i, line in enumerate(lines))
