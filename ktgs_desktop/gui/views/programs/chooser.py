"""Which program is shown: a tab for every body, and its programs to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QWidget

from ktgs_desktop.gui.views.programs import choice
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.views.programs.choice import Conditions
    from ktgs_desktop.services.programs import ProgramSummary

_REMEMBERED = "programs/program"


class ProgramChooser(QWidget):
    """Tabs of the issuing bodies, and the programs of the one chosen.

    Signals:
        chosen: a program is chosen, or the lines of many, or those known have been read again.
        switched: the user is about to choose another one.
    """

    chosen = Signal()
    switched = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.bodies: list[IssuingBody] = []
        self.programs: list[ProgramSummary] = []
        self.program: ProgramSummary | None = None
        self._wanted: UUID | None = None
        self._body_id: UUID | None = None
        self._chose_body = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Issuing body"))
        self.tabs.currentChanged.connect(lambda _place: self._choose_body())
        line.addWidget(self.tabs, 1)
        self.choice = ChoiceField([])
        self.choice.setMinimumContentsLength(26)
        self.choice.setAccessibleName(_("Program"))
        self.choice.activated.connect(lambda _place: self._switch())
        line.addWidget(self.choice)
        self._line = line

    def add_button(self, made: QPushButton) -> QPushButton:
        """Put a button at the right end.

        Args:
            made: the button.
        """
        self._line.addWidget(made)
        return made

    @property
    def body(self) -> IssuingBody | None:
        """The body whose programs are offered, None while there is none."""
        place = self.tabs.currentIndex()
        return self.bodies[place] if 0 <= place < len(self.bodies) else None

    @property
    def conditions(self) -> Conditions | None:
        """What the choice of many programs asks of their lines; None if it is one or none."""
        return choice.conditions(self.choice.value())

    @property
    def any_program(self) -> bool:
        """Whether what is chosen can have lines."""
        return bool(self.programs) and self.choice.value() != choice.NONE

    def want(self, program: UUID) -> None:
        """Choose a program once it is known.

        Args:
            program: its id.
        """
        self._wanted = program

    def want_many(self, chosen: str) -> None:
        """Choose the lines of many programs.

        Args:
            chosen: which, as `choice` names it.
        """
        self.choice.set_value(chosen)
        self._wanted, self.program = None, None

    def take(self, bodies: list[IssuingBody], programs: list[ProgramSummary]) -> None:
        """Offer what was read, keeping what was chosen.

        Args:
            bodies: the issuing bodies.
            programs: the programs of all of them.
        """
        self.bodies, self.programs = bodies, programs
        present = self.program.program.id if self.program else None
        chosen = self.choice.value() or self._session.recall(_REMEMBERED)
        wanted = self._wanted or present
        program = self._known(str(wanted) if wanted else chosen)
        many = program is None and choice.conditions(chosen) is not None
        if program is None and not self._chose_body and not many and self.programs:
            program = self.programs[0]
        self._fill_tabs(program)
        self._fill_programs(chosen if many else "", program)

    def next_year(self, body: IssuingBody) -> int:
        """The year a body most likely begins a program for: after its last one, else this year.

        Args:
            body: the body.
        """
        years = [
            one.program.year
            for one in self.programs
            if one.program.body == body.id and one.program.kind == "ANNUAL"
        ]
        return max(years) + 1 if years else self._session.workspace.today.year

    def _known(self, program: str) -> ProgramSummary | None:
        return next((one for one in self.programs if str(one.program.id) == program), None)

    def _fill_tabs(self, program: ProgramSummary | None) -> None:
        """One tab a body; the one of the program is shown, else the present one stays."""
        present = program.program.body if program else self._body_id
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        for place, one in enumerate(self.bodies):
            self.tabs.addTab(one.name)
            if one.id == present:
                self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._body_id = self.body.id if self.body else None

    def _switch(self) -> None:
        self.switched.emit()
        self._choose()

    def _choose_body(self) -> None:
        self.switched.emit()
        self._body_id = self.body.id if self.body else None
        self._chose_body = True
        self._fill_programs("", None)

    def _fill_programs(self, chosen: str, program: ProgramSummary | None) -> None:
        """Offer the programs of the body.

        Args:
            chosen: what is chosen if it is no program.
            program: the program chosen, None for the body's latest.
        """
        own = [one for one in self.programs if one.program.body == self._body_id]
        offered = choice.choices(self.programs, own)
        known = chosen in (value for value, _words in offered)
        self.choice.set_choices(offered)
        first = chosen if known else offered[0][0]
        self.choice.set_value(str(program.program.id) if program else first)
        self._wanted = None
        self._choose()

    def _choose(self) -> None:
        chosen = self.choice.value()
        self.program = self._known(chosen)
        self._session.remember(_REMEMBERED, chosen)
        self.chosen.emit()
