"""The reading process of the tests: the program's own, with a judge who knows few offices."""

from __future__ import annotations

import sys

from ktgs_desktop.sync.reader_process import serve
from tests.sync.judging import Pinned

if __name__ == "__main__":
    serve(lambda facts, _data: Pinned.of(facts), int(sys.argv[1]))
