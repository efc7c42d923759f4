"""Work that takes as long as a test wants."""

import threading


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
