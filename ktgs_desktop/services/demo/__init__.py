"""The training office: a real district with invented people, its programs of 2021, signed papers.

A layer of its own above the use cases: it does, one after the other, what an office does from the
first set-up to the signed paper, by the same functions.
"""

from ktgs_desktop.services.demo.calendar import TODAY
from ktgs_desktop.services.demo.office import LOGIN, PASSWORD, WORKSPACE, DemoOffice, make

__all__ = ["LOGIN", "PASSWORD", "TODAY", "WORKSPACE", "DemoOffice", "make"]
