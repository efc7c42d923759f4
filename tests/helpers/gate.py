"""Work that takes as long as a test wants."""

import threading
from contextlib import contextmanager


class Gate:
    """Work that waits until the test lets it go on."""

    def __init__(self):
        self._open = threading.Event()
        self.begun = threading.Event()

    def __call__(self, _progress=None):
        self.begun.set()
        assert self._open.wait(20)
        return "done"

    def open(self):
        self._open.set()


def steps(progress):
    """Long work that tells how far it is, until somebody stops it."""
    for number in range(100_000):
        progress.step(number, 100_000)
        threading.Event().wait(0.002)


@contextmanager
def first_answer_held(runner, owner):
    """The next reading an object asks for finds its answer, but gives it when the block ends."""
    gate, read = Gate(), runner.read

    def hold(asker, work, then, failed=None, **more):
        if asker is not owner:
            return read(asker, work, then, failed, **more)
        runner.read = read

        def late(progress):
            found = work(progress)
            gate()
            return found

        return read(asker, late, then, failed, **more)

    runner.read = hold
    try:
        yield gate.begun
    finally:
        runner.read = read
        gate.open()
