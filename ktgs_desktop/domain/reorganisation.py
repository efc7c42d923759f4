"""The rearrangement of administrative units of 2025 (sắp xếp đơn vị hành chính): who follows whom.

On 1 July 2025 the district level ended, 63 provinces became 34, and 10,035 communes became 3,321
(Nghị quyết 202/2025/QH15; resolutions of the standing committee of the National Assembly for each
province). A commune went whole into another, or in parts into several; of those that were parted
one receiver goes on with the records. A code is no identity: the same code means another commune
before and after, so units of before and after are told apart by the day from which they exist.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ktgs_desktop.domain.organizations import DISTRICT_LEVEL_ENDED, Level
from ktgs_desktop.domain.units import Unit, bare_name
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError

REORGANIZED_ON = DISTRICT_LEVEL_ENDED
CHANGE_COLUMNS = ("old_commune_code", "new_commune_code", "kind")
UNIT_COLUMNS = ("province_code", "province", "commune_code", "commune")


class Share(StrEnum):
    """How much of a commune came to a new one."""

    WHOLE = "whole"
    PART = "part"
    PART_DEFAULT = "part_default"


class Unmatched(StrEnum):
    """Why a unit of the lists could not be placed."""

    OLD_UNKNOWN = "OLD_UNKNOWN"
    NEW_UNKNOWN = "NEW_UNKNOWN"
    WITHOUT_SUCCESSOR = "WITHOUT_SUCCESSOR"
    WITHOUT_PREDECESSOR = "WITHOUT_PREDECESSOR"
    WITHOUT_RECEIVER = "WITHOUT_RECEIVER"


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One row of the list of changes.

    Attributes:
        old: code of the commune before.
        new: code of the commune after.
        share: how much of it came.
    """

    old: str
    new: str
    share: Share


@dataclass(frozen=True, slots=True)
class Following:
    """A unit after the rearrangement, and the units it follows.

    Attributes:
        unit: the unit, as it is afterwards.
        same: the unit of before that goes on as this one, None if this one is new.
        receives: units that ended and whose records it goes on with.
        parts: units of which a part came, while another goes on with their records.
    """

    unit: Unit
    same: Unit | None = None
    receives: tuple[Unit, ...] = ()
    parts: tuple[Unit, ...] = ()

    @property
    def predecessors(self) -> tuple[Unit, ...]:
        """All units that came into it, wholly or in part, beside the one that goes on."""
        return (*self.receives, *self.parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the units of one province.

    Attributes:
        province: the province afterwards, with the provinces it follows.
        communes: its communes afterwards, in the order of the list.
        districts: districts that end, whose records the province goes on with.
        choices: new communes one may choose as receiver, by code of a commune that was parted.
        unmatched: units that could not be placed: code, name if known, and why.
    """

    province: Following
    communes: tuple[Following, ...]
    districts: tuple[Unit, ...]
    choices: Mapping[str, tuple[Unit, ...]] = field(default_factory=dict)
    unmatched: tuple[tuple[str, str, Unmatched], ...] = ()

    @property
    def followings(self) -> tuple[Following, ...]:
        """The province first, then its communes."""
        return (self.province, *self.communes)

    @property
    def before(self) -> tuple[Unit, ...]:
        """All units of before that are told something of, those above first."""
        found: dict[str, Unit] = {}
        for one in (self.province, *self.communes):
            for unit in ((one.same,) if one.same else ()) + one.predecessors:
                found.setdefault(unit.code, unit)
        found.update((unit.code, unit) for unit in self.districts)
        return tuple(sorted(found.values(), key=lambda unit: len(unit.code)))


# Reading --------------------------------------------------------------------------------------


def _rows(lines: Iterable[str], columns: Sequence[str], file: str) -> list[dict[str, str]]:
    reader = csv.DictReader(lines)
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise UserError("units_columns_missing", file=file, columns=", ".join(missing))
    found = []
    for number, row in enumerate(reader, start=2):
        values = {name: nfc(row[name] or "").strip() for name in columns}
        if not all(values.values()):
            raise UserError("units_row_bad", file=file, row=number)
        found.append(values)
    return found


def parse_changes(lines: Iterable[str], *, file: str) -> list[UnitChange]:
    """The rows of a list of changes with the columns of `CHANGE_COLUMNS`.

    Args:
        lines: lines of the CSV file.
        file: its name, for messages.

    Raises:
        UserError: `units_columns_missing` names the columns, `units_row_bad` the row.
    """
    found = []
    shares = {str(share): share for share in Share}
    for number, row in enumerate(_rows(lines, CHANGE_COLUMNS, file), start=2):
        if row["kind"] not in shares:
            raise UserError("units_row_bad", file=file, row=number)
        old, new = row["old_commune_code"], row["new_commune_code"]
        found.append(UnitChange(old, new, shares[row["kind"]]))
    return found


def parse_units(lines: Iterable[str], *, file: str) -> list[Unit]:
    """The units of a list of provinces and communes with the columns of `UNIT_COLUMNS`.

    Args:
        lines: lines of the CSV file.
        file: its name, for messages.

    Raises:
        UserError: `units_columns_missing` names the columns, `units_row_bad` the row.
    """
    units: dict[str, Unit] = {}
    for row in _rows(lines, UNIT_COLUMNS, file):
        province = row["province_code"]
        units.setdefault(province, Unit(province, row["province"], Level.PROVINCE, province))
        code = row["commune_code"]
        units.setdefault(code, Unit(code, row["commune"], Level.GRASSROOTS, province, province))
    return list(units.values())


# Planning -------------------------------------------------------------------------------------


def plan(
    province: str,
    before: Sequence[Unit],
    after: Sequence[Unit],
    changes: Sequence[UnitChange],
    receivers: Mapping[str, str] | None = None,
) -> Plan:
    """What becomes of the units of a province.

    Args:
        province: code of the province, in the list of units afterwards.
        before: the units before.
        after: the units afterwards.
        changes: which commune became which.
        receivers: code of the chosen receiver, by code of a commune that was parted; the others
            go to the receiver the list names.

    Raises:
        UserError: `unit_unknown` (code), `receiver_unknown` (code, of) if a commune gave nothing
            to the receiver chosen.
    """
    return _Planning(province, before, after, changes, receivers or {}).plan()


class _Planning:
    """The making of one plan."""

    def __init__(
        self,
        province: str,
        before: Sequence[Unit],
        after: Sequence[Unit],
        changes: Sequence[UnitChange],
        chosen: Mapping[str, str],
    ) -> None:
        self._old = {unit.code: unit for unit in before}
        every = {unit.code: unit for unit in after}
        found = every.get(province)
        if found is None or found.level != Level.PROVINCE:
            raise UserError("unit_unknown", code=province)
        self._province = found
        self._new = {unit.code: unit for unit in after if unit.parent == province}
        self._unmatched: list[tuple[str, str, Unmatched]] = []
        self._chosen = chosen
        # A commune that gave a part to this province gave the rest to it, too, or elsewhere.
        touched = {one.old for one in changes if one.new in self._new}
        self._shares: dict[str, dict[str, Share]] = defaultdict(dict)
        for one in changes:
            if one.old in touched and self._known(one, every):
                self._shares[one.old][one.new] = one.share

    def _known(self, one: UnitChange, every: Mapping[str, Unit]) -> bool:
        if one.old not in self._old:
            self._unmatched.append((one.old, "", Unmatched.OLD_UNKNOWN))
        elif one.new not in every:
            name = self._old[one.old].name
            self._unmatched.append((one.old, name, Unmatched.NEW_UNKNOWN))
        return one.old in self._old and one.new in every

    def plan(self) -> Plan:
        """Make it."""
        for code, receiver in self._chosen.items():
            if receiver not in self._shares.get(code, {}):
                raise UserError("receiver_unknown", code=receiver, of=code)
        receiver_of = {code: self._receiver(code) for code in self._shares}
        provinces = self._provinces()
        gone = {unit.code for unit in provinces}
        districts = [
            unit
            for unit in self._old.values()
            if unit.level == Level.DISTRICT and unit.province_code in gone
        ]
        communes, continued = self._communes(receiver_of, districts)
        self._note_lost(gone)
        return Plan(
            province=self._followed_province(provinces),
            communes=tuple(communes),
            districts=tuple(unit for unit in districts if unit.code not in continued),
            choices={
                code: tuple(self._new[new] for new in shares if new in self._new)
                for code, shares in self._shares.items()
                if len(shares) > 1
            },
            unmatched=tuple(self._unmatched),
        )

    def _receiver(self, code: str) -> str:
        shares = self._shares[code]
        if code in self._chosen:
            return self._chosen[code]
        for new, share in shares.items():
            if share != Share.PART:
                return new
        self._unmatched.append((code, self._old[code].name, Unmatched.WITHOUT_RECEIVER))
        return next(iter(shares))

    def _provinces(self) -> list[Unit]:
        """Provinces of before that are in it: those of its communes, and the one of its name."""
        codes = {self._old[old].province_code for old in self._shares}
        named = fold(self._province.name)
        return [
            unit
            for unit in self._old.values()
            if unit.level == Level.PROVINCE and (unit.code in codes or fold(unit.name) == named)
        ]

    def _followed_province(self, provinces: Sequence[Unit]) -> Following:
        # The code of some was taken from a province that joined; the name tells which goes on.
        named = fold(self._province.name)
        same = next((unit for unit in provinces if fold(unit.name) == named), None)
        joined = tuple(unit for unit in provinces if unit is not same)
        return Following(self._province, same, joined)

    def _communes(
        self, receiver_of: Mapping[str, str], districts: Sequence[Unit]
    ) -> tuple[list[Following], set[str]]:
        givers: dict[str, list[str]] = defaultdict(list)
        for old, shares in self._shares.items():
            for new in shares:
                givers[new].append(old)
        found, continued = [], set()
        for code, unit in self._new.items():
            olds = [self._old[old] for old in sorted(givers[code])]
            receives = tuple(one for one in olds if receiver_of[one.code] == code)
            parts = tuple(one for one in olds if receiver_of[one.code] != code)
            if not olds:  # an island district that had no communes became one commune
                receives = tuple(
                    one for one in districts if fold(bare_name(one)) == fold(bare_name(unit))
                )
                continued |= {one.code for one in receives}
                if not receives:
                    self._unmatched.append((code, unit.name, Unmatched.WITHOUT_PREDECESSOR))
            same = receives[0] if len(receives) == 1 and len(olds) == 1 else None
            found.append(Following(unit, same, () if same else receives, parts))
        return found, continued

    def _note_lost(self, provinces: Iterable[str]) -> None:
        gone = set(provinces)
        for code, unit in self._old.items():
            ours = unit.level == Level.GRASSROOTS and unit.province_code in gone
            if ours and code not in self._shares:
                self._unmatched.append((code, unit.name, Unmatched.WITHOUT_SUCCESSOR))
