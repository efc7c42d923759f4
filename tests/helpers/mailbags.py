"""The packages of a year for one office, of one kind of year each, to be taken in in any order."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain.documents import Document
from ktgs_desktop.services import members, programs
from ktgs_desktop.services.exchange import (
    certifying,
    handing_over,
    receipts,
    recovery,
    remarks,
    trust_files,
)
from ktgs_desktop.store import records
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_cell,
    a_line,
    a_member,
    a_program,
    an_issued_program,
)
from tests.helpers.exchange import House, answered, sent, taken

if TYPE_CHECKING:
    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.services.workspace import Workspace

PROVINCE, DISTRICT, COMMUNE = range(3)
_LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"


@dataclass
class Mailbag:
    """What is carried to one office, which in the end stands as it did before.

    Attributes:
        house: the offices.
        stick: a folder for files.
        chance: draws what happens.
        place: the office that is to take the files in.
        files: the packages for it.
    """

    house: House
    stick: Path
    chance: random.Random
    place: int = PROVINCE
    files: list[Path] = field(default_factory=list)
    _number: int = 0
    _before: Path | None = None

    @property
    def office(self) -> Workspace:
        """The office that is to take the files in."""
        return self.house.offices[self.place]

    def begin(self, place: int) -> None:
        """From here on everything is carried to an office that has taken in nothing of it yet."""
        self.place = place
        self._before = self.house.copy(place)

    def end(self) -> None:
        """The office stands as it did when it began."""
        assert self._before is not None
        self.house.restore(self.place, self._before)

    def apart(self) -> Path:
        """A folder that holds nothing yet."""
        self._number += 1
        folder = self.stick / str(self._number)
        folder.mkdir(parents=True)
        return folder

    def keep(self, file: Path) -> Path:
        """One of the packages for the office."""
        self.files.append(file)
        return file

    def up(self, place: int, **wanted: object) -> Path:
        """A package to the superior."""
        folder = self.apart()
        file = folder / sent(self.house.offices[place], folder, **wanted).name
        return self.keep(file) if place == self.place + 1 else file

    def down(self, **wanted: object) -> Path:
        """A package of the province to the district."""
        folder = self.apart()
        unit = self.house.district.office.unit
        return self.keep(folder / sent(self.house.province, folder, recipient=unit, **wanted).name)

    def answer(self, place: int, file: Path) -> Path:
        """An office takes a package in; its receipt."""
        office = self.house.offices[place]
        return answered(office, taken(office, file), self.apart())

    def a_name(self) -> str:
        """One nobody has yet."""
        self._number += 1
        first, rest = self._number // len(_LETTERS), self._number % len(_LETTERS)
        return f"Trần {_LETTERS[first % len(_LETTERS)]}a {_LETTERS[rest]}ai"

    def write(self, place: int, before: PartyMember | None = None) -> PartyMember:
        """A member, new or edited, and at the district sometimes a cell."""
        office = self.house.offices[place]
        if place == DISTRICT and self.chance.random() < 0.5:
            a_cell(office, f"Chi bộ {self.a_name()}")
        if before is None:
            return a_member(office, self.a_name())
        return members.save(office, dataclasses.replace(before, note=self.a_name()))

    def a_year(self, place: int, year: int) -> None:
        """A program, issued."""
        draft = a_program(self.house.offices[place], year)
        a_line(self.house.offices[place], draft)
        programs.issue(
            self.house.offices[place], draft.id, programs.Issue(date(year, 1, 5), SIGNER)
        )

    def full(self) -> bool:
        """Whether everything is sent once more."""
        return self.chance.random() < 0.3


def increments(bag: Mailbag) -> None:
    """What is new since the receipts that came back, and now and then everything."""
    bag.begin(PROVINCE)
    member = None
    for _turn in range(6):
        member = bag.write(DISTRICT, bag.chance.choice((None, member)))
        file = bag.up(DISTRICT, full=bag.full())
        if bag.chance.random() < 0.5:
            taken(bag.house.district, bag.answer(PROVINCE, file))


def conflicts(bag: Mailbag) -> None:
    """The same record edited on both sides of a restored copy, twice, and what comes after."""
    bag.begin(PROVINCE)
    member = bag.write(DISTRICT)
    bag.up(DISTRICT)
    for _copy in range(2):
        kept = bag.house.copy(DISTRICT)
        bag.write(DISTRICT, member)
        bag.up(DISTRICT, full=bag.full())
        bag.house.restore(DISTRICT, kept)
        bag.write(DISTRICT, member)
        bag.up(DISTRICT, full=bag.full())
    bag.write(DISTRICT)
    bag.up(DISTRICT)


def withdrawals(bag: Mailbag) -> None:
    """What was sent is taken back because it is secret now, or voided."""
    bag.begin(PROVINCE)
    program, _items = an_issued_program(bag.house.district)
    first, second = bag.write(DISTRICT), bag.write(DISTRICT)
    bag.up(DISTRICT)
    with bag.house.district.writing("issue_program") as writer:
        paper = records.get(writer.connection, Document, program.document)
        writer.put(dataclasses.replace(paper, classification="SECRET"))
    bag.up(DISTRICT, full=bag.full())
    bag.write(DISTRICT, first)
    members.void(bag.house.district, second.id, "nhập nhầm")
    bag.up(DISTRICT)
    members.void(bag.house.district, first.id, "nhập nhầm")
    bag.up(DISTRICT, full=bag.full())
    bag.a_year(DISTRICT, 2020)
    bag.up(DISTRICT)


def transfers(bag: Mailbag) -> None:
    """The district goes on with the records of the commune."""
    house = bag.house
    bag.a_year(COMMUNE, 2020)
    of_commune = bag.write(COMMUNE)
    source, target = house.commune.office.unit, house.district.office.unit
    new = handing_over.NewTransfer(source, target, ISSUED_ON, "05-QĐ/TU, 2/7/2021")
    handing_over.say(house.province, new)
    bag.begin(PROVINCE)
    taken(house.district, bag.up(COMMUNE))
    bag.up(DISTRICT)
    folder = bag.apart()
    taken(house.district, folder / sent(house.province, folder, recipient=target).name)
    bag.write(COMMUNE, of_commune)
    taken(house.district, bag.up(COMMUNE))
    assert handing_over.take_over(house.district, source).written
    bag.up(DISTRICT, full=bag.full())
    mine = members.get(house.district, of_commune.id)
    bag.write(DISTRICT, mine)
    bag.up(DISTRICT)
    bag.write(DISTRICT)
    bag.up(DISTRICT, full=bag.full())


def relays(bag: Mailbag) -> None:
    """The commune's own packages, handed on by the district with some of its own."""
    bag.begin(PROVINCE)
    member = None
    for turn in range(5):
        member = bag.write(COMMUNE, bag.chance.choice((None, member)))
        taken(bag.house.district, bag.up(COMMUNE, full=bag.full()))
        if bag.chance.random() < 0.5:
            bag.write(DISTRICT)
        bag.up(DISTRICT, full=bag.full(), details=turn != 1)


def restored(bag: Mailbag) -> None:
    """An office that goes on with an old copy gets back what it had sent, with what is new."""
    house, province = bag.house, bag.house.province.office.unit
    bag.place = DISTRICT
    kept = house.copy(DISTRICT)
    for _turn in range(2):
        bag.write(DISTRICT)
        taken(house.province, bag.up(DISTRICT))
    house.restore(DISTRICT, kept)
    bag.begin(DISTRICT)
    for turn in range(3):
        folder = bag.apart()
        asked = receipts.ask_again(house.district, province, folder)
        taken(house.province, folder / asked.name)
        folder = bag.apart()
        unit = house.district.office.unit
        bag.keep(folder / recovery.send_back(house.province, unit, folder).name)
        remarks.add(house.province, remarks.NewRemark(unit, f"Đề nghị {turn}"))
        bag.down(full=bag.full())


def answers(bag: Mailbag) -> None:
    """Receipts of several packages, which were taken in in any order."""
    house = bag.house
    bag.place = DISTRICT
    files = []
    for _turn in range(4):
        bag.write(DISTRICT)
        files.append(bag.up(DISTRICT, full=bag.full()))
    bag.begin(DISTRICT)
    bag.chance.shuffle(files)
    for file in files:
        bag.keep(bag.answer(PROVINCE, file))
        remarks.add(house.province, remarks.NewRemark(house.district.office.unit, bag.a_name()))
    bag.down()
    bag.down(full=True)


def directives(bag: Mailbag) -> None:
    """Remarks of the superior, edited and taken back."""
    house = bag.house
    bag.begin(DISTRICT)
    unit = house.district.office.unit
    made = [remarks.add(house.province, remarks.NewRemark(unit, f"Đề nghị {n}")) for n in range(3)]
    bag.down()
    remarks.edit(house.province, made[0].id, remarks.NewRemark(unit, "Đề nghị gấp"))
    bag.down()
    remarks.void(house.province, made[1].id, "nhầm đơn vị")
    bag.down(full=bag.full())
    remarks.edit(house.province, made[0].id, remarks.NewRemark(unit, "Đề nghị rất gấp"))
    remarks.add(house.province, remarks.NewRemark(unit, "Đề nghị thêm"))
    bag.down()
    remarks.void(house.province, made[0].id, "đã xong")
    bag.down(full=bag.full())


def trust_updates(bag: Mailbag) -> None:
    """Trust lists, each newer than the one before, between remarks."""
    house = bag.house
    bag.begin(DISTRICT)
    unit = house.district.office.unit
    for turn in range(3):
        certifying.renew_list(house.province)
        folder = bag.apart()
        bag.keep(folder / trust_files.send(house.province, unit, folder).name)
        remarks.add(house.province, remarks.NewRemark(unit, f"Đề nghị {turn}"))
        bag.down(full=bag.full())


YEARS: tuple[Callable[[Mailbag], None], ...] = (
    increments, conflicts, withdrawals, transfers, relays, restored, answers, directives,
    trust_updates,
)  # fmt: skip
"""Every kind of year."""
