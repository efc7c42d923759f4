"""The form of an incoming paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.widgets.fields import (
    ChoiceField,
    CountField,
    DateField,
    LinesField,
    TextField,
    mark,
)
from ktgs_desktop.gui.widgets.mark_words import CLASSIFICATIONS, URGENCIES, day
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "number": late("Incoming number"),
    "received_on": late("Received"),
    "sender": late("Sender"),
    "symbol": late("Number, symbol"),
    "dated": late("Date"),
    "abstract": late("Abstract"),
    "urgency": late("Urgency"),
    "classification": late("Secrecy"),
    "instruction": late("Instruction"),
    "assignee": late("Assignee"),
    "due_on": late("Until"),
    "done_on": late("Dealt with"),
    "reply": late("Reply"),
    "note": late("Note"),
    "files": late("Scan"),
}
_LAST_NUMBER = 99999
_DAYS = ("received_on", "dated", "due_on", "done_on")


@dataclass(frozen=True, slots=True)
class EnteredIncoming:
    """What the form gives.

    Attributes:
        values: fields of the paper by name.
        reply: number and symbol of the paper that answers it, as typed.
    """

    values: Mapping[str, object]
    reply: str


def texts_of(paper: IncomingDocument, reply: str) -> dict[str, str]:
    """What the fields show of an incoming paper.

    Args:
        paper: the paper.
        reply: number and symbol of the paper that answers it.
    """
    return {
        "number": str(paper.number),
        "received_on": day(paper.received_on),
        "sender": paper.sender,
        "symbol": paper.symbol,
        "dated": day(paper.dated),
        "abstract": paper.abstract,
        "instruction": paper.instruction,
        "assignee": paper.assignee,
        "due_on": day(paper.due_on),
        "done_on": day(paper.done_on),
        "reply": reply,
        "urgency": paper.urgency,
        "classification": paper.classification,
        "note": paper.note,
    }


def _whole_day(field: DateField) -> date | None:
    """The day typed, None for none."""
    found = field.value_as_date()
    if found is not None and not found.exact:
        raise UserError("day_not_whole", text=field.text())
    return found.first if found is not None else None


class IncomingForm(RecordForm):
    """Fields of an incoming paper.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = CountField(_LAST_NUMBER)
        self.author = TextField(most=limits.NAME)
        self.symbol = TextField(most=limits.NAME)
        self.abstract = LinesField(3)
        self.instruction = LinesField(2)
        self.assignee = TextField(most=limits.NAME)
        self.reply = TextField()
        self.reply.setPlaceholderText("15-BC/UBKTHU")
        self.urgency = ChoiceField(
            [("", _("not urgent")), *((code, str(word)) for code, word in URGENCIES.items())]
        )
        self.classification = ChoiceField(
            [("", _("not secret")), *((code, str(word)) for code, word in CLASSIFICATIONS.items())]
        )
        self.note = LinesField(2)
        self.days = {name: DateField() for name in _DAYS}
        for one in self.days.values():
            one.year = session.workspace.today.year
        self.add(_("S&ender"), self.author, _("Who sent it (tác giả)."))
        self.add(_("S&ymbol"), self.symbol, _("Number and symbol at the sender, e.g. 15-CV/TU."))
        self.add(_("&Date"), self.days["dated"], _("Date of the paper, e.g. 0501 or 5/1/2021."))
        self.add(_("Abstra&ct"), self.abstract, _("Type and abstract (tên loại, trích yếu)."))
        self.add(_("&Received"), self.days["received_on"], _("Day it came, e.g. 0501."))
        self.add(_("N&umber"), self.number, _("Its number in this year's book (số đến)."))
        self.add(_("&Instruction"), self.instruction, _("What the chair ordered (ý kiến chỉ đạo)."))
        self.add(_("Assignee"), self.assignee, _("Unit or person who is to deal with it."))
        self.add(_("Un&til"), self.days["due_on"], _("After this day it is late, e.g. 1507."))
        self.add(_("D&one"), self.days["done_on"], _("Day on which it was dealt with."))
        self.add(_("Re&ply"), self.reply, _("Number and symbol of the paper that answers it."))
        self.add(_("Urgency"), self.urgency, _("As marked by the sender."))
        self.add(_("Secrecy"), self.classification, _("As marked by the sender."))
        self.add(_("Note"), self.note)
        self.faults = {
            "sender_missing": self.author,
            "abstract_missing": self.abstract,
            "incoming_number_taken": self.number,
            "number_bad": self.number,
            "received_future": self.days["received_on"],
            "dated_after_received": self.days["dated"],
            "due_before_received": self.days["due_on"],
            "done_before_received": self.days["done_on"],
            "done_future": self.days["done_on"],
            "reply_unknown": self.reply,
            "reply_several": self.reply,
        }

    def _plain(self) -> dict[str, TextField | LinesField | ChoiceField]:
        return {
            "sender": self.author,
            "symbol": self.symbol,
            "abstract": self.abstract,
            "instruction": self.instruction,
            "assignee": self.assignee,
            "reply": self.reply,
            "urgency": self.urgency,
            "classification": self.classification,
            "note": self.note,
        }

    @override
    def texts(self) -> dict[str, str]:
        return {
            "number": str(self.number.value()),
            **{name: field.text() for name, field in self.days.items()},
            **{name: field.value() for name, field in self._plain().items()},
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        self.number.set_value(int(texts.get("number") or 0))
        for name, field in self._plain().items():
            field.set_value(texts.get(name, ""))
        for name, one in self.days.items():
            one.set_value(texts.get(name, ""))
        for faulty in (*self.days.values(), *self.faults.values()):
            mark(faulty, "")

    @override
    def entered(self) -> EnteredIncoming:
        days = {name: self._day(name) for name in _DAYS}
        if days["received_on"] is None:
            error = UserError("date_not_understood", text=self.days["received_on"].text())
            self.show_fault(error, self.days["received_on"])
            raise error
        values: dict[str, object] = {"number": self.number.value(), **days}
        values |= {name: field.value() for name, field in self._plain().items() if name != "reply"}
        return EnteredIncoming(values, self.reply.value())

    def _day(self, name: str) -> date | None:
        field = self.days[name]
        try:
            return _whole_day(field)
        except UserError as error:
            self.show_fault(error, field)
            raise

    @override
    def set_locked(self, *, locked: bool) -> None:
        lock((self.number, *self._plain().values(), *self.days.values()), locked=locked)

    @override
    def focus_first(self) -> None:
        self.author.setFocus()
