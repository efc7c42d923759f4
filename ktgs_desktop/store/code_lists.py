"""Code lists that ship with the program, read once."""

from __future__ import annotations

import json
from functools import cache

from ktgs_desktop import paths
from ktgs_desktop.domain.codes import CodeList, code_list


@cache
def load(name: str) -> CodeList:
    """A code list by its name.

    Args:
        name: name of a file in `resources/codes` without its ending.

    Raises:
        FileNotFoundError: the program is incomplete.
    """
    return code_list(json.loads(paths.resource("codes", f"{name}.json").read_text("utf-8")))


def part_of(task_kind: str) -> str:
    """The part of the annex a kind of work stands in: `A`, `B`, or `C` for kinds without one.

    Args:
        task_kind: code of the kind.
    """
    return load("task_kinds").get(task_kind).text("group") or "C"
