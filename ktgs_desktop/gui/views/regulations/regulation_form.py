"""The form of a regulation: all fields of the office's own texts, the office's note on any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.regulations import RegulationKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, LinesField, TextField, mark
from ktgs_desktop.gui.widgets.mark_words import CLASSIFICATIONS, day
from ktgs_desktop.gui.widgets.regulation_words import KINDS, partial
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.dates import PartialDate
    from ktgs_desktop.domain.regulation_notes import RegulationNote
    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "number": late("Number, symbol"),
    "issuer": late("Issuing body"),
    "issued": late("Day of issue"),
    "kind": late("Type"),
    "title": late("Abstract"),
    "effective_from": late("In force from"),
    "effective_to": late("Last day in force"),
    "classification": late("Secrecy"),
    "partners": late("Partner bodies"),
    "review_on": late("Look through on"),
    "relations": late("Relations"),
    "date_note": late("Remark on the dates"),
    "note": late("Remark"),
    "text": late("Note of the office"),
    "files": late("Files"),
}
"""What the history calls the fields."""
_EXAMPLE = "30/6/2021"
_PARTIAL = ("issued", "effective_from", "effective_to")
_DAYS = (*_PARTIAL, "review_on")


@dataclass(frozen=True, slots=True)
class EnteredRegulation:
    """What the form gives.

    Attributes:
        values: fields of the regulation by name.
        note: the office's note.
        review_on: when it is to be looked through again.
    """

    values: Mapping[str, object]
    note: str
    review_on: date | None


def texts_of(regulation: Regulation, note: RegulationNote | None) -> dict[str, str]:
    """What the fields show of a regulation.

    Args:
        regulation: the regulation.
        note: what the office keeps to it.
    """
    kept = note.review_on if note is not None else None
    return {
        "number": regulation.number,
        "issuer": regulation.issuer,
        "title": regulation.title,
        "kind": regulation.kind,
        "classification": regulation.classification,
        "partners": "\n".join(regulation.partners),
        "office_note": note.text if note is not None else "",
        **{name: partial(getattr(regulation, name)) for name in _PARTIAL},
        "review_on": day(kept or regulation.review_on),
    }


class RegulationForm(RecordForm):
    """Fields of a regulation.

    Of a text of the list only the office's note and its day of review can be edited.

    Args:
        session: the session.

    Attributes:
        listed: whether a text of the list is shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listed = False
        self.number = TextField(most=limits.NAME)
        self.issuer = TextField(most=limits.NAME)
        self.title = LinesField(4, most=limits.CONTENT, name="title")
        self.kind = ChoiceField([(code, str(words)) for code, words in KINDS.items()])
        self.classification = ChoiceField(
            [("", _("not secret")), *((code, str(word)) for code, word in CLASSIFICATIONS.items())]
        )
        self.partners = LinesField(3)
        self.note = LinesField(3)
        self.days = {name: DateField(prefer_year=name in _PARTIAL) for name in _DAYS}
        for one in self.days.values():
            one.year = session.workspace.today.year
        self._add_fields()
        self.kind.edited.connect(self._fit_kind)
        self.faults = {
            "regulation_number_missing": self.number,
            "regulation_title_missing": self.title,
            "regulation_dates_reversed": self.days["effective_to"],
            "regulation_exists": self.number,
            "partners_too_many": self.partners,
        }

    def _add_fields(self) -> None:
        self.add(_("N&umber, symbol"), self.number, _("Number and symbol, e.g. 22-QĐ/TW."))
        self.add(_("&Type"), self.kind, _("What the text calls itself (tên loại)."))
        self.add(_("Abstra&ct"), self.title, _("Abstract (trích yếu), or what it is about."))
        self.add(_("&Issuing body"), self.issuer, _("Who issued it, e.g. Ban Bí thư."))
        told = _("The day as far as it is known: 28/7/2021, 7/2021 or 2021; empty if unknown.")
        self.add(_("Da&y of issue"), self.days["issued"], told)
        self.add(_("In force f&rom"), self.days["effective_from"], told)
        self.add(
            _("&Last day"),
            self.days["effective_to"],
            _("Only where the text itself states it; one that is replaced ends by itself."),
        )
        self.add(_("Secrecy"), self.classification, _("As marked by who issued it."))
        self.add(
            _("Partner bodies"),
            self.partners,
            _("Bodies with which the rules of coordination are made, one a line "
              "(Shift+Enter begins a line)."),
        )  # fmt: skip
        self.add(
            _("Look through on"),
            self.days["review_on"],
            _("Day on which the office looks through it again."),
        )
        self.add(
            _("Not&e of the office"),
            self.note,
            _("What the office wants to remember of it. A list from above never changes it."),
        )

    def _plain(self) -> dict[str, TextField | LinesField | ChoiceField]:
        return {
            "number": self.number,
            "issuer": self.issuer,
            "title": self.title,
            "kind": self.kind,
            "classification": self.classification,
            "partners": self.partners,
            "office_note": self.note,
        }

    def _fit_kind(self) -> None:
        """Partner bodies belong to rules of coordination; what was typed stays seen."""
        coordination = self.kind.value() == RegulationKind.COORDINATION
        self.show_field(self.partners, visible=coordination or bool(self.partners.value()))

    @override
    def texts(self) -> dict[str, str]:
        return {
            **{name: field.text() for name, field in self.days.items()},
            **{name: field.value() for name, field in self._plain().items()},
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        for name, field in self._plain().items():
            field.set_value(texts.get(name, ""))
        for name, one in self.days.items():
            one.set_value(texts.get(name, ""))
        for faulty in (*self.days.values(), *self.faults.values()):
            mark(faulty, "")
        self._fit_kind()

    @override
    def entered(self) -> EnteredRegulation:
        values: dict[str, object] = {name: self._day(name) for name in _PARTIAL}
        for name, field in self._plain().items():
            values[name] = field.value()
        note = str(values.pop("office_note"))
        lines = str(values["partners"]).splitlines()
        values["partners"] = tuple(line.strip() for line in lines if line.strip())
        review = self._day("review_on")
        if review is not None and not review.exact:
            error = UserError("day_not_whole", text=self.days["review_on"].text())
            self.show_fault(error, self.days["review_on"])
            raise error
        return EnteredRegulation(values, note, review.first if review is not None else None)

    def _day(self, name: str) -> PartialDate | None:
        field = self.days[name]
        try:
            return field.value_as_date()
        except UserError as error:
            self.show_fault(error, field)
            raise

    @override
    def set_locked(self, *, locked: bool) -> None:
        own = (*self._plain().values(), *self.days.values())
        lock(own, locked=locked or self.listed)
        for one in self.days.values():
            one.setPlaceholderText("" if locked or self.listed else _EXAMPLE)
        if not locked:
            self.days["review_on"].setPlaceholderText(_EXAMPLE)
            lock((self.note, self.days["review_on"]), locked=False)

    @override
    def focus_first(self) -> None:
        (self.note if self.listed else self.number).setFocus()
