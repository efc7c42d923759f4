"""What a program is called on its paper until the office changes it."""

from __future__ import annotations

from ktgs_desktop.domain.programs import ProgramKind


def usual_title(kind: str, year: int, term: str, body_name: str) -> str:
    """The abstract (trích yếu) of a program until the office changes it.

    Args:
        kind: `ANNUAL` or `TERM`.
        year: of an annual program.
        term: code of the term.
        body_name: how papers call the body.
    """
    if kind == ProgramKind.TERM:
        return f"kiểm tra, giám sát nhiệm kỳ {term.replace('-', ' - ')} của {body_name}"
    return f"kiểm tra, giám sát năm {year} của {body_name}"
