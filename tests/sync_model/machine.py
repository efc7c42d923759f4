"""What can happen to five offices, as Hypothesis draws it; the same for memory and for files."""

from __future__ import annotations

import random
import sys
from typing import ClassVar

from hypothesis import Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    get_state_machine_test,
    initialize,
    precondition,
    rule,
)

from tests.conftest import SEED
from tests.sync_model.network import NAMES, MakeBooks, Network

_office = st.sampled_from(NAMES)
_choice = st.integers(0, 99)
_record = st.integers(0, 1)
_kind = st.integers(0, 3)


class Exchange(RuleBasedStateMachine):
    """Any history, after which everything heals."""

    make: ClassVar[MakeBooks]
    linked: ClassVar[bool] = True
    network: Network

    @initialize(details=st.booleans())
    def begin(self, details):
        self.network = Network(type(self).make, details=details, linked=self.linked)

    @rule(name=_office, record=_record, kind=_kind)
    def edit(self, name, record, kind):
        self.network.edit(name, record, kind)

    @rule(name=_office, record=_record, kind=_kind)
    def edit_and_send(self, name, record, kind):
        self.network.edit(name, record, kind)
        self.network.export(name, kind, full=False)

    @rule(name=_office, record=_record, kind=_kind)
    def delete(self, name, record, kind):
        self.network.void(name, record, kind)

    @rule(name=_office, to=_choice, full=st.booleans())
    def export(self, name, to, full):
        self.network.export(name, to, full=full)

    @rule(name=_office, to=_choice)
    def give_back(self, name, to):
        self.network.give_back(name, to)

    @rule(name=_office, to=_choice)
    def answer(self, name, to):
        self.network.answer(name, to)

    def _under_way(self):
        return bool(self.network.wires)

    def _pick(self, choice: int, *, keep: bool = False):
        wires = self.network.wires
        place = choice % len(wires)
        return wires[place] if keep else wires.pop(place)

    @precondition(_under_way)
    @rule(choice=_choice)
    def deliver_any(self, choice):
        self.network.deliver(self._pick(choice))

    @precondition(_under_way)
    @rule()
    def deliver_in_order(self):
        while self.network.wires:
            self.network.deliver(self._pick(0))

    @precondition(_under_way)
    @rule(choice=_choice)
    def deliver_a_copy(self, choice):
        self.network.deliver(self._pick(choice, keep=True))

    @precondition(_under_way)
    @rule(choice=_choice)
    def lose(self, choice):
        self._pick(choice)

    @precondition(_under_way)
    @rule(choice=_choice, place=st.integers(0, 10**6))
    def damage(self, choice, place):
        packet = self._pick(choice, keep=True)
        self.network.deliver(self.network.damage(packet, place))

    @precondition(_under_way)
    @rule(seed=st.integers(0, 2**16))
    def shuffle(self, seed):
        random.Random(seed).shuffle(self.network.wires)  # noqa: S311 - a test's own chance

    @rule(name=_office)
    def decide(self, name):
        office = self.network.offices[name]
        office.books.decide(office.at)

    @rule(name=_office, choice=_choice)
    def undo(self, name, choice):
        self.network.undo(name, choice)

    @rule(name=_office)
    def backup(self, name):
        self.network.backup(name)

    @rule(choice=_choice, elsewhere=st.booleans())
    def restore(self, choice, elsewhere):
        self.network.restore(choice, elsewhere=elsewhere)

    @rule(name=_office, days=st.integers(-20000, 20000))
    def set_clock(self, name, days):
        self.network.set_clock(name, days)

    def teardown(self):
        if not hasattr(self, "network"):
            return
        note("heal")
        try:
            self.network.heal()
        finally:
            for office in self.network.offices.values():
                office.books.close()


def run(make: MakeBooks, histories: int, steps: int, *, control: bool = False) -> None:
    """Let it happen; the seed is shown with a failure.

    Args:
        make: makes the books of an office.
        histories: how many histories.
        steps: how many steps each has at most.
        control: whether it is known to fail, and must by what it loses: links between changes
            are not looked at, nor is the shortest history that fails.
    """
    chosen = int(SEED or random.SystemRandom().randrange(2**32))
    sys.stdout.write(f"KTGS_SEED={chosen}\n")
    phases = (Phase.generate,) if control else (Phase.generate, Phase.shrink)
    machine = type("Machine", (Exchange,), {"make": staticmethod(make), "linked": not control})
    limits = settings(
        max_examples=histories,
        stateful_step_count=steps,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
    )
    seed(chosen)(get_state_machine_test(machine, settings=limits))()
